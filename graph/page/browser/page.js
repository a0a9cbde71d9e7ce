// Joins the parts: the address holds the state, each change of it draws the page anew.

import { Address } from "./address.js";
import { chips, hint, isNarrowed, leftLine, statusLine } from "./bar.js";
import { Picture } from "./canvas.js";
import { byId, counted, make } from "./dom.js";
import { bundlePanel, communityPanel, factPanel, pathPanel } from "./facts.js";
import { NOTHING, select } from "./filters.js";
import { Finder } from "./finder.js";
import { legend } from "./legend.js";
import { Model } from "./model.js";
import { nodePanel, overview } from "./panel.js";
import { movedTo, sceneOf } from "./scene.js";
import { tools, walk } from "./stage.js";
import { START, formatState, toggled } from "./state.js";
import { tables } from "./table.js";

/**
 * @typedef {import("./state.js").State} State
 * @typedef {import("./scene.js").Key} Key
 */

const model = new Model(JSON.parse(byId("data").textContent ?? ""));
const address = new Address(model.start);
let state = address.read();
let shown = NOTHING;
/** @type {import("./scene.js").Scene} */
let scene = { spots: new Map(), bands: new Map(), large: false, inside: new Map() };
/** The name from which a path is asked for, while the reader looks for its other end. @type {number | null} */
let pathStart = null;

const NOWHERE = /** @type {Partial<State>} */ ({ focus: "", steps: 1, unfolded: [], partners: "", path: [], placed: [] });
const UNSELECTED = { node: "", fact: "", bundle: "" };
const idOf = (/** @type {number} */ entity) => model.entities[entity].id;

/** @type {import("./panel.js").Actions & {sort: (by: string) => void}} */
const actions = {
  openNode: (entity) => (pathStart === null ? go({ ...UNSELECTED, node: idOf(entity) }, { move: true }) : joinPath(entity)),
  openFact: (fact) => go({ ...UNSELECTED, fact: model.keyOf(fact) }, { move: true }),
  focus: (entity, steps) => go(entity === null ? NOWHERE : { ...NOWHERE, focus: idOf(entity), steps, view: "graph" }, { fit: true }),
  unfold: (entity, on) => go({ unfolded: toggled(state.unfolded, idOf(entity), on), placed: [] }, { fit: true }),
  fold: (entity, on) => go({ folded: toggled(state.folded, idOf(entity), on) }),
  pathFrom: (entity) => askPath(entity),
  partners: (entity) => go(entity === null ? NOWHERE : { ...NOWHERE, partners: idOf(entity), view: "graph" }, { fit: true }),
  pin: (entity, on) => pin(entity, on),
  openCommunity: (community, on) => openCommunity(`c${community}`, on),
  sort: (by) => go({ sort: by }),
  close: () => go(UNSELECTED),
};

const reactions = {
  onNode: (/** @type {Key} */ key) => (typeof key === "string" ? go({ ...UNSELECTED, bundle: key }) : pathStart === null ? go({ ...UNSELECTED, node: idOf(key) }) : joinPath(key)),
  onEdge: (/** @type {Key} */ key) => go(typeof key === "string" ? { ...UNSELECTED, bundle: key } : { ...UNSELECTED, fact: model.keyOf(key) }),
  onNothing: () => actions.close(),
  onOpen: (/** @type {Key} */ key) => (typeof key === "string" ? openCommunity(key, true) : actions.focus(key, 1)),
  onHover: (/** @type {import("./canvas.js").Hovered | null} */ what) => hint(model, shown, scene, what),
  onMove: (/** @type {number} */ entity, /** @type {number} */ x, /** @type {number} */ y) => pin(entity, true, { x, y }),
};

/**
 * Changes the state: the address is set, and the page drawn by it.
 * @param {Partial<State>} change
 * @param {{move?: boolean, fit?: boolean}} [how] `move` brings what is selected into view and under the keyboard, `fit` all that is shown
 */
function go(change, { move = false, fit = false } = {}) {
  askPath(null);
  const before = formatState(state);
  state = { ...state, ...change };
  if (formatState(state) === before) return;
  address.write(state);
  draw();
  if (fit) picture.fit();
  else if (move) {
    if (!shown.levels) picture.reveal();
    byId("panel-content").querySelector("h2")?.focus({ preventScroll: true });
  }
}

/** @param {number | null} entity where the path starts; null ends the question */
function askPath(entity) {
  if (entity === pathStart) return;
  pathStart = entity;
  finder.ask(entity === null ? undefined : `Path from ${model.entities[entity].short} to …`);
}

/** @param {number} end */
function joinPath(end) {
  const start = /** @type {number} */ (pathStart);
  go({ ...NOWHERE, ...UNSELECTED, ...(end === start ? { node: idOf(end) } : { path: [idOf(start), idOf(end)] }), view: "graph" }, { fit: true });
}

/**
 * Keeps a node where it is, or where it was put, or lets it go. A part with a layout of its own has pins of its own.
 * @param {number} entity
 * @param {boolean} on
 * @param {{x: number, y: number}} [place]
 */
function pin(entity, on, place = scene.spots.get(entity)) {
  const part = shown.levels ? "placed" : "pins";
  const others = state[part].filter((entry) => !movedTo(model, [entry]).has(entity));
  go({ [part]: on && place ? [...others, `${Math.round(place.x)},${Math.round(place.y)},${idOf(entity)}`].sort() : others });
}

/**
 * @param {string} key
 * @param {boolean} on
 */
function openCommunity(key, on) {
  const opened = state.opened.includes("all") ? model.communities.map((_, number) => `c${number}`) : state.opened;
  const selection = on ? UNSELECTED : { ...UNSELECTED, bundle: key };
  go({ ...selection, opened: toggled(opened, key, on) });
  if (on) picture.fit(model.communities[Number(key.slice(1))].members);
}

/** Draws everything by the state. */
function draw() {
  shown = select(model, state);
  scene = sceneOf(model, state, shown);
  const node = model.numberOf.get(state.node) ?? null;
  const fact = model.factByKey.get(state.fact) ?? null;
  hint(model, shown, scene, null);
  drawTheme();
  drawSide();
  drawPanel(node, fact);
  drawStage();
  const bundle = scene.spots.has(state.bundle) ? state.bundle : null;
  if (state.view === "graph") picture.show(scene, shown, { node: node ?? bundle, fact: fact ?? (bundle === null ? state.bundle || null : null) });
  drawStatus();
}

const night = matchMedia("(prefers-color-scheme: dark)");

function drawTheme() {
  const theme = state.theme || (night.matches ? "dark" : "light");
  const button = byId("theme");
  button.setAttribute("aria-label", theme === "dark" ? "Light colours" : "Dark colours");
  if (document.documentElement.dataset.theme === theme) return;
  document.documentElement.dataset.theme = theme;
  picture.readColours();
}

function drawSide() {
  const side = byId("legend");
  const focused = document.activeElement?.id;
  const { scrollTop } = byId("side");
  side.replaceChildren(...legend(model, state, shown, (change) => go(change, { fit: Boolean(shown.levels) })));
  if (focused && side.querySelector(`#${CSS.escape(focused)}`)) byId(focused).focus({ preventScroll: true });
  byId("side").scrollTop = scrollTop;
  /** @type {HTMLSelectElement} */ (byId("size")).value = state.size;
}

/**
 * @param {number | null} node
 * @param {number | null} fact
 */
function drawPanel(node, fact) {
  const panel = byId("panel-content");
  const content = panelFor(node, fact);
  panel.replaceChildren(...(content ?? overview(model, actions)).flatMap((part) => part ?? []));
  document.body.classList.toggle("selected", content !== null);
  byId("close").hidden = content === null;
  byId("panel").scrollTop = 0;
}

/**
 * @param {number | null} node
 * @param {number | null} fact
 */
function panelFor(node, fact) {
  const now = { shown, state };
  const ends = state.path.flatMap((id) => model.numberOf.get(id) ?? []);
  const community = /^c(\d+)$/.exec(state.bundle)?.[1];
  if (fact !== null) return factPanel(model, fact, actions);
  if (node !== null) return nodePanel(model, node, now, actions);
  if (community !== undefined && model.communities[Number(community)]) return communityPanel(model, Number(community), now, actions);
  if (state.bundle && scene.bands.has(state.bundle)) return bundlePanel(model, scene.bands.get(state.bundle)?.facts ?? [], actions);
  return ends.length === 2 ? pathPanel(model, ends, now, actions) : null;
}

function drawStage() {
  const graph = state.view === "graph";
  byId("network-view").hidden = !graph;
  byId("table-view").hidden = graph;
  document.body.classList.toggle("table", !graph);
  const focused = document.activeElement?.id;
  byId("table-view").replaceChildren(...(graph ? [] : tables(model, shown, state, actions)));
  if (focused?.startsWith("sort-")) document.getElementById(focused)?.focus();
  for (const view of ["graph", "facts", "names"]) byId(`show-${view}`).setAttribute("aria-pressed", String(state.view === view));
}

function drawStatus() {
  byId("status").textContent = statusLine(model, state, shown, scene);
  byId("left").textContent = leftLine(model);
  byId("chips").replaceChildren(...chips(model, state, (change) => go(change, { fit: true })));
  byId("reset").hidden = !isNarrowed(state);
  const all = byId("open-all");
  all.hidden = !scene.large || state.view !== "graph";
  all.textContent = state.opened.length ? "Close all groups" : "Open all groups";
}

function drawHeader() {
  const parts = [counted(model.entities.length, "name"), counted(model.facts.length, "fact"), counted(model.sources.length, "text"), model.years()].filter(Boolean);
  byId("counts").textContent = parts.join(" · ");
  byId("network").setAttribute("aria-label", `Network of ${parts.slice(0, 2).join(" and ")}. Arrow keys walk from name to name, Enter opens one. The tables hold the same content.`);
  byId("size").replaceChildren(...model.network.measures.map(({ name, label }) => make("option", { value: name }, label)));
}

/** Listens to the page's own buttons and keys. */
function listen() {
  for (const view of /** @type {const} */ (["graph", "facts", "names"]))
    byId(`show-${view}`).addEventListener("click", () => {
      go({ view, sort: "" });
      if (view === "graph") picture.fit();
    });
  byId("close").addEventListener("click", () => (state.node || state.fact || state.bundle ? actions.close() : actions.focus(null, 1)));
  byId("reset").addEventListener("click", () => go({ ...START, view: state.view, theme: state.theme, size: state.size }, { fit: true }));
  byId("open-all").addEventListener("click", () => go({ opened: state.opened.length ? [] : ["all"] }, { fit: true }));
  byId("size").addEventListener("change", () => go({ size: /** @type {HTMLSelectElement} */ (byId("size")).value }));
  byId("theme").addEventListener("click", () => go({ theme: document.documentElement.dataset.theme === "dark" ? "light" : "dark" }));
  byId("menu").addEventListener("click", () => byId("menu").setAttribute("aria-expanded", String(document.body.classList.toggle("menu-open"))));
  night.addEventListener("change", drawTheme);
  address.listen(restore);
  addEventListener("keydown", key);
}

/** Takes the state from the address, after the reader went back or forward or changed it. */
function restore() {
  const asked = address.read();
  if (formatState(asked) === formatState(state)) return;
  askPath(null);
  state = asked;
  draw();
  show();
}

/** Moves the picture to what is selected, or to all that is shown. */
function show() {
  if (shown.levels || !(state.node || state.fact)) picture.fit();
  else picture.reveal();
}

/** @param {KeyboardEvent} event */
function key(event) {
  const typing = event.target instanceof HTMLInputElement && event.target.type !== "checkbox";
  if (event.key === "/" && !typing) {
    event.preventDefault();
    byId("search").focus();
  } else if (event.key === "Escape" && pathStart !== null) askPath(null);
  else if (event.key === "Escape" && !typing) byId("close").click();
}

document.documentElement.dataset.theme = state.theme || (night.matches ? "dark" : "light");
drawHeader();
const finder = new Finder(model, /** @type {HTMLInputElement} */ (byId("search")), byId("suggestions"), (entity) => actions.openNode(entity));
const picture = new Picture(model, byId("network"), reactions);
listen();
walk(picture, reactions);
tools(picture);
draw();
show();
Object.assign(globalThis, { odagraph: Object.freeze({ model, picture, scene: () => scene, shown: () => shown }) }); // for the browser's console, and for tests
document.body.dataset.ready = "yes";
