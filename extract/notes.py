"""Notes of a text: the marks that point to them, and the lines that they begin with.

A mark and its note have one label: "20" in "countriesNote 20" and "Note 20: …", "10" in "¹⁰", "*" in "persons*".
"""

import re
from collections.abc import Iterator, Mapping, Sequence

#: Marks that can be nothing else. A raised figure after a metre is an area or a volume.
MARK = (
    r"(?<=[^\s(])Note\s\d{1,3}(?![\w:])|\s?\(Note\s\d{1,3}\)|<sup>(?:\d{1,3}\)?|[*†‡]{1,2})</sup>|\[\^\d{1,3}\]"
    r"|(?<=[^\W\d])\^(?:\d{1,3}|[ivx]{1,4})(?!\w)|(?<!\bm)(?<!\b[ck]m)[¹²³⁴⁵⁶⁷⁸⁹⁰]{1,3}"
)
#: What is a mark where the text has a note of its label: "programme[3]", "countries(20)", "wharf*2", "fund†".
MAYBE_MARK = (
    r"(?<=[^\s(\[])\[\d{1,3}\]|(?<=[^\s\d(\[])(?:\((?:\*?\d{1,3}|\*)\)|\*\d{1,2}(?!\w))"
    r"|(?<=[^\s(\[])[†‡]"
)

_RAISED = str.maketrans("¹²³⁴⁵⁶⁷⁸⁹⁰", "1234567890")
_LABEL = re.compile(r"\*?\d+|[*†‡]+")
_ANY_MARK = re.compile(f"{MARK}|{MAYBE_MARK}")
_STARS = re.compile(r"\*{1,3}(?!\d)")
_NOTE_LINE = re.compile(
    r"\s*(?:\d+\.\s+)?(?:Note\s+\d{1,3}:|[(\[]Note\s+\d{1,3}[)\]]:?|<sup>(?:\d{1,3}\)?|[*†‡]{1,2})</sup>)\s*"
    r"|\s*(?:\[\^\d{1,3}\]:|[¹²³⁴⁵⁶⁷⁸⁹⁰]{1,3}(?=\s*\S)|[†‡])\s*|\s*\*\d{1,2}[.):]?\s+|\s*\*(?=\w)(?![^*\n]+(?<=[^\s(])\*(?!\w))"
)
#: Lines that begin a note or an item of a list.
_NUMBERED_LINE = re.compile(
    r"\s*(?:\d{1,3}\.\s+|\[\d{1,3}\]:?\s*|\((?:\*?\d{1,3}|\*)\)\s*|\d{1,3}\)\s+|\*{1,2}\s+)(?=\S)"
)

#: Of a line: the label of the note that it begins, and how many characters lead it.
NoteLine = tuple[str, int]


def label_of(mark: str) -> str:
    """The label of a mark or of what leads a note.

    >>> label_of("<sup>20)</sup>"), label_of("¹⁰"), label_of("(*2)")
    ('20', '10', '*2')
    """
    found = _LABEL.search(mark.removeprefix("<sup>").translate(_RAISED))
    return found[0] if found else ""


def note_lines(text: str, lines: Sequence[tuple[int, int]]) -> dict[int, NoteLine]:
    """The lines that begin a note, by the offset that each starts at.

    Lines like "20. …" or "* …" are notes where a mark above calls for each line of their run, else items of a list.
    """
    found: dict[int, NoteLine] = {}
    for start, end in lines:
        if lead := _NOTE_LINE.match(text, start, end):
            found[start] = _note_line(lead, start)
    sure = {label for label, _ in found.values()}
    called: Mapping[str, int] | None = None
    for run in _runs(text, lines):
        called = _called(text, lines) if called is None else called
        labels = [label for label, _ in run.values()]
        above = all(called.get(label, start) < start for start, (label, _) in run.items())
        if above and len(set(labels)) == len(labels) and sure.isdisjoint(labels):
            found |= run
    return found


def _note_line(lead: re.Match[str], start: int) -> NoteLine:
    # The last label is meant: "7. Note 20:" is note 20.
    told = lead[0].split("Note")[-1]
    return label_of(re.sub(r"^\s*\d+\.\s+(?=<sup>)", "", told)), lead.end() - start


def _runs(text: str, lines: Sequence[tuple[int, int]]) -> Iterator[dict[int, NoteLine]]:
    """Yields: numbered lines of one form that follow each other; lines that go on with one of them are no break."""
    run: dict[int, NoteLine] = {}
    form = ""
    after_blank = True
    for start, end in lines:
        lead = _NUMBERED_LINE.match(text, start, end)
        own = re.sub(r"\d+", "1", lead[0].strip()) if lead else ""
        blank = not text[start:end].strip()
        if run and (own != form if own else after_blank and not blank):
            yield run
            run = {}
        if lead and not _NOTE_LINE.match(text, start, end):
            run[start] = (label_of(lead[0]), lead.end() - start)
            form = own
        after_blank = blank
    if run:
        yield run


def _called(text: str, lines: Sequence[tuple[int, int]]) -> Mapping[str, int]:
    """Where each label is first used as a mark."""
    marks = [(found.start(), label_of(found[0])) for found in _ANY_MARK.finditer(text)]
    for line in lines:
        marks += star_marks(text, [line]).items()
    return {label: at for at, label in sorted(marks, reverse=True)}


def star_marks(text: str, spans: Sequence[tuple[int, int]]) -> dict[int, str]:
    """The stars that are marks, by the offset of their run: those that close a word without having been opened.

    >>> star_marks("of **a thing***, a *word* and a fund*.", [(0, 38)])
    {12: '*', 36: '*'}
    """
    found: dict[int, str] = {}
    opened = 0
    for run in (run for start, end in spans for run in _STARS.finditer(text, start, end)):
        size, before = len(run[0]), text[run.start() - 1 : run.start()]
        closes = bool(before.strip()) and before not in "([“*"
        if closes and size > opened and text[run.end() : run.end() + 1] != "*":
            found[run.start()] = "*" * (size - opened)
        opened = 0 if closes and opened else opened if closes else opened + size
    return found
