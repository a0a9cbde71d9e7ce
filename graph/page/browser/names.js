// The names on the picture: which are written, and how.

import { counted } from "./dom.js";
import { box, placeLabels, wrapped } from "./labels.js";
import { weightiest } from "./scene.js";

/**
 * @typedef {import("./scene.js").Key} Key
 * @typedef {import("./scene.js").Spot} Spot
 * @typedef {{key: Key, x: number, y: number, radius: number, spot: Spot}} Seen a node in pixels of the screen
 * @typedef {import("./labels.js").Placed & {size: number, full: boolean, bold: boolean}} Label
 */

const OBSTACLE = 3.5;
const MOST_LABELS = 140;
/** So many of the weightiest nodes have a label at any scale, room allowing. */
const ALWAYS = 70;
const WEIGHTY = 16;
const FEW = 20;

/** Draws names over a picture. */
export class Names {
  /** @param {import("./canvas.js").Picture} picture */
  constructor(picture) {
    this.picture = picture;
    /** @type {Key[]} */
    this.byWeight = [];
    /** @type {Map<Key, number>} */
    this.rank = new Map();
    /** @type {Label[]} */
    this.written = [];
  }

  /** Takes the order of weight from the scene. */
  order() {
    const { spots } = this.picture.scene;
    this.byWeight = [...spots.keys()].sort((a, b) => (spots.get(b)?.radius ?? 0) - (spots.get(a)?.radius ?? 0) || String(a).localeCompare(String(b), "en"));
    this.rank = new Map(this.byWeight.map((key, rank) => [key, rank]));
    this.lone = this.#lone();
  }

  /** The upper left corner of the rows of nodes without a fact, and how many they are; null where there are none. */
  #lone() {
    const { scene, arranged, model } = this.picture;
    if (arranged || scene.large || scene.bands.size === 0) return null;
    const lone = [...scene.spots].filter(([key]) => model.factsOf[Number(key)].length === 0).map(([, spot]) => spot);
    if (!lone.length) return null;
    return { x: Math.min(...lone.map((spot) => spot.x)), y: Math.min(...lone.map((spot) => spot.y)), count: lone.length };
  }

  /** @param {CanvasRenderingContext2D} context */
  #caption(context) {
    if (!this.lone || this.picture.someInFront) return;
    const { x, y } = this.picture.view.canvasToDOM(this.lone);
    context.font = this.#font(12, false);
    context.textAlign = "left";
    context.fillStyle = this.picture.quiet ?? "";
    context.fillText(`Without a relation: ${counted(this.lone.count, "name")}`, x - 6, y - 26);
  }

  /** @param {CanvasRenderingContext2D} context */
  draw(context) {
    const ratio = context.canvas.width / context.canvas.clientWidth;
    context.save();
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    Object.assign(context, { textBaseline: "top", textAlign: "center", lineJoin: "round", lineWidth: 3.5 });
    this.written = this.#placed(context);
    for (const label of this.written) this.#write(context, label);
    this.#marks(context);
    this.#caption(context);
    context.restore();
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @returns {Label[]}
   */
  #placed(context) {
    const { picture } = this;
    const seen = this.#onScreen(context);
    const solid = (/** @type {Key} */ key) => !picture.someInFront || picture.arranged || picture.frontNodes.has(key);
    const single = seen.filter(({ spot, radius, key }) => spot.community === null && radius >= OBSTACLE && solid(key));
    const obstacles = single.map(({ x, y, radius: r }) => box(x - r, y - r, 2 * r, 2 * r));
    const inside = seen.filter(({ spot }) => spot.community !== null).flatMap((node) => this.#community(context, node));
    const wishes = seen.filter((node) => node.spot.community === null && this.#mayHaveLabel(node)).slice(0, MOST_LABELS);
    const room = box(0, 0, context.canvas.clientWidth, context.canvas.clientHeight);
    const taken = inside.map((label) => box(label.left, label.top, label.width, label.height));
    const placed = placeLabels(wishes.map((node) => this.#wish(context, node)), [...obstacles, ...taken], room);
    return [...inside, .../** @type {Label[]} */ (placed)];
  }

  /**
   * The drawn nodes within the picture, weightiest first.
   * @param {CanvasRenderingContext2D} context
   * @returns {Seen[]}
   */
  #onScreen(context) {
    const { picture } = this;
    const { clientWidth, clientHeight } = context.canvas;
    const scale = picture.view.getScale();
    const first = [picture.selection.node, picture.hovered, picture.cursor].filter((key) => key !== null);
    const bodies = picture.view.body.nodes; // a node that is being dragged is where vis-network has it
    return [...new Set([...first, ...this.byWeight])].flatMap((key) => {
      const spot = picture.scene.spots.get(key);
      if (!spot || !bodies[key]) return [];
      const { x, y } = picture.view.canvasToDOM({ x: bodies[key].x, y: bodies[key].y });
      const reach = spot.radius * scale + 20;
      const seen = x > -reach && y > -reach && x < clientWidth + reach && y < clientHeight + reach;
      return seen ? [{ key, x, y, radius: spot.radius * scale, spot }] : [];
    });
  }

  /** @param {Key | null} key */
  #isFull(key) {
    return key === this.picture.hovered || key === this.picture.selection.node || key === this.picture.cursor;
  }

  /** @param {Seen} node */
  #mayHaveLabel({ key, radius, spot }) {
    if (this.#isFull(key) || spot.pinned || this.picture.arranged) return true;
    if (this.picture.someInFront) return this.picture.frontNodes.has(key);
    return radius >= 5.5 || (this.rank.get(key) ?? 0) < ALWAYS;
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {Seen} node
   */
  #wish(context, { key, x, y, radius, spot }) {
    const { picture } = this;
    const full = this.#isFull(key);
    const entity = picture.model.entities[Number(key)];
    const held = picture.shown?.folded.get(Number(key));
    const lines = wrapped(full ? entity.name : entity.short);
    if (held) lines.push(`+${held}`);
    const size = full ? 14 : Math.round(Math.min(15, 10.5 + radius / 8));
    const bold = full || radius > 11;
    context.font = this.#font(size, bold);
    const width = Math.max(...lines.map((line) => context.measureText(line).width)) + 4;
    const few = picture.someInFront && picture.frontNodes.size <= FEW;
    const weight = /** @type {0 | 1 | 2} */ (full ? 2 : few || spot.pinned || held || (this.rank.get(key) ?? 0) < WEIGHTY ? 1 : 0);
    return { key, lines, x, y, radius, width, height: lines.length * size * 1.2, size, full, bold, weight };
  }

  /**
   * What stands in the circle of a community: its weightiest names and how many there are, as far as there is room.
   * @param {CanvasRenderingContext2D} context
   * @param {Seen} node
   * @returns {Label[]}
   */
  #community(context, { key, x, y, radius, spot }) {
    const { model, shown } = this.picture;
    if (!shown || radius < 9) return [];
    const community = Number(spot.community);
    const loose = model.communities[community].loose;
    const names = loose ? ["Small groups"] : weightiest(model, community, shown).map((entity) => wrapped(model.entities[entity].short, 18)[0]);
    const size = Math.round(Math.max(10, Math.min(15, radius / 4.5)));
    const room = Math.max(0, Math.floor((1.5 * radius) / (size * 1.2)) - 1);
    const lines = [...names.slice(0, room), counted(spot.count, "name")];
    context.font = this.#font(size, true);
    const width = Math.max(...lines.map((line) => context.measureText(line).width));
    const height = lines.length * size * 1.2;
    return [{ key, lines, x, y, radius, width, height, size, full: false, bold: true, left: x - width / 2, top: y - height / 2 }];
  }

  /**
   * @param {number} size
   * @param {boolean} bold
   */
  #font(size, bold) {
    return `${bold ? 600 : 400} ${size}px ${this.picture.font}`;
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {Label} label
   */
  #write(context, { lines, left, top, width, size, bold }) {
    context.font = this.#font(size, bold);
    context.strokeStyle = this.picture.paper ?? "#fff";
    context.fillStyle = this.picture.ink ?? "#000";
    lines.forEach((line, number) => {
      const [x, y] = [left + width / 2, top + number * size * 1.2];
      context.strokeText(line, x, y);
      context.fillText(line, x, y);
    });
  }

  /**
   * A ring around the node that the arrow keys have reached, and a pin on each pinned one.
   * @param {CanvasRenderingContext2D} context
   */
  #marks(context) {
    const { picture } = this;
    for (const { key, x, y, radius, spot } of this.#onScreen(context)) {
      if (key === picture.cursor) ring(context, x, y, radius + 6, picture.accent ?? "", 3);
      if (spot.pinned) ring(context, x + radius * 0.75 + 2, y - radius * 0.75 - 2, 2.5, picture.ink ?? "", 3);
    }
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} x
 * @param {number} y
 * @param {number} radius
 * @param {string} colour
 * @param {number} width
 */
function ring(context, x, y, radius, colour, width) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  Object.assign(context, { strokeStyle: colour, lineWidth: width });
  context.stroke();
}
