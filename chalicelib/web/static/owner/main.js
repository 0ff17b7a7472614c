// @ts-check
/** Puts the page together: the owner's hand, the network's comings and goings, and the screens. */

import { album, base, photoOf, unsent, watch } from './album.js';
import { picture } from './resize.js';
import { able, pick } from './selection.js';
import { bytesOf, recall } from './store.js';
import { ask, start, stir } from './sync.js';
import { boot, say } from './text.js';
import { call } from './transfer.js';
import { rearm, remove, retry } from './upload.js';
import { announce, get, obstacle, refresh, show, tell } from './view.js';

/** @typedef {import('./types.js').Photo} Photo */

const steps = boot.categories.length;
let state = boot.status;

/** The screen that the address and the request's state ask for; the phone's own Back goes one step back. */
function turn() {
  const place = location.hash.slice(1);
  for (const link of document.querySelectorAll('a[hreflang]')) /** @type {HTMLAnchorElement} */ (link).hash = place;
  if (state === 'completed') show('done');
  else if (['closed', 'expired', 'revoked'].includes(state)) show('closed');
  else if (place === 'check') show('check');
  else if (Number(place) >= 1 && Number(place) <= steps) show(`step-${Number(place)}`);
  else show('welcome');
}

/** @param {string} status */
function onStatus(status) {
  if (status === state) return;
  state = status;
  turn();
}

/** Photos that were told of, by the status at which they were. @type {Map<string, string>} */
const told = new Map();

/** @param {Photo|null} photo */
function onChange(photo) {
  refresh();
  if (!photo || told.get(photo.id) === photo.status) return;
  const first = !told.has(photo.id);
  told.set(photo.id, photo.status);
  if (photo.reason === 'closed') void ask();
  if (photo.reason === 'duplicate') tellOf(photo.category, [say('trouble_duplicate', { name: '' })]);
  if (photo.status === 'sent') stir();
  if (['sending', 'received', 'failed', 'rejected'].includes(photo.status) && !(first && photo.status === 'received')) {
    announce(say(`live_${photo.status}`));
  }
}

/** @param {string} code @param {string[]} words */
function tellOf(code, words) {
  tell(boot.categories.findIndex((each) => each.code === code) + 1, words);
}

/** @param {Event} event */
async function onPick(event) {
  const input = /** @type {HTMLInputElement} */ (event.target);
  const code = input.dataset.category;
  if (!code) return;
  tellOf(code, []);
  const troubles = able ? await pick(input, code) : [{ key: 'insecure', name: '' }];
  tellOf(code, [...new Set(troubles.map(({ key, name }) => say(`trouble_${key}`, { name })))]);
  stir();
}

/** @param {Event} event */
function onClick(event) {
  const button = /** @type {Element} */ (event.target).closest('button');
  const tile = /** @type {HTMLElement|null} */ (button && button.closest('[data-id]'));
  const photo = tile && album.get(tile.dataset.id || '');
  if (!button) return;
  if (photo && button.classList.contains('remove')) void takeBack(photo);
  else if (photo) retry(photo);
  else if (button.dataset.go !== undefined) location.hash = button.dataset.go;
  else if (button.id === 'submit') void submit();
  else if (button.id === 'recheck') void recheck();
}

/** @param {Photo} photo */
async function takeBack(photo) {
  get(`step-${location.hash.slice(1)}`)?.querySelector('h1').focus({ preventScroll: true }); // its own button goes away
  announce(say('live_removed'));
  await remove(photo);
  stir();
}

let submitting = false;

/** Send the request off. A second tap finds the first still at work. */
async function submit() {
  if (submitting || obstacle()) return;
  submitting = true;
  get('submit').setAttribute('aria-busy', 'true');
  const { status } = await call('POST', 'submit');
  submitting = false;
  get('submit').removeAttribute('aria-busy');
  const failed = status !== 200 && status !== 409;
  get('submit-failed').textContent = failed ? say('submit_failed') : '';
  if (status === 200) onStatus('completed');
  else void ask(); // what is missing, or closed, is the server's to say
}

async function recheck() {
  await ask();
  rearm();
}

function wake() {
  if (document.hidden) return;
  rearm();
  void ask();
}

/** Tell the server, once, that a person sees the page: what only fetches it runs no script or never shows it. */
function seen() {
  if (document.hidden || !['created', 'sent', 'undelivered'].includes(boot.status)) return;
  removeEventListener('visibilitychange', seen, true);
  void call('POST', 'opened');
}

/** Times are shown as the phone's own clock has them. */
function localTimes() {
  const form = new Intl.DateTimeFormat(boot.language, { day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' });
  for (const time of document.querySelectorAll('time')) time.textContent = form.format(new Date(time.dateTime));
}

/** After a reload the kept photos are drawn from their bytes. */
async function pictures() {
  for (const photo of album.values()) {
    const bytes = unsent(photo) && (await bytesOf(photo.id));
    if (bytes) await picture(photo, bytes);
  }
}

async function begin() {
  get('fallback').remove();
  get('start').hidden = false;
  localTimes();
  if (/iP(hone|ad|od)|Mac.*Mobile/.test(navigator.userAgent)) { // then it turns HEIC into JPEG itself
    for (const input of document.querySelectorAll('input')) input.accept = 'image/jpeg,image/png';
  }
  for (const written of await recall(base)) album.set(written.id, photoOf(written));
  watch(onChange);
  start(onStatus);
  refresh();
  turn();
  void pictures();
  document.addEventListener('change', onPick);
  document.addEventListener('click', onClick);
  addEventListener('hashchange', turn);
  addEventListener('online', wake);
  addEventListener('pageshow', wake);
  addEventListener('focus', wake);
  document.addEventListener('visibilitychange', wake);
  addEventListener('visibilitychange', seen, true);
  seen();
}

void begin();
