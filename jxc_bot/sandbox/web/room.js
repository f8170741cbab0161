/** One open chat of one person: head, messages, composer, and everything a tap in there does. */
import * as api from './api.js';
import { Composer } from './composer.js';
import { chatTitle, dots } from './chatlist.js';
import { copyText, h, icon, iconButton } from './dom.js';
import { emptyHint } from './hint.js';
import { membersDialog } from './members.js';
import { messageMenu, watchGestures } from './gestures.js';
import { alertDialog, lightbox, openDialog, openMenu } from './overlay.js';
import { inviteOf } from './suggest.js';
import { Thread } from './thread.js';
import { chatAvatar, groupOf, shownName, world } from './world.js';
import { t } from './words.js';

const TOAST_MS = 3200;

export class Room {
  /** `pane`: {back(), personChip, openInvite(payload), openAs(payload), openChat(cid, draft), failed(error), menuItems()}. */
  constructor(pane, session, cid) {
    this.pane = pane;
    this.session = session;
    this.cid = cid;
    this.timeline = session.timeline(cid);
    this.waiting = new Map();
    this.topicId = null;
    this.abort = new AbortController();
    this.head = h('header', { class: 'room-head' });
    this.topics = h('nav', { class: 'topics', hidden: true });
    this.toasts = h('div', { class: 'toasts', role: 'status', 'aria-live': 'polite' });
    this.stage = h('div', { class: 'stage' }, this.toasts);
    this.element = h('div', { class: 'room' }, this.head, this.topics, this.stage);
    this.composer = new Composer(this.composerHost());
    this.element.append(this.composer.element);
    this.drawHead();
    this.drawTopics();
    this.openThread();
    this.listen();
  }

  get chat() {
    return this.session.chat(this.cid) ?? { id: this.cid, type: this.cid > 0 ? 'private' : 'group', title: '', ...groupOf(this.cid) };
  }

  get isGroup() {
    return this.chat.type !== 'private';
  }

  composerHost() {
    const room = this;
    return {
      session: this.session,
      timeline: this.timeline,
      draftKey: this.cid,
      get chat() {
        return room.chat;
      },
      topic: () => this.topicId ?? undefined,
      failed: (error) => this.pane.failed(error),
      openInvite: (url) => this.followLink(url),
    };
  }

  listen() {
    const { signal } = this.abort;
    this.timeline.addEventListener('change', () => this.composer.followKeyboard(), { signal });
    this.session.addEventListener('typing', () => this.drawHead(), { signal });
    this.session.addEventListener('chats', () => this.drawHead(), { signal });
    document.addEventListener('visibilitychange', () => this.seen(), { signal });
    watchGestures(this.stage, (id) => this.timeline.find(id), {
      reply: (message) => this.composer.setReply(message),
      menu: (message, at) => messageMenu(message, at, this),
    });
    this.watchDrops();
  }

  destroy() {
    this.abort.abort();
    this.thread.destroy();
  }

  openThread() {
    this.thread?.destroy();
    this.thread?.element.remove();
    this.thread = new Thread(this.timeline, this.threadView(), { thread: this.topicId, group: this.isGroup });
    this.stage.prepend(this.thread.element);
    this.fillThread(this.thread).catch((error) => this.pane.failed(error));
  }

  /** How much is unread is known only once the chats are; then the messages can say where it begins. */
  async fillThread(thread) {
    await this.session.loaded;
    if (thread !== this.thread || this.abort.signal.aborted) return;
    thread.unread = this.chat.unread ?? 0;
    await thread.open();
    this.composer.followKeyboard();
  }

  threadView() {
    return {
      pid: this.session.pid,
      act: { link: (url) => this.followLink(url), command: (text) => this.composer.send(text), mention: (name) => this.mention(name), toast: (text) => this.toast(text) },
      jump: (id) => this.thread.jump(id),
      photo: (message) => lightbox(api.fileUrl(message.photo.file_id), `photo-${message.id}.jpg`, message.caption),
      press: (message, button) => this.press(message, button).catch((error) => this.pane.failed(error)),
      isPressing: (message, button) => this.waiting.has(pressKey(message, button)),
      react: (message, emoji) => this.react(message, emoji),
      failed: (error) => this.pane.failed(error),
      seen: () => this.seen(),
      empty: (isEmpty) => this.showHint(isEmpty),
    };
  }

  showHint(isEmpty) {
    if (!isEmpty === !this.hint) return;
    this.hint?.remove();
    this.hint = isEmpty ? emptyHint(this.isGroup, (text) => this.composer.send(text)) : null;
    if (this.hint) this.stage.prepend(this.hint);
  }

  seen() {
    if (document.visibilityState === 'visible' && this.thread?.stuck) this.session.read(this.cid);
  }

  toast(text) {
    const toast = h('div', { class: 'toast' }, text);
    this.toasts.replaceChildren(toast);
    setTimeout(() => toast.remove(), Math.max(TOAST_MS, text.length * 90));
  }

  /** Every press goes to the bot, also a second one while the first waits: that is what people do. */
  async press(message, button) {
    if (button.copy_text !== undefined) {
      await copyText(button.copy_text.text ?? button.copy_text);
      return this.toast(t('copied'));
    }
    if (button.url) return this.openUrl(button.url);
    if (button.switch_inline_query_current_chat !== undefined) return this.composer.setText(`@${world.bot.username} ${button.switch_inline_query_current_chat}`);
    if (button.switch_inline_query !== undefined) return this.switchInline(button.switch_inline_query);
    if (button.callback_data === undefined) return undefined;
    return this.callback(message, button);
  }

  async callback(message, button) {
    const key = pressKey(message, button);
    this.countWaiting(message.id, button, key, 1);
    try {
      const answer = await api.press(this.session.pid, this.cid, message.id, button.callback_data);
      if (answer?.url) this.openUrl(answer.url);
      if (answer?.text && answer.show_alert) alertDialog(answer.text);
      else if (answer?.text) this.toast(answer.text);
      else if (answer?.answered === false) this.toast(t('no_answer'));
    } finally {
      this.countWaiting(message.id, button, key, -1);
    }
  }

  countWaiting(id, button, key, step) {
    const count = (this.waiting.get(key) ?? 0) + step;
    if (count > 0) this.waiting.set(key, count);
    else this.waiting.delete(key);
    const current = this.timeline.find(id);
    current?.inline_keyboard?.forEach((row, y) =>
      row.forEach((other, x) => {
        if (other.callback_data !== button.callback_data) return;
        this.thread.rows.get(id)?.querySelector(`[data-place="${y}.${x}"]`)?.classList.toggle('waiting', count > 0);
      }),
    );
  }

  openUrl(url) {
    const target = new URL(url, location.href);
    if (!this.followLink(target)) window.open(target.href, '_blank', 'noopener');
  }

  /** → true when the link was ours to follow: an invitation to the bot, or its name. */
  followLink(url) {
    const invite = inviteOf(url?.href);
    if (!invite) return false;
    this.pane.openInvite(invite.payload);
    return true;
  }

  mention(name) {
    if (name.slice(1).toLowerCase() === String(world.bot.username).toLowerCase()) this.composer.setText(`${name} `);
  }

  async switchInline(query) {
    const cid = await openDialog(t('choose_chat'), (close) =>
      h('div', { class: 'people' }, this.session.chats.map((chat) => h('button', { type: 'button', class: 'person', onclick: () => close(chat.id) }, chatAvatar(chat), h('b', {}, chatTitle(chat))))));
    if (cid) this.pane.openChat(cid, `@${world.bot.username} ${query}`);
  }

  /** The same reaction once more takes it back. */
  react(message, emoji) {
    const mine = (this.session.reacted ??= new Map());
    const next = mine.get(message.id) === emoji ? '' : emoji;
    mine.set(message.id, next);
    api.react(this.session.pid, this.cid, message.id, next).catch((error) => this.pane.failed(error));
  }

  drawHead() {
    this.drawBlocked();
    const chat = this.chat;
    const group = groupOf(this.cid);
    const typing = this.session.typing.get(this.cid);
    const signature = JSON.stringify([chat.title, chat.type, group?.member_ids?.length, typing?.action, Boolean(typing)]);
    if (signature === this.headDrawn) return;
    this.headDrawn = signature;
    const quiet = this.isGroup ? t('members', { n: group?.member_ids?.length ?? 0 }) : t('private_sub');
    const sub = typing ? h('span', { class: 'room-sub typing' }, typingWords(typing, this.isGroup), dots()) : h('span', { class: 'room-sub' }, quiet);
    this.head.replaceChildren(
      iconButton('back', t('back'), () => this.pane.back(), 'back-button'),
      chatAvatar(chat),
      h('div', { class: 'room-words' }, h('h1', {}, chatTitle(chat)), sub),
      this.pane.personChip(),
      iconButton('more', t('menu'), (event) => openMenu(event.currentTarget, this.menuItems())),
    );
  }

  menuItems() {
    const chat = this.chat;
    const own = this.isGroup
      ? [
          { icon: 'group', text: t('group_info'), act: () => membersDialog(chat, (error) => this.pane.failed(error)) },
          chat.type === 'group' && { icon: 'refresh', text: t('migrate'), act: () => api.migrate(this.cid).then(() => this.toast(t('done')), (error) => this.pane.failed(error)) },
        ]
      : [
          chat.blocked
            ? { icon: 'refresh', text: t('unblock'), act: () => this.change('unblock') }
            : { icon: 'block', text: t('block'), danger: true, act: () => this.change('block') },
        ];
    return [...own, null, ...this.pane.menuItems()];
  }

  /** Blocking and unblocking the bot, as its person. */
  change(action) {
    const done = () => {
      this.toast(t('done'));
      this.session.refreshSoon();
    };
    api.member(this.cid, this.session.pid, action).then(done, (error) => this.pane.failed(error));
  }

  /** Who has blocked the bot cannot write; the way back takes the composer's place. */
  drawBlocked() {
    const blocked = Boolean(this.chat.blocked);
    if (blocked === Boolean(this.blockedBar)) return;
    this.blockedBar?.remove();
    this.blockedBar = blocked ? h('footer', { class: 'blocked-bar' }, h('button', { type: 'button', class: 'button', onclick: () => this.change('unblock') }, t('unblock'))) : null;
    this.composer.element.hidden = blocked;
    if (this.blockedBar) this.element.append(this.blockedBar);
  }

  drawTopics() {
    const topics = groupOf(this.cid)?.topics ?? [];
    this.topics.hidden = !topics.length;
    const tab = (id, name) => h('button', { type: 'button', class: 'topic', 'aria-pressed': String(this.topicId === id), onclick: () => this.setTopic(id) }, name);
    this.topics.replaceChildren(tab(null, t('all_topics')), ...topics.map((topic) => tab(topic.id, topic.name)));
  }

  setTopic(id) {
    this.topicId = id;
    this.drawTopics();
    this.openThread();
  }

  watchDrops() {
    const veil = h('div', { class: 'drop-veil', hidden: true }, icon('clip'), h('b', {}, t('drop_here')));
    this.element.append(veil);
    const over = (shown) => (event) => {
      if (![...(event.dataTransfer?.types ?? [])].includes('Files')) return;
      event.preventDefault();
      if (shown || !this.element.contains(event.relatedTarget)) veil.hidden = !shown;
    };
    this.element.addEventListener('dragover', over(true));
    this.element.addEventListener('dragleave', over(false));
    this.element.addEventListener('drop', (event) => {
      over(true)(event);
      veil.hidden = true;
      if (event.dataTransfer?.files.length) this.composer.attach(event.dataTransfer.files);
    });
  }
}

const pressKey = (message, button) => `${message.id}:${button.callback_data}`;

function typingWords(typing, group) {
  if (/upload/.test(typing.action ?? '')) return t('sending_file');
  const name = shownName(typing.from?.name ?? world.bot.first_name);
  return group ? t('typing_by', { name }) : t('typing');
}
