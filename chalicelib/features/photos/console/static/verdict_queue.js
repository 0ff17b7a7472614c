// @ts-check
/**
 * Sends verdicts one after another while the reader goes on. Unsaved ones are kept in the tab's storage, so that
 * neither a network that fails nor a session that ends loses one. Sending the same verdict again changes nothing.
 */

const KEPT_AS = 'osmotr.verdicts';
const SHORTEST = 1_000;
const LONGEST = 30_000;
/** After so long an answer will not come any more. */
const ANSWER_WITHIN = 30_000;

/**
 * A verdict on its way: `url` is its address at the photo, `me` its author, `page` its page.
 * @typedef {{id: string, name: string, url: string, page: string, me: string, verdict: string, text: string, seen: string}} Given
 */

/**
 * @typedef {{
 *   saved: (given: Given, html: string) => void,
 *   refused: (given: Given, html: string) => void,
 *   slow: () => void,
 *   ended: () => void,
 * }} Outcomes
 */

/**
 * @param {string} me
 * @param {Outcomes} outcomes
 */
export function startQueue(me, outcomes) {
  /** @type {Given[]} */
  let waiting = kept(me);
  let sending = false;
  let ended = false;
  let pause = 0;
  let timer = 0;
  /** @type {(() => void)[]} */
  let released = [];

  const keep = () => {
    try {
      sessionStorage.setItem(KEPT_AS, JSON.stringify(waiting));
    } catch {
      // Without a storage they are kept as long as the page is.
    }
  };

  const work = async () => {
    const given = waiting[0];
    if (sending || ended || !given) return;
    window.clearTimeout(timer);
    sending = true;
    const answer = await post(given).catch(() => null);
    const html = answer ? await answer.text().catch(() => '') : '';
    sending = false;
    if (!answer || answer.status >= 500 || answer.status === 429) return again(given);
    if (answer.type === 'opaqueredirect') return end();
    pause = 0;
    drop(given);
    if (answer.ok) outcomes.saved(given, html);
    else outcomes.refused(given, html);
    if (!waiting.length) release();
    return work();
  };

  const drop = (/** @type {Given} */ given) => {
    waiting = waiting.filter((each) => each !== given);
    keep();
  };

  /** Try again later, after the others: one that fails for good keeps none of them. @param {Given} given */
  const again = (given) => {
    drop(given);
    if (!waiting.some(({ id }) => id === given.id)) waiting.push(given);
    keep();
    pause = Math.min(pause * 2 || SHORTEST, LONGEST);
    timer = window.setTimeout(work, pause);
    outcomes.slow();
    release(); // callers that wait for them learn that they are not saved
  };

  const end = () => {
    ended = true;
    outcomes.ended();
    release();
  };

  const release = () => {
    for (const each of released) each();
    released = [];
  };

  window.addEventListener('online', work);
  window.addEventListener('beforeunload', (event) => {
    if (waiting.length && (pause || ended)) event.preventDefault();
  });
  window.addEventListener('pagehide', () => {
    for (const each of waiting.slice(sending ? 1 : 0)) post(each).catch(() => {});
  });
  work();

  return {
    /** @param {Given} given takes the place of another of its photo that was not sent yet */
    add(given) {
      waiting = [...waiting.filter((each, at) => each.id !== given.id || (sending && at === 0)), given];
      keep();
      ended = false; // one may have signed in again elsewhere
      work();
    },
    /** @param {string} id */
    has: (id) => waiting.some((each) => each.id === id),
    /** Try to save all at once. @returns {Promise<boolean>} true if all are saved, as soon as that is known */
    async settled() {
      if (!waiting.length) return true;
      ended = false;
      const known = new Promise((/** @type {(value?: unknown) => void} */ done) => released.push(() => done()));
      work();
      await known;
      return !waiting.length;
    },
  };
}

/**
 * @param {string} me
 * @returns {Given[]} verdicts that this reader gave and that were not saved; those of another reader are nobody's now
 */
function kept(me) {
  try {
    const all = JSON.parse(sessionStorage.getItem(KEPT_AS) ?? '[]');
    return Array.isArray(all) ? all.filter((each) => each?.me === me) : [];
  } catch {
    return [];
  }
}

/** @param {Given} given */
function post(given) {
  const { verdict, text, seen } = given;
  return fetch(given.url, {
    method: 'POST', body: new URLSearchParams({ verdict, text, seen, part: '1' }), redirect: 'manual', keepalive: true,
    signal: AbortSignal.timeout(ANSWER_WITHIN),
  });
}
