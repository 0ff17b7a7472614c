// @ts-check
/** From the owner's pick to bytes that are ours: copied at once, since phones take files back. */

import { album, category, photoOf, taken, ulid, update } from './album.js';
import { kindOf, takenAt } from './exif.js';
import { picture, sha256 } from './resize.js';
import { keep } from './store.js';
import { pump } from './upload.js';

/** @typedef {import('./types.js').Photo} Photo */

const LARGEST = 15 * 1024 * 1024; // the server's own limit
const LARGEST_TO_SHRINK = 100 * 1024 * 1024;

/** Why these bytes can't be a photo of this category, or ''. @param {ArrayBuffer|null} bytes @param {string} type @param {boolean} whole */
function objection(bytes, type, whole) {
  if (!bytes) return 'unreadable';
  if (!bytes.byteLength) return 'empty';
  if (!type) return 'not_photo';
  const limit = whole || type === 'image/heic' ? LARGEST : LARGEST_TO_SHRINK;
  return bytes.byteLength > limit ? 'too_large' : '';
}

/**
 * Take one file over. @param {File} file @param {string} code @param {'camera'|'gallery'} source
 * @returns {Promise<string>} key of what to tell the owner, '' when there is nothing to tell
 */
async function add(file, code, source) {
  const bytes = await file.arrayBuffer().catch(() => null);
  const type = bytes ? kindOf(bytes) : '';
  const trouble = objection(bytes, type, Boolean(category(code)?.original_required));
  if (trouble || !bytes) return trouble;
  const origin = await sha256(bytes);
  if ([...album.values()].some((photo) => photo.origin === origin)) return 'duplicate';
  const photo = photoOf({
    id: ulid(), category: code, type, source, origin, taken: type === 'image/jpeg' ? takenAt(bytes) : '',
  });
  const kept = await keep(photo, bytes); // before the queue can see it
  update(photo);
  await picture(photo, bytes);
  return kept ? '' : 'memory';
}

/**
 * Take over everything that was picked, as far as there is room.
 * @param {HTMLInputElement} input
 * @param {string} code of the category
 * @returns {Promise<{key: string, name: string}[]>} what to tell the owner, in order
 */
export async function pick(input, code) {
  const source = input.hasAttribute('capture') ? 'camera' : 'gallery';
  const told = [];
  for (const file of [...(input.files || [])]) {
    const full = taken(code) >= (category(code)?.max || 0);
    const key = full ? 'full' : await add(file, code, source);
    if (key) told.push({ key, name: file.name });
    if (full) break;
    void pump();
  }
  input.value = ''; // the same file may be picked again
  void navigator.storage?.persist?.();
  return told;
}

/** Whether the browser lets us compute what the server needs: only pages served safely may. */
export const able = Boolean(crypto.subtle);
