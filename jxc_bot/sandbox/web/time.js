/** Instants arrive as unix seconds; people read them in the browser's own time zone. */
import { locale, t } from './words.js';

const format = (seconds, options) => new Intl.DateTimeFormat(locale(), options).format(new Date(seconds * 1000));

export const clock = (seconds) => format(seconds, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
export const full = (seconds) => format(seconds, { dateStyle: 'long', timeStyle: 'medium' });

/** A day as a key that sorts and compares: 2026-11-24. */
export function dayKey(seconds) {
  const day = new Date(seconds * 1000);
  return `${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, '0')}-${String(day.getDate()).padStart(2, '0')}`;
}

const daysAgo = (seconds) => {
  const midnight = new Date();
  midnight.setHours(0, 0, 0, 0);
  return Math.ceil((midnight - new Date(seconds * 1000)) / 86_400_000);
};

/** Today, yesterday, or the date; the year only when it is another one. */
export function dayName(seconds) {
  const ago = daysAgo(seconds);
  if (ago <= 0) return t('today');
  if (ago === 1) return t('yesterday');
  const sameYear = new Date(seconds * 1000).getFullYear() === new Date().getFullYear();
  return format(seconds, { month: 'long', day: 'numeric', weekday: 'short', ...(sameYear ? {} : { year: 'numeric' }) });
}

/** For the chat list: the time today, the weekday this week, else the date. */
export function shortWhen(seconds) {
  const ago = daysAgo(seconds);
  if (ago <= 0) return clock(seconds);
  if (ago === 1) return t('yesterday');
  if (ago < 7) return format(seconds, { weekday: 'short' });
  return format(seconds, { month: 'numeric', day: 'numeric' });
}

/** 1536 → 1.5 KB */
export function fileSize(bytes) {
  if (!Number.isFinite(bytes)) return '';
  const units = ['B', 'KB', 'MB', 'GB'];
  let step = 0;
  let size = bytes;
  while (size >= 1024 && step < units.length - 1) {
    size /= 1024;
    step += 1;
  }
  return `${size < 10 && step ? size.toFixed(1) : Math.round(size)} ${units[step]}`;
}
