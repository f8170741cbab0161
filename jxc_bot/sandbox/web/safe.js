/** Message markup, trusted by nobody: only the tags a message may have, only safe links, all else as text.
 *
 * What people tap inside a text also comes from here: links, /commands, @names, code to copy, spoilers. */
import { copyText, h } from './dom.js';
import { t } from './words.js';

const PLAIN = { B: 'b', STRONG: 'b', I: 'i', EM: 'i', U: 'u', INS: 'u', S: 's', STRIKE: 's', DEL: 's', BR: 'br' };
const LINKY = /(https?:\/\/[^\s<>"'，。；！？）】]+|(?<![\w/.])t\.me\/[^\s<>"'，。；！？）】]+|(?<![\w/<@])\/[a-z][a-z0-9_]{0,31}(?:@\w+)?(?![\w/])|(?<![\w@])@[a-z]\w{3,31})/gi;

/** `act` = {link(url), command(text), mention(name), toast(text)} → a fragment to show. */
export function safeContent(html, act) {
  const parsed = new DOMParser().parseFromString(html, 'text/html');
  const out = document.createDocumentFragment();
  copyChildren(parsed.body, out, { act, linkify: true });
  return out;
}

export function plainContent(text, act) {
  const out = document.createDocumentFragment();
  appendText(text, out, act);
  return out;
}

export function safeUrl(href) {
  try {
    const url = new URL(/^t\.me\//i.test(href) ? `https://${href}` : href, location.href);
    return ['http:', 'https:', 'mailto:', 'tel:', 'tg:'].includes(url.protocol) ? url : null;
  } catch {
    return null;
  }
}

/** The line break after a block only ends the block; shown as it stands it would be an empty line. */
const isBlock = (node) => node?.tagName === 'PRE' || node?.tagName === 'BLOCKQUOTE';

function copyChildren(source, target, context) {
  for (const node of source.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) {
      const text = isBlock(node.previousSibling) ? node.data.replace(/^\r?\n/, '') : node.data;
      if (context.linkify) appendText(text, target, context.act);
      else target.append(text);
    } else if (node.nodeType === Node.ELEMENT_NODE) copyElement(node, target, context);
  }
}

function copyElement(node, target, context) {
  const made = makeElement(node, context);
  if (made === 'drop') return;
  copyChildren(node, made?.inner ?? target, { ...context, linkify: context.linkify && !made?.verbatim });
  if (made) target.append(made.outer);
}

/** → {outer, inner, verbatim} | null (unwrap: keep the words, lose the tag) | 'drop' (not even the words). */
function makeElement(node, { act }) {
  const tag = node.tagName;
  if (['SCRIPT', 'STYLE', 'TEMPLATE', 'IFRAME', 'OBJECT', 'NOSCRIPT'].includes(tag)) return 'drop';
  if (PLAIN[tag]) return same(h(PLAIN[tag]));
  if (tag === 'CODE') return node.closest('pre') ? null : same(codeSpan(act), true);
  if (tag === 'PRE') return same(codeBlock(act), true);
  if (tag === 'A') return linkElement(node.getAttribute('href') ?? '', act);
  if (tag === 'BLOCKQUOTE') return same(h('blockquote', isExpandable(node) ? { class: 'expandable', onclick: openQuote } : {}));
  const isSpoiler = tag === 'TG-SPOILER' || (tag === 'SPAN' && /\b(tg-)?spoiler\b/.test(node.className));
  return isSpoiler ? same(spoiler()) : null;
}

const isExpandable = (quote) => quote.hasAttribute('expandable') || quote.classList.contains('expandable');

const same = (element, verbatim = false) => ({ outer: element, inner: element, verbatim });

function openQuote(event) {
  event.currentTarget.classList.toggle('open');
}

function linkElement(href, act) {
  const url = safeUrl(href);
  return url ? same(anchor(url, act), true) : null;
}

function anchor(url, act) {
  const onclick = (event) => {
    if (act.link(url)) event.preventDefault();
  };
  return h('a', { href: url.href, target: '_blank', rel: 'noopener noreferrer', onclick });
}

function pressable(element, action) {
  element.tabIndex = 0;
  element.setAttribute('role', 'button');
  element.addEventListener('click', action);
  element.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' || event.key === ' ') action(event);
  });
  return element;
}

async function copyFrom(element, act) {
  if (!getSelection().isCollapsed) return;
  await copyText(element.textContent);
  act.toast(t('copied'));
}

function codeSpan(act) {
  const code = h('code', { title: t('copy_code') });
  return pressable(code, () => copyFrom(code, act));
}

function codeBlock(act) {
  const block = h('pre', { tabindex: '0', title: t('copy_code') });
  block.addEventListener('click', () => copyFrom(block, act));
  return block;
}

function spoiler() {
  const cover = h('span', { class: 'spoiler', title: t('spoiler') });
  return pressable(cover, () => cover.classList.add('open'));
}

function appendText(text, target, act) {
  let end = 0;
  for (const match of text.matchAll(LINKY)) {
    target.append(text.slice(end, match.index));
    target.append(tappable(match[0], act));
    end = match.index + match[0].length;
  }
  target.append(text.slice(end));
}

function tappable(word, act) {
  if (word.startsWith('/')) return pressable(h('span', { class: 'tap' }, word), () => act.command(word));
  if (word.startsWith('@')) return pressable(h('span', { class: 'tap' }, word), () => act.mention(word));
  const url = safeUrl(word);
  if (!url) return word;
  const link = anchor(url, act);
  link.append(word);
  return link;
}
