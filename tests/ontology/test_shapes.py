from importlib.resources import files

import pyshacl
import pytest
import rdflib
from rdflib.collection import Collection
from rdflib.namespace import OWL, RDF, RDFS, SH

from extract.corrections.confirmations import KINDS
from ontology import EntityType, Namespaces, Predicate, Role, Status, fits

ODA = rdflib.Namespace(Namespaces().ontology)
THING = rdflib.Namespace(Namespaces().base + "id/")


def _parsed(name: str) -> rdflib.Graph:
    return rdflib.Graph().parse(data=(files("ontology") / name).read_text(encoding="utf-8"), format="turtle")


SHAPES = _parsed("shapes.ttl")


ONTOLOGY = _parsed("odagraph.ttl")
OURS = sorted({str(term).removeprefix(str(ODA)) for term in ONTOLOGY.subjects() if str(term).startswith(str(ODA))})
CLASSES = [name for name in OURS if (ODA[name], RDF.type, OWL.Class) in ONTOLOGY]
PROPERTIES = [name for name in OURS if name not in CLASSES]


def _listed(shape: str) -> set[str]:
    """The allowed values of a property, as its shape lists them."""
    (head,) = SHAPES.objects(rdflib.URIRef(f"{Namespaces().base}shapes#{shape}"), SH["in"])
    return {str(item).removeprefix(str(ODA)) for item in Collection(SHAPES, head)}


def test_lists_are_those_of_python() -> None:
    assert _listed("Entity.types") == {*EntityType, *Role}
    assert _listed("Claim.predicate") == _listed("DroppedFact.predicate") == set(Predicate)
    assert _listed("Correction.rule") == {class_.kind for class_ in KINDS}
    assert _listed("Claim.status") == set(Status)
    assert _listed("Inference.status") == {status for status in Status if status.affirms}


def test_an_inference_may_have_what_rules_derive() -> None:
    inverses = {predicate.inverse for predicate in Predicate if not predicate.symmetric}
    closed = {predicate for predicate in Predicate if predicate.symmetric or predicate.transitive}
    assert _listed("Inference.predicate") == {str(RDF.type), *inverses, *closed}


@pytest.mark.parametrize("name", CLASSES)
def test_every_class_has_a_shape_or_one_above_it_has(name: str) -> None:
    targets = set(SHAPES.objects(None, SH.targetClass))
    assert targets & set(ONTOLOGY.transitive_objects(ODA[name], RDFS.subClassOf))


@pytest.mark.parametrize("name", PROPERTIES)
def test_every_property_has_a_shape(name: str) -> None:
    assert set(SHAPES.subjects(SH.path, ODA[name]))


def _refused(property_: str, pairs: list[tuple[EntityType, EntityType]]) -> set[tuple[EntityType, EntityType]]:
    """The pairs of types that the shape of a property does not allow at its ends."""
    data = ONTOLOGY + rdflib.Graph()
    nodes = {THING[f"{number}"]: pair for number, pair in enumerate(pairs)}
    for node, (start, end) in nodes.items():
        other = rdflib.URIRef(f"{node}-end")
        data.add((node, RDF.type, ODA[start]))
        data.add((other, RDF.type, ODA[end]))
        data.add((node, ODA[property_], other))
    shape = f"{Namespaces().base}shapes#{property_}"
    # By itself, because pySHACL's own choice of shapes leaves out the shapes below the chosen one that have an IRI.
    alone = SHAPES.cbd(rdflib.URIRef(shape)) + SHAPES.cbd(rdflib.URIRef(f"{shape}.object"))
    _, results, _ = pyshacl.validate(data, shacl_graph=alone, inplace=True, inference="none")
    assert isinstance(results, rdflib.Graph)
    return {nodes[rdflib.URIRef(str(node))] for node in results.objects(None, SH.focusNode)}


PAIRS = [(start, end) for start in EntityType for end in EntityType]


@pytest.mark.parametrize("predicate", Predicate)
def test_shapes_allow_the_ends_that_python_allows(predicate: Predicate) -> None:
    assert _refused(predicate, PAIRS) == {(start, end) for start, end in PAIRS if not fits(start, predicate, end)}


@pytest.mark.parametrize("predicate", [predicate for predicate in Predicate if not predicate.symmetric])
def test_shapes_allow_the_same_ends_from_the_other_end(predicate: Predicate) -> None:
    refused = {(start, end) for start, end in PAIRS if not fits(end, predicate, start)}
    assert _refused(predicate.inverse, PAIRS) == refused
