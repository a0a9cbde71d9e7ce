// The network picture: vis-network draws nodes and edges where the scene puts them, this draws their names and reacts to the reader.

import { CROWD, Lines } from "./lines.js";
import { Model } from "./model.js";
import { Names } from "./names.js";

/**
 * @typedef {import("./filters.js").Shown} Shown
 * @typedef {import("./scene.js").Scene} Scene
 * @typedef {import("./scene.js").Key} Key
 * @typedef {{kind: "node" | "edge", key: Key, x: number, y: number}} Hovered
 * @typedef {{onNode: (key: Key) => void, onEdge: (key: Key) => void, onNothing: () => void, onOpen: (key: Key) => void, onHover: (what: Hovered | null) => void,
 *   onMove: (entity: number, x: number, y: number) => void}} Reactions
 * @typedef {{node: Key | null, fact: Key | null}} Selection
 */

const DIM = 0.13;
const PLAIN = 0.6;
const PLAIN_OF_MANY = 0.42;
const MANY_EDGES = 400;

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
    this.selection = { node: null, fact: null };
    /** @type {Key | null} */
    this.hovered = null;
    /** @type {Key | null} */
    this.cursor = null;
    /** @type {Scene} */
    this.scene = { spots: new Map(), bands: new Map(), large: false, inside: new Map() };
    this.frontNodes = /** @type {Set<Key>} */ (new Set());
    this.frontEdges = /** @type {Set<Key>} */ (new Set());
    this.arranged = false;
    this.looks = { nodes: new Map(), edges: new Map() };
    this.nodes = new vis.DataSet();
    this.edges = new vis.DataSet();
    this.view = new vis.Network(container, { nodes: this.nodes, edges: this.edges }, model.network.options);
    this.names = new Names(this);
    this.lines = new Lines();
    this.view.canvas.frame.tabIndex = -1; // the container takes the keyboard
    this.#listen(reactions);
    this.readColours();
  }

  /** @param {Reactions} reactions */
  #listen({ onNode, onEdge, onNothing, onOpen, onHover, onMove }) {
    this.view.on("beforeDrawing", (/** @type {CanvasRenderingContext2D} */ context) => this.moving || this.lines.draw(context));
    this.view.on("dragStart", () => (this.moving = this.crowded && this.scene.bands.size > 4 * CROWD));
    this.view.on("dragEnd", () => (this.moving = false));
    this.view.on("afterDrawing", (/** @type {CanvasRenderingContext2D} */ context) => this.names.draw(context));
    this.view.on("click", (/** @type {any} */ event) => {
      if (event.nodes.length) onNode(event.nodes[0]);
      else {
        const edge = event.edges[0] ?? (this.crowded ? this.lines.at(event.pointer.canvas, this.view.getScale()) : null);
        if (edge === null) onNothing();
        else onEdge(edge);
      }
    });
    this.view.on("doubleClick", (/** @type {any} */ event) => event.nodes.length && onOpen(event.nodes[0]));
    this.view.on("dragEnd", (/** @type {any} */ event) => {
      const [key] = event.nodes;
      if (typeof key !== "number") return;
      const { x, y } = this.view.getPositions([key])[key];
      this.looks.nodes.delete(key);
      onMove(key, Math.round(x), Math.round(y));
    });
    const hover = (/** @type {"node" | "edge"} */ kind, /** @type {any} */ event) => {
      this.hovered = kind === "node" ? event.node : null;
      onHover({ kind, key: event[kind], x: event.pointer.DOM.x, y: event.pointer.DOM.y });
    };
    const leave = () => {
      this.hovered = null;
      onHover(null);
    };
    this.view.on("hoverNode", (/** @type {any} */ event) => hover("node", event));
    this.view.on("hoverEdge", (/** @type {any} */ event) => hover("edge", event));
    for (const end of ["blurNode", "blurEdge", "dragStart", "zoom"]) this.view.on(end, leave);
  }

  /** Takes colours from the style sheet, which knows light and dark. */
  readColours() {
    const style = getComputedStyle(document.documentElement);
    const colour = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
    this.ink = colour("--ink");
    this.quiet = colour("--quiet");
    this.paper = colour("--stage");
    this.accent = colour("--accent");
    this.cluster = { background: colour("--cluster"), border: colour("--cluster-line") };
    this.bundle = colour("--bundle");
    this.strength = Number(colour("--edge-strength"));
    this.font = getComputedStyle(document.body).fontFamily;
    this.#redraw();
  }

  /**
   * Draws a scene, with the selection and all it touches in front of the rest.
   * @param {Scene} scene
   * @param {Shown} shown
   * @param {Selection} selection
   */
  show(scene, shown, selection) {
    this.scene = scene;
    this.shown = shown;
    this.selection = selection;
    this.arranged = Boolean(shown.levels);
    if (this.cursor !== null && !scene.spots.has(this.cursor)) this.cursor = null;
    this.#front();
    this.names.order();
    this.#redraw();
  }

  #redraw() {
    const { bands } = this.scene;
    this.crowded = bands.size > CROWD;
    this.lines.set(this.crowded ? this.scene : null, (key) => this.#lineLook(key));
    this.#update(this.nodes, this.looks.nodes, this.scene.spots, (key) => this.#nodeLook(key));
    this.#update(this.edges, this.looks.edges, this.crowded ? new Map() : bands, (key) => this.edgeLook(key));
    const { node, fact } = this.selection;
    this.view.selectNodes(node !== null && this.scene.spots.has(node) ? [node] : [], false);
    if (fact !== null && this.looks.edges.has(fact)) this.view.selectEdges([fact]);
    this.view.redraw();
  }

  /** Sets what stands in front: the selected node or edge with all it touches; nothing when nothing is selected. */
  #front() {
    const { node, fact } = this.selection;
    const { bands, spots } = this.scene;
    this.frontEdges = new Set([...bands].flatMap(([key, { from, to }]) => (key === fact || (node !== null && (from === node || to === node)) ? [key] : [])));
    this.frontNodes = new Set([...this.frontEdges].flatMap((key) => [bands.get(key)?.from ?? 0, bands.get(key)?.to ?? 0]));
    if (node !== null && spots.has(node)) this.frontNodes.add(node);
    this.someInFront = this.frontNodes.size > 0;
  }

  /** @param {Key} key */
  #nodeLook(key) {
    const { x, y, radius, community, pinned } = /** @type {import("./scene.js").Spot} */ (this.scene.spots.get(key));
    const behind = this.someInFront && !this.arranged && !this.frontNodes.has(key);
    const style = community === null ? this.model.groups[this.model.entities[Number(key)].group] : { ...this.cluster, shape: "dot" };
    const plain = { background: style?.background, border: style?.border };
    return { x, y, size: radius, shape: style?.shape, opacity: behind ? DIM : 1, borderWidth: pinned ? 3 : 1.2, color: { ...plain, highlight: plain, hover: plain } };
  }

  /** @param {Key} key */
  edgeLook(key) {
    const { from, to, facts } = /** @type {import("./scene.js").Band} */ (this.scene.bands.get(key));
    const front = this.frontEdges.has(key);
    const many = this.scene.bands.size > MANY_EDGES;
    const usual = (many ? PLAIN_OF_MANY : PLAIN) * (this.strength ?? 1);
    const opacity = front ? 0.95 : this.arranged ? (this.someInFront ? 0.25 : 0.7) : this.someInFront ? 0.06 : usual;
    if (typeof key === "string") return { from, to, width: Math.min(1 + Math.log2(facts.length) * 2.5, 24), color: colours(this.bundle ?? "", front ? 0.9 : 0.5), arrows: "", dashes: /** @type {false} */ (false), smooth: false };
    const fact = this.model.facts[key];
    const family = this.model.families[this.model.relations[fact.relation].family];
    const stated = fact.claims.some((claim) => claim.status === "stated");
    const { arrows, smooth = false } = this.model.network.edges[key];
    const width = front ? 2.2 : many ? 1.4 : 1.7;
    return { from, to, arrows, smooth, dashes: family.dashes.length ? family.dashes : /** @type {false} */ (false), color: colours(family.colour, opacity), width: stated ? width : width / 2 };
  }

  /** @param {Key} key */
  #lineLook(key) {
    const { color, width } = this.edgeLook(key);
    return { colour: color.color, opacity: color.opacity, width: typeof key === "string" ? Math.min(width, 6) : width };
  }

  /**
   * Tells vis-network only what changed: it redraws everything it is told.
   * @param {any} data
   * @param {Map<Key, string>} known
   * @param {Map<Key, any>} wanted
   * @param {(key: Key) => any} lookOf
   */
  #update(data, known, wanted, lookOf) {
    const gone = [...known.keys()].filter((key) => !wanted.has(key));
    gone.forEach((key) => known.delete(key));
    if (gone.length) data.remove(gone);
    const changed = [...wanted.keys()].flatMap((key) => {
      const look = lookOf(key);
      const text = JSON.stringify(look);
      if (known.get(key) === text) return [];
      known.set(key, text);
      return [{ id: key, ...look }];
    });
    if (changed.length) data.update(changed);
  }

  /**
   * Brings nodes into the middle: all that are drawn, or those given.
   * @param {Iterable<Key>} [keys]
   * @param {number} [closest] the largest scale
   */
  fit(keys = this.scene.spots.keys(), closest = 1.4) {
    const nodes = [...keys].filter((key) => this.scene.spots.has(key));
    this.view.setSize("100%", "100%"); // the panels may have changed the room there is
    this.view.redraw();
    if (nodes.length) this.view.fit({ nodes, maxZoomLevel: closest, animation: this.#animation() });
  }

  /** Brings what is selected into view, with all it touches. */
  reveal() {
    this.fit(this.someInFront ? this.frontNodes : undefined, 1.1);
  }

  /** @param {number} factor */
  zoom(factor) {
    this.view.moveTo({ scale: this.view.getScale() * factor, animation: this.#animation() });
  }

  /** @param {Key} key the node that the arrow keys have reached */
  point(key) {
    this.cursor = key;
    const { x, y } = /** @type {import("./scene.js").Spot} */ (this.scene.spots.get(key));
    const at = this.view.canvasToDOM({ x, y });
    const { clientWidth, clientHeight } = this.container;
    const inside = at.x > 30 && at.y > 30 && at.x < clientWidth - 30 && at.y < clientHeight - 30;
    if (inside) this.view.redraw();
    else this.view.moveTo({ position: { x, y }, animation: this.#animation() });
  }

  #animation() {
    return matchMedia("(prefers-reduced-motion: reduce)").matches ? false : { duration: 350, easingFunction: "easeInOutQuad" };
  }
}
