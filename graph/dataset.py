"""Frozen values → RDF quads, as the contract of the output has them, and quads → a TriG file.

Everything is sorted and named by what it says: the same facts give the same quads in the same order, without blank
nodes.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse, serialize

from extract.model import Claim, Document, DocumentFacts, Entity, Evidence, Extraction
from graph.facts import CODE_TERMS
from ontology.errors import OntologyError
from ontology.namespaces import DEFAULT_BASE, OUTSIDE, Namespaces
from ontology.vocabulary import EntityType

# What `ontology/` holds for checking a graph, not for standing in one.
_SHAPES = "shapes.ttl"


_Value = NamedNode | Literal


def to_quads(extraction: Extraction, namespaces: Namespaces) -> list[Quad]:
    """All quads of the graph, sorted, each once: a graph for each text, the registry and the ontology.

    Raises:
        OntologyError: two texts have the same id, or one speaks of an entity that the extraction does not list.
    """
    types = {entity.id: entity.type for entity in extraction.entities}
    for document_id, count in Counter(facts.document.id for facts in extraction.documents).items():
        if count > 1:
            raise OntologyError(f"{document_id}: found {count} texts of this name, a text's name has to be its own")
    graphs = {
        namespaces.source(facts.document.id): _source_quads(facts, types, namespaces) for facts in extraction.documents
    }
    graphs[namespaces.registry_graph] = _registry_quads(extraction.entities, namespaces)
    graphs[namespaces.ontology_graph] = iter(ontology_quads(namespaces))
    return [quad for graph in sorted(graphs) for quad in sorted(set(graphs[graph]), key=_order)]


def _order(quad: Quad) -> str:
    # Within a graph, as N-Quads; a subject's type comes first, as a reader of Turtle expects. One string sorts three
    # times as fast as a tuple of terms.
    return str(quad).replace(_TYPE_WITHIN, " ! ", 1)


def write_trig(quads: Iterable[Quad], path: Path, namespaces: Namespaces) -> None:
    """Writes sorted quads as TriG with our prefixes; the same quads give the same bytes."""
    path.write_bytes(with_prefixes(quads, RdfFormat.TRIG, namespaces))


def with_prefixes(statements: Iterable[Quad] | Iterable[Triple], format_: RdfFormat, namespaces: Namespaces) -> bytes:
    """Quads in TriG or triples in Turtle, in the order given, under our prefixes."""
    known = prefixes(namespaces)
    content = BytesIO()
    serialize(statements, content, format_, prefixes=known)
    lines = content.getvalue().splitlines(keepends=True)
    # The writer puts the prefixes first, a line each, in the order of its hash table.
    return b"".join((*sorted(lines[: len(known)]), *lines[len(known) :]))


def prefixes(namespaces: Namespaces) -> dict[str, str]:
    """Prefix → namespace of everything that a graph of ours names, sorted by prefix."""
    ours = {"a": f"{namespaces.base}id/", "code": f"{namespaces.base}code/", "oda": namespaces.ontology}
    return dict(sorted((OUTSIDE | ours).items()))


# -- a text -----------------------------------------------------------------------------------------------------------


def _source_quads(facts: DocumentFacts, types: dict[str, EntityType], namespaces: Namespaces) -> Iterator[Quad]:
    graph = NamedNode(namespaces.source(facts.document.id))
    yield from _quads(graph.value, _document_properties(facts.document, namespaces), graph)
    for entity_id, names in _names_by_entity(facts).items():
        if entity_id not in types:
            raise OntologyError(f"{facts.document.id}: found the entity {entity_id!r}, none of the extraction's list")
        properties = [(_TYPE, _node(namespaces.term(types[entity_id])))]
        properties += [(_outside("skos", "altLabel"), _english(name)) for name in names]
        yield from _quads(namespaces.entity(entity_id), properties, graph)
    for claim in facts.claims:
        yield from _claim_quads(claim, facts.document.id, namespaces)


def _names_by_entity(facts: DocumentFacts) -> dict[str, set[str]]:
    names: dict[str, set[str]] = {end: set() for claim in facts.claims for end in (claim.subject, claim.object)}
    for mention in facts.mentions:
        names.setdefault(mention.entity_id, set()).add(mention.name)
    return names


def _document_properties(document: Document, namespaces: Namespaces) -> list[tuple[NamedNode, _Value]]:
    source = document.source
    stated = {
        "title": source.title,
        "publisher": source.publisher,
        "isPartOf": source.series,
        "license": source.licence,
    }
    properties: list[tuple[NamedNode, _Value]] = [(_TYPE, _node(namespaces.term("Document")))]
    properties += [(_outside("dcterms", term), Literal(value)) for term, value in stated.items() if value]
    if source.year is not None:
        properties.append((_outside("dcterms", "issued"), _typed(f"{source.year:04d}", "gYear")))
    return properties


def _claim_quads(claim: Claim, document_id: str, namespaces: Namespaces) -> Iterator[Quad]:
    graph = NamedNode(namespaces.source(document_id))
    subject, object_ = _ends(claim)
    ends = (namespaces.entity(subject), namespaces.term(claim.predicate), namespaces.entity(object_))
    if claim.status.affirms:
        yield Quad(NamedNode(ends[0]), NamedNode(ends[1]), NamedNode(ends[2]), graph)
    digest = hashlib.sha256("\n".join((*ends, claim.status)).replace(namespaces.base, "").encode()).hexdigest()[:16]
    iri = namespaces.claim(document_id, digest)
    yield from _quads(iri, zip(_REIFICATION, map(NamedNode, ends), strict=True), graph)
    yield from _quads(iri, _claim_properties(claim, namespaces), graph)
    for evidence in claim.evidence:
        quote = namespaces.evidence(document_id, evidence.start, evidence.end)
        yield from _quads(iri, [(_outside("prov", "wasDerivedFrom"), _node(quote))], graph)
        yield from _quads(quote, _evidence_properties(evidence, namespaces), graph)


def _ends(claim: Claim) -> tuple[str, str]:
    """Subject and object of a claim; a symmetric relation runs from the smaller id, so that it stands once."""
    ends = (claim.subject, claim.object)
    return (min(ends), max(ends)) if claim.predicate.symmetric else ends


def _claim_properties(claim: Claim, namespaces: Namespaces) -> Iterator[tuple[NamedNode, _Value]]:
    def term(name: str) -> NamedNode:
        return NamedNode(namespaces.term(name))

    yield _TYPE, term("Claim")
    yield term("confidence"), _typed(f"{claim.confidence:.2f}", "decimal")
    yield term("rule"), Literal(claim.rule)
    yield term("status"), Literal(claim.status.value)
    if claim.year is not None:
        yield term("year"), _typed(f"{claim.year:04d}", "gYear")
    if claim.fiscal and claim.year is not None:
        yield term("fiscalYear"), _typed(f"{claim.year:04d}", "gYear")
    if claim.amount is not None:
        yield term("amount"), _typed(_plain(claim.amount), "decimal")
    if claim.currency:
        yield term("currency"), Literal(claim.currency)
    if claim.participants is not None:
        yield term("participants"), _typed(str(claim.participants), "integer")


def _evidence_properties(evidence: Evidence, namespaces: Namespaces) -> Iterator[tuple[NamedNode, _Value]]:
    source = NamedNode(namespaces.source(evidence.document_id))
    yield _TYPE, NamedNode(namespaces.term("Evidence"))
    yield _TYPE, _outside("oa", "TextQuoteSelector")
    yield _outside("oa", "exact"), Literal(evidence.text)
    yield _outside("nif", "beginIndex"), _typed(str(evidence.start), "nonNegativeInteger")
    yield _outside("nif", "endIndex"), _typed(str(evidence.end), "nonNegativeInteger")
    yield _outside("nif", "referenceContext"), source
    yield _outside("prov", "wasQuotedFrom"), source
    if evidence.heading:
        yield NamedNode(namespaces.term("heading")), Literal(evidence.heading)


# -- the registry ------------------------------------------------------------------------------------------------------


def _registry_quads(entities: Sequence[Entity], namespaces: Namespaces) -> Iterator[Quad]:
    graph = NamedNode(namespaces.registry_graph)
    known = frozenset(entity.id for entity in entities)
    for entity in entities:
        iri = namespaces.entity(entity.id)
        yield from _quads(iri, [(_outside("skos", "prefLabel"), _english(entity.name))], graph)
        notes = (f"{merge.name} — {merge.reason}" for merge in entity.merges)
        yield from _quads(iri, ((_outside("skos", "editorialNote"), _english(note)) for note in notes), graph)
        yield from _quads(iri, _code_properties(entity, known, namespaces), graph)


def _code_properties(
    entity: Entity, known: frozenset[str], namespaces: Namespaces
) -> Iterator[tuple[NamedNode, _Value]]:
    codes = entity.codes
    if codes is None:
        return
    for field, term in CODE_TERMS.items():
        if value := getattr(codes, field):
            yield NamedNode(namespaces.term(term)), Literal(value)
    # A link to something that no text names would dangle, so it stays out.
    for term, other in (("knownParent", codes.parent), ("knownCountry", codes.country)):
        if other in known:
            yield NamedNode(namespaces.term(term)), NamedNode(namespaces.entity(other))


# -- the ontology ------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=4)
def ontology_quads(namespaces: Namespaces) -> tuple[Quad, ...]:
    """The ontology and the code schemes as quads of the ontology graph, their IRIs below the graph's own base.

    Blank nodes (OWL needs them for unions) become IRIs by their place in the file: RDF 1.1 Concepts, section 3.5.
    """
    resources = [item for item in files("ontology").iterdir() if item.name.endswith(".ttl") and item.name != _SHAPES]
    return tuple(
        quad
        for resource in sorted(resources, key=lambda item: item.name)
        for quad in _rebased(resource.read_bytes(), _Rebase(resource.name.removesuffix(".ttl"), namespaces), namespaces)
    )


def _rebased(turtle: bytes, rebase: "_Rebase", namespaces: Namespaces) -> Iterator[Quad]:
    graph = NamedNode(namespaces.ontology_graph)
    for quad in parse(turtle, RdfFormat.TURTLE):
        value = quad.object if isinstance(quad.object, Literal) else rebase(quad.object)
        yield Quad(rebase(quad.subject), rebase(quad.predicate), value, graph)


class _Rebase:
    """Gives the IRI that a term of one file has in a graph of ours."""

    def __init__(self, file: str, namespaces: Namespaces) -> None:
        self._base = namespaces.base
        self._prefix = f"{namespaces.ontology}genid-{file}-"
        self._names: dict[BlankNode, NamedNode] = {}

    def __call__(self, term: NamedNode | BlankNode | Triple) -> NamedNode:
        if isinstance(term, BlankNode):
            return self._names.setdefault(term, NamedNode(f"{self._prefix}{len(self._names) + 1}"))
        if isinstance(term, Triple):
            raise OntologyError(f"{self._prefix}: found a quoted triple, RDF 1.1 has none")
        if term.value.startswith(DEFAULT_BASE):
            return NamedNode(self._base + term.value.removeprefix(DEFAULT_BASE))
        return term


# -- terms -------------------------------------------------------------------------------------------------------------


def _quads(subject: str, properties: Iterable[tuple[NamedNode, _Value]], graph: NamedNode) -> Iterator[Quad]:
    node = NamedNode(subject)
    return (Quad(node, predicate, value, graph) for predicate, value in properties)


@lru_cache(maxsize=256)
def _outside(prefix: str, name: str) -> NamedNode:
    return NamedNode(OUTSIDE[prefix] + name)


def _node(iri: str) -> _Value:
    return NamedNode(iri)


def _english(text: str) -> _Value:
    return Literal(text, language="en")


def _typed(text: str, datatype: str) -> Literal:
    return Literal(text, datatype=_outside("xsd", datatype))


def _plain(number: float) -> str:
    """A number in the lexical form of xsd:decimal: never an exponent, no trailing zeros.

    >>> _plain(2.9e9), _plain(0.5)
    ('2900000000', '0.5')
    """
    text = f"{Decimal(repr(number)):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


_TYPE = _outside("rdf", "type")
_TYPE_WITHIN = f" {_TYPE} "
_REIFICATION = tuple(_outside("rdf", name) for name in ("subject", "predicate", "object"))
