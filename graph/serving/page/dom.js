// Elements of the page. What comes from the graph or from a query's header enters here, and only as text.

/**
 * A new element with its attributes and children; strings become text, never markup.
 * @param {string} tag
 * @param {Record<string, string | boolean | ((event: any) => void)>} [attributes] a function listens to the event it is named after
 * @param {...(string | Node | null)} children
 * @returns {any}
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

/**
 * The element of the page with this id.
 * @param {string} id
 * @returns {any}
 */
export function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`page: found no element #${id}`);
  return element;
}

/** Shows a text in an element, or hides it where there is none. */
export function say(element, text) {
  element.textContent = text;
  element.hidden = text === "";
}
