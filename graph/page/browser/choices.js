// Filters with many values: countries, regions and sectors. Nothing chosen means all.

import { make, name } from "./dom.js";
import { scopeCounts } from "./facets.js";
import { Model } from "./model.js";
import { folded } from "./search.js";
import { section } from "./sections.js";
import { toggled } from "./state.js";

/**
 * @typedef {import("./state.js").State} State
 * @typedef {"countries" | "regions" | "sectors"} Part
 * @typedef {{value: string, label: string}} Choice
 */

/** Lists longer than this have a field that narrows them. */
const LONG = 12;

/** What the reader typed into the field of each list. @type {Map<Part, string>} */
const typed = new Map();

/**
 * The three sections, those without any value left out.
 * @param {Model} model
 * @param {State} state
 * @param {(change: Partial<State>) => void} change
 */
export function choices(model, state, change) {
  const countries = model.entities.filter((entity) => entity.type === "Country").map((entity) => ({ value: entity.id, label: entity.name }));
  const coded = (/** @type {import("./model.js").Code[]} */ codes) => codes.map(({ code, label }) => ({ value: code, label }));
  return [
    list(model, state, change, { part: "countries", title: "Countries", all: countries }),
    list(model, state, change, { part: "regions", title: "Regions", all: coded(model.regions) }),
    list(model, state, change, { part: "sectors", title: "Sectors", all: coded(model.sectors) }),
  ];
}

/**
 * @param {Model} model
 * @param {State} state
 * @param {(change: Partial<State>) => void} change
 * @param {{part: Part, title: string, all: Choice[]}} about
 */
function list(model, state, change, { part, title, all }) {
  if (!all.length) return null;
  const chosen = state[part];
  return section({ title, note: chosen.length ? `${chosen.length} chosen` : "" }, () => {
    const counts = scopeCounts(model, state, part);
    const order = (/** @type {Choice} */ one) => (chosen.includes(one.value) ? Infinity : (counts.get(one.value) ?? 0));
    const sorted = [...all].sort((a, b) => order(b) - order(a) || a.label.localeCompare(b.label, "en"));
    const rows = sorted.map((choice) => row(choice, { part, count: counts.get(choice.value) ?? 0, checked: chosen.includes(choice.value), set: (on) => change({ [part]: toggled(chosen, choice.value, on) }) }));
    const box = make("div", { class: "long-list" }, ...rows);
    return [sorted.length > LONG ? narrowing(part, title, sorted, rows) : null, box];
  });
}

/**
 * @param {Choice} choice
 * @param {{part: Part, count: number, checked: boolean, set: (on: boolean) => void}} about
 */
function row({ value, label }, { part, count, checked, set }) {
  const box = /** @type {HTMLInputElement} */ (make("input", { type: "checkbox", id: `box-${part}-${value}` }));
  box.checked = checked;
  box.addEventListener("change", () => set(box.checked));
  return make("label", { class: count ? "row" : "row none-shown" }, box, make("span", { class: "words" }, name(label)), make("span", { class: "count", title: "facts with it" }, count.toLocaleString("en")));
}

/**
 * A field that leaves only the rows with what is typed.
 * @param {Part} part
 * @param {string} title
 * @param {Choice[]} sorted
 * @param {HTMLElement[]} rows
 */
function narrowing(part, title, sorted, rows) {
  const input = /** @type {HTMLInputElement} */ (make("input", { type: "search", class: "narrow", id: `find-${part}`, "aria-label": `Find in ${title.toLowerCase()}`, placeholder: `Find in ${title.toLowerCase()}` }));
  const apply = () => {
    typed.set(part, input.value);
    sorted.forEach(({ label }, number) => (rows[number].hidden = !folded(label).includes(folded(input.value))));
  };
  input.value = typed.get(part) ?? "";
  input.addEventListener("input", apply);
  apply();
  return input;
}
