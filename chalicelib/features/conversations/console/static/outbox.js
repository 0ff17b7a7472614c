// @ts-check
/**
 * Texts that the server doesn't have yet, kept in the browser until it has them; by thread and person, since a browser
 * may be shared. Where IndexedDB is closed to us, a text lives as long as its page, which says so.
 */

/** @typedef {import('./chat_types.js').Own} Own */

const STORE = 'texts';
const OPENING = 4000; // some WebKits never answer `open`

/** @type {Promise<IDBDatabase>|null} */
let opening = null;

/** @returns {Promise<IDBDatabase>} */
function database() {
  opening = opening || new Promise((resolve, reject) => {
    setTimeout(reject, OPENING, new Error('indexedDB.open does not answer'));
    const request = indexedDB.open('osmotr-chat', 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'id' });
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      request.result.onclose = () => { opening = null; };
      resolve(request.result);
    };
  });
  return opening;
}

/**
 * Run one transaction; a connection that the browser dropped is opened once more.
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest} work
 * @param {boolean} [again]
 * @returns {Promise<any>}
 */
async function run(mode, work, again = true) {
  try {
    const opened = await database();
    return await new Promise((resolve, reject) => {
      const transaction = opened.transaction(STORE, mode, { durability: 'strict' });
      const request = work(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
    });
  } catch (error) {
    opening = null;
    if (again) return run(mode, work, false);
    throw error;
  }
}

/** @param {string} place of a thread and a person @param {Own} own @returns {Promise<boolean>} whether it is kept */
export async function keepText(place, { id, text, attachments, at, state, reason }) {
  const row = { place, id, text, attachments, at, state, reason };
  return run('readwrite', (store) => store.put(row)).then(() => true, () => false);
}

/** @param {string} id */
export async function dropText(id) {
  await run('readwrite', (store) => store.delete(id)).catch(() => {});
}

/** Texts of a place, oldest first. @param {string} place @returns {Promise<Own[]>} */
export async function recallTexts(place) {
  /** @type {(Own & {place: string})[]} */
  const all = await run('readonly', (store) => store.getAll()).catch(() => []);
  return all.filter((each) => each.place === place);
}
