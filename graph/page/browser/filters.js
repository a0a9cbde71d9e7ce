// Which nodes and facts a state shows.

import { Model } from "./model.js";
import { shortestPaths } from "./paths.js";

/**
 * @typedef {import("./state.js").State} State
 * @typedef {import("./model.js").Claim} Claim
 * @typedef {{entities: Set<number>, facts: Set<number>, lone: number, folded: Map<number, number>, levels: Map<number, number> | null}} Shown
 *   `lone` counts the nodes in reach without a shown fact, drawn or not; `folded` how many nodes each folded one holds; `levels` are the
 *   steps from the middle, or from the start of a path, where only a part of the graph is shown
 */

/** A state that shows nothing. @type {Shown} */
export const NOTHING = { entities: new Set(), facts: new Set(), lone: 0, folded: new Map(), levels: null };

/**
 * The nodes and facts that pass the reader's choices, and lie where the reader looks.
 * @param {Model} model
 * @param {State} state
 * @returns {Shown}
 */
export function select(model, state) {
  const passing = filtered(model, state);
  const part = looked(model, state, passing);
  const facts = part ? part.facts : passing.facts;
  const linked = ends(model, facts);
  const entities = part ? new Set(part.levels.keys()) : state.lone ? passing.entities : linked;
  const lone = part ? 0 : passing.entities.size - linked.size;
  return folded(model, state, { entities, facts, lone, folded: new Map(), levels: part ? part.levels : null });
}

/**
 * What passes the filters. A fact is shown when both its ends are, it concerns a chosen country, region and sector, and one of its claims passes
 * all that is asked of claims. A node is shown when its type and one of its texts are; it goes when choices took all the facts it had.
 * @param {Model} model
 * @param {State} state
 * @returns {{entities: Set<number>, facts: Set<number>}}
 */
export function filtered(model, state) {
  const types = new Set(state.hiddenTypes);
  const sources = shownSources(model, state);
  const concerns = scopes(model, state);
  const relations = new Set(state.hiddenRelations);
  const passes = claimTest(state, sources);
  const facts = /** @type {number[]} */ ([]);
  model.facts.forEach((fact, number) => {
    const concerned = concerns.every((scope) => scope(fact.subject) || scope(fact.object));
    if (concerned && !relations.has(model.relations[fact.relation].name) && fact.claims.some(passes)) facts.push(number);
  });
  const touched = ends(model, facts);
  const stays = (/** @type {number} */ number) => touched.has(number) || (!model.factsOf[number].some((fact) => model.affirmed(fact)) && concerns.every((scope) => scope(number)));
  const entities = new Set(
    model.entities.flatMap((entity, number) => (!types.has(entity.type) && inSources(entity, sources) && stays(number) ? [number] : [])),
  );
  return { entities, facts: new Set(facts.filter((fact) => entities.has(model.facts[fact].subject) && entities.has(model.facts[fact].object))) };
}

/**
 * @param {Model} model
 * @param {State} state
 */
function shownSources(model, state) {
  const hidden = new Set(state.hiddenSources);
  return new Set(model.sources.flatMap((source, number) => (hidden.has(source.id) ? [] : [number])));
}

/**
 * A test for each of country, region and sector that the reader chose: whether a node concerns one of those chosen.
 * @param {Model} model
 * @param {State} state
 * @returns {((entity: number) => boolean)[]}
 */
function scopes(model, state) {
  const countries = state.countries.flatMap((id) => model.numberOf.get(id) ?? []);
  const tests = /** @type {((entity: number) => boolean)[]} */ ([]);
  if (state.countries.length) tests.push((entity) => countries.some((country) => model.countriesOf[entity].has(country)));
  if (state.regions.length) tests.push((entity) => state.regions.some((region) => model.regionsOf[entity].has(region)));
  if (state.sectors.length) tests.push((entity) => state.sectors.some((sector) => model.sectorsOf[entity].has(sector)));
  return tests;
}

/**
 * Whether a claim has a shown text, a shown status, a year in the range, and confidence enough.
 * @param {State} state
 * @param {Set<number>} sources
 * @returns {(claim: Claim) => boolean}
 */
export function claimTest(state, sources) {
  const statuses = new Set(state.statuses);
  const inTime = (/** @type {number | undefined} */ date) => (date === undefined ? state.undated : date >= state.from && (!state.to || date <= state.to));
  return (claim) => sources.has(claim.source) && statuses.has(claim.status) && claim.confidence * 100 >= state.confidence && inTime(claim.date);
}

/**
 * @param {import("./model.js").Entity} entity
 * @param {Set<number>} sources
 */
function inSources(entity, sources) {
  return entity.sources.length === 0 || entity.sources.some((source) => sources.has(source));
}

/**
 * @param {Model} model
 * @param {Iterable<number>} facts
 */
function ends(model, facts) {
  const found = /** @type {Set<number>} */ (new Set());
  for (const fact of facts) found.add(model.facts[fact].subject).add(model.facts[fact].object);
  return found;
}

/**
 * The part of the graph that the reader looks at: a path, a programme's partner countries, or the neighbourhood of a node.
 * @param {Model} model
 * @param {State} state
 * @param {{entities: Set<number>, facts: Set<number>}} passing
 * @returns {{levels: Map<number, number>, facts: Set<number>} | null}
 */
function looked(model, state, passing) {
  const passes = (/** @type {number} */ fact) => passing.facts.has(fact);
  const [from, to] = state.path.map((id) => model.numberOf.get(id));
  if (from !== undefined && to !== undefined) return shortestPaths(model, from, to, passes);
  const programme = model.numberOf.get(state.partners);
  if (programme !== undefined) return partners(model, programme, passes);
  const centre = model.numberOf.get(state.focus);
  return centre === undefined ? null : neighbourhood(model, state, centre, passes);
}

/**
 * @param {Model} model
 * @param {number} programme
 * @param {(fact: number) => boolean} passes
 */
function partners(model, programme, passes) {
  const { countries, facts } = model.partnersOf(programme);
  const shown = [...facts].filter(passes);
  const places = shown.map((fact) => model.facts[fact].object);
  const between = places.flatMap((place) => model.factsOf[place].filter((fact) => passes(fact) && countries.has(model.otherEnd(fact, place))));
  const levels = new Map([[programme, 0], ...places.map((place) => /** @type {[number, number]} */ ([place, 1]))]);
  for (const place of places) for (const country of model.countriesOf[place]) if (!levels.has(country)) levels.set(country, 2);
  return { levels, facts: new Set([...shown, ...between.filter((fact) => levels.has(model.facts[fact].subject))]) };
}

/**
 * The nodes within some steps of one, and beside them the neighbours of those that the reader unfolded.
 * @param {Model} model
 * @param {State} state
 * @param {number} centre
 * @param {(fact: number) => boolean} passes
 */
function neighbourhood(model, state, centre, passes) {
  const levels = model.stepsFrom([centre], state.steps, passes);
  for (const id of state.unfolded) {
    const start = model.numberOf.get(id);
    const level = start === undefined ? undefined : levels.get(start);
    if (start === undefined || level === undefined) continue;
    for (const fact of model.factsOf[start].filter(passes)) {
      const other = model.otherEnd(fact, start);
      if (!levels.has(other)) levels.set(other, level + 1);
    }
  }
  const inside = [...levels.keys()].flatMap((entity) => model.factsOf[entity]).filter((fact) => passes(fact) && levels.has(model.facts[fact].subject) && levels.has(model.facts[fact].object));
  return { levels, facts: new Set(inside.sort((a, b) => a - b)) };
}

/**
 * What is shown once the nodes that hang on a folded one alone are folded into it.
 * @param {Model} model
 * @param {State} state
 * @param {Shown} shown
 * @returns {Shown}
 */
function folded(model, state, shown) {
  const keep = [state.node, state.focus, state.partners, ...state.path, ...state.folded].map((id) => model.numberOf.get(id));
  for (const id of state.folded) {
    const holder = model.numberOf.get(id);
    if (holder === undefined || !shown.entities.has(holder)) continue;
    const hanging = leaves(model, holder, shown).filter((leaf) => !keep.includes(leaf));
    hanging.forEach((leaf) => {
      shown.entities.delete(leaf);
      model.factsOf[leaf].forEach((fact) => shown.facts.delete(fact));
    });
    if (hanging.length) shown.folded.set(holder, hanging.length);
  }
  return shown;
}

/**
 * The shown nodes whose shown facts all lead to one node.
 * @param {Model} model
 * @param {number} holder
 * @param {Shown} shown
 */
export function leaves(model, holder, shown) {
  const near = new Set(model.factsOf[holder].filter((fact) => shown.facts.has(fact)).map((fact) => model.otherEnd(fact, holder)));
  const hangs = (/** @type {number} */ node) => model.factsOf[node].every((fact) => !shown.facts.has(fact) || model.otherEnd(fact, node) === holder);
  return [...near].filter((node) => node !== holder && hangs(node));
}
