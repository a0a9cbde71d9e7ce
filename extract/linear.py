"""A multinomial linear classifier over named features: the scoring side. Training is in `extract.training`."""

from collections.abc import Collection, Mapping, Sequence
from importlib.resources.abc import Traversable
from itertools import chain, repeat
from typing import IO

import numpy as np
from numpy.typing import NDArray

from ontology.errors import InputError

_SMALLEST = 1e-9


def places(rows: Sequence[Collection[str]], index: Mapping[str, int]) -> NDArray[np.int64]:
    """Of each row the places of its features in an index, and the size of the index for those that it does not have
    and after the last one.
    """
    sizes = np.array([len(row) for row in rows], np.int64)
    found = map(index.get, chain.from_iterable(rows), repeat(len(index)))
    out = np.full((len(rows), sizes.max(initial=0)), len(index))
    out[np.arange(out.shape[1]) < sizes[:, None]] = np.fromiter(found, np.int64, int(sizes.sum()))
    return out


class LinearModel:
    """Weights of features for classes: a row a feature, the intercept last, a column a class. Features it never saw
    weigh nothing.
    """

    def __init__(self, classes: Sequence[str], features: Sequence[str], weights: NDArray[np.float32]) -> None:
        self.classes = tuple(classes)
        self._index = {feature: i for i, feature in enumerate(features)}
        self._intercept = weights[-1].copy()
        self._weights = weights.copy()
        self._weights[-1] = 0  # what it never saw weighs nothing

    @classmethod
    def load(cls, file: Traversable) -> "LinearModel":
        """The model in a file that `save` wrote.

        Raises:
            InputError: there is no such file.
        """
        if not file.is_file():
            raise InputError(f"{file.name}: found no weights, run `make train` to make them")
        with file.open("rb") as stream, np.load(stream, allow_pickle=False) as data:
            names = bytes(data["features"]).decode().split("\n")
            weights = data["weights"].astype(np.float32) * data["scales"].astype(np.float32)
            return cls(bytes(data["classes"]).decode().split("\n"), names, weights)

    def save(self, stream: IO[bytes]) -> None:
        """Writes the model, weights in 8 bits with a scale a class; the same weights give the same bytes."""
        weights = np.vstack([self._weights[:-1], self._intercept])
        scales = np.maximum(np.abs(weights).max(axis=0), _SMALLEST) / 127
        names = "\n".join(self._index).encode()
        np.savez_compressed(
            stream,
            classes=np.frombuffer("\n".join(self.classes).encode(), dtype=np.uint8),
            features=np.frombuffer(names, dtype=np.uint8),
            weights=np.round(weights / scales).astype(np.int8),
            scales=scales.astype(np.float32),
        )

    def log_probabilities(self, rows: Sequence[Sequence[str]]) -> NDArray[np.float32]:
        """The logarithm of each class's probability, a row of features a row."""
        scores = np.zeros((len(rows), len(self.classes)), dtype=np.float32)
        for column in places([dict.fromkeys(row) for row in rows], self._index).T:
            scores += self._weights[column]
        scores += self._intercept
        scores -= scores.max(axis=1, keepdims=True, initial=-np.inf) if len(rows) else 0
        logs: NDArray[np.float32] = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
        return logs
