// @ts-check
/**
 * The queue: photos go up one at a time (two on a fast link), each once even from two tabs, and a failure is tried
 * again by its kind.
 * A photo's id was made when it was picked, so that any repeat is harmless.
 */

import { album, photoOf, ulid, update } from './album.js';
import { settled } from './preparation.js';
import { alone } from './locks.js';
import { bytesOf, keep, lookUp, note, release } from './store.js';
import { call, post } from './transfer.js';

/** @typedef {import('./types.js').Photo} Photo */

export const TRIES = 6;
const LONGEST_PAUSE = 30;
/** Seconds; a server that asks for more is for the owner to deal with. */
const LONGEST_WAIT = 300;
/** Bytes a millisecond: above it a second photo beside the first does not slow it down. */
const FAST = 1000;
/** Bytes that are too few to measure a link. */
const TELLING = 100e3;

let lanes = 1;

/** A delivery that did not succeed. `again`: trying once more may help; else `reason` is the owner's next step. */
class Undelivered extends Error {
  /** @param {{again?: boolean, after?: number, reason?: string}} what */
  constructor({ again = false, after = 0, reason = '' }) {
    super(reason);
    this.again = again;
    this.after = after;
    this.reason = reason;
  }
}

/** The meaning of an answer of the API that grants nothing. @param {import('./transfer.js').Answer} answer */
function refusal({ status, data, after }) {
  if (!status || status >= 500) return new Undelivered({ again: true });
  if (status === 429 && after <= LONGEST_WAIT) return new Undelivered({ again: true, after: after || 5 });
  if (data.photo_status || status === 422) return new Undelivered({ reason: 'stale' });
  const again = [...album.values()].some((photo) => photo.status === 'removed' && !photo.told);
  const reasons = /** @type {Record<number, string>} */ (
    { 404: 'closed', 410: 'closed', 409: 'full', 413: 'too_large', 415: 'not_photo' });
  // A place that this page has freed may still be taken there.
  return new Undelivered({ again: again && status === 409, reason: reasons[status] || 'refused' });
}

/** @param {Photo} photo @param {ArrayBuffer} bytes */
async function reserve(photo, bytes) {
  const answer = await call('POST', 'uploads', {
    photo_id: photo.id, category: photo.category, bytes: bytes.byteLength, content_type: photo.type,
    sha256: photo.sha, taken_at: photo.taken || undefined, source: photo.source,
    doubt: photo.doubt || undefined, retake: photo.retake || undefined,
  });
  if (answer.status !== 200 && answer.status !== 201) throw refusal(answer);
  return answer.data;
}

/**
 * Bring the bytes to S3. A 403 there is a policy that has expired on the way: sign once more, then give up.
 * @param {Photo} photo @param {ArrayBuffer} bytes
 * @returns {Promise<'sent'|'received'|'duplicate'>}
 */
async function deliver(photo, bytes) {
  for (let signed = 1; ; signed++) {
    const permit = await reserve(photo, bytes);
    if (permit.status !== 'pending') return permit.status;
    if (photo.status !== 'sending') throw new Undelivered({}); // removed meanwhile
    const started = performance.now();
    const status = await post(photo, permit, bytes, (share) => {
      update(photo, { progress: Math.max(photo.progress, share) });
    });
    if (status >= 200 && status < 300) {
      if (bytes.byteLength > TELLING) lanes = bytes.byteLength / (performance.now() - started) > FAST ? 2 : 1;
      return 'sent';
    }
    if (status === 403 && signed < 2) continue;
    // 400 is how S3 says that the bytes did not come whole or in time (BadDigest, RequestTimeout).
    throw new Undelivered({ again: !status || status === 400 || status >= 500, reason: status ? 'refused' : '' });
  }
}

/** @param {Photo} photo @param {Undelivered} problem */
function postpone(photo, { again, after, reason }) {
  const tries = after ? photo.tries : photo.tries + 1;
  if (!again || tries > TRIES) {
    update(photo, { status: 'failed', reason: reason || 'network', tries: 0 });
    return;
  }
  const pause = after || Math.random() * Math.min(LONGEST_PAUSE, 2 ** (tries - 1));
  update(photo, { status: 'waiting', tries, timer: setTimeout(retry, pause * 1000, photo) });
}

/** @param {Photo} photo whether there is nothing to send any more */
const idle = (photo) => photo.status !== 'kept';

/** @param {Photo} photo */
async function send(photo) {
  if (idle(photo)) return; // removed while it waited
  const written = await lookUp(photo.id);
  if (written && !['new', 'kept'].includes(written.status)) { // another tab has done it
    update(photo, { status: written.status });
    return;
  }
  update(photo, { status: 'sending' });
  try {
    const bytes = await bytesOf(photo.id);
    if (!bytes) throw new Undelivered({ reason: 'lost' });
    await telling;
    const outcome = await deliver(photo, bytes);
    if (photo.status !== 'sending') return; // removed meanwhile
    if (outcome === 'duplicate') {
      await forget(photo);
      return;
    }
    update(photo, { status: 'sent', progress: 1, sentAt: Date.now() });
    await note(photo);
  } catch (problem) {
    if (photo.status !== 'sending') return;
    if (/** @type {Undelivered} */ (problem).reason === 'stale') await renew(photo);
    // An unknown error is the phone's storage, which may be back with the next try.
    else postpone(photo, problem instanceof Undelivered ? problem : new Undelivered({ again: true }));
  }
}

/**
 * Send a photo anew under another id: the server has closed the one it had, because the photo came too late or damaged.
 * @param {Photo} photo
 */
export async function renew(photo) {
  /** @type {ArrayBuffer|undefined} */
  let bytes;
  try {
    bytes = await bytesOf(photo.id);
  } catch {
    update(photo, { status: 'failed', reason: 'refused' });
    return;
  }
  const fresh = photoOf({
    ...photo, id: ulid(), status: 'kept', tries: photo.tries + 1, progress: 0, request: undefined, sentAt: undefined,
  });
  update(photo, { status: 'removed', told: false, origin: '', picture: '' });
  photo.request?.abort();
  telling = telling.then(() => tellRemoved(photo));
  const written = await lookUp(photo.id);
  if (written?.status === 'removed') return; // another tab has done it
  if (bytes) await keep(fresh, bytes);
  await release(photo);
  if (!bytes) update(fresh, { status: 'failed', reason: 'lost' });
  else if (fresh.tries > TRIES) update(fresh, { status: 'failed', reason: 'refused', tries: 0 });
  else update(fresh);
  pump();
}

/** The server has these bytes under another id. @param {Photo} photo */
async function forget(photo) {
  update(photo, { status: 'removed', reason: 'duplicate', told: true });
  await release(photo);
}

/** The server is being told of removals: it takes no more photos in their places before it knows. */
let telling = Promise.resolve();

/** Photos that this page is sending or waits to send, by their lane: a lane is shared with all tabs of the link. */
const inHand = /** @type {(Photo|undefined)[]} */ ([undefined, undefined]);

/** Send the waiting photos. */
export function pump() {
  for (let lane = 0; lane < lanes; lane++) {
    const next = !inHand[lane] && [...album.values()].find((photo) => photo.status === 'kept' && !inHand.includes(photo));
    if (next) {
      inHand[lane] = next;
      void alone(`lane ${lane}`, () => alone(next.id, () => send(next))).finally(() => {
        inHand[lane] = undefined;
        pump();
      });
    }
  }
}

/** @param {Photo} photo try it now */
export function retry(photo) {
  clearTimeout(photo.timer);
  update(photo, { status: photo.sha ? 'kept' : 'new', reason: '' });
  if (photo.sha) pump();
  else void settled(photo).then(pump);
}

/** Try waiting photos, and those given up without network, at once: it may be back, or the link open again. */
export function rearm() {
  for (const photo of album.values()) {
    if (photo.status === 'sending') photo.tries = 0;
    if (photo.status === 'waiting' || (photo.status === 'failed' && ['network', 'closed'].includes(photo.reason))) {
      photo.tries = 0;
      retry(photo);
    }
  }
}

/**
 * Take a photo back: here at once, at the server as soon as it can be told.
 * @param {Photo} photo
 */
export async function remove(photo) {
  clearTimeout(photo.timer);
  update(photo, { status: 'removed', reason: '', origin: '' });
  photo.request?.abort();
  await release(photo);
  telling = telling.then(() => tellRemoved(photo));
  await telling;
}

/** @param {Photo} photo */
export async function tellRemoved(photo) {
  if (photo.told) return;
  const { status } = await call('DELETE', `uploads/${photo.id}`);
  photo.told = status > 0 && status < 500 && status !== 429;
}
