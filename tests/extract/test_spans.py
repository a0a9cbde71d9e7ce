"""Labels of tokens → stretches: the likeliest sequence, however it is found."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.reading import read_blocks
from extract.spans import best_labels, decode, tidy
from extract.texts import prepare

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


@pytest.mark.parametrize(
    ("raw", "spans", "expected"),
    [
        ("Blue Water Centre (BWC)", [(0, 6)], [["Blue Water Centre", "BWC"]]),
        ("Blue Water Project (Phase 2)", [(0, 7)], [["Blue Water Project ( Phase 2 )"]]),
        ("Blue Water Project (Phase 2)", [(0, 6)], [["Blue Water Project"]]),
        ("Blue Water Council (BWC) Conference", [(0, 3), (4, 7)], [["Blue Water Council ( BWC ) Conference"]]),
        ("Blue Fund (grant), Water Conference", [(0, 2), (6, 8)], [["Blue Fund"], ["Water Conference"]]),
        ("its Third Donor Meeting", [(1, 2), (2, 4)], [["Third Donor Meeting"]]),
        ("Japan, the second donor", [(0, 1), (3, 4)], [["Japan"], []]),
        ("the Blue Agency and the Water Bureau", [(0, 7)], [["Blue Agency", "Water Bureau"]]),
    ],
)
def test_names_are_cut_and_mended_where_brackets_and_joints_tell(
    raw: str, spans: list[tuple[int, int]], expected: list[list[str]]
) -> None:
    text = prepare(read_blocks(raw))
    found = tidy(text.tokens[0], text.blocks[0], spans)
    assert [[" ".join(text.tokens[0].texts[slice(*name)]) for name in names] for _, names in found] == expected
