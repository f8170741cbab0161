/** The chats of one person: the bot first, then groups, the liveliest on top. */
import { h } from './dom.js';
import { shortWhen } from './time.js';
import { chatAvatar, shownName, world } from './world.js';
import { t } from './words.js';

export const chatTitle = (chat) => (chat.type === 'private' ? world.bot.first_name || chat.title : chat.title);

const order = (one, two) => (two.type === 'private') - (one.type === 'private') || (two.last?.date ?? 0) - (one.last?.date ?? 0);

/** `open(cid)` is called when one is chosen. */
export function chatItems(session, openCid, open) {
  const sorted = [...session.chats].sort(order);
  if (!sorted.length) return [h('p', { class: 'nothing' }, t('no_chats'))];
  return sorted.map((chat) => chatItem(session, chat, chat.id === openCid, open));
}

function chatItem(session, chat, isOpen, open) {
  const typing = session.typing.has(chat.id);
  const preview = typing ? h('span', { class: 'preview typing' }, t('typing'), dots()) : h('span', { class: 'preview' }, sender(session, chat), (chat.last?.text ?? '').replace(/\s+/g, ' ') || t(chat.type === 'private' ? 'hint_title' : 'no_messages'));
  return h(
    'button',
    { type: 'button', class: 'chat-item', 'aria-current': isOpen ? 'true' : null, dataset: { chat: chat.id }, onclick: () => open(chat.id) },
    chatAvatar(chat),
    h('span', { class: 'chat-words' }, h('span', { class: 'chat-line' }, h('b', {}, chatTitle(chat)), chat.last ? h('time', {}, shortWhen(chat.last.date)) : ''), h('span', { class: 'chat-line' }, preview, chat.unread ? h('span', { class: 'badge' }, String(chat.unread)) : '')),
  );
}

/** In a group the preview says who spoke. */
function sender(session, chat) {
  const name = chat.last?.from_name;
  if (!name || chat.type === 'private') return '';
  return h('span', { class: 'preview-sender' }, `${shownName(name)}: `);
}

export const dots = () => h('span', { class: 'dots', 'aria-hidden': 'true' }, h('i'), h('i'), h('i'));
