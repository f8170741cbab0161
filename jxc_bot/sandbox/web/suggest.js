/** The list above the composer while typing: commands after “/”, inline results after “@bot ”, an invitation link pasted. */
import * as api from './api.js';
import { h, icon } from './dom.js';
import { safeUrl } from './safe.js';
import { world } from './world.js';
import { t } from './words.js';

const PAUSE_MS = 220;

export class Suggestions {
  constructor(composer) {
    this.composer = composer;
    this.items = [];
    this.chosen = 0;
    this.asked = 0;
    this.element = h('div', { class: 'suggestions', role: 'listbox', hidden: true, onscroll: () => this.scrolled() });
  }

  get host() {
    return this.composer.host;
  }

  update(text) {
    this.asked += 1;
    clearTimeout(this.timer);
    const inline = this.inlineQuery(text);
    if (/^\/\w*$/.test(text)) this.showCommands(text.slice(1), this.asked);
    else if (inline !== null) this.startInline(inline, this.asked);
    else if (inviteOf(text.trim())) this.show([{ icon: 'link', title: t('open_invite'), description: text.trim(), act: () => this.openInvite(text.trim()) }]);
    else this.hide();
  }

  openInvite(text) {
    this.composer.setText('');
    this.host.openInvite(safeUrl(text));
  }

  inlineQuery(text) {
    const start = `@${world.bot.username} `;
    return text.toLowerCase().startsWith(start.toLowerCase()) ? text.slice(start.length) : null;
  }

  async showCommands(typed, asked) {
    const all = (await this.host.session.commands(this.host.chat.id)) ?? [];
    if (asked !== this.asked) return;
    const fitting = all.filter(({ command }) => command.startsWith(typed.toLowerCase()));
    const suffix = this.host.chat.type === 'private' ? '' : `@${world.bot.username}`;
    this.show(fitting.map(({ command, description }) => ({ title: `/${command}`, description, act: () => this.sendCommand(`/${command}${suffix}`), fill: `/${command} ` })), 'commands');
  }

  sendCommand(text) {
    this.composer.setText('');
    this.composer.send(text);
  }

  startInline(query, asked) {
    if (!this.items.length || this.kind !== 'inline') this.note(query ? t('inline_loading') : t('inline_hint'));
    this.timer = setTimeout(() => this.askInline(query, asked), PAUSE_MS);
  }

  /** Asks the bot; an `offset` continues the list that is shown. */
  async askInline(query, asked, offset = '') {
    const { session, chat } = this.host;
    this.more = null;
    try {
      const answer = await api.inline(session.pid, chat.id, query, offset);
      if (asked !== this.asked) return;
      if (offset) this.append(this.results(answer));
      else this.showInline(answer);
      if (answer.next_offset) this.more = () => this.askInline(query, asked, answer.next_offset);
    } catch (error) {
      if (asked !== this.asked) return;
      this.hide();
      this.host.failed(error);
    }
  }

  showInline({ results = [], button }) {
    const top = button ? [{ icon: 'share', title: button.text, act: () => this.pressTop(button) }] : [];
    const found = this.results({ results });
    if (!found.length && !top.length) this.note(t('inline_nothing'));
    else this.show([...top, ...found], 'inline');
  }

  results({ results = [] }) {
    return results.map((result) => ({ title: result.title ?? result.id, description: result.description, thumb: result.thumb ?? '', act: () => this.choose(result) }));
  }

  append(items) {
    this.element.append(...items.map((item, index) => suggestion(item, this.items.length + index)));
    this.items.push(...items);
  }

  scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.element;
    if (scrollHeight - scrollTop - clientHeight < 120) this.more?.();
  }

  pressTop(button) {
    this.composer.setText('');
    this.host.openInvite(new URL(`https://t.me/${world.bot.username}?start=${encodeURIComponent(button.start_parameter ?? '')}`));
  }

  async choose(result) {
    this.composer.setText('');
    const { session, chat, timeline } = this.host;
    try {
      const message = await api.choose(session.pid, chat.id, result.id);
      if (message?.id) timeline.upsert(message);
    } catch (error) {
      this.host.failed(error);
    }
  }

  note(text) {
    this.items = [];
    this.element.replaceChildren(h('p', { class: 'nothing' }, text));
    this.element.hidden = false;
  }

  show(items, kind = '') {
    this.items = [...items];
    this.kind = kind;
    this.chosen = 0;
    this.element.replaceChildren(...items.map((item, index) => suggestion(item, index)));
    this.element.hidden = !items.length;
    this.element.scrollTop = 0;
    this.mark();
  }

  hide() {
    this.asked += 1;
    this.more = null;
    this.items = [];
    this.element.hidden = true;
    this.element.replaceChildren();
  }

  mark() {
    [...this.element.children].forEach((option, index) => {
      option.setAttribute('aria-selected', String(index === this.chosen));
      if (index === this.chosen) option.scrollIntoView({ block: 'nearest' });
    });
  }

  /** → true when the key was for the list. */
  keydown(event) {
    if (this.element.hidden) return false;
    if (event.key === 'Escape') this.hide();
    else if (!this.items.length) return false;
    else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') this.move(event.key === 'ArrowDown' ? 1 : -1);
    else if (event.key === 'Tab' && this.items[this.chosen].fill) this.composer.setText(this.items[this.chosen].fill);
    else if (event.key === 'Enter' && !event.shiftKey) this.items[this.chosen].act();
    else return false;
    event.preventDefault();
    return true;
  }

  move(step) {
    this.chosen = (this.chosen + step + this.items.length) % this.items.length;
    this.mark();
  }
}

const suggestion = (item, index) =>
  h(
    'button',
    { type: 'button', class: 'suggestion', role: 'option', tabindex: '-1', dataset: { index }, onclick: item.act, onpointerdown: (event) => event.preventDefault() },
    item.icon ? icon(item.icon) : picture(item),
    h('span', { class: 'suggestion-words' }, h('b', {}, item.title), item.description ? h('span', {}, item.description) : ''),
  );

function picture({ thumb, title }) {
  if (thumb === undefined) return '';
  if (thumb) return h('img', { class: 'thumb', src: thumb, alt: '' });
  return h('span', { class: 'thumb', 'aria-hidden': 'true' }, [...title.trim()][0] ?? '');
}

/** A link to this bot that starts something: the payload, or null. */
export function inviteOf(link) {
  const url = /^(https?:\/\/)?t\.me\//i.test(String(link)) ? safeUrl(String(link)) : null;
  if (!url || url.pathname.slice(1).toLowerCase() !== String(world.bot.username).toLowerCase()) return null;
  return { payload: url.searchParams.get('start') ?? '', group: url.searchParams.has('startgroup') };
}
