// Walking over the picture with the arrow keys.

/** @typedef {{key: number | string, x: number, y: number}} Place */

/** @type {Record<string, [number, number]>} */
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * The node that an arrow key leads to: the nearest one on that side, a little aside counting as farther away. Null where none is.
 * @param {Place[]} places
 * @param {number | string | null} current
 * @param {string} arrow
 */
export function next(places, current, arrow) {
  const here = places.find((place) => place.key === current);
  if (!here) return places[0]?.key ?? null;
  const [right, down] = WAYS[arrow];
  let best = null;
  let least = Infinity;
  for (const { key, x, y } of places) {
    const along = (x - here.x) * right + (y - here.y) * down;
    const aside = Math.abs((x - here.x) * down) + Math.abs((y - here.y) * right);
    const far = along + 2.5 * aside;
    if (key !== current && along > 0 && aside <= 2 * along && far < least) [best, least] = [key, far];
  }
  return best;
}
