// @ts-check
/**
 * Fetches the photos of a case anew while somebody looks at them. A photo that is on the page already stays the very
 * element that it was, so that nothing flickers, closes, or loses the focus.
 */

const OFTEN = 4_000;
const SELDOM = 20_000;
/** After so long without a change one looks less often. */
const PATIENCE = 5 * 60_000;

/** @param {HTMLElement} gallery has the address in `data-src`, the entity tag of its content in `data-tag` */
export function startRefresh(gallery) {
  let timer = 0;
  let changedAt = Date.now();
  let asking = false;

  const later = () => {
    window.clearTimeout(timer);
    if (document.hidden) return;
    timer = window.setTimeout(look, Date.now() - changedAt < PATIENCE ? OFTEN : SELDOM);
  };

  const look = async () => {
    if (asking || document.hidden) return;
    asking = true;
    const more = await ask(gallery).catch(() => 'same');
    asking = false;
    if (more === 'over') return;
    if (more === 'changed') changedAt = Date.now();
    later();
  };

  gallery.addEventListener('changed', look);
  document.addEventListener('visibilitychange', () => (document.hidden ? window.clearTimeout(timer) : look()));
  later();
}

/**
 * @param {HTMLElement} gallery
 * @returns {Promise<'same'|'changed'|'over'>} over: the session has ended, or the case is no longer ours to see
 */
async function ask(gallery) {
  const answer = await fetch(gallery.dataset.src ?? '', {
    headers: { 'If-None-Match': gallery.dataset.tag ?? '' },
    cache: 'no-store',
    redirect: 'manual',
  });
  if (answer.status === 304 || answer.status >= 500) return 'same';
  if (answer.status !== 200) return 'over';
  const before = words(gallery);
  merge(gallery, await answer.text());
  gallery.dataset.tag = answer.headers.get('ETag') ?? '';
  const after = words(gallery);
  if (after === before) return 'same';
  announce(gallery, after);
  return 'changed';
}

/** @param {HTMLElement} gallery */
const words = (gallery) => (gallery.querySelector('.total, .empty p')?.textContent ?? '').trim();

/**
 * @param {HTMLElement} gallery
 * @param {string} html the gallery's new content
 */
function merge(gallery, html) {
  const fresh = new DOMParser().parseFromString(html, 'text/html');
  const focused = document.activeElement;
  for (const tile of fresh.querySelectorAll('.tiles > li')) {
    const present = document.getElementById(tile.id);
    // One that hasn't loaded yet gets the new address: the old one may have gone stale.
    const same = present?.dataset.marks === /** @type {HTMLElement} */ (tile).dataset.marks && !judgedAnew(present, tile);
    if (same && present?.querySelector('img')?.naturalWidth) tile.replaceWith(present);
  }
  gallery.replaceChildren(...fresh.body.childNodes);
  if (focused instanceof HTMLElement && gallery.contains(focused)) focused.focus({ preventScroll: true });
}

/**
 * True if a photo has another verdict by now; false while one of the reader's own is being saved.
 * @param {HTMLElement|null} present
 * @param {Element} fresh
 */
function judgedAnew(present, fresh) {
  const [before, after] = [present, fresh].map((tile) => /** @type {HTMLElement|null} */ (tile?.querySelector('.verdict')));
  if (!before || before.classList.contains('saving')) return false;
  return before.dataset.seen !== after?.dataset.seen || before.dataset.code !== after?.dataset.code;
}

/**
 * @param {HTMLElement} gallery
 * @param {string} words
 */
function announce(gallery, words) {
  const count = document.getElementById('count');
  if (count) count.textContent = String(gallery.querySelectorAll('.tiles > li').length);
  const news = document.getElementById('news');
  if (news) news.textContent = words;
}
