"""The sector vocabulary: which DAC/CRS purpose codes the words of a name or a sentence point to.

The vocabulary is the table `seeds/sectors.csv`, in our own words; `seeds/README.md` tells its columns.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from importlib.resources.abc import Traversable

from extract.seeds import SECTORS, read_table, seeds_folder, split_cell

_WORD = re.compile(r"[^\W_]+")
_CODE = re.compile(r"\d{3}(?:\d{2})?")
_ENDINGS = (("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("shes", "sh"), ("xes", "x"), ("s", ""))
_NO_PLURAL = ("ss", "us", "is")
_KEPT = frozenset({"aids", "news", "species"})
_SPELLINGS = (
    ("isation", "ization"),
    ("programme", "program"),
    ("centre", "center"),
    ("labour", "labor"),
    ("defence", "defense"),
    ("harbour", "harbor"),
)


class Weight(IntEnum):
    """How much a term says: `NAMES` only in a name, `WEAK` only in a name that has nothing better."""

    HIDES = 0
    STRONG = 1
    NAMES = 2
    WEAK = 3


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the vocabulary in stems; `code` is empty where it only hides the terms inside it. An acronym is one
    word that is never written in small letters.
    """

    stems: tuple[str, ...]
    code: str
    weight: Weight
    is_acronym: bool = False

    def may_be(self, word: str) -> bool:
        """Whether a term may be meant that begins with a word as it is written: "BIRD" is no bird, "Aid" is no AIDS."""
        return len(self.stems) > 1 or _is_acronym(word) is self.is_acronym


@dataclass(frozen=True, slots=True)
class TermHit:
    """A term in a text: half-open offsets in that text."""

    start: int
    end: int
    term: Term


@lru_cache(maxsize=1 << 15)
def stem(word: str) -> str:
    """A word in small letters, in the singular and in one of its spellings; good for comparing, not for reading.

    >>> [stem(word) for word in ("Fisheries", "Organisations", "bus", "Labour")]
    ['fishery', 'organization', 'bus', 'labor']
    """
    word = word.lower()
    if len(word) > 3 and not word.endswith(_NO_PLURAL) and word not in _KEPT:
        for ending, single in _ENDINGS:
            if word.endswith(ending):
                word = word.removesuffix(ending) + single
                break
    for british, other in _SPELLINGS:
        word = word.replace(british, other)
    return word


class SectorTerms:
    """Finds the terms of the vocabulary; the longest wins, and none begins inside another."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._by_first: dict[str, list[Term]] = {}
        for term in terms:
            self._by_first.setdefault(term.stems[0], []).append(term)
        for those in self._by_first.values():
            those.sort(key=lambda term: -len(term.stems))

    def hits(self, text: str, start: int = 0, end: int | None = None) -> Iterator[TermHit]:
        """Yields: the terms in a stretch of a text, in its order, without those that only hide others."""
        span = (start, len(text) if end is None else end)
        words = [found for found in _WORD.finditer(text, *span) if not _is_genitive(text, found)]
        stems = [stem(found[0]) for found in words]
        shouts = text[slice(*span)].isupper() and sum(len(word[0]) > 2 for word in words) > 1
        at = 0
        while at < len(words):
            term = self._longest(stems, at)
            if term is not None and not shouts and not term.may_be(words[at][0]):
                term = None
            if term is not None and term.weight is not Weight.HIDES:
                yield TermHit(words[at].start(), words[at + len(term.stems) - 1].end(), term)
            at += len(term.stems) if term else 1

    def _longest(self, stems: Sequence[str], at: int) -> Term | None:
        for term in self._by_first.get(stems[at], ()):
            if tuple(stems[at : at + len(term.stems)]) == term.stems:
                return term
        return None

    def of_name(self, name: str) -> tuple[str, ...]:
        """The codes that a name tells, in the order of its words: those of its best terms, the most specific."""
        hits = list(self.hits(name))
        best = min((hit.term.weight for hit in hits), default=None)
        return most_specific(hit.term.code for hit in hits if hit.term.weight is best)


def _is_acronym(word: str) -> bool:
    """Whether a word in capitals stands for others ("BIRD" is no bird).

    >>> _is_acronym("BIRD"), _is_acronym("SMEs"), _is_acronym("A"), _is_acronym("Bird")
    (True, True, False, False)
    """
    return len(word) > 1 and word.removesuffix("s").isupper()


def _is_genitive(text: str, word: re.Match[str]) -> bool:
    return word[0] == "s" and word.start() > 0 and text[word.start() - 1] in "'’"


def most_specific(codes: Iterable[str]) -> tuple[str, ...]:
    """Each code once, in order, without what another one says more exactly: a category of which there is a purpose
    code, health or education as such beside a branch of them, and research as such beside any field.

    >>> most_specific(["122", "12262", "12262", "111"])
    ('12262', '111')
    """
    found = tuple(dict.fromkeys(codes))
    return tuple(code for code in found if not any(_says_less(code, other) for other in found))


#: General code → beginnings of the codes that say more.
_GENERAL: Mapping[str, tuple[str, ...]] = {
    "111": ("112", "113", "114"),
    "121": ("122", "123", "130"),
    "23230": ("23231",),
}
_RESIDUAL = "43082"


def _says_less(code: str, other: str) -> bool:
    if code == other:
        return False
    return code == _RESIDUAL or other.startswith((*_GENERAL.get(code, ()), code))


def load_sector_terms(folder: Traversable | None = None) -> SectorTerms:
    """The vocabulary of `seeds/sectors.csv`.

    Args:
        folder: where the table is; the project's own when not said.

    Raises:
        InputError: the table is missing or has other columns, a code has neither three nor five digits, or a term
            stands in it twice. The message names the line.
    """
    terms: dict[tuple[str, ...], Term] = {}
    for line in read_table(folder or seeds_folder(), SECTORS):
        code = line.cells["code"]
        if code and not _CODE.fullmatch(code):
            raise line.error(f"code {code!r}", "three or five digits, or nothing")
        for term in _terms(code, line.cells):
            if terms.setdefault(term.stems, term) is not term:
                raise line.error(f"term {' '.join(term.stems)!r} again", "each term once over all codes")
    return SectorTerms(terms.values())


_COLUMNS: Mapping[str, Weight] = {"terms": Weight.STRONG, "name_terms": Weight.NAMES, "weak_terms": Weight.WEAK}


def _terms(code: str, cells: Mapping[str, str]) -> Iterator[Term]:
    for column, weight in _COLUMNS.items():
        for words in split_cell(cells[column]):
            stems = tuple(stem(word) for word in _WORD.findall(words))
            yield Term(stems, code, weight if code else Weight.HIDES, is_acronym=_is_acronym(words))
