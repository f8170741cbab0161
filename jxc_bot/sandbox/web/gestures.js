/** Ways to act on a message: right click, long press, double click, the hover button, a swipe to the left. */
import { copyText, h, iconButton } from './dom.js';
import { openMenu } from './overlay.js';
import { inviteOf } from './suggest.js';
import { t } from './words.js';

const LONG_PRESS_MS = 480;
const SWIPE_PX = 56;
const EMOJI = ['👍', '❤️', '👌', '🎉', '🙏', '👀'];

export function watchGestures(stage, find, { reply, menu }) {
  const target = (event) => {
    const row = event.target.closest?.('.row[data-id]:not(.service)');
    return row && { row, message: find(Number(row.dataset.id)) };
  };
  stage.addEventListener('contextmenu', (event) => {
    const on = target(event);
    const link = event.target.closest('a');
    if (!on?.message || (link && !inviteOf(link.href))) return;
    event.preventDefault();
    menu(on.message, { x: event.clientX, y: event.clientY });
  });
  stage.addEventListener('dblclick', (event) => {
    const on = target(event);
    if (on?.message && !event.target.closest('button, a, pre, code')) reply(on.message);
  });
  watchHover(stage, target, reply);
  watchTouches(stage, target, { reply, menu });
}

/** One reply button that follows the mouse from message to message. */
function watchHover(stage, target, reply) {
  let current = null;
  const button = iconButton('reply', t('reply'), () => current && reply(current), 'hover-reply');
  stage.addEventListener('pointerover', (event) => {
    if (event.pointerType !== 'mouse') return;
    const on = target(event);
    if (!on?.message || button.parentNode === on.row) return;
    current = on.message;
    on.row.append(button);
  });
}

function watchTouches(stage, target, { reply, menu }) {
  let start = null;
  let timer;
  const end = () => {
    clearTimeout(timer);
    start?.row.style.removeProperty('transform');
    start = null;
  };
  stage.addEventListener('touchstart', (event) => {
    const on = target(event);
    if (!on?.message || event.touches.length > 1 || event.target.closest('pre, .keys')) return;
    const { clientX: x, clientY: y } = event.touches[0];
    start = { ...on, x, y, moved: 0 };
    timer = setTimeout(() => {
      const at = start;
      end();
      navigator.vibrate?.(8);
      menu(at.message, at);
    }, LONG_PRESS_MS);
  }, { passive: true });
  stage.addEventListener('touchmove', (event) => {
    if (!start) return;
    const dx = event.touches[0].clientX - start.x;
    const dy = event.touches[0].clientY - start.y;
    if (Math.abs(dx) > 8 || Math.abs(dy) > 8) clearTimeout(timer);
    if (Math.abs(dy) > 24 && start.moved > -12) return end();
    start.moved = Math.max(Math.min(dx, 0), -80);
    if (start.moved < -12) start.row.style.transform = `translateX(${start.moved}px)`;
  }, { passive: true });
  stage.addEventListener('touchend', () => {
    if (start && start.moved < -SWIPE_PX) reply(start.message);
    end();
  });
  stage.addEventListener('touchcancel', end);
}

/** The menu of one message; `room` does what is chosen. */
export function messageMenu(message, at, room) {
  const text = message.text ?? message.caption ?? '';
  const invite = invitesIn(message)[0];
  const react = (one) => (event) => {
    event.currentTarget.closest('.menu').hidePopover();
    room.react(message, one);
  };
  const emoji = h('div', { class: 'menu-emoji' }, EMOJI.map((one) => h('button', { type: 'button', 'aria-label': `${t('react')} ${one}`, onclick: react(one) }, one)));
  openMenu(
    at,
    [
      { icon: 'reply', text: t('reply'), act: () => room.composer.setReply(message) },
      text && { icon: 'copy', text: t('copy'), act: () => copyText(text).then(() => room.toast(t('copied'))) },
      invite && { icon: 'share', text: t('open_as'), act: () => room.pane.openAs(invite.payload) },
    ].filter(Boolean),
    emoji,
  );
}

/** Invitation links in the words, the markup or the buttons of a message. */
function invitesIn(message) {
  const links = [...`${message.text ?? message.caption ?? ''} ${message.html ?? ''}`.matchAll(/(https?:\/\/)?t\.me\/[^\s<>"'&]+/gi)].map((match) => match[0]);
  const buttons = (message.inline_keyboard ?? []).flat().map((button) => button.url).filter(Boolean);
  return [...links, ...buttons].map(inviteOf).filter((invite) => invite?.payload);
}
