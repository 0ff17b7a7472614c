// @ts-check
/**
 * @typedef {object} Job
 * @property {ArrayBuffer} bytes
 * @property {string} type
 * @property {number} longest side of the sent picture, in pixels
 * @property {boolean} shrink true if a smaller copy may be sent in its place
 * @property {number} limit bytes that the server takes
 * @property {import('./types.js').Quality} quality
 *
 * @typedef {object} Developed
 * @property {Blob} [picture] to show in the page
 * @property {''|'blurred'|'dark'} [doubt] its fault to a person's eye
 * @property {ArrayBuffer} [small] a smaller JPEG of it, upright; absent when there is no gain
 */

/**
 * Everything that is done with pixels. It runs in a worker made of this function's own source, or on the page where the
 * browser has no OffscreenCanvas. So nothing from outside of it may be used here.
 * @returns {(job: Job) => Promise<Developed>} rejects a picture that the browser can't decode, as most can't read HEIC
 */
export function laboratory() {
  const HEAVY = 1.5 * 1024 * 1024;
  const QUALITY = 0.82;
  const CANVAS = 16.7e6; // pixels; more and iOS gives an empty canvas
  const PICTURE = 360;
  const LOOK = 1024;

  /** Decode upright. @param {Blob} blob @returns {Promise<any>} */
  async function decode(blob) {
    try {
      return await createImageBitmap(blob, { imageOrientation: 'from-image' });
    } catch {
      const image = new Image();
      image.src = URL.createObjectURL(blob);
      try {
        await image.decode();
        return image;
      } finally {
        URL.revokeObjectURL(image.src);
      }
    }
  }

  /** Draw an image within a longest side. @param {any} image @param {number} longest @returns {any} a canvas */
  function draw(image, longest) {
    const { width, height } = image;
    const scale = Math.min(1, longest / Math.max(width, height), Math.sqrt(CANVAS / (width * height)));
    const size = [width, height].map((side) => Math.max(1, Math.round(side * scale)));
    const canvas = globalThis.OffscreenCanvas
      ? new OffscreenCanvas(size[0], size[1]) : Object.assign(document.createElement('canvas'), { width: size[0], height: size[1] });
    const pen = /** @type {any} */ (canvas.getContext('2d', { alpha: false }));
    pen.imageSmoothingQuality = 'high';
    pen.fillStyle = '#fff'; // behind transparent pixels: documents are black on nothing
    pen.fillRect(0, 0, size[0], size[1]);
    pen.drawImage(image, 0, 0, size[0], size[1]);
    return canvas;
  }

  /** @param {any} canvas @returns {Promise<Blob>} a JPEG */
  async function print(canvas) {
    const type = 'image/jpeg';
    const blob = await (canvas.convertToBlob
      ? canvas.convertToBlob({ type, quality: QUALITY }) : new Promise((done) => canvas.toBlob(done, type, QUALITY)));
    canvas.width = canvas.height = 0; // iOS counts canvases until they are collected
    return blob;
  }

  /** The brightness of each pixel. @param {any} canvas */
  function luma(canvas) {
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    const grey = new Uint8Array(data.length / 4);
    for (let i = 0; i < grey.length; i++) grey[i] = (77 * data[4 * i] + 150 * data[4 * i + 1] + 29 * data[4 * i + 2]) >> 8;
    return grey;
  }

  /**
   * The blur of an image, 1 at most: the part of its edges that a further blur of nine pixels leaves, in its softer
   * direction.
   * @param {Uint8Array} grey @param {number} width
   */
  function softness(grey, width) {
    return Math.max(...[1, width].map((step) => {
      let edges = 1;
      let left = 0;
      for (let i = 5 * step; i < grey.length - 4 * step; i++) {
        const edge = Math.abs(grey[i] - grey[i - step]);
        edges += edge;
        left += Math.min(edge, Math.abs(grey[i + 4 * step] - grey[i - 5 * step]) / 9);
      }
      return left / edges;
    }));
  }

  /** @param {any} image @param {import('./types.js').Quality} quality */
  function doubtOf(image, { soft, night, lights, dark }) {
    const canvas = draw(image, LOOK);
    const grey = luma(canvas);
    const total = grey.reduce((sum, each) => sum + each, 0);
    const bright = grey.reduce((count, each) => count + Number(each > lights), 0);
    if (dark && total < night * grey.length && bright * 20 < grey.length) return 'dark';
    return softness(grey, canvas.width) > soft ? 'blurred' : '';
  }

  /**
   * Read all image data of a baseline JPEG (ITU T.81 F.2.2): a browser draws something in place of missing data, and
   * the copy would look whole to everybody else. Nothing is drawn here, only counted.
   * @param {Uint8Array} data
   * @returns {boolean} false for other kinds of JPEG, which the server alone can judge
   * @throws when something is missing, is left over, or can't be read
   */
  function isWhole(data) {
    /** Lengths and symbols of codes by the next 16 bits. @type {Record<number, Uint16Array>} */
    const codes = {};
    /** Blocks of a unit by component. @type {Record<number, number>} */
    const blocks = {};
    const word = (/** @type {number} */ place) => data[place] << 8 | data[place + 1];
    let [units, restart, components, at] = [0, 0, 0, 2];
    let [bits, held, missing] = [0, 0, 0];

    /** @param {number} place @param {number} end */
    function learnCodes(place, end) {
      while (place < end) {
        const table = codes[data[place]] = new Uint16Array(65536);
        let symbol = place + 17;
        for (let length = 1, code = 0; length < 17; length++) {
          for (let left = data[place + length]; left > 0; left--) {
            table.fill(length << 8 | data[symbol++], code, code += 1 << (16 - length));
          }
        }
        place = symbol;
      }
    }

    /** @param {number} place */
    function learnFrame(place) {
      components = data[place + 7];
      let [across, down] = [1, 1];
      for (let i = place + 8; i < place + 8 + 3 * components; i += 3) {
        const [h, v] = components > 1 ? [data[i + 1] >> 4, data[i + 1] & 15] : [1, 1];
        [across, down] = [Math.max(across, h), Math.max(down, v)];
        blocks[data[i]] = h * v;
      }
      units = Math.ceil(word(place + 5) / 8 / across) * Math.ceil(word(place + 3) / 8 / down);
    }

    /** @param {boolean} wrong */
    function refuse(wrong) {
      if (wrong) throw Error();
    }

    /** Have 16 bits at least in hand, and pass over some. @param {number} count */
    function pass(count) {
      held -= count;
      while (held < 16) {
        const byte = data[at];
        if (byte === undefined || (byte === 0xff && data[at + 1])) missing += 8; // a marker, or the file's end
        else at += byte === 0xff ? 2 : 1;
        bits = bits << 8 | (missing ? 0 : byte);
        held += 8;
      }
    }

    /** Pass over a code and the number after it. @param {Uint16Array} table @returns {number} the symbol */
    function next(table) {
      const found = table[bits >>> (held - 16) & 0xffff];
      refuse(!found);
      pass(found >> 8);
      pass(found & 15);
      return found & 255;
    }

    /** Pass over a marker, and the few bytes that some phones leave before it. @param {number} from @param {number} to */
    function meet(from, to) {
      const start = at;
      while (at < start + 16 && !(data[at] === 0xff && data[at + 1] >= from && data[at + 1] <= to)) at++;
      refuse(at === start + 16 || missing > held);
      at += 2;
      bits = held = missing = 0;
      pass(0);
    }

    while ((at = data.indexOf(0xff, at)) >= 0) {
      const marker = data[at + 1];
      const [place, end] = [at + 2, at + 2 + word(at + 2)];
      if (marker === 0xc4) learnCodes(place + 2, end);
      else if (marker === 0xdd) restart = word(place + 2);
      else if (marker === 0xc0 || marker === 0xc1) learnFrame(place);
      else if (marker > 0xc1 && marker < 0xd0) return false;
      else if (marker === 0xda) {
        if (data[place + 2] !== components || !units) return false;
        at = end;
        pass(0);
        for (let unit = 0; unit < units; unit++) {
          if (restart && unit && unit % restart === 0) meet(0xd0, 0xd7);
          for (let part = place + 3; part < place + 3 + 2 * components; part += 2) {
            for (let block = 0; block < blocks[data[part]]; block++) {
              next(codes[data[part + 1] >> 4]);
              for (let k = 1; k < 64; k++) {
                const symbol = next(codes[data[part + 1] & 15 | 16]);
                if (!(symbol & 15) && symbol < 0xf0) break;
                k += symbol >> 4;
                refuse(k > 63);
              }
            }
          }
          refuse(missing > held);
        }
        meet(0xd9, 0xd9);
        return true;
      }
      at = marker === 0xff ? at + 1 : end;
    }
    throw Error();
  }

  /** Whether a copy would tell the truth; of what can't be sent as it is, more can't be known. @param {Job} job */
  function isHonest({ bytes, type, limit }) {
    try {
      return (type === 'image/jpeg' && isWhole(new Uint8Array(bytes))) || bytes.byteLength > limit;
    } catch {
      return false;
    }
  }

  return async (job) => {
    const { bytes, type, longest, shrink, quality } = job;
    const image = await decode(new Blob([bytes], { type }));
    const large = Math.max(image.width, image.height) > longest || bytes.byteLength > HEAVY;
    const picture = await print(draw(image, PICTURE));
    const doubt = doubtOf(image, quality);
    const copy = shrink && large && isHonest(job) ? await print(draw(image, longest)).catch(() => null) : null;
    image.close?.();
    const small = copy && copy.size && copy.size < bytes.byteLength ? await copy.arrayBuffer() : undefined;
    return { picture, doubt, small };
  };
}
