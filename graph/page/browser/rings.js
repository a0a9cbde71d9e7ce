// Places for a part of the graph: rings around a node in focus, or columns from one end of a path to the other.

import { Model } from "./model.js";

/**
 * @typedef {{x: number, y: number}} Point
 * @typedef {import("./filters.js").Shown} Shown
 */

const ROOM = 54;
const STEP = 78;
const CROWD = 26;
const COLUMN = 240;
const ROW = 64;

/**
 * The place of each shown node around the centre: ring by ring, each node near the one that led to it, those of one relation side by side.
 * @param {Model} model
 * @param {number} centre
 * @param {Shown} shown
 * @returns {Map<number, Point>}
 */
export function rings(model, centre, shown) {
  const places = new Map([[centre, { x: 0, y: 0 }]]);
  const turns = new Map([[centre, 0]]);
  let radius = 150 - STEP;
  for (const ring of byLevel(shown).slice(1)) {
    const ordered = inner(model, shown, ring, turns);
    const layers = Math.max(1, Math.ceil(ordered.length / CROWD / 2));
    radius = Math.max(radius + STEP + 20, (ordered.length * ROOM) / (2 * Math.PI * layers) - ((layers - 1) * STEP) / 2);
    ordered.forEach((entity, rank) => {
      const turn = rank / ordered.length;
      turns.set(entity, turn);
      places.set(entity, onRing(radius + (rank % layers) * STEP, turn));
    });
    radius += (layers - 1) * STEP + 20;
  }
  return places;
}

/**
 * The shown nodes by their level.
 * @param {Shown} shown
 * @returns {number[][]}
 */
function byLevel(shown) {
  const rows = /** @type {number[][]} */ ([]);
  for (const entity of shown.entities) (rows[shown.levels?.get(entity) ?? 0] ??= []).push(entity);
  return [...rows].map((row) => row ?? []);
}

/**
 * The nodes of a ring by the turn of the node that led to them, then by relation and direction.
 * @param {Model} model
 * @param {Shown} shown
 * @param {number[]} ring
 * @param {Map<number, number>} turns of the nodes that have a place
 */
function inner(model, shown, ring, turns) {
  const key = (/** @type {number} */ entity) => {
    const facts = model.factsOf[entity].filter((fact) => shown.facts.has(fact) && turns.has(model.otherEnd(fact, entity)));
    const orders = facts.map((fact) => [turns.get(model.otherEnd(fact, entity)) ?? 0, model.facts[fact].relation * 2 + (model.facts[fact].subject === entity ? 1 : 0)]);
    return orders.sort((a, b) => a[0] - b[0] || a[1] - b[1])[0] ?? [1, 0];
  };
  const keyed = ring.map((entity) => ({ entity, order: key(entity) }));
  return keyed.sort((a, b) => a.order[0] - b.order[0] || a.order[1] - b.order[1] || a.entity - b.entity).map((item) => item.entity);
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
 * The places of the nodes of a path, a column for each step, the weightiest in the middle of its column.
 * @param {Model} model
 * @param {Shown} shown
 * @returns {Map<number, Point>}
 */
export function columns(model, shown) {
  const places = new Map();
  byLevel(shown).forEach((column, step) => {
    const ordered = column.sort((a, b) => model.factsOf[b].length - model.factsOf[a].length || a - b);
    const tall = Math.min(ordered.length, 14);
    ordered.forEach((entity, rank) => {
      const row = rank % tall;
      const side = row % 2 ? (row + 1) / 2 : -row / 2;
      places.set(entity, { x: step * COLUMN * 1.4 + Math.floor(rank / tall) * 90, y: side * ROW });
    });
  });
  return places;
}
