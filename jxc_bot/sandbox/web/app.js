/** The web chat: panes side by side, remembered in the address and on this machine.
 *
 * The address says who sees what: #keeper:bot,supplier:bot,owner:-1001 (person:chat, person by role, user name or id). */
import { h, isPhone } from './dom.js';
import { readyEmoji } from './emoji.js';
import { Pane } from './pane.js';
import { unreadTotal } from './session.js';
import { findPerson, personKey, personOf, refreshWorld, world } from './world.js';
import { locale, setLanguage, t } from './words.js';

const REMEMBERED = 'jxc.panes';

class App {
  constructor(root) {
    this.root = root;
    this.panes = [];
    addEventListener('popstate', () => this.apply(location.hash));
  }

  async start() {
    document.documentElement.lang = locale();
    await Promise.all([this.loadWorld(), readyEmoji()]);
    this.apply(location.hash.length > 1 ? location.hash : localStorage.getItem(REMEMBERED) ?? '');
    this.remember(false);
  }

  /** Until the server is there, say so and try again. */
  async loadWorld() {
    for (;;) {
      try {
        await refreshWorld();
        return;
      } catch {
        this.root.replaceChildren(h('div', { class: 'no-server' }, h('img', { src: '/static/logo.svg', alt: '', width: 64, height: 64 }), h('b', {}, t('offline')), h('p', {}, t('offline_todo'))));
        await new Promise((resolve) => setTimeout(resolve, 1500));
      }
    }
  }

  /** Makes the panes be what the address says, keeping those that already are. */
  apply(hash) {
    const wanted = readHash(hash);
    if (!this.panes.length) this.root.replaceChildren();
    while (this.panes.length > wanted.length) this.drop(this.panes.at(-1));
    while (this.panes.length < wanted.length) this.append();
    this.root.classList.toggle('several', this.panes.length > 1);
    wanted.forEach(({ pid, cid }, index) => this.panes[index].show(pid, cid));
  }

  append() {
    const pane = new Pane(this);
    this.panes.push(pane);
    this.root.append(pane.element);
    return pane;
  }

  drop(pane) {
    pane.leave();
    pane.element.remove();
    this.panes.splice(this.panes.indexOf(pane), 1);
    this.root.classList.toggle('several', this.panes.length > 1);
  }

  add(pid, cid) {
    const pane = this.append();
    this.root.classList.add('several');
    pane.show(pid, cid);
    pane.element.scrollIntoView({ inline: 'end', block: 'nearest', behavior: 'smooth' });
    this.remember(false);
    return pane;
  }

  close(pane) {
    if (this.panes.length < 2) return;
    this.drop(pane);
    this.remember(false);
  }

  count() {
    return this.panes.length;
  }

  counted() {
    const unread = unreadTotal();
    document.title = unread ? `(${unread}) ${t('app')}` : t('app');
  }

  /** On a phone opening a chat is a step back can undo; side by side, each pane has its own way back. */
  changed(pane, isStep) {
    this.remember(isStep && isPhone() && this.panes.length === 1);
  }

  /** From a chat to the list: by the browser's own history where it knows the way. */
  back(pane) {
    if (history.state?.step) return history.back();
    pane.show(pane.pid, null);
    return this.remember(false);
  }

  remember(isStep) {
    const hash = `#${this.panes.map(paneKey).join(',')}`;
    const empty = this.panes.every((pane) => pane.pid === null);
    localStorage.setItem(REMEMBERED, empty ? '' : hash);
    if (hash === location.hash) return;
    if (isStep) history.pushState({ step: true }, '', hash);
    else history.replaceState(null, '', empty ? location.pathname : hash);
  }

  switchLanguage(next) {
    setLanguage(next);
    const hash = `#${this.panes.map(paneKey).join(',')}`;
    while (this.panes.length) this.drop(this.panes.at(-1));
    this.apply(hash);
    this.counted();
  }
}

function paneKey({ pid, cid }) {
  if (pid === null) return '';
  const person = personKey(personOf(pid));
  return cid === null ? person : `${person}:${cid === pid ? 'bot' : cid}`;
}

function readHash(hash) {
  const parts = decodeURIComponent(hash.replace(/^#/, '')).split(',');
  return parts.map((part) => {
    const [who, chat] = part.split(':');
    const person = who ? findPerson(who) : undefined;
    if (!person) return { pid: null, cid: null };
    return { pid: person.id, cid: chatOf(chat, person) };
  });
}

function chatOf(key, person) {
  if (!key) return null;
  if (key === 'bot') return person.id;
  const group = world.chats.find((chat) => String(chat.id) === key || chat.title === key);
  return group?.id ?? person.id;
}

const app = new App(document.getElementById('panes'));
app.start();

