// What the page asks its server, which is the only one that it asks.

export const ENDPOINT = `${location.origin}/query`;

let version = "";
let changed = () => {};

/** Calls a function as soon as an answer comes from another build of the graph than the page was made for. */
export function whenRebuilt(listener) {
  changed = listener;
}

async function ask(path) {
  const response = await fetch(path);
  const text = await response.text();
  if (!response.ok) throw new Error(text.trim() || `${path}: found ${response.status}`);
  notice(response.headers.get("X-Graph-Version"));
  return text;
}

/** Compares the version of an answer with that of the page. */
export function notice(found) {
  if (!found) return;
  if (version && version !== found) changed();
  version ||= found;
}

/** Counts, prefixes, terms and named queries of the graph. */
export async function loadAbout() {
  return JSON.parse(await ask("/about.json"));
}

/** Names that a parameter of this type takes; none where it takes a number or a text. */
export async function loadNames(type) {
  return JSON.parse(await ask(`/names/${encodeURIComponent(type)}`));
}

/** The address of a named query's answer in the format of the ending; `.rq` is the query itself. */
export function address(name, values, ending) {
  const parameters = new URLSearchParams(values).toString();
  return `/queries/${encodeURIComponent(name)}${ending}${parameters ? `?${parameters}` : ""}`;
}

/** A named query as SPARQL; throws what the server says of a value that it does not know. */
export async function loadSparql(name, values) {
  return ask(address(name, values, ".rq"));
}
