// Copy buttons: they appear where there is a script, and name the copied text.

/** @param {HTMLElement} source a field, whose text is copied, or a link, whose address is */
const textOf = (source) => (source instanceof HTMLAnchorElement ? source.href : /** @type {HTMLInputElement} */ (source).value);

/** @param {HTMLElement} source */
const nameOf = (source) =>
  source instanceof HTMLAnchorElement
    ? source.textContent
    : /** @type {HTMLInputElement} */ (source).labels?.[0]?.textContent;

export function copyButtons() {
  const copied = /** @type {HTMLElement} */ (document.getElementById('copied'));
  for (const button of document.querySelectorAll('button[data-copy]')) {
    const source = /** @type {HTMLElement} */ (
      document.getElementById(/** @type {HTMLElement} */ (button).dataset.copy ?? '')
    );
    /** @type {HTMLElement} */ (button).hidden = false;
    button.addEventListener('click', async () => {
      if (source instanceof HTMLInputElement) source.select();
      try {
        await navigator.clipboard.writeText(textOf(source));
        copied.textContent = `${copied.dataset.said}: ${nameOf(source)}`;
      } catch {
        // a selection, or a link, can be copied by hand
        source.focus();
      }
    });
  }
}
