"""A parsed sentence with all that is meant in it, and what its words tell of lists, heads, verbs and word classes."""

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extract import word_classes as words
from extract.matching import Match
from extract.nlp import Parse
from extract.reading import BlockKind
from extract.references import How, Slot

_CLASSES: Mapping[str, frozenset[str]] = {
    "run": words.RUN,
    "fund": words.FUND
    | {"contribute", "contribution", "donate", "donation", "funding", "grant", "loan", "fund", "finance"},
    "give": words.GIVE,
    "help": words.HELP | words.ASSISTANCE,
    "send": words.SEND,
    "join": words.JOIN | {"participant", "participation", "attendance", "delegate"},
    "together": words.COOPERATE | words.PARTNERSHIP | {"jointly", "together", "joint", "partner", "between"},
    "found": words.FOUND | {"establishment", "launch", "creation"},
    "adopt": words.ADOPT | {"ratification", "accession", "adoption"},
    "lie": words.LIE | {"headquarters", "seat"},
    "cover": words.COVER | {"pilot", "site", "target", "covering"},
    "member": frozenset({"member", "membership", "party", "signatory", "state", "belong"}),
    "part": frozenset(
        {"part", "component", "under", "within", "comprise", "include", "branch", "unit", "arm", "organ"}
    ),
    "office": frozenset({"minister", "president", "director", "ambassador", "chair", "secretary", "head", "professor"}),
    "not": frozenset({"not", "no", "never", "without", "nor", "neither", "decline", "refuse", "reject", "exclude"}),
    "plan": frozenset(
        {"plan", "intend", "propose", "consider", "expect", "would", "may", "could", "possibility", "proposal"}
    ),
}
_CLASS_OF: dict[str, tuple[str, ...]] = {
    word: tuple(sorted(name for name, words in _CLASSES.items() if word in words))
    for words in _CLASSES.values()
    for word in words
}
_LIST_MARKS = frozenset({",", "and", "&", "or", "the", "as", "well", "/"})


@dataclass(frozen=True, slots=True)
class Sentence:
    """A parsed sentence with all that is meant in it. `context` are slots that no word stands for; `label` is what
    stands before a colon at the start of its block.
    """

    parse: Parse
    kind: BlockKind
    label: str
    slots: tuple[Slot, ...]
    context: tuple[Slot, ...]
    matches: tuple[Match, ...]


class SentenceView:
    """A sentence with what its pairs share looked up once: lists, chains of heads, governing verbs, word classes."""

    def __init__(self, sentence: Sentence, labels: Sequence[str]) -> None:
        self.sentence = sentence
        self.labels = labels
        self.parse = parse = sentence.parse
        self.named = [slot.word for slot in sentence.slots if slot.word >= 0]
        self.shown = [
            "@" if name >= 0 else lemma.lower() for name, lemma in zip(parse.names, parse.lemmas, strict=True)
        ]
        self.home = next((slot.entity for slot in sentence.context if slot.how is How.HOME), None)
        self.verdicts: dict[tuple[int, int], list[Match]] = {}
        for match in sentence.matches:
            self.verdicts.setdefault((match.subject, match.object), []).append(match)
        self.leaders = self._list_leaders()
        self.chains = {slot.word: self._chain(slot.word) for slot in sentence.slots if slot.word >= 0}
        self.classes = [_CLASS_OF.get(word, ()) for word in self.shown]
        self.verbs = [at for at, tag in enumerate(parse.tags) if tag.startswith("VB")]
        self.roles = {slot.word: self._role(slot.word) for slot in sentence.slots if slot.word >= 0}

    def _list_leaders(self) -> dict[int, int]:
        """Of each slot's word the first word of the list that it stands in: names of one group with nothing but
        commas and conjunctions between.
        """
        leaders: dict[int, int] = {}
        previous: Slot | None = None
        for slot in self.sentence.slots:
            if slot.word < 0:
                continue
            leaders[slot.word] = slot.word
            if previous is not None and previous.type.group is slot.type.group and previous.word < slot.word:
                between = self.shown[previous.word + 1 : slot.word]
                if 0 < len(between) <= 3 and set(between) <= _LIST_MARKS:
                    leaders[slot.word] = leaders[previous.word]
            previous = slot
        return leaders

    def _role(self, at: int) -> tuple[int, str]:
        """The verb that governs a slot, or -1, and by what dependency, with the preposition if there is one."""
        chain = self.chains[at]
        preposition = ""
        for below, above in itertools.pairwise(chain):
            if self.parse.deps[below] in {"prep", "agent", "dative"} and not preposition:
                preposition = self.shown[below]
            if self.parse.tags[above].startswith("VB"):
                return above, f"{self.parse.deps[below]}{':' + preposition if preposition else ''}"
        return -1, preposition

    def names_between(self, first: Slot, second: Slot) -> int:
        """How many slots stand between two."""
        return max(0, bisect_left(self.named, second.word) - bisect_right(self.named, first.word))

    def _chain(self, at: int) -> list[int]:
        """A word and its heads up to the root; coordination is stepped over, so that list members look alike."""
        parse = self.parse
        chain = [self._first_of_list(at)]
        while parse.heads[chain[-1]] != chain[-1] and len(chain) < 12:
            chain.append(parse.heads[chain[-1]])
        return chain

    def _first_of_list(self, at: int) -> int:
        parse = self.parse
        at = self.leaders.get(at, at)
        while parse.deps[at] in {"conj", "appos"} and parse.heads[at] != at and parse.names[parse.heads[at]] >= 0:
            at = parse.heads[at]
        return self.leaders.get(at, at)

    def cell(self, first: Slot, second: Slot) -> tuple[int, int, str, str]:
        """What pairs share that differ only in which member of a list they name."""
        heads = [self.chains[slot.word][0] if slot.word >= 0 else -1 - slot.entity for slot in (first, second)]
        if heads[0] == heads[1]:
            return (first.word, second.word, first.type, second.type)
        return (heads[0], heads[1], first.type, second.type)
