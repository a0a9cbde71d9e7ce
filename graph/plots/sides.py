"""Two sides of a bipartite network, cut to the largest and put in an order in which few lines cross."""

from collections.abc import Mapping
from dataclasses import dataclass

import networkx as nx

from graph.network import communities
from graph.plots import style

#: How often the sides are ordered by each other; more changes nothing in practice.
ROUNDS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """The nodes of both sides from the top, the community of each (from 1, the largest first), and what is left out."""

    left: tuple[str, ...]
    right: tuple[str, ...]
    community: Mapping[str, int]
    note: str


def sides_of(bipartite: "nx.Graph[str]", left: int, right: int) -> Sides:
    """The best connected nodes of both sides, each community together; node attribute `bipartite` is 0 or 1.

    The left side is cut first, to those with the most neighbours; of the right then stay those with the most neighbours
    among these, and what loses all its neighbours goes.
    """
    everything = [[node for node, data in bipartite.nodes(data=True) if data["bipartite"] == side] for side in (0, 1)]
    lefts = _largest(bipartite, everything[0], left)
    rights = _largest(bipartite.subgraph([*lefts, *everything[1]]), everything[1], right)
    shown = bipartite.subgraph([*lefts, *rights])
    kept = [[node for node in side if shown.degree(node)] for side in (lefts, rights)]
    groups = communities(shown.subgraph([*kept[0], *kept[1]]))
    number = {node: place for place, group in enumerate(groups, 1) for node in group}
    lefts, rights = _ordered(shown, kept[0], kept[1], number)
    counts = {"actors": (len(lefts), len(everything[0])), "countries": (len(rights), len(everything[1]))}
    note = style.left_out("with the most ties", **counts)
    return Sides(left=tuple(lefts), right=tuple(rights), community=number, note=note)


def _largest(network: "nx.Graph[str]", nodes: list[str], count: int) -> list[str]:
    def weight(node: str) -> tuple[int, float, str]:
        return (-network.degree(node), -float(network.degree(node, weight="weight")), node)

    return sorted(nodes, key=weight)[:count]


def _ordered(
    network: "nx.Graph[str]", lefts: list[str], rights: list[str], number: Mapping[str, int]
) -> tuple[list[str], list[str]]:
    """Both sides by community, and within it each node near the middle of its neighbours (Sugiyama's barycentres)."""

    def near(nodes: list[str], others: list[str]) -> list[str]:
        places = {node: place for place, node in enumerate(others)}
        middle = {node: sum(places[other] for other in network[node]) / max(len(network[node]), 1) for node in nodes}
        return sorted(nodes, key=lambda node: (number[node], round(middle[node], 6), node))

    rights = sorted(rights, key=lambda node: (number[node], -network.degree(node), node))
    for _ in range(ROUNDS):
        lefts = near(lefts, rights)
        rights = near(rights, lefts)
    return lefts, rights
