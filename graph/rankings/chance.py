"""The tables that compare with chance: the null model, and ranks over samples of the sentences."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from types import MappingProxyType

import networkx as nx

from graph import network as net
from graph.network import DECIMALS, AnyGraph
from graph.rankings.tables import Choices, node_row
from graph.tables import Table
from ontology.errors import InputError

#: The measures whose ranks can be tested.
RANKED: Mapping[str, Callable[[net.Network], Mapping[str, float]]] = MappingProxyType(
    {
        "degree": lambda network: {node: float(network.degree(node)) for node in network},
        "strength": net.strength,
        "pagerank": net.pagerank,
        "betweenness": net.between,
        "closeness": net.closeness,
        "harmonic": lambda network: net.closeness(network, harmonic=True),
        "cores": lambda network: {node: float(core) for node, core in net.cores(network).items()},
    }
)


def null_model(graph: AnyGraph, choices: Choices) -> Table:
    """One row for each statistic: the network's own value, and those of networks of chance with the same degrees."""
    statistics = _of_two_kinds() if _is_bipartite(graph) else _of_one_kind(choices)
    samples = net.SAMPLES if choices.samples is None else choices.samples
    rows = net.null_model(graph, statistics, samples=samples, seed=choices.seed, progress=choices.progress)
    columns = [field.name for field in fields(net.NullRow)]
    return Table(
        ("statistic", *columns[1:]),
        tuple(tuple(_short(getattr(row, column)) for column in columns) for row in rows),
    )


def _short(value: str | float | None) -> str | float | None:
    return round(value, DECIMALS) if isinstance(value, float) else value


def _is_bipartite(graph: AnyGraph) -> bool:
    return any("bipartite" in data for _, data in graph.nodes(data=True))


def _of_one_kind(choices: Choices) -> dict[str, Callable[[AnyGraph], float]]:
    def parts(graph: AnyGraph) -> float:
        ties = net.undirected(graph)
        return max(map(len, nx.connected_components(ties)), default=0) / max(len(ties), 1)

    def quality(graph: AnyGraph) -> float:
        return net.modularity(graph, net.communities(graph, resolution=choices.resolution, seed=choices.seed))

    return {
        "modularity": quality,
        f"assortativity by {choices.by}": lambda graph: net.assortativity(graph, by=choices.by) or 0.0,
        "transitivity": net.transitivity,
        "largest part": parts,
    }


def _of_two_kinds() -> dict[str, Callable[[AnyGraph], float]]:
    return {"NODF": lambda graph: net.nodf(graph).total, "Robins-Alexander clustering": net.robins_alexander}


def bootstrap(graph: AnyGraph, choices: Choices) -> Table:
    """One row for each node: its value and rank, and their intervals over samples of the sentences."""
    if not isinstance(graph, nx.MultiDiGraph):
        raise InputError("bootstrap: found a projection, which has no sentences; the network itself is needed")
    if choices.of not in RANKED:
        raise InputError(f"bootstrap: found {choices.of!r}, the ranks of {', '.join(RANKED)} can be tested")
    samples = 200 if choices.samples is None else choices.samples
    rows = net.bootstrapped_ranks(
        graph, RANKED[choices.of], samples=samples, seed=choices.seed, progress=choices.progress
    )
    columns = [field.name for field in fields(net.RankRow)][1:]
    return Table(
        ("name", "type", *columns, "id", "iri"),
        tuple(node_row(graph, row.id, *(_short(getattr(row, column)) for column in columns)) for row in rows),
    )
