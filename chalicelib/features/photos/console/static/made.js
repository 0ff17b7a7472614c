// The page of a request that was made: copy buttons, and the messages' states until they are settled.

import { copyButtons } from '../../../../frame/console/static/copy.js';

const EVERY = 2000;
const TIMES = 30;

/** @param {number} left further looks */
async function look(left) {
  const states = /** @type {HTMLElement} */ (document.getElementById('states'));
  if (!left || !states.hasAttribute('data-unsettled')) return;
  if (!document.hidden) {
    try {
      const answer = await fetch(location.href, { redirect: 'error' });
      const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById('states');
      if (answer.ok && fresh) states.replaceWith(fresh);
    } catch {
      // no network just now: the next look may have one
    }
  }
  setTimeout(look, EVERY, left - 1);
}

copyButtons();
setTimeout(look, EVERY, TIMES);
