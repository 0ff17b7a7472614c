// @ts-check
/** The full-screen viewer: arrows, + and -, R, Home and End; drag and wheel. Without it a thumbnail is a plain link. */

const STEP = 1.5;
const MOST = 12;

/**
 * The position of the picture: `zoom` 1 shows all of it, `turn` is in quarters to the right, x and y move it in pixels.
 * @typedef {{zoom: number, turn: number, x: number, y: number}} Pose
 */

/**
 * @param {HTMLElement} gallery
 * @param {HTMLDialogElement} dialog
 */
export function startViewer(gallery, dialog) {
  const part = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
  const picture = /** @type {HTMLImageElement} */ (part('picture'));
  const stage = part('stage');
  let present = '';
  /** @type {Pose} */
  let pose = { zoom: 1, turn: 0, x: 0, y: 0 };

  const tiles = () => [...gallery.querySelectorAll('.tiles > li')];
  const place = () => tiles().findIndex((tile) => tile.id === present);
  const link = (/** @type {Element|undefined} */ tile) =>
    /** @type {HTMLAnchorElement|null|undefined} */ (tile?.querySelector('a.open'));

  const draw = () => {
    pose = held(pose, picture, stage);
    const scale = fit(picture, stage, pose.turn) * pose.zoom;
    picture.style.transform = `translate(-50%,-50%) translate(${pose.x}px,${pose.y}px) rotate(${pose.turn * 90}deg) scale(${scale})`;
    stage.classList.toggle('zoomed', pose.zoom > 1);
  };

  const show = (/** @type {number} */ at) => {
    const all = tiles();
    const tile = all[Math.min(Math.max(at, 0), all.length - 1)];
    if (!tile) return;
    present = tile.id;
    pose = { zoom: 1, turn: 0, x: 0, y: 0 };
    describe(dialog, tile, place(), all.length);
    part('trouble').hidden = true;
    picture.hidden = true;
    picture.src = link(tile)?.href ?? '';
    dialog.dispatchEvent(new Event('shown'));
  };

  const near = (/** @type {number} */ by) => show((place() + by + tiles().length) % tiles().length);
  const zoom = (/** @type {number} */ by) => {
    pose = { ...pose, zoom: Math.min(Math.max(pose.zoom * by, 1), MOST) };
    draw();
  };

  /** @type {Record<string, () => void>} */
  const deeds = {
    previous: () => near(-1),
    next: () => near(1),
    larger: () => zoom(STEP),
    smaller: () => zoom(1 / STEP),
    turn: () => {
      pose = { zoom: 1, turn: (pose.turn + 1) % 4, x: 0, y: 0 };
      draw();
    },
    whole: () => zoom(0),
    first: () => show(0),
    last: () => show(Infinity),
    close: () => dialog.close(),
  };

  gallery.addEventListener('click', (event) => {
    const opened = event.target instanceof Element ? event.target.closest('a.open') : null;
    if (!opened || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    dialog.showModal();
    show(tiles().findIndex((tile) => tile.contains(opened)));
  });
  dialog.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest('[data-do]') : null;
    if (button instanceof HTMLElement) deeds[button.dataset.do ?? '']?.();
  });
  dialog.addEventListener('keydown', (event) => {
    const deed = KEYS[event.key];
    if (event.target instanceof HTMLInputElement || event.defaultPrevented) return;
    if (!deed || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    deeds[deed]?.();
  });
  dialog.addEventListener('close', () => {
    picture.removeAttribute('src');
    link(tiles()[place()])?.focus();
  });
  picture.addEventListener('load', () => {
    picture.hidden = false;
    draw();
    // The next one is fetched meanwhile.
    const ahead = link(tiles()[place() + 1]);
    if (ahead) new Image().src = ahead.href;
  });
  picture.addEventListener('error', () => {
    part('trouble').hidden = !picture.getAttribute('src');
  });
  window.addEventListener('resize', () => dialog.open && draw());
  followPointer(stage, {
    move: (x, y) => {
      if (pose.zoom === 1) return;
      pose = { ...pose, x: pose.x + x, y: pose.y + y };
      draw();
    },
    zoom,
    swipe: (by) => pose.zoom === 1 && near(by),
  });
  return {
    deeds,
    tiles,
    present: () => tiles()[place()],
    show: (/** @type {Element} */ tile) => show(tiles().indexOf(tile)),
    /** Write the facts of the shown photo anew. */
    redraw: () => {
      const tile = tiles()[place()];
      if (tile) describe(dialog, tile, place(), tiles().length);
    },
  };
}

/** @type {Record<string, string>} */
const KEYS = {
  ArrowLeft: 'previous', ArrowRight: 'next', '+': 'larger', '=': 'larger', '-': 'smaller', 0: 'whole',
  r: 'turn', R: 'turn', к: 'turn', К: 'turn', Home: 'first', End: 'last',
};

/**
 * Write the photo's name, place and facts.
 * @param {HTMLDialogElement} dialog
 * @param {Element} tile
 * @param {number} place
 * @param {number} all
 */
function describe(dialog, tile, place, all) {
  const name = tile instanceof HTMLElement ? (tile.dataset.name ?? '') : '';
  const words = (dialog.dataset.place ?? '')
    .replace('{n}', String(place + 1)).replace('{all}', String(all)).replace('{name}', name);
  const picture = dialog.querySelector('#picture');
  picture?.setAttribute('alt', tile.querySelector('img')?.alt ?? name);
  dialog.querySelector('#save')?.setAttribute('href', tile.querySelector('a.save')?.getAttribute('href') ?? '');
  const caption = dialog.querySelector('#place');
  if (caption) caption.textContent = words;
  const facts = [...tile.querySelectorAll('.judged, .judge'), tile.querySelector('.doubt'), tile.querySelector('details > dl')].flatMap((each) =>
    each ? [each.cloneNode(true)] : []);
  dialog.querySelector('#about')?.replaceChildren(...facts);
}

/**
 * The scale at which the whole picture is seen, never larger than it is.
 * @param {HTMLImageElement} picture
 * @param {HTMLElement} stage
 * @param {number} turn
 */
function fit(picture, stage, turn) {
  const { naturalWidth: width, naturalHeight: height } = picture;
  if (!width || !height) return 1;
  const [across, down] = turn % 2 ? [height, width] : [width, height];
  return Math.min(stage.clientWidth / across, stage.clientHeight / down, 1);
}

/**
 * The same pose, moved no further than the picture's edge.
 * @param {Pose} pose
 * @param {HTMLImageElement} picture
 * @param {HTMLElement} stage
 * @returns {Pose}
 */
function held(pose, picture, stage) {
  const scale = fit(picture, stage, pose.turn) * pose.zoom;
  const { naturalWidth: width, naturalHeight: height } = picture;
  const [across, down] = pose.turn % 2 ? [height, width] : [width, height];
  const bound = (/** @type {number} */ moved, /** @type {number} */ over) =>
    Math.min(Math.max(moved, -Math.max(over, 0) / 2), Math.max(over, 0) / 2);
  return {
    ...pose,
    x: bound(pose.x, across * scale - stage.clientWidth),
    y: bound(pose.y, down * scale - stage.clientHeight),
  };
}

/**
 * Turns fingers, mouse and wheel into moves, zooms and swipes.
 * @param {HTMLElement} stage
 * @param {{move: (x: number, y: number) => void, zoom: (by: number) => void, swipe: (by: number) => void}} to
 */
function followPointer(stage, to) {
  /** @type {Map<number, {x: number, y: number}>} */
  const fingers = new Map();
  let startX = 0;
  let several = false;

  const apart = () => {
    const [one, other] = [...fingers.values()];
    return one && other ? Math.hypot(one.x - other.x, one.y - other.y) : 0;
  };
  stage.addEventListener('pointerdown', (event) => {
    stage.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    several = fingers.size > 1;
    startX = event.clientX;
  });
  stage.addEventListener('pointermove', (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const was = apart();
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (was) to.zoom(apart() / was);
    else to.move(event.clientX - before.x, event.clientY - before.y);
  });
  const lift = (/** @type {PointerEvent} */ event) => {
    if (!fingers.delete(event.pointerId) || several || event.type === 'pointercancel') return;
    const way = event.clientX - startX;
    if (Math.abs(way) > 60) to.swipe(way < 0 ? 1 : -1);
  };
  stage.addEventListener('pointerup', lift);
  stage.addEventListener('pointercancel', lift);
  stage.addEventListener('dblclick', () => to.zoom(3));
  stage.addEventListener('wheel', (event) => {
    event.preventDefault();
    to.zoom(event.deltaY < 0 ? 1.2 : 1 / 1.2);
  }, { passive: false });
}
