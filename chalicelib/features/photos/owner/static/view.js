// @ts-check
/** The screens: one at a time, drawn from the album. The HTML is the server's; this fills and shows it. */

import { album, photosOf, taken, underway, unsent } from './album.js';
import { boot, say } from './text.js';

/** @typedef {import('./types.js').Photo} Photo */
/** @typedef {import('./types.js').Category} Category */

/** @param {string} id @returns {any} */
export const get = (id) => document.getElementById(id);

/** @type {Map<string, HTMLElement>} */
const tiles = new Map();
let screen = '';

/** Show one screen and bring its heading to the reader. @param {string} name */
export function show(name) {
  if (name === screen) return;
  for (const each of document.querySelectorAll('main > section')) {
    /** @type {HTMLElement} */ (each).hidden = each.id !== name;
  }
  if (screen) {
    scrollTo(0, 0);
    get(name).querySelector('h1').focus({ preventScroll: true });
  }
  screen = name;
}

const SAYINGS = 5;

/** Say something to those who listen to the page: each saying is a line of a log. @param {string} words */
export function announce(words) {
  const log = get('live');
  log.append(line(words));
  if (log.children.length > SAYINGS) log.firstElementChild.remove();
}

/** @param {string} words */
function line(words) {
  return Object.assign(document.createElement('p'), { textContent: words });
}

/** Name files that could not be taken, above a step's photos; nothing clears it. @param {number} step @param {string[]} words */
export function tell(step, words) {
  get(`tell-${step}`).replaceChildren(...words.map(line));
}

/**
 * Give a node a property or an attribute, if it has another: writing the same makes the browser lay out anew.
 * @param {any} node @param {string} name @param {any} value
 */
function put(node, name, value) {
  if (name.startsWith('aria-')) {
    if (node.getAttribute(name) !== value) node.setAttribute(name, value);
  } else if (node[name] !== value) node[name] = value;
}

/** The words below a photo's picture. @param {Photo} photo */
function wordsOf(photo) {
  if (photo.status === 'sending') {
    return photo.progress ? say('percent', { percent: Math.round(photo.progress * 100) }) : say('new');
  }
  if (photo.status === 'doubtful') return say(`doubt_${photo.doubt}`);
  if (photo.status === 'rejected') return photo.reason || say('rejected');
  if (photo.status === 'failed') return say(`failed_${photo.reason}`);
  return say(photo.status);
}

/** @param {Photo} photo */
function drawTile(photo) {
  const tile = tiles.get(photo.id) || get('tile').content.firstElementChild.cloneNode(true);
  tiles.set(photo.id, tile);
  const part = (/** @type {string} */ name) => tile.querySelector(`.${name}`);
  const name = nameOf(photo);
  put(tile.dataset, 'id', photo.id);
  put(tile.dataset, 'status', photo.status);
  const image = part('picture');
  if (photo.picture && image.getAttribute('src') !== photo.picture) image.src = photo.picture;
  image.onload = () => { image.hidden = false; };
  image.onerror = () => { image.hidden = true; };
  put(image, 'alt', name);
  put(part('progress'), 'hidden', photo.status !== 'sending');
  put(part('progress'), 'value', photo.progress);
  put(part('progress'), 'aria-label', name);
  put(part('words'), 'textContent', wordsOf(photo));
  put(part('again'), 'hidden', photo.status !== 'failed' || photo.reason === 'lost');
  put(part('again'), 'aria-label', `${say('again')}: ${name}`);
  for (const choice of ['retake', 'anyway']) {
    put(part(choice), 'hidden', photo.status !== 'doubtful');
    put(part(choice), 'aria-label', `${part(choice).textContent}: ${name}`);
  }
  put(part('remove'), 'aria-label', say('remove', { name }));
  return tile;
}

/** @param {Category} category @param {number} index */
function drawStep(category, index) {
  const photos = photosOf(category.code);
  const list = get(`photos-${index + 1}`);
  const drawn = photos.map(drawTile);
  drawn.forEach((tile, at) => {
    if (list.children[at] !== tile) list.insertBefore(tile, list.children[at] || null);
  });
  while (list.children.length > drawn.length) list.lastElementChild.remove();
  const room = category.max - taken(category.code);
  for (const input of get(`step-${index + 1}`).querySelectorAll('input')) put(input, 'disabled', room < 1);
  put(get(`room-${index + 1}`), 'textContent', room < 1 ? say('room_none', { count: category.max }) : '');
  const enough = taken(category.code) >= category.min;
  const next = get(`next-${index + 1}`);
  put(next, 'textContent', say(enough ? 'next' : 'skip'));
  next.classList.toggle('main', enough);
}

/** The obstacle to sending the request, first things first; '' when there is none. */
export function obstacle() {
  const all = [...album.values()];
  const failed = all.filter((photo) => photo.status === 'failed').length;
  if (failed) return say('obstacle_failed', { count: failed });
  const doubtful = all.filter((photo) => photo.status === 'doubtful').length;
  if (doubtful) return say('obstacle_doubtful', { count: doubtful });
  const poor = boot.categories.filter((each) => taken(each.code) < each.min);
  if (poor.length) return say('obstacle_missing', { labels: poor.map((each) => each.label).join(', ') });
  const moving = all.filter(underway).length;
  return moving ? say('obstacle_moving', { count: moving }) : '';
}

const day = new Intl.DateTimeFormat(boot.language, { day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' });

/** A moment by the phone's own clock. @param {string} time RFC 3339 */
export const clock = (time) => day.format(new Date(time));

/** The name of a photo in sentences. @param {Photo} photo */
export function nameOf(photo) {
  const label = boot.categories.find((each) => each.code === photo.category)?.label || '';
  return say('photo_name', { label, number: photosOf(photo.category).indexOf(photo) + 1 });
}

/** @param {Category} category @param {number} index */
function drawLine(category, index) {
  const photos = photosOf(category.code);
  const received = photos.filter((photo) => photo.status === 'received').length;
  const bad = photos.filter((photo) => ['failed', 'rejected', 'doubtful'].includes(photo.status)).length;
  const button = get(`line-${index + 1}`);
  const done = received >= category.min && !photos.some(underway);
  put(button.dataset, 'state', bad ? 'bad' : done ? 'done' : 'open');
  const arrived = photos.some(underway)
    ? say('line_moving', { received, all: photos.length })
    : say(received ? 'line' : 'line_none', { count: received });
  const words = bad ? `${arrived} · ${say('line_bad', { count: bad })}` : arrived;
  put(button.querySelector('.count'), 'textContent', words);
  const last = photos.map((photo) => photo.receivedAt || '').sort().pop();
  put(get(`receipt-${index + 1}`), 'textContent', say('line', { count: received }) + (last ? ` · ${clock(last)}` : ''));
}

function drawAll() {
  boot.categories.forEach(drawStep);
  boot.categories.forEach(drawLine);
  for (const id of tiles.keys()) if (!album.has(id)) tiles.delete(id);
  const reason = obstacle();
  put(get('submit'), 'disabled', Boolean(reason));
  put(get('obstacle'), 'textContent', reason);
  const left = [...album.values()].filter(unsent).length;
  for (const place of document.querySelectorAll('.unsent')) put(place, 'textContent', left ? say('unsent', { count: left }) : '');
  const received = [...album.values()].filter((photo) => photo.status === 'received').length;
  put(get('receipt'), 'textContent', say('receipt', { count: received }));
}

/** Bring a photo that waits for the owner's word before the eyes, if its step is. @param {Photo} photo */
export function bring(photo) {
  tiles.get(photo.id)?.scrollIntoView({ block: 'center' });
}

let due = false;

/** Draw everything anew, once for all changes of a moment. */
export function refresh() {
  if (due) return;
  due = true;
  requestAnimationFrame(() => {
    due = false;
    drawAll();
  });
}
