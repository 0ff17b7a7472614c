// The page of an import: looked at anew while its file is being checked, or its clients are being added.

const EVERY = 2000;

async function look() {
  const known = /** @type {HTMLElement} */ (document.getElementById('import'));
  if (!known.hasAttribute('data-unsettled')) return;
  if (!document.hidden) {
    try {
      const answer = await fetch(location.pathname, { redirect: 'error' });
      const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById('import');
      if (answer.ok && fresh) renew(known, fresh);
    } catch {
      // no network just now: the next look may have one
    }
  }
  setTimeout(look, EVERY);
}

/** Moves the bar, so that nothing flickers; a new state replaces all and is read out. @param {HTMLElement} known @param {HTMLElement} fresh */
function renew(known, fresh) {
  const [before, after] = [known, fresh].map((each) => each.querySelector('h1')?.textContent ?? '');
  const [bar, news] = [known, fresh].map((each) => each.querySelector('label'));
  const isUsed = known.contains(document.activeElement);
  if (before === after && bar && news) bar.replaceWith(news);
  else known.replaceWith(fresh);
  if (before === after) return;
  document.title = document.title.replace(before, after);
  const [heading, said] = [fresh.querySelector('h1'), document.getElementById('news')];
  if (isUsed && heading) {
    heading.tabIndex = -1; // the button with the focus is gone
    heading.focus();
  } else if (said) said.textContent = after;
}

setTimeout(look, EVERY / 2);
