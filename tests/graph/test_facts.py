from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from extract.model import Codes, Document, DocumentFacts, Entity, Evidence, Extraction, Mention, SectorClaim
from graph.facts import from_quads, load_graph, open_view
from graph.store import open_store
from graph.writing.dataset import to_quads
from ontology import EntityType, GraphError, Group, Namespaces, Predicate, Status
from ontology.namespaces import OUTSIDE

NAMESPACES = Namespaces()


def test_nodes_have_name_names_codes_and_texts(small_out: Path) -> None:
    nodes = {node.id: node for node in open_view(small_out).nodes}
    assert list(nodes) == sorted(nodes)
    viet_nam = nodes["viet-nam"]
    assert (viet_nam.type, viet_nam.group) == (EntityType.COUNTRY, Group.COUNTRY)
    assert (viet_nam.name, viet_nam.names) == ("Viet Nam", ("Viet Nam", "Vietnam"))
    assert viet_nam.codes == (("alpha2", "VN"), ("alpha3", "VNM"))
    assert viet_nam.sources == ("north", "south")
    assert nodes["kenya"].sources == ("south",)


def _with_sectors() -> Extraction:
    """Two texts that show the sectors of a project and of a country, whose region is known."""
    harbour, viet_nam = EntityType.PROJECT, EntityType.COUNTRY
    text = "The Blue Harbour Project helps Viet Nam."
    names = (("Blue Harbour Project", harbour, "blue-harbour"), ("Viet Nam", viet_nam, "viet-nam"))
    documents = []
    for id_, confidence in (("north", 0.9), ("south", 0.95)):
        mentions = tuple(
            Mention(
                document_id=id_,
                start=text.index(name),
                end=text.index(name) + len(name),
                text=name,
                name=name,
                type=type_,
                entity_id=entity,
            )
            for name, type_, entity in names
        )
        quote = Evidence(document_id=id_, start=0, end=len(text), text=text)
        claim = SectorClaim(
            entity="blue-harbour", code="21040", evidence=(quote,), rule="sector-name", confidence=confidence
        )
        sectors = (claim, replace(claim, entity="viet-nam", code="152", confidence=0.7))
        document = Document(id=id_, text=text)
        documents.append(DocumentFacts(document=document, mentions=mentions, claims=(), sectors=sectors))
    known = Codes(alpha2="VN", m49="704", region="035")
    entities = (
        Entity(id="blue-harbour", type=harbour, name="Blue Harbour Project"),
        Entity(id="viet-nam", type=viet_nam, name="Viet Nam", codes=known),
    )
    return Extraction(documents=tuple(documents), entities=entities)


def test_nodes_have_the_sectors_that_texts_show() -> None:
    store = Store()
    store.extend(to_quads(_with_sectors(), NAMESPACES))
    nodes = {node.id: node for node in load_graph(store, NAMESPACES).nodes}
    first, second = nodes["blue-harbour"].sectors
    assert (first.code, first.label, first.confidence, first.document) == ("21040", "Water transport", 0.95, "south")
    assert (second.rule, second.document) == ("sector-name", "north")
    assert second.evidence[0].text == "The Blue Harbour Project helps Viet Nam."
    assert {sector.label for sector in nodes["viet-nam"].sectors} == {"Conflict, Peace & Security"}


def test_what_has_no_sector_has_none(small_out: Path) -> None:
    assert {node.sectors for node in open_view(small_out).nodes} == {()}


def test_a_country_has_the_code_of_its_region() -> None:
    view = from_quads(to_quads(_with_sectors(), NAMESPACES), NAMESPACES)
    (viet_nam,) = (node for node in view.nodes if node.id == "viet-nam")
    assert viet_nam.codes == (("alpha2", "VN"), ("m49", "704"), ("region", "035"))


def test_edges_have_the_claims_of_all_texts(small_out: Path) -> None:
    edges = {edge.key: edge for edge in open_view(small_out).edges}
    assert list(edges) == sorted(edges)
    first, second = edges["jica", Predicate.IMPLEMENTS, "blue-harbour"].claims
    assert (first.document, first.year, first.amount, first.currency) == ("north", 2021, 12e6, "USD")
    assert (second.document, second.year, second.amount, second.currency) == ("south", None, None, "")
    assert (first.fiscal, first.participants, first.year_said) == (False, None, "2021")
    (joined,) = edges["kenya", Predicate.PARTICIPATES_IN, "ocean-summit"].claims
    assert (joined.year, joined.fiscal, joined.participants, joined.year_said) == (2022, True, 1200, "FY2022")
    assert first.rule == "by-hand"
    (quote,) = second.evidence
    assert (quote.text, quote.heading) == ("JICA again carries out the Blue Harbour Project.", "Ports")
    pages = [claim.evidence[0].page for claim in edges["japan", Predicate.COOPERATES_WITH, "undp"].claims]
    assert (first.evidence[0].page, quote.page, pages) == (3, None, [4])


def test_a_plan_is_an_edge_and_says_so(small_out: Path) -> None:
    edges = {edge.key: edge for edge in open_view(small_out).edges}
    (claim,) = edges["japan", Predicate.FUNDS, "blue-harbour"].claims
    assert claim.status is Status.PLANNED


def test_what_is_only_denied_is_no_edge(denied_store: Store) -> None:
    view = load_graph(denied_store, NAMESPACES)
    assert not view.edges
    assert ("japan", Predicate.FUNDS, "blue-harbour") in {edge.key for edge in view.denied}
    assert not any(edge.affirmed for edge in view.denied)


def test_texts_have_what_is_known_of_them(small_out: Path) -> None:
    north, south = open_view(small_out).documents
    assert (north.id, north.title, north.publisher, north.year) == ("north", "Northern report", "A Ministry", 2023)
    assert (south.id, south.title, south.year) == ("south", "", None)


def test_the_store_gives_the_same_as_the_quads(gold_out: Path, gold_quads: tuple[Quad, ...]) -> None:
    from_store = load_graph(open_store(gold_out), NAMESPACES)
    assert from_store == from_quads(gold_quads, NAMESPACES)
    assert from_store.nodes
    assert from_store.edges


@pytest.mark.parametrize(
    ("subject", "predicate", "object_", "found"),
    [
        ("id/japan", "rdf:type", "ontology#Planet", "'Planet' is not a valid EntityType"),
        ("id/japan", "oda:supports", "id/viet-nam", "japan supports viet-nam without evidence"),
        ("id/japan", "oda:supports", "id/nobody", "japan supports nobody with an end that has no type"),
    ],
)
def test_a_graph_that_breaks_the_contract_is_refused(
    small_store: Store, subject: str, predicate: str, object_: str, found: str
) -> None:
    prefix, _, name = predicate.partition(":")
    term = (OUTSIDE | {"oda": NAMESPACES.ontology})[prefix] + name
    graph = NamedNode(NAMESPACES.source("north"))
    node, value = NamedNode(NAMESPACES.base + subject), NamedNode(NAMESPACES.base + object_)
    quads = [
        quad for quad in small_store if not (prefix == "rdf" and quad.subject == node and quad.predicate.value == term)
    ]
    with pytest.raises(GraphError, match=found):
        from_quads([*quads, Quad(node, NamedNode(term), value, graph)], NAMESPACES)


def test_a_direct_triple_of_denials_is_refused(denied_store: Store) -> None:
    ends = (NAMESPACES.entity("japan"), NAMESPACES.term("funds"), NAMESPACES.entity("blue-harbour"))
    direct = Quad(*map(NamedNode, (*ends, NAMESPACES.source("south"))))
    with pytest.raises(GraphError, match="japan funds blue-harbour with denials only"):
        from_quads([*denied_store, direct], NAMESPACES)


def test_a_broken_number_is_named(small_store: Store) -> None:
    confidence = NAMESPACES.term("confidence")
    quads = [
        Quad(quad.subject, quad.predicate, Literal("much"), quad.graph_name)
        if quad.predicate.value == confidence
        else quad
        for quad in small_store
    ]
    with pytest.raises(GraphError, match="'much', see `odagraph validate`"):
        from_quads(quads, NAMESPACES)
