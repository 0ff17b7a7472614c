// @ts-check
/** Does what a conversation returns: calls, sockets, timers, and the outbox. Each outcome is an event of it. */

import { conversation } from './conversation.js';
import { dropText, keepText, recallTexts } from './outbox.js';

/** @typedef {import('./chat_types.js').Boot} Boot */
/** @typedef {import('./chat_types.js').Effect} Effect */

const PATIENCE = 20_000;
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

let lastTime = 0;
/** Of the page; the browser's own may be another. */
let language = '';

/** A ULID that is greater than those before it on this page. @param {number} now */
export function nextId(now) {
  lastTime = Math.max(now, lastTime + 1);
  let [time, digits] = [lastTime, ''];
  for (let place = 0; place < 10; place++) {
    digits = DIGITS[time % 32] + digits;
    time = Math.floor(time / 32);
  }
  for (const each of crypto.getRandomValues(new Uint8Array(16))) digits += DIGITS[each % 32];
  return digits;
}

/**
 * @param {string} method @param {string} address @param {object} [body]
 * @returns {Promise<{status: number, data: any, after: number}>} status 0: nobody answered
 */
export async function call(method, address, body) {
  try {
    const answer = await fetch(address, {
      method,
      signal: AbortSignal.timeout(PATIENCE),
      cache: 'no-store',
      redirect: 'error',
      headers: { 'Accept-Language': language, ...(body && { 'Content-Type': 'application/json' }) },
      body: body && JSON.stringify(body),
    });
    const data = answer.status === 204 ? {} : await answer.json().catch(() => null);
    // Not ours: a proxy's page, or half an answer.
    if (!data) return { status: answer.ok ? 0 : answer.status, data: {}, after: 0 };
    return { status: answer.status, data, after: Number(answer.headers.get('Retry-After')) || 0 };
  } catch {
    return { status: 0, data: {}, after: 0 };
  }
}

/**
 * Begin a conversation.
 * @param {Boot} boot
 * @param {() => void} draw is called after each event
 */
export function begin(boot, draw) {
  const { api, me, thread, tickets } = boot;
  language = boot.language;
  const place = `${thread} ${me}`;
  const talk = conversation(boot, { now: Date.now, random: Math.random, newId: nextId });
  /** @type {Map<string, number>} */
  const timers = new Map();
  /** @type {Map<number, WebSocket>} */
  const sockets = new Map();

  /** @param {string} name @param {any[]} values */
  function on(name, ...values) {
    for (const effect of talk.on(name, ...values)) void run(effect);
    draw();
  }

  /** @param {number} n */
  async function connect(n) {
    const { status, data } = await call('POST', tickets, {});
    if (status !== 201) return on('closed', n);
    const socket = new WebSocket(`${data.url}?ticket=${encodeURIComponent(data.ticket)}`);
    sockets.set(n, socket);
    socket.onopen = () => on('opened', n);
    socket.onmessage = ({ data: text }) => {
      let frame;
      try { frame = JSON.parse(text); } catch { return; }
      on('frame', n, frame);
    };
    socket.onclose = () => {
      sockets.delete(n);
      on('closed', n);
    };
  }

  /** @param {{n: number, after?: number, before?: number}} effect */
  async function ask({ n, after, before }) {
    const { status, data } = await call('GET', `${api}?${after === undefined ? `before=${before}` : `after=${after}`}`);
    if (status !== 200) on('unfetched', n, status);
    else if (after === undefined) on('before', data.items);
    else on('fetched', n, data);
  }

  /** @param {Effect} effect */
  async function run(effect) {
    if (effect.do === 'fetch') await ask(effect);
    else if (effect.do === 'post') {
      const { id, text, attachments } = effect;
      const { status, data, after } = await call('POST', api, { id, text, ...(attachments.length && { attachments }) });
      on('posted', id, status, data.message || data, after); // of a request, which is in the answer, too
    } else if (effect.do === 'mark') {
      const { status } = await call('POST', `${api}/read`, { seq: effect.seq });
      on('marked', effect.seq, status === 204);
    } else if (effect.do === 'keep') on('kept', effect.own.id, await keepText(place, effect.own));
    else if (effect.do === 'drop') await dropText(effect.id);
    else if (effect.do === 'connect') await connect(effect.n);
    else if (effect.do === 'say') sockets.get(effect.n)?.send(JSON.stringify(effect.frame));
    else if (effect.do === 'close') sockets.get(effect.n)?.close();
    else {
      clearTimeout(timers.get(effect.name));
      if (effect.do === 'timer') timers.set(effect.name, setTimeout(on, effect.after, 'tick', effect.name));
    }
  }

  on('start');
  void recallTexts(place).then((texts) => on('recalled', texts));
  const back = () => { if (!document.hidden) on('back'); };
  document.addEventListener('visibilitychange', back);
  window.addEventListener('pageshow', (event) => { if (event.persisted) back(); });
  window.addEventListener('online', back);
  window.addEventListener('offline', () => on('offline'));
  for (const each of ['pointerdown', 'keydown', 'scroll']) {
    window.addEventListener(each, () => talk.on('active').forEach(run), { passive: true });
  }
  return { on, talk };
}
