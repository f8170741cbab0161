/** Choosing and adding people and groups. */
import * as api from './api.js';
import { h, icon } from './dom.js';
import { openDialog } from './overlay.js';
import { nameOf, personAvatar, refreshWorld, roleOf, world } from './world.js';
import { language, t } from './words.js';

const personItem = (person, chosen, pick) =>
  h(
    'button',
    { type: 'button', class: 'person', 'aria-current': chosen ? 'true' : null, dataset: { person: person.id }, onclick: () => pick(person) },
    personAvatar(person),
    h('span', { class: 'person-words' }, h('b', {}, nameOf(person)), h('small', {}, roleOf(person))),
    chosen ? icon('check') : '',
  );

const newcomerItem = (pick) =>
  h(
    'button',
    { type: 'button', class: 'person newcomer', onclick: pick },
    h('span', { class: 'avatar avatar-new', 'aria-hidden': 'true' }, icon('person-add')),
    h('span', { class: 'person-words' }, h('b', {}, t('newcomer')), h('small', {}, t('newcomer_hint'))),
  );

/** The list with a search field; `pick(person)` is called with the chosen or the newly added one. */
export function peopleList(currentPid, pick) {
  const items = world.people.map((person) => personItem(person, person.id === currentPid, pick));
  const nobody = h('p', { class: 'nothing', hidden: true }, t('nobody'));
  const filter = (event) => {
    const wanted = event.target.value.trim().toLowerCase();
    let found = 0;
    items.forEach((item) => {
      item.hidden = !item.textContent.toLowerCase().includes(wanted);
      found += item.hidden ? 0 : 1;
    });
    nobody.hidden = found > 0;
  };
  const add = async () => {
    const person = await newcomerDialog();
    if (person) pick(person);
  };
  const search = world.people.length > 8 && h('label', { class: 'search' }, icon('search'), h('input', { type: 'search', placeholder: t('search_people'), 'aria-label': t('search_people'), oninput: filter }));
  return h('div', { class: 'people' }, search, h('div', { class: 'people-grid' }, items, newcomerItem(add)), nobody);
}

/** → the person chosen, or undefined. */
export async function choosePerson(currentPid, title = t('choose_person')) {
  await refreshWorld().catch(() => undefined);
  return openDialog(title, (close) => peopleList(currentPid, close), 'people-dialog');
}

const field = (label, control) => h('label', { class: 'field' }, h('span', {}, label), control);

/** A small form; `save()` may throw, its words are shown and the form stays. */
function form(fields, saveLabel, save) {
  const problem = h('p', { class: 'problem', role: 'alert' });
  const submit = async (event) => {
    event.preventDefault();
    problem.textContent = '';
    try {
      await save();
    } catch (error) {
      problem.textContent = error.detail || error.message;
    }
  };
  return h('form', { class: 'form', onsubmit: submit }, fields, problem, h('button', { class: 'button', type: 'submit' }, saveLabel));
}

export function newcomerDialog() {
  return openDialog(t('newcomer'), (close) => {
    const name = h('input', { type: 'text', maxlength: 64, autofocus: true, autocomplete: 'off', name: 'name' });
    const speaks = h('select', { name: 'language' }, h('option', { value: 'zh' }, '中文'), h('option', { value: 'en' }, 'English'));
    speaks.value = language();
    const save = async () => {
      if (!name.value.trim()) throw new Error(t('name_needed'));
      const person = await api.addPerson({ first_name: name.value.trim(), language_code: speaks.value });
      await refreshWorld();
      close(world.people.find((other) => other.id === person.id) ?? person);
    };
    return form([field(t('name'), name), field(t('language_of_person'), speaks)], t('create'), save);
  });
}

export function groupDialog(pid) {
  return openDialog(t('new_group'), (close) => {
    const title = h('input', { type: 'text', maxlength: 128, autofocus: true, autocomplete: 'off', name: 'title' });
    const boxes = world.people.map((person) => {
      const box = h('input', { type: 'checkbox', value: person.id, checked: person.id === pid, disabled: person.id === pid });
      return h('label', { class: 'check' }, box, personAvatar(person), h('span', {}, nameOf(person), h('small', {}, roleOf(person))));
    });
    const topics = h('input', { type: 'checkbox' });
    const save = async () => {
      if (!title.value.trim()) throw new Error(t('name_needed'));
      const members = boxes.map((label) => label.querySelector('input')).filter((box) => box.checked);
      const chat = await api.addChat({ title: title.value.trim(), member_ids: [pid, ...members.map((box) => Number(box.value)).filter((id) => id !== pid)], is_forum: topics.checked });
      await refreshWorld();
      close(chat);
    };
    const picker = h('fieldset', { class: 'checks' }, h('legend', {}, t('group_members')), boxes);
    return form([field(t('group_title'), title), h('label', { class: 'check' }, topics, h('span', {}, t('group_topics'))), picker], t('create'), save);
  });
}
