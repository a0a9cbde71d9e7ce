"""What a question names: things of the graph, regions, sectors, types, texts, years, numbers, quoted words."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from graph.names import Names, normalise
from graph.queries.named import ParameterType
from graph.queries.parameters import Vocabulary
from ontology.vocabulary import EntityType

#: More words than any name has that people type.
_LONGEST = 14
_WORD = re.compile(r"\w+(?:[-'’.&/](?!s\b)\w+)*")
_QUOTED = re.compile(r"[\"“'‘]([^\"“”'‘’]{2,80})[\"”'’](?!\w)")
_ARTICLES = frozenset({"a", "an", "the"})
_YEAR = re.compile(r"\b(?:19|20)[0-9]{2}\b")
_NUMBER = re.compile(r"\b[0-9]{1,3}\b")
_NAMED = (
    ParameterType.ENTITY,
    ParameterType.REGION,
    ParameterType.SOURCE,
    ParameterType.SECTOR,
    ParameterType.TYPE,
    ParameterType.RELATION,
)
#: What common words may name too: "water" is a sector and a word. Such a thing need not fill a slot.
_SOFT = frozenset({ParameterType.SECTOR, ParameterType.TYPE, ParameterType.RELATION})


@dataclass(frozen=True, slots=True)
class Spot:
    """A stretch of the question that names something, with the types of parameters that it can fill; `type` is the
    entity's, where it is one.
    """

    start: int
    end: int
    text: str
    kinds: frozenset[ParameterType]
    type: EntityType | None = None

    @property
    def soft(self) -> bool:
        """Whether its words may be meant as words."""
        return self.kinds <= _SOFT


class Spotter:
    """Finds the names of one graph in questions."""

    def __init__(self, vocabulary: Vocabulary, common: frozenset[str]) -> None:
        self._common = common
        self._kinds: dict[str, set[ParameterType]] = defaultdict(set)
        self._types: dict[str, EntityType] = {}
        for kind in _NAMED:
            names = vocabulary.names(kind)
            if names is not None:
                self._add(kind, names)

    def _add(self, kind: ParameterType, names: Names) -> None:
        for labels in (*names.labels, names.further()):
            for iri, label in labels:
                key = normalise(label)
                type_ = names.things[iri].type
                self._kinds[key].add(kind)
                if type_ is EntityType.COUNTRY:
                    self._kinds[key].add(ParameterType.COUNTRY)
                if type_ is not None:
                    self._types.setdefault(key, type_)

    def find(self, question: str) -> list[Spot]:
        """What the question names, in its order; of names that overlap the longest, then the first."""
        found = [*self._quoted(question), *self._names(question), *_figures(question)]
        kept: list[Spot] = []
        for spot in sorted(found, key=lambda spot: (spot.start - spot.end, spot.start)):
            if all(spot.end <= other.start or other.end <= spot.start for other in kept):
                kept.append(spot)
        return sorted(kept, key=lambda spot: spot.start)

    def _quoted(self, question: str) -> Iterator[Spot]:
        for match in _QUOTED.finditer(question):
            key = normalise(match[1])
            kinds = frozenset(self._kinds.get(key, ())) | {ParameterType.TEXT}
            yield Spot(match.start(), match.end(), match[1], kinds, self._types.get(key))

    def _names(self, question: str) -> Iterator[Spot]:
        words = list(_WORD.finditer(question))
        for first in range(len(words)):
            if words[first][0].lower() in _ARTICLES:
                continue
            for last in range(first, min(first + _LONGEST, len(words))):
                text = question[words[first].start() : words[last].end()]
                kinds = self._meant(text, alone=first == last)
                if kinds:
                    key = normalise(text)
                    yield Spot(words[first].start(), words[last].end(), text, kinds, self._types.get(key))

    def _meant(self, text: str, *, alone: bool) -> frozenset[ParameterType]:
        """A small word that questions are made of names no entity, and a short one none of another case."""
        kinds = frozenset(self._kinds.get(normalise(text), ()))
        if text.lower() == text and alone and (text in self._common or len(text) < 4):
            return kinds & (_SOFT | {ParameterType.SOURCE})
        return kinds - {ParameterType.RELATION} if text.islower() else kinds


def _figures(question: str) -> Iterator[Spot]:
    for match in _YEAR.finditer(question):
        yield Spot(match.start(), match.end(), match[0], frozenset({ParameterType.YEAR}))
    for match in _NUMBER.finditer(question):
        yield Spot(match.start(), match.end(), match[0], frozenset({ParameterType.INTEGER}))


#: What a slot of each type is read as in a query's own question.
STAND_INS: Mapping[ParameterType, str] = {
    ParameterType.ENTITY: "Microsoft",
    ParameterType.COUNTRY: "Japan",
    ParameterType.REGION: "Africa",
    ParameterType.SOURCE: "Medicare",
    ParameterType.SECTOR: "education",
    ParameterType.TYPE: "universities",
    ParameterType.RELATION: "supports",
    ParameterType.YEAR: "2020",
    ParameterType.INTEGER: "10",
    ParameterType.TEXT: "Medicare",
}
