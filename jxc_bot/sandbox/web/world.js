/** Who and what there is: the bot, the people, the groups; and how each looks (colour, initials, role). */
import * as api from './api.js';
import { t } from './words.js';
import { h, icon } from './dom.js';

const PALETTE = ['#c2562d', '#8a5cc2', '#2d7dd2', '#d2497a', '#2f9e6e', '#b9821b', '#3f8f9f', '#6a74c9'];

export const world = { bot: {}, people: [], chats: [] };

export async function refreshWorld() {
  Object.assign(world, await api.world());
}

export const personOf = (pid) => world.people.find((person) => person.id === pid);
export const groupOf = (cid) => world.chats.find((chat) => chat.id === cid);

/** Chinese names have the family name first and no space. */
export function nameOf({ first_name, last_name }) {
  if (!last_name) return first_name;
  return /[\u3400-\u9fff]/.test(first_name) ? `${last_name}${first_name}` : `${first_name} ${last_name}`;
}

/** The server writes every name with the given name first; who is known is shown as one would say it. */
export function shownName(name) {
  const known = world.people.find((person) => [person.first_name, person.last_name].filter(Boolean).join(' ') === name);
  return known ? nameOf(known) : name ?? '';
}

/** The role in the reader's language; a role we have no word for is shown as the server calls it. */
export const roleOf = (person) => t(`role_${person.role || 'newcomer'}`) ?? person.role_title ?? '';

export function colourOf(thing) {
  if (typeof thing?.colour === 'string' && CSS.supports('color', thing.colour)) return thing.colour;
  const seed = Number.isInteger(thing?.colour) ? thing.colour : Math.abs(Number(thing?.id) || 0);
  return PALETTE[seed % PALETTE.length];
}

/** Chinese given names read best as their last two characters, groups as their first two, others as initials. */
export function initials(name, group = false) {
  const clean = (name ?? '').replace(/[^\p{L}\p{N} ]/gu, '').trim();
  if (/^[\u3400-\u9fff]/.test(clean)) return clean.length <= 3 && !group ? clean.slice(-2) : clean.slice(0, 2);
  return clean.split(/\s+/).slice(0, 2).map((word) => [...word][0] ?? '').join('').toUpperCase() || '?';
}

export const isBot = (id) => id === world.bot.id;

export function avatar(name, colour, { bot = false, group = false } = {}) {
  if (bot) return h('span', { class: 'avatar avatar-bot', 'aria-hidden': 'true' }, icon('box'));
  const kind = group ? 'avatar avatar-group' : 'avatar';
  return h('span', { class: kind, style: { '--c': colour }, 'aria-hidden': 'true' }, initials(name, group));
}

export const personAvatar = (person) => avatar(nameOf(person), colourOf(person));

export function chatAvatar(chat) {
  if (chat.type === 'private') return avatar('', '', { bot: true });
  return avatar(chat.title, colourOf(chat), { group: true });
}

/** A person in a link: the role while it is unambiguous, else the user name, else the number. */
export function personKey(person) {
  if (person.role && world.people.find((other) => other.role === person.role) === person) return person.role;
  return person.username || String(person.id);
}

export function findPerson(key) {
  const wanted = key.toLowerCase();
  const by = (test) => world.people.find(test);
  return (
    by((person) => String(person.id) === wanted) ??
    by((person) => person.username?.toLowerCase() === wanted) ??
    by((person) => person.role?.toLowerCase() === wanted) ??
    by((person) => wanted === 'keeper' && /warehouse|keeper/.test(person.role ?? '')) ??
    by((person) => nameOf(person).toLowerCase() === wanted)
  );
}
