/** Emoji on a machine that has none: our small font is fetched before anything is drawn with it. */

const WAIT_MS = 1500;

/** A colour emoji leaves pixels that are not grey. */
function hasEmoji() {
  const context = Object.assign(document.createElement('canvas'), { width: 24, height: 24 }).getContext('2d', { willReadFrequently: true });
  context.font = '18px sans-serif';
  context.textBaseline = 'top';
  context.fillText('\u{1F4E6}', 2, 2);
  const { data } = context.getImageData(0, 0, 24, 24);
  for (let at = 0; at < data.length; at += 4) if (Math.abs(data[at] - data[at + 2]) > 24) return true;
  return false;
}

export async function readyEmoji() {
  if (hasEmoji()) return;
  const loaded = ['400', '600', '700'].map((weight) => document.fonts.load(`${weight} 16px 'JXC Emoji'`, '\u{1F4E6}'));
  await Promise.race([Promise.all(loaded).catch(() => undefined), new Promise((resolve) => setTimeout(resolve, WAIT_MS))]);
}
