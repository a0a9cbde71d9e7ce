"""Lemmas → meanings: `words.toml` as a table, checked when it is read."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ontology.errors import OntologyError


@dataclass(frozen=True, slots=True)
class Words:
    """What lemmas mean in questions: those to ignore, phrases (as tuples of lemmas) and single ones."""

    ignored: frozenset[str]
    phrases: Mapping[tuple[str, ...], str]
    meanings: Mapping[str, str]

    def read(self, lemmas: Sequence[str]) -> frozenset[str]:
        """The meanings of a question's lemmas; one that the table does not know stands for itself.

        >>> sorted(load_words().read(["who", "carry", "out", "the", "project"]))
        ['implement', 'programme', 'who']
        """
        return frozenset(self._meanings(lemmas))

    def _meanings(self, lemmas: Sequence[str]) -> Iterator[str]:
        at = 0
        longest = max(map(len, self.phrases))
        while at < len(lemmas):
            sizes = (size for size in range(longest, 1, -1) if tuple(lemmas[at : at + size]) in self.phrases)
            size = next(sizes, 1)
            if size > 1:
                yield self.phrases[tuple(lemmas[at : at + size])]
            elif lemmas[at] not in self.ignored:
                yield self.meanings.get(lemmas[at], lemmas[at])
            at += size


@cache
def load_words() -> Words:
    """The table that comes with the project.

    Raises:
        OntologyError: a lemma has two meanings.
    """
    table = tomllib.loads((files("graph.ask") / "words.toml").read_text(encoding="utf-8"))
    meanings: dict[str, str] = {}
    for meaning, lemmas in table["meanings"].items():
        for lemma in lemmas:
            if meanings.setdefault(lemma, meaning) != meaning:
                raise OntologyError(
                    f"words.toml: found {lemma!r} under {meanings[lemma]} and {meaning}, one of them is allowed"
                )
    phrases = {tuple(phrase.split()): meaning for phrase, meaning in table["phrases"].items()}
    return Words(frozenset(table["ignored"]), phrases, meanings)
