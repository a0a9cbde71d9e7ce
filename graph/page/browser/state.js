// What the reader has chosen. It lives in the page's address, so that a view can be linked and the browser's back button works.

/**
 * @typedef {{node: string, fact: string, bundle: string, focus: string, steps: number, unfolded: string[], folded: string[], path: string[],
 *   partners: string, opened: string[], pins: string[], placed: string[], view: "graph" | "facts" | "names", sort: string, size: string, theme: string,
 *   hiddenTypes: string[], hiddenRelations: string[], hiddenSources: string[], statuses: string[], lone: boolean,
 *   countries: string[], regions: string[], sectors: string[], from: number, to: number, undated: boolean, confidence: number}} State
 */

/** @type {State} */
export const START = Object.freeze({
  node: "",
  fact: "",
  bundle: "",
  focus: "",
  steps: 1,
  unfolded: [],
  folded: [],
  path: [],
  partners: "",
  opened: [],
  pins: [],
  placed: [],
  view: "graph",
  sort: "",
  size: "degree",
  theme: "",
  hiddenTypes: [],
  hiddenRelations: [],
  hiddenSources: [],
  statuses: ["planned", "proposed", "stated"],
  lone: true,
  countries: [],
  regions: [],
  sectors: [],
  from: 0,
  to: 0,
  undated: true,
  confidence: 0,
});

/** @type {[keyof State, string][]} each part of the state and what it is called in the address, in the address's order */
const NAMES = [
  ["node", "node"],
  ["fact", "fact"],
  ["bundle", "between"],
  ["focus", "focus"],
  ["steps", "steps"],
  ["unfolded", "unfold"],
  ["folded", "fold"],
  ["path", "path"],
  ["partners", "partners"],
  ["opened", "open"],
  ["pins", "pin"],
  ["placed", "place"],
  ["view", "view"],
  ["sort", "sort"],
  ["size", "size"],
  ["theme", "theme"],
  ["hiddenTypes", "without-type"],
  ["hiddenRelations", "without-relation"],
  ["hiddenSources", "without-text"],
  ["statuses", "status"],
  ["lone", "lone"],
  ["countries", "country"],
  ["regions", "region"],
  ["sectors", "sector"],
  ["from", "from"],
  ["to", "to"],
  ["undated", "undated"],
  ["confidence", "confidence"],
];

/** @type {Record<string, (string | number)[]>} what may stand in parts that allow a few values only */
const ALLOWED = { view: ["graph", "facts", "names"], size: ["degree", "pagerank", "betweenness"], theme: ["", "light", "dark"], steps: [1, 2] };

/**
 * The state that an address fragment names; what it does not name, or names wrongly, is as at the start.
 * @param {string} hash
 * @returns {State}
 */
export function parseState(hash) {
  const given = new URLSearchParams(hash.replace(/^#/, ""));
  const state = /** @type {any} */ ({ ...START });
  for (const [part, called] of NAMES) if (given.has(called)) state[part] = read(part, given.getAll(called));
  if (state.path.length !== 2) state.path = [];
  return state;
}

/**
 * @param {keyof State} part
 * @param {string[]} values at least one
 */
function read(part, values) {
  const start = START[part];
  if (Array.isArray(start)) return values.filter(Boolean);
  if (typeof start === "boolean") return values[0] !== "no";
  const value = typeof start === "number" ? Math.max(0, Math.floor(Number(values[0]) || 0)) : values[0];
  return ALLOWED[part]?.includes(value) === false ? start : value;
}

/**
 * The address fragment of a state, without what is as at the start.
 * @param {State} state
 */
export function formatState(state) {
  const parts = new URLSearchParams();
  for (const [part, called] of NAMES) {
    const value = state[part];
    if (String(value) === String(START[part])) continue;
    const values = Array.isArray(value) ? (value.length ? value : [""]) : [value === true ? "yes" : value === false ? "no" : String(value)];
    values.forEach((one) => parts.append(called, one));
  }
  return parts.toString();
}

/**
 * The list with one value put in or taken out, in a fixed order.
 * @param {string[]} list
 * @param {string} value
 * @param {boolean} present
 */
export function toggled(list, value, present) {
  const rest = list.filter((item) => item !== value);
  return present ? [...rest, value].sort() : rest;
}

/** What the reader's filters are: all of this is as at the start when nothing is filtered. */
export const FILTERS = /** @type {const} */ (["hiddenTypes", "hiddenRelations", "hiddenSources", "statuses", "lone", "countries", "regions", "sectors", "from", "to", "undated", "confidence"]);
