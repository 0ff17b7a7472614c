// @ts-check
/** One conversation with the API, one form to S3. The caller decides about the answers. */

import { base } from './album.js';
import { boot } from './text.js';

/** @typedef {import('./types.js').Photo} Photo */
/** @typedef {{status: number, data: any, after: number, tag: string}} Answer status 0: nobody answered */

const PATIENCE = 30000;
const PATIENCE_AFTER_ALL = 60000;
/** The most that the bar shows before S3 has answered. */
const ALMOST = 0.95;

/**
 * Call the API of this link, below its own address.
 * @param {string} method
 * @param {string} path
 * @param {object} [body]
 * @param {string} [tag] of the known answer (ETag)
 * @returns {Promise<Answer>}
 */
export async function call(method, path, body, tag) {
  const control = new AbortController();
  const timer = setTimeout(() => control.abort(), PATIENCE);
  try {
    const answer = await fetch(`${base}/${path}?lang=${boot.language}`, {
      method,
      signal: control.signal,
      cache: 'no-store',
      headers: { ...(body && { 'Content-Type': 'application/json' }), ...(tag && { 'If-None-Match': tag }) },
      body: body && JSON.stringify(body),
    });
    const data = await answer.json().catch(() => ({}));
    const told = (/** @type {string} */ name) => answer.headers.get(name) || '';
    return { status: answer.status, data, after: Number(told('Retry-After')) || 0, tag: told('ETag') };
  } catch {
    return { status: 0, data: {}, after: 0, tag: '' };
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Post a photo's bytes to S3. No progress for half a minute (a minute once all is sent) is a stall and ends the try.
 * @param {Photo} photo its `request` can be aborted
 * @param {{url: string, fields: Record<string, string>}} permit
 * @param {ArrayBuffer} bytes
 * @param {(share: number) => void} progress
 * @returns {Promise<number>} S3's status, 0 when the connection broke, stalled or was aborted
 */
export function post(photo, permit, bytes, progress) {
  return new Promise((resolve) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(permit.fields)) form.append(name, value);
    form.append('file', new Blob([bytes], { type: photo.type }), photo.id); // S3 ignores fields behind the file
    const request = new XMLHttpRequest();
    photo.request = request;
    let timer = 0;
    const patience = (/** @type {number} */ time) => {
      clearTimeout(timer);
      timer = setTimeout(() => request.abort(), time);
    };
    request.upload.onprogress = ({ loaded, total }) => {
      patience(loaded < total ? PATIENCE : PATIENCE_AFTER_ALL);
      progress(ALMOST * loaded / total);
    };
    request.onloadend = () => {
      clearTimeout(timer);
      photo.request = undefined;
      resolve(request.status);
    };
    request.open('POST', permit.url);
    patience(PATIENCE);
    request.send(form);
  });
}
