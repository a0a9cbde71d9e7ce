"""A conditional random field over the words of a block (Lafferty et al. 2001): the running side. Training is in
`extract.training`.

All blocks of a text go through the forward and backward sums side by side, a word of each at a step.
"""

from collections.abc import Sequence
from importlib.resources.abc import Traversable
from typing import IO

import numpy as np
from numpy.typing import NDArray

from extract.linear import places
from ontology.errors import InputError

Shares = NDArray[np.float64]
_Indexes = NDArray[np.int64]


class Tagger:
    """Weights of features for labels, a row a feature, and of a label after another, a row the first. Features that it
    never saw weigh nothing.
    """

    def __init__(
        self,
        labels: Sequence[str],
        features: Sequence[str],
        weights: NDArray[np.float32],
        transitions: NDArray[np.float32],
    ) -> None:
        self.labels = tuple(labels)
        self._index = {feature: i for i, feature in enumerate(features)}
        self._weights = np.vstack([weights, np.zeros_like(weights[:1])])  # the last row is that of unknown features
        self._transitions = transitions
        self._steps: Shares = np.exp(transitions.astype(np.float64))

    @classmethod
    def load(cls, file: Traversable) -> "Tagger":
        """The weights in a file that `save` wrote.

        Raises:
            InputError: there is no such file.
        """
        if not file.is_file():
            raise InputError(f"{file.name}: found no weights, run `make train` to make them")
        with file.open("rb") as stream, np.load(stream, allow_pickle=False) as data:
            labels, features = (bytes(data[name]).decode().split("\n") for name in ("labels", "features"))
            return cls(labels, features, data["weights"].astype(np.float32), data["transitions"])

    def save(self, stream: IO[bytes]) -> None:
        """Writes the model, weights of features in 16 bits; the same weights give the same bytes."""
        np.savez_compressed(
            stream,
            labels=np.frombuffer("\n".join(self.labels).encode(), dtype=np.uint8),
            features=np.frombuffer("\n".join(self._index).encode(), dtype=np.uint8),
            weights=self._weights[:-1].astype(np.float16),
            transitions=self._transitions,
        )

    def shares(self, blocks: Sequence[Sequence[Sequence[str]]]) -> list[Shares]:
        """Of each block how likely each label is, a row a token; blocks are lists of their tokens' features."""
        tokens = [token for block in blocks for token in block]
        sizes = [len(block) for block in blocks]
        ends = np.cumsum(sizes, dtype=np.int64)
        shares = self._marginals(self._scores(tokens), ends)
        return [shares[end - size : end] for end, size in zip(ends, sizes, strict=True)]

    def _scores(self, tokens: Sequence[Sequence[str]]) -> Shares:
        """What the features of each token say of each label by themselves."""
        scores: Shares = np.zeros((len(tokens), len(self.labels)))
        for column in places(tokens, self._index).T:
            scores += self._weights[column]
        return scores

    def _marginals(self, scores: Shares, ends: _Indexes) -> Shares:
        """How likely each label is in its whole block. Rows are scaled as they go: only their proportions count."""
        alone = np.exp(scores - scores.max(axis=1, keepdims=True))
        before, after = alone.copy(), np.ones_like(alone)
        starts, sizes = _longest_first(ends)
        for step, number in enumerate(sizes, 1):
            at = starts[:number] + step
            before[at] *= _scaled(before[at - 1] @ self._steps)
        for step, number in zip(range(len(sizes), 0, -1), reversed(sizes), strict=True):
            at = starts[:number] + step
            after[at - 1] = _scaled((alone[at] * after[at]) @ self._steps.T)
        return _scaled(before * after)


def _longest_first(ends: _Indexes) -> tuple[_Indexes, list[int]]:
    """Where the blocks start, the longest first, and how many have a second token, how many a third, and so on."""
    starts = np.concatenate([[0], ends[:-1]])
    lengths = ends - starts
    longer = np.cumsum(np.bincount(lengths)[::-1])[::-1] if len(lengths) else lengths
    return starts[np.argsort(-lengths, kind="stable")], longer[2:].tolist()


def _scaled(rows: Shares) -> Shares:
    out: Shares = rows / rows.sum(axis=1, keepdims=True)
    return out
