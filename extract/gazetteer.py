"""The authority tables as a matcher: which known names stand at a token of a block."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from extract.seeds import AuthorityRow
from extract.tokens import Tokens, tokenize
from ontology.vocabulary import Group

_APOSTROPHE = re.compile("['’`]")
_NO_WORD = re.compile(r"[\W_]+")
_ARTICLES = frozenset({"the", "a", "an"})
_AMERICAN = {"programme": "program", "centre": "center", "organisation": "organization"}
_PLAIN = str.maketrans({"’": "'", "‘": "'", "`": "'", "–": "-", "‑": "-", "—": "-"})


def fold(text: str) -> str:
    """A text without accents, with plain apostrophes and hyphens; letters keep their case.

    >>> fold("Côte d’Ivoire")
    "Cote d'Ivoire"
    """
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


@lru_cache(maxsize=1 << 13)
def normal(name: str) -> str:
    """What two spellings of one name have in common: case, accents, marks, "&"/"and", a leading article are levelled.

    >>> normal("The Côte d’Ivoire’s R&D")
    'cote divoires r and d'
    """
    words = _NO_WORD.sub(" ", _APOSTROPHE.sub("", fold(name).casefold()).replace("&", " and ")).split()
    if len(words) > 1 and words[0] in _ARTICLES:
        del words[0]
    return " ".join(_AMERICAN.get(word, word) for word in words)


@dataclass(frozen=True, slots=True)
class Hit:
    """A known name in a block: half-open token offsets, and the row that it names."""

    start: int
    end: int
    row: AuthorityRow


class Gazetteer:
    """Finds the names of authority rows in tokens; the longest name wins, and of one name the first group in table
    order.
    """

    def __init__(self, rows: Iterable[AuthorityRow]) -> None:
        self._by_words: dict[tuple[str, ...], AuthorityRow] = {}
        self._by_name: dict[tuple[str, Group], AuthorityRow] = {}
        for row in rows:
            for name in dict.fromkeys((row.name, row.acronym, *row.aliases)):
                if name:
                    words = tokenize(fold(name)).texts
                    self._by_words[words] = min(self._by_words.get(words, row), row, key=lambda each: each.id)
                    self._by_name.setdefault((normal(name), row.type.group), row)
        lengths: dict[str, set[int]] = {}
        for words in self._by_words:
            lengths.setdefault(words[0], set()).add(len(words))
        self._lengths = {first: sorted(those, reverse=True) for first, those in lengths.items()}

    def hits(self, tokens: Tokens, start: int = 0, end: int | None = None) -> list[Hit]:
        """The known names of a block, or of a stretch of its tokens, none inside another, in text order."""
        words = [fold(word) for word in tokens.texts[start:end]]  # and not those before, which may be very many
        found: list[Hit] = []
        free = 0
        for at in [at for at, word in enumerate(words) if word in self._lengths]:
            if at >= free and (hit := self._longest(words, at)):
                found.append(Hit(start + hit.start, start + hit.end, hit.row))
                free = hit.end
        return found

    def _longest(self, words: list[str], at: int) -> Hit | None:
        for length in self._lengths[words[at]]:
            name = tuple(words[at : at + length])
            if row := self._by_words.get(name):
                return Hit(at, at + len(name), row)
        return None

    def row(self, name: str, group: Group) -> AuthorityRow | None:
        """The row of a group that a name stands for, whatever its spelling, if any."""
        return self._by_name.get((normal(name), group))

    @property
    def names(self) -> Mapping[tuple[str, Group], AuthorityRow]:
        """Levelled name and group → row."""
        return self._by_name
