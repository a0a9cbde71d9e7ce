// What is drawn and where: nodes and facts, or, in a large graph, communities with bundles of facts between them.

import { Model } from "./model.js";
import { columns, rings } from "./rings.js";

/**
 * @typedef {import("./state.js").State} State
 * @typedef {import("./filters.js").Shown} Shown
 * @typedef {number | string} Key the number of a node or fact; "c3" for a community, "c3|c7" or "12|c3" for a bundle
 * @typedef {{x: number, y: number, radius: number, community: number | null, count: number, pinned: boolean}} Spot `count` nodes stand in it
 * @typedef {{from: Key, to: Key, facts: number[]}} Band
 * @typedef {{spots: Map<Key, Spot>, bands: Map<Key, Band>, large: boolean, inside: Map<number, number>}} Scene
 *   `inside` counts the facts within each closed community
 */

/** More nodes than this are drawn as communities first. */
export const MANY_NODES = 1500;

/**
 * The scene for what is shown.
 * @param {Model} model
 * @param {State} state
 * @param {Shown} shown
 * @returns {Scene}
 */
export function sceneOf(model, state, shown) {
  const large = model.communities.length > 0 && !shown.levels && shown.entities.size > MANY_NODES;
  const closed = large ? closedCommunities(model, state) : new Set();
  const keyOf = (/** @type {number} */ entity) => (closed.has(model.communityOf[entity]) ? `c${model.communityOf[entity]}` : entity);
  const { bands, inside } = bandsOf(model, shown, keyOf);
  return { spots: spotsOf(model, state, shown, keyOf), bands, large, inside };
}

/**
 * The communities that are drawn as one; that of a selected node or fact is open.
 * @param {Model} model
 * @param {State} state
 * @returns {Set<number>}
 */
function closedCommunities(model, state) {
  const opened = new Set(state.opened);
  if (opened.has("all")) return new Set();
  const fact = model.facts[model.factByKey.get(state.fact) ?? -1];
  for (const entity of [model.numberOf.get(state.node), fact?.subject, fact?.object]) if (entity !== undefined) opened.add(`c${model.communityOf[entity]}`);
  return new Set(model.communities.map((_, number) => number).filter((number) => !opened.has(`c${number}`)));
}

/**
 * @param {Model} model
 * @param {State} state
 * @param {Shown} shown
 * @param {(entity: number) => Key} keyOf
 * @returns {Map<Key, Spot>}
 */
function spotsOf(model, state, shown, keyOf) {
  const measure = Math.max(0, model.network.measures.findIndex((one) => one.name === state.size));
  const places = placesOf(model, state, shown);
  const moved = movedTo(model, shown.levels ? state.placed : state.pins);
  const spots = /** @type {Map<Key, Spot>} */ (new Map());
  for (const entity of shown.entities) {
    const key = keyOf(entity);
    const known = spots.get(key);
    if (known) known.count += 1;
    else if (typeof key === "string") {
      const { x, y, radius } = model.communities[model.communityOf[entity]];
      spots.set(key, { x, y, radius: radius * 0.86, community: model.communityOf[entity], count: 1, pinned: false });
    } else {
      const { x, y } = moved.get(entity) ?? places.get(entity) ?? model.network.nodes[entity];
      spots.set(key, { x, y, radius: model.network.radii[entity][measure], community: null, count: 1, pinned: moved.has(entity) });
    }
  }
  return spots;
}

/**
 * The places of nodes where a part is shown that has a layout of its own.
 * @param {Model} model
 * @param {State} state
 * @param {Shown} shown
 * @returns {Map<number, import("./rings.js").Point>}
 */
function placesOf(model, state, shown) {
  if (!shown.levels) return new Map();
  if (state.path.length) return columns(model, shown);
  const centre = model.numberOf.get(state.partners) ?? model.numberOf.get(state.focus);
  return centre === undefined ? new Map() : rings(model, centre, shown);
}

/**
 * Where the reader put nodes: entries like "120,-45,jica".
 * @param {Model} model
 * @param {string[]} entries
 * @returns {Map<number, import("./rings.js").Point>}
 */
export function movedTo(model, entries) {
  const places = new Map();
  for (const entry of entries) {
    const [, x, y, id] = /^(-?\d+),(-?\d+),(.*)$/s.exec(entry) ?? [];
    const number = model.numberOf.get(id ?? "");
    if (number !== undefined) places.set(number, { x: Number(x), y: Number(y) });
  }
  return places;
}

/**
 * @param {Model} model
 * @param {Shown} shown
 * @param {(entity: number) => Key} keyOf
 */
function bandsOf(model, shown, keyOf) {
  const bands = /** @type {Map<Key, Band>} */ (new Map());
  const inside = /** @type {Map<number, number>} */ (new Map());
  for (const fact of shown.facts) {
    const { subject, object } = model.facts[fact];
    const [from, to] = [keyOf(subject), keyOf(object)];
    if (typeof from === "number" && typeof to === "number") bands.set(fact, { from, to, facts: [fact] });
    else if (from === to) inside.set(model.communityOf[subject], (inside.get(model.communityOf[subject]) ?? 0) + 1);
    else {
      const [first, last] = [from, to].sort((a, b) => String(a).localeCompare(String(b), "en"));
      const band = bands.get(`${first}|${last}`);
      if (band) band.facts.push(fact);
      else bands.set(`${first}|${last}`, { from: first, to: last, facts: [fact] });
    }
  }
  return { bands, inside };
}

/**
 * The names that a community goes by: those of its weightiest shown members.
 * @param {Model} model
 * @param {number} community
 * @param {Shown} shown
 * @param {number} [most]
 * @returns {number[]}
 */
export function weightiest(model, community, shown, most = 3) {
  const members = model.communities[community].members.filter((member) => shown.entities.has(member));
  return members.sort((a, b) => model.factsOf[b].length - model.factsOf[a].length || a - b).slice(0, most);
}
