// Filters with a range: the year that a text gives a fact, and confidence. A small chart shows where the facts lie.

import { counted, make } from "./dom.js";
import { confidenceBars, yearBars } from "./facets.js";
import { Model } from "./model.js";
import { checkbox, section } from "./sections.js";

/**
 * @typedef {import("./state.js").State} State
 * @typedef {import("./facets.js").Bar} Bar
 * @typedef {(change: Partial<State>) => void} Change
 */

/**
 * @param {Model} model
 * @param {State} state
 * @param {import("./filters.js").Shown} shown
 * @param {Change} change
 */
export function ranges(model, state, shown, change) {
  const years = state.from || state.to ? `${state.from || "…"}–${state.to || "…"}` : "";
  return [
    model.facts.length ? section({ title: "Years", note: years || (state.undated ? "" : "dated only") }, () => yearFields(model, state, shown, change)) : null,
    model.facts.length ? section({ title: "Confidence", note: state.confidence ? `${state.confidence} % or more` : "" }, () => confidenceFields(model, state, shown, change)) : null,
  ];
}

/**
 * @param {Model} model
 * @param {State} state
 * @param {import("./filters.js").Shown} shown
 * @param {Change} change
 */
function yearFields(model, state, shown, change) {
  const { bars, dated, undated } = yearBars(model, shown);
  const first = bars[0]?.value ?? 0;
  const last = bars[bars.length - 1]?.value ?? 0;
  const field = (/** @type {"from" | "to"} */ part, /** @type {string} */ label, /** @type {number} */ end) => {
    const input = /** @type {HTMLInputElement} */ (make("input", { type: "number", id: `year-${part}`, min: first, max: last, step: 1, placeholder: String(end), inputmode: "numeric" }));
    input.value = state[part] ? String(state[part]) : "";
    input.addEventListener("change", () => change({ [part]: Math.max(0, Math.floor(Number(input.value) || 0)) }));
    return make("label", { class: "field" }, label, input);
  };
  const here = (/** @type {import("./model.js").Claim[]} */ claims) => claims.every((claim) => claim.date === undefined);
  const left = [...shown.facts].filter((fact) => here(model.facts[fact].claims)).length;
  const box = checkbox({ label: "facts that say no year", count: undated, shown: state.undated ? left : 0, checked: state.undated, id: "undated", set: (on) => change({ undated: on }) });
  const chart = bars.length ? [histogram(bars, `${counted(dated, "fact")} with a year`), make("div", { class: "fields-row" }, field("from", "From", first), field("to", "to", last))] : [];
  return [...chart, undated ? box : null];
}

/**
 * @param {Model} model
 * @param {State} state
 * @param {import("./filters.js").Shown} shown
 * @param {Change} change
 */
function confidenceFields(model, state, shown, change) {
  const words = (/** @type {string | number} */ value) => (Number(value) ? `${value} % or more` : "any confidence");
  const output = make("output", { for: "confidence" }, words(state.confidence));
  const input = /** @type {HTMLInputElement} */ (make("input", { type: "range", id: "confidence", min: 0, max: 95, step: 5, "aria-label": "Least confidence in percent" }));
  input.value = String(state.confidence);
  input.setAttribute("aria-valuetext", words(state.confidence));
  input.addEventListener("input", () => (output.textContent = words(input.value)));
  input.addEventListener("change", () => change({ confidence: Number(input.value) }));
  return [histogram(confidenceBars(model, shown), "Facts by confidence"), input, output];
}

const SVG = "http://www.w3.org/2000/svg";
const HEIGHT = 40;

/**
 * Bars for all facts, and over them those that are shown.
 * @param {Bar[]} bars
 * @param {string} label
 */
function histogram(bars, label) {
  const most = Math.max(1, ...bars.map((bar) => bar.all));
  const svg = document.createElementNS(SVG, "svg");
  const ends = `${bars[0].value} to ${bars[bars.length - 1].value}`;
  for (const [attribute, value] of Object.entries({ class: "histogram", viewBox: `0 0 ${bars.length * 10} ${HEIGHT}`, preserveAspectRatio: "none", role: "img", "aria-label": `${label}, ${ends}` })) svg.setAttribute(attribute, value);
  bars.forEach((bar, number) => svg.append(column(number, (bar.all / most) * HEIGHT, "all"), column(number, (bar.shown / most) * HEIGHT, "shown")));
  return svg;
}

/**
 * @param {number} number
 * @param {number} height
 * @param {string} kind
 */
function column(number, height, kind) {
  const rect = document.createElementNS(SVG, "rect");
  for (const [attribute, value] of Object.entries({ class: kind, x: number * 10 + 1, width: 8, y: HEIGHT - height, height })) rect.setAttribute(attribute, String(value));
  return rect;
}
