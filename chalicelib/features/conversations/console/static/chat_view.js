// @ts-check
/** Draws a conversation into the page: the lines that the server drew stay the elements that they are. */

/** @typedef {import('./chat_types.js').Boot} Boot */
/** @typedef {import('./chat_types.js').Line} Line */
/** @typedef {import('./chat_types.js').Own} Own */
/** @typedef {ReturnType<import('./conversation.js').conversation>} Talk */

/** Nearer than this to the end, a reader follows new messages. */
const NEAR = 80;

/** @param {string} id */
export const part = (id) => /** @type {HTMLElement} */ (document.getElementById(`chat-${id}`));

/**
 * @param {Boot} boot
 * @param {(name: string, ...values: any[]) => void} on
 * @param {(own: Own) => void} edit
 * @param {() => boolean} writing whether there are words in the form, which nobody hides
 */
export function viewOf(boot, on, edit, writing) {
  const { texts, dates, zone } = boot;
  const [log, list, state, earlier, pattern] = ['log', 'lines', 'state', 'earlier', 'line'].map(part);
  const clock = new Intl.DateTimeFormat('en-US', {
    day: '2-digit', month: dates.includes('%b') ? 'short' : '2-digit', year: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: zone,
  });
  /** Elements by the number of their message; those of texts on their way by their id. */
  const elements = new Map();
  for (const each of list.children) elements.set(Number(/** @type {HTMLElement} */ (each).dataset.seq), each);
  /** Numbers of the other side's messages that are on the screen with their ends. @type {Map<Element, number>} */
  const onScreen = new Map();

  const look = () => on('looked', document.hidden ? 0 : Math.max(0, ...onScreen.values()));
  const eyes = new IntersectionObserver((seen) => {
    for (const { target, isIntersecting } of seen) {
      if (isIntersecting) onScreen.set(target, Number(/** @type {HTMLElement} */ (target.closest('li')).dataset.seq));
      else onScreen.delete(target);
    }
    look();
  });
  document.addEventListener('visibilitychange', look);

  /** @param {HTMLElement} element @param {string} name */
  const inside = (element, name) => /** @type {HTMLElement} */ (element.querySelector(`.${name}`));

  /** @param {HTMLElement} element @param {string} text changes nothing that is the same, so that nobody hears it again */
  function write(element, text) {
    if (element.textContent !== text) element.textContent = text;
  }

  /** @param {HTMLElement} element */
  function watch(element) {
    if (element.dataset.side !== boot.side) eyes.observe(inside(element, 'at'));
  }

  /** @param {Line} line @returns {HTMLElement} */
  function elementOf(line) {
    const key = line.seq ?? line.id;
    const known = elements.get(key) || elements.get(line.id);
    const element = known || /** @type {HTMLTemplateElement} */ (pattern).content.firstElementChild?.cloneNode(true);
    if (!elements.has(key)) {
      elements.delete(line.id);
      elements.set(key, element);
      fill(element, line);
    }
    return element;
  }

  /** A moment as the server writes it. @param {string|number} at */
  function written(at) {
    const [then, today] = [at, Date.now()].map((each) => Object.fromEntries(clock.formatToParts(new Date(each)).map(({ type, value }) => [type, value])));
    const dayOf = (/** @type {Record<string, string>} */ { day, month, year }) => dates.replace('%d', day).replace(/%[bm]/, month).replace('%Y', year);
    const time = `${then.hour}:${then.minute}`;
    return dayOf(then) === dayOf(today) ? texts.today.replace('{time}', time) : `${dayOf(then)}, ${time}`;
  }

  /** @param {HTMLElement} element @param {Line} line */
  function fill(element, line) {
    const message = line.own || line;
    const side = line.own ? boot.side : line.side;
    const mine = line.own || line.mine;
    element.dataset.side = side;
    element.classList.toggle('mine', side === boot.side);
    write(inside(element, 'who'), mine ? texts.you : line.name || texts[side]);
    write(inside(element, 'text'), message.text || texts.erased);
    write(inside(element, 'at'), written(message.at));
    if (line.own) return;
    for (const name of ['fate', 'ways']) inside(element, name).replaceChildren();
    inside(element, 'files').replaceChildren(...line.attachments.map(fileOf));
    element.dataset.seq = String(line.seq);
    watch(element);
  }

  /** @param {import('./chat_types.js').Attachment} file */
  function fileOf({ id, file_name: name, state }) {
    const item = document.createElement('li');
    const link = document.createElement('a');
    link.href = boot.files.replace('{id}', id);
    link.textContent = name || texts.fileGone;
    item.append(link);
    if (state === 'refused') {
      const why = document.createElement('span');
      Object.assign(why, { className: 'wrong', textContent: texts.fileRefused });
      item.append(' ', why);
    }
    return item;
  }

  /** @param {HTMLElement} element @param {Own} own @param {string} mode */
  function drawFate(element, own, mode) {
    const refused = own.state === 'refused';
    const stays = own.kept && { offline: texts.kept, over: texts.here, gone: texts.here }[mode];
    const where = own.kept === false ? texts.unkept : stays || texts.sending;
    write(inside(element, 'fate'), refused ? `${texts.refused} ${texts[`why_${own.reason}`] || own.reason}` : where);
    const ways = inside(element, 'ways');
    if (refused === ways.childElementCount > 0) return;
    ways.replaceChildren();
    if (!refused) return;
    /** @type {[string, () => void][]} */
    const offered = [
      [texts.again, () => on('again', own.id)],
      [texts.edit, () => edit(own)],
      [texts.erase, () => on('erase', own.id)],
    ];
    for (const [label, act] of offered) {
      const button = document.createElement('button');
      Object.assign(button, { type: 'button', className: 'quiet', textContent: label, onclick: act });
      ways.append(button);
    }
  }

  /** @param {Talk} talk */
  function draw(talk) {
    const { mode, known, readByThem, changed, online, more } = talk.view();
    const [top, height] = [log.scrollTop, log.scrollHeight];
    const following = height - top - log.clientHeight < NEAR;
    const lines = talk.lines();
    const wanted = lines.map(elementOf);
    for (const each of [...list.children]) if (!wanted.includes(/** @type {HTMLElement} */ (each))) each.remove();
    wanted.forEach((each, place) => {
      if (list.children[place] !== each) list.insertBefore(each, list.children[place] || null);
    });
    for (const [key, each] of elements) if (!wanted.includes(each)) elements.delete(key);
    const lastRead = lines.filter(({ own, seq }) => !own && (seq || 0) <= readByThem).findLast((each) => !each.own && each.side === boot.side);
    lines.forEach((line, place) => {
      if (line.own) drawFate(wanted[place], line.own, mode);
      else write(inside(wanted[place], 'fate'), line === lastRead ? texts.read : '');
    });
    if (following) log.scrollTop = log.scrollHeight;
    else if (wanted[0] !== first && first) log.scrollTop = top + log.scrollHeight - height;
    first = wanted[0];
    write(state, texts[mode]);
    state.dataset.mode = mode;
    earlier.hidden = !more;
    part('changed').hidden = !changed;
    part('form').hidden = !boot.mayWrite || (!known.can_write && !writing());
    part('closed').hidden = known.can_write;
    const handler = known.handler ? texts.handler.replace('{name}', known.handler.name) : texts.nobody;
    const { expected } = known;
    write(part('expected'), known.status || (expected ? texts[expected.basis].replace('{day}', expected.day).replace('{time}', expected.time) : ''));
    write(part('handler'), online ? `${handler} · ${texts.online}` : handler);
  }

  /** The first line, as it was drawn last. @type {Element|undefined} */
  let first = list.children[0];
  for (const each of list.children) watch(/** @type {HTMLElement} */ (each));
  log.scrollTop = log.scrollHeight;
  return draw;
}
