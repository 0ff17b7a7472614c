// @ts-check
/** One tab at a time, where the browser lets us have locks; elsewhere the ids made on the phone keep repeats harmless. */

import { base } from './album.js';

/**
 * Do some work while nobody else does work of this name for this link, in any tab.
 * @param {string} name @param {() => Promise<void>} work
 */
export async function alone(name, work) {
  let begun = false;
  try {
    await navigator.locks.request(`osmotr ${base} ${name}`, () => {
      begun = true;
      return work();
    });
  } catch (error) {
    if (begun) throw error;
    await work();
  }
}
