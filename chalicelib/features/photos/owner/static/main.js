// @ts-check
/** Puts the page together: the owner's hand, the network's comings and goings, and the screens. */

import { album, base, photoOf, unsent, update, watch } from './album.js';
import { redraw, settled } from './preparation.js';
import { lookAfter, offerAnotherBrowser } from './elsewhere.js';
import { able, pick } from './selection.js';
import { note, recall } from './store.js';
import { ask, start, stir } from './sync.js';
import { boot, say } from './text.js';
import { call } from './transfer.js';
import { pump, rearm, remove, retry } from './upload.js';
import { announce, bring, clock, get, nameOf, obstacle, refresh, show, tell } from './view.js';

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

/** @param {string} status @param {string|null} [completedAt] */
function onStatus(status, completedAt) {
  if (completedAt) get('sent-at').textContent = say('sent_at', { time: clock(completedAt) });
  if (status === state) return;
  state = status;
  turn();
}

/** The last told status of each photo. @type {Map<string, Set<string>>} */
const told = new Map();

/** Tell those who listen of a start, an arrival and a failure: each once, and anew after the owner's own new try. @param {Photo} photo */
function announceOnce(photo) {
  const { id, status } = photo;
  const known = told.get(id) || new Set();
  const old = !told.has(id) && ['received', 'rejected'].includes(status); // from an earlier visit
  if (known.has(status)) return;
  if (status === 'failed') known.delete('sending');
  else if (status === 'sending') known.delete('failed');
  told.set(id, known.add(status));
  if (!old) announce(say(`live_${status}`, { name: nameOf(photo) }));
}

/** @param {Photo|null} photo */
function onChange(photo) {
  refresh();
  if (!photo) return;
  if (photo.reason === 'closed') void ask();
  if (photo.reason === 'duplicate') tellOf(photo.category, [say('trouble_duplicate', { name: '' })]);
  if (photo.status === 'sent') stir();
  if (photo.status === 'doubtful') requestAnimationFrame(() => bring(photo));
  if (['sending', 'received', 'failed', 'rejected', 'doubtful'].includes(photo.status)) announceOnce(photo);
}

/** @param {string} code */
const stepOf = (code) => boot.categories.findIndex((each) => each.code === code) + 1;

/** @param {string} code @param {string[]} words */
function tellOf(code, words) {
  tell(stepOf(code), words);
}

/** The poor photo that the next pick is to replace. @type {Photo|undefined} */
let poor;

/** @param {Event} event */
async function onPick(event) {
  const input = /** @type {HTMLInputElement} */ (event.target);
  const code = input.dataset.category;
  if (!code) return;
  const replaced = poor?.category === code && poor.status === 'doubtful' ? poor : undefined;
  poor = undefined;
  tellOf(code, []);
  const troubles = able ? await pick(input, code, replaced) : [{ key: 'insecure', name: '' }];
  tellOf(code, [...new Set(troubles.map(({ key, name }) => say(`trouble_${key}`, { name })))]);
  if (troubles.some(({ key }) => ['unreadable', 'empty'].includes(key))) offerAnotherBrowser(input);
  stir();
}

/** Open the camera, or the chooser where there is none, for a photo in place of a poor one. @param {Photo} photo */
function retake(photo) {
  const desk = matchMedia('(hover:hover) and (pointer:fine)').matches;
  const input = get(`${desk ? 'gallery' : 'camera'}-${stepOf(photo.category)}`);
  poor = photo;
  input.disabled = false; // its place is taken by the poor one
  input.click();
}

/** @param {Photo} photo */
function sendAnyway(photo) {
  update(photo, { status: 'kept' });
  void note(photo);
  pump();
}

/** The actions of a photo's buttons, by their class. @type {Record<string, (photo: Photo) => unknown>} */
const actions = { remove: takeBack, again: retry, retake, anyway: sendAnyway };

/** @param {Event} event */
function onClick(event) {
  const button = /** @type {Element} */ (event.target).closest('button');
  const tile = /** @type {HTMLElement|null} */ (button && button.closest('[data-id]'));
  const photo = tile && album.get(tile.dataset.id || '');
  if (!button) return;
  if (photo) for (const name of button.classList) void actions[name]?.(photo);
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
  if (status === 200) onStatus('completed', new Date().toISOString());
  else void ask(); // the server says that photos are missing, or that the request is closed
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

/** Tell the server, once, that a person sees the page: programs that fetch it run no script or never show it. */
function seen() {
  if (document.hidden || !['created', 'sent', 'undelivered'].includes(boot.status)) return;
  removeEventListener('visibilitychange', seen, true);
  void call('POST', 'opened');
}

/** Go on with the kept photos: draw them, and develop those picked last. */
function resume() {
  for (const photo of album.values()) {
    if (photo.status === 'new') void settled(photo).then(pump);
    else if (unsent(photo)) void redraw(photo);
  }
}

async function begin() {
  get('fallback').remove();
  for (const time of document.querySelectorAll('time')) time.textContent = clock(time.dateTime);
  lookAfter([...document.querySelectorAll('input')]);
  for (const written of await recall(base)) album.set(written.id, photoOf(written));
  watch(onChange);
  start(onStatus);
  refresh();
  turn();
  resume();
  document.addEventListener('change', onPick);
  document.addEventListener('click', onClick);
  addEventListener('hashchange', turn);
  addEventListener('online', wake);
  addEventListener('pageshow', wake);
  addEventListener('focus', wake);
  document.addEventListener('visibilitychange', wake);
  addEventListener('visibilitychange', seen, true);
  get('start').hidden = false; // only now does a tap on it lead anywhere
  seen();
}

void begin();
