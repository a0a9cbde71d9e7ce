// Which names are written on the picture, and where: the weightiest first, and none over another.

/**
 * @typedef {{left: number, top: number, right: number, bottom: number}} Box
 * @typedef {{key: number | string, lines: string[], width: number, height: number, x: number, y: number, radius: number, weight?: 0 | 1 | 2}} Wish
 *   a label of a node at (x, y), in pixels of the screen; with weight 1 it may cover nodes, with weight 2 anything
 * @typedef {Wish & {left: number, top: number}} Placed
 */

const GAP = 3;
const CELL = 64;

/**
 * The labels that find room, each below, above, right or left of its node. Wishes come in order of weight.
 * @param {Wish[]} wishes
 * @param {Box[]} obstacles nodes that labels stay clear of
 * @param {Box} room what labels stay inside of
 * @returns {Placed[]}
 */
export function placeLabels(wishes, obstacles, room) {
  const labels = new Grid();
  const nodes = new Grid();
  obstacles.forEach((box) => nodes.add(box));
  return wishes.flatMap((wish) => {
    const all = spots(wish);
    const apart = all.filter((box) => inside(box, room) && !labels.meets(box));
    const free = apart.find((box) => !nodes.meets(box)) ?? (wish.weight ? apart[0] : null) ?? (wish.weight === 2 ? all[0] : null);
    if (!free) return [];
    labels.add(free);
    return [{ ...wish, left: free.left, top: free.top }];
  });
}

/**
 * @param {Box} box
 * @param {Box} room
 */
function inside(box, room) {
  return box.left >= room.left && box.top >= room.top && box.right <= room.right && box.bottom <= room.bottom;
}

/**
 * @param {Wish} wish
 * @returns {Box[]}
 */
function spots({ x, y, radius, width, height }) {
  const away = radius + GAP;
  return [
    box(x - width / 2, y + away, width, height),
    box(x - width / 2, y - away - height, width, height),
    box(x + away, y - height / 2, width, height),
    box(x - away - width, y - height / 2, width, height),
  ];
}

/**
 * @param {number} left
 * @param {number} top
 * @param {number} width
 * @param {number} height
 * @returns {Box}
 */
export function box(left, top, width, height) {
  return { left, top, right: left + width, bottom: top + height };
}

/** Boxes by the cells of the screen that they touch, so that a meeting is found without asking all of them. */
class Grid {
  /** @type {Map<string, Box[]>} */
  #cells = new Map();

  /** @param {Box} box */
  add(box) {
    for (const key of cellsOf(box)) this.#cells.set(key, [...(this.#cells.get(key) ?? []), box]);
  }

  /** @param {Box} box */
  meets(box) {
    return cellsOf(box).some((key) => (this.#cells.get(key) ?? []).some((other) => overlap(box, other)));
  }
}

/** @param {Box} box */
function cellsOf({ left, top, right, bottom }) {
  const keys = [];
  for (let x = Math.floor(left / CELL); x <= Math.floor(right / CELL); x += 1)
    for (let y = Math.floor(top / CELL); y <= Math.floor(bottom / CELL); y += 1) keys.push(`${x} ${y}`);
  return keys;
}

/**
 * @param {Box} a
 * @param {Box} b
 */
function overlap(a, b) {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/**
 * A name on at most two lines of about so many characters; what does not fit is cut off with an ellipsis.
 * @param {string} name
 * @param {number} [length]
 * @returns {string[]}
 */
export function wrapped(name, length = 24) {
  if ([...name].length <= length) return [name];
  const words = name.split(/\s+/);
  let first = words.shift() ?? "";
  while (words.length && first.length + words[0].length < length) first += ` ${words.shift()}`;
  return [cut(first, length + 4), ...(words.length ? [cut(words.join(" "), length)] : [])];
}

/**
 * @param {string} text
 * @param {number} length
 */
function cut(text, length) {
  const signs = [...new Intl.Segmenter().segment(text)].map((part) => part.segment);
  return signs.length <= length ? text : `${signs.slice(0, length - 1).join("").trimEnd()}…`;
}
