"""Windows: each word is read once for itself, none is too long, and blocks stay whole where they fit."""

from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st

from extract.windows import LONGEST, windows

SIZES = st.lists(st.integers(1, 1500), min_size=1, max_size=30)


@given(SIZES)
def test_windows_read_each_word_once_in_order(sizes: list[int]) -> None:
    starts = tuple(accumulate(sizes, initial=0))
    found = windows(starts)
    assert [window.first for window in found[1:]] == [window.end for window in found[:-1]]
    assert (found[0].first, found[-1].end) == (0, starts[-1])
    assert all(0 < window.end - window.first <= LONGEST for window in found)


@given(SIZES)
def test_a_block_that_fits_is_never_cut(sizes: list[int]) -> None:
    starts = tuple(accumulate(sizes, initial=0))
    cuts = {window.end for window in windows(starts)} - set(starts)
    for cut in cuts:
        block = max(i for i, start in enumerate(starts) if start < cut)
        assert sizes[block] > LONGEST


def test_a_text_without_blocks_has_no_windows() -> None:
    assert windows((0,)) == []
