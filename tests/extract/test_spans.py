"""Labels of tokens → stretches: the likeliest sequence, however it is found."""

import itertools

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.spans import best_labels, decode

LABELS = ("O", "B-Event", "I-Event", "B-Region", "I-Region")
_scores = st.floats(-9, 0, width=32)


def _holds(path: tuple[str, ...]) -> bool:
    """Whether each name begins before it goes on."""
    pairs = itertools.pairwise(("O", *path))
    return all(not after.startswith("I") or before[1:] == after[1:] for before, after in pairs)


@given(rows=st.lists(st.lists(_scores, min_size=5, max_size=5), max_size=5))
@settings(deadline=None)
def test_no_other_sequence_is_likelier(rows: list[list[float]]) -> None:
    logs = np.array(rows, np.float32).reshape(len(rows), len(LABELS))
    scores = {
        path: float(sum(logs[at, LABELS.index(label)] for at, label in enumerate(path)))
        for path in itertools.product(LABELS, repeat=len(rows))
        if _holds(path)
    }
    found = tuple(best_labels(logs, LABELS))
    assert scores[found] >= max(scores.values()) - 1e-4


def test_spans_are_what_b_and_i_mark() -> None:
    assert list(decode(["B-Event", "I-Event", "O", "B-Region", "B-Region"])) == [(0, 2), (3, 4), (4, 5)]
