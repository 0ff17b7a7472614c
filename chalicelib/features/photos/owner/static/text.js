// @ts-check
/** The server's data in the page: the state at the time, and every text in the page's language. */

const embedded = /** @type {HTMLElement} */ (document.getElementById('boot'));

/** @type {import('./types.js').Boot} */
export const boot = JSON.parse(embedded.textContent || '{}');

const plurals = new Intl.PluralRules(boot.language);

/**
 * Return a text with its `{places}` filled; one that depends on a number has a form for each of the language's
 * plural categories (Russian: one, few, many), chosen by `count`.
 * @param {string} key
 * @param {Record<string, string|number>} [values]
 */
export function say(key, values = {}) {
  const entry = boot.texts[key];
  const form = typeof entry === 'string' ? entry : entry[plurals.select(Number(values.count))] || entry.other;
  return form.replace(/{(\w+)}/g, (_, name) => String(values[name]));
}
