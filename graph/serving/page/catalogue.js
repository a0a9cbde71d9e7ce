// The list of named queries: a search field, and for each query a form with its parameters.

import { byId, make, say } from "./dom.js";
import { address, loadNames, loadSparql } from "./server.js";

const offered = new Map();

/**
 * Fills the list.
 * @param {any[]} queries as the server lists them
 * @param {(name: string, sparql: string) => void} show what happens with a query whose parameters are filled in
 */
export function fillCatalogue(queries, show) {
  const entries = queries.map((query) => entryOf(query, show));
  byId("queries").append(...entries.map((entry) => entry.item));
  byId("search").addEventListener("input", (event) => {
    const words = event.target.value.toLowerCase().split(/\s+/);
    for (const { item, text } of entries) item.hidden = !words.every((word) => text.includes(word));
    byId("none").hidden = entries.some(({ item }) => !item.hidden);
  });
}

function entryOf(query, show) {
  const form = formOf(query, show);
  const title = make("button", { type: "button", class: "title", "aria-expanded": "false", click: toggle }, query.title);
  const item = make("li", { "data-query": query.name }, title, form);
  function toggle() {
    form.hidden = !form.hidden;
    item.classList.toggle("open", !form.hidden);
    title.setAttribute("aria-expanded", String(!form.hidden));
    if (!form.hidden) form.querySelector("input, .run").focus();
  }
  const parameters = query.parameters.map((parameter) => parameter.name);
  return { item, text: [query.name, query.title, query.description, ...parameters].join(" ").toLowerCase() };
}

function formOf(query, show) {
  const refused = make("p", { class: "refused", role: "alert", hidden: true });
  const link = make("a", { download: `${query.name}.csv` }, "Answer as CSV");
  const form = make(
    "form",
    { hidden: true, submit: run, input: relink },
    query.description ? make("p", {}, query.description) : null,
    ...query.parameters.map((parameter) => fieldOf(query, parameter)),
    make("div", { class: "buttons" }, make("button", { class: "run" }, "Run"), link),
    refused,
  );
  relink();
  return form;

  function values() {
    const filled = [...new FormData(form)].filter(([, value]) => String(value).trim());
    return Object.fromEntries(filled.map(([name, value]) => [name, String(value)]));
  }
  function relink() {
    link.href = address(query.name, values(), ".csv");
  }
  async function run(event) {
    event.preventDefault();
    say(refused, "");
    try {
      show(query.name, await loadSparql(query.name, values()));
    } catch (error) {
      say(refused, error.message);
    }
  }
}

function fieldOf(query, parameter) {
  const number = parameter.type === "integer" || parameter.type === "year";
  const input = make("input", {
    name: parameter.name,
    value: parameter.default ?? "",
    list: number ? false : `names-${parameter.type}`,
    inputmode: number ? "numeric" : false,
    autocomplete: "off",
    spellcheck: "false",
    id: `${query.name}-${parameter.name}`,
    focus: () => offer(parameter.type),
  });
  const words = parameter.description || parameter.type;
  return make("label", {}, make("span", {}, make("b", {}, parameter.name), ` ${words}`), input);
}

/** Puts the names that a type of parameter takes behind its fields, when the first of them is entered. */
function offer(type) {
  if (offered.has(type)) return;
  const list = make("datalist", { id: `names-${type}` });
  offered.set(type, list);
  loadNames(type).then(
    (names) => {
      list.append(...names.map((name) => make("option", { value: name })));
      document.body.append(list);
    },
    () => offered.delete(type),
  );
}
