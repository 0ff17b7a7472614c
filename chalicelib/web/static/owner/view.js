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

/** Say something to those who listen to the page. @param {string} words */
export function announce(words) {
  get('live').textContent = words;
}

/** Tell of what could not be taken, above the photos of a step; nothing clears it. @param {number} step @param {string[]} words */
export function tell(step, words) {
  const place = get(`tell-${step}`);
  place.replaceChildren(...words.map((each) => {
    const line = document.createElement('p');
    line.textContent = each;
    return line;
  }));
}

/** What is to be said of a photo below its picture. @param {Photo} photo */
function wordsOf(photo) {
  if (photo.status === 'sending') {
    return photo.progress ? say('percent', { percent: Math.round(photo.progress * 100) }) : say('preparing');
  }
  if (photo.status === 'rejected') return photo.reason || say('rejected');
  if (photo.status === 'failed') return say(`failed_${photo.reason}`);
  return say(photo.status);
}

/** @param {Photo} photo @param {number} number its place in the category @param {string} label */
function drawTile(photo, number, label) {
  const tile = tiles.get(photo.id) || get('tile').content.firstElementChild.cloneNode(true);
  tiles.set(photo.id, tile);
  const part = (/** @type {string} */ name) => tile.querySelector(`.${name}`);
  const name = say('photo_name', { label, number });
  tile.dataset.id = photo.id;
  tile.dataset.status = photo.status;
  const image = part('picture');
  if (photo.picture && image.getAttribute('src') !== photo.picture) image.src = photo.picture;
  image.onload = () => { image.hidden = false; };
  image.onerror = () => { image.hidden = true; };
  image.alt = name;
  part('progress').hidden = photo.status !== 'sending';
  part('progress').value = photo.progress;
  part('progress').setAttribute('aria-label', name);
  part('words').textContent = wordsOf(photo);
  part('again').hidden = photo.status !== 'failed' || photo.reason === 'lost';
  part('again').setAttribute('aria-label', `${say('again')}: ${name}`);
  part('remove').setAttribute('aria-label', say('remove', { name }));
  return tile;
}

/** @param {Category} category @param {number} index */
function drawStep(category, index) {
  const photos = photosOf(category.code);
  const list = get(`photos-${index + 1}`);
  const drawn = photos.map((photo, at) => drawTile(photo, at + 1, category.label));
  drawn.forEach((tile, at) => {
    if (list.children[at] !== tile) list.insertBefore(tile, list.children[at] || null);
  });
  while (list.children.length > drawn.length) list.lastElementChild.remove();
  const room = category.max - taken(category.code);
  for (const input of get(`step-${index + 1}`).querySelectorAll('input')) input.disabled = room < 1;
  get(`room-${index + 1}`).textContent = room < 1 ? say('room_none', { count: category.max }) : '';
  const enough = taken(category.code) >= category.min;
  const next = get(`next-${index + 1}`);
  next.textContent = say(enough ? 'next' : 'skip');
  next.classList.toggle('main', enough);
}

/** What keeps the request from being sent, first things first; '' when nothing does. */
export function obstacle() {
  const all = [...album.values()];
  const failed = all.filter((photo) => photo.status === 'failed').length;
  if (failed) return say('obstacle_failed', { count: failed });
  const poor = boot.categories.filter((each) => taken(each.code) < each.min);
  if (poor.length) return say('obstacle_missing', { labels: poor.map((each) => each.label).join(', ') });
  const moving = all.filter(underway).length;
  return moving ? say('obstacle_moving', { count: moving }) : '';
}

/** @param {Category} category @param {number} index */
function drawLine(category, index) {
  const photos = photosOf(category.code);
  const received = photos.filter((photo) => photo.status === 'received').length;
  const bad = photos.filter((photo) => ['failed', 'rejected'].includes(photo.status)).length;
  const line = get(`line-${index + 1}`);
  line.dataset.state = bad ? 'bad' : received >= category.min && !photos.some(underway) ? 'done' : 'open';
  const arrived = photos.some(underway)
    ? say('line_moving', { received, all: photos.length })
    : say(received ? 'line' : 'line_none', { count: received });
  line.querySelector('.count').textContent = bad ? `${arrived} · ${say('line_bad', { count: bad })}` : arrived;
  get(`receipt-${index + 1}`).textContent = say('line', { count: received });
}

function drawAll() {
  boot.categories.forEach(drawStep);
  boot.categories.forEach(drawLine);
  for (const id of tiles.keys()) if (!album.has(id)) tiles.delete(id);
  const reason = obstacle();
  get('submit').disabled = Boolean(reason);
  get('obstacle').textContent = reason;
  const left = [...album.values()].filter(unsent).length;
  for (const place of document.querySelectorAll('.unsent')) place.textContent = left ? say('unsent', { count: left }) : '';
  const received = [...album.values()].filter((photo) => photo.status === 'received').length;
  get('receipt').textContent = say('receipt', { count: received });
}

let due = false;

/** Draw everything anew, once for all changes of a moment. */
export function refresh() {
  if (due) return;
  due = true;
  queueMicrotask(() => {
    due = false;
    drawAll();
  });
}
