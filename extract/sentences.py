"""The sentences of a text as the pair scorer reads them: parsed, with every entity that is meant in them."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from extract.entities import LocalEntity
from extract.gazetteer import Gazetteer, normal
from extract.matching import Clauses, find_matches
from extract.names import Name
from extract.nlp import Masked, Parse, mask
from extract.parts import Part
from extract.reading import BlockKind, note_places, sentences
from extract.readings import TextEvidence
from extract.references import How, Known, Slot, pronouns, short_forms, subject_first
from extract.rules import RULES
from extract.sentence_view import Sentence
from extract.texts import Located, Text
from ontology.vocabulary import EntityType, Group

_LABEL = re.compile(r"^[^:.!?]{2,60}?:(?=\s)|^[^–.!?]{2,60}? –(?=\s)")
_TOPICS = frozenset({Group.PROGRAMME, Group.EVENT})
_MAX_HEADING_SLOTS = 3
_MAX_INTRODUCTION_SLOTS = 4
_MAX_NOTE_SLOTS = 3
_NOWHERE = (-1, -1)


@dataclass(frozen=True, slots=True)
class Named:
    """A text with its names and its entities; `owner[i]` is the entity of name `i`, `labels` are the entities'
    levelled names, `parties` the entities that stand inside a name by its index ("Japan-Germany Committee").
    """

    text: Text
    names: tuple[Name, ...]
    entities: tuple[LocalEntity, ...]
    owner: tuple[int, ...]
    labels: tuple[str, ...]
    parties: Mapping[int, tuple[int, ...]]

    def span(self, name: int) -> tuple[int, int]:
        """The half-open stretch of its block that a name covers."""
        found = self.names[name]
        tokens = self.text.tokens[found.block]
        return tokens.starts[found.start], tokens.ends[found.end - 1]

    def evidence(self, sentence: Located) -> TextEvidence:
        """A sentence, told by its block and its half-open stretch of it, where it stands in the text as read."""
        block = self.text.blocks[sentence.block]
        return TextEvidence(*block.span(sentence.start, sentence.end), block.heading)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A sentence before its parse: its block, its half-open stretch of it, its names, and its masked form."""

    block: int
    start: int
    end: int
    names: tuple[int, ...]
    masked: Masked


@dataclass(frozen=True, slots=True)
class Placed:
    """A sentence ready for scoring, and where it stands."""

    block: int
    start: int
    end: int
    sentence: Sentence


def with_entities(text: Text, names: Sequence[Name], entities: Sequence[LocalEntity], gazetteer: Gazetteer) -> Named:
    """The text with its entities, those included that stand only inside a name of several parties."""
    owner = [0] * len(names)
    for index, entity in enumerate(entities):
        for at in entity.names:
            owner[at] = index
    every = list(entities)
    parties: dict[int, tuple[int, ...]] = {}
    for index, name in enumerate(names):
        found = tuple(_party(every, row_hit) for row_hit in _parties(text, name, gazetteer))
        if found:
            parties[index] = found
    labels = tuple(normal(entity.label) for entity in every)
    return Named(text, tuple(names), tuple(every), tuple(owner), labels, parties)


def _parties(text: Text, name: Name, gazetteer: Gazetteer) -> Iterator[LocalEntity]:
    """Yields: the countries and bodies that a name joins by hyphens, or by "between … and …", as entities of their
    own.
    """
    if name.type.group not in {Group.ACTOR, Group.EVENT, Group.PROGRAMME, Group.FRAMEWORK} or name.end - name.start < 4:
        return
    if name.type is EntityType.PERSON:
        return
    tokens = text.tokens[name.block]
    between = "between" in tokens.lower[name.start : name.end]
    for hit in gazetteer.hits(tokens, name.start, name.end):
        joined = "-–" if not between else "-–&"
        hyphened = (hit.end < name.end and tokens.texts[hit.end] in joined) or (
            hit.start > name.start and tokens.texts[hit.start - 1] in joined
        )
        if (hyphened or between) and hit.row.type in {EntityType.COUNTRY, EntityType.INTERNATIONAL_ORGANIZATION}:
            surface = text.blocks[name.block].text[tokens.starts[hit.start] : tokens.ends[hit.end - 1]]
            yield LocalEntity(hit.row.type, (), ((surface, 0),), hit.row, ())


def _party(entities: list[LocalEntity], party: LocalEntity) -> int:
    """The index of a party among the entities; it is added when the text never names it alone."""
    for index, entity in enumerate(entities):
        if entity.row and party.row and entity.row.id == party.row.id:
            return index
    entities.append(party)
    return len(entities) - 1


def stretches(named: Named) -> tuple[Stretch, ...]:
    """The sentences of a text that name something, in text order; no name is cut by a sentence's end."""
    by_block: dict[int, list[int]] = {}
    for index, name in enumerate(named.names):
        by_block.setdefault(name.block, []).append(index)
    found = []
    for block, indexes in by_block.items():
        text = named.text.blocks[block].text
        spans = [named.span(index) for index in indexes]
        starts = [start for start, _ in spans]
        for start, end in _uncut(sentences(text), spans):
            inside = tuple(indexes[bisect_left(starts, start) : bisect_left(starts, end)])
            if inside:
                masked = mask(text, start, end, [(*named.span(index), named.names[index].type) for index in inside])
                found.append(Stretch(block, start, end, inside, masked))
    return tuple(found)


def _uncut(spans: Sequence[tuple[int, int]], names: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yields: sentences, two joined where a name runs over the end of the first; names are in text order."""
    held: tuple[int, int] | None = None
    for start, end in spans:
        begin = held[0] if held else start
        before = bisect_left(names, (end, 0))
        if before and names[before - 1][1] > end:
            held = (begin, end)
        else:
            held = None
            yield begin, end
    if held:
        yield held


def place(
    named: Named, found: Sequence[Stretch], parses: Sequence[Parse], without: Set[Part] = frozenset()
) -> tuple[Placed, ...]:
    """The sentences with all that is meant in each: names, short forms, pronouns, and what stands above them.

    `without` are parts that do nothing.
    """
    rules = () if Part.RULES in without else RULES
    placed: list[Placed] = []
    known: list[Known] = []
    previous: list[Slot] = []
    surroundings = _Surroundings(named)
    for stretch, parse in zip(found, parses, strict=True):
        own = _own(named, stretch, parse)
        slots = [Slot(k.entity, k.type, word, How.NAME) for word, k in own]
        if Part.REFERENCES not in without:
            slots += (*short_forms(parse, known, own), *pronouns(parse, previous, own))
        slots.sort(key=lambda slot: slot.word)
        context = surroundings.context(stretch, previous if _follows(placed, stretch) else [])
        if Part.SURROUNDINGS in without:
            context = []
        inside = [
            Slot(party, named.entities[party].type, word, How.INSIDE)
            for word, name in ((w, stretch.names[parse.names[w]]) for w, _ in own)
            for party in named.parties.get(name, ())
        ]
        text = named.text.blocks[stretch.block].text
        sentence = Sentence(
            parse,
            named.text.blocks[stretch.block].kind,
            _label(text),
            tuple(slots),
            (*context, *inside),
            tuple(find_matches(Clauses(parse), rules)),
        )
        placed.append(Placed(stretch.block, stretch.start, stretch.end, sentence))
        surroundings.pass_by(stretch, parse, slots)
        known += [k for _, k in own]
        previous = subject_first(parse, slots)
    return tuple(placed)


def _own(named: Named, stretch: Stretch, parse: Parse) -> list[tuple[int, Known]]:
    own = []
    seen: set[int] = set()
    for word, index in enumerate(parse.names):
        if index >= 0 and index not in seen:
            seen.add(index)
            entity = named.owner[stretch.names[index]]
            own.append((word, Known(entity, named.entities[entity].type, named.labels[entity])))
    return own


def _label(text: str) -> str:
    found = _LABEL.match(text)
    return normal(found[0]) if found else ""


def _follows(placed: Sequence[Placed], stretch: Stretch) -> bool:
    return bool(placed) and placed[-1].block == stretch.block


class _Surroundings:
    """What stands above a sentence: the names of its heading, of the sentence that introduces its list or carries its
    note mark, the text's topic and the country it names most, whose office-holders it calls by office alone.
    """

    def __init__(self, named: Named) -> None:
        self._named = named
        self._headings: dict[str, list[int]] = {}
        self._introduction: list[int] = []
        self._note_places = note_places(named.text.blocks)
        self._marked: dict[tuple[int, int], list[int]] = {}
        for index, name in enumerate(named.names):
            block = named.text.blocks[name.block]
            if block.kind is BlockKind.HEADING:
                self._headings.setdefault(block.text, []).append(named.owner[index])
        countries = Counter(
            named.owner[i]
            for i, name in enumerate(named.names)
            if named.entities[named.owner[i]].type is EntityType.COUNTRY
        )
        self._home = max(countries, key=lambda entity: (countries[entity], -entity), default=None)
        self._topic = next((named.owner[i] for i, name in enumerate(named.names) if name.type.group in _TOPICS), None)

    def context(self, stretch: Stretch, previous: Sequence[Slot]) -> list[Slot]:
        """What the sentence may lean on, the nearest first, each entity once."""
        block = self._named.text.blocks[stretch.block]
        found: dict[int, How] = {}
        if previous:
            found.setdefault(previous[0].entity, How.PREVIOUS)
        if block.kind is BlockKind.ITEM:
            for entity in self._introduction[:_MAX_INTRODUCTION_SLOTS]:
                found.setdefault(entity, How.INTRODUCTION)
        for entity in self._marked.get(self._note_places.get(stretch.block, _NOWHERE), [])[:_MAX_NOTE_SLOTS]:
            found.setdefault(entity, How.NOTE)
        if block.kind is not BlockKind.HEADING:
            for entity in self._headings.get(block.heading, [])[:_MAX_HEADING_SLOTS]:
                found.setdefault(entity, How.HEADING)
        if self._topic is not None:
            found.setdefault(self._topic, How.TOPIC)
        if self._home is not None:
            found.setdefault(self._home, How.HOME)
        return [Slot(entity, self._named.entities[entity].type, -1, how) for entity, how in found.items()]

    def pass_by(self, stretch: Stretch, parse: Parse, slots: Sequence[Slot]) -> None:
        """Remembers a sentence that may introduce a list or carries note marks."""
        block = self._named.text.blocks[stretch.block]
        if block.kind is not BlockKind.ITEM:
            self._introduction = list(dict.fromkeys(slot.entity for slot in slots))
        for at, _ in block.marks:
            # A mark stands behind the full stop of its sentence, with or without a space; or first of all in its block.
            if stretch.start < at <= stretch.end + 1 or at == stretch.start == 0:
                self._marked[stretch.block, at] = _around(at, parse, slots)


def _around(at: int, parse: Parse, slots: Sequence[Slot]) -> list[int]:
    """The entities of a sentence as a note at a place of its block is about them: what stands before the place first,
    then the subject.
    """
    before = [slot for slot in slots if parse.origins[slot.word][0] < at]
    return list(dict.fromkeys(slot.entity for slot in (*before[-1:], *subject_first(parse, slots))))
