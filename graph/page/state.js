// What the reader has chosen. It lives in the page's address, so that a view can be linked and the browser's back button works.

/**
 * @typedef {{node: string, fact: string, focus: number, view: "graph" | "table",
 *   hiddenTypes: string[], hiddenRelations: string[], hiddenSources: string[], statuses: string[], lone: boolean}} State
 */

/** @type {State} */
export const START = Object.freeze({
  node: "",
  fact: "",
  focus: 0,
  view: "graph",
  hiddenTypes: [],
  hiddenRelations: [],
  hiddenSources: [],
  statuses: ["planned", "proposed", "stated"],
  lone: true,
});

/**
 * The state that an address fragment names; what it does not name, or names wrongly, is as at the start.
 * @param {string} hash
 * @returns {State}
 */
export function parseState(hash) {
  const given = new URLSearchParams(hash.replace(/^#/, ""));
  const focus = Number(given.get("focus") ?? 0);
  return {
    node: given.get("node") ?? "",
    fact: given.get("fact") ?? "",
    focus: focus === 1 || focus === 2 ? focus : 0,
    view: given.get("view") === "table" ? "table" : "graph",
    hiddenTypes: given.getAll("without-type"),
    hiddenRelations: given.getAll("without-relation"),
    hiddenSources: given.getAll("without-text"),
    statuses: given.has("status") ? given.getAll("status") : START.statuses,
    lone: given.get("lone") !== "no",
  };
}

/**
 * The address fragment of a state, without what is as at the start.
 * @param {State} state
 */
export function formatState(state) {
  const parts = new URLSearchParams();
  if (state.node) parts.set("node", state.node);
  if (state.fact) parts.set("fact", state.fact);
  if (state.focus) parts.set("focus", String(state.focus));
  if (state.view !== START.view) parts.set("view", state.view);
  state.hiddenTypes.forEach((type) => parts.append("without-type", type));
  state.hiddenRelations.forEach((relation) => parts.append("without-relation", relation));
  state.hiddenSources.forEach((source) => parts.append("without-text", source));
  if (state.statuses.join() !== START.statuses.join()) state.statuses.forEach((status) => parts.append("status", status));
  if (!state.lone) parts.set("lone", "no");
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
