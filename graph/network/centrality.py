"""Who is central: measures of nodes. Each takes a network or a projection; see the function for what it makes of it."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import networkx as nx
import numpy as np
from scipy.sparse import csr_array  # type: ignore[import-untyped]  # scipy ships no types

from graph.network.betweenness import betweenness, distances
from graph.network.conversion import DECIMALS, SEED, AnyGraph, Network, Projection, arcs, directed, numbered, undirected
from ontology.errors import InputError

#: How far PageRank follows relations before it starts anew: the value of Brin and Page.
DAMPING = 0.85
#: HITS ends after so many steps, or when one changes the shares by less than this in all.
HITS_STEPS, HITS_NEAR = 5000, 1e-12


@dataclass(frozen=True, slots=True)
class Degrees:
    """The relations of one kind that go out of a node and come in; a symmetric one does both."""

    out: int = 0
    into: int = 0


def degrees_by_relation(network: Network) -> dict[str, dict[str, Degrees]]:
    """How many relations of each kind each node has, by id and predicate; kinds that it lacks are left out.

    Source: Wasserman and Faust, Social Network Analysis, 1994, chapter 4.
    """
    out: Counter[tuple[str, str]] = Counter()
    into: Counter[tuple[str, str]] = Counter()
    for predicate in sorted({key for _, _, key in network.edges(keys=True)}):
        of_it: Network = network.edge_subgraph(
            [edge for edge in network.edges(keys=True) if edge[2] == predicate]  # type: ignore[misc]  # keyed edges
        )
        for (start, end), number in arcs(of_it).items():
            out[start, predicate] += number
            into[end, predicate] += number
    found: dict[str, dict[str, Degrees]] = {node: {} for node in sorted(network)}
    for node, predicate in sorted({*out, *into}):
        found[node][predicate] = Degrees(out[node, predicate], into[node, predicate])
    return found


#: What `strength` may sum up over the relations of a network.
STRENGTHS = ("evidence", "relations", "texts")


def strength(graph: AnyGraph, *, by: str = "evidence") -> dict[str, float]:
    """The weight of all that is tied to each node: sentences (`evidence`), relations, or the texts of each (`texts`).

    In a projection the weights of its edges are summed. A relation of a thing to itself counts twice, as in a degree.

    Source: Barrat, Barthelemy, Pastor-Satorras and Vespignani, PNAS 101(11), 3747-3752, 2004.

    Raises:
        InputError: `by` is something else.
    """
    if by not in STRENGTHS:
        raise InputError(f"strength: found {by!r}, {', '.join(STRENGTHS)} is allowed")
    total: dict[str, float] = dict.fromkeys(sorted(graph), 0)
    for start, end, edge in graph.edges(data=True):
        for node in (start, end):
            total[node] += _weight(edge, by) if isinstance(graph, nx.MultiDiGraph) else edge.get("weight", 1)
    return total


def _weight(edge: Mapping[str, Sequence[str]], by: str) -> float:
    return {"evidence": edge["evidence"], "relations": 1, "texts": len(edge["sources"])}[by]  # type: ignore[return-value]


def pagerank(graph: AnyGraph, *, damping: float = DAMPING) -> dict[str, float]:
    """The share of time that a walk along relations, doer to done-to, spends at each node; the shares sum to 1.

    Each relation weighs the same, and a symmetric one is walked both ways. So a thing ranks high when much is done for
    it or in it by things that rank high. In a projection ties are walked both ways, by their weight.

    Source: Brin and Page, Computer Networks and ISDN Systems 30, 107-117, 1998.
    """
    ranks: dict[str, float] = nx.pagerank(directed(graph), alpha=damping, max_iter=1000, tol=1e-12, weight="weight")
    return ranks


def hits(graph: AnyGraph) -> tuple[dict[str, float], dict[str, float]]:
    """The hubs, which do much for good authorities, and the authorities, for which good hubs do much; each sums to 1.

    Weights are those of `pagerank`. The steps are Kleinberg's own, from equal weights, so where several parts of the
    network are equally strong each has its share; NetworkX's solver gives one of them, or fails.

    Source: Kleinberg, Journal of the ACM 46(5), 604-632, 1999, section 3.
    """
    nodes = sorted(graph)
    steps = arcs(graph)
    if not steps:
        return dict.fromkeys(nodes, 0.0), dict.fromkeys(nodes, 0.0)
    matrix = _arc_matrix(nodes, steps)
    authority = np.ones(len(nodes))
    for _ in range(HITS_STEPS):
        last, authority = authority, matrix.T @ (matrix @ authority)
        authority /= authority.sum()
        if np.abs(authority - last).sum() < HITS_NEAR:
            break
    hub = matrix @ authority
    found = (hub / hub.sum()).tolist(), authority.tolist()
    return dict(zip(nodes, found[0], strict=True)), dict(zip(nodes, found[1], strict=True))


def _arc_matrix(nodes: Sequence[str], steps: Mapping[tuple[str, str], float]) -> Any:
    """The weights of arcs, from row to column."""
    numbers = {node: number for number, node in enumerate(nodes)}
    rows, columns = zip(*((numbers[start], numbers[end]) for start, end in sorted(steps)), strict=True)
    weights = [float(steps[ends]) for ends in sorted(steps)]
    return csr_array((weights, (rows, columns)), shape=(len(nodes), len(nodes)))


def between(graph: AnyGraph, *, pivots: int | None = None, seed: int = SEED) -> dict[str, float]:
    """The share of shortest paths between two others that pass each node of the undirected projection, unweighted.

    `pivots` estimates it from that many starting nodes, drawn with the seed; use it above some 5,000 nodes.

    Source: see `graph.network.betweenness`.
    """
    projection = undirected(graph)
    shares = betweenness(len(projection), list(numbered(projection).edges()), _drawn(len(projection), pivots, seed))
    return dict(zip(projection, shares.tolist(), strict=True))


def _drawn(nodes: int, pivots: int | None, seed: int) -> list[int] | None:
    """So many nodes, in an order of chance; None where all are to be taken."""
    if pivots is None or pivots >= nodes:
        return None
    drawn: list[int] = np.random.default_rng(seed).choice(nodes, size=pivots, replace=False).tolist()
    return drawn


def closeness(
    graph: AnyGraph, *, harmonic: bool = False, pivots: int | None = None, seed: int = SEED
) -> dict[str, float]:
    """How near each node is to the others, from 0 to 1, in steps of the undirected projection.

    The inverse of the mean distance to the nodes that it reaches, times the share of the others that it reaches (so a
    small part of a network in pieces scores low). `harmonic` takes the mean of inverse distances instead, nought for
    what is out of reach. In parts of more than `pivots` nodes the distances are estimated from that many, drawn with
    the seed.

    Source: Freeman, Social Networks 1(3), 215-239, 1979; Wasserman and Faust, Social Network Analysis, 1994,
        chapter 5 (networks in pieces); Marchiori and Latora, Physica A 285, 539-546, 2000 (harmonic); Eppstein and
        Wang, Journal of Graph Algorithms and Applications 8(1), 39-45, 2004 (estimate).
    """
    projection = undirected(graph)
    found: dict[str, float] = dict.fromkeys(projection, 0.0)
    for part in nx.connected_components(projection):
        if len(part) > 1:
            found.update(_closeness_in_part(nx.Graph(projection.subgraph(sorted(part))), harmonic, pivots, seed))
    others = max(len(projection) - 1, 1)
    return {node: share / others for node, share in found.items()}


def _closeness_in_part(part: Projection, harmonic: bool, pivots: int | None, seed: int) -> dict[str, float]:
    """The closeness of nodes that all reach each other, times the number of other nodes in the whole network."""
    ordered: nx.Graph[str] = nx.Graph()
    ordered.add_nodes_from(sorted(part))
    ordered.add_edges_from(part.edges())
    starts = _drawn(len(ordered), pivots, seed)
    sums = distances(len(ordered), list(numbered(ordered).edges()), starts, inverse=harmonic)
    others = len(ordered) - 1
    # A start has no distance to itself, so it is measured from one start fewer.
    seen = np.full(len(ordered), float(len(starts or ordered)))
    seen[starts if starts is not None else slice(None)] -= 1
    means = sums / np.maximum(seen, 1)
    shares = others * means if harmonic else others / np.maximum(means, 1.0)
    return dict(zip(ordered, shares.tolist(), strict=True))


def degrees(graph: AnyGraph) -> dict[str, tuple[int, int, int]]:
    """The degree of each node, its in-degree and its out-degree.

    Relations are counted, a symmetric one once in the degree and once in both of the others. In a projection ties
    are: the three are the same.
    """
    out: dict[str, int] = defaultdict(int)
    into: dict[str, int] = defaultdict(int)
    for (start, end), number in arcs(graph).items():
        steps = int(number) if isinstance(graph, nx.MultiDiGraph) else 1
        out[start] += steps
        into[end] += steps
    return {node: (graph.degree(node), into[node], out[node]) for node in graph}


def rounded(shares: Mapping[str, float]) -> dict[str, float]:
    """The shares with the decimals that every machine agrees on."""
    return {node: round(share, DECIMALS) for node, share in shares.items()}
