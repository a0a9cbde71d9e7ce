"""What differs between two graphs: entities and facts that were removed, added or changed, with their sentences.

Entities are compared by id and facts by the ids of their ends, so graphs of two bases can be compared; what stands in
named graphs triple by triple is a matter for `graph.comparing.patch`.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from graph.facts import open_view
from graph.values import Edge, EdgeClaim, GraphView, Node, Quote
from ontology.vocabulary import EntityType, Predicate, Status

_Thing = TypeVar("_Thing")
_Key = TypeVar("_Key", str, tuple[str, Predicate, str])


class Change(StrEnum):
    """What became of something, in the order in which it is told."""

    REMOVED = "removed"
    ADDED = "added"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class FieldChange:
    """The values of one property that only one of two graphs has, sorted. `text` is the id of the text that says them,
    empty where they are said of the whole; the values of "evidence" are sentences.
    """

    text: str
    field: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityChange:
    """An entity that only one of two graphs has, or that they do not describe alike; name and type are the newer ones.

    `evidence` are sentences that show it: of a new sector, or else the first of each text that relates it to something.
    """

    change: Change
    id: str
    name: str
    type: EntityType
    fields: tuple[FieldChange, ...] = ()
    evidence: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FactChange:
    """A relation that only one of two graphs has, or of which their texts do not say the same.

    Status and names are the newer ones. `evidence` are its sentences; of a change, those that are new, or else all.
    """

    change: Change
    subject: str
    predicate: Predicate
    object: str
    subject_name: str
    object_name: str
    status: Status
    fields: tuple[FieldChange, ...] = ()
    evidence: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """All that differs: what was removed before what was added before what was changed, each by id."""

    entities: tuple[EntityChange, ...] = ()
    facts: tuple[FactChange, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything does."""
        return bool(self.entities or self.facts)


def diff(before: Path, after: Path) -> Difference:
    """The difference between the graphs of two output folders.

    Raises:
        GraphError: a folder holds no graph.
    """
    return compare(open_view(before), open_view(after))


def compare(before: GraphView, after: GraphView) -> Difference:
    """The difference between two graphs. A relation that texts only deny is a fact, too: its status says so."""
    return Difference(entities=tuple(_entities(before, after)), facts=tuple(_facts(before, after)))


# What is said of a thing: text (empty for the whole) and field → values.
_Said = Mapping[tuple[str, str], frozenset[str]]


def _differing(before: _Said, after: _Said) -> tuple[FieldChange, ...]:
    none: frozenset[str] = frozenset()
    fields = (
        FieldChange(
            text=key[0],
            field=key[1],
            before=tuple(sorted(before.get(key, none) - after.get(key, none))),
            after=tuple(sorted(after.get(key, none) - before.get(key, none))),
        )
        for key in sorted(before.keys() | after.keys())
    )
    return tuple(field for field in fields if field.before or field.after)


# -- entities ----------------------------------------------------------------------------------------------------------


def _entities(before: GraphView, after: GraphView) -> Iterator[EntityChange]:
    old, new = ({node.id: node for node in view.nodes} for view in (before, after))
    shown = _first_sentences(before) | _first_sentences(after)
    for change, nodes in ((Change.REMOVED, _only(old, new)), (Change.ADDED, _only(new, old))):
        for node in nodes:
            yield _entity(change, node, evidence=shown.get(node.id, ()))
    for key in sorted(old.keys() & new.keys()):
        if fields := _differing(_of_node(old[key]), _of_node(new[key])):
            sectors = tuple(quote for sector in new[key].sectors for quote in sector.evidence)
            about_sectors = any(field.field == "sector" for field in fields)
            evidence = sectors if sectors and about_sectors else shown.get(key, ())
            yield _entity(Change.CHANGED, new[key], fields=fields, evidence=evidence)


def _only(nodes: Mapping[_Key, _Thing], others: Mapping[_Key, _Thing]) -> list[_Thing]:
    """What the others have not, by key."""
    return [nodes[key] for key in sorted(nodes.keys() - others.keys())]


def _entity(
    change: Change, node: Node, *, fields: tuple[FieldChange, ...] = (), evidence: tuple[Quote, ...]
) -> EntityChange:
    return EntityChange(change=change, id=node.id, name=node.name, type=node.type, fields=fields, evidence=evidence)


def _of_node(node: Node) -> _Said:
    said: dict[tuple[str, str], frozenset[str]] = {
        ("", "name"): frozenset([node.name]),
        ("", "type"): frozenset([node.type]),
        ("", "names"): frozenset(node.names),
        ("", "texts"): frozenset(node.sources),
        ("", "codes"): frozenset(f"{field} {code}" for field, code in node.codes),
    }
    for text in {sector.document for sector in node.sectors}:
        of_text = (sector for sector in node.sectors if sector.document == text)
        said[text, "sector"] = frozenset(f"{one.code} {one.label} ({one.confidence:.2f})" for one in of_text)
    return said


def _first_sentences(view: GraphView) -> dict[str, tuple[Quote, ...]]:
    """The first sentence of each text that relates an entity to something, by the entity's id."""
    first: dict[tuple[str, str], Quote] = {}
    for edge in (*view.edges, *view.denied):
        for quote in _quotes(edge):
            for key in ((edge.subject, quote.document), (edge.object, quote.document)):
                first[key] = min(quote, first.get(key, quote))
    found: dict[str, list[Quote]] = defaultdict(list)
    for entity, text in sorted(first):
        found[entity].append(first[entity, text])
    return {entity: tuple(quotes) for entity, quotes in found.items()}


# -- facts -------------------------------------------------------------------------------------------------------------


def _facts(before: GraphView, after: GraphView) -> Iterator[FactChange]:
    old, new = ({edge.key: edge for edge in (*view.edges, *view.denied)} for view in (before, after))
    names = {node.id: node.name for view in (before, after) for node in view.nodes}
    for change, edges in ((Change.REMOVED, _only(old, new)), (Change.ADDED, _only(new, old))):
        for edge in edges:
            yield _fact(change, edge, names, evidence=_quotes(edge))
    for key in sorted(old.keys() & new.keys()):
        if fields := _differing(_of_edge(old[key]), _of_edge(new[key])):
            known = {(quote.document, quote.text) for quote in _quotes(old[key])}
            fresh = tuple(quote for quote in _quotes(new[key]) if (quote.document, quote.text) not in known)
            yield _fact(Change.CHANGED, new[key], names, fields=fields, evidence=fresh or _quotes(new[key]))


def _fact(
    change: Change,
    edge: Edge,
    names: Mapping[str, str],
    *,
    fields: tuple[FieldChange, ...] = (),
    evidence: tuple[Quote, ...],
) -> FactChange:
    return FactChange(
        change=change,
        subject=edge.subject,
        predicate=edge.predicate,
        object=edge.object,
        subject_name=names[edge.subject],
        object_name=names[edge.object],
        status=edge.claims[0].status,
        fields=fields,
        evidence=evidence,
    )


def _of_edge(edge: Edge) -> _Said:
    said: dict[tuple[str, str], set[str]] = defaultdict(set)
    for claim in edge.claims:
        for field, value in _of_claim(claim):
            if value:
                said[claim.document, field].add(value)
        said["", "texts"].add(claim.document)
    return {key: frozenset(values) for key, values in said.items()}


def _of_claim(claim: EdgeClaim) -> Iterator[tuple[str, str]]:
    yield "status", str(claim.status)
    yield "confidence", f"{claim.confidence:.2f}"
    yield "rule", claim.rule
    yield "year", claim.year_said
    yield "amount", "" if claim.amount is None else f"{claim.amount:.15g} {claim.currency}".strip()
    yield "participants", "" if claim.participants is None else str(claim.participants)
    # The words alone: a text that grew by a paragraph still says what it said.
    yield from (("evidence", quote.text) for quote in claim.evidence)


def _quotes(edge: Edge) -> tuple[Quote, ...]:
    return tuple(sorted({quote for claim in edge.claims for quote in claim.evidence}))
