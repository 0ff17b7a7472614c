// @ts-check
/**
 * Shapes of a conversation in the browser; nothing of this is in the script.
 *
 * @typedef {'client'|'staff'} Side
 *
 * A message of the thread. `seq` has no holes on the server.
 * @typedef {{
 *   seq: number, id: string, side: Side, name: string, mine: boolean, text: string, at: string,
 *   attachments: Attachment[],
 * }} Message
 *
 * @typedef {{id: string, file_name: string, state: string|null}} Attachment
 *
 * A text of one's own on its way. `sent`: the server has it; it is shown here until its turn among the messages comes.
 * `kept`: it outlives the page; undefined while that is not known.
 * @typedef {{
 *   id: string, text: string, attachments: string[], at: number, state: 'sending'|'sent'|'refused', reason: string,
 *   kept?: boolean, seq?: number,
 * }} Own
 *
 * @typedef {{client: number, staff: number}} Read
 *
 * An answer to the question for messages, and the first one, which is in the page.
 * @typedef {{
 *   items: Message[], head: number, read: Read, unread: number, can_write: boolean, stage: string, handler?: {name: string}|null,
 *   status?: string, expected?: {day: string, time: string, basis: string}|null,
 * }} Answer
 *
 * The server's data in the page.
 * @typedef {{
 *   thread: string, me: string, side: Side, api: string, tickets: string, files: string, documents: string, language: string, dates: string, zone: string,
 *   longest: number, mayWrite: boolean, texts: Record<string, string>, answer: Answer,
 * }} Boot
 *
 * What is to be done after an event; the line (chat_line.js) does it, and a test in its place.
 * @typedef {{do: 'fetch', n: number, after?: number, before?: number}
 *   | {do: 'post', id: string, text: string, attachments: string[]}
 *   | {do: 'mark', seq: number}
 *   | {do: 'keep', own: Own}
 *   | {do: 'drop', id: string}
 *   | {do: 'connect', n: number}
 *   | {do: 'say', n: number, frame: object}
 *   | {do: 'close', n: number}
 *   | {do: 'timer', name: Timer, after: number}
 *   | {do: 'cancel', name: Timer}} Effect
 *
 * @typedef {'hole'|'poll'|'send'|'seen'|'opening'|'reconnect'|'ping'|'pong'|'renew'} Timer
 *
 * @typedef {{now: () => number, random: () => number, newId: (now: number) => string}} Tools
 *
 * What a line of the page shows: a message, or a text of one's own that is none yet.
 * @typedef {Message & {own?: undefined} | {own: Own, seq?: undefined, id: string}} Line
 */
export {};
