// The start page: the named queries at the left, YASGUI at the right, and links of answers that stay in the graph.

import { fillCatalogue } from "./catalogue.js";
import { byId, say } from "./dom.js";
import { makeEditor, queryAbout, showQuery } from "./editor.js";
import { ENDPOINT, loadAbout, notice, whenRebuilt } from "./server.js";

async function start() {
  byId("endpoint").textContent = ENDPOINT;
  byId("reload").addEventListener("click", () => location.reload());
  whenRebuilt(() => { byId("rebuilt").hidden = false; });
  const about = await loadAbout();
  notice(about.version);
  byId("counts").textContent = inNumbers(about);
  const thing = thingInAddress();
  const yasgui = makeEditor(about);
  const show = (name, sparql) => showQuery(yasgui, name, sparql);
  fillCatalogue(about.queries, show);

  const describe = (iri) => {
    show(iri.startsWith(about.base) ? iri.slice(about.base.length) : iri, queryAbout(iri, about.prefixes));
    history.replaceState(null, "", `#${new URLSearchParams({ iri })}`); // an address to keep; YASGUI has cleared it
  };
  stayInGraph(about.base, describe);
  window.addEventListener("hashchange", () => { const iri = thingInAddress(); if (iri) describe(iri); });
  if (thing) describe(thing);
  Object.assign(window, { odagraph: { about, yasgui } });
  document.body.dataset.ready = "";
}

/** The IRI that the address asks for, if it does; one that could leave its brackets in a query is none. */
function thingInAddress() {
  const iri = new URLSearchParams(location.hash.slice(1)).get("iri") ?? "";
  return /^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`]+$/.test(iri) ? iri : "";
}

/** Links of answers to things of the graph describe them here: their IRIs need not lead anywhere on the web. */
function stayInGraph(base, describe) {
  byId("yasgui").addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link || !link.href.startsWith(base) || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    describe(link.getAttribute("href"));
  }, true);
}

function inNumbers({ counts, documents }) {
  const number = (count, word) => `${count.toLocaleString("en")} ${word}${count === 1 ? "" : "s"}`;
  return [
    counts.entities === undefined ? "" : number(counts.entities, "name"),
    counts.relations === undefined ? "" : number(counts.relations, "fact"),
    number(documents.length, "text"),
  ].filter(Boolean).join(" · ");
}

start().catch((error) => say(byId("fault"), error.message));
