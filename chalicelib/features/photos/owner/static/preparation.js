// @ts-check
/**
 * Makes the bytes to send final, one photo at a time and off the page's own thread where the browser can. Their hash
 * is promised to the server and must not change with the next try.
 */

import { album, category, update } from './album.js';
import { laboratory } from './develop.js';
import { alone } from './locks.js';
import { bytesOf, keep, lookUp, note, release } from './store.js';
import { boot } from './text.js';

/** @typedef {import('./types.js').Photo} Photo */
/** @typedef {import('./develop.js').Job} Job */
/** @typedef {import('./develop.js').Developed} Developed */

/** Bytes of a photo that the server takes. */
export const LARGEST = 15 * 1024 * 1024;
const LONGEST = 2560;
const LONGEST_ON_SLOW = 1600;
const DEVELOPING = 40000; // a worker that ran out of memory may never answer

const develop = laboratory();
/** @type {Worker|undefined} */
let worker;

/** @param {ArrayBuffer} bytes @returns {Promise<string>} 64 lowercase hex digits */
export async function sha256(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Have the worker do it. @param {Job} job @returns {Promise<Developed|null>} null: it could not, the page may try */
function delegate(job) {
  return new Promise((resolve) => {
    const source = `const develop=(${laboratory})();onmessage=({data})=>develop(data).catch(()=>null)
      .then((done)=>postMessage(done,done&&done.small?[done.small]:[]))`;
    worker = worker || new Worker(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })));
    const end = (/** @type {Developed|null} */ result) => {
      clearTimeout(timer);
      resolve(result);
    };
    const timer = setTimeout(() => {
      worker?.terminate();
      worker = undefined;
      end({});
    }, DEVELOPING);
    worker.onmessage = ({ data }) => end(data);
    worker.onerror = () => end(null);
    worker.postMessage(job);
  });
}

/** @param {Job} job @returns {Promise<Developed>} empty when nothing can be done with it here */
async function developed(job) {
  const result = globalThis.OffscreenCanvas && await delegate(job).catch(() => null);
  return result || develop(job).catch(() => ({}));
}

/** The job of a photo. @param {Photo} photo @param {ArrayBuffer} bytes @param {boolean} shrink @returns {Job} */
function jobOf({ type, category: code }, bytes, shrink) {
  const quality = { ...boot.quality, dark: category(code)?.dark !== false };
  return { bytes, type, longest: longestSide(), shrink, limit: LARGEST, quality };
}

function longestSide() {
  const link = /** @type {any} */ (navigator).connection || {};
  return link.saveData || /2g/.test(link.effectiveType) ? LONGEST_ON_SLOW : LONGEST;
}

/** @param {Photo} photo @param {Blob|undefined} picture */
function hang(photo, picture) {
  if (picture && !photo.picture && album.has(photo.id)) update(photo, { picture: URL.createObjectURL(picture) });
}

/** Draw a photo that is settled, after a reload. @param {Photo} photo */
export function redraw(photo) {
  return queued(async () => {
    const bytes = await bytesOf(photo.id);
    if (bytes) hang(photo, (await developed(jobOf(photo, bytes, false))).picture);
  }).catch(() => {});
}

/**
 * Settle the bytes to send: resized if that helps, hashed, written down. A photo sent as it is keeps its bytes.
 * A page that died while developing finds `resizing` set, and sends the original.
 * @param {Photo} photo
 */
async function settle(photo) {
  const written = await lookUp(photo.id);
  if (written && written.status !== 'new') { // another tab has done it
    update(photo, written);
    return;
  }
  const bytes = await bytesOf(photo.id);
  if (!bytes) {
    update(photo, { status: 'failed', reason: 'lost' });
    return;
  }
  const died = photo.resizing;
  photo.resizing = true;
  await note(photo);
  const job = jobOf(photo, bytes, !category(photo.category)?.original_required);
  const { picture, doubt, small } = died ? /** @type {Developed} */ ({}) : await developed(job);
  const final = small || bytes;
  const settled = {
    type: small ? 'image/jpeg' : photo.type, sha: await sha256(final), resizing: false, doubt: doubt || photo.doubt,
  };
  hang(photo, picture);
  const status = doubt && !photo.retake ? 'doubtful' : 'kept';
  await keep({ ...photo, ...settled, status }, final);
  if (photo.status === 'new') update(photo, { ...settled, status });
  else await release(photo); // removed meanwhile
}

let queue = Promise.resolve();

/** One at a time: phones lack memory. @param {() => Promise<void>} work */
function queued(work) {
  const done = queue.then(work);
  queue = done.catch(() => {});
  return done;
}

/** Bring a new photo to the point where it can be sent, or where its owner is to be asked. @param {Photo} photo */
export async function settled(photo) {
  try {
    await queued(() => alone(photo.id, () => settle(photo)));
  } catch (error) {
    if (!(error instanceof DOMException)) reportError(error);
    update(photo, { status: 'failed', reason: 'refused' });
  }
}
