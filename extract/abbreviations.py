"""Pairs of a long form and its acronym, "Long Form (LF)" and "LF (Long Form)".

Source: Schwartz and Hearst, "A simple algorithm for identifying abbreviation definitions in biomedical text", PSB 2003;
here the long form must also start a word, and small words inside it may lend no letter.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extract.reading import sentences

_IN_BRACKETS = re.compile(r"[(（]\s*[\"“]?(?P<inside>[^()（）]{2,150}?)[\"”]?\s*[)）]")
_ACRONYM = re.compile(r"(?:the\s+)?(?P<short>[A-Za-z0-9][\w&/.+-]{1,14})(?:\s*[;,:].*)?")
_WORD = re.compile(r"[\w&’'.+]+(?:-[\w]+)*")
_SHORT_BEFORE = re.compile(r"([A-Z][\w&/+-]{1,14})\s*$")
#: How far before a bracket the other form may begin.
_REACH = 200


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A long form and its acronym, each with half-open offsets of the block."""

    long: tuple[int, int]
    short: tuple[int, int]


def find_abbreviations(text: str) -> Iterator[Abbreviation]:
    """Yields: each pair that a block introduces, in text order.

    >>> pair = next(find_abbreviations("by the Asia-Pacific Telecommunity (APT)"))
    >>> pair.long, pair.short
    ((7, 33), (35, 38))
    """
    for bracket in _IN_BRACKETS.finditer(text):
        inside = _ACRONYM.fullmatch(bracket["inside"])
        if inside and looks_short(inside["short"]):
            short = bracket.start("inside") + inside.start("short"), bracket.start("inside") + inside.end("short")
            start = _long_form_start(text, bracket.start(), inside["short"])
            if start is not None:
                yield Abbreviation((start, _trim_right(text, start, bracket.start())), short)
        elif found := _SHORT_BEFORE.search(text, max(0, bracket.start() - _REACH), bracket.start()):
            long_start = bracket.start("inside")
            if looks_short(found[1]) and _spells(bracket["inside"], found[1]):
                skip = len(re.match(r"(?:the |an? )?", bracket["inside"])[0])  # type: ignore[index]
                yield Abbreviation((long_start + skip, bracket.end("inside")), (found.start(1), found.end(1)))


def looks_short(short: str) -> bool:
    """Whether a word has the looks of an acronym."""
    capitals = sum(char.isupper() for char in short)
    return capitals >= 2 or (capitals == 1 and len(short) <= 10 and short[0].isupper() and "." in short)


def _trim_right(text: str, start: int, end: int) -> int:
    return start + len(text[start:end].rstrip(" \"”“'’,"))


def _spells(long: str, short: str) -> bool:
    return short not in _WORD.findall(long) and _long_form_start(long + " ", len(long) + 1, short) is not None


def _long_form_start(text: str, end: int, short: str) -> int | None:
    """Where the long form before offset `end` starts: its words give the letters of the acronym, from right to left."""
    letters = [char.lower() for char in short if char.isalnum()]
    words = list(_WORD.finditer(text, max(0, end - _REACH), end))[-(len(letters) * 2 + 6) :]
    if words and any(mark in text[words[-1].end() : end].strip() for mark in ".;:"):
        return None
    at = end
    index = len(letters) - 1
    position = end - 1
    while index >= 0:
        while position >= (words[0].start() if words else end) and (
            text[position].lower() != letters[index] or (index == 0 and not _starts_word(text, position))
        ):
            position -= 1
        if not words or position < words[0].start():
            return None
        at = position
        position -= 1
        index -= 1
    starts_name = text[at].isupper() or text[at].isdigit()
    return at if starts_name and len(sentences(text[at:end])) == 1 else None


def _starts_word(text: str, position: int) -> bool:
    return position == 0 or not (text[position - 1].isalnum())
