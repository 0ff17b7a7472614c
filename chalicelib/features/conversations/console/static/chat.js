// @ts-check
/** The live conversation of a page that works without this script, too. */

import { filesOf } from './attach.js';
import { begin } from './chat_line.js';
import { part, viewOf } from './chat_view.js';

/** @typedef {import('./chat_types.js').Boot} Boot */

/** @type {Boot} */
const boot = JSON.parse(part('boot').textContent || '');
const form = /** @type {HTMLFormElement} */ (part('form'));
const field = /** @type {HTMLTextAreaElement} */ (form.elements.namedItem('text'));
const trouble = part('trouble');
/** Not yet sent: it outlives a reload of the tab. */
const draft = `chat ${boot.thread} ${boot.me}`;
/** With a keyboard Enter sends; on a phone it is a new line. */
const hasKeyboard = matchMedia('(hover:hover) and (pointer:fine)').matches;

/** @param {string} text */
function tell(text) {
  trouble.textContent = text;
  field.setAttribute('aria-invalid', String(!!text));
}

function keepDraft() {
  try { sessionStorage.setItem(draft, field.value); } catch { /* the storage is closed to us */ }
}

/** @param {import('./chat_types.js').Own} own */
function edit(own) {
  field.value = [own.text, field.value].filter((each) => each.trim()).join('\n');
  keepDraft();
  files.put(own.attachments);
  line.on('erase', own.id);
  field.focus();
}

/** Sent by the writer before its files were ready: it goes with the last of them. */
let sending = false;
const files = filesOf(boot, part('chosen'), () => {
  if (sending && !files.waits()) form.requestSubmit();
});

/** @type {ReturnType<typeof viewOf>|undefined} */
let draw;
const line = begin(boot, () => draw && draw(line.talk));
draw = viewOf(boot, (name, ...values) => line.on(name, ...values), edit, () => !!field.value);
draw(line.talk);

part('keys').hidden = !hasKeyboard;
part('adding').hidden = !boot.documents;
const input = /** @type {HTMLInputElement} */ (part('file'));
input.addEventListener('change', () => {
  trouble.textContent = files.add(input.files || []) ? '' : part('file-hint').textContent;
  input.value = '';
});
form.addEventListener('submit', (event) => {
  event.preventDefault();
  sending = files.waits();
  if (sending) {
    trouble.textContent = boot.texts.fileWaits;
    return;
  }
  const attached = files.take();
  const text = field.value.trim() || attached.map(({ file }) => file.name).join(', ');
  if (!text || [...text].length > boot.longest) return tell(boot.texts.length);
  tell('');
  field.value = '';
  keepDraft();
  line.on('write', text, attached.map(({ id }) => id));
  part('log').scrollTop = part('log').scrollHeight;
});
field.addEventListener('input', keepDraft);
field.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.isComposing || event.shiftKey || !(hasKeyboard || event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  form.requestSubmit();
});
part('earlier').addEventListener('click', (event) => {
  event.preventDefault();
  line.on('earlier');
});
try {
  field.value = field.value || sessionStorage.getItem(draft) || '';
} catch { /* the storage is closed to us */ }
