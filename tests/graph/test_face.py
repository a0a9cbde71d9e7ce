"""The graph as Python sees it; the browser's part is at the end."""

import html
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser
from rdflib import Dataset, Literal, URIRef

from graph import open_graph
from graph.face import OpenGraph, Page
from ontology import GraphError, InputError, Namespaces, QueryError

NAMES = Namespaces()
JICA = URIRef(NAMES.entity("jica"))
#: rdflib's own methods of a Dataset call what rdflib calls deprecated.
pytestmark = pytest.mark.filterwarnings(r"ignore:Dataset\.\w+ is deprecated:DeprecationWarning")


@pytest.fixture(scope="module")
def graph(small_out: Path) -> Iterator[OpenGraph]:
    with open_graph(small_out) as opened:
        yield opened


def _fresh(code: str, *arguments: str) -> str:
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def test_importing_graph_loads_nothing_heavy() -> None:
    code = "import sys, graph; graph.open_graph; print({'rdflib', 'pandas', 'spacy', 'networkx'} & set(sys.modules))"
    assert _fresh(code) == "set()\n"


def test_sparql_needs_neither_pandas_nor_spacy(small_out: Path) -> None:
    code = (
        "import sys, graph; g = graph.open_graph(sys.argv[1]); print(bool(g.query('ASK { ?c a oda:Claim }')),"
        " {'pandas', 'spacy', 'networkx'} & set(sys.modules))"
    )
    assert _fresh(code, str(small_out)) == "True set()\n"


def test_without_pandas_a_frame_says_what_to_install(small_out: Path) -> None:
    code = (
        "import sys; sys.modules['pandas'] = None\n"
        "import graph, ontology\n"
        "g = graph.open_graph(sys.argv[1])\n"
        "try: g.sources()\n"
        "except ontology.InputError as error: print(error)"
    )
    assert "pip install 'odagraph[notebooks]'" in _fresh(code, str(small_out))


def test_a_folder_without_a_graph_is_said(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="found no graph"):
        open_graph(tmp_path)


# -- a Dataset of rdflib -----------------------------------------------------------------------------------------------


def test_it_is_a_dataset_whose_default_graph_is_the_union(graph: OpenGraph) -> None:
    assert isinstance(graph, Dataset)
    assert (JICA, URIRef(NAMES.term("implements")), URIRef(NAMES.entity("blue-harbour"))) in graph
    assert graph.value(JICA, URIRef("http://www.w3.org/2004/02/skos/core#prefLabel")) == Literal(
        "Japan International Cooperation Agency", lang="en"
    )
    assert len(graph) == len({quad[:3] for quad in graph.quads((None, None, None, None))})


def test_each_text_is_a_named_graph(graph: OpenGraph) -> None:
    named = {str(each.identifier) for each in graph.graphs()}
    assert {NAMES.source("north"), NAMES.source("south"), NAMES.registry_graph, NAMES.ontology_graph} <= named
    north = graph.graph(URIRef(NAMES.source("north")))
    assert (JICA, URIRef(NAMES.term("implements")), None) in north
    assert (JICA, URIRef(NAMES.term("supports")), None) not in north


def test_query_strings_run_in_oxigraph(graph: OpenGraph) -> None:
    """rdflib's engine raises another error, and knows nothing of the triple terms of SPARQL 1.2."""
    with pytest.raises(SyntaxError):
        graph.query("SELECT {")
    assert graph.query("ASK { BIND(<<( a:jica oda:supports a:viet-nam )>> AS ?t) FILTER(isTRIPLE(?t)) }").askAnswer


def test_queries_know_our_prefixes_and_give_each_kind_of_answer(graph: OpenGraph) -> None:
    assert graph.query("ASK { a:jica oda:supports a:viet-nam }").askAnswer
    rows = graph.query("SELECT ?p { a:jica ?p a:viet-nam }", initBindings={})
    assert [row[0] for row in rows] == [URIRef(NAMES.term("supports"))]  # type: ignore[index]
    made = graph.query("CONSTRUCT { ?o oda:of ?s } { ?s oda:supports ?o }").graph
    assert made is not None
    assert (URIRef(NAMES.entity("viet-nam")), URIRef(NAMES.term("of")), JICA) in made


@pytest.mark.parametrize(
    "change",
    [
        lambda graph: graph.add((JICA, JICA, JICA)),
        lambda graph: graph.remove((None, None, None)),
        lambda graph: graph.update("INSERT DATA { a:jica a a:jica }"),
        lambda graph: graph.parse(data="<urn:a> a <urn:b> .", format="turtle"),
        lambda graph: graph.remove_graph(URIRef(NAMES.registry_graph)),
    ],
    ids=["add", "remove", "update", "parse", "remove_graph"],
)
def test_nothing_changes_it(graph: OpenGraph, change: Callable[[OpenGraph], object]) -> None:
    before = len(graph)
    with pytest.raises(GraphError, match="a graph is read only"):
        change(graph)
    assert len(graph) == before


@pytest.mark.parametrize(
    "use",
    [lambda graph: graph.query("ASK {}"), len, lambda graph: graph.frame("top-actors"), lambda graph: graph.view],
    ids=["query", "len", "frame", "view"],
)
def test_a_closed_graph_says_so(small_out: Path, use: Callable[[OpenGraph], object]) -> None:
    with open_graph(small_out) as graph:
        pass
    graph.close()
    with pytest.raises(GraphError, match="has been closed"):
        use(graph)


# -- frames ------------------------------------------------------------------------------------------------------------


def test_a_named_query_takes_names(graph: OpenGraph) -> None:
    found = graph.frame("programmes-of-actor", actor="JICA")
    assert found["what"].unique().tolist() == ["Blue Harbour Project"]


def test_a_number_is_a_parameter_too(graph: OpenGraph) -> None:
    assert len(graph.frame("top-actors", limit=2)) == 2


def test_sparql_gives_a_frame(graph: OpenGraph) -> None:
    found = graph.frame("SELECT DISTINCT ?country { ?c a oda:Country ; skos:prefLabel ?country } ORDER BY ?country")
    assert found.country.to_list() == ["Japan", "Kenya", "Viet Nam"]


@pytest.mark.parametrize(("type_", "expected"), [("project", 1), ("Country", 3), ("programme", 1), (None, 8)])
def test_entities_are_asked_for_by_type_or_group(graph: OpenGraph, type_: str | None, expected: int) -> None:
    assert len(graph.entities(type_)) == expected


def test_an_entity_has_its_names_codes_and_relations(graph: OpenGraph) -> None:
    row = graph.entities("Country").set_index("id").loc["viet-nam"]
    assert (row["name"], row.alpha3, row.relations, row["names"]) == ("Viet Nam", "VNM", 3, "Viet Nam; Vietnam")


def test_an_unknown_type_is_said(graph: OpenGraph) -> None:
    with pytest.raises(InputError, match="found 'Town', one of AcademicInstitution"):
        graph.entities("Town")


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, 8),
        ({"subject": "JICA"}, 3),
        ({"subject": "JICA", "predicate": "oda:supports"}, 1),
        ({"object": "VNM"}, 2),
        ({"object": "Japan", "predicate": "cooperates with"}, 1),
        ({"source": "north"}, 4),
        ({"year": 2021}, 1),
        ({"year": range(2021, 2023)}, 2),
        ({"min_confidence": 0.95}, 0),
        ({"status": "planned"}, 1),
        ({"status": "negated"}, 0),
    ],
    ids=str,
)
def test_relations_pass_filters(graph: OpenGraph, filters: dict[str, Any], expected: int) -> None:
    assert len(graph.relations(**filters)) == expected


def test_relations_without_rows_keep_their_columns(graph: OpenGraph) -> None:
    assert graph.relations(min_confidence=1.0).columns.to_list() == graph.relations().columns.to_list()


@pytest.mark.parametrize(
    ("filters", "error", "message"),
    [
        ({"subject": "Jicca"}, QueryError, "did you mean"),
        ({"predicate": "likes"}, QueryError, "relations: found relation 'likes', one of implements"),
        ({"source": "nowhere"}, QueryError, "found nothing named 'nowhere'"),
        ({"status": "hoped"}, InputError, "found 'hoped', one of stated"),
    ],
)
def test_a_filter_that_means_nothing_is_said(
    graph: OpenGraph, filters: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        graph.relations(**filters)


def test_why_gives_sentences(graph: OpenGraph) -> None:
    assert graph.why("JICA", "supports", "Viet Nam").sentence.to_list() == [
        "In Vietnam, JICA supports the coast guards."
    ]
    assert len(graph.why("JICA", "Viet Nam")) == 1


def test_neighbours_tell_which_way_a_relation_runs(graph: OpenGraph) -> None:
    found = graph.neighbours("Japan").set_index("neighbour")
    assert found.direction.to_dict() == {"Blue Harbour Project": "to", "UNDP": "both"}
    assert graph.neighbours("VNM").set_index("neighbour").direction.to_dict()["Blue Harbour Project"] == "from"


def test_sources_tell_what_each_text_gives(graph: OpenGraph) -> None:
    assert graph.sources()[["id", "claims"]].to_dict("records") == [
        {"id": "north", "claims": 4},
        {"id": "south", "claims": 4},
    ]


def test_the_network_is_that_of_network(graph: OpenGraph) -> None:
    assert sorted(graph.network(predicates=["supports"]).edges(keys=True)) == [("jica", "viet-nam", "supports")]


# -- in a notebook -----------------------------------------------------------------------------------------------------


def test_a_notebook_shows_counts(graph: OpenGraph) -> None:
    shown = graph._repr_html_()
    assert "<li>8 entities</li><li>7 relations</li><li>2 documents</li>" in shown
    assert repr(graph).endswith("out: 8 entities, 7 relations, 2 documents>")


def test_the_page_stands_in_a_frame_and_opens_at_a_name(graph: OpenGraph) -> None:
    page = graph.show("JICA", height=500)
    assert isinstance(page, Page)
    shown = page._repr_html_()
    assert "height:500px" in shown
    assert html.unescape(shown.split('srcdoc="', 1)[1].split('"', 1)[0]) == page.html
    assert 'sandbox="allow-scripts allow-downloads"' in shown


def test_the_page_of_an_unknown_name_is_no_page(graph: OpenGraph) -> None:
    with pytest.raises(QueryError, match="did you mean"):
        graph.show("Jicca")


def test_the_frame_works_in_a_browser(graph: OpenGraph, browser: Browser, tmp_path: Path) -> None:
    host = tmp_path / "notebook.html"
    host.write_text(f"<!doctype html><title>n</title>{graph.show('JICA')._repr_html_()}", encoding="utf-8")
    faults: list[str] = []
    page = browser.new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(host.as_uri())
    frame = page.frame_locator("iframe")
    frame.locator("body[data-ready=yes]").wait_for()
    assert "Japan International Cooperation Agency" in frame.locator("#panel").inner_text()
    frame.locator("#close").click()
    frame.locator("#close").wait_for(state="hidden")
    page.close()
    assert faults == []
