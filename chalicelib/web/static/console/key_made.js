// The page of a new API key: its copy button.

import { copyButtons } from './copy.js';

copyButtons();
