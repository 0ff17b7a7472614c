// @ts-check
/** The photos that this page knows of, and the listeners to their changes. */

import { boot } from './text.js';

/** @typedef {import('./types.js').Photo} Photo */

/** The link's own address, which every path of its API continues. */
export const base = location.pathname.replace(/\/+$/, '');

const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** @type {Map<string, Photo>} */
export const album = new Map();

/** @type {((photo: Photo|null) => void)[]} */
const watchers = [];

/** @param {(photo: Photo|null) => void} watcher gets the photo that changed, or null when one went away */
export function watch(watcher) {
  watchers.push(watcher);
}

/**
 * Add a photo, or change one that is there.
 * @param {Photo} photo
 * @param {Partial<Photo>} [changes]
 */
export function update(photo, changes) {
  album.set(photo.id, Object.assign(photo, changes));
  for (const watcher of watchers) watcher(photo);
}

/** @param {Photo} photo */
export function drop(photo) {
  clearTimeout(photo.timer);
  if (photo.picture.startsWith('blob:')) URL.revokeObjectURL(photo.picture);
  album.delete(photo.id);
  for (const watcher of watchers) watcher(null);
}

/** @param {Partial<Photo> & {id: string, category: string}} known @returns {Photo} */
export function photoOf(known) {
  return {
    link: base, status: 'new', type: '', source: 'unknown', origin: '', sha: '', resizing: false, taken: '',
    at: Date.now(), doubt: '', retake: false, progress: 0, tries: 0, reason: '', picture: '', ...known,
  };
}

/** A ULID: 48 bits of milliseconds, 80 of chance, in Crockford's base 32. */
export function ulid() {
  let time = Date.now();
  let id = '';
  for (let i = 0; i < 10; i++, time = Math.floor(time / 32)) id = DIGITS[time % 32] + id;
  for (const byte of crypto.getRandomValues(new Uint8Array(16))) id += DIGITS[byte % 32];
  return id;
}

/** @param {string} code */
export function category(code) {
  return boot.categories.find((each) => each.code === code);
}

/** Photos of a category that the owner sees. @param {string} code */
export function photosOf(code) {
  return [...album.values()].filter((photo) => photo.category === code && photo.status !== 'removed');
}

/** The number of photos that take up a place: a rejected one has given its place back. @param {string} code */
export function taken(code) {
  return photosOf(code).filter((photo) => photo.status !== 'rejected').length;
}

/** @param {Photo} photo whether something is still going on with it */
export function underway(photo) {
  return ['new', 'kept', 'sending', 'waiting', 'sent', 'elsewhere'].includes(photo.status);
}

/** @param {Photo} photo whether this phone still has to keep its bytes */
export function unsent(photo) {
  return ['new', 'doubtful', 'kept', 'sending', 'waiting', 'sent', 'failed'].includes(photo.status);
}
