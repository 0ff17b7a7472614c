// @ts-check
/**
 * The few facts that the page reads in a photo's own bytes: its type, its end, and the time of the shot.
 * JPEG segments: ITU T.81 B.1; tags: Exif 2.32, 4.6. Every offset comes from the file, so DataView's range check and
 * one `catch` stand between a hostile file and us.
 */

const SIGNATURES = /** @type {[RegExp, string][]} */ ([
  [/^\xff\xd8\xff/, 'image/jpeg'],
  [/^\x89PNG\r\n\x1a\n/, 'image/png'],
  [/^RIFF[^]{4}WEBP/, 'image/webp'],
  [/^[^]{4}ftyp(hei[cxmsf]|hev[cxms]|mif1|msf1)/, 'image/heic'],
]);
const EXIF = 0x45786966; // "Exif"
const FILM = 0x6d707664; // "mpvd"
const [EXIF_IFD, TAKEN, TAKEN_OFFSET] = [0x8769, 0x9003, 0x9011];
const ENTRIES = 100;
const NOWHERE = -1; // out of every DataView's range

/** @param {ArrayBuffer} bytes @returns {string} content type by the magic bytes, '' if it is no photo */
export function kindOf(bytes) {
  const head = String.fromCharCode(...new Uint8Array(bytes, 0, Math.min(16, bytes.byteLength)));
  const found = SIGNATURES.find(([pattern]) => pattern.test(head));
  return found ? found[1] : '';
}

/** The places of a JPEG's markers, with those of its image data; stray bytes are passed over. @param {Uint8Array} all */
function* markers(all) {
  let at = 2;
  while ((at = all.indexOf(0xff, at)) >= 0) {
    const marker = all[at + 1];
    const bare = marker < 2 || (marker > 0xcf && marker < 0xda); // stuffing, restarts, ends
    if (marker === 0xff) at++;
    else {
      yield { marker, at };
      at += bare ? 2 : 2 + (all[at + 2] << 8 | all[at + 3]);
    }
  }
}

/**
 * The end of a photo in its file: phones append films to JPEG, and to HEIC as a box of its own.
 * @param {ArrayBuffer} bytes @param {string} type @returns {number} offset after its last byte
 */
export function endOf(bytes, type) {
  const all = new Uint8Array(bytes);
  if (type === 'image/jpeg') for (const { marker, at } of markers(all)) if (marker === 0xd9) return at + 2;
  if (type === 'image/heic') {
    const view = new DataView(bytes);
    for (let at = 0, size = 8; size > 7 && at + 8 <= all.length; at += size) {
      size = view.getUint32(at);
      if (view.getUint32(at + 4) === FILM) return at;
    }
  }
  return all.length;
}

/** Open the directory of the shot in a JPEG's Exif block; throws if there is none. @param {ArrayBuffer} bytes */
function openExif(bytes) {
  const view = new DataView(bytes);
  let tiff = 0;
  for (const { marker, at } of markers(new Uint8Array(bytes))) {
    if (marker === 0xe1 && view.getUint32(at + 4) === EXIF) tiff = at + 10;
    if (tiff || marker === 0xda) break;
  }
  const little = view.getUint16(tiff || NOWHERE) === 0x4949;
  const long = (/** @type {number} */ at) => view.getUint32(at, little);
  const short = (/** @type {number} */ at) => view.getUint16(at, little);
  /** The place of a tag's entry in a directory, or 0. @param {number} directory @param {number} tag */
  const find = (directory, tag) => {
    const count = Math.min(short(directory), ENTRIES);
    for (let at = directory + 2; at < directory + 2 + 12 * count; at += 12) if (short(at) === tag) return at;
    return 0;
  };
  const details = find(tiff + long(tiff + 4), EXIF_IFD);
  const directory = details ? tiff + long(details + 8) : NOWHERE;
  return { tiff, long, find: (/** @type {number} */ tag) => find(directory, tag) };
}

/**
 * The time of the shot by the camera's clock, as far as it is possible: cameras forget the year.
 * @param {ArrayBuffer} bytes of a JPEG
 * @returns {string} ISO 8601, with an offset only if the photo has one; '' if it does not say
 */
export function takenAt(bytes) {
  try {
    const exif = openExif(bytes);
    const [taken, zone] = [TAKEN, TAKEN_OFFSET].map((tag) => {
      const at = exif.find(tag);
      const size = at && exif.long(at + 4);
      // Four bytes or fewer, as "Z" is, stand in the entry itself.
      const start = size > 4 ? exif.tiff + exif.long(at + 8) : at + 8;
      return String.fromCharCode(...new Uint8Array(bytes, start, Math.min(size, 23)));
    });
    // The server judges absurd times better. Here only impossible ones are left out, of which no date can be made.
    const local = taken.replace(/^(199\d|20\d\d):(\d\d):(\d\d) (\d\d:\d\d:\d\d)(?! [ap])[^]*|[^]+/i, '$1-$2-$3T$4');
    return new Date(local + 'Z').toISOString().startsWith(local) ? local + /^Z|^[+-][01]\d:?[0-5]\d|^/.exec(zone) : '';
  } catch {
    return '';
  }
}
