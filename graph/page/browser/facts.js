// Panels of facts: one with all its sentences, those of a path step by step, those between two communities, and a community itself.

import { counted, line, make, name } from "./dom.js";
import { Model } from "./model.js";
import { link, listed, marked, said, sentence, sourceLine } from "./panel.js";
import { countPaths } from "./paths.js";
import { weightiest } from "./scene.js";

/**
 * @typedef {import("./panel.js").Actions} Actions
 * @typedef {import("./panel.js").Now} Now
 */

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
  const verb = make("span", { class: "verb" }, relation.symmetric ? "↔ " : "→ ", relation.out);
  return [
    make("p", { class: "kind" }, line(model.families[relation.family]), "Fact"),
    make("h2", { class: "triple", tabindex: "-1" }, link(model, fact.subject, actions), verb, link(model, fact.object, actions)),
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
    ["Said as", claim.status === "stated" ? "" : claim.status.replace("negated", "denied")],
    ["Found by", claim.rule],
  ];
  const rows = figures.flatMap(([term, value]) => (value ? [make("dt", {}, String(term)), make("dd", {}, value)] : []));
  return make(
    "article",
    { class: "claim" },
    ...claim.quotes.map((quote) => quotation(model, fact, model.quotes[quote])),
    make("h3", { class: "source" }, sourceLine(model.sources[claim.source])),
    make("dl", { class: "codes" }, ...rows),
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
  const page = quote.page ? [`p. ${quote.page} · `] : [];
  return make("figure", {}, make("blockquote", { dir: "auto" }, ...marked(model, fact, quote)), make("figcaption", {}, ...heading, ...page, span));
}

/**
 * A fact as one item of a list, with both its ends.
 * @param {Model} model
 * @param {number} number
 * @param {Actions} actions
 */
function wholeFact(model, number, actions) {
  const { subject, relation, object } = model.facts[number];
  const words = make("span", { class: "verb" }, ` ${model.relations[relation].out} `);
  return make("li", {}, link(model, subject, actions), words, link(model, object, actions), said(model, number), sentence(model, number, actions));
}

/**
 * The panel of a path: its facts step by step.
 * @param {Model} model
 * @param {number[]} ends
 * @param {Now} now
 * @param {Actions} actions
 * @returns {(HTMLElement | null)[]}
 */
export function pathPanel(model, [from, to], { shown }, actions) {
  const levels = shown.levels ?? new Map();
  const steps = levels.get(to) ?? 0;
  const ways = steps ? countPaths(model, { levels, facts: shown.facts }, to) : 0;
  const none = "No path joins them over the facts that your choices let through.";
  const sections = Array.from({ length: steps }, (_, step) => {
    const facts = [...shown.facts].filter((fact) => Math.min(levels.get(model.facts[fact].subject) ?? 0, levels.get(model.facts[fact].object) ?? 0) === step);
    const heading = make("h3", {}, steps === 1 ? "Direct" : `Step ${step + 1}`, make("span", { class: "count" }, String(facts.length)));
    return make("section", {}, heading, ...listed(facts, (fact) => wholeFact(model, fact, actions)));
  });
  return [
    make("p", { class: "kind" }, "Shortest path"),
    make("h2", { class: "triple", tabindex: "-1" }, link(model, from, actions), make("span", { class: "verb" }, "to"), link(model, to, actions)),
    make("p", { class: "lead" }, steps ? `${counted(steps, "step")}, ${counted(ways, "way")}; direction does not count.` : none),
    ...sections,
  ];
}

/**
 * The panel of the facts between two communities, or between a node and a community.
 * @param {Model} model
 * @param {number[]} facts
 * @param {Actions} actions
 * @returns {HTMLElement[]}
 */
export function bundlePanel(model, facts, actions) {
  return [
    make("p", { class: "kind" }, "Between two groups"),
    make("h2", { tabindex: "-1" }, counted(facts.length, "fact")),
    ...listed(facts, (fact) => wholeFact(model, fact, actions)),
  ];
}

/**
 * The panel of a community: its weightiest names, how much it holds, and a button that opens or closes it.
 * @param {Model} model
 * @param {number} community
 * @param {Now} now
 * @param {Actions} actions
 * @returns {HTMLElement[]}
 */
export function communityPanel(model, community, { shown, state }, actions) {
  const members = weightiest(model, community, shown, Infinity);
  const inside = [...shown.facts].filter((fact) => model.communityOf[model.facts[fact].subject] === community && model.communityOf[model.facts[fact].object] === community).length;
  const outside = [...shown.facts].filter((fact) => (model.communityOf[model.facts[fact].subject] === community) !== (model.communityOf[model.facts[fact].object] === community)).length;
  const open = state.opened.includes(`c${community}`) || state.opened.includes("all");
  const loose = model.communities[community].loose;
  const title = loose ? "Small groups and single names" : `Around ${members.slice(0, 2).map((member) => model.entities[member].short).join(" and ")}`;
  const item = (/** @type {number} */ member) => make("li", { class: "ranked" }, link(model, member, actions), make("span", { class: "count" }, String(model.factsOf[member].length)));
  return [
    make("p", { class: "kind" }, loose ? "What belongs to no group" : "Group"),
    make("h2", { tabindex: "-1" }, name(title)),
    make("p", { class: "lead" }, loose ? "Names in small parts of the graph or without a relation." : "Names with more facts among themselves than chance would give."),
    make("p", {}, `${counted(members.length, "name")}, ${counted(inside, "fact")} among them, ${counted(outside, "fact")} with others.`),
    make("div", { class: "explore" }, make("button", { type: "button", class: "chip", "aria-pressed": String(open), click: () => actions.openCommunity(community, !open) }, open ? "Close this group" : "Open this group")),
    make("h3", {}, "Names in it"),
    ...listed(members, item),
  ];
}
