// @ts-check
/**
 * Verdicts in the viewer: U, or X and a reason; then the next photo that waits; N leads to the next case. Verdicts
 * are saved behind the reader's back; a photo whose verdict was refused comes back.
 */

import { startPanels } from './review_panels.js';
import { startQueue } from './verdict_queue.js';

/** The part of an address that opens the viewer of this page at once. */
const AT_ONCE = '#review';
/** By key, Latin and on the same places of a Russian keyboard. @type {Record<string, string>} */
const VERDICT_KEYS = {
  u: 'usable', г: 'usable', x: 'unusable', ч: 'unusable', z: 'back', я: 'back', n: 'following', т: 'following',
  '?': 'help', ',': 'help',
};

/**
 * @param {HTMLElement} gallery has its reader in `data-me`, the address of the next case in `data-next`
 * @param {HTMLDialogElement} dialog
 * @param {ReturnType<typeof import('./viewer.js').startViewer>} viewer
 */
export function startReview(gallery, dialog, viewer) {
  const bar = dialog.querySelector('#review-bar');
  if (!(bar instanceof HTMLElement)) return;
  const words = bar.dataset;
  const me = gallery.dataset.me ?? '';
  /** Photos whose verdict was refused, by their ids: they come next. @type {Set<string>} */
  const returned = new Set();
  let leaving = false;
  let signedOut = false;

  const panels = startPanels(dialog, (reason, text) => give(reason, text));
  const queue = startQueue(me, {
    saved(given, html) {
      if (!queue.has(given.id)) renew(given.id, html);
      panels.say('', { unless: words.done });
      if (signedOut) panels.refuse('');
      signedOut = false;
    },
    refused(given, html) {
      renew(given.id, html);
      panels.say('', { unless: words.done });
      gallery.dispatchEvent(new Event('changed')); // it may be gone
      takeBack(given);
    },
    slow: () => panels.say(words.slow ?? ''),
    ended() {
      signedOut = true;
      panels.refuse(words.ended ?? '', 'again');
    },
  });

  /** True if a photo has no verdict yet, neither here nor, as far as is known, on the server. */
  const waits = (/** @type {Element} */ tile) => 'waits' in (verdictOf(tile)?.dataset ?? {}) && !queue.has(tile.id);

  const renew = (/** @type {string} */ id, /** @type {string} */ html) => {
    const said = verdictOf(document.getElementById(id));
    const fresh = new DOMParser().parseFromString(html, 'text/html').querySelector('.verdict');
    said?.classList.remove('saving');
    if (said && fresh) said.replaceWith(document.adoptNode(fresh));
    if (viewer.present()?.id === id) viewer.redraw();
    draw();
  };

  /** Bring a photo back whose verdict was refused; one of another page is told with the way to it. */
  const takeBack = (/** @type {import('./verdict_queue.js').Given} */ given) => {
    const tile = document.getElementById(given.id);
    if (tile) returned.add(given.id);
    const why = verdictOf(tile)?.querySelector('.refusal')?.textContent ?? '';
    const text = `${(words.refused ?? '').replace('{name}', given.name)} ${why}`;
    panels.refuse(text, tile ? 'returned' : 'elsewhere', `${given.page}#${given.id}`);
    const present = viewer.present();
    if (tile && dialog.open && present && !waits(present)) viewer.show(tile);
    draw();
  };

  const give = (/** @type {string} */ verdict, text = '') => {
    const tile = /** @type {HTMLElement|undefined} */ (viewer.present());
    const said = verdictOf(tile);
    const url = said?.querySelector('form')?.getAttribute('action');
    if (leaving) return;
    if (!tile || !said || !url) return advance(); // it was deleted while it was looked at
    panels.close();
    queue.add({
      id: tile.id, name: tile.dataset.name ?? '', url, page: location.pathname, me, verdict, text,
      seen: said.dataset.seen ?? '',
    });
    said.classList.add('saving');
    if (returned.delete(tile.id) && !returned.size) panels.refuse('');
    if (verdict !== 'none') advance();
    draw();
  };

  const advance = () => {
    const coming = following();
    if (coming) viewer.show(coming);
    else panels.say(words.done ?? '');
  };

  /** The next photo that waits, after the present one and round; those that came back are first. */
  const following = () => {
    const tiles = viewer.tiles();
    const at = tiles.findIndex((tile) => tile.id === viewer.present()?.id);
    const around = [...tiles.slice(at + 1), ...tiles.slice(0, Math.max(at, 0))];
    return around.find((tile) => returned.has(tile.id)) ?? around.find(waits);
  };

  /** Go on to the next case. The server has to know of all verdicts before it says which. */
  const leave = async () => {
    panels.close();
    if (leaving || !(leaving = await queue.settled())) return;
    location.assign(gallery.dataset.next ?? '');
  };

  const draw = () => {
    panels.show('back', Boolean(verdictOf(viewer.present())?.dataset.code));
    const link = document.getElementById('review');
    if (link) link.hidden = !viewer.tiles().some(waits);
  };

  /** Open the viewer at the first photo that waits, or at the first of all. */
  const begin = () => {
    const first = viewer.tiles().find(waits) ?? viewer.tiles()[0];
    if (!first) return;
    if (!dialog.open) dialog.showModal();
    viewer.show(first);
    if (!waits(first)) panels.say(words.done ?? '');
  };

  Object.assign(viewer.deeds, {
    usable: () => give('usable'),
    unusable: () => panels.toggle('reasons'),
    back: () => verdictOf(viewer.present())?.dataset.code && give('none'),
    following: leave,
    help: () => panels.toggle('keys'),
    again() {
      history.replaceState(null, '', AT_ONCE);
      location.reload(); // leads to the sign-in, and back
    },
    returned() {
      const tile = viewer.tiles().find(({ id }) => returned.has(id));
      if (tile) viewer.show(tile);
      else panels.refuse(''); // it was deleted
    },
  });
  dialog.addEventListener('keydown', (event) => {
    const deed = VERDICT_KEYS[event.key.toLowerCase()];
    if (event.defaultPrevented || event.target instanceof HTMLInputElement || event.repeat) return;
    if (!deed || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    viewer.deeds[deed]?.();
  });
  dialog.addEventListener('shown', () => {
    panels.close();
    panels.say('');
    draw();
  });
  // For the photos left, and those to be asked for again.
  dialog.addEventListener('close', () => gallery.dispatchEvent(new Event('changed')));
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('#review') : null;
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    begin();
  });
  window.addEventListener('pageshow', () => (leaving = false)); // a reader who comes back goes on

  draw();
  if (location.hash !== AT_ONCE) return;
  history.replaceState(null, '', location.pathname + location.search);
  begin();
}

/** @param {Element|null|undefined} tile */
const verdictOf = (tile) => /** @type {HTMLElement|null|undefined} */ (tile?.querySelector('.verdict'));
