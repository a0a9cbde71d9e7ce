// The lines of a crowded picture. vis-network takes seconds for thousands of edges; as one path for each look they take an instant.

/**
 * @typedef {import("./scene.js").Key} Key
 * @typedef {import("./scene.js").Scene} Scene
 * @typedef {{colour: string, opacity: number, width: number}} Look
 */

/** More lines than this are drawn here: straight, without dashes and arrows. */
export const CROWD = 1500;
/** How near to a line a click has to be, in pixels of the screen. */
const NEAR = 5;

/** Draws the lines of a scene and finds the one under the pointer. */
export class Lines {
  /** @type {Scene | null} */
  #scene = null;
  /** @type {{look: Look, path: Path2D}[]} */
  #paths = [];

  /**
   * Takes the lines of a scene, or none.
   * @param {Scene | null} scene
   * @param {(key: Key) => Look} lookOf
   */
  set(scene, lookOf) {
    this.#scene = scene;
    const paths = /** @type {Map<string, {look: Look, path: Path2D}>} */ (new Map());
    for (const [key, { from, to }] of scene?.bands ?? []) {
      const [start, end] = [scene?.spots.get(from), scene?.spots.get(to)];
      if (!start || !end) continue;
      const look = lookOf(key);
      const name = `${look.colour} ${look.opacity} ${look.width}`;
      const known = paths.get(name) ?? { look, path: new Path2D() };
      paths.set(name, known);
      known.path.moveTo(start.x, start.y);
      known.path.lineTo(end.x, end.y);
    }
    this.#paths = [...paths.values()].sort((a, b) => a.look.opacity - b.look.opacity);
  }

  /** @param {CanvasRenderingContext2D} context in the coordinates of the network */
  draw(context) {
    context.save();
    context.setLineDash([]);
    for (const { look, path } of this.#paths) {
      Object.assign(context, { strokeStyle: look.colour, globalAlpha: look.opacity, lineWidth: look.width });
      context.stroke(path);
    }
    context.restore();
  }

  /**
   * The line nearest to a point, if it is near enough; null where none is.
   * @param {{x: number, y: number}} point in the coordinates of the network
   * @param {number} scale
   * @returns {Key | null}
   */
  at(point, scale) {
    let best = null;
    let least = NEAR / scale;
    for (const [key, { from, to }] of this.#scene?.bands ?? []) {
      const [start, end] = [this.#scene?.spots.get(from), this.#scene?.spots.get(to)];
      const far = start && end ? distance(point, start, end) : Infinity;
      if (far < least) [best, least] = [key, far];
    }
    return best;
  }
}

/**
 * From a point to the nearest place of a stretch.
 * @param {{x: number, y: number}} point
 * @param {{x: number, y: number}} start
 * @param {{x: number, y: number}} end
 */
export function distance(point, start, end) {
  const [right, down] = [end.x - start.x, end.y - start.y];
  const long = right * right + down * down;
  const part = long ? Math.max(0, Math.min(1, ((point.x - start.x) * right + (point.y - start.y) * down) / long)) : 0;
  return Math.hypot(point.x - start.x - part * right, point.y - start.y - part * down);
}
