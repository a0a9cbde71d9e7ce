"""What is known of entities over all texts → the registry: one preferred name, why names were joined, codes, and links
to the concepts of public code lists.
"""

from collections.abc import Iterator, Sequence

from pyoxigraph import Literal, NamedNode, Quad

from extract.model import Codes, Entity
from graph.values import CODE_LINKS, CODE_TERMS
from graph.writing.terms import Value, english, node, outside, quads_about
from ontology.namespaces import Namespaces
from ontology.vocabulary import EntityType


def registry_triples(entities: Sequence[Entity], namespaces: Namespaces) -> Iterator[str]:
    """Yields: all that the registry says of entities, as N-Triples has it, without the full stop."""
    known = frozenset(entity.id for entity in entities)
    for entity in entities:
        iri = f"<{namespaces.entity(entity.id)}>"
        for term, value in _said(entity, known, namespaces):
            yield f"{iri} {term} {value}"


def registry_quads(entities: Sequence[Entity], namespaces: Namespaces) -> Iterator[Quad]:
    """Yields: the same as quads."""
    graph, known = NamedNode(namespaces.registry_graph), frozenset(entity.id for entity in entities)
    for entity in entities:
        yield from quads_about(namespaces.entity(entity.id), _said(entity, known, namespaces), graph)


def _said(entity: Entity, known: frozenset[str], namespaces: Namespaces) -> Iterator[tuple[NamedNode, Value]]:
    yield outside("skos", "prefLabel"), english(entity.name)
    for merge in entity.merges:
        yield outside("skos", "editorialNote"), english(f"{merge.name} — {merge.reason}")
    if entity.codes is not None:
        yield from _known(entity.codes, known, namespaces)
        yield from _concepts(entity.type, entity.codes, namespaces)


def _known(codes: Codes, known: frozenset[str], namespaces: Namespaces) -> Iterator[tuple[NamedNode, Value]]:
    for field, term in CODE_TERMS.items():
        if value := getattr(codes, field):
            yield NamedNode(namespaces.term(term)), Literal(value)
    for field, (term, scheme) in CODE_LINKS.items():
        if value := getattr(codes, field):
            yield NamedNode(namespaces.term(term)), node(namespaces.code(scheme, value))
    # A link to something that no text names would dangle, so it stays out.
    for term, other in (("knownParent", codes.parent), ("knownCountry", codes.country)):
        if other in known:
            yield NamedNode(namespaces.term(term)), node(namespaces.entity(other))


def _concepts(type_: EntityType, codes: Codes, namespaces: Namespaces) -> Iterator[tuple[NamedNode, Value]]:
    """Yields: each concept of a code list that stands for an entity, or classes it."""
    stands_for, classes = NamedNode(namespaces.term("concept")), outside("org", "classification")
    is_region = type_ is EntityType.REGION
    found = (
        (stands_for, "country", codes.alpha2),
        (stands_for, "region", codes.m49 if is_region else ""),
        (stands_for, "dac-region", codes.dac if is_region else ""),
        (stands_for, "channel", codes.crs_channel),
        (classes, "organisation-type", codes.iati_organisation_type),
    )
    return ((term, node(namespaces.code(scheme, code))) for term, scheme, code in found if code)
