// The network picture: vis-network draws nodes and edges where Python put them, this draws their names and reacts to the reader.

import { box, placeLabels, wrapped } from "./labels.js";
import { Model } from "./model.js";
import { rings } from "./rings.js";

/**
 * @typedef {import("./filters.js").Shown} Shown
 * @typedef {{onNode: (entity: number) => void, onFact: (fact: number) => void, onNothing: () => void, onHover: (what: Hovered | null) => void}} Reactions
 * @typedef {{kind: "node" | "fact", number: number, x: number, y: number}} Hovered
 * @typedef {{node: number | null, fact: number | null, focus: number}} Selection
 */

const DIM = 0.13;
const PLAIN = 0.55;
const PLAIN_OF_MANY = 0.38;
const MANY = 500;
const OBSTACLE = 3.5;
const MOST_LABELS = 140;
/** So many of the weightiest nodes have a label at any scale, room allowing. */
const ALWAYS = 70;
const WEIGHTY = 16;
const FEW = 20;

/**
 * One colour for an edge, chosen or not.
 * @param {string} colour
 * @param {number} opacity
 */
function colours(colour, opacity) {
  return { color: colour, highlight: colour, hover: colour, opacity, inherit: false };
}

/** The picture of the network in one element of the page. */
export class Picture {
  /**
   * @param {Model} model
   * @param {HTMLElement} container
   * @param {Reactions} reactions
   */
  constructor(model, container, reactions) {
    const vis = /** @type {any} */ (globalThis).vis;
    this.model = model;
    this.container = container;
    /** @type {Selection} */
    this.selection = { node: null, fact: null, focus: 0 };
    /** @type {Shown} */
    this.shown = { entities: new Set(), facts: new Set(), lone: 0 };
    /** @type {number | null} */
    this.hovered = null;
    this.weights = model.entities.map((_, number) => model.network.nodes[number].size);
    this.byWeight = model.entities.map((_, number) => number).sort((a, b) => this.weights[b] - this.weights[a] || a - b);
    this.rank = model.entities.map(() => 0);
    this.byWeight.forEach((number, rank) => (this.rank[number] = rank));
    this.plain = PLAIN;
    this.looks = { nodes: new Map(), edges: new Map() };
    this.nodes = new vis.DataSet(model.network.nodes.map((node) => ({ ...node, label: undefined })));
    this.edges = new vis.DataSet(model.network.edges.map((edge) => ({ ...edge, color: colours(edge.color, this.plain) })));
    this.view = new vis.Network(container, { nodes: this.nodes, edges: this.edges }, model.network.options);
    this.view.on("afterDrawing", (/** @type {CanvasRenderingContext2D} */ context) => this.#drawLabels(context));
    this.#listen(reactions);
    this.readColours();
  }

  /** @param {Reactions} reactions */
  #listen({ onNode, onFact, onNothing, onHover }) {
    this.view.on("click", (/** @type {any} */ event) => {
      if (event.nodes.length) onNode(event.nodes[0]);
      else if (event.edges.length) onFact(event.edges[0]);
      else onNothing();
    });
    const hover = (/** @type {"node" | "fact"} */ kind, /** @type {any} */ event) => {
      this.hovered = kind === "node" ? event.node : null;
      onHover({ kind, number: kind === "node" ? event.node : event.edge, x: event.pointer.DOM.x, y: event.pointer.DOM.y });
    };
    const leave = () => {
      this.hovered = null;
      onHover(null);
    };
    this.view.on("hoverNode", (/** @type {any} */ event) => hover("node", event));
    this.view.on("hoverEdge", (/** @type {any} */ event) => hover("fact", event));
    for (const end of ["blurNode", "blurEdge", "dragStart", "zoom"]) this.view.on(end, leave);
  }

  /** Takes the colours of names from the style sheet, which follows the reader's light or dark setting. */
  readColours() {
    const style = getComputedStyle(document.documentElement);
    this.ink = style.getPropertyValue("--ink").trim();
    this.paper = style.getPropertyValue("--stage").trim();
    this.font = getComputedStyle(document.body).fontFamily;
    this.plain = (this.model.facts.length > MANY ? PLAIN_OF_MANY : PLAIN) * Number(style.getPropertyValue("--edge-strength"));
    this.show(this.shown, this.selection);
    this.view.redraw();
  }

  /**
   * Draws what is shown, with the selection and its neighbours in front of the rest.
   * @param {Shown} shown
   * @param {Selection} selection
   */
  show(shown, selection) {
    this.shown = shown;
    this.selection = selection;
    this.#front();
    const { model } = this;
    const focused = selection.node !== null && selection.focus > 0;
    this.places = focused ? rings(model, Number(selection.node), shown) : null;
    this.#update(this.nodes, this.looks.nodes, model.entities, (number) => this.#nodeLook(number));
    this.#update(this.edges, this.looks.edges, model.facts, (number) => this.#edgeLook(number));
    this.view.selectNodes(selection.node !== null && shown.entities.has(selection.node) ? [selection.node] : [], false);
    if (selection.fact !== null && shown.facts.has(selection.fact)) this.view.selectEdges([selection.fact]);
  }

  /** Sets what stands in front: the selected node or fact with all it touches; nothing when nothing is selected. */
  #front() {
    const { node, fact } = this.selection;
    const { model } = this;
    const facts = node !== null ? model.factsOf[node].filter((number) => this.shown.facts.has(number)) : fact !== null ? [fact] : [];
    const entities = facts.flatMap((number) => [model.facts[number].subject, model.facts[number].object]);
    this.frontFacts = new Set(facts);
    this.frontEntities = new Set(node !== null ? [node, ...entities] : entities);
    this.someInFront = node !== null || fact !== null;
  }

  /** @param {number} number */
  #nodeLook(number) {
    const hidden = !this.shown.entities.has(number);
    const { x, y } = this.places?.get(number) ?? this.model.network.nodes[number];
    const behind = this.someInFront && !this.places && !this.frontEntities?.has(number);
    return { hidden, x, y, opacity: behind ? DIM : 1 };
  }

  /** @param {number} number */
  #edgeLook(number) {
    const front = Boolean(this.frontFacts?.has(number));
    const opacity = front ? 0.95 : this.places ? 0.3 : this.someInFront ? 0.06 : this.plain;
    const { color, width } = this.model.network.edges[number];
    return { hidden: !this.shown.facts.has(number), color: colours(color, opacity), width: front ? 2.2 : width };
  }

  /**
   * Tells vis-network only what changed: it redraws everything it is told.
   * @param {any} data
   * @param {Map<number, string>} known
   * @param {any[]} all
   * @param {(number: number) => any} lookOf
   */
  #update(data, known, all, lookOf) {
    const changed = all.flatMap((_, number) => {
      const look = lookOf(number);
      const text = JSON.stringify(look);
      if (known.get(number) === text) return [];
      known.set(number, text);
      return [{ id: number, ...look }];
    });
    if (changed.length) data.update(changed);
  }

  /** @param {CanvasRenderingContext2D} context */
  #drawLabels(context) {
    const ratio = context.canvas.width / context.canvas.clientWidth;
    context.save();
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    Object.assign(context, { textBaseline: "top", textAlign: "center", lineJoin: "round", lineWidth: 3.5 });
    const nodes = this.#onScreen(context);
    const solid = (/** @type {number} */ number) => !this.someInFront || this.places || this.frontEntities?.has(number);
    const obstacles = nodes.filter((node) => node.radius >= OBSTACLE && solid(node.number)).map(({ x, y, radius: r }) => box(x - r, y - r, 2 * r, 2 * r));
    const wishes = nodes.filter((node) => this.#mayHaveLabel(node)).slice(0, MOST_LABELS);
    const room = box(0, 0, context.canvas.clientWidth, context.canvas.clientHeight);
    for (const label of placeLabels(wishes.map((node) => this.#wish(context, node)), obstacles, room)) this.#write(context, label);
    context.restore();
  }

  /**
   * The shown nodes within the picture, weightiest first, in pixels of the screen.
   * @param {CanvasRenderingContext2D} context
   */
  #onScreen(context) {
    const { clientWidth, clientHeight } = context.canvas;
    const scale = this.view.getScale();
    const places = this.view.getPositions([...this.shown.entities]);
    const first = [this.selection.node, this.hovered].filter((number) => number !== null);
    const order = [...first, ...this.byWeight.filter((number) => !first.includes(number))];
    return order.filter((number) => places[number]).flatMap((number) => {
      const { x, y } = this.view.canvasToDOM(places[number]);
      const inside = x > -50 && y > -20 && x < clientWidth + 50 && y < clientHeight + 20;
      return inside ? [{ number, x, y, radius: this.weights[number] * scale }] : [];
    });
  }

  /** @param {{number: number, radius: number}} node */
  #mayHaveLabel({ number, radius }) {
    if (number === this.hovered || number === this.selection.node) return true;
    if (this.places) return true;
    if (this.someInFront) return Boolean(this.frontEntities?.has(number));
    return radius >= 5.5 || this.rank[number] < ALWAYS;
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {{number: number, x: number, y: number, radius: number}} node
   */
  #wish(context, { number, x, y, radius }) {
    const full = number === this.hovered || number === this.selection.node;
    const entity = this.model.entities[number];
    const lines = wrapped(full ? entity.name : entity.short);
    const size = this.#fontSize(radius, full);
    context.font = this.#font(size, radius, full);
    const width = Math.max(...lines.map((line) => context.measureText(line).width)) + 4;
    return { key: number, lines, x, y, radius, width, height: lines.length * size * 1.2, size, full, weight: this.#weightOf(number, full) };
  }

  /**
   * How much a label may cover: the largest nodes and a small neighbourhood must be readable.
   * @param {number} number
   * @param {boolean} full
   * @returns {0 | 1 | 2}
   */
  #weightOf(number, full) {
    if (full) return 2;
    const few = this.someInFront && (this.frontEntities?.size ?? 0) <= FEW;
    return few || this.rank[number] < WEIGHTY ? 1 : 0;
  }

  /**
   * @param {number} radius
   * @param {boolean} full
   */
  #fontSize(radius, full) {
    return full ? 14 : Math.round(Math.min(15, 10.5 + radius / 8));
  }

  /**
   * @param {number} size
   * @param {number} radius
   * @param {boolean} full
   */
  #font(size, radius, full) {
    return `${full || radius > 11 ? 600 : 400} ${size}px ${this.font}`;
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {any} label
   */
  #write(context, { lines, left, top, width, size, radius, full }) {
    context.font = this.#font(size, radius, full);
    context.strokeStyle = this.paper ?? "#fff";
    context.fillStyle = this.ink ?? "#000";
    lines.forEach((/** @type {string} */ line, /** @type {number} */ number) => {
      const place = [left + width / 2, top + number * size * 1.2];
      context.strokeText(line, place[0], place[1]);
      context.fillText(line, place[0], place[1]);
    });
  }

  /**
   * Brings nodes into the middle: all that are shown, or those given.
   * @param {Iterable<number>} [entities]
   * @param {number} [closest] the largest scale
   */
  fit(entities = this.shown.entities, closest = 1.4) {
    const nodes = [...entities].filter((number) => this.shown.entities.has(number));
    this.view.setSize("100%", "100%"); // the panels may have changed the room there is
    if (nodes.length) this.view.fit({ nodes, maxZoomLevel: closest, animation: this.#animation() });
  }

  /** Brings what is selected into view, with all it touches. */
  reveal() {
    this.fit(this.frontEntities, 1.1);
  }

  /** @param {number} factor */
  zoom(factor) {
    this.view.moveTo({ scale: this.view.getScale() * factor, animation: this.#animation() });
  }

  #animation() {
    return matchMedia("(prefers-reduced-motion: reduce)").matches ? false : { duration: 350, easingFunction: "easeInOutQuad" };
  }
}
