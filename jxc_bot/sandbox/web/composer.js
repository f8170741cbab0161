/** Where a person writes: text, reply, attachments, the reply keyboard, and suggestions while typing. */
import { h, icon, iconButton, isTouch } from './dom.js';
import { attachmentsDialog } from './attach.js';
import { keyboardState, replyKeyboard } from './keyboard.js';
import { summary } from './session.js';
import { Suggestions } from './suggest.js';
import { shownName } from './world.js';
import { t } from './words.js';

const MAX_HEIGHT = 180;

export class Composer {
  /** `host`: {session, timeline, chat, topic(), failed(error), openInvite(url), draftKey}. */
  constructor(host) {
    this.host = host;
    this.reply = null;
    this.input = h('textarea', { class: 'input', rows: 1, placeholder: t('message'), 'aria-label': t('message'), autocomplete: 'off', maxlength: 20000 });
    this.commandButton = iconButton('slash', t('commands'), () => this.toggleCommands(), 'command-button');
    this.attachButton = iconButton('clip', t('attach'), () => this.files.click());
    this.keysButton = iconButton('keys', t('keyboard'), () => this.toggleKeys(), 'keys-button');
    this.sendButton = iconButton('send', t('send'), () => this.submit(), 'send-button');
    this.files = h('input', { type: 'file', multiple: true, hidden: true, onchange: () => this.attach(this.files.files) });
    this.replyBar = h('div', { class: 'reply-bar', hidden: true });
    this.keys = h('div', { class: 'reply-keys', hidden: true });
    this.suggestions = new Suggestions(this);
    const field = h('div', { class: 'field-box' }, this.commandButton, this.input, this.keysButton, this.attachButton, this.files);
    this.element = h('footer', { class: 'composer' }, this.suggestions.element, this.replyBar, this.keys, h('div', { class: 'composer-row' }, field, this.sendButton));
    this.listen();
    this.restoreDraft();
  }

  listen() {
    this.input.addEventListener('keydown', (event) => this.keydown(event));
    this.input.addEventListener('input', () => this.typed());
    this.input.addEventListener('paste', (event) => {
      const files = event.clipboardData?.files;
      if (!files?.length) return;
      event.preventDefault();
      this.attach(files);
    });
    // The keyboard of a phone must stay open when a button of the composer is tapped.
    this.sendButton.addEventListener('pointerdown', (event) => event.preventDefault());
  }

  keydown(event) {
    if (event.isComposing || event.keyCode === 229) return;
    if (this.suggestions.keydown(event)) return;
    if (event.key === 'Enter' && !event.shiftKey && !isTouch()) {
      event.preventDefault();
      this.submit();
    } else if (event.key === 'Escape' && this.reply) this.setReply(null);
  }

  typed() {
    this.fit();
    this.element.classList.toggle('has-text', this.input.value.trim() !== '');
    this.host.session.drafts.set(this.host.draftKey, this.input.value);
    this.suggestions.update(this.input.value);
  }

  fit() {
    this.input.style.height = 'auto';
    this.input.style.height = `${Math.min(this.input.scrollHeight, MAX_HEIGHT)}px`;
    this.input.style.overflowY = this.input.scrollHeight > MAX_HEIGHT ? 'auto' : 'hidden';
  }

  restoreDraft() {
    this.input.value = this.host.session.drafts.get(this.host.draftKey) ?? '';
    this.element.classList.toggle('has-text', this.input.value.trim() !== '');
    requestAnimationFrame(() => this.fit());
  }

  setText(text, focus = true) {
    this.input.value = text;
    if (focus) this.input.focus();
    this.typed();
  }

  submit() {
    const text = this.input.value;
    if (!text.trim()) return this.input.focus();
    this.setText('', !isTouch() || document.activeElement === this.input);
    this.suggestions.hide();
    this.send(text);
  }

  /** Sends as the person of the pane; what fails stays in the chat with a way to retry. */
  send(text) {
    const options = { reply_to: this.reply?.id, thread: this.host.topic() };
    this.setReply(null);
    this.host.timeline.post(text, options).catch((error) => this.host.failed(error));
  }

  setReply(message, forced = false) {
    this.reply = message;
    this.replyBar.hidden = !message;
    if (!message) return this.replyBar.replaceChildren();
    const cancel = iconButton('close', t('cancel_reply'), () => this.setReply(null));
    this.replyBar.replaceChildren(icon('reply'), h('span', { class: 'reply-words' }, h('b', {}, t('reply_to', { name: shownName(message.from?.name) })), h('span', {}, summary(message))), cancel);
    if (!forced) this.input.focus();
  }

  /** Follows the newest keyboard of the bot: keys, placeholder, an answer asked for. */
  followKeyboard() {
    const state = keyboardState(this.host.timeline.messages, this.host.session.pid);
    this.input.placeholder = state.placeholder || t('message');
    if (state.force && this.forced !== state.force.id) {
      this.forced = state.force.id;
      this.setReply(state.force, true);
    } else if (!state.force && this.reply && this.reply.id === this.forced) this.setReply(null);
    this.drawKeys(state);
  }

  drawKeys(state) {
    const signature = JSON.stringify([state.from, state.rows]);
    if (signature === this.keysDrawn) return;
    const first = this.keysDrawn === undefined;
    this.keysDrawn = signature;
    this.element.classList.toggle('has-keys', Boolean(state.rows));
    this.keys.replaceChildren(...(state.rows ? replyKeyboard(state.rows, (text) => this.send(text)) : []));
    const remembered = this.host.session.keysHidden?.has(this.host.draftKey);
    this.showKeys(Boolean(state.rows) && !(first && remembered));
  }

  showKeys(shown) {
    this.keys.hidden = !shown;
    this.keysButton.classList.toggle('on', shown);
    this.keysButton.setAttribute('aria-expanded', String(shown));
    const label = t(shown ? 'hide_keyboard' : 'keyboard');
    this.keysButton.setAttribute('aria-label', label);
    this.keysButton.title = label;
  }

  toggleKeys() {
    const hidden = (this.host.session.keysHidden ??= new Set());
    const show = this.keys.hidden;
    if (show) hidden.delete(this.host.draftKey);
    else hidden.add(this.host.draftKey);
    this.showKeys(show);
  }

  toggleCommands() {
    if (this.input.value.startsWith('/')) this.setText('');
    else this.setText('/');
  }

  async attach(list) {
    const files = [...list];
    this.files.value = '';
    if (!files.length) return;
    const { session, chat } = this.host;
    const caption = this.input.value;
    const sent = await attachmentsDialog(files, caption, { pid: session.pid, cid: chat.id, thread: this.host.topic(), reply_to: this.reply?.id });
    if (!sent) return;
    this.setText('');
    this.setReply(null);
    for (const message of sent) this.host.timeline.upsert(message);
  }
}
