"""A multinomial linear classifier over named features: the scoring side. Training is in `extract.training`."""

from collections.abc import Iterable, Sequence
from importlib.resources.abc import Traversable
from typing import IO

import numpy as np
from numpy.typing import NDArray

from ontology.errors import InputError

_SMALLEST = 1e-9


class LinearModel:
    """Weights of features for classes. Features it never saw weigh nothing."""

    def __init__(self, classes: Sequence[str], features: Sequence[str], weights: NDArray[np.float32]) -> None:
        self.classes = tuple(classes)
        self._index = {feature: i for i, feature in enumerate(features)}
        self._weights = weights  # a row a feature, the intercept last; a column a class

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
        scales = np.maximum(np.abs(self._weights).max(axis=0), _SMALLEST) / 127
        names = "\n".join(self._index).encode()
        np.savez_compressed(
            stream,
            classes=np.frombuffer("\n".join(self.classes).encode(), dtype=np.uint8),
            features=np.frombuffer(names, dtype=np.uint8),
            weights=np.round(self._weights / scales).astype(np.int8),
            scales=scales.astype(np.float32),
        )

    def log_probabilities(self, rows: Sequence[Iterable[str]]) -> NDArray[np.float32]:
        """The logarithm of each class's probability, a row of features a row."""
        scores = np.empty((len(rows), len(self.classes)), dtype=np.float32)
        intercept = self._weights[-1]
        known = self._index.get
        for i, row in enumerate(rows):
            found = [at for feature in dict.fromkeys(row) if (at := known(feature)) is not None]
            scores[i] = self._weights[found].sum(axis=0) + intercept
        scores -= scores.max(axis=1, keepdims=True, initial=-np.inf) if len(rows) else 0
        logs: NDArray[np.float32] = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
        return logs
