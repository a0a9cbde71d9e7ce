// The facts that are shown, as a table: the same content without the picture.

import { make, name } from "./dom.js";
import { Model } from "./model.js";
import { link, marked } from "./panel.js";

/** @typedef {import("./panel.js").Actions} Actions */

const PAGE = 150;

/**
 * A table of the facts that are shown, in the order of the graph, and a button for more where it is long.
 * @param {Model} model
 * @param {Set<number>} facts
 * @param {Actions} actions
 * @returns {HTMLElement[]}
 */
export function factTable(model, facts, actions) {
  const all = [...facts];
  const body = make("tbody");
  const rest = make("button", { type: "button", class: "more" });
  const more = () => {
    const at = body.childElementCount;
    body.append(...all.slice(at, at + PAGE).map((fact) => row(model, fact, actions)));
    rest.textContent = `Show ${Math.min(PAGE, all.length - body.childElementCount)} more of ${all.length.toLocaleString("en")} facts`;
    rest.hidden = body.childElementCount >= all.length;
  };
  rest.addEventListener("click", more);
  more();
  const titles = ["Who or what", "Relation", "Whom or what", "Said as", "Year", "Text", "Sentence"];
  const head = make("thead", {}, make("tr", {}, ...titles.map((title) => make("th", { scope: "col" }, title))));
  return [make("table", {}, make("caption", {}, "Facts shown"), head, body), rest];
}

/**
 * @param {Model} model
 * @param {number} number
 * @param {Actions} actions
 */
function row(model, number, actions) {
  const fact = model.facts[number];
  const claim = fact.claims[0];
  const quote = claim ? model.quotes[claim.quotes[0]] : undefined;
  const open = make("button", { type: "button", class: "sentence", title: "Read the sentences", click: () => actions.openFact(number) });
  if (quote) open.append(make("span", { class: "clamped" }, ...marked(model, fact, quote, true)));
  const source = claim ? model.sources[claim.source] : undefined;
  const cells = [link(model, fact.subject, actions), model.relations[fact.relation].out, link(model, fact.object, actions), model.saidAs(number), claim?.year ?? "", source ? name(source.title || source.id) : "", open];
  return make("tr", {}, ...cells.map((cell) => make("td", {}, cell)));
}
