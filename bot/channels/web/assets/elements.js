/* global document, Node */

/**
 * Makes an element. Texts become text nodes, so that nothing in a plan or a question is ever read as HTML.
 * @param {string} tag
 * @param {Record<string, unknown>} [attributes] a function is a listener of the event that it is named after
 * @param {...(Node | string | null | undefined | false | readonly (Node | string)[])} children
 * @returns {HTMLElement}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') made.addEventListener(name, value);
    else if (value !== undefined && value !== null && value !== false)
      made.setAttribute(name, value === true ? '' : String(value));
  }
  for (const child of children.flat()) {
    if (child instanceof Node || typeof child === 'string') made.append(child);
  }
  return made;
}

/** A text without characters that hide or turn the writing round. @param {string} text @returns {string} */
export function shown(text) {
  return text.replace(/(?!\n)[\p{Cc}\p{Bidi_Control}]/gu, ' ');
}

/** The element of the page with an id. @param {string} id @returns {any} */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found;
}
