/** The scrolling messages of one chat: grouped by day and sender, changed in place, stuck to the bottom if one is there. */
import { h, iconButton } from './dom.js';
import { messageRow, pendingRow } from './bubble.js';
import { dayKey, dayName } from './time.js';
import { t } from './words.js';

const GROUP_SECONDS = 600;
const NEAR_BOTTOM = 60;
const NEAR_TOP = 400;

export class Thread {
  /** `view`: what messages need (see bubble.js) plus failed(error), seen(), empty(isEmpty). */
  constructor(timeline, view, { thread = null, group = false }) {
    this.timeline = timeline;
    this.view = view;
    this.topic = thread;
    this.unread = 0;
    this.stuck = true;
    this.lastTop = 0;
    this.lastSize = '';
    this.missed = 0;
    this.rows = new Map();
    this.days = new Map();
    this.list = h('div', { class: `messages ${group ? 'in-group' : ''}`, role: 'log', 'aria-live': 'polite', 'aria-relevant': 'additions' });
    this.older = h('div', { class: 'older', 'aria-hidden': 'true' }, h('span', { class: 'spinner' }));
    this.tail = h('div', { class: 'messages tail' });
    this.inner = h('div', { class: 'thread-inner' }, this.older, this.list, this.tail);
    this.scroller = h('div', { class: 'thread', tabindex: '-1' }, this.inner);
    this.count = h('span', { class: 'badge' });
    this.downButton = iconButton('down', t('to_bottom'), () => this.toBottom(true), 'to-bottom');
    this.downButton.append(this.count);
    this.element = h('div', { class: 'thread-box' }, this.scroller, this.downButton);
    this.scroller.addEventListener('scroll', () => this.scrolled(), { passive: true });
    this.onchange = (event) => this.changed(event.detail);
    timeline.addEventListener('change', this.onchange);
    this.sizes = new ResizeObserver(() => this.stuck && this.toBottom());
    this.sizes.observe(this.scroller);
    this.sizes.observe(this.inner);
  }

  destroy() {
    this.timeline.removeEventListener('change', this.onchange);
    this.sizes.disconnect();
  }

  async open() {
    if (this.timeline.loaded) this.reset();
    else await this.timeline.load();
  }

  /** In a forum one topic is shown, or all of them. */
  shown() {
    const all = this.timeline.messages;
    return this.topic ? all.filter((message) => (message.thread ?? 1) === this.topic) : all;
  }

  belongs(message) {
    return !this.topic || (message.thread ?? 1) === this.topic;
  }

  changed(change) {
    if (change.type === 'reset') this.reset();
    else if (change.type === 'older') this.prepend(change.count);
    else if (change.type === 'upsert') this.upsert(change);
    else if (change.type === 'remove') this.removeRow(change.id);
    else if (change.type === 'pending') this.showPending();
    this.view.empty(this.timeline.loaded && !this.timeline.messages.length && !this.timeline.pending.length);
  }

  reset() {
    this.rows.clear();
    this.days.clear();
    this.list.replaceChildren();
    const shown = this.shown();
    const firstUnread = this.unread ? this.firstUnread(shown) : null;
    shown.forEach((message, index) => {
      if (message === firstUnread) this.dayOf(message).append(h('div', { class: 'unread-line' }, h('span', {}, t('unread'))));
      this.place(message, shown[index - 1], shown[index + 1]);
    });
    this.older.classList.toggle('done', this.timeline.complete);
    this.showPending();
    this.view.empty(this.timeline.loaded && !this.timeline.messages.length);
    this.toBottom();
    const line = this.list.querySelector('.unread-line');
    if (line && this.list.offsetHeight - line.offsetTop > this.scroller.clientHeight) {
      this.stuck = false;
      line.scrollIntoView({ block: 'start' });
    }
    this.unread = 0;
    this.view.seen();
  }

  firstUnread(shown) {
    const incoming = shown.filter((message) => message.from?.id !== this.view.pid);
    return this.unread < shown.length ? incoming.at(-this.unread) : null;
  }

  /** The section of the message's day, made where it belongs. */
  dayOf(message) {
    const key = dayKey(message.date);
    if (!this.days.has(key)) {
      const section = h('section', { class: 'day', dataset: { day: key } }, h('div', { class: 'day-name' }, h('span', { class: 'pill' }, dayName(message.date))));
      const later = [...this.days.keys()].sort().find((other) => other > key);
      this.list.insertBefore(section, later ? this.days.get(later) : null);
      this.days.set(key, section);
    }
    return this.days.get(key);
  }

  /** Appends or inserts one row; the following row of the same day tells where. */
  place(message, before, after) {
    const row = messageRow(message, this.view);
    this.rows.set(message.id, row);
    const section = this.dayOf(message);
    const next = after && this.rows.get(after.id);
    section.insertBefore(row, next?.parentNode === section ? next : null);
    this.join(message, before, after);
    return row;
  }

  /** Neighbours of one sender within minutes look like one utterance. */
  join(message, before, after) {
    const row = this.rows.get(message?.id);
    if (!row) return;
    row.classList.toggle('first', !together(before, message));
    row.classList.toggle('last', !together(message, after));
  }

  upsert({ message, isNew }) {
    if (!this.belongs(message)) return;
    const shown = this.shown();
    const index = this.topic ? shown.indexOf(message) : this.timeline.indexOf(message.id);
    const [before, after] = [shown[index - 1], shown[index + 1]];
    if (isNew) this.added(message, before, after, shown, index);
    else this.replace(message, before, after);
  }

  added(message, before, after, shown, index) {
    const row = this.place(message, before, after);
    this.join(before, shown[index - 2], message);
    this.join(after, message, shown[index + 2]);
    row.classList.add('arriving');
    const mine = message.from?.id === this.view.pid;
    if (this.stuck || mine) this.toBottom();
    else if (!message.service) this.setMissed(this.missed + 1);
    if (this.stuck) this.view.seen();
  }

  /** Edited in place: the row stays where it is and the finger stays on the button it was on. */
  replace(message, before, after) {
    const old = this.rows.get(message.id);
    if (!old) return;
    const focused = old.contains(document.activeElement) ? document.activeElement.dataset.place ?? '' : null;
    const row = messageRow(message, this.view);
    this.rows.set(message.id, row);
    old.replaceWith(row);
    this.join(message, before, after);
    row.classList.add('changed');
    if (focused !== null) (row.querySelector(`[data-place="${focused}"]`) ?? row).focus({ preventScroll: true });
    if (this.stuck) this.toBottom();
  }

  removeRow(id) {
    const row = this.rows.get(id);
    if (!row) return;
    const section = row.parentNode;
    row.remove();
    this.rows.delete(id);
    if (!section.querySelector('.row')) {
      section.remove();
      this.days.delete(section.dataset.day);
    }
    const shown = this.shown();
    const index = shown.findIndex((message) => message.id > id);
    const after = index < 0 ? shown.length : index;
    this.join(shown[after - 1], shown[after - 2], shown[after]);
    this.join(shown[after], shown[after - 1], shown[after + 1]);
  }

  /** Older messages come in above without moving what is being read. */
  prepend(count) {
    const fromBottom = this.scroller.scrollHeight - this.scroller.scrollTop;
    const shown = this.shown();
    const added = this.topic ? shown.length - this.rows.size : count;
    for (let index = added - 1; index >= 0; index -= 1) this.insertOld(shown, index);
    if (shown[added]) this.join(shown[added], shown[added - 1], shown[added + 1]);
    this.older.classList.toggle('done', this.timeline.complete);
    this.scroller.scrollTop = this.scroller.scrollHeight - fromBottom;
  }

  insertOld(shown, index) {
    const message = shown[index];
    const row = messageRow(message, this.view);
    this.rows.set(message.id, row);
    this.dayOf(message).querySelector(':scope > .day-name').after(row);
    this.join(message, shown[index - 1], shown[index + 1]);
  }

  showPending() {
    const retry = (local) => this.timeline.attempt(local).catch((error) => this.view.failed(error));
    const mine = this.timeline.pending.filter((local) => !this.topic || local.options.thread === this.topic);
    this.tail.replaceChildren(...mine.map((local) => pendingRow(local, retry)));
    if (mine.length) this.toBottom();
  }

  setMissed(count) {
    this.missed = count;
    this.count.textContent = count ? String(count) : '';
    this.downButton.setAttribute('aria-label', count ? t('to_bottom_n', { n: count }) : t('to_bottom'));
  }

  scrolled() {
    this.showDay();
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    const size = `${scrollHeight} ${clientHeight}`;
    const movedUp = scrollTop < this.lastTop - 1 && size === this.lastSize;
    this.lastTop = scrollTop;
    this.lastSize = size;
    // Only a person leaves the bottom: a keyboard that opens or a message that grows does not.
    if (scrollHeight - scrollTop - clientHeight < NEAR_BOTTOM) this.stuck = true;
    else if (movedUp) this.stuck = false;
    this.downButton.classList.toggle('shown', !this.stuck);
    if (this.stuck && this.missed) this.setMissed(0);
    if (this.stuck) this.view.seen();
    if (scrollTop < NEAR_TOP && this.timeline.loaded && !this.timeline.complete) this.timeline.older().catch((error) => this.view.failed(error));
  }

  /** The day floating over the messages shows while scrolling, then gets out of the way. */
  showDay() {
    const { scrollTop } = this.scroller;
    for (const section of this.days.values()) section.classList.toggle('floating', section.offsetTop + 14 < scrollTop && section.offsetTop + section.offsetHeight > scrollTop);
    this.scroller.classList.add('scrolling');
    clearTimeout(this.dayTimer);
    this.dayTimer = setTimeout(() => this.scroller.classList.remove('scrolling'), 1100);
  }

  toBottom(smooth = false) {
    this.stuck = true;
    this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior: smooth ? 'smooth' : 'instant' });
    this.downButton.classList.remove('shown');
    this.setMissed(0);
  }

  /** Shows the quoted message, loading the past until it is there (20 pages at most). */
  async jump(id) {
    for (let pages = 0; !this.rows.has(id) && !this.timeline.complete && pages < 20; pages += 1) await this.timeline.older();
    const row = this.rows.get(id);
    if (!row) return;
    this.stuck = false;
    row.scrollIntoView({ block: 'center', behavior: 'smooth' });
    row.classList.remove('found');
    void row.offsetWidth; // restarts the animation
    row.classList.add('found');
  }
}

function together(one, two) {
  if (!one || !two || one.service || two.service) return false;
  return one.from?.id === two.from?.id && Math.abs(two.date - one.date) < GROUP_SECONDS && dayKey(one.date) === dayKey(two.date);
}
