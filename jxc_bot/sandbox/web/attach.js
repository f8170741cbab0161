/** Photos and files before they are sent: a look at them, a caption, and whether a picture goes as a file. */
import * as api from './api.js';
import { h, icon } from './dom.js';
import { openDialog } from './overlay.js';
import { fileSize } from './time.js';
import { t } from './words.js';

const LIMIT = 50 * 1024 * 1024;
const isPicture = (file) => /^image\/(jpeg|png|webp|gif|bmp)$/.test(file.type);

/** → the messages sent, or undefined when it was cancelled. */
export async function attachmentsDialog(files, caption, target) {
  const pictures = files.filter(isPicture).map((file) => URL.createObjectURL(file));
  const title = files.length === 1 ? t(isPicture(files[0]) ? 'photo' : 'document') : t('send_n', { n: files.length });
  try {
    return await openDialog(title, (close) => attachmentForm(files, pictures, caption, target, close), 'attach-dialog');
  } finally {
    pictures.forEach((url) => URL.revokeObjectURL(url));
  }
}

function attachmentForm(files, pictures, caption, target, close) {
  const words = h('textarea', { class: 'input', rows: 1, placeholder: t('caption'), 'aria-label': t('caption'), maxlength: 1024, autofocus: true });
  words.value = caption;
  const asFile = h('input', { type: 'checkbox' });
  const problem = h('p', { class: 'problem', role: 'alert' });
  const button = h('button', { type: 'submit', class: 'button' }, icon('send'), t('send'));
  const submit = async (event) => {
    event.preventDefault();
    button.disabled = true;
    try {
      close(await sendAll(files, words.value.trim(), asFile.checked, target));
    } catch (error) {
      problem.textContent = t('failed', { why: error.detail || error.message });
      button.disabled = false;
    }
  };
  words.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    button.click();
  });
  const shown = pictures.map((src) => h('img', { src, alt: '' }));
  const listed = files.filter((file) => !isPicture(file)).map((file) => h('div', { class: 'file' }, h('span', { class: 'file-icon' }, icon('file')), h('span', { class: 'file-words' }, h('span', { class: 'file-name' }, file.name), h('small', {}, fileSize(file.size)))));
  return h(
    'form',
    { class: 'form', onsubmit: submit },
    shown.length ? h('div', { class: `previews n${Math.min(shown.length, 4)}` }, shown) : '',
    listed,
    words,
    pictures.length ? h('label', { class: 'check' }, asFile, h('span', {}, t('as_file'))) : '',
    problem,
    button,
  );
}

/** One after the other, so that they arrive in order; the caption goes with the first. */
async function sendAll(files, caption, asFile, target) {
  const sent = [];
  for (const file of files) {
    if (file.size > LIMIT) throw new Error(t('too_big', { name: file.name }));
  }
  for (const [index, file] of files.entries()) {
    const kind = isPicture(file) && !asFile ? 'photo' : 'document';
    sent.push(await api.upload(target.pid, target.cid, file, { ...target, kind, caption: index ? '' : caption }));
  }
  return sent.filter((message) => message?.id);
}
