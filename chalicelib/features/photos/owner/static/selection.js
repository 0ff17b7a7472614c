// @ts-check
/** From the owner's pick to bytes that are ours: copied at once, since phones take files back. */

import { album, category, drop, photoOf, taken, ulid, update } from './album.js';
import { LARGEST, settled, sha256 } from './preparation.js';
import { endOf, kindOf, takenAt } from './exif.js';
import { erase, keep } from './store.js';
import { pump } from './upload.js';

/** @typedef {import('./types.js').Photo} Photo */

const LARGEST_TO_SHRINK = 100 * 1024 * 1024;

/** Why a file of this size can't be taken, or ''. @param {number} size bytes @param {string} type @param {boolean} whole */
function objection(size, type, whole) {
  if (!size) return 'empty';
  if (!type) return 'not_photo';
  return size > (whole || type === 'image/heic' ? LARGEST : LARGEST_TO_SHRINK) ? 'too_large' : '';
}

/**
 * Take one file over. @param {File} file @param {string} code @param {Partial<Photo>} known what its pick says of it
 * @returns {Promise<string>} key of what to tell the owner, '' when there is nothing to tell
 */
async function add(file, code, known) {
  const whole = Boolean(category(code)?.original_required);
  const hopeless = objection(file.size, '?', false); // a film is not read to learn that it is too large
  if (hopeless) return hopeless;
  const picked = await file.arrayBuffer().catch(() => null);
  if (!picked) return 'unreadable';
  const type = kindOf(picked);
  const end = endOf(picked, type);
  // A film after the photo is nobody's evidence; where the original is wanted it goes along if it may.
  const bytes = end < picked.byteLength && !(whole && picked.byteLength <= LARGEST) ? picked.slice(0, end) : picked;
  const trouble = objection(bytes.byteLength, type, whole);
  if (trouble) return trouble;
  const origin = await sha256(picked);
  if ([...album.values()].some((photo) => photo.origin === origin)) return 'duplicate';
  const photo = photoOf({
    ...known, id: ulid(), category: code, type, origin, taken: type === 'image/jpeg' ? takenAt(bytes) : '',
  });
  const kept = await keep(photo, bytes); // before anything else can see it
  update(photo);
  void settled(photo).then(pump);
  return kept ? '' : 'memory';
}

/**
 * Take over all picked files, as far as there is room.
 * @param {HTMLInputElement} input
 * @param {string} code of the category
 * @param {Photo} [poor] a photo of it that what was picked is to replace
 * @returns {Promise<{key: string, name: string}[]>} what to tell the owner, in order
 */
export async function pick(input, code, poor) {
  const source = input.hasAttribute('capture') ? 'camera' : 'gallery';
  const told = [];
  for (const file of [...(input.files || [])]) {
    const full = taken(code) - Number(Boolean(poor)) >= (category(code)?.max || 0);
    const key = full ? 'full' : await add(file, code, { source, retake: Boolean(poor) });
    if (key) told.push({ key, name: file.name });
    if (full) break;
    if (poor && (!key || key === 'memory')) {
      await erase(poor.id);
      drop(poor);
      poor = undefined;
    }
  }
  input.value = ''; // the same file may be picked again
  void navigator.storage?.persist?.();
  return told;
}

/** True if the browser lets us compute hashes, which the server needs: only pages served safely may. */
export const able = Boolean(crypto.subtle);
