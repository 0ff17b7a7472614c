// @ts-check
/**
 * Bytes and notes of photos, kept on the phone from the moment of selection until the server has filed them.
 *
 * ArrayBuffers, since WebKit loses Blobs; written strictly, since a phone's battery dies. Where IndexedDB is closed
 * to us or full, the bytes stay in memory and the owner is told to keep the page open.
 */

/** @typedef {import('./types.js').Note} Note */

const WEEK = 7 * 24 * 3600 * 1000;
const OPENING = 4000; // some WebKits never answer `open`

/** @type {Map<string, ArrayBuffer>} */
const memory = new Map();

/** @type {Promise<IDBDatabase>|null} */
let opening = null;

/** @returns {Promise<IDBDatabase>} */
function open() {
  opening = opening || new Promise((resolve, reject) => {
    setTimeout(reject, OPENING, new Error('indexedDB.open does not answer'));
    const request = indexedDB.open('osmotr', 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore('notes', { keyPath: 'id' });
      request.result.createObjectStore('bytes');
    };
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      request.result.onclose = () => { opening = null; };
      resolve(request.result);
    };
  });
  return opening;
}

/**
 * Run one transaction over notes and bytes; a connection that the browser dropped is opened once more.
 * @param {IDBTransactionMode} mode
 * @param {(notes: IDBObjectStore, bytes: IDBObjectStore) => IDBRequest} work
 * @param {boolean} [again]
 * @returns {Promise<any>} the result of the request that `work` returns
 */
async function run(mode, work, again = true) {
  try {
    const database = await open();
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(['notes', 'bytes'], mode, { durability: 'strict' });
      const request = work(transaction.objectStore('notes'), transaction.objectStore('bytes'));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
    });
  } catch (error) {
    opening = null;
    if (again && /** @type {DOMException} */ (error)?.name !== 'QuotaExceededError') return run(mode, work, false);
    throw error;
  }
}

/**
 * The part of a photo to write down. A try is known to its own page only: for any other it is a photo to be sent.
 * @param {Note} photo @returns {Note}
 */
function noteOf({ id, link, category, status, type, source, origin, sha, resizing, taken, at, doubt, retake }) {
  const written = !['sending', 'waiting', 'failed'].includes(status) ? status : sha ? 'kept' : 'new';
  return { id, link, category, status: written, type, source, origin, sha, resizing, taken, at, doubt, retake };
}

/**
 * Keep a photo's bytes and its note, both or none.
 * @param {Note} photo
 * @param {ArrayBuffer} bytes
 * @returns {Promise<boolean>} whether they outlive this page
 */
export async function keep(photo, bytes) {
  try {
    await run('readwrite', (notes, store) => {
      notes.put(noteOf(photo));
      return store.put(bytes, photo.id);
    });
    memory.delete(photo.id);
    return true;
  } catch {
    memory.set(photo.id, bytes);
    return false;
  }
}

/** Write a photo's progress down; one that is only in memory has nothing to write. @param {Note} photo */
export async function note(photo) {
  if (!memory.has(photo.id)) await run('readwrite', (notes) => notes.put(noteOf(photo))).catch(() => {});
}

/** Write a photo's progress down, and let go of its bytes. @param {Note} photo */
export async function release(photo) {
  memory.delete(photo.id);
  await run('readwrite', (notes, bytes) => {
    notes.put(noteOf(photo));
    return bytes.delete(photo.id);
  }).catch(() => {});
}

/** Forget a photo that the server was never told of. @param {string} id */
export async function erase(id) {
  memory.delete(id);
  await run('readwrite', (notes, bytes) => {
    notes.delete(id);
    return bytes.delete(id);
  }).catch(() => {});
}

/** @param {string} id @returns {Promise<ArrayBuffer|undefined>} rejects when the storage doesn't answer now */
export async function bytesOf(id) {
  return memory.get(id) || run('readonly', (_, bytes) => bytes.get(id));
}

/** The present note of a photo, perhaps by another tab. @param {string} id @returns {Promise<Note|undefined>} */
export async function lookUp(id) {
  return run('readonly', (notes) => notes.get(id)).catch(() => undefined);
}

/** Notes of one link, oldest first; after a week they are forgotten. @param {string} link @returns {Promise<Note[]>} */
export async function recall(link) {
  /** @type {Note[]} */
  const all = await run('readonly', (notes) => notes.getAll()).catch(() => []);
  const old = all.filter((each) => each.at < Date.now() - WEEK);
  for (const { id } of old) await erase(id);
  return all.filter((each) => each.link === link && !old.includes(each));
}
