// The right side: what is known of the selected node or fact, each line with its sentence.

import { counted, icon, line, make, name } from "./dom.js";
import { Model } from "./model.js";
import { excerpt, pieces } from "./quotes.js";

/**
 * @typedef {import("./filters.js").Shown} Shown
 * @typedef {{openNode: (entity: number) => void, openFact: (fact: number) => void, focus: (steps: number) => void, close: () => void}} Actions
 */

const FIRST = 12;

/**
 * What the panel holds when nothing is selected: how to read the picture, the texts, and the names with most facts.
 * @param {Model} model
 * @param {Actions} actions
 * @returns {HTMLElement[]}
 */
export function overview(model, actions) {
  const busiest = model.entities
    .map((_, number) => number)
    .filter((number) => model.factsOf[number].length)
    .sort((a, b) => model.factsOf[b].length - model.factsOf[a].length || a - b)
    .slice(0, 10);
  const top = busiest.map((number) => make("li", {}, link(model, number, actions), make("span", { class: "count" }, String(model.factsOf[number].length))));
  return [
    make("h2", {}, "About this graph"),
    make("p", {}, "Each line is a fact that a text states. Choose a name or a line to read the sentences it comes from."),
    make("p", { class: "quiet" }, "Larger signs stand in more facts. Arrows run from the doer. Distance has no meaning beyond who is linked with whom."),
    make("h3", {}, "Names in most facts"),
    make("ol", { class: "ranking" }, ...top),
    make("h3", {}, model.sources.length === 1 ? "Text" : "Texts"),
    make("ul", { class: "texts" }, ...model.sources.map((source) => make("li", {}, sourceLine(source)))),
  ];
}

/** @param {import("./model.js").Source} source */
function sourceLine({ title, id, publisher, year }) {
  const rest = [publisher, year === null ? "" : String(year)].filter(Boolean).join(", ");
  return make("span", {}, name(title || id), rest ? make("span", { class: "quiet" }, ` ${rest}`) : null);
}

/**
 * A button with a node's sign and name that opens its panel.
 * @param {Model} model
 * @param {number} entity
 * @param {Actions} actions
 */
export function link(model, entity, actions) {
  const known = model.entities[entity];
  return make("button", { type: "button", class: "link", click: () => actions.openNode(entity) }, icon(model.groups[known.group]), name(known.name));
}

/**
 * The panel of a node.
 * @param {Model} model
 * @param {number} entity
 * @param {{shown: Shown, focus: number}} now
 * @param {Actions} actions
 * @returns {HTMLElement[]}
 */
export function nodePanel(model, entity, { shown, focus }, actions) {
  const known = model.entities[entity];
  const facts = model.factsOf[entity];
  const visible = facts.filter((fact) => shown.facts.has(fact));
  const type = model.types.find((one) => one.name === known.type);
  return [
    make("p", { class: "kind" }, icon(model.groups[known.group]), typeName(type?.name ?? known.type)),
    make("h2", { tabindex: "-1" }, name(known.name)),
    known.names.length ? make("p", { class: "names" }, make("span", { class: "quiet" }, "also "), ...joined(known.names)) : null,
    known.codes.length ? make("dl", { class: "codes" }, ...known.codes.flatMap(([term, code]) => [make("dt", {}, term), make("dd", {}, code)])) : null,
    make("p", { class: "figures" }, `${counted(facts.length, "fact")} in ${counted(known.sources.length, "text")}`),
    focusButtons(focus, actions),
    shown.entities.has(entity) ? null : make("p", { class: "quiet" }, "Not in the picture, by the choices on the left."),
    visible.length < facts.length ? make("p", { class: "quiet" }, `${counted(facts.length - visible.length, "fact")} of this name hidden by the choices on the left.`) : null,
    facts.length ? null : make("p", { class: "quiet" }, "The texts name it, but state no relation that odagraph reads."),
    ...factGroups(model, entity, visible, actions),
  ].filter((part) => part !== null);
}

/** @param {string} type */
function typeName(type) {
  return type.replace(/([a-z])([A-Z])/g, (_, end, start) => `${end} ${start.toLowerCase()}`);
}

/** @param {string[]} names */
function joined(names) {
  return names.flatMap((one, number) => (number ? [document.createTextNode(" · "), name(one)] : [name(one)]));
}

/**
 * @param {number} focus
 * @param {Actions} actions
 */
function focusButtons(focus, actions) {
  const button = (/** @type {string} */ label, /** @type {number} */ steps) =>
    make("button", { type: "button", "aria-pressed": String(focus === steps), click: () => actions.focus(steps) }, label);
  return make("div", { class: "choices", role: "group", "aria-label": "Neighbourhood" }, button("Whole graph", 0), button("Its neighbours", 1), button("Two steps", 2));
}

/**
 * A node's facts by relation and direction, in the order of the relations.
 * @param {Model} model
 * @param {number} entity
 * @param {number[]} facts
 * @param {Actions} actions
 */
function factGroups(model, entity, facts, actions) {
  return model.relations.flatMap((relation, number) => {
    const those = facts.filter((fact) => model.facts[fact].relation === number);
    const out = those.filter((fact) => relation.symmetric || model.facts[fact].subject === entity);
    const back = those.filter((fact) => !out.includes(fact));
    return [group(model, entity, relation, { label: relation.out, facts: out }, actions), group(model, entity, relation, { label: relation.back, facts: back }, actions)];
  });
}

/**
 * @param {Model} model
 * @param {number} entity
 * @param {import("./model.js").Relation} relation
 * @param {{label: string, facts: number[]}} content
 * @param {Actions} actions
 */
function group(model, entity, relation, { label, facts }, actions) {
  if (!facts.length) return null;
  const list = make("ul", { class: "facts" });
  const more = (/** @type {number} */ from, /** @type {number} */ to) => list.append(...facts.slice(from, to).map((fact) => factItem(model, entity, fact, actions)));
  more(0, FIRST);
  const rest = make("button", { type: "button", class: "more" }, `Show ${facts.length - FIRST} more`);
  rest.addEventListener("click", () => {
    more(FIRST, facts.length);
    rest.remove();
  });
  const heading = make("h3", {}, line(model.families[relation.family]), label, make("span", { class: "count" }, String(facts.length)));
  return make("section", {}, heading, list, facts.length > FIRST ? rest : null);
}

/**
 * @param {Model} model
 * @param {number} entity
 * @param {number} number
 * @param {Actions} actions
 */
function factItem(model, entity, number, actions) {
  const fact = model.facts[number];
  const claim = fact.claims[0];
  const quotes = fact.claims.flatMap((one) => one.quotes);
  const people = claim?.participants ? `${claim.participants} participants` : "";
  const said = [model.saidAs(number), claim?.year ?? "", claim?.amount ?? "", people, quotes.length > 1 ? counted(quotes.length, "sentence") : ""].filter(Boolean).join(" · ");
  const sentence = quotes.length ? make("span", { class: "clamped" }, ...marked(model, fact, model.quotes[quotes[0]], true)) : "no sentence";
  return make(
    "li",
    {},
    link(model, model.otherEnd(number, entity), actions),
    said ? make("span", { class: "said" }, said) : null,
    make("button", { type: "button", class: "sentence", title: "Read the sentences", click: () => actions.openFact(number) }, sentence),
  );
}

/**
 * A sentence with the two names of the fact marked.
 * @param {Model} model
 * @param {import("./model.js").Fact} fact
 * @param {import("./model.js").Quote} quote
 * @param {boolean} [short] only from shortly before the first name on
 * @returns {Node[]}
 */
export function marked(model, fact, quote, short = false) {
  const [subject, object] = [fact.subject, fact.object].map((entity) => [model.entities[entity].name, ...model.entities[entity].names]);
  const all = pieces(quote.text, subject, object);
  return (short ? excerpt(all) : all).map((piece) => (piece.role ? make("mark", { class: piece.role }, piece.text) : document.createTextNode(piece.text)));
}

/**
 * The panel of a fact: every text that makes the claim, with its sentences.
 * @param {Model} model
 * @param {number} number
 * @param {Actions} actions
 * @returns {HTMLElement[]}
 */
export function factPanel(model, number, actions) {
  const fact = model.facts[number];
  const relation = model.relations[fact.relation];
  return [
    make("p", { class: "kind" }, line(model.families[relation.family]), "Fact"),
    make(
      "h2",
      { class: "triple", tabindex: "-1" },
      link(model, fact.subject, actions),
      make("span", { class: "verb" }, relation.symmetric ? "↔ " : "→ ", relation.out),
      link(model, fact.object, actions),
    ),
    ...fact.claims.map((claim) => claimCard(model, fact, claim)),
  ];
}

/**
 * @param {Model} model
 * @param {import("./model.js").Fact} fact
 * @param {import("./model.js").Claim} claim
 */
function claimCard(model, fact, claim) {
  const figures = [
    ["Year", claim.year],
    ["Amount", claim.amount],
    ["Participants", claim.participants],
    ["Confidence", `${Math.round(claim.confidence * 100)} %`],
    ["Said as", claim.status === "stated" ? "" : claim.status],
    ["Found by", claim.rule],
  ].filter(([, value]) => value);
  return make(
    "article",
    { class: "claim" },
    make("h3", { class: "source" }, sourceLine(model.sources[claim.source])),
    ...claim.quotes.map((quote) => quotation(model, fact, model.quotes[quote])),
    make("dl", { class: "codes" }, ...figures.flatMap(([term, value]) => [make("dt", {}, term), make("dd", {}, value)])),
  );
}

/**
 * @param {Model} model
 * @param {import("./model.js").Fact} fact
 * @param {import("./model.js").Quote} quote
 */
function quotation(model, fact, quote) {
  const span = `characters ${quote.start.toLocaleString("en")}–${quote.end.toLocaleString("en")}`;
  const heading = quote.heading ? [name(quote.heading), " · "] : [];
  return make("figure", {}, make("blockquote", { dir: "auto" }, ...marked(model, fact, quote)), make("figcaption", {}, ...heading, span));
}
