import pytest
import rdflib

from graph.checking.fault_words import Fault, Short, Words, as_table, as_text
from ontology import Namespaces

DATA = """
@prefix a: <https://w3id.org/odagraph/id/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix oda: <https://w3id.org/odagraph/ontology#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
oda:Country rdfs:label "Country"@en . oda:Donor rdfs:label "Donor"@en . oda:Evidence rdfs:label "Evidence"@en .
oda:Claim rdfs:label "Claim"@en . oda:InternationalOrganization rdfs:label "International organization"@en .
oda:funds rdfs:label "funds"@en .
a:norway a oda:Donor, oda:Country ; skos:prefLabel "Norway"@en ; oda:funds a:asean .
a:asean a oda:InternationalOrganization ; skos:altLabel "ASEAN"@en, "Association"@en .
a:claim a oda:Claim ; rdf:subject a:norway ; rdf:predicate oda:funds ; rdf:object a:asean .
a:half a oda:Claim ; rdf:predicate oda:funds .
a:quote a oda:Evidence ; oa:exact "A sentence that goes on\\nfor far longer than a line of a table has room for" .
a:untitled rdfs:comment "who?" .
"""
GRAPH = rdflib.Graph().parse(data=DATA, format="turtle")
WORDS = Words(GRAPH, Namespaces())
A = rdflib.Namespace(Namespaces().base + "id/")
ODA = rdflib.Namespace(Namespaces().ontology)
XSD = rdflib.Namespace("http://www.w3.org/2001/XMLSchema#")

FAULTS = (
    Fault(
        focus=str(A.asean),
        property=str(ODA.funds),
        found="an event; it leads to Norway, a country",
        allowed="'funds' starts at an actor or a fund",
        label="ASEAN, an event",
        name="funds",
        checks=("funds or",),
    ),
    Fault(
        focus=str(A.asean),
        property="",
        found="none",
        allowed="it has one",
        label="ASEAN, an event",
        name="",
        checks=("x",),
    ),
    Fault(
        focus=str(A.norway), property="", found="none", allowed="it has one", label="Norway", name="", checks=("x", "y")
    ),
)


@pytest.mark.parametrize(
    ("node", "words"),
    [
        (A.norway, "Norway, a country and a donor"),
        (A.asean, "ASEAN, an international organization"),
        (A.claim, "a claim “Norway funds ASEAN”"),
        (A.half, "a claim “? funds ?”"),
        (A.quote, "evidence “A sentence that goes on for far longer than a line of a …”"),
        (A.untitled, "a:untitled"),
        (rdflib.BNode("b0"), "a node without an IRI"),
    ],
)
def test_a_thing_is_told_by_name_and_kind(node: rdflib.term.Node, words: str) -> None:
    assert WORDS.thing(node) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (rdflib.Literal("x"), "“x” as plain text"),
        (rdflib.Literal("x", lang="en"), "“x” in the language en"),
        (rdflib.Literal("2019", datatype=XSD.gYear), "“2019” of the type xsd:gYear"),
        (rdflib.Literal("\x1b[31mred"), "“[31mred” as plain text"),
        (A.norway, "Norway, a country and a donor"),
        (A.nobody, "a:nobody, of which nothing is known"),
    ],
)
def test_a_value_is_told_with_its_kind(value: rdflib.term.Node, words: str) -> None:
    assert WORDS.value(value) == words


def test_values_are_counted_and_the_first_are_listed() -> None:
    numbers = [rdflib.Literal(str(number)) for number in (5, 3, 1, 2, 4)]
    assert WORDS.values([]) == "none"
    assert WORDS.values(numbers[:1]) == "“5” as plain text"
    assert WORDS.values(numbers) == "5: “1” as plain text; “2” as plain text; “3” as plain text; and 2 more"


def test_ends_of_a_relation_tell_both() -> None:
    expected = "a country and a donor; it leads to ASEAN, an international organization"
    assert WORDS.ends(A.norway, ODA.funds) == expected
    assert WORDS.ends(A.untitled, ODA.funds) == "a thing without a type; it leads to none"


def test_faults_are_written_node_by_node() -> None:
    assert as_text(FAULTS, Namespaces()) == (
        "ASEAN, an event\n"
        "https://w3id.org/odagraph/id/asean\n"
        "  funds (oda:funds)\n"
        "    found: an event; it leads to Norway, a country\n"
        "    allowed: 'funds' starts at an actor or a fund\n"
        "  as a whole\n"
        "    found: none\n"
        "    allowed: it has one\n"
        "\n"
        "Norway\n"
        "https://w3id.org/odagraph/id/norway\n"
        "  as a whole\n"
        "    found: none\n"
        "    allowed: it has one\n"
        "\n"
        "3 faults in 2 things\n"
    )


def test_lines_fit_the_screen_but_no_iri_is_broken() -> None:
    lines = as_text(FAULTS, Namespaces(), width=40).splitlines()
    assert str(A.asean) in lines
    assert all(len(line) <= 40 for line in lines)


def test_one_fault_is_one_fault() -> None:
    assert as_text(FAULTS[2:], Namespaces()).endswith("1 fault in 1 thing\n")


def test_rows_for_programs_have_everything() -> None:
    table = as_table(FAULTS)
    assert table.columns == ("node", "label", "property", "name", "found", "allowed", "checks")
    assert table.rows[0][:3] == (str(A.asean), "ASEAN, an event", str(ODA.funds))
    assert table.rows[2][-1] == "x, y"


def test_an_iri_of_no_prefix_stays_as_it_is() -> None:
    assert Short(Namespaces())("https://example.org/x") == "https://example.org/x"
