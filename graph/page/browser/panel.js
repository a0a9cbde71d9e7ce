// The right side: what is known of the selected node, each line with its sentence.

import { counted, icon, line, make, name } from "./dom.js";
import { leaves } from "./filters.js";
import { Model } from "./model.js";
import { excerpt, pieces } from "./quotes.js";

/**
 * @typedef {import("./filters.js").Shown} Shown
 * @typedef {import("./state.js").State} State
 * @typedef {{openNode: (entity: number) => void, openFact: (fact: number) => void, focus: (entity: number | null, steps: number) => void, unfold: (entity: number, on: boolean) => void,
 *   fold: (entity: number, on: boolean) => void, pathFrom: (entity: number) => void, partners: (entity: number | null) => void, pin: (entity: number, on: boolean) => void,
 *   openCommunity: (community: number, on: boolean) => void, close: () => void}} Actions
 * @typedef {{shown: Shown, state: State}} Now
 */

const FIRST = 12;

/**
 * What the panel holds when nothing is selected: how to read the picture, the texts, and the names with most facts.
 * @param {Model} model
 * @param {Actions} actions
 * @returns {(HTMLElement | null)[]}
 */
export function overview(model, actions) {
  const busiest = model.entities
    .map((_, number) => number)
    .filter((number) => model.factsOf[number].length)
    .sort((a, b) => model.factsOf[b].length - model.factsOf[a].length || a - b)
    .slice(0, 10);
  const top = busiest.map((number) => make("li", {}, link(model, number, actions), make("span", { class: "count" }, String(model.factsOf[number].length))));
  const years = model.years();
  return [
    make("h2", {}, "About this graph"),
    make("p", { class: "lead" }, "Each line is a fact that a text states. Choose a name or a line to read the sentences it comes from."),
    make("p", { class: "quiet" }, "Larger signs weigh more. Arrows run from the doer. Distance has no meaning beyond who is linked with whom."),
    model.communities.length ? make("p", { class: "quiet" }, "So many names do not fit one picture: circles are groups of names that have much to do with each other. A double click opens one; filters that leave fewer names open all.") : null,
    make("h3", {}, "Names in most facts"),
    make("ol", { class: "ranking" }, ...top),
    make("h3", {}, model.sources.length === 1 ? "Text" : "Texts", years ? make("span", { class: "count" }, years) : null),
    make("ul", { class: "texts" }, ...model.sources.map((source) => make("li", {}, sourceLine(source)))),
  ];
}

/** @param {import("./model.js").Source} source */
export function sourceLine({ title, id, publisher, year }) {
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
 * @param {Now} now
 * @param {Actions} actions
 * @returns {(HTMLElement | null)[]}
 */
export function nodePanel(model, entity, now, actions) {
  const known = model.entities[entity];
  const facts = model.factsOf[entity];
  const visible = facts.filter((fact) => now.shown.facts.has(fact));
  const hidden = facts.length - visible.length;
  return [
    make("p", { class: "kind" }, icon(model.groups[known.group]), typeName(known.type)),
    make("h2", { tabindex: "-1" }, name(known.name)),
    known.names.length ? make("p", { class: "names" }, make("span", { class: "quiet" }, "also "), ...joined(known.names)) : null,
    keyFigures(model, entity),
    now.shown.entities.has(entity) ? null : make("p", { class: "quiet" }, "Not in the picture, by what you chose to see."),
    exploring(model, entity, now, actions),
    facts.length ? null : make("p", { class: "quiet" }, "The texts name it, but state no relation that odagraph reads."),
    ...factGroups(model, entity, visible, actions),
    hidden ? make("p", { class: "quiet note" }, `${counted(hidden, "fact")} of this name ${hidden === 1 ? "is" : "are"} not shown, by what you chose to see.`) : null,
    sectors(model, entity),
    codes(model, entity, actions),
  ];
}

/** @param {string} type */
export function typeName(type) {
  return type.replace(/([a-z])([A-Z])/g, (_, end, start) => `${end} ${start.toLowerCase()}`);
}

/** @param {string[]} names */
function joined(names) {
  return names.flatMap((one, number) => (number ? [document.createTextNode(" · "), name(one)] : [name(one)]));
}

/**
 * Facts, texts and measures of a node, side by side.
 * @param {Model} model
 * @param {number} entity
 */
function keyFigures(model, entity) {
  const rank = (/** @type {number} */ measure) => 1 + model.network.weights.filter((row) => row[measure] > model.network.weights[entity][measure]).length;
  const figure = (/** @type {string} */ term, /** @type {string} */ value, /** @type {string} */ more = "") =>
    make("div", {}, make("dt", {}, term), make("dd", {}, value, more ? make("small", {}, ` ${more}`) : null));
  const measures = model.network.measures.slice(1).map(({ label }, at) => figure(`${label} rank`, String(rank(at + 1)), `of ${model.entities.length.toLocaleString("en")}`));
  const { length: facts } = model.factsOf[entity];
  return make("dl", { class: "key-figures" }, figure(facts === 1 ? "fact" : "facts", facts.toLocaleString("en")), figure("texts", String(model.entities[entity].sources.length)), ...(facts ? measures : []));
}

/**
 * The buttons that show more or less around a node.
 * @param {Model} model
 * @param {number} entity
 * @param {Now} now
 * @param {Actions} actions
 */
function exploring(model, entity, { shown, state }, actions) {
  const { id } = model.entities[entity];
  const here = state.focus === id ? state.steps : 0;
  const button = (/** @type {string} */ label, /** @type {boolean} */ on, /** @type {() => void} */ click) =>
    make("button", { type: "button", class: "chip", "aria-pressed": String(on), click }, label);
  const programme = model.groups[model.entities[entity].group].name === "Programme";
  const partners = programme ? model.partnersOf(entity).countries.size : 0;
  const unfolded = state.unfolded.includes(id);
  const folded = state.folded.includes(id);
  const pinned = [...state.pins, ...state.placed].some((pin) => pin.endsWith(`,${id}`) && pin.split(",").slice(2).join(",") === id);
  const canUnfold = Boolean(state.focus) && shown.entities.has(entity) && (unfolded || model.factsOf[entity].some((fact) => !shown.entities.has(model.otherEnd(fact, entity))));
  const community = model.communityOf[entity];
  return make(
    "div",
    { class: "explore", role: "group", "aria-label": "Explore from here" },
    button("Its neighbours", here === 1, () => actions.focus(here === 1 ? null : entity, 1)),
    button("Two steps", here === 2, () => actions.focus(here === 2 ? null : entity, 2)),
    button("Path to …", false, () => actions.pathFrom(entity)),
    partners ? button(`Only partner countries (${partners})`, state.partners === id, () => actions.partners(state.partners === id ? null : entity)) : null,
    canUnfold ? button(unfolded ? "Take neighbours back" : "Add its neighbours", unfolded, () => actions.unfold(entity, !unfolded)) : null,
    folded || leaves(model, entity, shown).length ? button("Fold leaves in", folded, () => actions.fold(entity, !folded)) : null,
    shown.entities.has(entity) ? button("Pin", pinned, () => actions.pin(entity, !pinned)) : null,
    community !== undefined && state.opened.includes(`c${community}`) ? button("Close its group", false, () => actions.openCommunity(community, false)) : null,
  );
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
    const back = those.filter((fact) => model.facts[fact].subject !== entity && !relation.symmetric);
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
  const heading = make("h3", {}, line(model.families[relation.family]), label, make("span", { class: "count" }, String(facts.length)));
  return make("section", {}, heading, ...listed(facts, (fact) => factItem(model, entity, fact, actions)));
}

/**
 * A list that shows its first items, and the others on demand.
 * @param {number[]} facts
 * @param {(fact: number) => HTMLElement} item
 */
export function listed(facts, item) {
  const list = make("ul", { class: "facts" }, ...facts.slice(0, FIRST).map(item));
  if (facts.length <= FIRST) return [list];
  const rest = make("button", { type: "button", class: "more" }, `Show ${(facts.length - FIRST).toLocaleString("en")} more`);
  rest.addEventListener("click", () => {
    list.append(...facts.slice(FIRST).map(item));
    rest.remove();
  });
  return [list, rest];
}

/**
 * @param {Model} model
 * @param {number} entity
 * @param {number} number
 * @param {Actions} actions
 */
function factItem(model, entity, number, actions) {
  return make("li", {}, link(model, model.otherEnd(number, entity), actions), said(model, number), sentence(model, number, actions));
}

/**
 * How the texts put a fact, its year, amount and people, and how many sentences say it.
 * @param {Model} model
 * @param {number} number
 */
export function said(model, number) {
  const { claims } = model.facts[number];
  const [claim] = claims;
  const quotes = claims.flatMap((one) => one.quotes);
  const people = claim?.participants ? `${claim.participants} participants` : "";
  const words = [model.saidAs(number), claim?.year ?? "", claim?.amount ?? "", people, quotes.length > 1 ? counted(quotes.length, "sentence") : ""].filter(Boolean).join(" · ");
  return words ? make("span", { class: "said" }, words) : null;
}

/**
 * A button with the first sentence of a fact that opens the fact.
 * @param {Model} model
 * @param {number} number
 * @param {Actions} actions
 */
export function sentence(model, number, actions) {
  const fact = model.facts[number];
  const [first] = fact.claims.flatMap((one) => one.quotes);
  const words = first === undefined ? "no sentence" : make("span", { class: "clamped" }, ...marked(model, fact, model.quotes[first], true));
  return make("button", { type: "button", class: "sentence", title: "Read the sentences", click: () => actions.openFact(number) }, words);
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
 * The sectors that the texts show a node in, each with its sentence folded away.
 * @param {Model} model
 * @param {number} entity
 */
function sectors(model, entity) {
  const claims = model.entities[entity].sectors;
  if (!claims.length) return null;
  const items = [...new Set(claims.map((claim) => claim.sector))].map((sector) => {
    const those = claims.filter((claim) => claim.sector === sector);
    const { code, label } = model.sectors[sector];
    const surest = Math.round(Math.max(...those.map((claim) => claim.confidence)) * 100);
    const quotes = those.flatMap((claim) => [
      ...claim.quotes.map((quote) => make("blockquote", { dir: "auto" }, model.quotes[quote].text)),
      make("p", { class: "quiet" }, sourceLine(model.sources[claim.source])),
    ]);
    const more = [code, `${surest} %`, those.length > 1 ? counted(new Set(those.map((claim) => claim.source)).size, "text") : ""].filter(Boolean).join(" · ");
    return make("li", {}, make("details", {}, make("summary", {}, label, make("span", { class: "said" }, more)), ...quotes));
  });
  return make("section", {}, make("h3", {}, "Sectors"), make("ul", { class: "sectors" }, ...items));
}

/**
 * Codes of a node, and the body and country that the authority tables give it.
 * @param {Model} model
 * @param {number} entity
 * @param {Actions} actions
 */
function codes(model, entity, actions) {
  const known = model.entities[entity];
  const others = [["Parent body", known.parent], ["Country", known.country]].filter(([, other]) => Number(other) >= 0 && other !== entity);
  if (!known.codes.length && !others.length) return null;
  const rows = [...known.codes.map(([term, code]) => [make("dt", {}, term), make("dd", {}, code)]), ...others.map(([term, other]) => [make("dt", {}, String(term)), make("dd", {}, link(model, Number(other), actions))])];
  return make("section", {}, make("h3", {}, "Known beforehand"), make("dl", { class: "codes" }, ...rows.flat()));
}
