// Places for a node in focus: itself in the middle, its neighbours on rings around it, those of one relation side by side.

import { Model } from "./model.js";

/** @typedef {{x: number, y: number}} Point */

const ROOM = 54;
const STEP = 78;
const CROWD = 26;

/**
 * The place of each shown node around the centre.
 * @param {Model} model
 * @param {number} centre
 * @param {import("./filters.js").Shown} shown
 * @returns {Map<number, Point>}
 */
export function rings(model, centre, shown) {
  const places = new Map([[centre, { x: 0, y: 0 }]]);
  const near = neighbours(model, centre, shown);
  const far = [...shown.entities].filter((entity) => entity !== centre && !near.includes(entity));
  const [layers, outerLayers] = [near.length, far.length].map((count) => Math.max(1, Math.ceil(count / CROWD / 2)));
  const width = (/** @type {number} */ count, /** @type {number} */ deep) => (count * ROOM) / (2 * Math.PI * deep) - ((deep - 1) * STEP) / 2;
  const inner = Math.max(150, width(near.length, layers), width(far.length, outerLayers) * 0.5);
  const outer = Math.max(inner + layers * STEP + 60, width(far.length, outerLayers));
  /** @type {Map<number, number>} */
  const turns = new Map();
  near.forEach((entity, rank) => {
    turns.set(entity, rank / near.length);
    places.set(entity, onRing(inner + (rank % layers) * STEP, rank / near.length));
  });
  const turnOf = (/** @type {number} */ entity) => Math.min(1, ...neighbours(model, entity, shown).map((other) => turns.get(other) ?? 1));
  const sorted = far.map((entity) => ({ entity, turn: turnOf(entity) })).sort((a, b) => a.turn - b.turn || a.entity - b.entity);
  sorted.forEach(({ entity }, rank) => places.set(entity, onRing(outer + (rank % outerLayers) * STEP, rank / sorted.length)));
  return places;
}

/**
 * @param {number} radius
 * @param {number} turn part of the whole circle, from the top clockwise
 * @returns {Point}
 */
function onRing(radius, turn) {
  const angle = (turn - 0.25) * 2 * Math.PI;
  return { x: Math.round(radius * Math.cos(angle)), y: Math.round(radius * Math.sin(angle)) };
}

/**
 * The shown nodes that share a shown fact with one node, by relation and direction.
 * @param {Model} model
 * @param {number} entity
 * @param {import("./filters.js").Shown} shown
 */
function neighbours(model, entity, shown) {
  const facts = model.factsOf[entity].filter((fact) => shown.facts.has(fact));
  const order = (/** @type {number} */ fact) => model.facts[fact].relation * 2 + (model.facts[fact].subject === entity ? 0 : 1);
  facts.sort((a, b) => order(a) - order(b) || a - b);
  return [...new Set(facts.map((fact) => model.otherEnd(fact, entity)))].filter((other) => other !== entity);
}
