"""What a format's reader hands on: plain text with light Markdown, and what the file says of itself."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extract.standards import day_of

#: Control characters, soft hyphens, zero-width and direction marks: no prose, and a way to disguise some.
_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_JUNK_TITLE = re.compile(
    r"(?i)untitled.*|about:blank|microsoft (?:word|powerpoint).*|.*\.(?:docx?|indd|pdf|html?|rtf|pptx?|tmp)|\W*"
)
_MARKED = re.compile(r"#|- |Caption: |<sup>")
_ENDED = re.compile(r"[.!?:;][\"”’)\]]*$")
_SHORT = 150
_LONG = 160  # a text with longer lines holds a paragraph a line, as `extract.reading` sees it
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)([-/])(\d{1,2})\2(\d{1,2})(?!\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Converted:
    """A text made from a file of another format, and what the file's metadata say; every field but `text` may be
    empty. `language` and `date` are as in a source; `pages` are the stretches of the text that stand on one page: where
    each begins, and the page's number in the file, from 1.
    """

    text: str
    title: str = ""
    publisher: str = ""
    year: int | None = None
    date: str = ""
    language: str = ""
    pages: tuple[tuple[int, int], ...] = ()


def words(listed: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(listed.split())


def clean(text: str) -> str:
    """The text without characters that nobody sees; ligatures as letters, half characters as the sign for unknown.

    >>> clean("de\u00advelop\u200bment e\ufb00ort")
    'development effort'
    """
    return _SURROGATE.sub("\ufffd", _INVISIBLE.sub("", text.translate(_LIGATURES)))


def joined(blocks: Sequence[str]) -> tuple[str, list[int]]:
    r"""The blocks as one text, and where each begins.

    There is an empty line between two blocks, save between short ones that follow each other: those are lines of an
    address or a programme, which would each be taken for a heading if it stood alone.

    >>> joined(["# Ports", "Japan built one in Kenya."])
    ('# Ports\n\nJapan built one in Kenya.', [0, 9])
    """
    tight = any(len(block) > _LONG for block in blocks)
    parts: list[str] = []
    starts: list[int] = []
    at = 0
    for index, block in enumerate(blocks):
        lines = tight and index > 0 and _is_line(blocks[index - 1]) and _is_line(block)
        gap = "" if not index else "\n" if lines else "\n\n"
        parts += [gap, block]
        starts.append(at + len(gap))
        at += len(gap) + len(block)
    return "".join(parts), starts


def _is_line(block: str) -> bool:
    return not (len(block) > _SHORT or _MARKED.match(block) or _ENDED.search(block) or block[:1].islower())


def title_of(told: str | None) -> str:
    """A title in metadata on one line; none where it is what a program fills in.

    >>> title_of(" Annual  Report 2020 "), title_of("Microsoft Word - final2.doc"), title_of(None)
    ('Annual Report 2020', '', '')
    """
    title = " ".join(clean(told or "").split())
    return "" if _JUNK_TITLE.fullmatch(title) else title


def year_of(told: str | None) -> int | None:
    """The year in a date of metadata, if there is one.

    >>> year_of("D:20200314120000+09'00'"), year_of("2019-05-01"), year_of("May")
    (2020, 2019, None)
    """
    digits = re.sub(r"^D:(\d{4})\d*.*", r"\1", told or "", flags=re.DOTALL)
    found = _YEAR.search(digits)
    return int(found[0]) if found else None


def date_of(told: str | None) -> str:
    """The day in a date of metadata, if there is one.

    >>> date_of("2019-05-01T09:30:00+09:00"), date_of("2019/5/1"), date_of("2019-05"), date_of("2019-02-30")
    ('2019-05-01', '2019-05-01', '', '')
    """
    found = _DAY.search(told or "")
    text = f"{found[1]}-{found[3]:0>2}-{found[4]:0>2}" if found else ""
    return text if day_of(text) else ""
