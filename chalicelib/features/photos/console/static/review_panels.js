// @ts-check
/** The viewer's panels of a verdict: the reasons, the keys, the fate of given verdicts. */

/** The panels by their ids, and the deed whose button opens each. @type {[string, string][]} */
const PANELS = [['reasons', 'unusable'], ['keys', 'help']];
/** The ways out of a trouble. */
const WAYS = ['returned', 'elsewhere', 'again'];

/**
 * @param {HTMLDialogElement} dialog
 * @param {(reason: string, text: string) => void} chosen is called with a reason and its text, which only `other` has
 */
export function startPanels(dialog, chosen) {
  const part = (/** @type {string} */ id) => /** @type {HTMLElement} */ (dialog.querySelector(`#${id}`));
  const button = (/** @type {string} */ deed) =>
    /** @type {HTMLElement} */ (dialog.querySelector(`[data-do="${deed}"]`));
  const field = /** @type {HTMLInputElement} */ (part('other-text'));
  const reasons = /** @type {HTMLElement[]} */ ([...dialog.querySelectorAll('[data-reason]')]);

  /** Keys are heard in the viewer only: it takes the focus of a hidden element. */
  const show = (/** @type {HTMLElement} */ element, /** @type {boolean} */ shown) => {
    if (!shown && element.contains(document.activeElement)) dialog.focus();
    element.hidden = !shown;
  };
  const set = (/** @type {string} */ id, /** @type {string} */ deed, /** @type {boolean} */ open) => {
    show(part(id), open);
    button(deed).setAttribute('aria-expanded', String(open));
  };
  const isOpen = () => PANELS.some(([id]) => !part(id).hidden);

  const close = () => {
    for (const [id, deed] of PANELS) set(id, deed, false);
    part('other').hidden = true;
  };

  const because = (/** @type {string} */ reason) => {
    if (reason !== 'other') return chosen(reason, '');
    part('other').hidden = false;
    complain(false);
    field.focus();
  };

  const complain = (/** @type {boolean} */ wrong) => {
    part('other-wrong').hidden = !wrong;
    field.setAttribute('aria-invalid', String(wrong));
  };

  dialog.addEventListener('click', (event) => {
    const reason = event.target instanceof Element ? event.target.closest('[data-reason]') : null;
    if (reason instanceof HTMLElement) because(reason.dataset.reason ?? '');
  });
  dialog.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape' && isOpen()) {
      event.preventDefault(); // the viewer stays
      return close();
    }
    const reason = reasons[Number(event.key) - 1];
    if (part('reasons').hidden || !reason || event.target === field || event.repeat) return;
    event.preventDefault();
    because(reason.dataset.reason ?? '');
  });
  part('other').addEventListener('submit', (event) => {
    event.preventDefault();
    const text = field.value.trim();
    complain(!text);
    if (!text) return field.focus();
    field.value = '';
    chosen('other', text);
  });
  dialog.addEventListener('close', close);

  return {
    close,
    /** @param {string} id of the panel that is opened, or closed if it is open */
    toggle(id) {
      const open = part(id).hidden;
      close();
      for (const [each, deed] of PANELS) if (each === id) set(id, deed, open);
      if (open) (part(id).querySelector('button') ?? part(id)).focus();
    },
    /**
     * Show the progress.
     * @param {string} text
     * @param {{unless?: string|undefined}} options `unless`: words that are not written over
     */
    say(text, { unless } = {}) {
      if (!unless || part('outcome').textContent !== unless) part('outcome').textContent = text;
    },
    /**
     * Name an unsaved verdict, until it is saved: in the viewer, and above the gallery once the viewer is closed.
     * @param {string} text
     * @param {'returned'|'elsewhere'|'again'|''} way out: to the photo here, to the photo of another page, to sign in
     * @param {string} link of the photo of another page
     */
    refuse(text, way = '', link = '') {
      const outside = document.getElementById('verdict-trouble');
      for (const each of [part('unsaved'), outside]) if (each) each.textContent = text;
      if (outside) outside.hidden = !text;
      part('elsewhere').setAttribute('href', link);
      for (const each of WAYS) show(each === 'elsewhere' ? part(each) : button(each), each === way);
      show(part('refusal'), Boolean(text));
    },
    /**
     * @param {string} deed whose button is shown or hidden
     * @param {boolean} shown
     */
    show(deed, shown) {
      show(button(deed), shown);
    },
  };
}
