/** What lies over the page: menus, dialogs, the lightbox. Native dialogs, so Esc and focus just work. */
import { h, icon, iconButton } from './dom.js';
import { t } from './words.js';

/** items: [{icon, text, act, danger}] | null for a line. `at` is an element or {x, y}. `top` may hold extra content. */
export function openMenu(at, items, top = null) {
  const menu = h('div', { class: 'menu', popover: 'manual', role: 'menu' }, top);
  for (const item of items.filter((one) => one !== undefined && one !== false)) {
    if (item === null) menu.append(h('hr'));
    else menu.append(menuItem(menu, item));
  }
  ([...document.querySelectorAll('dialog[open]')].at(-1) ?? document.body).append(menu); // outside an open dialog it would be inert
  menu.addEventListener('keydown', (event) => moveFocus(menu, event));
  closeOutside(menu);
  menu.showPopover();
  putAt(menu, at);
  menu.querySelector('.menu-item')?.focus({ preventScroll: true });
  return menu;
}

/** An automatic popover would close when the finger of a long press is lifted; this one stays until the next touch. */
function closeOutside(menu) {
  const before = document.activeElement;
  const away = new AbortController();
  const close = () => menu.matches(':popover-open') && menu.hidePopover();
  const on = (target, name, act) => target.addEventListener(name, act, { signal: away.signal, capture: true });
  on(document, 'pointerdown', (event) => !menu.contains(event.target) && close());
  on(document, 'keydown', (event) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    close();
  });
  on(window, 'resize', close);
  menu.addEventListener('toggle', (event) => {
    if (event.newState !== 'closed') return;
    away.abort();
    if (menu.contains(document.activeElement)) before?.focus?.({ preventScroll: true });
    menu.remove();
  });
}

function menuItem(menu, item) {
  const act = () => {
    menu.hidePopover();
    item.act();
  };
  return h('button', { type: 'button', class: `menu-item ${item.danger ? 'danger' : ''}`, role: 'menuitem', onclick: act }, icon(item.icon), h('span', {}, item.text));
}

function moveFocus(menu, event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const all = [...menu.querySelectorAll('.menu-item')];
  all[(all.indexOf(document.activeElement) + step + all.length) % all.length]?.focus();
}

function putAt(menu, at) {
  const place = at instanceof Element ? at.getBoundingClientRect() : { left: at.x, right: at.x, top: at.y, bottom: at.y };
  const { width, height } = menu.getBoundingClientRect();
  const wantLeft = place.left + width > innerWidth - 8 ? place.right - width : place.left;
  const wantTop = place.bottom + height > innerHeight - 8 ? place.top - height - 4 : place.bottom + 4;
  menu.style.left = `${Math.max(8, Math.min(wantLeft, innerWidth - width - 8))}px`;
  menu.style.top = `${Math.max(8, Math.min(wantTop, innerHeight - height - 8))}px`;
}

/** A dialog (a sheet from below on a phone). `build(close)` → content. Resolves with what close() got. */
export function openDialog(title, build, className = '') {
  return new Promise((resolve) => {
    const dialog = h('dialog', { class: `dialog ${className}`, 'aria-label': title });
    let result;
    const close = (value) => {
      result = value;
      dialog.close();
    };
    const head = h('header', { class: 'dialog-head' }, h('h2', {}, title), iconButton('close', t('close'), () => close()));
    dialog.append(h('div', { class: 'dialog-inner' }, head, build(close)));
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(result);
    });
    dialog.addEventListener('pointerdown', (event) => event.target === dialog && close());
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** What a bot wants to be read: one text, one button. */
export function alertDialog(text) {
  const dialog = h('dialog', { class: 'dialog alert', 'aria-label': text, role: 'alertdialog' });
  dialog.append(h('p', {}, text), h('button', { type: 'button', class: 'button', autofocus: true, onclick: () => dialog.close() }, t('ok')));
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

/** A picture, as large as the screen allows. */
export function lightbox(src, name, caption) {
  const dialog = h('dialog', { class: 'lightbox', 'aria-label': caption || t('photo') });
  const close = () => dialog.close();
  dialog.append(
    h('div', { class: 'lightbox-bar' }, h('a', { class: 'icon-button', href: src, download: name, 'aria-label': t('download'), title: t('download') }, icon('download')), iconButton('close', t('close'), close)),
    h('img', { src, alt: caption || t('photo'), onclick: close }),
    caption ? h('p', {}, caption) : '',
  );
  dialog.addEventListener('click', (event) => event.target === dialog && close());
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
