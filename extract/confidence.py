"""How sure a claim is: a logistic regression on what speaks for it, fitted on texts that the scorers had not seen."""

from collections.abc import Iterable, Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable
from math import log
from typing import IO, TypeVar

import numpy as np
from numpy.typing import NDArray

from extract.references import How
from ontology.errors import InputError
from ontology.vocabulary import Predicate

CONFIDENCE_FILE = "confidence.npz"

#: What speaks for a claim, in this order: the log-odds of this relation and of any relation; the log-probability by
#: the linear scorer and by the encoder; that of each end's name; whether a rule says so; how each end comes into the
#: sentence; and the relation.
SIGNALS = (
    "this",
    "any",
    "linear",
    "encoder",
    "first found",
    "second found",
    "rule",
    *(f"first {how}" for how in How),
    *(f"second {how}" for how in How),
    *Predicate,
)
_LEAST = 1e-6
_Value = TypeVar("_Value")


class Confidence:
    """The fitted weights: one a signal, and the intercept last.

    Raises:
        InputError: the weights are missing.
    """

    def __init__(self, weights: NDArray[np.float64]) -> None:
        self._weights = weights

    @classmethod
    def load(cls, folder: Traversable | None = None) -> "Confidence":
        """The weights in a folder that `save` wrote to, or in the project's own."""
        file = (folder if folder is not None else files("extract") / "data") / CONFIDENCE_FILE
        if not file.is_file():
            raise InputError(f"{file.name}: found no weights, run `make train` to make them")
        with file.open("rb") as stream, np.load(stream, allow_pickle=False) as data:
            return cls(data["weights"])

    def save(self, stream: IO[bytes]) -> None:
        """Writes the weights."""
        np.savez_compressed(stream, weights=self._weights)

    def __call__(self, signals: Sequence[Sequence[float]]) -> list[float]:
        """The probability that each claim is right, from a row of `SIGNALS` each."""
        if not signals:
            return []
        scores = np.array(signals) @ self._weights[:-1] + self._weights[-1]
        return [float(share) for share in 1 / (1 + np.exp(-scores))]


def signals_of(
    shares: tuple[float, float, float, float],
    names: tuple[float, float],
    hows: tuple[How, How],
    predicate: Predicate,
    *,
    rule: bool,
) -> list[float]:
    """A row of `SIGNALS`: `shares` are the probabilities of this relation, of any, and of this one by the linear
    scorer and by the encoder; `names` those of the two names.
    """
    this, any_, linear, encoder = (min(max(share, _LEAST), 1 - _LEAST) for share in shares)
    numbers = [_odds(this), _odds(any_), log(linear), log(encoder)]
    numbers += [log(max(name, _LEAST)) for name in names]
    return [*numbers, float(rule), *_HOWS[hows[0]], *_HOWS[hows[1]], *_PREDICATES[predicate]]


def _odds(share: float) -> float:
    return log(share / (1 - share))


def _one_hot(values: Iterable[_Value]) -> dict[_Value, list[float]]:
    """Of each value a row with 1 in its own place."""
    known = tuple(values)
    return {value: [float(each is value) for each in known] for value in known}


_HOWS = _one_hot(How)
_PREDICATES = _one_hot(Predicate)
