"""The SPARQL 1.1 Protocol as clients of their own speak it: `curl` and SPARQLWrapper, on a real server."""

import json
import shutil
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import rdflib
from pyoxigraph import NamedNode, QueryResultsFormat, QuerySolutions, RdfFormat, parse, parse_query_results
from SPARQLWrapper import CSV, GET, JSON, JSONLD, N3, POST, RDFXML, TSV, TURTLE, XML, SPARQLWrapper

from graph.serving.relay import VERSION
from graph.serving.serve import Place, Server, serving

BASE = "https://w3id.org/odagraph/"
NORTH, SOUTH = f"{BASE}source/north", f"{BASE}source/south"
SELECT = "SELECT DISTINCT ?p WHERE { ?a oda:implements ?p }"
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
GRAPHS = "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g"
CONSTRUCT = "CONSTRUCT { ?a oda:implements ?p } WHERE { ?a oda:implements ?p }"
DESCRIBE = "DESCRIBE a:blue-harbour"
TRIPLE = (f"{BASE}id/jica", f"{BASE}ontology#implements", f"{BASE}id/blue-harbour")
#: Formats of tables and truth values, and what of them pyoxigraph reads for itself.
TABLES = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
)
TRIPLES = (
    "text/turtle",
    "application/n-triples",
    "application/rdf+xml",
    "application/n-quads",
    "application/trig",
    "application/ld+json",
    "text/n3",
)

CURL = shutil.which("curl")
curled = pytest.mark.skipif(CURL is None, reason="needs curl")


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def kind(self) -> str:
        return self.headers["content-type"].partition(";")[0]

    @property
    def text(self) -> str:
        return self.body.decode()


@pytest.fixture(scope="module")
def server(small_out: Path) -> Iterator[Server]:
    with serving(small_out, Place(port=0)) as running:
        yield running


@pytest.fixture(scope="module")
def shared(small_out: Path) -> Iterator[Server]:
    with serving(small_out, Place(port=0, shared=True)) as running:
        yield running


def _curl(url: str, *arguments: str) -> _Answer:
    done = subprocess.run(
        ["curl", "--silent", "--show-error", "--include", *arguments, url], capture_output=True, check=True
    )
    head, _, body = done.stdout.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    return _Answer(int(first.split()[1]), headers, body)


def _ask(server: Server, sparql: str, *arguments: str, accept: str = "text/csv") -> _Answer:
    return _curl(server.endpoint, "--data-urlencode", f"query={sparql}", "-H", f"Accept: {accept}", *arguments)


def _rows(answer: _Answer) -> list[str]:
    assert answer.status == 200, answer.text
    return answer.text.split()[1:]


# -- queries and formats -----------------------------------------------------------------------------------------------


@curled
@pytest.mark.parametrize(
    "arguments",
    [
        ("--get", "--data-urlencode", f"query={SELECT}"),
        ("--data-urlencode", f"query={SELECT}"),
        ("--data", SELECT, "-H", "Content-Type: application/sparql-query"),
        ("--data", SELECT, "-H", "Content-Type: application/sparql-query; charset=UTF-8"),
    ],
    ids=["get", "form", "direct", "direct-with-charset"],
)
@pytest.mark.parametrize("path", ["query", "sparql"])
def test_a_query_comes_in_each_way_of_the_protocol(server: Server, arguments: tuple[str, ...], path: str) -> None:
    answer = _curl(f"{server.url}{path}", "-H", "Accept: text/csv", *arguments)
    assert _rows(answer) == [TRIPLE[2]]


@curled
@pytest.mark.parametrize("accept", TABLES)
def test_select_comes_in_every_format(server: Server, accept: str) -> None:
    answer = _ask(server, SELECT, accept=accept)
    assert (answer.status, answer.kind) == (200, accept)
    if accept == "text/csv":
        assert answer.text == f"p\r\n{TRIPLE[2]}\r\n"
    else:
        format_ = QueryResultsFormat.from_media_type(accept)
        assert format_
        results = parse_query_results(answer.body, format_)
        assert isinstance(results, QuerySolutions)
        assert [list(solution) for solution in results] == [[NamedNode(TRIPLE[2])]]


@curled
@pytest.mark.parametrize("accept", TABLES)
@pytest.mark.parametrize(("query", "truth"), [("ASK { ?a oda:implements ?p }", True), ("ASK { ?a a ?a }", False)])
def test_ask_comes_in_every_format(server: Server, accept: str, query: str, truth: bool) -> None:
    answer = _ask(server, query, accept=accept)
    assert (answer.status, answer.kind) == (200, accept)
    if accept == "application/sparql-results+json":
        assert json.loads(answer.body)["boolean"] is truth
    elif accept == "application/sparql-results+xml":
        found = ET.fromstring(answer.body).find("{http://www.w3.org/2005/sparql-results#}boolean")  # noqa: S314 (ours)
        assert found is not None
        assert found.text == str(truth).lower()
    else:
        assert answer.text.strip() == str(truth).lower()


@curled
@pytest.mark.parametrize("accept", TRIPLES)
@pytest.mark.parametrize("query", [CONSTRUCT, DESCRIBE], ids=["construct", "describe"])
def test_triples_come_in_every_format(server: Server, accept: str, query: str) -> None:
    answer = _ask(server, query, accept=accept)
    assert (answer.status, answer.kind) == (200, accept)
    format_ = RdfFormat.from_media_type(accept)
    assert format_
    found = {(q.subject.value, q.predicate.value, str(q.object)) for q in parse(answer.body, format_) if q.subject}
    if query == CONSTRUCT:
        assert found == {(TRIPLE[0], TRIPLE[1], f"<{TRIPLE[2]}>")}
    else:
        assert (TRIPLE[2], f"{BASE}ontology#operatesIn", f"<{BASE}id/viet-nam>") in found
        assert {subject for subject, _, _ in found} == {TRIPLE[2]}


@curled
def test_the_best_format_that_is_accepted_comes(server: Server) -> None:
    assert _ask(server, SELECT, accept="text/csv;q=0.5, application/sparql-results+xml").kind.endswith("+xml")
    assert _ask(server, SELECT, accept="*/*").kind == "application/sparql-results+json"


@pytest.mark.parametrize(
    ("format_", "read"),
    [
        (JSON, lambda found: found["results"]["bindings"][0]["p"]["value"]),
        (XML, lambda found: found.getElementsByTagName("uri")[0].firstChild.data),
        (CSV, lambda found: found.decode().split()[1]),
        (TSV, lambda found: found.decode().split()[1].strip("<>")),
    ],
    ids=["json", "xml", "csv", "tsv"],
)
@pytest.mark.parametrize("method", [GET, POST])
def test_sparqlwrapper_reads_tables(server: Server, format_: str, read: Callable[[Any], str], method: str) -> None:
    assert read(_wrapped(server, SELECT, format_, method)) == TRIPLE[2]


@pytest.mark.parametrize("method", [GET, POST])
def test_sparqlwrapper_reads_a_truth_value(server: Server, method: str) -> None:
    assert _wrapped(server, "ASK { ?a oda:implements ?p }", JSON, method)["boolean"] is True


# Its reader of RDF/XML and JSON-LD uses a class of rdflib that is on its way out.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.parametrize("format_", [TURTLE, N3, RDFXML, JSONLD])
@pytest.mark.parametrize("query", [CONSTRUCT, DESCRIBE], ids=["construct", "describe"])
def test_sparqlwrapper_reads_triples(server: Server, format_: str, query: str) -> None:
    found = _wrapped(server, query, format_, POST)
    graph = found if isinstance(found, rdflib.Graph) else rdflib.Graph().parse(data=found, format="turtle")
    wanted = TRIPLE if query == CONSTRUCT else (TRIPLE[2], f"{BASE}ontology#operatesIn", f"{BASE}id/viet-nam")
    assert wanted in {(str(s), str(p), str(o)) for s, p, o in graph}


def _wrapped(server: Server, query: str, format_: str, method: str) -> Any:
    client = SPARQLWrapper(server.endpoint)
    client.setQuery(f"PREFIX a: <{BASE}id/> PREFIX oda: <{BASE}ontology#> {query}")  # it parses the query
    client.setReturnFormat(format_)
    client.setMethod(method)
    return client.query().convert()


# -- the dataset -------------------------------------------------------------------------------------------------------


@curled
def test_the_default_graph_is_the_union_of_all(server: Server) -> None:
    parts = [int(_rows(_ask(server, COUNT, "--data-urlencode", f"default-graph-uri={g}"))[0]) for g in (NORTH, SOUTH)]
    whole = int(_rows(_ask(server, COUNT))[0])
    assert whole > sum(parts) > 0


@curled
def test_a_request_names_the_graphs_that_are_asked(server: Server) -> None:
    one = ("--data-urlencode", f"default-graph-uri={NORTH}")
    both = (*one, "--data-urlencode", f"default-graph-uri={SOUTH}")
    named = ("--data-urlencode", f"named-graph-uri={SOUTH}")
    query = "SELECT DISTINCT ?p WHERE { a:japan ?p ?o FILTER(STRSTARTS(STR(?p), STR(oda:))) } ORDER BY ?p"
    assert _rows(_ask(server, query, *one)) == [f"{BASE}ontology#cooperatesWith"]
    assert _rows(_ask(server, query, *both)) == [f"{BASE}ontology#cooperatesWith", f"{BASE}ontology#funds"]
    assert _rows(_ask(server, query, *named)) == []
    assert _rows(_ask(server, GRAPHS, *one, *named)) == [SOUTH]


@curled
def test_a_query_names_the_graphs_that_it_asks(server: Server) -> None:
    alone = _ask(server, COUNT, "--data-urlencode", f"default-graph-uri={NORTH}")
    assert _rows(_ask(server, COUNT.replace("WHERE", f"FROM <{NORTH}> WHERE"))) == _rows(alone)
    assert _rows(_ask(server, GRAPHS.replace("WHERE", f"FROM NAMED <{NORTH}> WHERE"))) == [NORTH]
    # What the request names goes before what the query names.
    other = COUNT.replace("WHERE", f"FROM <{SOUTH}> WHERE")
    assert _rows(_ask(server, other, "--data-urlencode", f"default-graph-uri={NORTH}")) == _rows(alone)


@curled
def test_from_reads_no_file(server: Server, small_out: Path) -> None:
    file = (small_out / "graph.trig").resolve().as_uri()
    assert _rows(_ask(server, COUNT.replace("WHERE", f"FROM <{file}> WHERE"))) == ["0"]


@curled
def test_the_graphs_can_be_fetched_whole(server: Server) -> None:
    whole = _curl(f"{server.url}store", "-H", "Accept: application/n-quads")
    assert {q.graph_name.value for q in parse(whole.body, RdfFormat.N_QUADS)} >= {NORTH, SOUTH}
    one = _curl(f"{server.url}store?graph={NORTH}", "-H", "Accept: text/turtle")
    assert (one.status, one.kind) == (200, "text/turtle")
    assert NORTH.encode() in one.body
    assert _curl(f"{server.url}store?graph={BASE}nothing").status == 404


# -- what is refused ---------------------------------------------------------------------------------------------------


@curled
@pytest.mark.parametrize(
    ("path", "arguments"),
    [
        ("update", ("-H", "Content-Type: application/sparql-update", "--data", "DROP ALL")),
        ("update", ("--data-urlencode", "update=DROP ALL")),
        ("query", ("-H", "Content-Type: application/sparql-update", "--data", "DROP ALL")),
        ("query", ("--data-urlencode", "update=DROP ALL")),
        ("store", ("-X", "PUT", "-H", "Content-Type: text/turtle", "--data", "<a:a> <a:a> <a:a> .")),
        ("store?default", ("-X", "POST", "-H", "Content-Type: text/turtle", "--data", "<a:a> <a:a> <a:a> .")),
        ("store?default", ("-X", "DELETE")),
        (f"store?graph={NORTH}", ("-X", "DELETE")),
    ],
)
def test_changes_are_refused(server: Server, path: str, arguments: tuple[str, ...]) -> None:
    before = _rows(_ask(server, COUNT))
    answer = _curl(f"{server.url}{path}", *arguments)
    assert answer.status == 403
    assert answer.text == "update: found a change, the graph is read only: build it again to change it\n"
    assert _rows(_ask(server, COUNT)) == before


@curled
@pytest.mark.parametrize("update", ["DROP ALL", "LOAD <file:///etc/hostname>", "INSERT DATA { <a:a> <a:a> <a:a> }"])
def test_an_update_as_a_query_is_a_mistake(server: Server, update: str) -> None:
    answer = _ask(server, update)
    assert answer.status == 400
    assert f"found {update.split(maxsplit=1)[0]}, the graph is read only" in answer.text


@curled
def test_no_other_host_is_asked(server: Server) -> None:
    answer = _ask(server, f"SELECT * {{ SERVICE SILENT <{server.endpoint}> {{ ?s ?p ?o }} }}")
    assert (answer.status, answer.text.partition(",")[0]) == (403, "query: found SERVICE")


@curled
@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("--data-urlencode", "query=SELECT ?x { ?x ?y }"), 400, "query: 1:20: found the end"),
        (("--data-urlencode", "query=SELECT ?x { ?x nope:y ?z }"), 400, "an undeclared prefix stands before it"),
        (
            ("--data-urlencode", "query=ASK {}", "--data-urlencode", "query=ASK {}"),
            400,
            "found 2 parameters named query",
        ),
        (("--data", "quiry=ASK"), 400, "found 0 parameters named query"),
        (("--data-binary", "query=%FF"), 400, "found no UTF-8"),
        (("--data-urlencode", "query=ASK {}", "--data-urlencode", "default-graph-uri=not an IRI"), 400, "IRI"),
        (("-X", "POST"), 415, "found none as Content-Type"),
        (("-H", "Content-Type: text/plain", "--data", "ASK {}"), 415, "found 'text/plain' as Content-Type"),
        (("-H", "Accept: image/png", "--data-urlencode", "query=ASK {}"), 406, "accept"),
        (("-H", "Accept: text/turtle", "--data-urlencode", f"query={SELECT}"), 406, "accept"),
        (("-H", "Accept: text/csv", "--data-urlencode", f"query={CONSTRUCT}"), 406, "accept"),
        (("-X", "DELETE"), 405, "GET, HEAD, OPTIONS, POST is allowed"),
    ],
)
def test_a_mistake_is_said(server: Server, arguments: tuple[str, ...], status: int, said: str) -> None:
    answer = _curl(server.endpoint, *arguments)
    assert (answer.status, answer.kind) == (status, "text/plain")
    assert said in answer.text


@curled
def test_what_is_too_long_is_refused(server: Server, tmp_path: Path) -> None:
    (tmp_path / "long.rq").write_text(f"ASK {{}} # {'x' * 1_000_000}")
    sent = ("-H", "Content-Type: application/sparql-query", "-H", "Expect:", "--data-binary", f"@{tmp_path}/long.rq")
    assert _curl(server.endpoint, *sent).status == 413


# -- headers -----------------------------------------------------------------------------------------------------------


@curled
def test_head_has_the_headers_and_no_body(server: Server) -> None:
    for url in (f"{server.endpoint}?query=ASK%7B%7D", f"{server.url}store", server.url, server.endpoint):
        whole, head = _curl(url), _curl(url, "--head")
        assert (head.status, head.body) == (200, b"")
        assert head.headers["content-type"] == whole.headers["content-type"]
        assert head.headers.get(VERSION.lower()) == whole.headers.get(VERSION.lower())


@curled
def test_options_tells_what_is_allowed(server: Server) -> None:
    answer = _curl(server.endpoint, "-X", "OPTIONS")
    assert (answer.status, answer.headers["allow"]) == (204, "GET, HEAD, OPTIONS, POST")


@curled
def test_pages_of_other_sites_read_nothing_unless_allowed(server: Server, shared: Server) -> None:
    origin = ("-H", "Origin: https://example.org")
    preflight = ("-X", "OPTIONS", *origin, "-H", "Access-Control-Request-Method: POST")
    for arguments in (origin, preflight):
        assert "access-control-allow-origin" not in _curl(f"{server.endpoint}?query=ASK%7B%7D", *arguments).headers
        answer = _curl(f"{shared.endpoint}?query=ASK%7B%7D", *arguments)
        assert (answer.status, answer.headers["access-control-allow-origin"]) == (200, "*")
    assert _curl(server.endpoint, *origin).headers["cross-origin-resource-policy"] == "same-origin"


@curled
@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1:1", "127.0.0.1.evil.example:{port}"]
)
def test_a_name_of_another_site_is_refused(server: Server, host: str) -> None:
    port = server.url.rstrip("/").rpartition(":")[2]
    for path in ("", "query?query=ASK%7B%7D", "store", "about.json"):
        answer = _curl(f"{server.url}{path}", "-H", f"Host: {host.format(port=port)}")
        assert (answer.status, answer.text.partition(",")[0]) == (
            421,
            f"serve: found the Host '{host.format(port=port)}'",
        )


@curled
def test_this_machine_has_its_usual_names(server: Server) -> None:
    assert _curl(server.endpoint.replace("127.0.0.1", "localhost"), "--data", "query=ASK {}").status == 200


@curled
def test_data_runs_nothing_in_a_browser(server: Server) -> None:
    for url in (server.endpoint, f"{server.url}store", f"{server.url}about.json", f"{server.url}nothing"):
        headers = _curl(url).headers
        assert "sandbox" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


# -- what the service says of itself -----------------------------------------------------------------------------------


@curled
@pytest.mark.parametrize("accept", ["*/*", *TRIPLES])
def test_the_service_is_described(server: Server, accept: str) -> None:
    answer = _curl(server.endpoint, "-H", f"Accept: {accept}")
    format_ = RdfFormat.from_media_type(answer.kind)
    assert answer.kind == ("text/turtle" if accept == "*/*" else accept)
    assert format_
    said = {(q.subject.value, q.predicate.value, q.object.value) for q in parse(answer.body, format_) if q.subject}
    sd = "http://www.w3.org/ns/sparql-service-description#"
    assert {subject for subject, _, _ in said} == {server.endpoint}
    assert (server.endpoint, f"{sd}feature", f"{sd}UnionDefaultGraph") in said
    assert (server.endpoint, f"{sd}endpoint", server.endpoint) in said
    assert (server.endpoint, f"{sd}defaultDataset", f"{BASE}dataset") in said
    assert not [term for _, _, term in said if "Federated" in term]


@curled
def test_the_dataset_is_described_with_its_endpoint(server: Server) -> None:
    answer = _curl(f"{server.url}.well-known/void")
    assert (answer.status, answer.kind) == (200, "text/turtle")
    graph = rdflib.Graph().parse(data=answer.text, format="turtle")
    endpoint = rdflib.URIRef("http://rdfs.org/ns/void#sparqlEndpoint")
    assert (rdflib.URIRef(f"{BASE}dataset"), endpoint, rdflib.URIRef(server.endpoint)) in graph


@curled
def test_iris_lead_somewhere(server: Server) -> None:
    data = _curl(f"{server.url}id/jica", "--location", "-H", "Accept: text/turtle")
    assert data.status == 303
    assert b"implements" in data.body
    page = _curl(f"{server.url}id/jica", "-H", "Accept: text/html")
    assert (page.status, page.headers["location"]) == (303, "/#iri=https%3A%2F%2Fw3id.org%2Fodagraph%2Fid%2Fjica")
    graph = _curl(f"{server.url}registry")
    assert (graph.status, graph.headers["location"]) == (
        303,
        "/store?graph=https%3A%2F%2Fw3id.org%2Fodagraph%2Fregistry",
    )
    assert _curl(f"{server.url}id/nobody").status == 404
    assert _curl(f"{server.url}id/no%20body").status == 404


# -- named queries -----------------------------------------------------------------------------------------------------


@curled
def test_named_queries_are_listed(server: Server) -> None:
    listed = {query["name"]: query for query in json.loads(_curl(f"{server.url}queries").body)}
    first = listed["programmes-of-actor"]["parameters"][0]
    assert (first["name"], first["type"]) == ("actor", "entity")


@curled
def test_a_named_query_is_answered_by_name(server: Server) -> None:
    url = f"{server.url}queries/programmes-of-actor"
    assert "Blue Harbour Project" in _curl(f"{url}.csv?actor=JICA").text
    assert _curl(f"{url}?actor=JICA", "-H", "Accept: text/csv").text == _curl(f"{url}.csv?actor=JICA").text
    assert _curl(f"{url}.json?actor=JICA").kind == "application/sparql-results+json"
    sparql = _curl(f"{url}.rq?actor=JICA")
    assert sparql.kind == "application/sparql-query"
    assert f"<{TRIPLE[0]}>" in sparql.text
    assert "PREFIX oda:" in sparql.text
    assert "PREFIX sh:" not in sparql.text


@curled
@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("programmes-of-actor?actor=JICCA", 400, "found nothing named 'JICCA'"),
        ("programmes-of-actor?nobody=JICA", 400, "found parameter 'nobody'"),
        ("nothing", 404, "found no named query"),
        ("programmes-of-actor.png?actor=JICA", 404, "found the ending 'png'"),
    ],
)
def test_a_mistake_in_a_named_query_is_said(server: Server, path: str, status: int, said: str) -> None:
    answer = _curl(f"{server.url}queries/{path}")
    assert answer.status == status
    assert said in answer.text


@curled
def test_names_are_offered_by_type(server: Server) -> None:
    assert json.loads(_curl(f"{server.url}names/country").body) == ["Japan", "Kenya", "Viet Nam"]
    assert "JICA" not in json.loads(_curl(f"{server.url}names/country").body)
    assert json.loads(_curl(f"{server.url}names/integer").body) == []
    assert json.loads(_curl(f"{server.url}names/nothing").body) == []
