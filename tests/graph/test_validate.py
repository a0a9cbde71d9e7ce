import time
from dataclasses import dataclass
from io import BytesIO

import pytest
from pyoxigraph import Quad, RdfFormat, Store

from graph.dataset import prefixes
from graph.validate import Fault, validate
from ontology import Namespaces

NAMESPACES = Namespaces()
NORTH = f"<{NAMESPACES.source('north')}>"
REGISTRY = f"<{NAMESPACES.registry_graph}>"
CLAIM = """GRAPH ?g { ?claim rdf:subject a:kenya ; rdf:predicate oda:participatesIn ; rdf:object a:ocean-summit }"""
QUOTE = """GRAPH ?g { ?quote oa:exact "With 1,200 delegates, Kenya joined the Ocean Summit in FY2022." }"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """A change to a sound graph, and what has to be said of it: the property's local name and words of the message."""

    id: str
    update: str
    path: str
    message: str


BREAKS = (
    # entities
    Break(
        id="no preferred name",
        update=f"DELETE WHERE {{ GRAPH {REGISTRY} {{ a:jica skos:prefLabel ?name }} }}",
        path="prefLabel",
        message="an entity has one preferred name",
    ),
    Break(
        id="two preferred names",
        update=f'INSERT DATA {{ GRAPH {REGISTRY} {{ a:jica skos:prefLabel "Jica"@en }} }}',
        path="prefLabel",
        message="an entity has one preferred name",
    ),
    Break(
        id="name without language",
        update=f'INSERT DATA {{ GRAPH {NORTH} {{ a:jica skos:altLabel "Jica" }} }}',
        path="altLabel",
        message='a name has a language and is not empty, found "Jica"',
    ),
    Break(
        id="two types",
        update=f"INSERT DATA {{ GRAPH {NORTH} {{ a:jica a oda:Company }} }}",
        path="type",
        message="an entity has one type",
    ),
    Break(
        id="role as type",
        update=f"DELETE DATA {{ GRAPH {NORTH} {{ a:viet-nam a oda:Country }} }} ;"
        f"INSERT DATA {{ GRAPH {NORTH} {{ a:viet-nam a oda:PartnerCountry }} }}",
        path="type",
        message="PartnerCountry",
    ),
    # relations
    Break(
        id="bad domain",
        update=f"INSERT DATA {{ GRAPH {NORTH} {{ a:blue-harbour oda:funds a:undp }} }}",
        path="",
        message="funds starts at an Actor or Fund",
    ),
    Break(
        id="bad range",
        update=f"INSERT DATA {{ GRAPH {NORTH} {{ a:jica oda:funds a:viet-nam }} }}",
        path="funds",
        message="funds ends at a Programme, Actor other than a Country or Event, found",
    ),
    Break(
        id="relation to no entity",
        update=f"INSERT DATA {{ GRAPH {NORTH} {{ a:jica oda:funds a:nobody }} }}",
        path="funds",
        message="nobody",
    ),
    Break(
        id="part of another group",
        update=f"INSERT DATA {{ GRAPH {NORTH} {{ a:blue-harbour oda:partOf a:asean }} }}",
        path="",
        message="partOf joins two things of one group, or a Programme to a Framework",
    ),
    Break(
        id="direct triple without claim",
        update=f"INSERT DATA {{ GRAPH {NORTH} {{ a:japan oda:supports a:kenya }} }}",
        path="supports",
        message="a direct triple stands beside a claim of the same text, not negated and with evidence",
    ),
    Break(
        id="direct triple outside a text",
        update=f"INSERT DATA {{ GRAPH {REGISTRY} {{ a:japan oda:supports a:kenya }} }}",
        path="supports",
        message="found it elsewhere",
    ),
    Break(
        id="symmetric relation the other way round",
        update=f"INSERT DATA {{ GRAPH {NORTH} {{ a:undp oda:cooperatesWith a:japan }} }}",
        path="cooperatesWith",
        message="found it the other way round",
    ),
    # claims
    Break(
        id="stated claim without direct triple",
        update="DELETE WHERE { GRAPH ?g { a:kenya oda:participatesIn a:ocean-summit } }",
        path="",
        message="a claim that is not negated has its direct triple",
    ),
    Break(
        id="planned claim without direct triple",
        update="DELETE WHERE { GRAPH ?g { a:japan oda:funds a:blue-harbour } }",
        path="",
        message="a claim that is not negated has its direct triple",
    ),
    Break(
        id="negated claim with direct triple",
        update='DELETE { GRAPH ?g { ?claim oda:status "planned" } } '
        'INSERT { GRAPH ?g { ?claim oda:status "negated" } } '
        'WHERE { GRAPH ?g { ?claim oda:status "planned" } }',
        path="funds",
        message="a direct triple stands beside a claim of the same text, not negated and with evidence",
    ),
    Break(
        id="two subjects",
        update=f"INSERT {{ GRAPH ?g {{ ?claim rdf:subject a:japan }} }} WHERE {{ {CLAIM} }}",
        path="subject",
        message="a claim has one subject",
    ),
    Break(
        id="unknown predicate",
        update="DELETE { GRAPH ?g { ?claim rdf:predicate ?p } } INSERT { GRAPH ?g { ?claim rdf:predicate oda:likes } } "
        f"WHERE {{ {CLAIM} GRAPH ?g {{ ?claim rdf:predicate ?p }} }}",
        path="predicate",
        message="a claim has one predicate, a relation of the ontology",
    ),
    Break(
        id="no object",
        update=f"DELETE {{ GRAPH ?g {{ ?claim rdf:object ?o }} }} "
        f"WHERE {{ {CLAIM} GRAPH ?g {{ ?claim rdf:object ?o }} }}",
        path="object",
        message="a claim has one object",
    ),
    Break(
        id="no evidence",
        update="DELETE { GRAPH ?g { ?claim prov:wasDerivedFrom ?e } } "
        f"WHERE {{ {CLAIM} GRAPH ?g {{ ?claim prov:wasDerivedFrom ?e }} }}",
        path="wasDerivedFrom",
        message="a claim has at least one piece of evidence",
    ),
    *(
        Break(
            id=f"{name} {value}",
            update=f"DELETE {{ GRAPH ?g {{ ?claim oda:{name} ?v }} }} "
            f"INSERT {{ GRAPH ?g {{ ?claim oda:{name} {value} }} }} "
            f"WHERE {{ {CLAIM} GRAPH ?g {{ OPTIONAL {{ ?claim oda:{name} ?v }} }} }}",
            path=name,
            message=message,
        )
        for name, value, message in (
            ("confidence", "1.5", "a claim has one confidence"),
            ("confidence", "-0.1", "a claim has one confidence"),
            ("confidence", '"high"', "a claim has one confidence"),
            ("rule", '""', "a claim names the one rule"),
            ("status", '"hoped"', "a claim has one status: stated, planned, proposed or negated"),
            ("year", '"2022"', "a claim has at most one year, an xsd:gYear"),
            ("amount", '"much"', "a claim has at most one amount"),
            ("currency", '"dollars"', "a claim has at most one currency"),
            ("fiscalYear", '"1999"', "a claim has at most one fiscal year"),
            ("fiscalYear", '"1066"^^xsd:gYear', "a fiscal year is the same as the year"),
            ("participants", "0", "a claim has at most one number of participants"),
            ("participants", '"many"', "a claim has at most one number of participants"),
        )
    ),
    # evidence
    Break(
        id="no quote",
        update=f"DELETE {{ GRAPH ?g {{ ?quote oa:exact ?text }} }} "
        f"WHERE {{ {QUOTE} GRAPH ?g {{ ?quote oa:exact ?text }} }}",
        path="exact",
        message="evidence has one quote",
    ),
    Break(
        id="offset that is no number",
        update='DELETE { GRAPH ?g { ?quote nif:beginIndex ?n } } INSERT { GRAPH ?g { ?quote nif:beginIndex "one" } } '
        f"WHERE {{ {QUOTE} GRAPH ?g {{ ?quote nif:beginIndex ?n }} }}",
        path="beginIndex",
        message="evidence has one begin, a whole number",
    ),
    Break(
        id="end before begin",
        update="DELETE { GRAPH ?g { ?quote nif:endIndex ?n } } INSERT { GRAPH ?g { ?quote nif:endIndex 1 } } "
        f"WHERE {{ {QUOTE} GRAPH ?g {{ ?quote nif:endIndex ?n }} }}",
        path="beginIndex",
        message="smaller than its end",
    ),
    Break(
        id="quote of another length",
        update="DELETE { GRAPH ?g { ?quote nif:endIndex ?n } } INSERT { GRAPH ?g { ?quote nif:endIndex 5000 } } "
        f"WHERE {{ {QUOTE} GRAPH ?g {{ ?quote nif:endIndex ?n }} }}",
        path="exact",
        message="a quote is as long as its offsets say",
    ),
    Break(
        id="evidence of another text",
        update="DELETE { GRAPH ?g { ?quote prov:wasQuotedFrom ?t } } "
        f"INSERT {{ GRAPH ?g {{ ?quote prov:wasQuotedFrom {NORTH} }} }} "
        f"WHERE {{ {QUOTE} GRAPH ?g {{ ?quote prov:wasQuotedFrom ?t }} }}",
        path="wasQuotedFrom",
        message="evidence is quoted from the text whose graph it stands in",
    ),
    # texts, and the whole
    Break(
        id="two titles",
        update=f'INSERT DATA {{ GRAPH {NORTH} {{ {NORTH} dcterms:title "Other" }} }}',
        path="title",
        message="a text has at most one title",
    ),
    Break(
        id="blank node",
        update=f'INSERT DATA {{ GRAPH {NORTH} {{ [] rdfs:comment "who?" }} }}',
        path="comment",
        message="a graph has no blank nodes",
    ),
)


@pytest.fixture
def broken(small_store: Store) -> Store:
    """A copy of the small graph, to break."""
    store = Store()
    store.extend(small_store)
    return store


def _local(iri: str) -> str:
    return iri.rpartition("#")[2].rpartition("/")[2]


@pytest.mark.parametrize("change", BREAKS, ids=lambda change: change.id)
def test_a_broken_graph_has_its_fault_named(broken: Store, change: Break) -> None:
    broken.update(change.update, prefixes=prefixes(NAMESPACES))
    faults = validate(broken, NAMESPACES)
    said = [(_local(fault.path), fault.message) for fault in faults]
    assert any(path == change.path and change.message in message for path, message in said), said


def test_faults_are_sorted_and_each_stands_once(broken: Store) -> None:
    broken.update(BREAKS[0].update, prefixes=prefixes(NAMESPACES))
    broken.update(BREAKS[5].update, prefixes=prefixes(NAMESPACES))
    faults = validate(broken, NAMESPACES)
    assert list(faults) == sorted(set(faults))
    assert (
        Fault(
            NAMESPACES.entity("jica"),
            "http://www.w3.org/2004/02/skos/core#prefLabel",
            "an entity has one preferred name, with a language",
        )
        in faults
    )


def test_a_graph_on_another_base_conforms(small_store: Store) -> None:
    text = BytesIO()
    small_store.dump(text, format=RdfFormat.N_QUADS)
    moved = Store()
    moved.load(text.getvalue().replace(NAMESPACES.base.encode(), b"https://example.org/aid/"), format=RdfFormat.N_QUADS)
    assert validate(moved, Namespaces("https://example.org/aid/")) == ()


def test_our_gold_graph_conforms_within_seconds(gold_quads: tuple[Quad, ...]) -> None:
    store = Store()
    store.extend(gold_quads)
    start = time.perf_counter()
    assert validate(store, NAMESPACES) == ()
    assert time.perf_counter() - start < 10
