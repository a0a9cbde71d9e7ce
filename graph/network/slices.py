"""The network year by year and text by text, and what changed from one to another."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Unpack

import networkx as nx

from graph.facts import GraphView
from graph.network.conversion import Network, sentences_of, to_networkx
from graph.network.filters import Filters


def by_year(
    view: GraphView, *, cumulative: bool = False, **filters: Unpack[Filters]
) -> "dict[int, nx.MultiDiGraph[str]]":
    """The network of the claims that say each year (calendar or fiscal), in order; of all up to it, if `cumulative`.

    Filters are those of `to_networkx`; `years` chooses years, else they are all that claims say. A claim without a
    year is in no network.

    Raises:
        InputError: a filter names what neither the ontology nor the graph knows.
    """
    said = sorted({claim.year for edge in view.edges for claim in edge.affirmed if claim.year is not None})
    years = filters.get("years")
    asked = said if years is None else [years] if isinstance(years, int) else sorted(set(years))
    found = {}
    for year in asked:
        counted: Collection[int] = [one for one in said if one <= year] if cumulative else [year]
        chosen: Filters = {**filters, "years": counted}
        found[year] = to_networkx(view, **chosen)
    return found


def by_text(view: GraphView, **filters: Unpack[Filters]) -> "dict[str, nx.MultiDiGraph[str]]":
    """The network of each text, by its id; filters are those of `to_networkx`, and `documents` chooses texts.

    Raises:
        InputError: a filter names what neither the ontology nor the graph knows.
    """
    documents = filters.get("documents")
    wanted = [document.id for document in view.documents] if documents is None else sorted(documents)
    chosen: dict[str, Filters] = {document: {**filters, "documents": [document]} for document in wanted}
    return {document: to_networkx(view, **one) for document, one in chosen.items()}


class What(StrEnum):
    """What became of a relation."""

    CAME = "came"
    STAYED = "stayed"
    WENT = "went"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Change:
    """A relation that one of two networks has, or both."""

    what: What
    subject: str
    predicate: str
    object: str


def changes(old: Network, new: Network) -> tuple[Change, ...]:
    """What came, stayed and went between two networks, sorted; a symmetric relation has its ends as the graph has."""
    before, after = set(old.edges(keys=True)), set(new.edges(keys=True))
    parts = {What.CAME: after - before, What.STAYED: before & after, What.WENT: before - after}
    return tuple(
        sorted(
            Change(what=what, subject=start, predicate=key, object=end)
            for what, edges in parts.items()
            for start, end, key in edges
        )
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SliceRow:
    """A slice: its things and relations, how many of them no slice before it has, and how like the one before it is.

    `likeness` is the share of relations of the two that both have (Jaccard, 1901), None for the first.
    """

    name: str
    things: int
    relations: int
    sentences: int
    new_things: int
    new_relations: int
    likeness: float | None


def compared(slices: "Mapping[int, nx.MultiDiGraph[str]] | Mapping[str, nx.MultiDiGraph[str]]") -> tuple[SliceRow, ...]:
    """One row for each slice, in the order given."""
    things: set[str] = set()
    relations: set[tuple[str, str, str]] = set()
    last: set[tuple[str, str, str]] | None = None
    rows = []
    for name, network in slices.items():
        edges = set(network.edges(keys=True))
        rows.append(
            SliceRow(
                name=str(name),
                things=len(network),
                relations=len(edges),
                sentences=len(sentences_of(network)),
                new_things=len(set(network) - things),
                new_relations=len(edges - relations),
                likeness=None if last is None else len(edges & last) / max(len(edges | last), 1),
            )
        )
        things |= set(network)
        relations, last = relations | edges, edges
    return tuple(rows)
