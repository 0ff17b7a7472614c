// @ts-check
/** Files of a message: each goes to the storage at once, and the message names it by its id. */

import { call, nextId } from './chat_line.js';
import { troubles } from './conversation.js';

/** @typedef {import('./chat_types.js').Boot} Boot */
/** @typedef {{id: string, file: Pick<File, 'name'>, state: 'sending'|'ready'|'failed', trouble: string}} Chosen */

const MOST = 5;

/**
 * @param {Boot} boot
 * @param {HTMLElement} list
 * @param {() => void} changed called after each change of the files
 * @returns {{add: (files: Iterable<File>) => boolean, put: (ids: string[]) => void, waits: () => boolean, take: () => Chosen[]}}
 */
export function filesOf(boot, list, changed) {
  const { documents, texts } = boot;
  /** @type {Chosen[]} */
  let chosen = [];
  /** Names of files that were taken, for a text that comes back. @type {Map<string, string>} */
  const names = new Map();

  function draw() {
    list.replaceChildren(...chosen.map((each) => {
      const item = document.createElement('li');
      const state = { sending: texts.fileSending, ready: texts.fileReady, failed: each.trouble }[each.state];
      item.append(`${each.file.name} · ${state} `);
      if (each.state === 'failed') item.append(button(texts.again, () => void send(each, /** @type {File} */ (each.file))));
      item.append(button(texts.leave, () => {
        chosen = chosen.filter((other) => other !== each);
        draw();
      }));
      return item;
    }));
    changed();
  }

  /** @param {string} label @param {() => void} onclick */
  function button(label, onclick) {
    return Object.assign(document.createElement('button'), { type: 'button', className: 'quiet', textContent: label, onclick });
  }

  /** @param {Chosen} each @param {File} file */
  async function send(each, file) {
    each.state = 'sending';
    draw();
    each.trouble = file.size ? await bring(each.id, file).catch(() => texts.fileFailed) : texts.fileEmpty;
    each.state = each.trouble ? 'failed' : 'ready';
    draw();
  }

  /** Announce a file, and post it to the storage. The same id again goes on. @param {string} id @param {File} file */
  async function bring(id, file) {
    const bytes = await file.arrayBuffer();
    const sum = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
    const { status, data } = await call('POST', documents, {
      document_id: id,
      slot: 'chat',
      file_name: file.name,
      bytes: file.size,
      content_type: file.type || 'application/pdf',
      sha256: [...sum].map((digit) => digit.toString(16).padStart(2, '0')).join(''),
    });
    if (status === 200) return data.reason || '';
    if (status !== 201) return troubles(data) || texts.fileFailed;
    const form = new FormData();
    for (const [name, value] of Object.entries(data.upload.fields)) form.append(name, /** @type {string} */ (value));
    form.append('file', new Blob([bytes], { type: file.type }), id); // S3 ignores fields behind the file
    const posted = await fetch(data.upload.url, { method: 'POST', body: form });
    return posted.ok ? '' : texts.fileFailed;
  }

  return {
    /** Returns whether all had room. */
    add(files) {
      for (const file of files) {
        if (chosen.length === MOST) return false;
        /** @type {Chosen} */
        const each = { id: nextId(Date.now()), file, state: 'sending', trouble: '' };
        chosen.push(each);
        void send(each, file);
      }
      return true;
    },
    /** Put the files of a refused text back: they are in the storage. */
    put(ids) {
      for (const id of ids.slice(0, MOST - chosen.length)) {
        chosen.push({ id, file: { name: names.get(id) || texts.file }, state: 'ready', trouble: '' });
      }
      draw();
    },
    waits: () => chosen.some(({ state }) => state !== 'ready'),
    take() {
      const taken = chosen;
      chosen = [];
      for (const { id, file } of taken) names.set(id, file.name);
      draw();
      return taken;
    },
  };
}
