// The page of a request that was made: copy buttons, and the messages' states until they are settled.

const EVERY = 2000;
const TIMES = 30;
const copied = /** @type {HTMLElement} */ (document.getElementById('copied'));

for (const button of document.querySelectorAll('button[data-copy]')) {
  const source = /** @type {HTMLInputElement} */ (
    document.getElementById(/** @type {HTMLElement} */ (button).dataset.copy ?? '')
  );
  /** @type {HTMLElement} */ (button).hidden = false;
  button.addEventListener('click', async () => {
    source.select();
    try {
      await navigator.clipboard.writeText(source.value);
      copied.textContent = `${copied.dataset.said}: ${source.labels?.[0]?.textContent}`;
    } catch {
      // what is selected can be copied by hand
    }
  });
}

/** @param {number} left how many more times to look */
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

setTimeout(look, EVERY, TIMES);
