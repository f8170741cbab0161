/** One message as it looks: quote, picture or file, words, time, reactions, buttons below. */
import * as api from './api.js';
import { h, icon } from './dom.js';
import { inlineKeyboard } from './keyboard.js';
import { plainContent, safeContent } from './safe.js';
import { clock, fileSize, full } from './time.js';
import { avatar, colourOf, isBot, shownName, world } from './world.js';
import { t } from './words.js';

/** `view` answers taps: {pid, act, jump(id), photo(message), press(message, button), react(message, emoji), isPressing(message, button)}. */
export function messageRow(message, view) {
  if (message.service) return h('div', { class: 'row service', dataset: { id: message.id } }, h('span', { class: 'pill' }, message.service));
  const mine = message.from?.id === view.pid;
  const row = h('article', { class: `row ${mine ? 'out' : 'in'}`, dataset: { id: message.id }, tabindex: '-1' });
  const stack = h('div', { class: 'stack' }, bubble(message, view, mine));
  if (message.inline_keyboard?.length) stack.append(inlineKeyboard(message, view));
  if (!mine) row.append(h('div', { class: 'row-avatar' }, senderAvatar(message.from)));
  row.append(stack);
  return row;
}

const senderAvatar = (from) => avatar(shownName(from?.name), colourOf(from), { bot: isBot(from?.id) });

function bubble(message, view, mine) {
  const words = message.text ?? message.caption;
  const classes = ['bubble'];
  if (message.photo) classes.push('has-photo', words ? 'has-words' : 'bare');
  const meta = metaLine(message, mine);
  const body = h('div', { class: classes.join(' ') });
  if (!mine) body.append(senderName(message));
  if (message.reply_to) body.append(quote(message.reply_to, view));
  if (message.photo) body.append(photo(message, view));
  if (message.document) body.append(fileCard(message.document));
  if (words !== undefined && words !== null) {
    const content = message.html ? safeContent(message.html, view.act) : plainContent(words, view.act);
    body.append(h('div', { class: 'words', dir: 'auto' }, content, message.reactions?.length ? '' : meta));
  }
  if (message.reactions?.length) body.append(h('div', { class: 'foot' }, reactions(message, view), meta));
  else if (!meta.isConnected && !meta.parentNode) body.append(meta);
  return body;
}

function senderName(message) {
  const name = h('div', { class: 'sender', style: { '--c': isBot(message.from?.id) ? 'var(--accent-text)' : colourOf(message.from) } }, shownName(message.from?.name));
  if (message.via_bot) name.append(h('span', { class: 'via' }, ' ', t('via', { name: `@${world.bot.username}` })));
  return name;
}

function quote(reply, view) {
  return h(
    'button',
    { type: 'button', class: 'quote', onclick: () => view.jump(reply.id) },
    h('b', {}, shownName(reply.name)),
    h('span', {}, (reply.text || t('photo')).slice(0, 200)),
  );
}

/** The place is kept at the right size before the picture is there, so that nothing jumps. */
function photo(message, view) {
  const { width = 4, height = 3, file_id } = message.photo;
  const alt = message.caption || t('photo');
  const shown = h('img', { src: api.fileUrl(file_id), alt, width, height, loading: 'lazy', decoding: 'async' });
  const ratio = Math.min(Math.max(width / height, 0.6), 2.4);
  return h(
    'button',
    { type: 'button', class: 'photo', 'aria-label': alt, style: { '--ratio': ratio, '--w': `${Math.min(Math.max(width, 160), 360)}px` }, onclick: () => view.photo(message) },
    shown,
  );
}

function fileCard(file) {
  const kind = (file.file_name?.match(/\.(\w{1,5})$/)?.[1] ?? '').toUpperCase();
  return h(
    'a',
    { class: 'file', href: api.fileUrl(file.file_id), download: file.file_name ?? true },
    h('span', { class: 'file-icon' }, kind ? h('b', {}, kind) : icon('file')),
    h('span', { class: 'file-words' }, h('span', { class: 'file-name' }, file.file_name ?? t('document')), h('small', {}, [fileSize(file.file_size), t('download')].filter(Boolean).join(' · '))),
  );
}

function reactions(message, view) {
  return message.reactions.map(({ emoji, count }) =>
    h('button', { type: 'button', class: 'reaction', 'aria-label': `${emoji} ${count}`, onclick: () => view.react(message, emoji) }, emoji, h('span', {}, String(count ?? 1))),
  );
}

function metaLine(message, mine) {
  return h(
    'span',
    { class: 'meta', title: full(message.date) },
    message.edited ? `${t('edited')} ` : '',
    h('time', { datetime: new Date(message.date * 1000).toISOString() }, clock(message.date)),
    mine ? h('span', { class: 'tick', title: t('delivered') }, icon('check')) : '',
  );
}

/** A message on its way, or one that did not get there. */
export function pendingRow(local, retry) {
  const state = local.failed ? h('span', { class: 'meta' }, icon('warn')) : h('span', { class: 'meta', title: t('pending') }, clock(local.date), h('span', { class: 'tick' }, icon('clock')));
  const body = h('div', { class: 'bubble' }, h('div', { class: 'words', dir: 'auto' }, local.text, state));
  const stack = h('div', { class: 'stack' }, body);
  if (local.failed) stack.append(h('button', { type: 'button', class: 'not-sent', onclick: () => retry(local) }, t('not_sent')));
  return h('article', { class: 'row out first last pending' }, stack);
}
