"""Frozen values → RDF quads, as the contract of the output has them, and quads → a TriG file.

Everything is sorted and named by what it says: the same facts give the same quads in the same order, without blank
nodes.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from io import BytesIO

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse, serialize

from extract.model import Claim, Document, DocumentFacts, Evidence, Extraction, SectorClaim
from graph.writing.corrections import correction_quads
from graph.writing.registry import registry_quads
from graph.writing.terms import (
    REIFICATION,
    TYPE,
    Value,
    claim_iri,
    english,
    issued,
    node,
    outside,
    plain,
    quads_about,
    typed,
)
from ontology.errors import OntologyError
from ontology.namespaces import DEFAULT_BASE, OUTSIDE, Namespaces
from ontology.vocabulary import EntityType

# What `ontology/` holds for checking a graph, not for standing in one.
_SHAPES = "shapes.ttl"

_TYPE_WITHIN = f" {TYPE} "


def to_quads(extraction: Extraction, namespaces: Namespaces) -> list[Quad]:
    """All quads of a small graph, sorted, each once: a graph for each text, the registry, corrections and the ontology.

    Raises:
        OntologyError: two texts have the same id, or one speaks of an entity that the extraction does not list.
    """
    types = {entity.id: entity.type for entity in extraction.entities}
    for document_id, count in Counter(facts.document.id for facts in extraction.documents).items():
        if count > 1:
            raise OntologyError(f"{document_id}: found {count} texts of this name, a text's name has to be its own")
    graphs = {
        namespaces.source(facts.document.id): text_quads(facts, types, namespaces) for facts in extraction.documents
    }
    graphs[namespaces.registry_graph] = in_order(registry_quads(extraction.entities, namespaces))
    graphs[namespaces.corrections_graph] = in_order(correction_quads(extraction.corrections, namespaces))
    graphs[namespaces.ontology_graph] = in_order(ontology_quads(namespaces))
    return [quad for graph in sorted(graphs) for quad in graphs[graph]]


def in_order(quads: Iterable[Quad]) -> list[Quad]:
    """The quads of one graph as it has them: sorted, each once."""
    return sorted(set(quads), key=order)


def order(quad: Quad) -> str:
    """The place of a quad within its graph."""
    # As N-Quads; a subject's type comes first, as a reader of Turtle expects. One string sorts three
    # times as fast as a tuple of terms.
    return str(quad).replace(_TYPE_WITHIN, " ! ", 1)


def section(quads: Iterable[Quad], namespaces: Namespaces) -> bytes:
    """Sorted quads of one graph as a section of a TriG file, which follows `trig_head` there."""
    return with_prefixes(quads, RdfFormat.TRIG, namespaces).split(b"\n", len(prefixes(namespaces)))[-1]


def quads_in(section: bytes, namespaces: Namespaces) -> Iterator[Quad]:
    """Yields: the quads of a section of a TriG file of ours."""
    return iter(parse(trig_head(namespaces) + section, RdfFormat.TRIG))


def statements(section: bytes) -> list[bytes]:
    """What a section says of each subject; no literal of ours holds a line's end."""
    return section[section.find(b"{\n") + 2 : section.rfind(b"}")].split(b" .\n")[:-1]


def trig_head(namespaces: Namespaces) -> bytes:
    """The beginning of a TriG file of ours: our prefixes."""
    return b"".join(sorted(f"@prefix {name}: <{iri}> .\n".encode() for name, iri in prefixes(namespaces).items()))


def with_prefixes(
    statements: Iterable[Quad] | Iterable[Triple],
    format_: RdfFormat,
    namespaces: Namespaces,
    *,
    more: Mapping[str, str] | None = None,
) -> bytes:
    """Quads in TriG or triples in Turtle, in the order given, under our prefixes and those given."""
    known = prefixes(namespaces) | dict(more or {})
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


def text_quads(facts: DocumentFacts, types: Mapping[str, EntityType], namespaces: Namespaces) -> list[Quad]:
    """All quads of the graph of a text, sorted, each once; `types` has the type of what it names, by id.

    Raises:
        OntologyError: it speaks of something that has no type.
    """
    return in_order(_said_by(facts, types, namespaces))


def _said_by(facts: DocumentFacts, types: Mapping[str, EntityType], namespaces: Namespaces) -> Iterator[Quad]:
    graph = NamedNode(namespaces.source(facts.document.id))
    yield from quads_about(graph.value, _document_properties(facts.document, namespaces), graph)
    for entity_id, names in _names_by_entity(facts).items():
        if entity_id not in types:
            raise OntologyError(f"{facts.document.id}: found the entity {entity_id!r}, none of the extraction's list")
        properties = [(TYPE, node(namespaces.term(types[entity_id])))]
        properties += [(outside("skos", "altLabel"), english(name)) for name in names]
        yield from quads_about(namespaces.entity(entity_id), properties, graph)
    for claim in facts.claims:
        yield from _claim_quads(claim, facts.document.id, namespaces)
    for sector in facts.sectors:
        yield from _sector_quads(sector, facts.document.id, namespaces)


def _names_by_entity(facts: DocumentFacts) -> dict[str, set[str]]:
    names: dict[str, set[str]] = {end: set() for claim in facts.claims for end in (claim.subject, claim.object)}
    for entity_id, name in (*((mention.entity_id, mention.name) for mention in facts.mentions), *facts.spellings):
        names.setdefault(entity_id, set()).add(name)
    return names


def _document_properties(document: Document, namespaces: Namespaces) -> list[tuple[NamedNode, Value]]:
    source = document.source
    stated = {
        "title": source.title,
        "publisher": source.publisher,
        "isPartOf": source.series,
        "license": source.licence,
        "language": source.language,
    }
    properties: list[tuple[NamedNode, Value]] = [(TYPE, node(namespaces.term("Document")))]
    properties += [(outside("dcterms", term), Literal(value)) for term, value in stated.items() if value]
    properties += [(outside("dcterms", "issued"), when) for when in issued(source.date, source.year)]
    return properties


def _claim_quads(claim: Claim, document_id: str, namespaces: Namespaces) -> Iterator[Quad]:
    graph = NamedNode(namespaces.source(document_id))
    subject, object_ = _ends(claim)
    ends = (namespaces.entity(subject), namespaces.term(claim.predicate), namespaces.entity(object_))
    if claim.status.affirms:
        yield Quad(NamedNode(ends[0]), NamedNode(ends[1]), NamedNode(ends[2]), graph)
    iri = claim_iri((*ends, claim.status), document_id, namespaces)
    yield from quads_about(iri, zip(REIFICATION, map(NamedNode, ends), strict=True), graph)
    yield from quads_about(iri, _claim_properties(claim, namespaces), graph)
    yield from _derived(iri, claim.evidence, graph, namespaces)


def _derived(iri: str, shown_by: Iterable[Evidence], graph: NamedNode, namespaces: Namespaces) -> Iterator[Quad]:
    for evidence in shown_by:
        quote = namespaces.evidence(evidence.document_id, evidence.start, evidence.end)
        yield from quads_about(iri, [(outside("prov", "wasDerivedFrom"), node(quote))], graph)
        yield from quads_about(quote, _evidence_properties(evidence, namespaces), graph)


def _sector_quads(claim: SectorClaim, document_id: str, namespaces: Namespaces) -> Iterator[Quad]:
    graph = NamedNode(namespaces.source(document_id))
    ends = (namespaces.entity(claim.entity), namespaces.term("sector"), namespaces.code("sector", claim.code))
    yield Quad(NamedNode(ends[0]), NamedNode(ends[1]), NamedNode(ends[2]), graph)
    iri = claim_iri(ends, document_id, namespaces)
    yield from quads_about(iri, zip(REIFICATION, map(NamedNode, ends), strict=True), graph)
    said: list[tuple[NamedNode, Value]] = [
        (TYPE, node(namespaces.term("SectorClaim"))),
        (NamedNode(namespaces.term("confidence")), typed(f"{claim.confidence:.2f}", "decimal")),
        (NamedNode(namespaces.term("rule")), Literal(claim.rule)),
    ]
    yield from quads_about(iri, said, graph)
    yield from _derived(iri, claim.evidence, graph, namespaces)


def _ends(claim: Claim) -> tuple[str, str]:
    """Subject and object of a claim; a symmetric relation runs from the smaller id, so that it stands once."""
    ends = (claim.subject, claim.object)
    return (min(ends), max(ends)) if claim.predicate.symmetric else ends


def _claim_properties(claim: Claim, namespaces: Namespaces) -> Iterator[tuple[NamedNode, Value]]:
    def term(name: str) -> NamedNode:
        return NamedNode(namespaces.term(name))

    yield TYPE, term("Claim")
    yield term("confidence"), typed(f"{claim.confidence:.2f}", "decimal")
    yield term("rule"), Literal(claim.rule)
    yield term("status"), Literal(claim.status.value)
    if claim.year is not None:
        yield term("year"), typed(f"{claim.year:04d}", "gYear")
    if claim.fiscal and claim.year is not None:
        yield term("fiscalYear"), typed(f"{claim.year:04d}", "gYear")
    if claim.amount is not None:
        yield term("amount"), typed(plain(claim.amount), "decimal")
    if claim.currency:
        yield term("currency"), Literal(claim.currency)
    if claim.participants is not None:
        yield term("participants"), typed(str(claim.participants), "integer")


def _evidence_properties(evidence: Evidence, namespaces: Namespaces) -> Iterator[tuple[NamedNode, Value]]:
    source = NamedNode(namespaces.source(evidence.document_id))
    yield TYPE, NamedNode(namespaces.term("Evidence"))
    yield TYPE, outside("oa", "TextQuoteSelector")
    yield outside("oa", "exact"), Literal(evidence.text)
    yield outside("nif", "beginIndex"), typed(str(evidence.start), "nonNegativeInteger")
    yield outside("nif", "endIndex"), typed(str(evidence.end), "nonNegativeInteger")
    yield outside("nif", "referenceContext"), source
    yield outside("prov", "wasQuotedFrom"), source
    if evidence.heading:
        yield NamedNode(namespaces.term("heading")), Literal(evidence.heading)
    if evidence.page is not None:
        yield NamedNode(namespaces.term("page")), typed(str(evidence.page), "positiveInteger")


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
        value = rebase.literal(quad.object) if isinstance(quad.object, Literal) else rebase(quad.object)
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

    def literal(self, literal: Literal) -> Literal:
        """A literal; its datatype moves with the base if it is one of ours, and so does a literal that is our IRI."""
        if literal.datatype.value.startswith(DEFAULT_BASE):
            return Literal(literal.value, datatype=self(literal.datatype))
        if literal.value.startswith(DEFAULT_BASE):
            return Literal(self._base + literal.value.removeprefix(DEFAULT_BASE), datatype=literal.datatype)
        return literal
