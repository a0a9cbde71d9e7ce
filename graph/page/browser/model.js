// The graph as the page holds it: what Python wrote, with links from nodes to facts and back.

/**
 * @typedef {{name: string, label: string, shape: string, background: string, border: string}} Group
 * @typedef {{label: string, colour: string, dashes: number[]}} Family
 * @typedef {{name: string, out: string, back: string, family: number, symmetric: boolean}} Relation
 * @typedef {{id: string, title: string, publisher: string, year: number | null}} Source
 * @typedef {{source: number, start: number, end: number, heading: string, page?: number, text: string}} Quote
 * @typedef {{source: number, status: string, confidence: number, rule: string, date?: number, year?: string, amount?: string, participants?: string, quotes: number[]}} Claim
 * @typedef {{sector: number, confidence: number, source: number, quotes: number[]}} SectorClaim
 * @typedef {{id: string, name: string, short: string, names: string[], type: string, group: number, codes: [string, string][], country: number, parent: number,
 *   region: string, sectors: SectorClaim[], sources: number[]}} Entity
 * @typedef {{subject: number, relation: number, object: number, claims: Claim[]}} Fact
 * @typedef {{x: number, y: number, radius: number, members: number[], loose: boolean}} Community
 * @typedef {{code: string, label: string}} Code
 * @typedef {{nodes: any[], edges: any[], options: any, measures: {name: string, label: string}[], weights: number[][], radii: number[][], communities: Community[]}} Drawing
 * @typedef {{title: string, groups: Group[], families: Family[], relations: Relation[], types: {name: string, label: string, group: number}[],
 *   sources: Source[], regions: Code[], sectors: Code[], entities: Entity[], facts: Fact[], quotes: Quote[], network: Drawing, start: string,
 *   left: {entities: number, facts: number, texts?: number, repeats?: number}}} Payload
 */

/** Relations that say where something works or lies. */
const WHERE = ["operatesIn", "locatedIn"];

/** The graph with its indexes. Entities, facts, texts and communities go by their number. */
export class Model {
  /** @param {Payload} payload */
  constructor(payload) {
    this.title = payload.title;
    this.groups = payload.groups;
    this.families = payload.families;
    this.relations = payload.relations;
    this.types = payload.types;
    this.sources = payload.sources;
    this.regions = payload.regions;
    this.sectors = payload.sectors;
    this.entities = payload.entities;
    this.facts = payload.facts;
    this.quotes = payload.quotes;
    this.network = payload.network;
    this.start = payload.start;
    this.left = payload.left;
    this.communities = payload.network.communities;
    /** @type {Map<string, number>} */
    this.numberOf = new Map(this.entities.map((entity, number) => [entity.id, number]));
    /** @type {number[][]} facts that a node is an end of */
    this.factsOf = this.entities.map(() => []);
    /** @type {Map<string, number>} */
    this.factByKey = new Map();
    this.facts.forEach((fact, number) => this.#index(fact, number));
    /** @type {Set<number>[]} the countries that each node is, belongs to, lies in or works in */
    this.countriesOf = this.entities.map((entity, number) => this.#countries(entity, number));
    /** @type {Set<string>[]} */
    this.regionsOf = this.countriesOf.map((countries) => new Set([...countries].map((country) => this.entities[country].region).filter(Boolean)));
    /** @type {Set<string>[]} */
    this.sectorsOf = this.entities.map((entity) => new Set(entity.sectors.map((claim) => this.sectors[claim.sector].code)));
    /** @type {number[]} */
    this.communityOf = [];
    this.communities.forEach((community, number) => community.members.forEach((member) => (this.communityOf[member] = number)));
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
   * @param {Entity} entity
   * @param {number} number
   */
  #countries(entity, number) {
    const found = new Set(entity.type === "Country" ? [number] : []);
    if (entity.country >= 0) found.add(entity.country);
    for (const fact of this.factsOf[number]) {
      const { subject, object, relation } = this.facts[fact];
      const where = subject === number && WHERE.includes(this.relations[relation].name) && this.affirmed(fact);
      if (where && this.entities[object].type === "Country") found.add(object);
    }
    return found;
  }

  /**
   * Whether a text says so, and not only denies it.
   * @param {number} fact
   */
  affirmed(fact) {
    return this.facts[fact].claims.some((claim) => claim.status !== "negated");
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
    return statuses === "stated" ? "" : statuses.replace("negated", "denied");
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
   * The steps from some nodes to each node in reach, over the facts that are let through.
   * @param {Iterable<number>} starts
   * @param {number} most the farthest step
   * @param {(fact: number) => boolean} passes
   * @returns {Map<number, number>} in the order of the steps
   */
  stepsFrom(starts, most, passes) {
    const found = new Map([...starts].map((start) => [start, 0]));
    for (const [entity, step] of found) {
      if (step >= most) continue;
      for (const fact of this.factsOf[entity]) {
        const other = this.otherEnd(fact, entity);
        if (!found.has(other) && passes(fact)) found.set(other, step + 1);
      }
    }
    return found;
  }

  /**
   * The partner countries of a programme: those it works in or supports, or that a place it works in belongs to.
   * @param {number} programme
   * @returns {{countries: Set<number>, facts: Set<number>}} the facts are those that say so, by way of a place where there is one
   */
  partnersOf(programme) {
    const countries = /** @type {Set<number>} */ (new Set());
    const facts = /** @type {Set<number>} */ (new Set());
    for (const fact of this.factsOf[programme]) {
      const { subject, object, relation } = this.facts[fact];
      if (subject !== programme || !["operatesIn", "supports"].includes(this.relations[relation].name) || !this.affirmed(fact)) continue;
      const reached = this.entities[object].group === this.entities[programme].group ? [] : [...this.countriesOf[object]];
      const here = ["Country", "Locality"].includes(this.entities[object].type) ? reached : [];
      here.forEach((country) => countries.add(country));
      if (here.length) facts.add(fact);
    }
    return { countries, facts };
  }

  /** The first and last year of the texts, or an empty string. */
  years() {
    const years = this.sources.flatMap((source) => (source.year === null ? [] : [source.year]));
    const first = Math.min(...years);
    const last = Math.max(...years);
    if (!years.length) return "";
    return first === last ? String(first) : `${first}–${last}`;
  }
}
