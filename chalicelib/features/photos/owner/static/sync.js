// @ts-check
/** The server is the truth: its status of each photo is taken over here, and only then are bytes let go. */

import { album, drop, photoOf, underway, unsent, update } from './album.js';
import { lookUp, note, release } from './store.js';
import { boot } from './text.js';
import { call } from './transfer.js';
import { pump, renew, tellRemoved, TRIES } from './upload.js';

/** @typedef {import('./types.js').Photo} Photo */
/** @typedef {import('./types.js').State} State */

const FIRST = 1000;
const SLOWEST = 12000;
const IDLE = 60000;
const GROWTH = 1.3;
const ACTIVE = 180000;

let pause = FIRST;
let timer = 0;
let asking = false;
let lastActive = Date.now();
/** The server's last state. @type {State} */
let known = boot;
let knownTag = '';
/** @type {(status: string, completedAt?: string|null) => void} */
let report = () => {};

/**
 * A photo that the server waits for and this page does not know: another device's, or another tab's. That tab may be
 * gone by now, with the bytes still on this phone.
 * @param {Photo} photo
 */
async function meet(photo) {
  update(photo);
  const written = await lookUp(photo.id);
  if (written?.status !== 'kept' || photo.status !== 'elsewhere') return;
  update(photo, written);
  pump();
}

/** @param {string} code @param {import('./types.js').Seen} seen */
function adopt(code, seen) {
  const photo = album.get(seen.id) || photoOf({ id: seen.id, category: code, status: 'elsewhere' });
  if (photo.status === 'removed') { // reserved after we had taken it back, or it was never told
    photo.told = false;
    void tellRemoved(photo);
    return;
  }
  if (seen.status === 'pending') {
    if (!album.has(photo.id)) void meet(photo);
    return;
  }
  if (seen.reason_code === 'checksum_mismatch' && unsent(photo)) {
    // Damaged on its way; here it is whole.
    void renew(photo);
    return;
  }
  const changed = photo.status !== seen.status || !album.has(photo.id);
  const reason = seen.reason || '';
  const rejected = seen.status === 'rejected';
  update(photo, {
    status: seen.status, reason, progress: 1, receivedAt: seen.received_at || undefined, picture: photo.picture || seen.thumbnail_url || '',
    origin: rejected ? '' : photo.origin,
  });
  if (changed) {
    clearTimeout(photo.timer);
    photo.request?.abort();
    void release(photo);
  }
}

/** S3 took it, and still the server never saw it. @param {Photo} photo */
function resend(photo) {
  const again = photo.tries < TRIES;
  update(photo, again ? { status: 'kept', tries: photo.tries + 1 } : { status: 'failed', reason: 'refused' });
  void note(photo).then(pump);
}

/**
 * A photo that the server does not list: gone by another device's hand, or never arrived although S3 took it.
 * @param {Photo} photo @param {number} askedAt
 */
function missing(photo, askedAt) {
  if (photo.status === 'removed') void tellRemoved(photo);
  else if (photo.status === 'sent' && (photo.sentAt || 0) < askedAt) resend(photo);
  else if (['received', 'rejected', 'elsewhere'].includes(photo.status)) drop(photo);
}

/** Take over the server's state. @param {State} state @param {number} [askedAt] */
export function take(state, askedAt = Date.now()) {
  const listed = new Set();
  for (const { code, photos } of state.categories) {
    for (const seen of photos) {
      listed.add(seen.id);
      adopt(code, seen);
    }
  }
  for (const photo of [...album.values()]) if (!listed.has(photo.id)) missing(photo, askedAt);
  report(state.status, state.completed_at);
}

/** Ask the server now, and again: soon while something is going on, seldom when the owner has put the phone down. */
export async function ask() {
  clearTimeout(timer);
  if (asking) return;
  asking = true;
  const askedAt = Date.now();
  const { status, data, tag } = await call('GET', 'state', undefined, knownTag);
  asking = false;
  if (status === 200) [known, knownTag] = [data, tag];
  if (status === 200 || status === 304) take(known, askedAt);
  else if (status === 404 || status === 410) report('closed');
  pause = Math.min(pause * GROWTH, SLOWEST);
  clearTimeout(timer);
  const idle = Date.now() - lastActive > ACTIVE && ![...album.values()].some(underway);
  if (!document.hidden && status !== 404 && status !== 410) timer = setTimeout(ask, idle ? IDLE : pause);
}

/** Something has just happened: ask soon. */
export function stir() {
  lastActive = Date.now();
  pause = FIRST;
  clearTimeout(timer);
  timer = setTimeout(ask, pause);
}

/** @param {typeof report} listener gets the request's status, or `closed`, and when it was completed */
export function start(listener) {
  report = listener;
  take(boot);
  pump();
  stir();
}
