"use strict";
// Solves altcha's proof of work (version 2, PBKDF2) in place of the picture's code.
(() => {
  const form = document.getElementById("join"), button = document.getElementById("solve");
  const said = document.getElementById("solve-said");
  if (!globalThis.crypto || !crypto.subtle) return;
  const bytes = (hex) => Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
  document.getElementById("other-way").hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    said.textContent = said.dataset.works;
    const challenge = JSON.parse(form.dataset.pow), asked = challenge.parameters;
    const nonce = bytes(asked.nonce), password = new Uint8Array(nonce.length + 4);
    password.set(nonce);
    const how = { name: "PBKDF2", hash: "SHA-256", salt: bytes(asked.salt), iterations: asked.cost };
    for (let counter = 0; ; counter++) {
      new DataView(password.buffer).setUint32(nonce.length, counter);
      const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
      const found = new Uint8Array(await crypto.subtle.deriveBits(how, key, asked.keyLength * 8));
      const derivedKey = Array.from(found, (byte) => byte.toString(16).padStart(2, "0")).join("");
      if (!derivedKey.startsWith(asked.keyPrefix)) continue;
      form.elements.solution.value = btoa(JSON.stringify({ challenge, solution: { counter, derivedKey } }));
      break;
    }
    said.textContent = said.dataset.done;
  });
})();
