import csv
from io import StringIO
from pathlib import Path

import networkx as nx
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from extract.model import Claim, Document, DocumentFacts, Entity, Evidence, Extraction
from graph.build import write
from graph.export import ENDINGS, Format, edge_rows, export, guarded
from graph.facts import Edge, EdgeClaim, GraphView, Node, Quote, open_graph
from graph.store import TRIG, open_store
from ontology import EntityType, GraphError, InputError, Predicate, Status

RDF = {Format.TRIG: "trig", Format.NQUADS: "nquads", Format.JSONLD: "json-ld"}


# rdflib 7 warns of what its own readers do.
own_warnings = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")


def _quads(content: str, format_: str) -> set[tuple[object, ...]]:
    dataset = rdflib.Dataset()
    dataset.parse(data=content, format=format_)
    return set(dataset.quads())


@own_warnings
@pytest.mark.parametrize("format_", RDF)
def test_rdf_with_graphs_holds_every_quad(small_out: Path, tmp_path: Path, format_: Format) -> None:
    (path,) = export(small_out, format_, tmp_path / f"graph{ENDINGS[format_]}")
    quads = _quads(path.read_text(encoding="utf-8"), RDF[format_])
    assert quads == _quads((small_out / TRIG).read_text(encoding="utf-8"), "trig")
    assert len(quads) == len(open_store(small_out))


@own_warnings
def test_turtle_holds_the_union_of_the_graphs(small_out: Path, tmp_path: Path) -> None:
    (path,) = export(small_out, Format.TURTLE, tmp_path / "graph.ttl")
    triples = set(rdflib.Graph().parse(path, format="turtle"))
    quads = _quads((small_out / TRIG).read_text(encoding="utf-8"), "trig")
    assert triples == {quad[:3] for quad in quads}


@pytest.mark.parametrize("format_", Format)
def test_the_same_graph_gives_the_same_bytes(small_out: Path, tmp_path: Path, format_: Format) -> None:
    one, two = (export(small_out, format_, tmp_path / name) for name in ("one", "two"))
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in two]


def test_graphml_reads_back_with_all_nodes_and_edges(small_out: Path, tmp_path: Path) -> None:
    view = open_graph(small_out)
    (path,) = export(small_out, Format.GRAPHML, tmp_path / "graph.graphml")
    network = nx.read_graphml(path, force_multigraph=True)
    assert set(network) == {node.id for node in view.nodes}
    edges = {(start, data["predicate"], end): data for start, end, data in network.edges(data=True)}
    assert set(edges) == {edge.key for edge in view.edges}
    assert network.nodes["viet-nam"]["label"] == "Viet Nam"
    assert network.nodes["viet-nam"]["alpha3"] == "VNM"
    assert edges["japan", Predicate.FUNDS, "blue-harbour"]["status"] == "planned"
    funded = edges["jica", Predicate.IMPLEMENTS, "blue-harbour"]
    assert funded["status"] == "stated"
    assert (funded["year"], funded["amount"], funded["texts"]) == ("2021", "12000000", "north | south")
    assert "fiscal_year" not in funded
    assert funded["quote"].startswith("JICA runs the Blue Harbour Project")
    joined = edges["kenya", Predicate.PARTICIPATES_IN, "ocean-summit"]
    assert (joined["year"], joined["fiscal_year"], joined["participants"]) == ("2022", "2022", 1200)


def test_csv_has_a_row_for_each_node_and_edge(small_out: Path, tmp_path: Path) -> None:
    view = open_graph(small_out)
    nodes, edges = export(small_out, Format.CSV, tmp_path / "tables")
    assert (nodes.name, edges.name) == ("nodes.csv", "edges.csv")
    node_rows = list(csv.DictReader(StringIO(nodes.read_text(encoding="utf-8"))))
    edge_rows = list(csv.DictReader(StringIO(edges.read_text(encoding="utf-8"))))
    assert [row["id"] for row in node_rows] == [node.id for node in view.nodes]
    assert [(row["source"], row["predicate"], row["target"]) for row in edge_rows] == [edge.key for edge in view.edges]
    assert {row["target_label"] for row in edge_rows if row["target"] == "viet-nam"} == {"Viet Nam"}


def _claim(status: Status, confidence: float, year: int) -> EdgeClaim:
    quote = Quote(document=f"text-{status}", start=0, end=1, text=status.value)
    return EdgeClaim(
        iri="c", document=quote.document, confidence=confidence, rule="r", status=status, evidence=(quote,), year=year
    )


def test_a_row_speaks_for_the_surest_of_the_firmest_claims_and_for_no_denial() -> None:
    claims = (
        _claim(Status.STATED, 0.4, 2020),
        _claim(Status.STATED, 0.6, 2021),
        _claim(Status.PLANNED, 0.9, 2019),
        _claim(Status.NEGATED, 1.0, 1990),
    )
    nodes = tuple(Node(id=id_, iri=id_, type=EntityType.COUNTRY, name=id_) for id_ in ("fiji", "norway"))
    edge = Edge(subject="fiji", predicate=Predicate.COOPERATES_WITH, object="norway", claims=claims)
    (row,) = edge_rows(GraphView(nodes=nodes, edges=(edge,), documents=()))
    assert (row["status"], row["confidence"], row["quote"], row["year"]) == ("stated", 0.6, "stated", "2019")
    assert row["texts"] == "text-stated | text-planned"


@pytest.fixture
def nasty_out(tmp_path: Path) -> Path:
    """A graph whose text starts like a formula, breaks a line and holds a form feed, as texts out of PDF do."""
    text = '=HYPERLINK("x"),\n\f<b>Norway</b> & Fiji'
    ends = [Entity(id=name.lower(), type=EntityType.COUNTRY, name=f"@{name}") for name in ("Fiji", "Norway")]
    claim = Claim(
        subject="fiji",
        predicate=Predicate.COOPERATES_WITH,
        object="norway",
        subject_type=EntityType.COUNTRY,
        object_type=EntityType.COUNTRY,
        evidence=(Evidence(document_id="d", start=0, end=len(text), text=text),),
        rule="by-hand",
        confidence=1.0,
    )
    facts = DocumentFacts(document=Document(id="d", text=text), mentions=(), claims=(claim,))
    write(Extraction(documents=(facts,), entities=tuple(ends)), tmp_path / "nasty")
    return tmp_path / "nasty"


def test_no_cell_of_csv_is_a_formula(nasty_out: Path, tmp_path: Path) -> None:
    paths = export(nasty_out, Format.CSV, tmp_path / "tables")
    rows = [row for path in paths for row in csv.reader(StringIO(path.read_text(encoding="utf-8"), newline=""))]
    cells = [cell for row in rows for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    assert "'@Norway" in cells
    assert '\'=HYPERLINK("x"),\n\f<b>Norway</b> & Fiji' in cells


def test_graphml_leaves_out_what_xml_does_not_allow(nasty_out: Path, tmp_path: Path) -> None:
    (path,) = export(nasty_out, Format.GRAPHML, tmp_path / "graph.graphml")
    ((_, _, data),) = nx.read_graphml(path, force_multigraph=True).edges(data=True)
    assert data["quote"] == '=HYPERLINK("x"),\n <b>Norway</b> & Fiji'


@given(st.text())
def test_guarding_keeps_the_text(text: str) -> None:
    cell = guarded(text)
    assert cell in {text, f"'{text}"}
    assert not str(cell).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


def test_an_empty_graph_exports_to_every_format(tmp_path: Path) -> None:
    write(Extraction(documents=(), entities=()), tmp_path / "out")
    for format_ in Format:
        assert all(path.is_file() for path in export(tmp_path / "out", format_, tmp_path / format_))


def test_a_folder_without_graph_is_named(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="run `odagraph build` first"):
        export(tmp_path, Format.TRIG, tmp_path / "x.trig")


def test_a_place_that_cannot_be_written_is_named(small_out: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match="cannot be written"):
        export(small_out, Format.TRIG, tmp_path / "file" / "x.trig")
