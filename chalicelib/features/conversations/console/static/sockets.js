// @ts-check
/**
 * The socket of a conversation: when one is opened, renewed and given up. Like the conversation it only returns effects.
 *
 * A socket is live once it is welcomed. Before API Gateway ends it after 2 hours, another one takes its place.
 */

/** @typedef {import('./chat_types.js').Effect} Effect */
/** @typedef {import('./chat_types.js').Timer} Timer */

const PING = 240_000;
const PONG = 30_000;
const CONNECTING = 15_000;
const MINUTE = 60_000;
const RENEWED = 105 * MINUTE;
const RENEWING = 10 * MINUTE;
/** After so many tries that failed, the page says that it isn't live. */
const TRIES = 3;

/**
 * @param {{
 *   thread: string, act: (effect: Effect) => void, wait: (name: Timer, after: number) => void,
 *   jitter: (most: number) => number, tools: import('./chat_types.js').Tools, last: () => number,
 * }} given
 */
export function lineOf({ thread, act, wait, jitter, tools, last }) {
  let number = 0;
  let live = 0;
  let opening = 0;
  let fails = 0;
  let pings = 0;
  let over = false;

  const cancel = (/** @type {Timer[]} */ ...names) => names.forEach((name) => act({ do: 'cancel', name }));

  function connect() {
    if (opening || over) return;
    cancel('reconnect');
    opening = ++number;
    act({ do: 'connect', n: opening });
    wait('opening', CONNECTING);
  }

  /** @param {number} n */
  function closed(n) {
    if (n === opening) {
      opening = 0;
      fails += 1;
      cancel('opening');
    } else if (n === live) {
      live = 0;
      cancel('ping', 'pong', 'renew');
    } else return;
    if (over || opening) return;
    if (live) wait('renew', MINUTE);
    else wait('reconnect', jitter(4000 * 2 ** fails));
  }

  /** @param {number} n */
  function giveUp(n) {
    act({ do: 'close', n });
    closed(n);
  }

  function ping() {
    act({ do: 'say', n: live, frame: { do: 'ping', n: ++pings } });
    wait('ping', PING);
    wait('pong', PONG);
  }

  /** @param {number} n */
  function welcome(n) {
    const before = live;
    [live, opening, fails] = [n, 0, 0];
    if (before) act({ do: 'close', n: before });
    cancel('opening', 'reconnect', 'pong');
    wait('ping', PING);
    wait('renew', RENEWED + tools.random() * RENEWING);
  }

  return {
    connect,
    closed,
    live: () => live > 0,
    failed: () => fails >= TRIES,

    /** @param {number} n */
    opened(n) {
      if (n === opening) act({ do: 'say', n, frame: { do: 'hello', [thread.startsWith('tic_') ? 'ticket_id' : 'claim_id']: thread, seq: last() } });
      else act({ do: 'close', n });
    },

    /** @param {number} n @param {any} frame @returns {boolean} whether the socket is live from now on */
    frame(n, frame) {
      if (frame.type === 'welcome' && n === opening) {
        welcome(n);
        return true;
      }
      if (frame.type === 'pong' && n === live) cancel('pong');
      if (frame.type === 'bye') giveUp(n);
      return false;
    },

    /** The page was away: a live socket has to prove it, and a lost one is opened now. */
    back() {
      over = false;
      if (live) ping();
      else connect();
    },

    /** Nothing is told any more. */
    end() {
      over = true;
      for (const n of [live, opening]) if (n) giveUp(n);
      cancel('reconnect', 'poll');
    },

    /** @param {Timer} name */
    tick(name) {
      if (name === 'reconnect' || (name === 'renew' && live)) connect();
      else if (name === 'opening' && opening) giveUp(opening);
      else if (name === 'pong' && live) giveUp(live);
      else if (name === 'ping' && live) ping();
    },
  };
}
