"""Measures of a network → the table that `odagraph network` shows."""

from collections import defaultdict
from collections.abc import Sequence
from enum import StrEnum

import networkx as nx

from graph.network import NodeMeasures, measures
from graph.tables import Cell, Table

#: How many members a community is introduced by.
INTRODUCED = 6


class Measure(StrEnum):
    """What a ranking is by."""

    DEGREE = "degree"
    PAGERANK = "pagerank"
    BETWEENNESS = "betweenness"
    COMMUNITIES = "communities"


def ranking(network: "nx.MultiDiGraph[str]", measure: Measure) -> Table:
    """One row for each node, the highest first, or one for each community, the largest first.

    A community shows how many members it has and those with the most relations.
    """
    rows = measures(network)
    return _communities(rows) if measure is Measure.COMMUNITIES else _nodes(rows, measure)


def _nodes(rows: Sequence[NodeMeasures], measure: Measure) -> Table:
    columns = ("name", "type", "degree", "in_degree", "out_degree", "pagerank", "betweenness", "community", "id")
    ordered = sorted(rows, key=lambda row: (-float(getattr(row, measure)), row.id))
    return Table(columns, tuple(tuple(getattr(row, column) for column in columns) for row in ordered))


def _communities(rows: Sequence[NodeMeasures]) -> Table:
    members: dict[int, list[NodeMeasures]] = defaultdict(list)
    for row in rows:  # those with the most relations come first
        members[row.community].append(row)
    table: list[tuple[Cell, ...]] = [
        (number, len(group), "; ".join(row.name for row in group[:INTRODUCED]))
        for number, group in sorted(members.items())
    ]
    return Table(("community", "members", "first_members"), tuple(table))
