// How much of everything there is, and how much of it is shown.

import { filtered } from "./filters.js";
import { Model } from "./model.js";
import { START } from "./state.js";

/**
 * @typedef {import("./state.js").State} State
 * @typedef {import("./filters.js").Shown} Shown
 * @typedef {{types: Map<string, number>, relations: Map<number, number>, sources: Map<number, number>, statuses: Map<string, number>}} Tally
 * @typedef {{value: number, all: number, shown: number}} Bar
 */

/**
 * How many of some nodes have each type, and how many of some facts each relation, text and status.
 * @param {Model} model
 * @param {Iterable<number>} entities
 * @param {Iterable<number>} facts
 * @returns {Tally}
 */
export function tally(model, entities, facts) {
  const found = { types: new Map(), relations: new Map(), sources: new Map(), statuses: new Map() };
  for (const entity of entities) add(found.types, model.entities[entity].type);
  for (const fact of facts) {
    const { relation, claims } = model.facts[fact];
    add(found.relations, relation);
    new Set(claims.map((claim) => claim.source)).forEach((source) => add(found.sources, source));
    new Set(claims.map((claim) => claim.status)).forEach((status) => add(found.statuses, status));
  }
  return found;
}

/**
 * @template T
 * @param {Map<T, number>} counts
 * @param {T} key
 */
function add(counts, key) {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/**
 * How many facts would be shown for each country, region or sector, if it alone were chosen and all other filters stayed.
 * @param {Model} model
 * @param {State} state
 * @param {"countries" | "regions" | "sectors"} part
 * @returns {Map<string, number>} by id of the country or by code
 */
export function scopeCounts(model, state, part) {
  const { facts } = filtered(model, { ...state, [part]: START[part] });
  const counts = /** @type {Map<string, number>} */ (new Map());
  for (const fact of facts) {
    const { subject, object } = model.facts[fact];
    for (const value of new Set([...valuesOf(model, subject, part), ...valuesOf(model, object, part)])) add(counts, value);
  }
  return counts;
}

/**
 * @param {Model} model
 * @param {number} entity
 * @param {"countries" | "regions" | "sectors"} part
 * @returns {Iterable<string>}
 */
function valuesOf(model, entity, part) {
  if (part === "countries") return [...model.countriesOf[entity]].map((country) => model.entities[country].id);
  return part === "regions" ? model.regionsOf[entity] : model.sectorsOf[entity];
}

/**
 * A bar for each year from the first to the last that a claim says: facts in all, and those shown.
 * @param {Model} model
 * @param {Shown} shown
 * @returns {{bars: Bar[], dated: number, undated: number}}
 */
export function yearBars(model, shown) {
  const all = /** @type {Map<number, number>} */ (new Map());
  const visible = /** @type {Map<number, number>} */ (new Map());
  let undated = 0;
  model.facts.forEach((fact, number) => {
    const years = new Set(fact.claims.flatMap((claim) => claim.date ?? []));
    if (!years.size) undated += 1;
    years.forEach((year) => add(all, year));
    if (shown.facts.has(number)) years.forEach((year) => add(visible, year));
  });
  const known = [...all.keys()].sort((a, b) => a - b);
  const first = known[0] ?? 0;
  const span = known.length ? known[known.length - 1] - first + 1 : 0;
  const bars = Array.from({ length: Math.min(span, 400) }, (_, step) => ({ value: first + step, all: all.get(first + step) ?? 0, shown: visible.get(first + step) ?? 0 }));
  return { bars, dated: model.facts.length - undated, undated };
}

/**
 * A bar for each tenth of confidence, by a fact's surest claim.
 * @param {Model} model
 * @param {Shown} shown
 * @returns {Bar[]}
 */
export function confidenceBars(model, shown) {
  const bars = Array.from({ length: 10 }, (_, tenth) => ({ value: tenth * 10, all: 0, shown: 0 }));
  model.facts.forEach((fact, number) => {
    const surest = Math.max(...fact.claims.map((claim) => claim.confidence));
    const bar = bars[Math.min(9, Math.floor(surest * 10))];
    bar.all += 1;
    if (shown.facts.has(number)) bar.shown += 1;
  });
  return bars;
}
