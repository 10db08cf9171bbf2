/* global sessionStorage, crypto */

const KEY = 'guida-conversation';
/** Turns that are kept for a reload of the page. */
const KEPT = 20;

/**
 * A conversation of this tab: its id, and the turns as they are shown, so that a reload shows them again. A turn
 * without an end is asked for again with its event id.
 * @typedef {{ question: string, eventId: string, end?: any }} Turn
 */

/** A new random id. @returns {string} */
export function newId() {
  // `randomUUID` exists in secure contexts only, and the page may be served over plain HTTP within an office.
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** @returns {{ id: string, turns: Turn[] }} */
export function loadConversation() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
    if (typeof kept?.id === 'string' && Array.isArray(kept.turns)) return kept;
  } catch {
    // What cannot be read is begun anew.
  }
  return { id: newId(), turns: [] };
}

/** @param {{ id: string, turns: Turn[] }} conversation */
export function saveConversation({ id, turns }) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ id, turns: turns.slice(-KEPT) }));
  } catch {
    // A full or forbidden store costs the turns after a reload, nothing else.
  }
}
