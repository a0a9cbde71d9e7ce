"""What chance would give: networks with the same degrees but other ends, and how far the real one is from them."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, stdev
from typing import TYPE_CHECKING, TypeVar

import networkx as nx

from graph.network.conversion import SEED, Network
from ontology.errors import InputError
from ontology.vocabulary import EntityType, Predicate, fits

if TYPE_CHECKING:
    from graph.progress import Progress

#: Swaps tried for each edge. Milo et al. call a hundred more than adequate; on the seeds' graph the share of edges that
#: stay and the means of statistics no longer move from ten to a hundred, nor, but for noise, from three.
TRIES = 10
#: How many networks of chance are made.
SAMPLES = 100

G = TypeVar("G", bound="nx.Graph[str]")
Pair = tuple[str, str]


def rewired(graph: G, *, seed: int = SEED, tries: int = TRIES) -> G:
    """The same kind of graph with the ends of its edges swapped by chance; every node keeps its degrees.

    In a network the objects of two relations of one kind are swapped, so each node keeps its in- and out-degree by
    relation, and only where the ontology allows the new ends, so domains and ranges hold. In a projection the ends of
    two edges are swapped; in a bipartite one (node attribute `bipartite`) edges go on joining the two sides. No swap
    makes a loop or a second edge of one kind. Edges keep their attributes, and their subject where they have one.

    Source: Maslov and Sneppen, Science 296, 910-913, 2002; Milo, Kashtan, Itzkovitz, Newman and Alon, arXiv
        cond-mat/0312028, 2003 (how many swaps).
    """
    rng = random.Random(seed)  # noqa: S311 (a draw for statistics, no secret)
    if isinstance(graph, nx.MultiDiGraph):
        return _rewired_network(graph, rng, tries)  # type: ignore[return-value]  # a network for a network
    sides = {node: bool(data.get("bipartite")) for node, data in graph.nodes(data=True)}
    mixed = any(sides.values())
    pairs = [(a, b) if not (mixed and sides[a]) else (b, a) for a, b in graph.edges()]
    swapped = _Swaps(pairs, lambda _start, _end: True, both_ways=not mixed).done(rng, tries)
    return _with_edges(graph, [((a, b), graph.edges[old]) for (a, b), old in zip(swapped, pairs, strict=True)])


def _rewired_network(network: Network, rng: random.Random, tries: int) -> "nx.MultiDiGraph[str]":
    edges: list[tuple[tuple[str, ...], Mapping[str, object]]] = []
    types = {node: EntityType(data["type"]) for node, data in network.nodes(data=True)}
    for key in sorted({key for _, _, key in network.edges(keys=True)}):
        predicate = Predicate(key)
        pairs = [(start, end) for start, end, own in network.edges(keys=True) if own == key]

        def allowed(start: str, end: str, predicate: Predicate = predicate) -> bool:
            return fits(types[start], predicate, types[end])

        swapped = _Swaps(pairs, allowed, both_ways=predicate.symmetric).done(rng, tries)
        edges += [((*new, key), network.edges[(*old, key)]) for new, old in zip(swapped, pairs, strict=True)]
    return _with_edges(network, edges)


def _with_edges(graph: G, edges: Sequence[tuple[tuple[str, ...], Mapping[str, object]]]) -> G:
    """A graph of the same kind with the same nodes and these edges, sorted."""
    found = graph.__class__(**graph.graph)
    found.add_nodes_from(graph.nodes(data=True))
    for ends, attributes in sorted(edges, key=lambda edge: edge[0]):
        found.add_edge(*ends, **attributes)  # type: ignore[arg-type]  # attributes of any kind
    return found


class _Swaps:
    """Pairs whose second ends change places; with `both_ways` a pair has no first end, so either may."""

    def __init__(self, pairs: Sequence[Pair], allowed: Callable[[str, str], bool], *, both_ways: bool) -> None:
        self._pairs = list(pairs)
        self._allowed = allowed
        self._both_ways = both_ways
        self._there = {self._key(*pair) for pair in pairs}

    def done(self, rng: random.Random, tries: int) -> list[Pair]:
        """The pairs after so many tries for each, in their old order."""
        if len(self._pairs) > 1:
            for _ in range(tries * len(self._pairs)):
                self._try(rng)
        return self._pairs

    def _key(self, start: str, end: str) -> Pair:
        return (min(start, end), max(start, end)) if self._both_ways else (start, end)

    def _try(self, rng: random.Random) -> None:
        one, two = rng.randrange(len(self._pairs)), rng.randrange(len(self._pairs))
        (a, b), (c, d) = self._pairs[one], self._pairs[two]
        if self._both_ways and rng.random() < 0.5:
            c, d = d, c
        new = (a, d), (c, b)
        if one != two and all(self._free(*pair) for pair in new) and self._key(*new[0]) != self._key(*new[1]):
            self._there -= {self._key(a, b), self._key(c, d)}
            self._there |= {self._key(*pair) for pair in new}
            self._pairs[one], self._pairs[two] = new

    def _free(self, start: str, end: str) -> bool:
        return start != end and self._key(start, end) not in self._there and self._allowed(start, end)


@dataclass(frozen=True, slots=True, kw_only=True)
class NullRow:
    """One statistic of the network beside its values in networks of chance.

    `z` is how many standard deviations the observed value lies above the mean, None where all values are the same;
    `p` is the two-sided share of networks of chance at least as far from their mean, the real one counted in.
    """

    name: str
    observed: float
    mean: float
    sd: float
    z: float | None
    p: float
    samples: int


def null_model(
    graph: G,
    statistics: Mapping[str, Callable[[G], float]],
    *,
    samples: int = SAMPLES,
    seed: int = SEED,
    progress: "Progress | None" = None,
) -> tuple[NullRow, ...]:
    """One row for each statistic, in the order given; each is a function of such a graph.

    A statistic of a projection should make the projection itself: it is then made of the rewired network. `progress` is
    told after each network of chance.

    Source: see `rewired`; p: Davison and Hinkley, Bootstrap Methods and their Application, 1997, chapter 4.

    Raises:
        InputError: fewer than two networks of chance are asked for.
    """
    if samples < 2:
        raise InputError(f"null model: found {samples} samples, at least 2 are needed")
    drawn: dict[str, list[float]] = {name: [] for name in statistics}
    for number in range(samples):
        chance = rewired(graph, seed=seed + number)
        for name, statistic in statistics.items():
            drawn[name].append(statistic(chance))
        if progress:
            progress("networks of chance", number + 1, samples)
    return tuple(_row(name, statistic(graph), drawn[name]) for name, statistic in statistics.items())


def _row(name: str, observed: float, drawn: Sequence[float]) -> NullRow:
    mean, sd = fmean(drawn), stdev(drawn)
    sd = 0.0 if sd < 1e-12 else sd
    far = sum(abs(value - mean) >= abs(observed - mean) - 1e-12 for value in drawn)
    return NullRow(
        name=name,
        observed=observed,
        mean=mean,
        sd=sd,
        z=(observed - mean) / sd if sd else None,
        p=(far + 1) / (len(drawn) + 1),
        samples=len(drawn),
    )
