// Small helpers for the page's elements. Text of documents enters the page here and only as text.

/** @typedef {string | Node | null | undefined} Child */

/**
 * A new element with its attributes and children; strings become text, never markup.
 * @param {string} tag
 * @param {Record<string, string | boolean | number | ((event: any) => void)>} [attributes] a function is a listener for the event it is named after
 * @param {...Child} children
 * @returns {HTMLElement}
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false) element.setAttribute(name, String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== undefined).map(asNode));
  return element;
}

/**
 * @param {Child} child
 * @returns {Node}
 */
function asNode(child) {
  return child instanceof Node ? child : document.createTextNode(String(child));
}

/**
 * The element of the template with this id.
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`template: found no element #${id}`);
  return element;
}

/**
 * A number with its word, in the singular or the plural.
 * @param {number} count
 * @param {string} one
 * @param {string} [many]
 */
export function counted(count, one, many = `${one}s`) {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}

/**
 * A name written the way its own script runs, kept apart from the words around it.
 * @param {string} text
 */
export function name(text) {
  return make("bdi", { dir: "auto" }, text);
}

/**
 * A small picture of a node's shape, in the group's colours.
 * @param {{shape: string, background: string, border: string}} style
 */
export function icon(style) {
  const canvas = /** @type {HTMLCanvasElement} */ (make("canvas", { class: "icon", width: 32, height: 32, "aria-hidden": "true" }));
  const context = canvas.getContext("2d");
  if (context) {
    tracePath(context, style.shape);
    Object.assign(context, { fillStyle: style.background, strokeStyle: style.border, lineWidth: 2.5 });
    context.fill();
    context.stroke();
  }
  return canvas;
}

/** @type {Record<string, [number, number]>} corners and turn (in quarter circles) of the shapes that are regular polygons */
const POLYGONS = { square: [4, 0.5], diamond: [4, 0], triangle: [3, -1], triangleDown: [3, 1], hexagon: [6, 0], star: [10, -1] };
/** How far vis-network draws the corners of some shapes from the middle, in radii. @type {Record<string, number>} */
const REACH = { square: Math.SQRT2, triangle: 1.15, triangleDown: 1.15 };

/**
 * The corners of a shape around zero, for a radius of one; null for a circle.
 * @param {string} shape
 * @returns {[number, number][] | null}
 */
export function cornersOf(shape) {
  const polygon = POLYGONS[shape];
  if (!polygon) return null;
  const [corners, turn] = polygon;
  return Array.from({ length: corners }, (_, corner) => {
    const angle = (turn * Math.PI) / 2 + (2 * Math.PI * corner) / corners;
    const reach = shape === "star" && corner % 2 ? 0.45 : (REACH[shape] ?? 1);
    return [reach * Math.cos(angle), reach * Math.sin(angle)];
  });
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {string} shape
 */
function tracePath(context, shape) {
  const corners = cornersOf(shape);
  context.beginPath();
  if (!corners) context.arc(16, 16, 11, 0, 2 * Math.PI);
  else for (const [x, y] of corners) context.lineTo(16 + 12 * x, 16 + 12 * y);
  context.closePath();
}

/**
 * A short stretch of an edge as it is drawn in the network.
 * @param {{colour: string, dashes: number[]}} style
 */
export function line(style) {
  const canvas = /** @type {HTMLCanvasElement} */ (make("canvas", { class: "line", width: 64, height: 24, "aria-hidden": "true" }));
  const context = canvas.getContext("2d");
  if (context) {
    context.strokeStyle = style.colour;
    context.lineWidth = 4;
    context.setLineDash(style.dashes.map((dash) => dash * 2));
    context.moveTo(0, 12);
    context.lineTo(64, 12);
    context.stroke();
  }
  return canvas;
}
