// @ts-check
/**
 * A conversation as one browser knows it: what it shows, and what is to be done next.
 *
 * It asks no network, no clock and no document. Each event returns effects; their outcomes come back as events, in any
 * order, twice, or never. Nothing written is lost, nothing is shown twice, and the order is that of the server.
 */

import { lineOf } from './sockets.js';

/** @typedef {import('./chat_types.js').Answer} Answer */
/** @typedef {import('./chat_types.js').Boot} Boot */
/** @typedef {import('./chat_types.js').Effect} Effect */
/** @typedef {import('./chat_types.js').Line} Line */
/** @typedef {import('./chat_types.js').Message} Message */
/** @typedef {import('./chat_types.js').Own} Own */
/** @typedef {import('./chat_types.js').Tools} Tools */
/** @typedef {import('./chat_types.js').Timer} Timer */

const HOLE = 1000;
const ON_SCREEN = 1000;
const OFTEN = 5000;
const SELDOM = 30_000;
const IDLE = 300_000;
/** The server knows the ids of messages for 30 days; later the same text would be another message. */
const FORGOTTEN = 25 * 24 * 3_600_000;
/** Answers after which the same text may pass: nobody there, too early, too often. Likewise all of 500 and above. */
const PASSING = [0, 408, 425, 429];
/** The session is over, or the thread is no longer ours to see. */
const OVER = [401, 403, 404];

/** What an answer says against a text or a file, in words; empty if it says nothing. @param {any} data */
export const troubles = (data) => data.errors?.map((/** @type {{detail: string}} */ { detail }) => detail).join(' ') || data.detail || data.title || '';

/**
 * @param {Pick<Boot, 'thread'|'side'|'answer'>} boot
 * @param {Tools} tools
 */
export function conversation({ thread, side, answer }, tools) {
  /** @type {Effect[]} */
  let effects = [];
  /** Messages that are shown, without holes, and those that came before their turn. */
  let shown = [...answer.items].sort((one, other) => one.seq - other.seq);
  /** @type {Map<number, Message>} */
  const held = new Map();
  /** @type {Own[]} */
  let own = [];
  let head = answer.head;
  let known = answer;
  const read = { ...answer.read };
  const otherSide = side === 'client' ? 'staff' : 'client';
  /** Until the texts of an earlier visit are there, later ones have to wait. */
  let ready = false;
  let posting = '';
  let notBefore = 0;
  let tries = 0;
  let asking = 0;
  let asked = 0;
  let again = false;
  let waiting = false;
  let polling = false;
  let looked = 0;
  let marked = answer.unread ? 0 : answer.head;
  let offline = false;
  /** The browser has no network, though the socket is not yet closed. */
  let cut = false;
  /** The status that ended it; 0: it goes on. */
  let over = 0;
  let changed = false;
  /** People of the other side who have the page open. */
  const online = new Set();
  let activeAt = tools.now();

  const last = () => shown.at(-1)?.seq ?? 0;
  const act = (/** @type {Effect} */ effect) => effects.push(effect);
  const wait = (/** @type {Timer} */ name, /** @type {number} */ after) => act({ do: 'timer', name, after });
  /** A time between one second and `most`, which differs from browser to browser. */
  const jitter = (/** @type {number} */ most) => 1000 + tools.random() * (Math.min(most, 30_000) - 1000);
  /** A time that differs by half: pages that lost their sockets at once don't ask at once. */
  const about = (/** @type {number} */ mean) => mean * (0.5 + tools.random());
  const line = lineOf({ thread, act, wait, jitter, tools, last });

  /** Ask for what follows the last message shown; one question at a time. */
  function ask() {
    if (over) return;
    again = asking > 0;
    if (again) return;
    asking = ++asked;
    act({ do: 'fetch', n: asking, after: last() });
  }

  /** Look again after a while, unless the socket tells of all that comes. */
  function pollLater() {
    const before = polling;
    polling = !line.live() && !over;
    if (!polling) act({ do: 'cancel', name: 'poll' });
    else if (!before) wait('poll', about(tools.now() - activeAt > IDLE ? SELDOM : OFTEN));
  }

  /** Marks only rise. @param {import('./chat_types.js').Side} whose @param {number} seq */
  function raise(whose, seq) {
    read[whose] = Math.max(read[whose], seq);
  }

  /** The server has a text of ours: it need not be kept, and is shown until its turn comes. @param {Message} message */
  function settle(message) {
    const written = message.side === side && own.find(({ id }) => id === message.id);
    if (!written || written.state === 'sent') return;
    message.mine = true;
    written.state = 'sent';
    written.seq = message.seq;
    act({ do: 'drop', id: message.id });
    if (posting === message.id) posting = '';
  }

  /** Take messages over, each once; those behind a hole wait until it is filled. @param {Message[]} messages */
  function take(messages) {
    for (const each of messages) {
      settle(each);
      head = Math.max(head, each.seq);
      if (each.seq > last()) held.set(each.seq, each);
    }
    for (let next; (next = held.get(last() + 1)); ) {
      held.delete(next.seq);
      shown.push(next);
    }
    own = own.filter(({ state, seq }) => state !== 'sent' || (seq || 0) > last());
    if (head > last() && !waiting) wait('hole', HOLE);
    if (head <= last() && waiting) act({ do: 'cancel', name: 'hole' });
    waiting = head > last();
  }

  /** Send the first text that waits; later ones wait for its answer. */
  function pump() {
    const next = own.find((each) => each.state === 'sending');
    if (!ready || posting || over || !next || next.kept === undefined || tools.now() < notBefore) return;
    posting = next.id;
    act({ do: 'post', id: next.id, text: next.text, attachments: next.attachments });
  }

  /** @param {number} status of an answer; 0: nobody answered */
  function learn(status) {
    if (offline && status) notBefore = 0;
    offline = !status;
    if (status) cut = false;
    if (!OVER.includes(status)) return;
    over = status;
    line.end();
  }

  /** @type {Record<string, (...values: any[]) => void>} */
  const events = {
    start() {
      line.connect();
      ask();
      pollLater();
    },

    /** Texts of an earlier visit, oldest first. @param {Own[]} texts */
    recalled(texts) {
      for (const each of texts) {
        if (own.some(({ id }) => id === each.id)) continue;
        const old = tools.now() - each.at > FORGOTTEN && each.state === 'sending';
        own.push({ ...each, kept: true, ...(old && { state: 'refused', reason: 'old' }) });
      }
      own.sort((one, other) => (one.id < other.id ? -1 : 1));
      ready = true;
      shown.forEach(settle);
      take([]);
      pump();
    },

    /** @param {string} text @param {string[]} [attachments] */
    write(text, attachments = []) {
      const at = tools.now();
      own.push({ id: tools.newId(at), text, attachments, at, state: 'sending', reason: '' });
      act({ do: 'keep', own: own[own.length - 1] });
    },

    /** @param {string} id @param {boolean} kept whether it outlives this page */
    kept(id, kept) {
      const written = own.find((each) => each.id === id);
      // The server was quicker, or the reader erased it.
      if (!written || written.state === 'sent') act({ do: 'drop', id });
      else written.kept = kept;
      pump();
    },

    /** Send a refused text once more. @param {string} id */
    again(id) {
      const written = own.find((each) => each.id === id && each.state === 'refused');
      if (!written) return;
      written.state = 'sending';
      if (written.reason === 'old') written.at = tools.now();
      written.reason = '';
      act({ do: 'keep', own: written });
      pump();
    },

    /** Let go of a refused text. @param {string} id */
    erase(id) {
      own = own.filter((each) => each.id !== id || each.state !== 'refused');
      act({ do: 'drop', id });
    },

    /** @param {string} id @param {number} status @param {any} data @param {number} [after] seconds to wait */
    posted(id, status, data, after = 0) {
      const passing = PASSING.includes(status) || status >= 500;
      if (status >= 200 && status < 300) take([{ ...data, mine: true }]);
      const written = own.find((each) => each.id === id);
      if (posting === id) posting = '';
      learn(status);
      if (!passing) tries = 0;
      else if (written?.state === 'sending') {
        const pause = Math.max(after * 1000, jitter(4000 * 2 ** tries++));
        notBefore = tools.now() + pause;
        wait('send', pause);
      }
      if (status >= 400 && !passing && !over && written?.state === 'sending') refuse(written, data);
      pump();
    },

    /** @param {number} n @param {Answer} data */
    fetched(n, data) {
      const [fresh, before] = [n === asking, last()];
      take(data.items);
      raise('client', data.read.client);
      raise('staff', data.read.staff);
      if (!fresh) return pump();
      changed ||= known.can_write && !data.can_write;
      known = data;
      asking = 0;
      learn(200);
      head = Math.max(head, data.head);
      take([]);
      if (again || (head > last() && last() > before)) ask();
      pump();
      pollLater();
    },

    /** @param {number} n @param {number} status */
    unfetched(n, status) {
      if (n !== asking) return;
      asking = 0;
      learn(status);
      pollLater();
      if (waiting) wait('hole', OFTEN);
    },

    /** Show what was before the first message. */
    earlier() {
      if (shown.length && shown[0].seq > 1) act({ do: 'fetch', n: 0, before: shown[0].seq });
    },

    /** @param {Message[]} items */
    before(items) {
      const rest = [...items].sort((one, other) => other.seq - one.seq);
      for (const each of rest) if (each.seq === shown[0].seq - 1) shown.unshift(each);
      shown.forEach(settle);
      take([]);
      pump();
    },

    /** The last message of the other side on screen, by number; 0: the page is not looked at. @param {number} seq */
    looked(seq) {
      if (seq > marked && seq !== looked) wait('seen', ON_SCREEN);
      if (!seq) act({ do: 'cancel', name: 'seen' });
      looked = seq;
    },

    /** @param {number} seq @param {boolean} done */
    marked(seq, done) {
      if (done) marked = Math.max(marked, seq);
      else wait('seen', OFTEN);
    },

    /** @param {number} n @param {any} frame */
    frame(n, frame) {
      cut = false;
      const welcome = line.frame(n, frame);
      if (welcome) learn(200);
      if ([undefined, thread].includes(frame.claim_id || frame.ticket_id)) hear(frame);
      if (welcome || ['claim', 'ticket', 'pong', 'bye'].includes(frame.type)) ask();
      pollLater();
      pump();
    },

    /** @param {number} n */
    opened(n) {
      line.opened(n);
    },

    /** @param {number} n */
    closed(n) {
      line.closed(n);
      pollLater();
    },

    /** The reader does something. */
    active() {
      if (tools.now() - activeAt > IDLE && polling) wait('poll', 0);
      activeAt = tools.now();
    },

    /** The page is looked at again, or the network is back. */
    back() {
      activeAt = tools.now();
      // Nobody knows how long this page slept: a question or a text may have died with the network.
      [asking, posting, notBefore, over] = [0, '', 0, 0];
      line.back();
      ask();
      pump();
      pollLater();
    },

    offline() {
      offline = cut = true;
    },

    /** @param {Timer} name */
    tick(name) {
      if (name === 'hole') {
        waiting = false;
        ask();
      } else if (name === 'poll') ask();
      else if (name === 'send') pump();
      else if (name === 'seen' && looked > marked && !over) act({ do: 'mark', seq: looked });
      else line.tick(name);
      if (name === 'poll') polling = false;
      pollLater();
    },
  };

  /** Take what the socket tells of this thread. @param {any} frame */
  function hear(frame) {
    const { type, seq = 0, by, side: from, text, attachments } = frame;
    if (type === 'welcome') head = Math.max(head, frame.head || 0);
    else if (type === 'read') raise(from, seq);
    else if (type === 'presence' && from === otherSide) online[frame.online ? 'add' : 'delete'](frame.user);
    else if (type === 'claim' || (type === 'document' && frame.slot !== 'chat')) changed = true;
    else if (type === 'message' && text && !attachments?.length) take([{ ...frame, name: by, mine: !!frame.mine, attachments: [] }]);
    else if (type === 'message' && seq > last()) {
      // A long text, or a file: the frame only says that there is something to ask for.
      head = Math.max(head, seq);
      ask();
    }
  }

  /** @param {Own} written @param {any} data */
  function refuse(written, data) {
    written.state = 'refused';
    written.reason = data.reason === 'closed' ? 'closed' : troubles(data) || 'other';
    act({ do: 'keep', own: written });
    if (data.reason === 'closed') ask();
  }

  return {
    /** Take an event, and return what is to be done. @param {string} name @param {any[]} values @returns {Effect[]} */
    on(name, ...values) {
      effects = [];
      events[name](...values);
      return effects;
    },

    /** @returns {Line[]} what the page shows, in order */
    lines() {
      return [...shown, ...own.map((each) => ({ own: each, id: each.id }))];
    },

    /** What the page says of itself. */
    view() {
      const unlike = line.failed() ? 'polling' : 'connecting';
      const mode = over ? (over === 401 ? 'over' : 'gone') : line.live() && !cut ? 'live' : offline ? 'offline' : unlike;
      return { mode, known, readByThem: read[otherSide], online: line.live() && !cut && online.size > 0, changed, more: shown.length > 0 && shown[0].seq > 1 };
    },
  };
}
