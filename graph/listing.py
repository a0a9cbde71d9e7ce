"""The frozen values of a graph as tables: its entities, its claims, the neighbours of a thing and its texts."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from graph.facts import Edge, EdgeClaim, GraphView, Node
from graph.tables import Cell, Table
from ontology.errors import InputError
from ontology.vocabulary import EntityType, Group, Predicate, Status

#: Between the values of one cell.
BETWEEN = "; "


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which claims a table shows; what is None lets all pass, but denials show only when their status is asked for.

    `subject` and `object` are ids of entities, `source` is the id of a text, `years` are calendar or fiscal ones.
    """

    subject: str | None = None
    predicate: Predicate | None = None
    object: str | None = None
    source: str | None = None
    years: Collection[int] | None = None
    min_confidence: float = 0.0
    status: Status | None = None

    def takes(self, edge: Edge, claim: EdgeClaim) -> bool:
        """Whether a claim of an edge is wanted."""
        return self._takes_edge(edge) and self._takes_claim(claim)

    def _takes_edge(self, edge: Edge) -> bool:
        ends = (edge.subject, edge.object)
        turned = (edge.object, edge.subject) if edge.predicate.symmetric else ends
        asked = (self.subject, self.object)
        return self.predicate in (None, edge.predicate) and any(
            all(want in (None, end) for want, end in zip(asked, way, strict=True)) for way in (ends, turned)
        )

    def _takes_claim(self, claim: EdgeClaim) -> bool:
        return (
            self.source in (None, claim.document)
            and (self.years is None or claim.year in self.years)
            and claim.confidence >= self.min_confidence
            and (claim.status.affirms if self.status is None else claim.status is self.status)
        )


def types_of(text: str | None) -> frozenset[EntityType]:
    """The types that a name of a type or of a group of types means, whatever its case; all of them for None.

    Raises:
        InputError: there is no such type or group.

    >>> sorted(map(str, types_of("programme")))
    ['Fund', 'Programme', 'Project', 'Training']
    """
    wanted = None if text is None else text.casefold()
    found = {type_ for type_ in EntityType if wanted in (None, type_.group.casefold(), type_.casefold())}
    if not found:
        allowed = ", ".join(sorted({*map(str, EntityType), *map(str, Group)}))
        raise InputError(f"type: found {text!r}, one of {allowed} is needed")
    return frozenset(found)


def entity_table(view: GraphView, types: Collection[EntityType]) -> Table:
    """One row for each entity of these types, sorted by id; `relations` counts those that no text only denies."""
    degree = Counter(end for edge in view.edges for end in {edge.subject, edge.object})
    fields = ("id", "name", "type", "group", "names", "sources", "parent", "country", "iri")
    codes = sorted({code for node in view.nodes for code, _ in node.codes})

    def row(node: Node) -> Iterator[Cell]:
        yield from (_cell(getattr(node, field)) for field in fields)
        yield degree[node.id]
        yield from (dict(node.codes).get(code) for code in codes)

    rows = tuple(tuple(row(node)) for node in view.nodes if node.type in types)
    return Table((*fields, "relations", *codes), rows)


def _cell(value: object) -> str | None:
    return BETWEEN.join(map(str, value)) if isinstance(value, tuple) else str(value) if value else None


_CLAIM_COLUMNS: dict[str, Callable[[EdgeClaim], Cell]] = {
    "status": lambda claim: str(claim.status),
    "confidence": lambda claim: claim.confidence,
    "year": lambda claim: claim.year,
    "fiscal": lambda claim: claim.fiscal,
    "amount": lambda claim: claim.amount,
    "currency": lambda claim: claim.currency or None,
    "participants": lambda claim: claim.participants,
    "source": lambda claim: claim.document,
    "sentences": lambda claim: len(claim.evidence),
    "sentence": lambda claim: claim.evidence[0].text,
    "rule": lambda claim: claim.rule,
}


def claim_table(view: GraphView, wanted: Wanted) -> Table:
    """One row for each claim that is wanted, in the order of the edges, with its first sentence."""
    names = {node.id: node.name for node in view.nodes}
    rows: Iterator[tuple[Cell, ...]] = (
        (*said, *(value(claim) for value in _CLAIM_COLUMNS.values()), edge.subject, edge.object)
        for edge in (*view.edges, *view.denied)
        for said in ((names[edge.subject], str(edge.predicate), names[edge.object]),)
        for claim in edge.claims
        if wanted.takes(edge, claim)
    )
    return Table(("subject", "predicate", "object", *_CLAIM_COLUMNS, "subject_id", "object_id"), tuple(rows))


def neighbour_table(view: GraphView, thing: str) -> Table:
    """One row for each relation of a thing, by the neighbour's name; what texts only deny is no relation.

    `direction` says where the relation runs: "to" the neighbour, "from" it, or "both" ways.
    """
    nodes = {node.id: node for node in view.nodes}
    rows = [
        (other.name, str(other.type), str(edge.predicate), direction, *_strength(edge), other.id)
        for edge in view.edges
        if thing in (edge.subject, edge.object)
        for other, direction in (_other(edge, thing, nodes),)
    ]
    columns = ("neighbour", "type", "predicate", "direction", "sentences", "confidence", "id")
    return Table(columns, tuple(sorted(rows)))


def _other(edge: Edge, thing: str, nodes: dict[str, Node]) -> tuple[Node, str]:
    forwards = edge.subject == thing
    direction = "both" if edge.predicate.symmetric else "to" if forwards else "from"
    return nodes[edge.object if forwards else edge.subject], direction


def _strength(edge: Edge) -> tuple[int, float]:
    """How many sentences show an edge, and the highest confidence of its claims."""
    return sum(len(claim.evidence) for claim in edge.affirmed), max(claim.confidence for claim in edge.affirmed)


def source_table(view: GraphView) -> Table:
    """One row for each text: what is known of it as a publication, and how much of the graph it gives."""
    things = Counter(source for node in view.nodes for source in node.sources)
    claims: dict[str, int] = defaultdict(int)
    for edge in (*view.edges, *view.denied):
        for claim in edge.claims:
            claims[claim.document] += 1
    fields = ("id", "title", "publisher", "year", "series", "licence")
    rows = (
        (*(getattr(text, field) or None for field in fields), things[text.id], claims[text.id])
        for text in view.documents
    )
    return Table((*fields, "entities", "claims"), tuple(rows))
