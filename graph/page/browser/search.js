// Finding a node by any of its names.

import { Model } from "./model.js";

/** @typedef {{entity: number, name: string, rank: number}} Hit */

/**
 * Text without case, accents, kinds of apostrophe and dash, and runs of space: what two spellings of a name share.
 * @param {string} text
 */
export function folded(text) {
  return text
    .normalize("NFKD")
    .replace(/\p{Mn}/gu, "")
    .replace(/[\u2018\u2019\u02bc`]/g, "'")
    .replace(/[\u2010-\u2015]/g, "-")
    .replace(/\s+/g, " ")
    .trim()
    .toLowerCase();
}

/**
 * How well a name answers: 0 the same, 1 begins with it, 2 a word begins with it, 3 holds it, -1 not at all.
 * @param {string} name folded
 * @param {string} wanted folded
 */
export function rank(name, wanted) {
  const at = name.indexOf(wanted);
  if (at < 0) return -1;
  if (at === 0) return name.length === wanted.length ? 0 : 1;
  return /[\p{L}\p{N}]/u.test(name[at - 1]) && !name.includes(` ${wanted}`) ? 3 : 2;
}

/**
 * The best nodes for some typed text, best first; among equals the one with more facts.
 * @param {Model} model
 * @param {string} typed
 * @param {number} [limit]
 * @returns {Hit[]}
 */
export function find(model, typed, limit = 12) {
  const wanted = folded(typed);
  if (!wanted) return [];
  const hits = model.entities.flatMap((entity, number) => bestName(entity, number, wanted));
  const weight = (/** @type {Hit} */ hit) => model.factsOf[hit.entity].length;
  return hits.sort((a, b) => a.rank - b.rank || weight(b) - weight(a) || a.entity - b.entity).slice(0, limit);
}

/**
 * @param {import("./model.js").Entity} entity
 * @param {number} number
 * @param {string} wanted
 * @returns {Hit[]}
 */
function bestName(entity, number, wanted) {
  const hits = [entity.name, ...entity.names]
    .map((name) => ({ entity: number, name, rank: rank(folded(name), wanted) }))
    .filter((hit) => hit.rank >= 0)
    .sort((a, b) => a.rank - b.rank);
  return hits.slice(0, 1);
}
