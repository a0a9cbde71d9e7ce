"""How right a graph of made-up documents is: ``python -m graph.bench.sampled OUT CORPUS DOCUMENTS``, as JSON.

Two samples of at most a thousand documents, one document in memory at a time: the first ones, which are the same
documents in a corpus of any size, and others spread evenly over all. Besides the scores of each document, the sample
tells whether what is one thing in the world is one node in the graph, over all texts, and no other's.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from graph.bench.genre.corpus import gold_of
from graph.evaluation.facts import read_gold
from graph.evaluation.graph import read_text
from graph.evaluation.scores import Score, compare, scores_of, total
from graph.store import open_store, read_manifest

SAMPLE = 1000
_COUNTED = ("entity", "type", "relation", "pair")


def samples(documents: int) -> Mapping[str, Sequence[int]]:
    """The numbers of the documents of each sample.

    >>> [list(numbers)[:3] for numbers in samples(5000).values()]
    [[0, 1, 2], [4, 9, 14]]
    """
    step = max(1, documents // SAMPLE)
    return {"first": range(min(SAMPLE, documents)), "spread": range(step - 1, documents, step)[:SAMPLE]}


def one_node_each(pairs: Iterable[tuple[str, str]]) -> tuple[float, float]:
    """Precision and recall of nodes as things, from a (node, thing) pair for each document that names a thing.

    Precision is the share of a node's pairs that are of one thing, in the mean over pairs; recall the share of a
    thing's pairs that are on one node. Source: Bagga and Baldwin, LREC workshop on linguistic coreference, 1998.

    >>> one_node_each([("n1", "a"), ("n1", "a"), ("n2", "a"), ("n2", "b")])
    (0.75, 0.6666666666666666)
    """
    both = Counter(pairs)
    nodes, things = Counter[str](), Counter[str]()
    for (node, thing), times in both.items():
        nodes[node] += times
        things[thing] += times
    every = both.total() or 1
    precision = sum(times * times / nodes[node] for (node, _), times in both.items()) / every
    recall = sum(times * times / things[thing] for (_, thing), times in both.items()) / every
    return precision, recall


def sampled(out: Path, corpus: Path, documents: int) -> dict[str, dict[str, dict[str, float]]]:
    """Precision, recall and F1 of each sample, by what is counted; `identity` is `one_node_each`."""
    return {name: _scored(out, corpus, numbers) for name, numbers in samples(documents).items()}


def _scored(out: Path, corpus: Path, numbers: Iterable[int]) -> dict[str, dict[str, float]]:
    store, namespaces = open_store(out), read_manifest(out).namespaces
    sums: dict[str, Score] = {}
    pairs = Counter[tuple[str, str]]()
    for number in numbers:
        path = gold_of(corpus, number)
        comparison = compare(read_gold(path), read_text(store, namespaces, path.stem).facts)
        scores = scores_of(comparison)
        sums = total((sums, {name: scores[name] for name in _COUNTED}))
        pairs.update(comparison.hits.items())
    figures = {name: (score.precision, score.recall) for name, score in sums.items()}
    figures["identity"] = one_node_each(pairs.elements())
    return {name: _told(*both) for name, both in figures.items()}


def _told(precision: float, recall: float) -> dict[str, float]:
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {"p": round(precision, 4), "r": round(recall, 4), "f1": round(f1, 4)}


def main() -> None:
    """Scores the graph of the folder against the corpus and writes the outcome as JSON."""
    out, corpus, documents = sys.argv[1:]
    sys.stdout.write(json.dumps(sampled(Path(out), Path(corpus), int(documents))) + "\n")


if __name__ == "__main__":
    main()
