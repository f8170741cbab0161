/** What an empty chat says to a newcomer: what this is, a big start button, sentences to try with one tap. */
import { h, icon } from './dom.js';
import { t } from './words.js';

export function emptyHint(group, say) {
  if (group) return h('div', { class: 'hint' }, h('p', { class: 'pill' }, t('group_hint')));
  const chips = t('examples').map((phrase) => h('button', { type: 'button', class: 'chip', onclick: () => say(phrase) }, phrase));
  return h(
    'div',
    { class: 'hint' },
    h(
      'div',
      { class: 'hint-card' },
      h('span', { class: 'avatar avatar-bot avatar-large', 'aria-hidden': 'true' }, icon('box')),
      h('h2', {}, t('hint_title')),
      h('p', {}, t('hint_text')),
      h('button', { type: 'button', class: 'button start-button', onclick: () => say('/start') }, t('start')),
      h('div', { class: 'hint-try' }, t('try')),
      h('div', { class: 'chips' }, chips),
    ),
  );
}
