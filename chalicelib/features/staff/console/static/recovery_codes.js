// The page of recovery codes: its buttons to copy and to print.

import { copyButtons } from '../../../../frame/console/static/copy.js';

copyButtons();
const print = /** @type {HTMLElement} */ (document.querySelector('[data-print]'));
print.hidden = false;
print.addEventListener('click', () => window.print());
