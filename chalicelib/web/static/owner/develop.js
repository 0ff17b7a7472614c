// @ts-check
/**
 * @typedef {object} Job
 * @property {ArrayBuffer} bytes
 * @property {string} type
 * @property {number} longest side of what is sent, in pixels
 * @property {boolean} shrink whether a smaller copy may be sent in its place
 *
 * @typedef {object} Developed
 * @property {Blob} [picture] to show in the page
 * @property {''|'blurred'|'dark'} [doubt] what a person would say is wrong with it
 * @property {ArrayBuffer} [small] a smaller JPEG of it, upright; absent when there is no gain
 */

/**
 * Everything that is done with pixels. It runs in a worker that is made of this function's own source, or on the page
 * where the browser has no OffscreenCanvas; so nothing from outside of it may be used here.
 * @returns {(job: Job) => Promise<Developed>} rejects what the browser can't decode, as most can't read HEIC
 */
export function laboratory() {
  const HEAVY = 1.5 * 1024 * 1024;
  const QUALITY = 0.82;
  const CANVAS = 16.7e6; // pixels; more and iOS gives an empty canvas
  const PICTURE = 360;
  const LOOK = 1024;
  // Crete et al. 2007, "The blur effect": sharp photos of cars have 0.2-0.4, those out of focus 0.6-0.9.
  const SOFT = 0.56;
  const [NIGHT, NIGHT_LIGHTS] = [40, 100]; // of 255: the mean, and what a twentieth of the pixels exceeds

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

  /** How bright each pixel is. @param {any} canvas */
  function luma(canvas) {
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    const grey = new Uint8Array(data.length / 4);
    for (let i = 0; i < grey.length; i++) grey[i] = (77 * data[4 * i] + 150 * data[4 * i + 1] + 29 * data[4 * i + 2]) >> 8;
    return grey;
  }

  /**
   * How little of its edges an image would lose by a blur of nine pixels, in its softer direction; 1 has none to lose.
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

  /** @param {any} image */
  function doubtOf(image) {
    const canvas = draw(image, LOOK);
    const grey = luma(canvas);
    const total = grey.reduce((sum, each) => sum + each, 0);
    const bright = grey.reduce((count, each) => count + Number(each > NIGHT_LIGHTS), 0);
    if (total < NIGHT * grey.length && bright * 20 < grey.length) return 'dark';
    return softness(grey, canvas.width) > SOFT ? 'blurred' : '';
  }

  return async ({ bytes, type, longest, shrink }) => {
    const image = await decode(new Blob([bytes], { type }));
    const large = Math.max(image.width, image.height) > longest || bytes.byteLength > HEAVY;
    const picture = await print(draw(image, PICTURE));
    const doubt = doubtOf(image);
    const copy = shrink && large ? await print(draw(image, longest)).catch(() => null) : null;
    image.close?.();
    const small = copy && copy.size && copy.size < bytes.byteLength ? await copy.arrayBuffer() : undefined;
    return { picture, doubt, small };
  };
}
