// The shortest ways from one node to another.

import { Model } from "./model.js";

/**
 * All shortest paths between two nodes over the facts that are let through, whatever the facts' direction.
 * @param {Model} model
 * @param {number} from
 * @param {number} to
 * @param {(fact: number) => boolean} passes
 * @returns {{levels: Map<number, number>, facts: Set<number>}} the nodes on such paths with their steps from the start, and the facts between; only the
 *   two ends, both with step 0, where no path is
 */
export function shortestPaths(model, from, to, passes) {
  const ahead = model.stepsFrom([from], Infinity, passes);
  const length = ahead.get(to);
  if (length === undefined) return { levels: new Map([[from, 0], [to, 0]]), facts: new Set() };
  const levels = new Map([[to, length]]);
  const facts = /** @type {Set<number>} */ (new Set());
  for (const [entity, step] of levels) {
    for (const fact of model.factsOf[entity]) {
      const other = model.otherEnd(fact, entity);
      if (!passes(fact) || ahead.get(other) !== step - 1) continue;
      facts.add(fact);
      levels.set(other, step - 1);
    }
  }
  return { levels, facts: new Set([...facts].sort((a, b) => a - b)) };
}

/**
 * How many different chains of nodes the shortest paths are.
 * @param {Model} model
 * @param {{levels: Map<number, number>, facts: Set<number>}} paths
 * @param {number} to
 */
export function countPaths(model, paths, to) {
  const ways = /** @type {Map<number, number>} */ (new Map());
  const byStep = [...paths.levels].sort((a, b) => a[1] - b[1]);
  for (const [entity, step] of byStep) {
    const before = new Set(model.factsOf[entity].filter((fact) => paths.facts.has(fact)).map((fact) => model.otherEnd(fact, entity)));
    const sum = [...before].filter((other) => paths.levels.get(other) === step - 1).reduce((total, other) => total + (ways.get(other) ?? 0), 0);
    ways.set(entity, step === 0 ? 1 : sum);
  }
  return ways.get(to) ?? 0;
}
