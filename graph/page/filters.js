// Which nodes and facts a state shows.

import { Model } from "./model.js";

/**
 * @typedef {import("./state.js").State} State
 * @typedef {{entities: Set<number>, facts: Set<number>, lone: number}} Shown `lone` counts the nodes in reach without a shown fact, drawn or not
 */

/**
 * The nodes and facts that pass the reader's choices. A fact is shown when both its ends are and a shown text makes the claim with a
 * shown status; a node when its type and one of its texts are shown.
 * @param {Model} model
 * @param {State} state
 * @returns {Shown}
 */
export function select(model, state) {
  const types = new Set(state.hiddenTypes);
  const hiddenSources = new Set(state.hiddenSources);
  const sources = new Set(model.sources.flatMap((source, number) => (hiddenSources.has(source.id) ? [] : [number])));
  const present = new Set(model.entities.flatMap((entity, number) => (!types.has(entity.type) && inSources(entity, sources) ? [number] : [])));
  const relations = new Set(state.hiddenRelations);
  const claims = { sources, statuses: new Set(state.statuses) };
  const passes = (/** @type {number} */ number) => passesFact(model, number, relations, claims) && bothIn(model, number, present);
  const facts = new Set(model.facts.flatMap((_, number) => (passes(number) ? [number] : [])));
  return narrowed(model, state, present, facts);
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
 * @param {number} number
 * @param {Set<string>} hiddenRelations
 * @param {{sources: Set<number>, statuses: Set<string>}} claims
 */
function passesFact(model, number, hiddenRelations, claims) {
  const fact = model.facts[number];
  if (hiddenRelations.has(model.relations[fact.relation].name)) return false;
  return fact.claims.some((claim) => claims.sources.has(claim.source) && claims.statuses.has(claim.status));
}

/**
 * @param {Model} model
 * @param {number} number
 * @param {Set<number>} entities
 */
function bothIn(model, number, entities) {
  const fact = model.facts[number];
  return entities.has(fact.subject) && entities.has(fact.object);
}

/**
 * What is left near the node in focus, and without lone nodes where they are not wanted.
 * @param {Model} model
 * @param {State} state
 * @param {Set<number>} entities
 * @param {Set<number>} facts
 * @returns {Shown}
 */
function narrowed(model, state, entities, facts) {
  const centre = model.numberOf.get(state.node);
  if (state.focus && centre !== undefined) {
    const near = model.around(centre, state.focus, (fact) => facts.has(fact));
    facts = new Set([...facts].filter((fact) => bothIn(model, fact, near)));
    entities = near;
  }
  const linked = withFacts(model, entities, facts);
  return { entities: state.lone ? entities : linked, facts, lone: entities.size - linked.size };
}

/**
 * @param {Model} model
 * @param {Set<number>} entities
 * @param {Set<number>} facts
 */
function withFacts(model, entities, facts) {
  return new Set([...entities].filter((entity) => model.factsOf[entity].some((fact) => facts.has(fact))));
}
