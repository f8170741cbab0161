/** Who is in a group, and changing it: add, remove, make admin, convert. */
import * as api from './api.js';
import { h, iconButton } from './dom.js';
import { openDialog, openMenu } from './overlay.js';
import { avatar, groupOf, isBot, nameOf, personAvatar, refreshWorld, roleOf, world } from './world.js';
import { t } from './words.js';

export function membersDialog(chat, failed) {
  return openDialog(chat.title ?? t('group_info'), (close) => {
    const list = h('div', { class: 'people-grid' });
    const change = async (pid, action) => {
      try {
        await api.member(chat.id, pid, action);
        await refreshWorld();
        draw();
      } catch (error) {
        close();
        failed(error);
      }
    };
    const draw = () => list.replaceChildren(...memberRows(chat, change));
    draw();
    return h('div', { class: 'people' }, list);
  }, 'people-dialog');
}

function memberRows(chat, change) {
  const ids = groupOf(chat.id)?.member_ids ?? [];
  const everybody = [...world.people, { ...world.bot, role: 'bot' }];
  const inside = everybody.filter((one) => ids.includes(one.id)).map((one) => memberRow(one, change));
  const outside = everybody.filter((one) => !ids.includes(one.id));
  const add = (event) =>
    openMenu(event.currentTarget, outside.map((person) => ({ icon: 'person', text: [nameOf(person), roleOf(person)].filter(Boolean).join(' · '), act: () => change(person.id, 'add') })));
  const adder = outside.length ? h('button', { type: 'button', class: 'button quiet', onclick: add }, t('add_member')) : '';
  return [...inside, adder];
}

function memberRow(person, change) {
  const options = (event) =>
    openMenu(event.currentTarget, [
      { icon: 'check', text: t('make_admin'), act: () => change(person.id, 'promote') },
      { icon: 'block', text: t('remove_member'), danger: true, act: () => change(person.id, 'remove') },
    ]);
  return h('div', { class: 'person' }, isBot(person.id) ? avatar('', '', { bot: true }) : personAvatar(person), h('span', { class: 'person-words' }, h('b', {}, nameOf(person)), h('small', {}, roleOf(person))), iconButton('more', t('menu'), options));
}
