"""Groups that hold together, how good and how stable they are, and whether like is tied to like.

All on the undirected projection, weighted; a projection goes in as it is.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import isnan, log
from statistics import fmean

import networkx as nx

from graph.network.conversion import SEED, AnyGraph, numbered, undirected
from graph.network.louvain import louvain

Groups = tuple[tuple[str, ...], ...]

#: Above so many nodes communities come from `graph.network.louvain`, which is fast, instead of NetworkX.
MANY_NODES = 5000
#: The seeds that stability is measured over.
SEEDS = range(1, 21)


def communities(graph: AnyGraph, *, resolution: float = 1.0, seed: int = SEED) -> Groups:
    """Groups of nodes with more relations inside than chance would give, the largest first, each sorted.

    Louvain on the weighted undirected projection; a higher `resolution` gives smaller groups. Nodes go in as numbers,
    for sets of strings would be walked in another order in every run. Above `MANY_NODES` nodes the moves are those of
    `graph.network.louvain`.

    Source: Blondel, Guillaume, Lambiotte and Lefebvre, Journal of Statistical Mechanics 2008, P10008.
    Limits: a local optimum of modularity, which does not see groups much smaller than the network (Fortunato and
        Barthelemy, PNAS 104(1), 36-41, 2007).
    """
    projection = undirected(graph)
    names = list(projection)
    found = _found(numbered(projection), resolution, seed)
    groups = (tuple(sorted(names[number] for number in group)) for group in found)
    return tuple(sorted(groups, key=lambda group: (-len(group), group)))


def _found(graph: "nx.Graph[int]", resolution: float, seed: int) -> Iterable[Collection[int]]:
    if len(graph) <= MANY_NODES:
        return nx.community.louvain_communities(graph, weight="weight", resolution=resolution, seed=seed)
    ties = [{other: float(tie["weight"]) for other, tie in graph[node].items() if other != node} for node in graph]
    groups: dict[int, list[int]] = {}
    for node, community in enumerate(louvain(ties, resolution=resolution, seed=seed)):
        groups.setdefault(community, []).append(node)
    return groups.values()


def modularity(graph: AnyGraph, groups: Iterable[Collection[str]], *, resolution: float = 1.0) -> float:
    """How much more weight lies inside the groups than chance would put there: at most 1, about 0 for groups of chance.

    Source: Newman and Girvan, Physical Review E 69, 026113, 2004; weights: Newman, Physical Review E 70, 056131, 2004;
        resolution: Reichardt and Bornholdt, Physical Review E 74, 016110, 2006.
    """
    projection = undirected(graph)
    if not projection.number_of_edges():
        return 0.0
    sets = [set(group) for group in groups]
    value: float = nx.community.modularity(projection, sets, weight="weight", resolution=resolution)
    return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Stability:
    """How far communities hang on the seed. `adjusted_rand` and `nmi` are means over all pairs of seeds: 1 where all
    agree, about 0 (nought, for `adjusted_rand`) where they agree no more than by chance.

    `groups` are those of the seed that agrees best with the others, `shares` how often, over the seeds, a node is
    together with the other members of its group: a share near 1 is a firm member. `counts` and `modularities` have one
    value for each seed.
    """

    seeds: tuple[int, ...]
    groups: Groups
    adjusted_rand: float
    nmi: float
    counts: tuple[int, ...]
    modularities: tuple[float, ...]
    shares: dict[str, float]


def stability(graph: AnyGraph, *, seeds: Iterable[int] = SEEDS, resolution: float = 1.0) -> Stability:
    """How much the communities of several seeds agree.

    Source: Hubert and Arabie, Journal of Classification 2, 193-218, 1985 (adjusted Rand index); Danon, Diaz-Guilera,
        Duch and Arenas, Journal of Statistical Mechanics 2005, P09008 (NMI); Lancichinetti and Fortunato, Scientific
        Reports 2, 336, 2012 (agreement over runs).
    """
    projection, asked = undirected(graph), tuple(seeds)
    runs = [communities(projection, resolution=resolution, seed=seed) for seed in asked]
    agreed = {pair: adjusted_rand(runs[pair[0]], runs[pair[1]]) for pair in combinations(range(len(runs)), 2)}
    told = [nmi(one, two) for one, two in combinations(runs, 2)]
    liked = [sum(value for pair, value in agreed.items() if run in pair) for run in range(len(runs))]
    central = runs[liked.index(max(liked))]
    return Stability(
        seeds=asked,
        groups=central,
        adjusted_rand=fmean(agreed.values()) if agreed else 1.0,
        nmi=fmean(told) if told else 1.0,
        counts=tuple(map(len, runs)),
        modularities=tuple(modularity(projection, run, resolution=resolution) for run in runs),
        shares=_shares(central, runs),
    )


def _places(groups: Iterable[Collection[str]]) -> dict[str, int]:
    return {node: place for place, group in enumerate(groups) for node in group}


def _shares(central: Groups, runs: Sequence[Groups]) -> dict[str, float]:
    """For each node, how often it is together with another member of its group; alone, how often it is so."""
    total: Counter[str] = Counter()
    for run in runs:
        here, there = _places(central), _places(run)
        met = Counter((here[node], there[node]) for node in here)
        for node, place in here.items():
            others = len(central[place]) - 1
            total[node] += (met[place, there[node]] - 1) / others if others else len(run[there[node]]) == 1  # type: ignore[assignment]  # a sum of shares
    return {node: total[node] / len(runs) for node in sorted(total)}


def _table(one: Iterable[Collection[str]], two: Iterable[Collection[str]]) -> "Counter[tuple[int, int]]":
    first, second = _places(one), _places(two)
    return Counter((first[node], second[node]) for node in first)


def adjusted_rand(one: Sequence[Collection[str]], two: Sequence[Collection[str]]) -> float:
    """How much two divisions of the same things agree on which pairs are together: 1 is all, 0 what chance gives.

    Source: Hubert and Arabie, Journal of Classification 2, 193-218, 1985.

    >>> adjusted_rand([{"a", "b"}, {"c"}], [{"c"}, {"b", "a"}])
    1.0
    """
    met = sum(_pairs(number) for number in _table(one, two).values())
    firsts, seconds = (sum(_pairs(len(group)) for group in groups) for groups in (one, two))
    expected = firsts * seconds / (_pairs(sum(map(len, one))) or 1)
    most = (firsts + seconds) / 2
    return 1.0 if most == expected else (met - expected) / (most - expected)


def _pairs(number: int) -> int:
    return number * (number - 1) // 2


def nmi(one: Sequence[Collection[str]], two: Sequence[Collection[str]]) -> float:
    """What one division of the same things tells of another, from 0 to 1: their information by the mean of entropies.

    Source: Danon, Diaz-Guilera, Duch and Arenas, Journal of Statistical Mechanics 2005, P09008.

    >>> nmi([{"a", "b"}, {"c", "d"}], [{"a", "c"}, {"b", "d"}])
    0.0
    """
    table, things = _table(one, two), sum(map(len, one))
    both = [(number / things, len(one[i]) / things, len(two[j]) / things) for (i, j), number in table.items()]
    told = sum(share * log(share / (first * second)) for share, first, second in both)
    entropies = [-sum(len(group) / things * log(len(group) / things) for group in groups) for groups in (one, two)]
    return 1.0 if not sum(entropies) else max(0.0, 2 * told / sum(entropies))


def assortativity(graph: AnyGraph, *, by: str = "type") -> float | None:
    """Whether things of one kind are tied to their like: 1 only so, 0 as chance has it, below 0 to others.

    `by` is an attribute of the nodes; those that lack it, or have it empty, are left aside with their ties. None where
    all tied things are of one kind, for then nothing can be said. Ties are not weighted.

    Source: Newman, Physical Review E 67, 026126, 2003, equation 2.
    """
    whole = undirected(graph)
    projection = whole.subgraph([node for node, data in whole.nodes(data=True) if data.get(by)])
    if len({projection.nodes[node][by] for edge in projection.edges() for node in edge}) < 2:
        return None
    value: float = nx.attribute_assortativity_coefficient(projection, by)
    return None if isnan(value) else value


def mixing(graph: AnyGraph, *, by: str = "type") -> dict[tuple[str, str], int]:
    """How many ties there are between things of two kinds; the two are sorted, and each tie counts once."""
    projection = undirected(graph)
    kind = {node: str(data.get(by, "")) for node, data in projection.nodes(data=True)}
    ties = Counter(tuple(sorted((kind[start], kind[end]))) for start, end in projection.edges())
    return {(one, two): number for (one, two), number in sorted(ties.items())}
