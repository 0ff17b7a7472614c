// @ts-check
/**
 * Makes photos small enough for a bad network, one at a time, and the bytes to send final: their hash is promised to
 * the server and must not change with the next try.
 */

import { album, category, update } from './album.js';
import { complete, forgetPlace } from './exif.js';
import { bytesOf, keep, note } from './store.js';

/** @typedef {import('./types.js').Photo} Photo */

const LONGEST = 2560;
const LONGEST_ON_SLOW = 1600;
const HEAVY = 1.5 * 1024 * 1024;
const QUALITY = 0.82;
const CANVAS = 16.7e6; // pixels; more and iOS gives an empty canvas
const PICTURE = 360;

/** @param {ArrayBuffer} bytes @returns {Promise<string>} 64 lowercase hex digits */
export async function sha256(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * Decode upright. Rejects when the browser can't, as most can't read HEIC.
 * @param {Blob} blob @returns {Promise<ImageBitmap|HTMLImageElement>}
 */
async function decode(blob) {
  try {
    return await createImageBitmap(blob, { imageOrientation: 'from-image' });
  } catch {
    const image = new Image();
    image.src = URL.createObjectURL(blob);
    try {
      await image.decode();
      return image;
    } finally {
      URL.revokeObjectURL(image.src);
    }
  }
}

/**
 * Draw an image as JPEG within a longest side.
 * @param {ImageBitmap|HTMLImageElement} image
 * @param {number} longest
 * @returns {Promise<Blob|null>}
 */
async function draw(image, longest) {
  const { width, height } = image;
  const scale = Math.min(1, longest / Math.max(width, height), Math.sqrt(CANVAS / (width * height)));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d', { alpha: false }));
  pen.imageSmoothingQuality = 'high';
  pen.drawImage(image, 0, 0, canvas.width, canvas.height);
  /** @type {Blob|null} */
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY));
  canvas.width = canvas.height = 0; // iOS counts canvases until they are collected
  if ('close' in image) image.close();
  return blob;
}

function longestSide() {
  const link = /** @type {any} */ (navigator).connection || {};
  return link.saveData || /2g/.test(link.effectiveType) ? LONGEST_ON_SLOW : LONGEST;
}

/**
 * A smaller JPEG of the same photo, or null: small enough already, not decodable here, or no gain.
 * @param {ArrayBuffer} bytes
 * @param {string} type
 */
async function shrink(bytes, type) {
  // The server says what is wrong with one that was cut off.
  if (type === 'image/jpeg' && !complete(bytes)) return null;
  try {
    const image = await decode(new Blob([bytes], { type }));
    const longest = longestSide();
    if (Math.max(image.width, image.height) <= longest && bytes.byteLength <= HEAVY) return null;
    const blob = await draw(image, longest);
    return blob && blob.size && blob.size < bytes.byteLength ? await blob.arrayBuffer() : null;
  } catch {
    return null;
  }
}

/** Show the photo in the page as soon as it can be drawn. @param {Photo} photo @param {ArrayBuffer} bytes */
export async function picture(photo, bytes) {
  try {
    const blob = await draw(await decode(new Blob([bytes], { type: photo.type })), PICTURE);
    if (blob && !photo.picture && album.has(photo.id)) update(photo, { picture: URL.createObjectURL(blob) });
  } catch {
    // The tile keeps its drawing; the photo goes up all the same.
  }
}

/**
 * Return the bytes to send, settled once: resized if that helps, without the place, hashed, written down.
 * A page that died while resizing finds `resizing` set, and sends the original.
 * @param {Photo} photo
 * @returns {Promise<ArrayBuffer|undefined>} nothing if the phone has lost them
 */
export async function prepared(photo) {
  const bytes = await bytesOf(photo.id);
  if (!bytes || photo.sha) return bytes;
  const untouched = Boolean(category(photo.category)?.original_required);
  let small = null;
  if (!untouched && !photo.resizing) {
    photo.resizing = true;
    await note(photo);
    small = await shrink(bytes, photo.type);
  }
  if (!small && !untouched && photo.type === 'image/jpeg') forgetPlace(bytes);
  const final = small || bytes;
  if (small) photo.type = 'image/jpeg';
  photo.sha = await sha256(final);
  photo.resizing = false;
  await keep(photo, final);
  return final;
}
