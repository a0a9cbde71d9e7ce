"""What is read at the address of a store: the same bytes as from the folder that was sent there."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import rdflib
from pyoxigraph import NamedNode, RdfFormat, parse

from graph import open_graph
from graph.cli import run as command
from graph.endpoint import reading
from graph.endpoint.publishing import publish
from graph.endpoint.reading import RemoteStore
from graph.exports.rdf import dataset_of
from graph.opening import opened
from graph.query import Answer, run, run_all
from graph.store import TRIG
from graph.tables import Table
from ontology import EndpointError, GraphError

COMMANDS = (
    ("info", "--format", "turtle"),
    ("query", "DESCRIBE a:jica", "--format", "turtle"),
    ("export", "--format", "trig", "-o", "-", "--no-inferred"),
)
#: What needs no asking of a store that is read from a copy.
MORE = (
    ("info",),
    ("why", "Japan", "cooperatesWith", "UNDP", "--format", "json"),
    ("why", "JICA"),
    ("why", "Vietnam", "--merges"),
    ("why", "Nobody at all"),
    ("query", "organizations-in-region", "--param", "region=Asia"),
    ("query", "programmes-of-sector", "--param", "sector=education", "--format", "csv"),
    ("query", "what-a-text-says", "--param", "text=Northern report", "--format", "json"),
    ("query", "SELECT ?s ?p ?o WHERE { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 50"),
    ("query", "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }"),
    ("query", "CONSTRUCT { ?a oda:implements ?p } WHERE { ?a oda:implements ?p }"),
    ("query", "ASK { ?a oda:implements ?p }"),
    ("query", "ASK { ?a oda:sells ?p }"),
    ("query", "SELECT ?a WHERE { ?a oda:implements }"),
    ("query", "INSERT DATA { a:a a:b a:c }"),
    ("network", "--measure", "betweenness"),
    ("export", "--format", "turtle", "-o", "-"),
    ("export", "--format", "gexf", "-o", "-"),
)


@pytest.fixture
def published(store: str, small_out: Path) -> str:
    """A store that holds the small graph."""
    publish(small_out, store)
    return store


@pytest.fixture
def served(oxigraph: str, small_out: Path) -> str:
    """Oxigraph, which holds the small graph."""
    publish(small_out, oxigraph)
    return oxigraph


def _said(arguments: tuple[str, ...], capfd: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    code = command(arguments)
    said = capfd.readouterr()
    return code, said.out, said.err


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_a_command_says_the_same(
    published: str, small_out: Path, arguments: tuple[str, ...], capfd: pytest.CaptureFixture[str]
) -> None:
    _says_the_same(published, small_out, arguments, capfd)


@pytest.mark.parametrize("arguments", MORE, ids=" ".join)
def test_the_server_answers_as_a_folder_does(
    served: str, small_out: Path, arguments: tuple[str, ...], capfd: pytest.CaptureFixture[str]
) -> None:
    _says_the_same(served, small_out, arguments, capfd)


def _says_the_same(url: str, out: Path, arguments: tuple[str, ...], capfd: pytest.CaptureFixture[str]) -> None:
    here = _said((*arguments, "--out", str(out)), capfd)
    assert _said((*arguments, "--endpoint", url), capfd) == here
    assert any(here[1:])


def test_a_question_in_plain_words_has_the_same_answer(
    served: str, small_out: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    asked = _said(("ask", "Which programmes does JICA implement?", "--endpoint", served), capfd)
    query = ("query", "programmes-of-actor", "--param", "actor=JICA")
    assert asked[:2] == _said((*query, "--out", str(small_out)), capfd)[:2]
    assert " ".join(query) in asked[2]


@pytest.mark.parametrize("format_", ["csv", "neo4j"])
def test_folders_of_files_are_the_same(served: str, small_out: Path, tmp_path: Path, format_: str) -> None:
    for name, place in (("here", ("--out", str(small_out))), ("there", ("--endpoint", served))):
        assert command(("export", "--format", format_, "-o", str(tmp_path / name), *place)) == 0
    here, there = ({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in ("here", "there"))
    assert here == there


def test_the_page_is_the_same(served: str, small_out: Path, tmp_path: Path) -> None:
    pages = tmp_path / "here.html", tmp_path / "there.html"
    for page, place in zip(pages, (("--out", str(small_out)), ("--endpoint", served)), strict=True):
        assert command(("view", "--no-open", "--focus", "JICA", "-o", str(page), *place)) == 0
    assert pages[0].read_bytes() == pages[1].read_bytes()


def test_a_picture_is_the_same(served: str, small_out: Path, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    pictures = tmp_path / "here.svg", tmp_path / "there.svg"
    for picture, place in zip(pictures, (("--out", str(small_out)), ("--endpoint", served)), strict=True):
        assert command(("plot", "ego", "--thing", "JICA", "-o", str(picture), *place)) == 0
    assert pictures[0].read_bytes() == pictures[1].read_bytes()


@pytest.fixture(scope="module")
def answers(small_out: Path) -> dict[str, Answer]:
    """What the folder answers to every named query."""
    return run_all(*opened(small_out).store_and_names)


def test_every_named_query_has_the_same_answer(served: str, answers: dict[str, Answer]) -> None:
    assert run_all(*opened(served).store_and_names) == answers


def test_every_quad_comes_back_as_it_was_built(published: str, small_out: Path) -> None:
    _, quads = dataset_of(published)
    assert quads == list(parse((small_out / TRIG).read_bytes(), RdfFormat.TRIG))


# -- engines and limits ------------------------------------------------------------------------------------------------


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if every graph had too many named graphs to name them all."""
    monkeypatch.setattr(reading, "NAMED", 0)


@pytest.fixture(scope="module")
def united(tmp_path_factory: pytest.TempPathFactory, small_out: Path, oxigraph_with: object) -> Iterator[str]:
    with oxigraph_with(tmp_path_factory.mktemp("united"), "--union-default-graph") as url:  # type: ignore[operator]
        publish(small_out, url)
        yield url


@pytest.mark.usefixtures("many")
def test_a_graph_of_many_texts_is_asked_as_the_union_of_its_server(united: str, answers: dict[str, Answer]) -> None:
    store = RemoteStore(united)
    assert run_all(store, store.manifest.namespaces) == answers
    assert not store.copied


@pytest.mark.usefixtures("many")
def test_a_graph_of_many_texts_is_fetched_from_a_server_without_union(served: str, small_out: Path) -> None:
    store = RemoteStore(served)
    answer = run(store, "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }", namespaces=store.manifest.namespaces)
    assert answer == Table(("n",), ((opened(small_out).manifest.counts["triples"],),))
    assert store.copied


def test_a_graph_that_others_have_cut_is_no_whole_one(empty: str, small_out: Path) -> None:
    publish(small_out, empty)
    store = RemoteStore(empty)
    graph = f"{store.manifest.base}registry"
    _update(empty, f"DELETE WHERE {{ GRAPH <{graph}> {{ <{store.manifest.base}id/jica> ?p ?o }} }}")
    with pytest.raises(EndpointError, match=r"registry: found \d+ triples, \d+ are needed"):
        list(store.quads_for_pattern(None, None, None, NamedNode(graph)))


def _update(url: str, update: str) -> None:
    httpx.post(f"{url}update", data={"update": update}).raise_for_status()


def test_a_store_without_a_graph_of_ours_is_said(empty: str) -> None:
    with pytest.raises(EndpointError, match="found no published graph, `odagraph publish"):
        RemoteStore(empty)


# -- from Python, and where an address comes from ----------------------------------------------------------------------


def test_open_graph_takes_an_address(served: str, small_out: Path) -> None:
    with open_graph(served) as there, open_graph(small_out) as here:
        assert len(there) == len(here)
        assert there.frame("partner-countries").equals(here.frame("partner-countries"))
        assert there.why("JICA").equals(here.why("JICA"))
        assert there.show("JICA").html.count("JICA") == here.show("JICA").html.count("JICA")
        assert {str(graph.identifier) for graph in there.graphs()} >= {f"{there.manifest.base}source/north"}
        jica = rdflib.URIRef(there.manifest.namespaces.entity("jica"))
        assert set(there.quads((jica, None, None, None))) == set(here.quads((jica, None, None, None)))


def test_values_for_variables_are_refused(served: str) -> None:
    with open_graph(served) as graph, pytest.raises(GraphError, match="initBindings"):
        graph.query("SELECT ?s { ?s ?p ?o }", initBindings={"p": rdflib.RDF.type})


def test_the_environment_names_a_store_and_out_goes_before_it(
    served: str, small_out: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ODAGRAPH_ENDPOINT", served)
    there = _said(("why", "JICA"), capfd)
    monkeypatch.setenv("ODAGRAPH_ENDPOINT", "http://127.0.0.1:9/")
    assert _said(("why", "JICA", "--out", str(small_out)), capfd) == there


def test_a_folder_and_an_address_at_once_are_refused(small_out: Path, capfd: pytest.CaptureFixture[str]) -> None:
    code, _, error = _said(("why", "JICA", "--out", str(small_out), "--endpoint", "http://127.0.0.1:9/"), capfd)
    assert code == 2
    assert "found --out and --endpoint, one of the two is allowed" in error
