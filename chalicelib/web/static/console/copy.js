// Copy buttons: they appear where there is a script, and say what they have copied.

export function copyButtons() {
  const copied = /** @type {HTMLElement} */ (document.getElementById('copied'));
  for (const button of document.querySelectorAll('button[data-copy]')) {
    const source = /** @type {HTMLInputElement} */ (
      document.getElementById(/** @type {HTMLElement} */ (button).dataset.copy ?? '')
    );
    /** @type {HTMLElement} */ (button).hidden = false;
    button.addEventListener('click', async () => {
      source.select();
      try {
        await navigator.clipboard.writeText(source.value);
        copied.textContent = `${copied.dataset.said}: ${source.labels?.[0]?.textContent}`;
      } catch {
        // what is selected can be copied by hand
      }
    });
  }
}
