from importlib.metadata import version
from importlib.resources import files

import pyshacl
import pytest
import rdflib
from pyoxigraph import NamedNode, Quad
from rdflib.collection import Collection
from rdflib.namespace import DCTERMS, FOAF, ORG, OWL, PROV, RDF, RDFS, SDO, SKOS, VANN, XSD, DefinedNamespaceMeta

from ontology import EntityType, Group, Namespaces, Predicate, Role, fits
from ontology.vocabulary import domain_of, range_of

ODA = rdflib.Namespace(Namespaces().ontology)
THING = rdflib.Namespace(Namespaces().base + "id/")
ONTOLOGY = rdflib.URIRef(Namespaces().ontology_graph)

#: Python's groups are apart from each other, OWL's Actor holds the countries too: this class is Python's Actor.
CLASS_OF_GROUP = {Group.ACTOR: "NonCountryActor"}
#: Terms that only other tools need; everything else stands in `ontology.vocabulary`.
OTHER_CLASSES = {
    *("Entity", "Actor", "NonCountryActor", "Place"),
    *("Document", "Claim", "SectorClaim", "Evidence", "Inference", "Correction", "DroppedFact"),
}

#: What the reasoner (OWL-RL, a part of pySHACL) marks a contradiction with.
CONTRADICTION = rdflib.URIRef("http://www.daml.org/2002/03/agents/agent-ont#ErrorMessage")

#: A type of each kind that relations tell apart.
ONE_OF_EACH = (
    *(EntityType.COMPANY, EntityType.CENTRE, EntityType.PERSON, EntityType.PROJECT, EntityType.FUND, EntityType.EVENT),
    *(EntityType.FRAMEWORK, EntityType.TECHNOLOGY, EntityType.COUNTRY, EntityType.REGION, EntityType.LOCALITY),
)

CLOSED: tuple[DefinedNamespaceMeta, ...] = (DCTERMS, FOAF, ORG, OWL, PROV, RDF, RDFS, SDO, SKOS, VANN, XSD)
#: rdflib has no closed list of these two. Source: Web Annotation Vocabulary; NIF 2.1 Core.
OTHER_TERMS = {
    "http://www.w3.org/ns/oa#TextQuoteSelector",
    "http://www.w3.org/ns/oa#TextPositionSelector",
    "http://www.w3.org/ns/oa#exact",
    "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#Context",
    "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#RFC5147String",
    "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#beginIndex",
    "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#endIndex",
    "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#referenceContext",
    "https://spdx.org/licenses/MIT",
}
OTHER_VOCABULARIES = (
    "http://www.w3.org/ns/oa#",
    "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#",
)


def _graph() -> rdflib.Graph:
    return rdflib.Graph().parse(data=(files("ontology") / "odagraph.ttl").read_text(encoding="utf-8"), format="turtle")


GRAPH = _graph()
TERMS = sorted({term for term in GRAPH.subjects() if isinstance(term, rdflib.URIRef) and term in ODA})
RELATIONS = [ODA[predicate] for predicate in Predicate]


def _local(term: rdflib.term.Node) -> str:
    return str(term).removeprefix(str(ODA))


def _types_below(class_: rdflib.term.Node) -> frozenset[EntityType]:
    """The entity types whose class is below a class, or below a member of a union."""
    union = GRAPH.value(class_, OWL.unionOf)
    tops = list(Collection(GRAPH, union)) if union is not None else [class_]
    below = {str(sub).removeprefix(str(ODA)) for top in tops for sub in GRAPH.transitive_subjects(RDFS.subClassOf, top)}
    return frozenset(type_ for type_ in EntityType if type_ in below)


def _allowed(ends: frozenset[Group | EntityType]) -> frozenset[EntityType]:
    return frozenset(type_ for type_ in EntityType if type_ in ends or type_.group in ends)


@pytest.mark.parametrize("term", TERMS, ids=_local)
def test_term_has_label_definition_and_example(term: rdflib.URIRef) -> None:
    for property_ in (RDFS.label, SKOS.definition, SKOS.example):
        texts = list(GRAPH.objects(term, property_))
        assert [text.language for text in texts if isinstance(text, rdflib.Literal)] == ["en"], property_


def test_classes_are_those_of_python() -> None:
    classes = {_local(term) for term in TERMS if (term, RDF.type, OWL.Class) in GRAPH}
    assert classes == {*EntityType, *Role, *OTHER_CLASSES}


def test_relations_are_those_of_python() -> None:
    properties = {_local(term) for term in TERMS if (term, RDF.type, OWL.ObjectProperty) in GRAPH}
    inverses = {predicate.inverse for predicate in Predicate}
    assert properties == {*Predicate, *inverses, "knownParent", "knownCountry", "sector", "concept", "region"}


@pytest.mark.parametrize("type_", EntityType)
def test_class_lies_below_the_class_of_its_group(type_: EntityType) -> None:
    group = CLASS_OF_GROUP.get(type_.group, type_.group.value)
    assert type_ in _types_below(ODA[group])
    others = [CLASS_OF_GROUP.get(other, other.value) for other in Group if other is not type_.group]
    assert not any(type_ in _types_below(ODA[other]) for other in others)


def test_a_country_is_a_place_and_an_actor() -> None:
    assert {ODA.Place, ODA.Actor} <= set(GRAPH.objects(ODA.Country, RDFS.subClassOf))


@pytest.mark.parametrize("predicate", [predicate for predicate in Predicate if predicate is not Predicate.PART_OF])
def test_domain_and_range_are_those_of_python(predicate: Predicate) -> None:
    (domain,) = GRAPH.objects(ODA[predicate], RDFS.domain)
    (range_,) = GRAPH.objects(ODA[predicate], RDFS.range)
    assert _types_below(domain) == _allowed(domain_of(predicate))
    assert _types_below(range_) == _allowed(range_of(predicate))


def test_part_of_leaves_its_ends_to_the_shapes() -> None:
    assert list(GRAPH.objects(ODA.partOf, RDFS.domain)) == list(GRAPH.objects(ODA.partOf, RDFS.range)) == [ODA.Entity]
    assert all(any(fits(type_, Predicate.PART_OF, other) for other in EntityType) for type_ in EntityType)


@pytest.mark.parametrize("predicate", Predicate)
def test_symmetric_is_what_python_says(predicate: Predicate) -> None:
    assert ((ODA[predicate], RDF.type, OWL.SymmetricProperty) in GRAPH) is predicate.symmetric


def test_outside_terms_exist_in_their_vocabularies() -> None:
    ours = str(ODA), str(ONTOLOGY)
    used = {term for triple in GRAPH for term in triple if isinstance(term, rdflib.URIRef)}
    outside = {term for term in used if not str(term).startswith(ours)}
    unknown = {
        str(term)
        for term in outside - {rdflib.URIRef(iri) for iri in OTHER_TERMS}
        if not any(str(term).startswith(str(namespace)) and term in namespace for namespace in CLOSED)
    }
    assert not unknown


def _reasoned(*triples: tuple[str, rdflib.term.Node, str]) -> rdflib.Graph:
    """The ontology, some triples on things of ours, and all that follows by OWL 2 RL."""
    graph = _graph()
    for subject, predicate, object_ in triples:
        graph.add((THING[subject], predicate, ODA[object_] if predicate == RDF.type else THING[object_]))
    pyshacl.validate(graph, shacl_graph=rdflib.Graph(), inference="owlrl", inplace=True)
    return graph


def _roles(graph: rdflib.Graph, role: Role) -> set[str]:
    return {str(node).removeprefix(str(THING)) for node in graph.subjects(RDF.type, ODA[role])}


def test_a_reasoner_finds_roles_inverses_and_what_goes_on() -> None:
    graph = _reasoned(
        ("laos", RDF.type, "Country"),
        ("fiji", RDF.type, "Country"),
        ("peru", RDF.type, "Country"),
        ("roads", RDF.type, "Project"),
        ("roads-fund", RDF.type, "Fund"),
        ("jica", RDF.type, "GovernmentBody"),
        ("jica", ODA.supports, "fiji"),
        ("jica", ODA.funds, "roads-fund"),
        ("roads-fund", ODA.funds, "roads"),
        ("roads", ODA.operatesIn, "laos"),
        ("peru", ODA.cooperatesWith, "jica"),
        ("office", ODA.locatedIn, "vientiane"),
        ("vientiane", ODA.locatedIn, "laos"),
    )
    assert _roles(graph, Role.PARTNER_COUNTRY) == {"laos", "fiji"}
    assert _roles(graph, Role.DONOR) == {"jica"}
    assert (THING.jica, ODA.cooperatesWith, THING.peru) in graph
    assert (THING.laos, ODA.hasOperation, THING.roads) in graph
    assert (THING.laos, ODA.locationOf, THING.office) in graph
    assert not set(graph.subjects(RDF.type, CONTRADICTION))


def test_a_reasoner_finds_no_contradiction_in_what_may_stand_in_a_graph() -> None:
    allowed = [
        (start, predicate, end)
        for predicate in Predicate
        for start in ONE_OF_EACH
        for end in ONE_OF_EACH
        if fits(start, predicate, end)
    ]
    ends = {(f"{type_}-{side}", RDF.type, str(type_)) for type_ in ONE_OF_EACH for side in ("start", "end")}
    graph = _reasoned(*ends, *((f"{start}-start", ODA[name], f"{end}-end") for start, name, end in allowed))
    assert len(allowed) > 200
    assert not set(graph.subjects(RDF.type, CONTRADICTION))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Event", "Company"),
        ("Region", "Country"),
        ("NonCountryActor", "Place"),
        ("Claim", "Entity"),
        ("Fund", "Project"),
    ],
)
def test_a_reasoner_finds_the_contradiction_of_two_classes(first: str, second: str) -> None:
    graph = _reasoned(("it", RDF.type, first), ("it", RDF.type, second))
    assert set(graph.subjects(RDF.type, CONTRADICTION))


@pytest.mark.parametrize("predicate", Predicate)
def test_inverse_is_what_python_says_and_has_the_same_ends(predicate: Predicate) -> None:
    inverses = set(GRAPH.subjects(OWL.inverseOf, ODA[predicate]))
    assert inverses == (set() if predicate.symmetric else {ODA[predicate.inverse]})
    for inverse in inverses:
        for side, other in ((RDFS.domain, RDFS.range), (RDFS.range, RDFS.domain)):
            (end,), (same) = GRAPH.objects(inverse, side), GRAPH.value(ODA[predicate], other)
            assert same is not None
            assert _types_below(end) == _types_below(same)


@pytest.mark.parametrize("predicate", Predicate)
def test_transitive_is_what_python_says_and_fits_from_end_to_end(predicate: Predicate) -> None:
    assert ((ODA[predicate], RDF.type, OWL.TransitiveProperty) in GRAPH) is predicate.transitive
    # In OWL 2 DL what goes on can be neither functional nor irreflexive.
    assert not predicate.transitive or set(GRAPH.objects(ODA[predicate], RDF.type)) == {
        OWL.ObjectProperty,
        OWL.TransitiveProperty,
    }
    chains = (
        (first, last)
        for first in EntityType
        for middle in EntityType
        for last in EntityType
        if predicate.transitive and fits(first, predicate, middle) and fits(middle, predicate, last)
    )
    assert all(fits(first, predicate, last) for first, last in chains)


@pytest.mark.parametrize("namespace", [DCTERMS, FOAF, ORG, PROV, SDO, SKOS, *OTHER_VOCABULARIES])
def test_terms_are_tied_to_each_vocabulary(namespace: object) -> None:
    ties = (RDFS.subClassOf, RDFS.subPropertyOf, SKOS.closeMatch, SKOS.relatedMatch)
    tied = [other for tie in ties for other in GRAPH.objects(None, tie) if str(other).startswith(str(namespace))]
    assert tied


@pytest.mark.parametrize("term", TERMS, ids=_local)
def test_term_tells_where_it_is_defined_and_a_property_its_ends(term: rdflib.URIRef) -> None:
    assert list(GRAPH.objects(term, RDFS.isDefinedBy)) == [ONTOLOGY]
    if (term, RDF.type, OWL.Class) not in GRAPH:
        assert len(list(GRAPH.objects(term, RDFS.domain))) == len(list(GRAPH.objects(term, RDFS.range))) == 1


def test_the_ontology_tells_what_it_is_and_names_no_person() -> None:
    said = {str(property_) for property_ in GRAPH.predicates(ONTOLOGY)}
    assert {str(term) for term in (DCTERMS.title, DCTERMS.description, DCTERMS.license, OWL.versionIRI)} <= said
    assert str(GRAPH.value(ONTOLOGY, VANN.preferredNamespaceUri)) == str(ODA)
    assert not {str(term) for term in (DCTERMS.creator, DCTERMS.contributor, DCTERMS.publisher)} & said


def test_version_is_that_of_the_package() -> None:
    assert str(GRAPH.value(ONTOLOGY, OWL.versionInfo)) == version("odagraph")
    assert str(GRAPH.value(ONTOLOGY, OWL.versionIRI)) == f"{ONTOLOGY}/{version('odagraph')}"


def test_every_term_that_a_graph_uses_is_declared(gold_quads: tuple[Quad, ...]) -> None:
    types = [quad.object for quad in gold_quads if quad.predicate.value == str(RDF.type)]
    used = {term.value for term in (*types, *(quad.predicate for quad in gold_quads)) if isinstance(term, NamedNode)}
    assert {iri for iri in used if iri.startswith(str(ODA))} <= {str(term) for term in TERMS}
