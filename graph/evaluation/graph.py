"""What a graph holds of one text, read once from its store: facts to compare, claims with their quotes, joined pairs.

Nothing is taken for granted here: a graph that breaks its promises is read as it stands, so that the promises can be
counted (`graph.evaluation.checks`).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Store

from graph.evaluation.facts import Facts, Thing, Triple, one_way
from graph.names import normalise
from graph.values import EdgeClaim, Quote
from ontology.errors import GraphError
from ontology.namespaces import OUTSIDE, Namespaces
from ontology.vocabulary import EntityType, Predicate, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedText:
    """What the graph holds of one text, things by IRI.

    `claims` are (relation, claim) pairs of every status, sorted; `joined` is every triple between two entities, direct
    or claimed, whether the ontology knows it or not.
    """

    document: str
    facts: Facts
    claims: tuple[tuple[Triple, EdgeClaim], ...]
    joined: frozenset[Triple]


# Subject → predicate → values, IRIs and literals alike: no property of ours holds both.
_Properties = Mapping[str, list[str]]

_RDF, _PROV, _NIF = OUTSIDE["rdf"], OUTSIDE["prov"], OUTSIDE["nif"]
_PREFERRED = NamedNode(OUTSIDE["skos"] + "prefLabel")
_LABELS = (OUTSIDE["skos"] + "altLabel", OUTSIDE["skos"] + "prefLabel", OUTSIDE["rdfs"] + "label")
_RELATIONS = frozenset(map(str, Predicate))


def read_text(store: Store, namespaces: Namespaces, document_id: str) -> StatedText:
    """What the graph holds of one text; names come from its source graph and the registry.

    Raises:
        GraphError: a claim has a status or a number that is none.
    """
    subjects = _collect(store, namespaces.source(document_id))
    things = dict(_things(store, namespaces, subjects))
    try:
        claims = tuple(sorted(_claims(document_id, namespaces, subjects), key=lambda pair: (pair[0], pair[1].iri)))
    except ValueError as error:
        raise GraphError(f"{document_id}: found {error}, see `odagraph validate` for what is allowed") from None
    direct = frozenset(_direct(namespaces, subjects))
    return StatedText(
        document=document_id,
        facts=Facts(
            things=things,
            relations=frozenset(t for t in direct if t[1] in _RELATIONS and t[0] in things and t[2] in things),
            # Of several claims of one triple the firmest comes last and stays.
            quotes={
                triple: claim.evidence[0].text
                for triple, claim in sorted(claims, key=lambda pair: -pair[1].status.rank)
                if claim.evidence and claim.status.affirms
            },
        ),
        claims=claims,
        joined=direct | {triple for triple, _ in claims},
    )


def _collect(store: Store, graph: str) -> Mapping[str, _Properties]:
    subjects: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for subject, predicate, object_, _ in store.quads_for_pattern(None, None, None, NamedNode(graph)):
        subjects[subject.value][predicate.value].append(object_.value)
    return subjects


def _things(store: Store, namespaces: Namespaces, subjects: Mapping[str, _Properties]) -> Iterator[tuple[str, Thing]]:
    types = {namespaces.term(type_): type_ for type_ in EntityType}
    for iri, properties in subjects.items():
        kinds = [types[value] for value in properties.get(_RDF + "type", ()) if value in types]
        if kinds:
            spellings = tuple(sorted({name for label in _LABELS for name in properties.get(label, ())}))
            known = _registered(store, namespaces, iri)
            name = next(iter((*known, *spellings)), iri.removeprefix(namespaces.entity("")))
            names = frozenset(map(normalise, (*spellings, *known)))
            yield iri, Thing(type=kinds[-1], names=names, name=name, spellings=spellings)


def _registered(store: Store, namespaces: Namespaces, iri: str) -> tuple[str, ...]:
    quads = store.quads_for_pattern(NamedNode(iri), _PREFERRED, None, NamedNode(namespaces.registry_graph))
    return tuple(sorted({quad.object.value for quad in quads if isinstance(quad.object, Literal)}))


def _direct(namespaces: Namespaces, subjects: Mapping[str, _Properties]) -> Iterator[Triple]:
    entities = namespaces.entity("")
    for iri, properties in subjects.items():
        if iri.startswith(entities):
            for predicate, values in properties.items():
                local = predicate.removeprefix(namespaces.ontology)
                yield from (one_way((iri, local, value)) for value in values if value.startswith(entities))


def _claims(
    document_id: str, namespaces: Namespaces, subjects: Mapping[str, _Properties]
) -> Iterator[tuple[Triple, EdgeClaim]]:
    for iri, properties in subjects.items():
        if namespaces.term("Claim") in properties.get(_RDF + "type", ()):
            subject, predicate, object_ = (_one(properties, _RDF + end) for end in ("subject", "predicate", "object"))
            quotes = (_quote(document_id, subjects.get(quote, {})) for quote in properties.get(_DERIVED, ()))
            claim = EdgeClaim(
                iri=iri,
                document=document_id,
                confidence=float(_one(properties, namespaces.term("confidence"))),
                rule=_one(properties, namespaces.term("rule")),
                status=Status(_one(properties, namespaces.term("status"))),
                evidence=tuple(sorted(quotes)),
            )
            yield one_way((subject, predicate.removeprefix(namespaces.ontology), object_)), claim


_DERIVED = _PROV + "wasDerivedFrom"


def _quote(document_id: str, properties: _Properties) -> Quote:
    """A quote; what the graph lacks of it is empty, so that it is no slice of its text."""
    return Quote(
        document=document_id,
        start=int(_one(properties, _NIF + "beginIndex") or 0),
        end=int(_one(properties, _NIF + "endIndex") or 0),
        text=_one(properties, OUTSIDE["oa"] + "exact"),
    )


def _one(properties: _Properties, term: str) -> str:
    return min(properties.get(term, ()), default="")
