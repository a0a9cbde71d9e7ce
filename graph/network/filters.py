"""What a network is made of: the keyword filters of `to_networkx`, read as people write them. Loads no NetworkX."""

import difflib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TypedDict

from pyoxigraph import RdfFormat, parse

from graph.facts import Edge, EdgeClaim, GraphView, Node
from graph.names import LIKENESS, SUGGESTIONS, normalise
from graph.region_names import region_names
from ontology.errors import InputError
from ontology.namespaces import OUTSIDE
from ontology.vocabulary import EntityType, Group, Predicate, Status

#: Digits of a DAC category, which several purpose codes share.
CATEGORY = 3
#: Of a longer list, a message names so many.
LISTED = 20


class Filters(TypedDict, total=False):
    """What `to_networkx` takes as keywords; None and what is not given let all pass.

    A relation counts when it passes `predicates`, both its ends pass `types` (types or groups), an end lies in one of
    the `regions` (M49 codes or names; a region holds what lies inside it), an end is shown to work in one of the
    `sectors` (codes, categories or labels), and at least one of its claims passes `documents` (ids or titles), `years`
    (a claim that says no year passes none), `statuses` and `min_confidence`. With `isolates` things without such a
    relation stay, as far as `types` and `documents` let them.
    """

    predicates: Collection[str] | None
    types: Collection[str] | None
    documents: Collection[str] | None
    years: int | Collection[int] | None
    statuses: Collection[str] | None
    min_confidence: float
    regions: Collection[str] | None
    sectors: Collection[str] | None
    isolates: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The filters with every name understood; None lets all pass. `regions` and `sectors` are ids of nodes there."""

    predicates: frozenset[str] | None
    types: frozenset[str] | None
    documents: frozenset[str] | None
    years: Collection[int] | None
    statuses: frozenset[str] | None
    regions: frozenset[str] | None
    sectors: frozenset[str] | None
    min_confidence: float
    isolates: bool

    def takes_node(self, node: Node) -> bool:
        """Whether a thing without relations is wanted."""
        return (self.types is None or node.type in self.types) and (
            self.documents is None or not self.documents.isdisjoint(node.sources)
        )

    def takes_edge(self, edge: Edge, types: Mapping[str, EntityType]) -> bool:
        """Whether a relation is wanted, if one of its claims is; `types` are those of the nodes, by id."""
        ends = (edge.subject, edge.object)
        return (
            (self.predicates is None or edge.predicate in self.predicates)
            and (self.types is None or all(types[end] in self.types for end in ends))
            and (self.regions is None or not self.regions.isdisjoint(ends))
            and (self.sectors is None or not self.sectors.isdisjoint(ends))
        )

    def takes_claim(self, claim: EdgeClaim) -> bool:
        """Whether a claim counts; denials never reach this."""
        return (
            claim.confidence >= self.min_confidence
            and (self.documents is None or claim.document in self.documents)
            and (self.years is None or claim.year in self.years)
            and (self.statuses is None or claim.status in self.statuses)
        )


def understood(view: GraphView, filters: Filters) -> Wanted:
    """The filters as they apply to a graph.

    Raises:
        InputError: a filter names what neither the ontology nor the graph knows.
    """
    years, regions, sectors = filters.get("years"), filters.get("regions"), filters.get("sectors")
    documents = {label: document.id for document in view.documents for label in (document.id, document.title) if label}
    affirming = {str(status): str(status) for status in Status if status.affirms}
    return Wanted(
        predicates=_meant("predicate", filters.get("predicates"), {str(one): str(one) for one in Predicate}),
        types=_types(filters.get("types")),
        documents=_meant("document", filters.get("documents"), documents),
        years=frozenset((years,)) if isinstance(years, int) else years,
        statuses=_meant("status", filters.get("statuses"), affirming),
        regions=None if regions is None else _in_regions(view, regions),
        sectors=None if sectors is None else _in_sectors(view, sectors),
        min_confidence=filters.get("min_confidence", 0.0),
        isolates=filters.get("isolates", False),
    )


def _types(found: Collection[str] | None) -> frozenset[str] | None:
    """The types that types and groups mean; "Programme" is the group, which holds the type."""
    names = _meant("type", found, {str(one): str(one) for one in (*EntityType, *Group)})
    return None if names is None else frozenset(one for one in EntityType if one in names or one.group in names)


def _meant(what: str, found: Collection[str] | None, labels: Mapping[str, str]) -> frozenset[str] | None:
    """What the labels stand for, whatever their case, blanks and accents.

    Raises:
        InputError: nothing has such a label; the nearest ones are said, or else those that are allowed.
    """
    if found is None:
        return None
    known = {_folded(label): meant for label, meant in labels.items()}
    for text in sorted(set(found)):
        if _folded(text) not in known:
            raise InputError(f"{what}: found {text!r}, {_advice(text, labels)}")
    return frozenset(known[_folded(text)] for text in found)


def one_of(what: str, name: str, allowed: Iterable[str]) -> str:
    """The name, which is one of those allowed, as it stands there.

    Raises:
        InputError: it is not; the nearest ones are said, or else those that are allowed.
    """
    labels = {str(one): str(one) for one in allowed}
    return next(iter(_meant(what, [name], labels) or ()))


def _folded(text: str) -> str:
    return normalise(text).replace(" ", "")


def _advice(text: str, labels: Iterable[str]) -> str:
    folded = {_folded(label): label for label in labels}
    near = difflib.get_close_matches(_folded(text), folded, n=SUGGESTIONS, cutoff=LIKENESS)
    if near:
        return f"did you mean {' or '.join(folded[label] for label in near)}?"
    listed = list(folded.values())
    more = f" or {len(listed) - LISTED} others" if len(listed) > LISTED else ""
    return f"{', '.join(listed[:LISTED]) or 'none'}{more} is allowed"


def region_of(node: Node) -> str:
    """The M49 code of the subregion that a country lies in; empty for other things."""
    return dict(node.codes).get("region", "")


def _in_regions(view: GraphView, found: Collection[str]) -> frozenset[str]:
    names = region_names()
    wanted = _meant("region", found, {**{code: code for code in names}, **{name: code for code, name in names.items()}})
    own = {name: code for code, name in names.items()}
    return frozenset(
        node.id
        for node in view.nodes
        if not (wanted or frozenset()).isdisjoint(_with_wider(region_of(node) or own.get(node.name, "")))
    )


def _with_wider(code: str) -> tuple[str, ...]:
    """A region and all that it lies in, from the code scheme."""
    return (code, *(wider for one in _wider().get(code, ()) for wider in _with_wider(one))) if code else ()


@cache
def _wider() -> dict[str, tuple[str, ...]]:
    """The regions that each region lies directly in, by code."""
    source, found = files("ontology").joinpath("codes-region.ttl").read_bytes(), dict[str, tuple[str, ...]]()
    for subject, predicate, object_, _ in parse(source, format=RdfFormat.TURTLE):
        if predicate.value == OUTSIDE["skos"] + "broader":
            ends = (getattr(one, "value", "").rpartition("/")[2] for one in (subject, object_))
            inner, outer = ends
            found[inner] = (*found.get(inner, ()), outer)
    return found


def _in_sectors(view: GraphView, found: Collection[str]) -> frozenset[str]:
    """The things that texts show to work in one of the sectors; a category holds its purpose codes."""
    shown = sorted({(sector.code, sector.label) for node in view.nodes for sector in node.sectors})
    labels = {code: code for code, _ in shown} | {label: code for code, label in shown if label}
    categories = {code[:CATEGORY]: code[:CATEGORY] for code, _ in shown}
    wanted = _meant("sector", found, categories | labels) or frozenset()
    return frozenset(
        node.id for node in view.nodes if any({sector.code, sector.code[:CATEGORY]} & wanted for sector in node.sectors)
    )
