"""Our own writers of RDF take whatever triples a graph may hold, not only those that ours have today."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from graph.exports.jsonld import jsonld
from graph.exports.markup import allowed
from graph.exports.rdf import union
from graph.exports.rdfxml import rdfxml
from graph.exports.turtle12 import turtle12
from ontology import GraphError, Namespaces
from ontology.namespaces import OUTSIDE

NAMESPACES = Namespaces()
XSD = OUTSIDE["xsd"]
RDF = OUTSIDE["rdf"]
TYPE = NamedNode(f"{RDF}type")
EX = "https://example.org/"


def _oda(name: str) -> NamedNode:
    return NamedNode(NAMESPACES.term(name))


_IRIS = st.sampled_from(
    [
        *(_oda(name) for name in ("Claim", "funds", "type", "id", "text", "title")),
        *(NamedNode(NAMESPACES.entity(name)) for name in ("jica", "2030-agenda", "a:b", "c.d.", "-x", "é")),
        *(NamedNode(EX + end) for end in ("", "x", "p#q", "a?b=c&d=%20", "_", "7")),
        NamedNode("urn:x:y"),
        NamedNode("mailto:a@example.org"),
        NamedNode(NAMESPACES.evidence("report 1", 0, 10)),
    ]
)
_PREDICATES = st.sampled_from(
    [
        *(_oda(name) for name in ("funds", "year", "type", "id", "text", "title", "label", "schema")),
        *(NamedNode(RDF + name) for name in ("type", "subject", "predicate", "object", "value")),
        *(NamedNode(OUTSIDE["dcterms"] + name) for name in ("title", "subject", "type")),
        NamedNode(EX + "own-2"),
        NamedNode("urn:x:is"),
    ]
)
_TEXTS = st.text(st.one_of(st.sampled_from('"\\<>&^@:\t\r\n'), st.characters(codec="utf-8")), max_size=12)
_TYPED = st.sampled_from(
    [
        *(("integer", text) for text in ("7", "007", "-0", "+1", "99999999999999999999", "x")),
        *(("nonNegativeInteger", text) for text in ("0", "12", "012")),
        *(("decimal", text) for text in ("0.90", "1.", "-.5", "12", "x")),
        *(("boolean", text) for text in ("true", "1")),
        *(("double", text) for text in ("1e6", "1.0E6", "INF")),
        *(("gYear", text) for text in ("2021", "2021Z")),
    ]
).map(lambda pair: Literal(pair[1], datatype=NamedNode(XSD + pair[0])))
_LITERALS = st.one_of(
    _TEXTS.map(Literal),
    st.builds(lambda text, tag: Literal(text, language=tag), _TEXTS, st.sampled_from(["en", "ja", "en-gb"])),
    st.builds(lambda text: Literal(text, datatype=NamedNode(EX + "type")), _TEXTS),
    _TYPED,
)
_GRAPHS = st.one_of(st.just(DefaultGraph()), st.sampled_from([NamedNode(NAMESPACES.source("a")), NamedNode(EX)]))
_ANY = st.builds(Quad, _IRIS, _PREDICATES, st.one_of(_IRIS, _LITERALS), _GRAPHS)
# A type is an IRI everywhere.
_QUADS = st.lists(_ANY.filter(lambda quad: quad.predicate != TYPE or isinstance(quad.object, NamedNode)), max_size=12)


@given(_QUADS)
def test_json_ld_reads_back_whatever_it_holds(quads: list[Quad]) -> None:
    ordered = sorted(set(quads), key=lambda quad: (str(quad.graph_name), str(quad)))
    assert set(parse(jsonld(ordered, NAMESPACES), RdfFormat.JSON_LD)) == set(quads)


@given(_QUADS)
def test_rdf_1_2_reads_back_whatever_it_holds(quads: list[Quad]) -> None:
    read: set[Triple] = set()
    for quad in parse(turtle12(union(quads), NAMESPACES), RdfFormat.TURTLE):
        if isinstance(quad.object, Triple):
            parts = zip(("subject", "predicate", "object"), quad.object, strict=True)
            read |= {Triple(quad.subject, NamedNode(RDF + part), value) for part, value in parts}
        else:
            read.add(quad.triple)
    assert read == {quad.triple for quad in quads}


@given(_QUADS)
def test_rdf_xml_reads_back_whatever_it_can_hold(quads: list[Quad]) -> None:
    triples = {quad.triple for quad in quads}
    held = {triple for triple in triples if not _lost(triple)}
    assert {quad.triple for quad in parse(rdfxml(union(quads), NAMESPACES), RdfFormat.RDF_XML)} >= held


def _lost(triple: Triple) -> bool:
    return isinstance(triple.object, Literal) and allowed(triple.object.value) != triple.object.value


def _one(value: NamedNode | Literal, *, predicate: NamedNode | None = None) -> list[Quad]:
    return [Quad(NamedNode(EX), predicate or _oda("year"), value, NamedNode(EX))]


def test_json_ld_keeps_numbers_as_they_are_written() -> None:
    for text, written in (("12", 12), ("012", "012"), ("9" * 20, "9" * 20)):
        content = json.loads(jsonld(_one(Literal(text, datatype=NamedNode(f"{XSD}integer"))), NAMESPACES))
        assert content["@graph"][0]["@graph"][0]["year"] == written


def test_of_two_properties_of_one_name_ours_has_it() -> None:
    quads = [
        quad
        for name in (NAMESPACES.ontology, OUTSIDE["dcterms"])
        for quad in _one(Literal("x"), predicate=NamedNode(f"{name}title"))
    ]
    context = json.loads(jsonld(quads, NAMESPACES))["@context"]
    assert (context["title"], context["dcterms:title"]) == ("oda:title", "dcterms:title")


def test_rdf_xml_has_no_tag_for_a_property_without_a_name() -> None:
    with pytest.raises(GraphError, match=r"https://example\.org/7: found a property that ends with no name"):
        rdfxml([Triple(NamedNode(EX), NamedNode(f"{EX}7"), Literal("x"))], NAMESPACES)


def test_a_blank_node_is_refused() -> None:
    for writer in (rdfxml, turtle12):
        with pytest.raises(GraphError, match="an IRI or a literal is needed"):
            writer([Triple(NamedNode(EX), _oda("funds"), BlankNode("b"))], NAMESPACES)
