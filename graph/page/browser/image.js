// The picture as a file: what is in view, as SVG, and drawn from that as PNG.

import { cornersOf, counted } from "./dom.js";

/**
 * @typedef {import("./canvas.js").Picture} Picture
 * @typedef {import("./scene.js").Key} Key
 * @typedef {{x: number, y: number}} Point
 */

const SVG = "http://www.w3.org/2000/svg";
const HEAD = 64;
const FOOT = 58;

/**
 * @param {string} tag
 * @param {Record<string, string | number>} attributes
 * @param {...(Node | string)} children
 */
function shape(tag, attributes, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, String(value));
  element.append(...children);
  return element;
}

/**
 * The picture in view as SVG text, with title, counts and legend.
 * @param {Picture} picture
 * @param {string} counts
 */
export function svgOf(picture, counts) {
  const { model, container, scene } = picture;
  const [width, height] = [Math.max(container.clientWidth, 480), container.clientHeight];
  const inner = shape("g", { transform: `translate(0 ${HEAD})`, "clip-path": "url(#stage)" });
  for (const key of scene.bands.keys()) inner.append(...edge(picture, key));
  for (const key of [...picture.names.byWeight].reverse()) inner.append(node(picture, key));
  for (const label of picture.names.written) inner.append(...words(picture, label));
  const whole = height + HEAD + FOOT;
  const title = [text(model.title, 20, 28, { "font-size": 18, "font-weight": 650, fill: picture.ink ?? "" }), text(counts, 20, 48, { "font-size": 12, fill: picture.quiet ?? "" })];
  const root = shape(
    "svg",
    { xmlns: SVG, width, height: whole, viewBox: `0 0 ${width} ${whole}`, "font-family": "Segoe UI, Roboto, Noto Sans, Liberation Sans, sans-serif" },
    shape("title", {}, model.title),
    shape("clipPath", { id: "stage" }, shape("rect", { width, height })),
    shape("rect", { width, height: whole, fill: picture.paper ?? "" }),
    inner,
    ...title,
    ...key(picture, width, height + HEAD),
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(root)}\n`;
}

/**
 * @param {string} content
 * @param {number} x
 * @param {number} y
 * @param {Record<string, string | number>} more
 */
function text(content, x, y, more) {
  return shape("text", { x: round(x), y: round(y), ...more }, content);
}

/** @param {number} value */
function round(value) {
  return Math.round(value * 10) / 10;
}

/**
 * @param {Picture} picture
 * @param {Key} end
 * @returns {Point & {radius: number}}
 */
function onScreen(picture, end) {
  const spot = /** @type {import("./scene.js").Spot} */ (picture.scene.spots.get(end));
  return { ...picture.view.canvasToDOM({ x: spot.x, y: spot.y }), radius: spot.radius * picture.view.getScale() };
}

/**
 * @param {Picture} picture
 * @param {Key} key
 * @returns {Node[]}
 */
function edge(picture, key) {
  const look = picture.edgeLook(key);
  const [from, to] = [onScreen(picture, look.from), onScreen(picture, look.to)];
  const scale = picture.view.getScale();
  const via = look.smooth ? bow(from, to, look.smooth) : { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
  const style = { stroke: look.color.color, "stroke-opacity": look.color.opacity };
  const dashes = Array.isArray(look.dashes) ? look.dashes.map((dash) => round(dash * scale)).join(" ") : "none";
  const path = shape("path", { d: `M${round(from.x)} ${round(from.y)}Q${round(via.x)} ${round(via.y)} ${round(to.x)} ${round(to.y)}`, fill: "none", "stroke-width": round(Math.max(look.width * scale, 0.4)), "stroke-dasharray": dashes, ...style });
  return look.arrows ? [path, arrow(via, to, { fill: look.color.color, "fill-opacity": look.color.opacity }, scale)] : [path];
}

/**
 * The middle of a curve, as vis-network bends it.
 * @param {Point} from
 * @param {Point} to
 * @param {{type: string, roundness: number}} smooth
 */
function bow(from, to, { type, roundness }) {
  const factor = roundness * 0.5 + 0.5;
  const [right, up] = [to.x - from.x, from.y - to.y];
  const angle = Math.atan2(up, right) + (type === "curvedCW" ? roundness * 0.5 + 0.5 : -roundness * 0.5 + 0.5) * Math.PI;
  const radius = Math.hypot(right, up);
  return { x: from.x + factor * radius * Math.sin(angle), y: from.y + factor * radius * Math.cos(angle) };
}

/**
 * @param {Point} via
 * @param {Point & {radius: number}} to
 * @param {Record<string, string | number>} style
 * @param {number} scale
 */
function arrow(via, to, style, scale) {
  const angle = Math.atan2(to.y - via.y, to.x - via.x);
  const long = 9 * scale;
  const at = (/** @type {number} */ back, /** @type {number} */ aside) =>
    `${round(to.x - (to.radius + back) * Math.cos(angle) + aside * Math.sin(angle))},${round(to.y - (to.radius + back) * Math.sin(angle) - aside * Math.cos(angle))}`;
  return shape("polygon", { points: [at(0, 0), at(long, long / 3), at(long, -long / 3)].join(" "), ...style });
}

/**
 * @param {Picture} picture
 * @param {Key} key
 */
function node(picture, key) {
  const look = picture.nodes.get(key);
  const { x, y, radius } = onScreen(picture, key);
  const style = { fill: look.color.background, stroke: look.color.border, "stroke-width": 1.2, opacity: look.opacity };
  return sign(look.shape, x, y, radius, style);
}

/**
 * @param {string} kind
 * @param {number} x
 * @param {number} y
 * @param {number} radius
 * @param {Record<string, string | number>} style
 */
function sign(kind, x, y, radius, style) {
  const corners = cornersOf(kind);
  if (!corners) return shape("circle", { cx: round(x), cy: round(y), r: round(radius), ...style });
  return shape("polygon", { points: corners.map(([right, down]) => `${round(x + right * radius)},${round(y + down * radius)}`).join(" "), ...style });
}

/**
 * @param {Picture} picture
 * @param {import("./names.js").Label} label
 */
function words(picture, { lines, left, top, width, size, bold }) {
  const style = { "text-anchor": "middle", "font-size": size, "font-weight": bold ? 600 : 400, fill: picture.ink ?? "", stroke: picture.paper ?? "", "stroke-width": 3, "paint-order": "stroke", "stroke-linejoin": "round" };
  return lines.map((line, number) => text(line, left + width / 2, top + size * 0.86 + number * size * 1.2, style));
}

/**
 * Signs and lines with their words, in rows at the foot.
 * @param {Picture} picture
 * @param {number} width
 * @param {number} top
 * @returns {Node[]}
 */
function key({ model, scene, ink, quiet }, width, top) {
  const drawn = new Set([...scene.spots].flatMap(([one, spot]) => (spot.community === null ? [model.entities[Number(one)].group] : [])));
  const groups = model.groups.filter((_, number) => drawn.has(number));
  const style = { "font-size": 12, fill: ink ?? "" };
  const step = Math.min(120, (width - 40) / Math.max(groups.length, 1));
  const signs = groups.flatMap((group, number) => [sign(group.shape, 28 + number * step, top + 18, 7, { fill: group.background, stroke: group.border }), text(group.label, 40 + number * step, top + 22, style)]);
  const lines = model.families.flatMap(({ label, colour, dashes }, number) => [
    shape("line", { x1: 20 + number * 150, x2: 48 + number * 150, y1: top + 40, y2: top + 40, stroke: colour, "stroke-width": 2, "stroke-dasharray": dashes.join(" ") || "none" }),
    text(label, 54 + number * 150, top + 44, { ...style, fill: quiet ?? "" }),
  ]);
  return [...signs, ...lines];
}

/**
 * SVG text as a PNG with twice as many pixels.
 * @param {string} svg
 * @returns {Promise<Blob>}
 */
export async function pngOf(svg) {
  const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: image.width * 2, height: image.height * 2 });
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error(`found no picture of ${counted(canvas.width, "pixel")}`))), "image/png"));
  } finally {
    URL.revokeObjectURL(address);
  }
}
