// What is shown, as tables: the same content without the picture. Facts in one, names in the other.

import { csv } from "./csv.js";
import { counted, make, name } from "./dom.js";
import { Model } from "./model.js";
import { link, sentence, typeName } from "./panel.js";
import { fileName, save } from "./saving.js";

/**
 * @typedef {import("./panel.js").Actions} Actions
 * @typedef {{id: string, title: string, order: (number: number) => string | number, cell: (number: number) => Node | string, numeric?: boolean}} Column
 */

const PAGE = 150;

/**
 * The table of facts or of names, with a button that saves it whole.
 * @param {Model} model
 * @param {import("./filters.js").Shown} shown
 * @param {{view: string, sort: string}} state
 * @param {Actions & {sort: (by: string) => void}} actions
 * @returns {HTMLElement[]}
 */
export function tables(model, shown, { view, sort }, actions) {
  const facts = view === "facts";
  const columns = facts ? factColumns(model, actions) : nameColumns(model, actions);
  const numbers = [...(facts ? shown.facts : shown.entities)].sort((a, b) => a - b);
  const words = counted(numbers.length, facts ? "fact" : "name");
  const rows = () => (facts ? factRows(model, numbers) : nameRows(model, numbers));
  const write = () => save(fileName(model.title, facts ? "-facts.csv" : "-names.csv"), new Blob([csv(rows())], { type: "text/csv;charset=utf-8" }));
  const head = make("div", { class: "table-head" }, make("p", {}, `${words} shown`), make("button", { type: "button", id: "save-csv", class: "chip", click: write }, "Download CSV"));
  return [head, ...table(facts ? "Facts shown" : "Names shown", sorted(numbers, columns, sort), columns, sort, actions.sort)];
}

/**
 * @param {number[]} numbers
 * @param {Column[]} columns
 * @param {string} sort the id of a column, after a minus for the other way round
 */
function sorted(numbers, columns, sort) {
  const column = columns.find((one) => one.id === sort.replace(/^-/, ""));
  if (!column) return numbers;
  const way = sort.startsWith("-") ? -1 : 1;
  const { compare } = new Intl.Collator("en", { numeric: true });
  const keyed = numbers.map((number) => ({ number, key: column.order(number) }));
  const blank = (/** @type {string | number} */ key) => (key === "" ? 1 : 0);
  const both = (/** @type {string | number} */ a, /** @type {string | number} */ b) => (typeof a === "number" && typeof b === "number" ? a - b : compare(String(a), String(b)));
  return keyed.sort((a, b) => blank(a.key) - blank(b.key) || way * both(a.key, b.key) || a.number - b.number).map((item) => item.number);
}

/**
 * @param {string} caption
 * @param {number[]} numbers
 * @param {Column[]} columns
 * @param {string} sort
 * @param {(by: string) => void} onSort
 * @returns {HTMLElement[]}
 */
function table(caption, numbers, columns, sort, onSort) {
  const body = make("tbody");
  const rest = make("button", { type: "button", class: "more" });
  const row = (/** @type {number} */ number) => make("tr", {}, ...columns.map((column) => make("td", column.numeric ? { class: "numeric" } : {}, column.cell(number))));
  const more = () => {
    const at = body.childElementCount;
    body.append(...numbers.slice(at, at + PAGE).map(row));
    const left = numbers.length - body.childElementCount;
    rest.textContent = `Show ${Math.min(PAGE, left)} more of ${numbers.length.toLocaleString("en")}`;
    rest.hidden = !left;
  };
  rest.addEventListener("click", more);
  more();
  const heads = columns.map(({ id, title }) => {
    const way = sort === id ? "ascending" : sort === `-${id}` ? "descending" : "none";
    const click = () => onSort(way === "ascending" ? `-${id}` : id);
    return make("th", { scope: "col", "aria-sort": way }, make("button", { type: "button", id: `sort-${id}`, click }, title));
  });
  return [make("table", {}, make("caption", {}, caption), make("thead", {}, make("tr", {}, ...heads)), body), rest];
}

/**
 * @param {Model} model
 * @param {Actions} actions
 * @returns {Column[]}
 */
function factColumns(model, actions) {
  const nameOf = (/** @type {number} */ entity) => model.entities[entity].name;
  const first = (/** @type {number} */ fact) => model.facts[fact].claims[0];
  const surest = (/** @type {number} */ fact) => Math.max(...model.facts[fact].claims.map((claim) => claim.confidence));
  const source = (/** @type {number} */ fact) => model.sources[first(fact).source].title || model.sources[first(fact).source].id;
  return [
    { id: "subject", title: "Who or what", order: (n) => nameOf(model.facts[n].subject), cell: (n) => link(model, model.facts[n].subject, actions) },
    { id: "relation", title: "Relation", order: (n) => model.relations[model.facts[n].relation].out, cell: (n) => model.relations[model.facts[n].relation].out },
    { id: "object", title: "Whom or what", order: (n) => nameOf(model.facts[n].object), cell: (n) => link(model, model.facts[n].object, actions) },
    { id: "said", title: "Said as", order: (n) => model.saidAs(n), cell: (n) => model.saidAs(n) },
    { id: "year", title: "Year", order: (n) => first(n).date ?? "", cell: (n) => first(n).year ?? "" },
    { id: "confidence", title: "Confidence", order: surest, cell: (n) => `${Math.round(surest(n) * 100)} %`, numeric: true },
    { id: "text", title: "Text", order: source, cell: (n) => name(source(n)) },
    { id: "sentence", title: "Sentence", order: (n) => model.quotes[first(n).quotes[0]]?.text ?? "", cell: (n) => sentence(model, n, actions) },
  ];
}

/**
 * @param {Model} model
 * @param {Actions} actions
 * @returns {Column[]}
 */
function nameColumns(model, actions) {
  const weight = (/** @type {number} */ measure) => (/** @type {number} */ n) => model.network.weights[n][measure];
  const measures = model.network.measures.map(({ name: id, label }, at) => ({ id, title: label, order: weight(at), cell: (/** @type {number} */ n) => String(weight(at)(n)), numeric: true }));
  return [
    { id: "name", title: "Name", order: (n) => model.entities[n].name, cell: (n) => link(model, n, actions) },
    { id: "also", title: "Also", order: (n) => model.entities[n].names[0] ?? "", cell: (n) => name(model.entities[n].names.join(" · ")) },
    { id: "type", title: "Type", order: (n) => model.entities[n].type, cell: (n) => typeName(model.entities[n].type) },
    ...measures,
    { id: "texts", title: "Texts", order: (n) => model.entities[n].sources.length, cell: (n) => String(model.entities[n].sources.length), numeric: true },
  ];
}

/**
 * A row for each sentence of each claim.
 * @param {Model} model
 * @param {number[]} facts
 * @returns {(string | number)[][]}
 */
export function factRows(model, facts) {
  const head = ["subject", "relation", "object", "status", "year", "amount", "participants", "confidence", "rule", "text", "heading", "page", "sentence"];
  const rows = facts.flatMap((number) => {
    const { subject, relation, object, claims } = model.facts[number];
    const names = [model.entities[subject].name, model.relations[relation].name, model.entities[object].name];
    return claims.flatMap((claim) => claim.quotes.map((quote) => [...names, claim.status, claim.year ?? "", claim.amount ?? "", claim.participants ?? "", claim.confidence, claim.rule, model.sources[claim.source].title || model.sources[claim.source].id, model.quotes[quote].heading, model.quotes[quote].page ?? "", model.quotes[quote].text]));
  });
  return [head, ...rows];
}

/**
 * @param {Model} model
 * @param {number[]} entities
 * @returns {(string | number)[][]}
 */
export function nameRows(model, entities) {
  const head = ["id", "name", "also", "type", ...model.network.measures.map((measure) => measure.name), "country", "sectors", "texts"];
  const rows = entities.map((number) => {
    const known = model.entities[number];
    const sectors = known.sectors.map((claim) => model.sectors[claim.sector].label);
    const texts = known.sources.map((source) => model.sources[source].title || model.sources[source].id);
    return [known.id, known.name, known.names.join("; "), known.type, ...model.network.weights[number], model.entities[known.country]?.name ?? "", [...new Set(sectors)].join("; "), texts.join("; ")];
  });
  return [head, ...rows];
}
