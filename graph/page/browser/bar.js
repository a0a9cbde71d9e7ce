// What stands around the picture: the line that says what is shown, with a chip for each choice, and the words beside the pointer.

import { byId, counted, make, name } from "./dom.js";
import { Model } from "./model.js";
import { typeName } from "./panel.js";
import { weightiest } from "./scene.js";
import { FILTERS, START, formatState } from "./state.js";

/**
 * @typedef {import("./state.js").State} State
 * @typedef {import("./filters.js").Shown} Shown
 * @typedef {import("./scene.js").Scene} Scene
 * @typedef {(change: Partial<State>) => void} Change
 */

/**
 * The line below the picture.
 * @param {Model} model
 * @param {State} state
 * @param {Shown} shown
 * @param {Scene} scene
 * @returns {string}
 */
export function statusLine(model, state, shown, scene) {
  const all = shown.entities.size === model.entities.length && shown.facts.size === model.facts.length;
  const names = `${shown.entities.size.toLocaleString("en")} of ${counted(model.entities.length, "name")}`;
  const facts = `${shown.facts.size.toLocaleString("en")} of ${counted(model.facts.length, "fact")}`;
  const groups = [...scene.spots.values()].filter((spot) => spot.community !== null).length;
  const what = all ? `All ${counted(model.entities.length, "name")} and ${counted(model.facts.length, "fact")} shown` : `${names} and ${facts} shown`;
  return state.view === "graph" && groups ? `${what}, ${counted(groups, "group")} closed` : what;
}

/**
 * What was left out when the page was made; empty where nothing was.
 * @param {Model} model
 */
export function leftLine({ left: { entities, facts, texts = 0, repeats = 0 } }) {
  if (!entities && !facts && !texts && !repeats) return "";
  const unread = texts ? `${counted(texts, "text")} and, of the others, ` : "";
  const further = repeats ? `, and ${counted(repeats, "repetition")} of the facts shown` : "";
  return `Made with a limit: ${unread}${counted(entities, "name")} and ${counted(facts, "fact")}${further} are not in this page`;
}

/**
 * A chip for each choice that narrows what is shown; a click takes it back.
 * @param {Model} model
 * @param {State} state
 * @param {Change} change
 * @returns {HTMLElement[]}
 */
export function chips(model, state, change) {
  const nameOf = (/** @type {string} */ id) => model.entities[model.numberOf.get(id) ?? -1]?.name ?? id;
  const label = (/** @type {import("./model.js").Code[]} */ codes, /** @type {string} */ code) => codes.find((one) => one.code === code)?.label ?? code;
  const chip = (/** @type {string} */ words, /** @type {Partial<State>} */ without) =>
    make("button", { type: "button", class: "chip taken", "aria-label": `${words}: take back`, click: () => change(without) }, name(words), make("span", { "aria-hidden": "true" }, "×"));
  const rest = (/** @type {string[]} */ list, /** @type {string} */ value) => list.filter((one) => one !== value);
  const found = [
    ...(state.path.length ? [chip(`Path from ${nameOf(state.path[0])} to ${nameOf(state.path[1])}`, { path: [], placed: [] })] : []),
    ...(state.partners ? [chip(`Partner countries of ${nameOf(state.partners)}`, { partners: "", placed: [] })] : []),
    ...(state.focus ? [chip(`${state.steps === 2 ? "Two steps around" : "Neighbours of"} ${nameOf(state.focus)}`, { focus: "", steps: 1, unfolded: [], placed: [] })] : []),
    ...state.countries.map((id) => chip(nameOf(id), { countries: rest(state.countries, id) })),
    ...state.regions.map((code) => chip(label(model.regions, code), { regions: rest(state.regions, code) })),
    ...state.sectors.map((code) => chip(label(model.sectors, code), { sectors: rest(state.sectors, code) })),
    ...(state.from || state.to ? [chip(`Years ${state.from || "…"}–${state.to || "…"}`, { from: 0, to: 0 })] : []),
    ...(state.undated ? [] : [chip("Dated facts only", { undated: true })]),
    ...(state.confidence ? [chip(`Confidence ${state.confidence} % or more`, { confidence: 0 })] : []),
    ...(state.pins.length ? [chip(`${counted(state.pins.length, "pinned name")}`, { pins: [] })] : []),
    ...(state.folded.length ? [chip(`Leaves of ${counted(state.folded.length, "name")} folded in`, { folded: [] })] : []),
  ];
  return found;
}

/**
 * Whether there is anything that the reset button would take back.
 * @param {State} state
 */
export function isNarrowed(state) {
  return formatState({ ...state, view: START.view, theme: START.theme, size: START.size, sort: START.sort }) !== "";
}

/** @param {State} state */
export function isFiltered(state) {
  return FILTERS.some((part) => String(state[part]) !== String(START[part]));
}

/**
 * Words beside the pointer, for what is under it.
 * @param {Model} model
 * @param {Shown} shown
 * @param {Scene} scene
 * @param {import("./canvas.js").Hovered | null} what
 */
export function hint(model, shown, scene, what) {
  const element = byId("hint");
  const content = what ? (what.kind === "node" ? nodeHint(model, shown, scene, what.key) : edgeHint(model, scene, what.key)) : [];
  element.hidden = !content.length;
  byId("network").classList.toggle("over", content.length > 0);
  if (!what || !content.length) return;
  element.replaceChildren(...content);
  const right = what.x > byId("network").clientWidth - 280;
  element.style.left = `${what.x + (right ? -14 : 14)}px`;
  element.style.top = `${what.y + 14}px`;
  element.style.transform = right ? "translateX(-100%)" : "";
}

/**
 * @param {Model} model
 * @param {Shown} shown
 * @param {Scene} scene
 * @param {import("./scene.js").Key} key
 */
function nodeHint(model, shown, scene, key) {
  const [head, ...rest] = spoken(model, shown, scene, key);
  return head ? [make("strong", {}, name(head)), make("span", {}, rest.join(" · "))] : [];
}

/**
 * What a node is called, what it is and how much is known of it; a community by its weightiest names.
 * @param {Model} model
 * @param {Shown} shown
 * @param {Scene} scene
 * @param {import("./scene.js").Key} key
 * @returns {string[]}
 */
export function spoken(model, shown, scene, key) {
  const spot = scene.spots.get(key);
  if (!spot) return [];
  if (spot.community === null) {
    const known = model.entities[Number(key)];
    return [known.name, typeName(known.type), counted(model.factsOf[Number(key)].length, "fact")];
  }
  const names = weightiest(model, spot.community, shown).map((entity) => model.entities[entity].short);
  const inside = counted(scene.inside.get(spot.community) ?? 0, "fact");
  return [`Group: ${names.join(", ")}`, counted(spot.count, "name"), `${inside} among them`, "double click or Enter opens it"];
}

/**
 * @param {Model} model
 * @param {Scene} scene
 * @param {import("./scene.js").Key} key
 */
function edgeHint(model, scene, key) {
  const facts = scene.bands.get(key)?.facts ?? [];
  if (typeof key === "string") return facts.length ? [make("strong", {}, counted(facts.length, "fact")), make("span", {}, "between the two; choose to read them")] : [];
  const fact = model.facts[key];
  if (!fact) return [];
  const [subject, object] = [fact.subject, fact.object].map((entity) => model.entities[entity].name);
  const said = model.saidAs(key);
  return [make("span", {}, name(subject), make("b", {}, ` ${model.relations[fact.relation].out} `), name(object)), make("span", {}, said ? `${said} · ` : "", "choose to read the sentence")];
}
