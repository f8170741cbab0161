/** Buttons of the bot: the inline keyboard below a message and the reply keyboard above the composer. */
import { h, icon } from './dom.js';

const STYLES = new Set(['primary', 'success', 'danger']);

const cornerIcon = (button) => {
  if (button.url || button.login_url || button.web_app) return 'link';
  if (button.copy_text) return 'copy';
  if (button.switch_inline_query !== undefined || button.switch_inline_query_current_chat !== undefined) return 'share';
  return null;
};

export function inlineKeyboard(message, view) {
  const rows = message.inline_keyboard.map((row, y) => h('div', { class: 'key-row' }, row.map((button, x) => inlineKey(message, button, `${y}.${x}`, view))));
  return h('div', { class: 'keys', role: 'group' }, rows);
}

function inlineKey(message, button, place, view) {
  const corner = cornerIcon(button);
  const style = STYLES.has(button.style) ? button.style : '';
  return h(
    'button',
    { type: 'button', class: `key ${style} ${view.isPressing(message, button) ? 'waiting' : ''}`, title: button.text, dataset: { place }, onclick: () => view.press(message, button) },
    h('span', { class: 'key-text' }, button.text),
    corner && icon(corner, 'corner'),
    h('span', { class: 'spinner', 'aria-hidden': 'true' }),
  );
}

/** → the rows of keys; `type(text)` sends what the key says. */
export function replyKeyboard(rows, type) {
  return rows.map((row) =>
    h('div', { class: 'key-row' }, row.map((key) => {
      const text = typeof key === 'string' ? key : key.text;
      return h('button', { type: 'button', class: 'reply-key', title: text, onclick: () => type(text) }, h('span', { class: 'key-text' }, text));
    })),
  );
}

/** What the newest word on it says: keys to show, a placeholder, or a reply asked for and not yet given. */
export function keyboardState(messages, pid) {
  let answered = false;
  for (let index = messages.length - 1; index >= 0; index -= 1) {
    const message = messages[index];
    if (message.force_reply) return answered ? {} : { force: message, placeholder: message.placeholder };
    if (message.reply_keyboard === 'remove') return {};
    if (message.reply_keyboard) return { rows: message.reply_keyboard, placeholder: message.placeholder, from: message.id };
    answered ||= message.from?.id === pid;
  }
  return {};
}
