// The graph as the page holds it: what Python wrote, with links from nodes to facts and back.

/**
 * @typedef {{name: string, label: string, shape: string, background: string, border: string}} Group
 * @typedef {{label: string, colour: string, dashes: number[]}} Family
 * @typedef {{name: string, out: string, back: string, family: number, symmetric: boolean}} Relation
 * @typedef {{id: string, title: string, publisher: string, year: number | null}} Source
 * @typedef {{source: number, start: number, end: number, heading: string, text: string}} Quote
 * @typedef {{source: number, status: string, confidence: number, rule: string, year: string, amount: string, participants: string, quotes: number[]}} Claim
 * @typedef {{id: string, name: string, short: string, names: string[], type: string, group: number, codes: [string, string][], sources: number[]}} Entity
 * @typedef {{subject: number, relation: number, object: number, claims: Claim[]}} Fact
 * @typedef {{nodes: any[], edges: any[], options: any}} Drawing
 * @typedef {{title: string, groups: Group[], families: Family[], relations: Relation[], types: {name: string, label: string, group: number}[],
 *   sources: Source[], entities: Entity[], facts: Fact[], quotes: Quote[], network: Drawing}} Payload
 */

/** The graph with its indexes. Entities, facts and sources go by their number. */
export class Model {
  /** @param {Payload} payload */
  constructor(payload) {
    this.title = payload.title;
    this.groups = payload.groups;
    this.families = payload.families;
    this.relations = payload.relations;
    this.types = payload.types;
    this.sources = payload.sources;
    this.entities = payload.entities;
    this.facts = payload.facts;
    this.quotes = payload.quotes;
    this.network = payload.network;
    /** @type {Map<string, number>} */
    this.numberOf = new Map(this.entities.map((entity, number) => [entity.id, number]));
    /** @type {number[][]} facts that a node is an end of */
    this.factsOf = this.entities.map(() => []);
    /** @type {Map<string, number>} */
    this.factByKey = new Map();
    this.facts.forEach((fact, number) => this.#index(fact, number));
  }

  /**
   * @param {Fact} fact
   * @param {number} number
   */
  #index(fact, number) {
    this.factsOf[fact.subject].push(number);
    if (fact.object !== fact.subject) this.factsOf[fact.object].push(number);
    this.factByKey.set(this.keyOf(number), number);
  }

  /**
   * What names a fact in the page's address: subject, relation and object.
   * @param {number} number
   */
  keyOf(number) {
    const fact = this.facts[number];
    return [this.entities[fact.subject].id, this.relations[fact.relation].name, this.entities[fact.object].id].join(" ");
  }

  /**
   * How the texts put a fact, the firmest first; empty where all state it.
   * @param {number} number
   */
  saidAs(number) {
    const statuses = [...new Set(this.facts[number].claims.map((claim) => claim.status))].join(", ");
    return statuses === "stated" ? "" : statuses;
  }

  /**
   * The other end of a fact.
   * @param {number} fact
   * @param {number} entity
   */
  otherEnd(fact, entity) {
    const { subject, object } = this.facts[fact];
    return subject === entity ? object : subject;
  }

  /**
   * The nodes within a number of steps of one node, itself included, over the facts that are let through.
   * @param {number} entity
   * @param {number} steps
   * @param {(fact: number) => boolean} passes
   * @returns {Set<number>}
   */
  around(entity, steps, passes) {
    const found = new Set([entity]);
    let edge = [entity];
    for (let step = 0; step < steps; step += 1) {
      edge = edge.flatMap((node) => this.factsOf[node].filter(passes).map((fact) => this.otherEnd(fact, node))).filter((node) => !found.has(node));
      edge.forEach((node) => found.add(node));
    }
    return found;
  }

  /**
   * The first and last year that the facts and texts speak of, or an empty string.
   */
  years() {
    const years = this.sources.map((source) => source.year).filter((year) => year !== null);
    const first = Math.min(...years);
    const last = Math.max(...years);
    if (!years.length) return "";
    return first === last ? String(first) : `${first}–${last}`;
  }
}
