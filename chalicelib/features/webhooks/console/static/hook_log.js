// The log of an endpoint's deliveries: deliveries on their way are looked at until they have arrived, or for a minute.

const EVERY = 2000;
const TIMES = 30;

/** @param {number} left further looks */
async function look(left) {
  const waiting = document.querySelectorAll('[data-unsettled]');
  if (!left || !waiting.length) return;
  if (!document.hidden) {
    try {
      const answer = await fetch(location.href, { redirect: 'error' });
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      if (answer.ok) for (const each of waiting) renew(each, page.getElementById(each.id));
    } catch {
      // no network just now: the next look may have one
    }
  }
  setTimeout(look, EVERY, left - 1);
}

/** A row that someone reads, or is at with the keyboard, stays. @param {Element} known @param {Element | null} fresh */
function renew(known, fresh) {
  if (fresh && !known.contains(document.activeElement) && !known.querySelector('[open]')) known.replaceWith(fresh);
}

setTimeout(look, EVERY / 2, TIMES);
