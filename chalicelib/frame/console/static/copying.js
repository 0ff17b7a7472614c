// Pages with something to copy, and no other script of their own.

import { copyButtons } from './copy.js';

copyButtons();
