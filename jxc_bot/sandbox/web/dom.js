/** Making elements. Text is always set as text, never as markup: names and messages are data. */

const SVG = 'http://www.w3.org/2000/svg';

/** h('button', {class: 'x', onclick: f, 'aria-label': 'y'}, 'text', child, [more]) → element. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'dataset') Object.assign(element.dataset, value);
    else if (name === 'style') for (const [key, one] of Object.entries(value)) element.style.setProperty(key, one);
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** One drawing of the sprite. */
export function icon(name, className = '') {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', `icon ${className}`);
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', `/static/icons.svg#${name}`);
  svg.append(use);
  return svg;
}

/** A button that is only a drawing; the label is for screen readers and the tooltip. */
export function iconButton(name, label, onclick, className = '') {
  return h('button', { type: 'button', class: `icon-button ${className}`, 'aria-label': label, title: label, onclick }, icon(name));
}

/** Puts text on the clipboard, also where the page is not a secure context. */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = h('textarea', { class: 'offscreen' });
    area.value = text;
    (document.querySelector('dialog[open]') ?? document.body).append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
  }
}

/** True on a narrow screen: one pane fills it. */
export const isPhone = () => matchMedia('(max-width: 600px)').matches;

/** True where a finger is the pointer: Enter then makes a new line, as phone keyboards expect. */
export const isTouch = () => matchMedia('(hover: none) and (pointer: coarse)').matches;
