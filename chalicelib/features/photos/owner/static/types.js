// @ts-check
/**
 * Types that the modules of the owner's page share. Only types: nothing of this file reaches the phone.
 *
 * A photo's way on the phone:
 * new (not developed yet) -> kept (to be sent) -> sending -> sent (S3 has it) -> received (the server says so);
 * aside: doubtful (poor: the owner is asked first), waiting (another try is due), failed (the owner has to do something), rejected (the server looked and refused), elsewhere (reserved by another
 * device, or by this one before its bytes were lost), removed (the server still has to be told).
 * @typedef {'new'|'doubtful'|'kept'|'sending'|'waiting'|'sent'|'received'|'failed'|'rejected'|'elsewhere'|'removed'} Status
 *
 * The record in IndexedDB; the bytes lie beside it under the same id.
 * @typedef {object} Note
 * @property {string} id ULID, made here
 * @property {string} link path of the link that it belongs to
 * @property {string} category
 * @property {Status} status
 * @property {string} type content type by the magic bytes
 * @property {'camera'|'gallery'|'unknown'} source
 * @property {string} origin SHA-256 of the file as it was picked, '' when unknown
 * @property {string} sha SHA-256 of the bytes to send, '' until they are prepared
 * @property {boolean} resizing a resize was begun; if it still stands after a reload, the page died of it
 * @property {string} taken time by the camera's clock, with an offset where it says one, or ''
 * @property {number} at moment of the pick, by the phone's clock
 * @property {''|'blurred'|'dark'} doubt its fault, as far as the page can see
 * @property {boolean} retake it was taken in place of a poor one; its owner is not asked again
 *
 * A note and the data that only this page needs.
 * @typedef {Note & {
 *   progress: number, tries: number, reason: string, picture: string,
 *   timer?: number, request?: XMLHttpRequest, sentAt?: number, told?: boolean, receivedAt?: string,
 * }} Photo
 *
 * @typedef {{id: string, status: 'pending'|'received'|'rejected', reason?: string|null, reason_code?: string|null, thumbnail_url?: string|null, received_at?: string|null}} Seen
 * @typedef {object} Category
 * @property {string} code
 * @property {string} label
 * @property {number} min
 * @property {number} max
 * @property {boolean} [original_required]
 * @property {boolean} [dark] false where a dark photo is as good as any
 * @property {Seen[]} photos
 *
 * Thresholds of poor photos: chalicelib/features/photos/owner/quality.json; `dark`: true if darkness may be a fault.
 * @typedef {{soft: number, night: number, lights: number, dark?: boolean}} Quality
 * @typedef {{status: string, categories: Category[], completed_at?: string|null}} State
 * @typedef {State & {language: string, account: string, texts: Record<string, string|Record<string, string>>, quality: Quality}} Boot
 */
export {};
