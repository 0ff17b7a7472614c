// @ts-check
/** The page of a case beyond HTML: photos appear while one looks, and open in a viewer. */

import { startRefresh } from './refresh.js';
import { startReview } from './review.js';
import { startViewer } from './viewer.js';

const shown = document.getElementById('gallery');
const dialog = document.getElementById('viewer');
if (shown && dialog instanceof HTMLDialogElement) startReview(shown, dialog, startViewer(shown, dialog));
if (shown) startRefresh(shown);
