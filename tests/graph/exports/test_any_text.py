"""Any name, title and quote reads back equal from each export that is no RDF, and from the page."""

import csv
import io
import json

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import BufferReader
from pyarrow import parquet as arrow

from graph.exports.cytoscape import cytoscape
from graph.exports.gexf import gexf
from graph.exports.graphml import graphml
from graph.exports.markup import allowed
from graph.exports.neo4j import neo4j_files
from graph.exports.parquet import parquet_file
from graph.exports.sheets import nodes_sheet, texts_sheet
from graph.exports.spreadsheet import csv_file
from graph.formulas import unguarded
from graph.page.payload import payload
from graph.page.view import to_safe_json
from graph.values import Edge, EdgeClaim, GraphView, Node, Quote, SourceText
from ontology import EntityType, Namespaces, Predicate, Status

#: What some format has a meaning for, beside everything else.
_AWKWARD = st.sampled_from(
    ['"', "'", "\\", "<", "&", "]]>", "</script>", "|", ";", ",", "\r", "\n", "\t", "=", "␟", "\0"]
)
TEXT = st.lists(st.one_of(_AWKWARD, st.characters(codec="utf-8")), min_size=1, max_size=8).map("".join)
few = settings(max_examples=30)


def _view(name: str, quote: str, title: str) -> GraphView:
    nodes = tuple(
        Node(id=id_, iri=f"https://example.org/{id_}", type=EntityType.COUNTRY, name=text, names=(text,))
        for id_, text in (("a", name), ("b", quote))
    )
    claim = EdgeClaim(
        iri="https://example.org/c",
        document="t",
        confidence=0.5,
        rule="r",
        status=Status.STATED,
        evidence=(Quote(document="t", start=0, end=len(quote), text=quote, heading=title),),
    )
    edge = Edge(subject="a", predicate=Predicate.SUPPORTS, object="b", claims=(claim,))
    text = SourceText(id="t", iri="https://example.org/t", title=title)
    return GraphView(nodes=nodes, edges=(edge,), documents=(text,))


def _rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


@few
@given(TEXT, TEXT, TEXT)
def test_tables_hold_any_text(name: str, quote: str, title: str) -> None:
    view = _view(name, quote, title)
    assert [unguarded(row["label"]) for row in _rows(csv_file(nodes_sheet(view)))] == [name, quote]
    assert [unguarded(row["title"]) for row in _rows(csv_file(texts_sheet(view)))] == [title]
    labels = arrow.read_table(BufferReader(parquet_file(nodes_sheet(view)))).column("label")
    assert labels.to_pylist() == [name, quote]
    lines = neo4j_files(view, Namespaces())
    header = lines["entities-header.csv"].decode().strip().split(",")
    cells = csv.reader(io.StringIO(lines["entities.csv"].decode(), newline=""))
    at = next(place for place, column in enumerate(header) if column.startswith("name:"))
    assert sorted(row[at] for row in cells) == sorted([name, quote])


@few
@given(TEXT, TEXT, TEXT)
def test_networks_hold_any_text_that_their_format_can(name: str, quote: str, title: str) -> None:
    view = _view(name, quote, title)
    plain = nx.cytoscape_graph(json.loads(cytoscape(view)))
    assert [plain.nodes[id_]["label"] for id_ in "ab"] == [name, quote]
    for network in (
        nx.read_graphml(io.BytesIO(graphml(view)), force_multigraph=True),
        nx.read_gexf(io.BytesIO(gexf(view)), version="1.3"),
    ):
        assert [network.nodes[id_]["label"] for id_ in "ab"] == [allowed(name), allowed(quote)]
        ((_, _, said),) = network.edges(data=True)
        assert said["quote"] == allowed(quote)
        # As JSON text, nothing is lost.
        assert json.loads(said["evidence"])[0]["sentences"][0]["quote"] == quote


@few
@given(TEXT, TEXT, TEXT)
def test_the_page_holds_any_text_and_no_markup(name: str, quote: str, title: str) -> None:
    written = to_safe_json(payload(_view(name, quote, title), title))
    assert not set("<>&\u2028\u2029") & set(written)
    data = json.loads(written)
    assert sorted(entity["name"] for entity in data["entities"]) == sorted([name, quote])
    assert [item["text"] for item in data["quotes"]] == [quote]
    assert [source["title"] for source in data["sources"]] == [title]
