from importlib.resources import files

import pyshacl
import pytest
import rdflib
from rdflib.collection import Collection
from rdflib.namespace import RDF, SH

from ontology import EntityType, Namespaces, Predicate, Status, fits

ODA = rdflib.Namespace(Namespaces().ontology)
THING = rdflib.Namespace(Namespaces().base + "id/")


def _parsed(name: str) -> rdflib.Graph:
    return rdflib.Graph().parse(data=(files("ontology") / name).read_text(encoding="utf-8"), format="turtle")


SHAPES = _parsed("shapes.ttl")


def _listed(path: rdflib.URIRef) -> set[str]:
    """What the one list of allowed values for a property says."""
    (shape,) = (s for s in SHAPES.subjects(SH.path, path) if (s, SH["in"], None) in SHAPES)
    (head,) = SHAPES.objects(shape, SH["in"])
    return {str(item).removeprefix(str(ODA)) for item in Collection(SHAPES, head)}


def test_lists_are_those_of_python() -> None:
    assert _listed(RDF.type) == set(EntityType)
    assert _listed(RDF.predicate) == set(Predicate)
    assert _listed(ODA.status) == set(Status)


@pytest.mark.parametrize("predicate", Predicate)
def test_shapes_allow_the_ends_that_python_allows(predicate: Predicate) -> None:
    data = _parsed("odagraph.ttl")
    pairs = [(subject, object_) for subject in EntityType for object_ in EntityType]
    for subject, object_ in pairs:
        start, end = THING[f"{subject}-{object_}"], THING[f"{subject}-{object_}-end"]
        for node, type_ in ((start, subject), (end, object_)):
            data.add((node, RDF.type, ODA[type_]))
        data.add((start, ODA[predicate], end))
    shape = f"{Namespaces().base}shapes#{predicate[0].upper()}{predicate[1:]}"
    _, results, _ = pyshacl.validate(data, shacl_graph=SHAPES, inplace=True, inference="none", use_shapes=[shape])
    assert isinstance(results, rdflib.Graph)
    refused = {str(node).removeprefix(str(THING)) for node in results.objects(None, SH.focusNode)}
    assert refused == {f"{s}-{o}" for s, o in pairs if not fits(s, predicate, o)}
