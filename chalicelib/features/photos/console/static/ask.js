// The form of a new request. It works without this script: buttons then do the same.

const PAUSE = 350;
const form = /** @type {HTMLFormElement} */ (document.getElementById('ask'));
const preview = /** @type {HTMLElement} */ (document.getElementById('preview'));
const template = /** @type {HTMLSelectElement | null} */ (document.getElementById('template'));
const comment = /** @type {HTMLTextAreaElement} */ (document.getElementById('comment'));
const all = box('all');
const channels = boxes('channels');
let timer = 0;
/** @type {AbortController | undefined} */
let running;
let channelsChosen = channels.some((each) => each.checked !== each.defaultChecked);

/** @param {string} name @returns {HTMLInputElement[]} */
function boxes(name) {
  return [...form.querySelectorAll(`input[name=${name}]`)].map((each) => /** @type {HTMLInputElement} */ (each));
}

/** @param {string} name @returns {HTMLInputElement} */
function box(name) {
  return boxes(name)[0];
}

/** Ask the server for the owner's messages; a later question makes an earlier one void. */
async function refresh() {
  running?.abort();
  running = new AbortController();
  const body = new URLSearchParams(/** @type {any} */ (new FormData(form)));
  const address = /** @type {string} */ (form.dataset.preview);
  try {
    const answer = await fetch(address, { method: 'POST', body, redirect: 'error', signal: running.signal });
    if (answer.ok) preview.innerHTML = await answer.text();
  } catch {
    // no network, or a newer question: the shown preview stays
  }
}

function soon() {
  clearTimeout(timer);
  timer = setTimeout(refresh, PAUSE);
}

function applyTemplate() {
  const chosen = template?.selectedOptions[0];
  if (!chosen?.value) return;
  const codes = (chosen.dataset.categories ?? '').split(' ');
  for (const each of boxes('categories')) each.checked = codes.includes(each.value);
  all.checked = false;
  if (chosen.dataset.comment) comment.value = chosen.dataset.comment;
}

/** Until staff choose a channel themselves, the typed address decides. */
function followAddress() {
  if (channelsChosen) return;
  const phone = box('phone').value.trim();
  const email = box('email').value.trim();
  for (const each of channels) each.checked = each.value === 'sms' ? Boolean(phone) || !email : Boolean(email);
}

form.addEventListener('input', (event) => {
  const target = /** @type {HTMLInputElement} */ (event.target);
  if (target === /** @type {unknown} */ (template)) applyTemplate();
  if (target === all) for (const each of boxes('categories')) each.checked = all.checked;
  if (target.name === 'categories') all.checked = boxes('categories').every((each) => each.checked);
  if (target.name === 'channels') channelsChosen = true;
  if (target.name === 'phone' || target.name === 'email') followAddress();
  else soon();
});

// Text typed before this script had come.
if ([box('phone'), box('email')].some((each) => each.value !== each.defaultValue)) {
  followAddress();
  soon();
}
document.documentElement.dataset.script = 'yes';
