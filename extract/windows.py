"""A text as one sequence of words, and the windows of it that the encoder reads one at a time.

The sequence is the blocks' tokens in order, with one separator after each block.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from extract.tokens import Tokens

#: How many words a window has at most. The encoder takes the fewest nanoseconds a word when they fill whole registers.
LONGEST = 304


@dataclass(frozen=True, slots=True)
class Window:
    """A half-open stretch of the sequence."""

    first: int
    end: int


def starts_of(blocks: Sequence[Tokens]) -> tuple[int, ...]:
    """Where each block starts in the sequence, and last its length.

    >>> from extract.tokens import tokenize
    >>> starts_of([tokenize("Two words"), tokenize("one")])
    (0, 3, 5)
    """
    return tuple(accumulate((len(tokens) + 1 for tokens in blocks), initial=0))


def windows(starts: Sequence[int]) -> list[Window]:
    """The windows of a sequence, one after the other: as many whole blocks as fit; a block that is too long is cut.

    >>> windows((0, 200, 240, 700))
    [Window(first=0, end=240), Window(first=240, end=544), Window(first=544, end=700)]
    """
    found = []
    at, size = 0, starts[-1]
    ends = iter(starts[1:])
    whole = next(ends, size)
    while at < size:
        end = at
        while whole <= at + LONGEST and whole > end:
            end = whole
            whole = next(ends, whole)
        if end == at:
            end = min(at + LONGEST, whole)
        found.append(Window(at, end))
        at = end
    return found
