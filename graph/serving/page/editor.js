// YASGUI, set up for this graph: its prefixes and terms complete what is typed, and nothing else is ever asked.

import { byId } from "./dom.js";
import { ENDPOINT, notice } from "./server.js";

const Yasgui = /** @type {any} */ (window).Yasgui;

/**
 * The editor on the page.
 * @param {any} about what the server says of the graph
 * @returns {any}
 */
export function makeEditor(about) {
  completeFrom(about);
  Yasgui.Yasqe.defaults.value = firstQuery(about.prefixes);
  // Values without datatype or language, and sentences whole: both can be switched above the table.
  Yasgui.Yasr.defaults.plugins.table.dynamicConfig = { compact: true, isEllipsed: false };
  const yasgui = new Yasgui(byId("yasgui"), {
    autofocus: false,
    copyEndpointOnNewTab: false,
    endpointCatalogueOptions: { getData: () => [{ endpoint: ENDPOINT }], keys: [] },
    persistenceId: "odagraph",
    requestConfig: { endpoint: ENDPOINT, method: "POST", acceptHeaderGraph: "text/turtle" },
    yasr: { ...Yasgui.Yasr.defaults, prefixes: about.prefixes },
  });
  yasgui.on("queryResponse", (_, tab) => notice(tab.yasr?.results?.res?.headers?.["x-graph-version"]));
  return yasgui;
}

/**
 * Shows a query in the tab of its name, a new one if there is none, and runs it.
 * @param {any} yasgui
 * @param {string} name
 * @param {string} sparql
 */
export function showQuery(yasgui, name, sparql) {
  const open = Object.values(yasgui._tabs).find((tab) => tab.getName() === name);
  if (open) yasgui.selectTabId(open.getId());
  const tab = open ?? yasgui.addTab(true, { name });
  tab.getYasqe().setValue(sparql);
  tab.query().catch(() => {}); // the answer's place shows what went wrong
}

/**
 * A query for all that the graph says of a thing, and of what.
 * @param {string} iri
 * @param {Record<string, string>} prefixes
 */
export function queryAbout(iri, prefixes) {
  return `PREFIX rdf: <${prefixes.rdf}>
PREFIX rdfs: <${prefixes.rdfs}>
PREFIX skos: <${prefixes.skos}>

# What is said of it, and then what is said of others in relation to it.
SELECT DISTINCT ?other ?relation ?value ?name WHERE {
  { <${iri}> ?relation ?value . OPTIONAL { ?value skos:prefLabel|rdfs:label ?name } }
  UNION
  { ?other ?relation <${iri}> . FILTER(?relation NOT IN (rdf:subject, rdf:predicate, rdf:object))
    OPTIONAL { ?other skos:prefLabel|rdfs:label ?name } }
}
ORDER BY BOUND(?other) ?relation ?name ?value ?other
LIMIT 1000
`;
}

function firstQuery(prefixes) {
  return `PREFIX oda: <${prefixes.oda}>
PREFIX skos: <${prefixes.skos}>

# Who runs which programme. The named queries at the left know more, and show the sentences.
SELECT DISTINCT ?actor ?programme WHERE {
  ?a oda:implements ?p .
  ?a skos:prefLabel ?actor .
  ?p skos:prefLabel ?programme .
}
ORDER BY ?actor ?programme
LIMIT 100
`;
}

/** Gives the editor's completion our words in place of the services on the web that it would ask. */
function completeFrom({ prefixes, terms }) {
  const iris = (kind) => terms.filter((term) => term.kind === kind).map((term) => term.iri);
  const known = {
    prefixes: Object.entries(prefixes).map(([name, iri]) => `${name}: <${iri}>`),
    property: iris("property"),
    class: iris("class"),
  };
  const Yasqe = Yasgui.Yasqe;
  Yasqe.defaults.prefixCcApi = "/"; // asked by nothing any more; not a name of the web in any case
  for (const [kind, words] of Object.entries(known)) {
    Yasqe.forkAutocompleter(kind, { name: `odagraph-${kind}`, persistenceId: null, bulk: true, get: async () => words }, false);
  }
  Yasqe.defaults.autocompleters = ["variables", ...Object.keys(known).map((kind) => `odagraph-${kind}`)];
}
