// @ts-check
/** Browsers inside other apps, in which choosing a photo may do nothing at all: ways out, and remedies. */

import { say } from './text.js';
import { get } from './view.js';

/** Milliseconds in which a file chooser takes the page's focus; where nothing happens, there is none. */
const CHOOSER = 3000;

let waiting = 0;

/** Show the way out below the pickers of an input. @param {Element} input */
export function offerAnotherBrowser(input) {
  const place = get('elsewhere');
  input.parentElement?.after(place);
  place.hidden = false;
}

/** A chooser has opened, or was left again. */
function opened() {
  clearTimeout(waiting);
}

async function copy() {
  const link = get('open-browser').dataset.link;
  const copied = await navigator.clipboard?.writeText(link).then(() => true, () => false);
  get('copied').textContent = copied ? say('copied') : link; // to be copied by hand
}

/** Begin to look after the inputs for files. @param {HTMLInputElement[]} inputs */
export function lookAfter(inputs) {
  const agent = navigator.userAgent;
  const open = get('open-browser');
  open.dataset.link = open.href;
  // Chrome's documented way out of a WebView ("Android Intents with Chrome").
  if (/Android.*; wv/.test(agent)) open.href = `intent:${open.href.replace(/^https?:/, '')}#Intent;scheme=https;action=android.intent.action.VIEW;end`;
  for (const input of inputs) {
    if (/iP(hone|ad|od)|Mac.*Mobile/.test(agent)) input.accept = 'image/jpeg,image/png'; // then it turns HEIC into JPEG itself
    if (/Telegram/.test(agent) || 'TelegramWebviewProxy' in globalThis) input.multiple = false; // it opens nothing else
    input.addEventListener('click', () => {
      opened();
      waiting = setTimeout(() => document.hasFocus() && !document.hidden && offerAnotherBrowser(input), CHOOSER);
    });
    for (const sign of ['change', 'cancel']) input.addEventListener(sign, opened);
  }
  addEventListener('blur', opened);
  document.addEventListener('visibilitychange', opened);
  get('copy-link').addEventListener('click', copy);
}
