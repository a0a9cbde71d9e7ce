// Joins the parts: the address holds the state, each change of it draws the page anew.

import { Picture } from "./canvas.js";
import { byId, counted, make, name } from "./dom.js";
import { select } from "./filters.js";
import { Finder } from "./finder.js";
import { legend } from "./legend.js";
import { Model } from "./model.js";
import { factPanel, nodePanel, overview } from "./panel.js";
import { START, formatState, parseState } from "./state.js";
import { factTable } from "./table.js";

/**
 * @typedef {import("./state.js").State} State
 * @typedef {import("./filters.js").Shown} Shown
 */

const model = new Model(JSON.parse(byId("data").textContent ?? ""));
let state = parseState(location.hash);
/** @type {Shown} */
let shown = { entities: new Set(), facts: new Set(), lone: 0 };

/** @type {import("./panel.js").Actions} */
const actions = {
  openNode: (entity) => go({ node: model.entities[entity].id, fact: "", focus: 0 }, { move: true }),
  openFact: (fact) => go({ node: "", fact: model.keyOf(fact), focus: 0 }, { move: true }),
  focus: (steps) => go({ focus: steps, view: "graph" }, { fit: true }),
  close: () => go({ node: "", fact: "", focus: 0 }),
};

const picture = new Picture(model, byId("network"), {
  onNode: (entity) => go({ node: model.entities[entity].id, fact: "", focus: state.node === model.entities[entity].id ? state.focus : 0 }),
  onFact: (fact) => go({ node: "", fact: model.keyOf(fact), focus: 0 }),
  onNothing: () => (state.focus ? undefined : actions.close()),
  onHover: hint,
});

/**
 * Changes the state: the address is set, and the page drawn by it.
 * @param {Partial<State>} change
 * @param {{move?: boolean, fit?: boolean}} [how] `move` brings what is selected into view and under the keyboard, `fit` all that is shown
 */
function go(change, { move = false, fit = false } = {}) {
  const before = formatState(state);
  state = { ...state, ...change };
  const after = formatState(state);
  if (after === before) return;
  history.pushState(null, "", `#${after}`);
  draw();
  if (fit) picture.fit();
  else if (move) {
    picture.reveal();
    byId("panel-content").querySelector("h2")?.focus({ preventScroll: true });
  }
}

/** Draws everything by the state. */
function draw() {
  shown = select(model, state);
  const node = model.numberOf.get(state.node) ?? null;
  const fact = model.factByKey.get(state.fact) ?? null;
  drawSide();
  drawPanel(node, fact);
  drawStage();
  picture.show(shown, { node, fact, focus: state.focus });
  drawStatus();
}

function drawSide() {
  const side = byId("legend");
  const focused = document.activeElement?.id;
  side.replaceChildren(...legend(model, state, shown, (change) => go(change)));
  if (focused && side.querySelector(`#${CSS.escape(focused)}`)) byId(focused).focus();
}

/**
 * @param {number | null} node
 * @param {number | null} fact
 */
function drawPanel(node, fact) {
  const panel = byId("panel-content");
  const content = fact !== null ? factPanel(model, fact, actions) : node !== null ? nodePanel(model, node, { shown, focus: state.focus }, actions) : overview(model, actions);
  panel.replaceChildren(...content);
  const open = node !== null || fact !== null;
  document.body.classList.toggle("selected", open);
  byId("close").hidden = !open;
  byId("panel").scrollTop = 0;
}

function drawStage() {
  const table = state.view === "table";
  byId("network-view").hidden = table;
  byId("table-view").hidden = !table;
  document.body.classList.toggle("table", table);
  byId("table-view").replaceChildren(...(table ? factTable(model, shown.facts, actions) : []));
  byId("show-graph").setAttribute("aria-pressed", String(!table));
  byId("show-table").setAttribute("aria-pressed", String(table));
}

function drawStatus() {
  const all = shown.entities.size === model.entities.length && shown.facts.size === model.facts.length;
  const names = `${shown.entities.size.toLocaleString("en")} of ${counted(model.entities.length, "name")}`;
  const facts = `${shown.facts.size.toLocaleString("en")} of ${counted(model.facts.length, "fact")}`;
  byId("status").textContent = all ? `All ${counted(model.entities.length, "name")} and ${counted(model.facts.length, "fact")} shown` : `${names} and ${facts} shown`;
  byId("reset").hidden = formatState({ ...state, view: START.view }) === "";
}

/**
 * Words beside the pointer, for the node or fact under it.
 * @param {import("./canvas.js").Hovered | null} what
 */
function hint(what) {
  const element = byId("hint");
  element.hidden = !what;
  byId("network").classList.toggle("over", Boolean(what));
  if (!what) return;
  element.replaceChildren(...(what.kind === "node" ? nodeHint(what.number) : factHint(what.number)));
  const right = what.x > byId("network").clientWidth - 280;
  element.style.left = `${what.x + (right ? -14 : 14)}px`;
  element.style.top = `${what.y + 14}px`;
  element.style.transform = right ? "translateX(-100%)" : "";
}

/** @param {number} entity */
function nodeHint(entity) {
  const known = model.entities[entity];
  return [make("strong", {}, name(known.name)), make("span", {}, `${known.type.replace(/([a-z])([A-Z])/g, "$1 $2")} · ${counted(model.factsOf[entity].length, "fact")}`)];
}

/** @param {number} number */
function factHint(number) {
  const fact = model.facts[number];
  const [subject, object] = [fact.subject, fact.object].map((entity) => model.entities[entity].name);
  const said = model.saidAs(number);
  return [make("span", {}, name(subject), make("b", {}, ` ${model.relations[fact.relation].out} `), name(object)), make("span", {}, said ? `${said} · ` : "", "Choose to read the sentence")];
}

function drawHeader() {
  const years = model.years();
  const parts = [counted(model.entities.length, "name"), counted(model.facts.length, "fact"), counted(model.sources.length, "text"), years].filter(Boolean);
  byId("counts").textContent = parts.join(" · ");
  byId("network").setAttribute("aria-label", `Network of ${parts.slice(0, 2).join(" and ")}. The table holds the same facts; the search finds any name.`);
}

/** Listens to the page's own buttons and keys. */
function listen() {
  new Finder(model, /** @type {HTMLInputElement} */ (byId("search")), byId("suggestions"), actions.openNode);
  byId("show-graph").addEventListener("click", () => go({ view: "graph" }));
  byId("show-table").addEventListener("click", () => go({ view: "table" }));
  byId("close").addEventListener("click", actions.close);
  byId("reset").addEventListener("click", () => go({ ...START, view: state.view }, { fit: true }));
  byId("zoom-in").addEventListener("click", () => picture.zoom(1.4));
  byId("zoom-out").addEventListener("click", () => picture.zoom(1 / 1.4));
  byId("zoom-fit").addEventListener("click", () => picture.fit());
  byId("menu").addEventListener("click", () => byId("menu").setAttribute("aria-expanded", String(document.body.classList.toggle("menu-open"))));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => picture.readColours());
  addEventListener("popstate", restore);
  addEventListener("hashchange", restore);
  addEventListener("keydown", key);
}

/** Takes the state from the address, after the reader went back or forward or changed it. */
function restore() {
  const asked = parseState(location.hash);
  if (formatState(asked) === formatState(state)) return;
  state = asked;
  draw();
  show();
}

/** Moves the picture to what is selected, or to all that is shown. */
function show() {
  if (state.focus || !(state.node || state.fact)) picture.fit();
  else picture.reveal();
}

/** @param {KeyboardEvent} event */
function key(event) {
  const typing = event.target instanceof HTMLInputElement && event.target.type === "search";
  if (event.key === "/" && !typing) {
    event.preventDefault();
    byId("search").focus();
  } else if (event.key === "Escape" && !typing) actions.close();
}

drawHeader();
listen();
draw();
show();
Object.assign(globalThis, { odagraph: Object.freeze({ model, picture }) }); // for the browser's console, and for tests
document.body.dataset.ready = "yes";
