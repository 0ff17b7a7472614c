// @ts-check
/** The number of unread cases in the menu: asked for when a page is there, and once a minute while somebody looks. */

const EVERY = 60_000;
const shown = document.getElementById('unread');
let timer = 0;

const later = () => {
  window.clearTimeout(timer);
  if (!document.hidden) timer = window.setTimeout(look, EVERY);
};

async function look() {
  if (!shown || document.hidden) return;
  const answer = await fetch(shown.dataset.src ?? '', { cache: 'no-store', redirect: 'manual' }).catch(() => null);
  if (answer?.ok) {
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
    shown.replaceChildren(...fresh.body.childNodes);
  } else if (answer && answer.status < 500) {
    return; // the session has ended
  }
  later();
}

if (shown) {
  document.addEventListener('visibilitychange', () => (document.hidden ? window.clearTimeout(timer) : look()));
  look();
}
