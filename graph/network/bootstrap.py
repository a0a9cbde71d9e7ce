"""How sure a ranking is: the same measure on networks made of sentences drawn anew from the texts' own."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np

from graph.network.conversion import SEED, Network, sentences_of
from ontology.errors import InputError

if TYPE_CHECKING:
    from graph.progress import Progress

SAMPLES = 200
LEVEL = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class RankRow:
    """The value of one node and its rank, 1 the highest, ties sharing the better rank.

    `low` and `high` bound its rank over the samples, `value_low` and `value_high` its value; `kept` is the share of
    samples in which it has a relation at all.
    """

    id: str
    value: float
    rank: int
    low: int
    high: int
    value_low: float
    value_high: float
    kept: float


def bootstrapped_ranks(
    network: Network,
    measure: Callable[[Network], Mapping[str, float]],
    *,
    samples: int = SAMPLES,
    seed: int = SEED,
    level: float = LEVEL,
    progress: "Progress | None" = None,
) -> tuple[RankRow, ...]:
    """One row for each node, the highest first, with intervals of the given level from percentiles.

    As many sentences as the network has are drawn with replacement; a relation stands where one of its sentences is
    drawn, and its `evidence` counts those that are. So all relations of a sentence come and go together. A node
    without a relation in a sample has the value 0 there. `progress` is told after each sample.

    Source: Efron, Annals of Statistics 7(1), 1-26, 1979; percentiles: Efron and Tibshirani, An Introduction to the
        Bootstrap, 1993, chapter 13.
    Limits: about a third of the sentences are missing in each sample, so what one sentence shows is missing as often,
        and counts of relations are lower than in the network; read the ranks, not the values.

    Raises:
        InputError: no samples are asked for, or the level is not between 0 and 1.
    """
    if samples < 1 or not 0 < level < 1:
        raise InputError(f"bootstrap: found {samples} samples at level {level:g}, 1 or more at 0 to 1 are needed")
    observed, rng = measure(network), np.random.default_rng(seed)
    nodes = sorted(observed)
    values, ranks, kept = [], [], np.zeros(len(nodes))
    for number in range(samples):
        drawn = resampled(network, rng)
        found = measure(drawn)
        values.append([found.get(node, 0.0) for node in nodes])
        ranks.append(list(ranked(values[-1])))
        kept += [node in drawn for node in nodes]
        if progress:
            progress("samples of sentences", number + 1, samples)
    bounds = _bounds(ranks, level, whole=True), _bounds(values, level, whole=False)
    rows = [
        RankRow(
            id=node,
            value=observed[node],
            rank=rank,
            low=int(bounds[0][0][place]),
            high=int(bounds[0][1][place]),
            value_low=float(bounds[1][0][place]),
            value_high=float(bounds[1][1][place]),
            kept=float(kept[place] / samples),
        )
        for place, (node, rank) in enumerate(zip(nodes, ranked([observed[node] for node in nodes]), strict=True))
    ]
    return tuple(sorted(rows, key=lambda row: (row.rank, row.id)))


def resampled(network: Network, rng: np.random.Generator) -> "nx.MultiDiGraph[str]":
    """The network as so many sentences drawn with replacement show it; nodes without a relation are left out."""
    sentences = sentences_of(network)
    drawn = Counter(rng.integers(len(sentences), size=len(sentences)).tolist()) if sentences else Counter[int]()
    times = {sentence: drawn[number] for number, sentence in enumerate(sentences)}
    found: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    edges = [
        (start, end, key, {**edge, "evidence": number})
        for start, end, key, edge in network.edges(keys=True, data=True)
        if (number := sum(times[one] for one in edge["sentences"]))
    ]
    joined = {end for edge in edges for end in edge[:2]}
    found.add_nodes_from((node, data) for node, data in network.nodes(data=True) if node in joined)
    found.add_edges_from(edges)  # type: ignore[arg-type]  # the stubs know no keyed edges
    return found


def ranked(values: Sequence[float]) -> tuple[int, ...]:
    """The rank of each value, 1 for the highest; ties share the better rank.

    >>> ranked([3.0, 5.0, 3.0, 1.0])
    (2, 1, 2, 4)
    """
    # Sums in another order must not tell ties apart.
    ordered = sorted(-round(value, 10) for value in values)
    return tuple(1 + bisect_left(ordered, -round(value, 10)) for value in values)


def _bounds(rows: Sequence[Sequence[float]], level: float, *, whole: bool) -> np.ndarray:
    """The lower and the upper percentile of each column; of ranks, whole numbers that were met."""
    ends = [(1 - level) / 2, (1 + level) / 2]
    if not rows or not rows[0]:
        return np.zeros((2, 0))
    lower, upper = ("lower", "higher") if whole else ("linear", "linear")
    low = np.quantile(np.array(rows), ends[0], axis=0, method=lower)  # type: ignore[call-overload]  # literals only
    high = np.quantile(np.array(rows), ends[1], axis=0, method=upper)  # type: ignore[call-overload]
    return np.array([low, high])
