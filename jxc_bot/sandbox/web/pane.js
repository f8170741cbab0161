/** One person's messenger: the person bar, the chats, the open chat. Several stand side by side. */
import { chatItems } from './chatlist.js';
import { h, icon, iconButton } from './dom.js';
import { openMenu } from './overlay.js';
import { choosePerson, groupDialog, newcomerDialog, peopleList } from './people.js';
import { Room } from './room.js';
import { Session } from './session.js';
import { colourOf, groupOf, nameOf, personAvatar, personOf, refreshWorld, roleOf } from './world.js';
import { language, t } from './words.js';

export class Pane {
  /** `app`: {changed(pane, isStep), add(pid, cid), close(pane), count(), switchLanguage()}. */
  constructor(app) {
    this.app = app;
    this.pid = undefined; // null: nobody chosen yet
    this.cid = null;
    this.bar = h('header', { class: 'person-bar' });
    this.list = h('nav', { class: 'chats', 'aria-label': t('chats') });
    this.main = h('div', { class: 'pane-main' });
    this.banner = h('div', { class: 'banner', role: 'alert', hidden: true });
    this.element = h('section', { class: 'pane' }, this.bar, this.banner, this.list, this.main);
  }

  /** Shows this person and chat; nothing happens where nothing changes. */
  show(pid, cid) {
    if (pid !== this.pid) this.enter(pid);
    if (pid === null) return this.drawWelcome();
    if (cid !== this.cid || !this.room) this.enterChat(cid);
    return undefined;
  }

  enter(pid) {
    this.leave();
    this.pid = pid;
    const person = personOf(pid);
    this.element.style.setProperty('--person', person ? colourOf(person) : 'transparent');
    this.element.classList.toggle('welcome', !person);
    this.element.setAttribute('aria-label', person ? `${nameOf(person)} · ${roleOf(person)}` : t('choose_person'));
    if (!person) return;
    this.session = Session.of(pid);
    this.abort = new AbortController();
    const { signal } = this.abort;
    const on = (name, act) => this.session.addEventListener(name, act, { signal });
    on('chats', () => {
      this.drawList();
      this.leaveLostChat();
    });
    on('typing', () => this.drawList());
    on('error', (event) => this.failed(event.detail));
    on('online', (event) => this.showOnline(event.detail));
    on('world', () => refreshWorld().then(() => this.room?.drawTopics(), () => undefined));
    this.showOnline(this.session.online);
    this.drawBar();
    this.drawList();
  }

  enterChat(cid) {
    this.room?.destroy();
    this.room = null;
    this.cid = cid;
    this.element.classList.toggle('in-chat', cid !== null);
    if (cid === null) this.main.replaceChildren(h('div', { class: 'nothing-open' }, h('span', { class: 'pill' }, t('pick_chat'))));
    else {
      this.lostTitle = groupOf(cid)?.title;
      this.room = new Room(this, this.session, cid);
      this.main.replaceChildren(this.room.element);
    }
    this.drawList();
  }

  /** Thrown out of the open group, or it moved: follow it or go to the list. */
  leaveLostChat() {
    if (!this.room || this.session.chat(this.cid) || !this.session.chats.length) return;
    const moved = this.session.chats.find((chat) => chat.type !== 'private' && chat.title === this.lostTitle);
    this.show(this.pid, moved?.id ?? null);
    this.app.changed(this, false);
  }

  leave() {
    this.abort?.abort();
    this.room?.destroy();
    this.room = null;
    this.session?.release();
    this.session = null;
    this.cid = null;
    clearTimeout(this.bannerTimer);
    this.banner.hidden = true;
  }

  /** Someone was chosen: keep the chat if that person is in it too, else start with the bot. */
  choose(person, cid = person.id) {
    this.show(person.id, cid);
    this.app.changed(this, false);
  }

  openChat(cid, draft) {
    this.show(this.pid, cid);
    this.app.changed(this, true);
    if (draft !== undefined) this.room.composer.setText(draft);
    else if (matchMedia('(hover: hover)').matches) this.room.composer.input.focus({ preventScroll: true });
  }

  back() {
    this.app.back(this);
  }

  openInvite(payload) {
    this.openChat(this.pid);
    if (payload) this.room.composer.send(`/start ${payload}`);
  }

  /** An invitation is usually for someone else: choose who, and see it in that person's own pane. */
  async openAs(payload) {
    const person = await choosePerson(this.pid);
    if (!person) return;
    const pane = this.app.add(person.id, person.id);
    pane.openInvite(payload);
  }

  async switchPerson() {
    const person = await choosePerson(this.pid);
    if (!person) return;
    const stays = this.cid !== null && this.cid < 0;
    this.choose(person, stays && (await isIn(person.id, this.cid)) ? this.cid : person.id);
  }

  drawBar() {
    const person = personOf(this.pid);
    const who = h(
      'button',
      { type: 'button', class: 'who', 'aria-label': `${t('choose_person')}: ${nameOf(person)}`, onclick: () => this.switchPerson() },
      personAvatar(person),
      h('span', { class: 'who-words' }, h('b', {}, nameOf(person)), h('small', {}, roleOf(person))),
      icon('updown', 'small'),
    );
    this.bar.replaceChildren(
      who,
      h('span', { class: 'grow' }),
      iconButton('pane', t('add_pane'), () => this.app.add(null, null), 'add-pane'),
      iconButton('more', t('menu'), (event) => openMenu(event.currentTarget, this.menuItems())),
      iconButton('close', t('close_pane'), () => this.app.close(this), 'close-pane'),
    );
  }

  /** On a phone the open chat fills the screen; the person is then a small button in its head. */
  personChip() {
    const person = personOf(this.pid);
    return h('button', { type: 'button', class: 'person-chip', 'aria-label': `${t('choose_person')}: ${nameOf(person)}`, onclick: () => this.switchPerson() }, personAvatar(person), h('span', {}, nameOf(person)), icon('down', 'small'));
  }

  menuItems() {
    return [
      { icon: 'person', text: t('choose_person'), act: () => this.switchPerson() },
      { icon: 'person-add', text: t('newcomer'), act: () => newcomerDialog().then((person) => person && this.choose(person)) },
      { icon: 'group', text: t('new_group'), act: () => groupDialog(this.pid).then((chat) => chat && this.session.refreshChats().then(() => this.openChat(chat.id))) },
      { icon: 'pane', text: t('add_pane'), act: () => this.app.add(null, null) },
      { icon: 'globe', text: t('english'), act: () => this.app.switchLanguage(language() === 'zh' ? 'en' : 'zh') },
      this.app.count() > 1 && { icon: 'close', text: t('close_pane'), act: () => this.app.close(this) },
    ].filter(Boolean);
  }

  drawList() {
    if (!this.session) return;
    const focused = this.list.contains(document.activeElement) ? document.activeElement.dataset.chat : null;
    this.list.replaceChildren(...chatItems(this.session, this.cid, (cid) => this.openChat(cid)));
    if (focused) this.list.querySelector(`[data-chat="${focused}"]`)?.focus({ preventScroll: true });
    this.app.counted();
  }

  drawWelcome() {
    this.cid = null;
    this.element.classList.remove('in-chat');
    this.bar.replaceChildren();
    this.list.replaceChildren();
    const switchTo = language() === 'zh' ? 'en' : 'zh';
    const tools = h('div', { class: 'welcome-tools' }, h('button', { type: 'button', class: 'button quiet', onclick: () => this.app.switchLanguage(switchTo) }, icon('globe'), t('english')), this.app.count() > 1 ? iconButton('close', t('close_pane'), () => this.app.close(this)) : '');
    const card = h('div', { class: 'welcome-card' }, h('img', { class: 'logo', src: '/static/logo.svg', alt: '', width: 64, height: 64 }), h('h1', {}, t('welcome')), h('p', {}, t('welcome_hint')), peopleList(null, (person) => this.choose(person)));
    this.main.replaceChildren(h('div', { class: 'welcome-page' }, tools, card));
  }

  /** Something went wrong: what, and what to do. It goes away by itself, or with the cause. */
  failed(error) {
    if (error.status === 0) return this.session?.online ? this.showBanner(t('offline'), t('offline_todo'), true) : undefined;
    const why = error.detail || (error.status ? t('server_error', { status: error.status }) : error.message);
    return this.showBanner(t('failed', { why }), error.detail ? '' : t('failed_todo'), true);
  }

  showOnline(online) {
    if (online) this.banner.hidden = true;
    else this.showBanner(t('offline'), t('offline_todo'), false);
  }

  showBanner(text, todo, passing) {
    clearTimeout(this.bannerTimer);
    const button = passing ? iconButton('close', t('close'), () => (this.banner.hidden = true)) : h('button', { type: 'button', class: 'banner-button', onclick: () => this.session.reconnectNow() }, t('retry'));
    this.banner.replaceChildren(icon('warn'), h('span', {}, h('b', {}, text), ' ', todo), button);
    this.banner.hidden = false;
    if (passing) this.bannerTimer = setTimeout(() => (this.banner.hidden = true), 9000);
  }
}

async function isIn(pid, cid) {
  const session = Session.of(pid);
  await session.loaded;
  const found = Boolean(session.chat(cid));
  setTimeout(() => session.release(), 0);
  return found;
}
