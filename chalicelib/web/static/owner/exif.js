// @ts-check
/**
 * The little that the page reads in a photo's own bytes: what it is, when it was taken, and where its GPS data lie.
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
const XMP = 0x68747470; // "http", the beginning of XMP's namespace
const [EXIF_IFD, GPS_IFD, TAKEN, TAKEN_OFFSET] = [0x8769, 0x8825, 0x9003, 0x9011];
const SIZES = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8]; // bytes of a value by its type
const ENTRIES = 100;

/** @param {ArrayBuffer} bytes @returns {string} content type by the magic bytes, '' if it is no photo */
export function kindOf(bytes) {
  const head = String.fromCharCode(...new Uint8Array(bytes, 0, Math.min(16, bytes.byteLength)));
  const found = SIGNATURES.find(([pattern]) => pattern.test(head));
  return found ? found[1] : '';
}

/**
 * Whether a JPEG has its end: browsers draw grey what is cut off, and the copy would look whole to everybody else.
 * Both markers are unmistakable, since image data write 0xff as 0xff00.
 * @param {ArrayBuffer} bytes
 */
export function complete(bytes) {
  const all = new Uint8Array(bytes);
  const last = (/** @type {number} */ marker) => {
    let at = all.lastIndexOf(marker);
    while (at > 0 && all[at - 1] !== 0xff) at = all.lastIndexOf(marker, at - 1);
    return at;
  };
  // The end of the image after its last scan.
  return last(0xd9) > last(0xda);
}

/** Offsets and lengths of the APP1 segments that begin with these four bytes. @param {DataView} view @param {number} name */
function* segments(view, name) {
  let at = 2;
  while (at + 8 < view.byteLength && view.getUint8(at) === 0xff && view.getUint8(at + 1) !== 0xda) {
    const length = view.getUint16(at + 2);
    if (view.getUint8(at + 1) === 0xe1 && view.getUint32(at + 4) === name) yield { start: at + 4, length: length - 2 };
    at += 2 + length;
  }
}

/** Open the Exif block of a JPEG. @param {ArrayBuffer} bytes */
function openExif(bytes) {
  const view = new DataView(bytes);
  const segment = segments(view, EXIF).next().value;
  if (!segment) return null;
  const tiff = segment.start + 6;
  const little = view.getUint16(tiff) === 0x4949;
  const long = (/** @type {number} */ at) => view.getUint32(at, little);
  const short = (/** @type {number} */ at) => view.getUint16(at, little);
  /** Where the entry of a tag is in a directory, or 0. @param {number} directory @param {number} tag */
  const find = (directory, tag) => {
    const count = Math.min(short(directory), ENTRIES);
    for (let at = directory + 2; at < directory + 2 + 12 * count; at += 12) if (short(at) === tag) return at;
    return 0;
  };
  /** The directory that an entry of the first one points to, or 0. @param {number} tag */
  const directory = (tag) => {
    const at = find(tiff + long(tiff + 4), tag);
    return at ? tiff + long(at + 8) : 0;
  };
  return { view, tiff, long, short, find, directory };
}

/** @param {ArrayBuffer} bytes of a JPEG @returns {string} RFC 3339 time of the shot, '' if it does not say */
export function takenAt(bytes) {
  try {
    const exif = openExif(bytes);
    const directory = exif && exif.directory(EXIF_IFD);
    if (!exif || !directory) return '';
    const words = [TAKEN, TAKEN_OFFSET].map((tag) => {
      const at = exif.find(directory, tag);
      const start = at && exif.tiff + exif.long(at + 8);
      return at ? String.fromCharCode(...new Uint8Array(bytes, start, Math.min(exif.long(at + 4), 20))) : '';
    });
    const date = /^(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)/.exec(words[0]);
    const zone = /^[+-]\d\d:\d\d/.exec(words[1]);
    // Without its own offset the camera's time is that of the place, hence of the phone.
    return date ? new Date(`${date[1]}-${date[2]}-${date[3]}T${date[4]}${zone ? zone[0] : ''}`).toISOString() : '';
  } catch {
    return '';
  }
}

/**
 * Blank the place of the shot in a JPEG, in place: the GPS directory with its values, and XMP, which may repeat it.
 * @param {ArrayBuffer} bytes
 */
export function forgetPlace(bytes) {
  const all = new Uint8Array(bytes);
  try {
    for (const { start, length } of segments(new DataView(bytes), XMP)) all.fill(32, start, start + length);
    const exif = openExif(bytes);
    const directory = exif && exif.directory(GPS_IFD);
    if (!exif || !directory) return;
    const end = directory + 2 + 12 * Math.min(exif.short(directory), ENTRIES);
    for (let at = directory + 2; at < end; at += 12) {
      const size = (SIZES[exif.short(at + 2)] || 1) * exif.long(at + 4);
      const value = exif.tiff + exif.long(at + 8);
      if (size > 4) all.fill(0, value, value + size);
    }
    all.fill(0, directory, end);
  } catch {
    // A broken block has no place to read either.
  }
}
