"""Stretches of tokens that are names: from the labels of the tagger to spans with clean ends."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from extract.abbreviations import find_abbreviations
from extract.features import head_class, shape
from extract.lexicon import CONNECTORS
from extract.reading import Block
from extract.tokens import Tokens

Span = tuple[int, int]  # half-open token offsets

_ORDINAL = re.compile(
    r"\d+(?:st|nd|rd|th)|(?:(?:twenty|thirty|forty|fifty)-)?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)"
    r"|tenth|eleventh|twelfth|(?:thir|four|fif|six|seven|eigh|nine)teenth|(?:twen|thir|for|fif)tieth"
)
_TRIM = frozenset("\"“”‘’'.,;:()[]-–— *")


def best_labels(logs: NDArray[np.float32], labels: Sequence[str]) -> list[str]:
    """The likeliest sequence of B-, I- and O-labels in which a name begins before it goes on (Viterbi 1967).

    `logs` are log-probabilities, a row a token, a column a label; each ``I-`` label stands after its ``B-`` label.
    """
    inside = np.array([label.startswith("I") for label in labels])
    outside = labels.index("O")
    best = [outside] * len(logs)
    for start, end in _doubtful(logs, inside, outside):
        best[start:end] = _best_path(logs[start:end], inside)
    return [labels[at] for at in best]


def _doubtful(logs: NDArray[np.float32], inside: NDArray[np.bool_], outside: int) -> Iterator[tuple[int, int]]:
    """Yields: the half-open stretches that may hold names.

    A token is outside all names for sure if any other label of its own costs more than it can earn the next token,
    which could begin a name instead of going on with one.
    """
    earned = np.append((logs[1:, inside] - logs[1:, np.roll(inside, -1)]).max(axis=1, initial=0.0), [0.0])[: len(logs)]
    others = np.delete(logs, outside, axis=1).max(axis=1, initial=-np.inf)
    doubtful = logs[:, outside] - others <= earned
    edges = np.flatnonzero(np.diff(doubtful, prepend=False, append=False))
    yield from zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)


def _best_path(logs: NDArray[np.float32], inside: NDArray[np.bool_]) -> list[int]:
    """The places of the labels of the likeliest sequence."""
    begins = np.roll(inside, -1)
    insiders, beginners = np.flatnonzero(inside), np.flatnonzero(begins)
    scores = np.where(inside, -np.inf, logs[0])
    came: list[NDArray[np.int64]] = []
    for row in logs[1:]:
        best = int(scores.argmax())
        backs = np.full(len(inside), best)
        before = np.full(len(inside), scores[best])
        going, begun = scores[insiders], scores[beginners]
        goes_on = going >= begun
        backs[insiders] = np.where(goes_on, insiders, beginners)
        before[insiders] = np.where(goes_on, going, begun)
        scores = before + row
        came.append(backs)
    at = int(scores.argmax())
    path = [at]
    for backs in reversed(came):
        at = int(backs[at])
        path.append(at)
    return path[::-1]


def decode(labels: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yields: the half-open spans that a sequence of B-, I- and O-labels marks."""
    start: int | None = None
    for at, label in enumerate((*labels, "O")):
        if start is not None and not label.startswith("I"):
            yield start, at
            start = None
        if label != "O" and start is None:
            start = at


def tidy(tokens: Tokens, block: Block, spans: Iterable[Span]) -> Iterator[tuple[Span, list[Span]]]:
    """Yields: each span with the names in it, without marks at their ends, cut where it runs over a bracket that spells
    an acronym out, and where two names are joined by "and the".
    """
    shorts = {span[0]: span for span in (tokens_at(tokens, *pair.short) for pair in find_abbreviations(block.text))}
    for start, end in _mended(tokens, spans):
        yield (start, end), [name for part in _cut(tokens, shorts, start, end) for name in _trimmed(tokens, *part)]


def _mended(tokens: Tokens, spans: Iterable[Span]) -> Iterator[Span]:
    """Spans, those joined that are parts of one name, as "Water Council (WC" and "WC) Conference" or "Third" and
    "Donor Meeting".
    """
    last: Span | None = None
    for start, end in spans:
        if last and _goes_on(tokens, last, (start, end)):
            last = last[0], end
            continue
        if last:
            yield last
        last = start, end
    if last:
        yield last


def _goes_on(tokens: Tokens, last: Span, span: Span) -> bool:
    """Whether a span closes the bracket that the one before it opens, or goes on right after a mere number."""
    words, between = tokens.texts[slice(*span)], tokens.texts[last[1] : span[0]]
    closes = ")" in words and "(" not in words[: words.index(")")]
    return (closes and between in {(), ("(",)}) or (not between and _is_number(tokens, *last))


def _is_number(tokens: Tokens, start: int, end: int) -> bool:
    return end == start + 1 and bool(_ORDINAL.fullmatch(tokens.lower[start]))


def _cut(tokens: Tokens, shorts: Mapping[int, Span], start: int, end: int) -> Iterator[Span]:
    bracket = next((at for at in range(start + 1, end) if tokens.texts[at] == "("), None)
    closing = bracket is not None and ")" in tokens.texts[bracket : end - 1]
    if bracket is not None and not closing and (bracket + 1 in shorts or tokens.texts[end - 1] != ")"):
        yield start, bracket
        if bracket + 1 in shorts:
            yield shorts[bracket + 1]
    elif at := _joint(tokens, start, end):
        yield from ((start, at), (at + 2, end))
    else:
        yield start, end


def _joint(tokens: Tokens, start: int, end: int) -> int | None:
    """Where "and the" joins two names in a span: each side ends with a head noun and the right one starts with a
    capital.
    """
    for at in range(start + 2, end - 3):
        if tokens.lower[at : at + 2] == ("and", "the") and tokens.texts[at + 2][0].isupper():
            ends = head_class(tokens.lower[at - 1]), head_class(tokens.lower[end - 1])
            if all(ends) and tokens.texts[at - 1][0].isupper():
                return at
    return None


def tokens_at(tokens: Tokens, start: int, end: int) -> tuple[int, int]:
    """The half-open token offsets that cover a stretch of the block."""
    first, last = bisect_right(tokens.ends, start), bisect_left(tokens.starts, end)
    return (first, last) if first < last else (0, 0)


def _trimmed(tokens: Tokens, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and (tokens.texts[start] in _TRIM or tokens.lower[start] in {"the", "of", "and", "in"}):
        start += 1
    while end > start and (
        (tokens.texts[end - 1] in _TRIM and not _ends_abbreviation(tokens, end) and not _closes(tokens, start, end))
        or tokens.texts[end - 1] in CONNECTORS
    ):
        end -= 1
    if end > start and any(char.isalnum() for char in tokens.texts[start]) and not _is_number(tokens, start, end):
        yield start, end


def _closes(tokens: Tokens, start: int, end: int) -> bool:
    """Whether the last mark is a bracket that was opened inside the name."""
    return tokens.texts[end - 1] == ")" and "(" in tokens.texts[start:end]


def _ends_abbreviation(tokens: Tokens, end: int) -> bool:
    """Whether the full stop before `end` belongs to the name: "Ltd.", "Inc.", "U.S."."""
    return (
        tokens.texts[end - 1] == "."
        and end > 1
        and (tokens.lower[end - 2] in {"ltd", "inc", "co", "corp"} or len(tokens.texts[end - 2]) == 1)
    )


def stands_alone(tokens: Tokens, start: int, end: int) -> bool:
    """Whether a table name is no part of a longer word, an amount of money or a longer name."""
    after = tokens.lower[end] if end < len(tokens) else ""
    before = tokens.texts[start - 1] if start else ""
    if after in {"$", "dollar", "dollars"} or before in {"$", "'", "’"}:
        return False
    glued = before in {"-", "/"} and start > 1 and tokens.ends[start - 1] == tokens.starts[start]
    return not (glued and shape(tokens.texts[start - 2]) == "x")
