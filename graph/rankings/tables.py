"""The tables behind `graph.rankings`: each makes one table of a network or a projection, as it was chosen.

Rows that are nodes begin with name and type and end with id and IRI.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from statistics import fmean
from typing import TYPE_CHECKING

import networkx as nx

from graph import network as net
from graph.facts import GraphView
from graph.network import DECIMALS, MANY_NODES, SEED, AnyGraph
from graph.tables import Cell, Table
from ontology.errors import InputError

if TYPE_CHECKING:
    from graph.progress import Progress

#: How many members a community is introduced by.
INTRODUCED = 6
#: Above `MANY_NODES` nodes paths are measured from so many starting nodes.
PIVOTS = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What a table may be asked with: the attribute that groups nodes (`by`), the measure whose ranks are tested
    (`of`), seed, number of samples (None: as many as the method has by default), resolution of communities, and what
    is told of progress.
    """

    by: str = "group"
    of: str = "degree"
    seed: int = SEED
    samples: int | None = None
    resolution: float = 1.0
    progress: "Progress | None" = None


def is_large(graph: AnyGraph) -> bool:
    """Whether paths are estimated and communities come from the fast method."""
    return len(graph) > MANY_NODES


def _pivots(graph: AnyGraph) -> int | None:
    return PIVOTS if is_large(graph) else None


def _estimated(graph: AnyGraph, *columns: str) -> tuple[str, ...]:
    return tuple(f"{column}_estimated" if is_large(graph) else column for column in columns)


def _node_table(
    graph: AnyGraph, columns: Sequence[str], values: Mapping[str, Sequence[Cell]], *, by: int = 0, rising: bool = False
) -> Table:
    """One row for each node that has values, sorted by one of them, the highest first unless `rising`."""

    def place(node: str) -> tuple[float, str]:
        value = float(values[node][by] or 0)
        return (value if rising else -value, node)

    rows = (
        (
            graph.nodes[node]["name"],
            graph.nodes[node]["type"],
            *map(_short, values[node]),
            node,
            graph.nodes[node]["iri"],
        )
        for node in sorted(values, key=place)
    )
    return Table(("name", "type", *columns, "id", "iri"), tuple(rows))


def node_row(graph: AnyGraph, node: str, *cells: Cell) -> tuple[Cell, ...]:
    """A row about a node: its name and type, some cells, its id and IRI."""
    known = graph.nodes[node]
    return (known["name"], known["type"], *cells, node, known["iri"])


def _short(value: Cell) -> Cell:
    return round(value, DECIMALS) if isinstance(value, float) else value


def by_default(column: str) -> Callable[[AnyGraph, Choices], Table]:
    """The table of `graph.network.measures`, sorted by one of its columns."""

    def table(graph: AnyGraph, choices: Choices) -> Table:
        columns = ("degree", "in_degree", "out_degree", "pagerank", "betweenness", "community")
        rows = net.measures(graph, pivots=_pivots(graph), seed=choices.seed)
        values = {row.id: tuple(getattr(row, name) for name in columns) for row in rows}
        shown = (*columns[:4], *_estimated(graph, "betweenness"), columns[5])
        return _node_table(graph, shown, values, by=columns.index(column))

    return table


def communities(graph: AnyGraph, choices: Choices) -> Table:
    """One row for each community, the largest first, with its members with the most relations."""
    groups = net.communities(graph, resolution=choices.resolution, seed=choices.seed)
    rows: list[tuple[Cell, ...]] = []
    for number, group in enumerate(groups, 1):
        busiest = sorted(group, key=lambda node: (-graph.degree(node), node))[:INTRODUCED]
        rows.append((number, len(group), "; ".join(graph.nodes[node]["name"] for node in busiest)))
    return Table(("community", "members", "first_members"), tuple(rows))


def membership(graph: AnyGraph, choices: Choices) -> Table:
    """The community of each node, and how firmly it belongs to it over the seeds; the firmest first."""
    found = net.stability(graph, seeds=_seeds(choices), resolution=choices.resolution)
    places = {node: place for place, group in enumerate(found.groups, 1) for node in group}
    values = {node: (found.shares[node], place) for node, place in places.items()}
    return _node_table(graph, ("share_of_seeds", "community"), values)


def _seeds(choices: Choices) -> Iterable[int]:
    return range(choices.seed, choices.seed + (20 if choices.samples is None else choices.samples))


def stability(graph: AnyGraph, choices: Choices) -> Table:
    """How far the communities hang on the seed: agreement, modularity and number of communities over the seeds."""
    found = net.stability(graph, seeds=_seeds(choices), resolution=choices.resolution)
    rows: list[tuple[Cell, ...]] = [("adjusted Rand index", _short(found.adjusted_rand), None, None)]
    rows.append(("normalised mutual information", _short(found.nmi), None, None))
    for name, values in (("modularity", found.modularities), ("communities", found.counts)):
        rows.append((name, _short(fmean(values)), _short(min(values)), _short(max(values))))
    return Table(("measure", "mean", "least", "most"), tuple(rows))


def modularity(graph: AnyGraph, choices: Choices) -> Table:
    """How good the communities are."""
    groups = net.communities(graph, resolution=choices.resolution, seed=choices.seed)
    value = net.modularity(graph, groups, resolution=choices.resolution)
    return Table(("communities", "modularity", "resolution"), ((len(groups), _short(value), choices.resolution),))


def degree_by_relation(graph: AnyGraph, _choices: Choices) -> Table:
    """One row for each node and each kind of relation that it has, the most first."""
    network = _network(graph, "degree-by-relation")
    rows = [
        (
            network.nodes[node]["name"],
            network.nodes[node]["type"],
            key,
            count.out,
            count.into,
            node,
            network.nodes[node]["iri"],
        )
        for node, counts in net.degrees_by_relation(network).items()
        for key, count in counts.items()
    ]
    rows.sort(key=lambda row: (-(row[3] + row[4]), row[5], row[2]))
    return Table(("name", "type", "relation", "out", "in", "id", "iri"), tuple(rows))


def _network(graph: AnyGraph, name: str) -> net.Network:
    if isinstance(graph, nx.MultiDiGraph):
        return graph
    raise InputError(f"{name}: found a projection, which has no relations; the network itself is needed")


def strength(graph: AnyGraph, _choices: Choices) -> Table:
    """The sentences, relations and texts of each node; in a projection the weight of its ties."""
    columns = ("evidence", "relations", "texts") if isinstance(graph, nx.MultiDiGraph) else ("strength",)
    sums = [net.strength(graph, by=column if column != "strength" else "relations") for column in columns]
    return _node_table(graph, columns, {node: [one[node] for one in sums] for node in graph})


def closeness(graph: AnyGraph, choices: Choices) -> Table:
    """Both kinds of closeness of each node, sorted by the first."""
    return _closeness(graph, choices, 0)


def harmonic(graph: AnyGraph, choices: Choices) -> Table:
    """The same, sorted by harmonic closeness."""
    return _closeness(graph, choices, 1)


def _closeness(graph: AnyGraph, choices: Choices, by: int) -> Table:
    one, two = (net.closeness(graph, harmonic=way, pivots=_pivots(graph), seed=choices.seed) for way in (False, True))
    values = {node: (one[node], two[node]) for node in graph}
    return _node_table(graph, _estimated(graph, "closeness", "harmonic"), values, by=by)


def hits(graph: AnyGraph, _choices: Choices) -> Table:
    """How good a hub and an authority each node is, sorted by authority."""
    hubs, authorities = net.hits(graph)
    return _node_table(graph, ("authority", "hub"), {node: (authorities[node], hubs[node]) for node in graph})


def cores(graph: AnyGraph, _choices: Choices) -> Table:
    """The core number of each node, with its degree."""
    numbers = net.cores(graph)
    return _node_table(graph, ("core", "degree"), {node: (numbers[node], graph.degree(node)) for node in graph})


def constraint(graph: AnyGraph, _choices: Choices) -> Table:
    """Burt's measures of each node, the least constrained first."""
    return _holes(graph, by=0, rising=True)


def effective_size(graph: AnyGraph, _choices: Choices) -> Table:
    """The same, the largest effective size first."""
    return _holes(graph, by=1, rising=False)


def _holes(graph: AnyGraph, *, by: int, rising: bool) -> Table:
    ties = net.undirected(graph)
    constraints, sizes = net.constraint(ties), net.effective_size(ties)
    neighbours = {node: len([other for other in ties[node] if other != node]) for node in constraints}
    values = {
        node: (constraints[node], sizes[node], sizes[node] / neighbours[node], neighbours[node]) for node in constraints
    }
    columns = ("constraint", "effective_size", "efficiency", "neighbours")
    return _node_table(graph, columns, values, by=by, rising=rising)


def brokerage(graph: AnyGraph, choices: Choices) -> Table:
    """The brokerage roles of each node between groups, the busiest broker first, with what chance would give."""
    roles = [field.name for field in fields(net.Roles)]
    values = {
        row.id: (
            row.total,
            row.group,
            *(int(getattr(row.roles, role)) for role in roles),
            *(getattr(row.expected, role) for role in roles),
        )
        for row in net.brokerage(graph, by=known(graph, choices.by))
    }
    return _node_table(graph, ("total", "between", *roles, *(f"expected_{role}" for role in roles)), values)


#: Attributes of nodes that group them.
GROUPINGS = ("type", "group", "region", "region_name", "community")


def known(graph: AnyGraph, by: str) -> str:
    """The attribute, which nodes of the graph have.

    Raises:
        InputError: they do not.
    """
    allowed = sorted({key for _, data in graph.nodes(data=True) for key in data if key in GROUPINGS})
    if len(graph) and by not in allowed:
        raise InputError(f"by: found {by!r}, {', '.join(allowed)} is allowed")
    return by


def assortativity(graph: AnyGraph, _choices: Choices) -> Table:
    """One row for each attribute that groups nodes: whether like is tied to like."""
    there = [by for by in GROUPINGS if any(by in data for _, data in graph.nodes(data=True))]
    values = ((by, net.assortativity(graph, by=by)) for by in there)
    return Table(("attribute", "assortativity"), tuple((by, _short(value)) for by, value in values))


def mixing(graph: AnyGraph, choices: Choices) -> Table:
    """How many ties there are between kinds of things, the most first."""
    found = net.mixing(graph, by=known(graph, choices.by))
    rows = sorted(((one, two, number) for (one, two), number in found.items()), key=lambda row: (-row[2], row))
    return Table(("one", "other", "ties"), tuple(rows))


def nestedness(graph: AnyGraph, _choices: Choices) -> Table:
    """How nested a network of two kinds of things is, and how often its paths close."""
    found = net.nodf(graph)
    rows = [(f"NODF {field.name}", _short(getattr(found, field.name))) for field in fields(found)]
    rows.append(("Robins-Alexander clustering", _short(net.robins_alexander(graph))))
    return Table(("measure", "value"), tuple(rows))


def bipartite_clustering(graph: AnyGraph, _choices: Choices) -> Table:
    """How much each node of a network of two kinds has in common with others of its kind."""
    found = net.bipartite_clustering(graph)
    return _node_table(graph, ("clustering", "degree"), {node: (found[node], graph.degree(node)) for node in found})


def slices(view: GraphView, name: str, filters: net.Filters) -> Table:
    """One row for each year that claims say (`years`), or each text (`texts`)."""
    found = (
        net.compared(net.by_year(view, **filters)) if name == "years" else net.compared(net.by_text(view, **filters))
    )
    columns = [field.name for field in fields(net.SliceRow)]
    return Table(tuple(columns), tuple(tuple(_short(getattr(row, column)) for column in columns) for row in found))
