"""Pairs of entities that a sentence may relate, and what speaks for each relation: the features that the pair scorer weighs."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from extract import word_classes as words
from extract.lexicon import HEADS
from extract.matching import Match
from extract.nlp import Parse
from extract.reading import BlockKind
from extract.references import How, Slot
from ontology.vocabulary import EntityType, Predicate, fits

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
_CLAUSE_MARKS = frozenset({";", ":", "–", "—", "(", ")", "|", "“", "”", '"'})
_NEAR = 4
_MAX_BETWEEN_NAMES = 40


@dataclass(frozen=True, slots=True)
class Sentence:
    """A parsed sentence with all that is meant in it. `context` are slots that no word stands for; `label` is what stands
    before a colon at the start of its block."""

    parse: Parse
    kind: BlockKind
    label: str
    slots: tuple[Slot, ...]
    context: tuple[Slot, ...]
    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two different entities of a sentence, the first one named first, and the features of the pair. Pairs of one `cell` are
    alike but for the members of a list that they name."""

    first: Slot
    second: Slot
    features: tuple[str, ...]
    cell: tuple[int, int, str, str]


def possible(first: EntityType, second: EntityType) -> frozenset[str]:
    """The labels that the ontology allows between two types: ``predicate>`` from first to second, ``predicate<`` back.

    >>> sorted(possible(EntityType.PERSON, EntityType.EVENT))[:2]
    ['established<', 'established>']
    """
    return _POSSIBLE[first, second]


def _allowed(first: EntityType, second: EntityType) -> Iterator[str]:
    for predicate in Predicate:
        if fits(first, predicate, second):
            yield f"{predicate}>"
        if fits(second, predicate, first) and not predicate.symmetric:
            yield f"{predicate}<"


_POSSIBLE = {(a, b): frozenset(_allowed(a, b)) for a in EntityType for b in EntityType}


def pairs_of(sentence: Sentence, labels: Sequence[str]) -> Iterator[Pair]:
    """Yields: each pair worth a look, in text order; `labels` gives each entity's levelled name by index."""
    view = _View(sentence, labels)
    slots = sentence.slots
    for i, first in enumerate(slots):
        for second in slots[i + 1 :]:
            if first.entity != second.entity and view.names_between(first, second) <= _MAX_BETWEEN_NAMES:
                yield Pair(first, second, tuple(view.inside(first, second)), view.cell(first, second))
    present = {slot.entity for slot in slots}
    for outer in sentence.context:
        for inner in slots:
            inside = outer.how is How.INSIDE
            home = outer.how is How.HOME
            if outer.entity == inner.entity or (home and inner.type is not EntityType.PERSON):
                continue
            if outer.word == inner.word if inside else outer.entity not in present:
                yield Pair(outer, inner, tuple(view.outside(outer, inner)), view.cell(outer, inner))


class _View:
    """The features of one sentence's pairs, with what they share looked up once."""

    def __init__(self, sentence: Sentence, labels: Sequence[str]) -> None:
        self.sentence = sentence
        self.labels = labels
        self.parse = parse = sentence.parse
        self.named = [slot.word for slot in sentence.slots if slot.word >= 0]
        self.shown = [
            "@" if name >= 0 else lemma.lower() for name, lemma in zip(parse.names, parse.lemmas, strict=True)
        ]
        self.verdicts: dict[tuple[int, int], list[Match]] = {}
        for match in sentence.matches:
            self.verdicts.setdefault((match.subject, match.object), []).append(match)
        self.leaders = self._list_leaders()
        self.chains = {slot.word: self._chain(slot.word) for slot in sentence.slots if slot.word >= 0}
        self.classes = [_CLASS_OF.get(word, ()) for word in self.shown]
        self.verbs = [at for at, tag in enumerate(parse.tags) if tag.startswith("VB")]
        self.roles = {slot.word: self._role(slot.word) for slot in sentence.slots if slot.word >= 0}

    def _list_leaders(self) -> dict[int, int]:
        """Of each slot's word the first word of the list that it stands in: names of one group with nothing but commas and
        conjunctions between."""
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
        for below, above in zip(chain, chain[1:], strict=False):
            if self.parse.deps[below] in {"prep", "agent", "dative"} and not preposition:
                preposition = self.shown[below]
            if self.parse.tags[above].startswith("VB"):
                return above, f"{self.parse.deps[below]}{':' + preposition if preposition else ''}"
        return -1, preposition

    def names_between(self, first: Slot, second: Slot) -> int:
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

    def inside(self, first: Slot, second: Slot) -> Iterator[str]:
        """Yields: the features of two slots of the sentence."""
        yield from self._ends(first, second)
        yield from self._between(first, second)
        yield from self._path(first, second)
        yield from self._verbs_of(first, second, f"{first.type.group}>{second.type.group}")
        yield from self._verdict(first, second)
        yield from self._around(first, second)

    def _ends(self, first: Slot, second: Slot) -> Iterator[str]:
        a, b = first.type, second.type
        yield f"T={a}>{b}"
        yield f"G={a.group}>{b.group}"
        yield f"T1={a}"
        yield f"T2={b}"
        yield f"H={first.how}>{second.how}"
        yield f"k={self.sentence.kind}"
        for side, slot in (("1", first), ("2", second)):
            words = self.labels[slot.entity].split()
            if words and words[-1] in HEADS:
                yield f"N{side}={words[-1]}"
            if slot.type is EntityType.COUNTRY and words == ["japan"]:
                yield f"N{side}=japan"

    def _between(self, first: Slot, second: Slot) -> Iterator[str]:
        group = f"{first.type.group}>{second.type.group}"
        start, end = first.word + 1, second.word
        words = self.shown[start:end]
        count = self.names_between(first, second)
        kin = sum(
            start <= slot.word < end and slot.type.group in {first.type.group, second.type.group}
            for slot in self.sentence.slots
        )
        yield f"d={min(len(words), 10) if len(words) < 10 else 10 + min(len(words) // 10, 4)}"
        yield f"nb={min(count, 4)}"
        yield f"kin={min(kin, 3)}{'=' if kin == count else ''}"
        if len(words) <= _NEAR:
            text = " ".join(words)
            yield f"B={text}"
            yield f"GB={group}|{text}"
            yield f"TB={first.type}>{second.type}|{text}"
        else:
            yield f"B1={' '.join(words[:2])}"
            yield f"B9={' '.join(words[-2:])}"
            yield f"GB9={group}|{words[-1]}"
        yield from self._rivals(first, second, group)
        for mark in dict.fromkeys(word for word in words if word in _CLAUSE_MARKS):
            yield f"bm={mark}"
            yield f"Gbm={group}|{mark}"
        verbs = sum(start <= at < end for at in self.verbs)
        yield f"vb={min(verbs, 4)}"
        yield f"Gvb={group}|{min(verbs, 3)}"
        for word in dict.fromkeys(words[:25]):
            if word.isalpha() and len(word) > 1:
                yield f"b={word}"
        for label in sorted({label for labels in self.classes[start:end] for label in labels}):
            yield f"bc={label}"
            yield f"Gbc={group}|{label}"
        for label in sorted({label for labels in self.classes[end + 1 : end + 9] for label in labels}):
            yield f"ac={label}"
        for label in sorted(
            {label for labels in self.classes[max(0, first.word - 8) : first.word] for label in labels}
        ):
            yield f"pc={label}"

    def _rivals(self, first: Slot, second: Slot, group: str) -> Iterator[str]:
        """Whether something between, or before, that is like one end stands closer to the other."""
        lists = self.chains[first.word][0], self.chains[second.word][0]
        between = [
            slot.type.group
            for slot in self.sentence.slots
            if first.word < slot.word < second.word and self.chains[slot.word][0] not in lists
        ]
        yield f"r1={min(between.count(first.type.group), 2)}|{group}"
        yield f"r2={min(between.count(second.type.group), 2)}|{group}"
        for kind in sorted(set(between)):
            yield f"rb={kind}|{group}"
        later = {s.type.group for s in self.sentence.slots if s.word > second.word}
        earlier = {s.type.group for s in self.sentence.slots if 0 <= s.word < first.word}
        for kind in sorted(later):
            yield f"ra={kind}|{group}"
        for kind in sorted(earlier):
            yield f"rp={kind}|{group}"

    def _verbs_of(self, first: Slot, second: Slot, group: str) -> Iterator[str]:
        """What governs each slot, and as what: the frame of the clause, whatever stands between."""
        (verb1, role1), (verb2, role2) = self.roles[first.word], self.roles[second.word]
        yield f"role={role1}|{role2}|{'same' if verb1 == verb2 else 'other'}"
        for side, verb, role in (("1", verb1, role1), ("2", verb2, role2)):
            if verb >= 0:
                yield f"v{side}={self.shown[verb]}|{role}"
                for label in self.classes[verb]:
                    yield f"vc{side}={label}|{role}|{group}"
        if verb1 >= 0 and verb1 == verb2:
            yield f"sv={self.shown[verb1]}|{role1}|{role2}"
            objects = [i for i, head in enumerate(self.parse.heads) if head == verb1 and self.parse.deps[i] == "dobj"]
            for at in objects[:1]:
                yield f"svo={self.shown[at]}|{group}"
                yield f"svvo={self.shown[verb1]} {self.shown[at]}|{role1}|{role2}"

    def _path(self, first: Slot, second: Slot) -> Iterator[str]:
        parse = self.parse
        up, down = self.chains[first.word], self.chains[second.word]
        group = f"{first.type.group}>{second.type.group}"
        types = f"{first.type}>{second.type}"
        if up[0] == down[0]:
            yield "listed"
            yield f"listed={types}"
            yield from self._governor(up, group)
            return
        meeting = next((at for at in up if at in down), None)
        if meeting is None:
            yield "nopath"
            return
        left, right = up[: up.index(meeting)], down[: down.index(meeting)]
        labels = "/".join([*(f"^{parse.deps[at]}" for at in left), *(parse.deps[at] for at in reversed(right))])
        words = "/".join(
            [*(f"^{self._step(at)}" for at in left), self.shown[meeting], *(self._step(at) for at in reversed(right))]
        )
        lemma = self.shown[meeting]
        roles = f"{parse.deps[left[-1]] if left else '.'}-{parse.deps[right[-1]] if right else '.'}"
        yield f"P={labels}"
        yield f"GP={group}|{labels}"
        yield f"PW={words}"
        yield f"L={lemma}"
        yield f"GL={group}|{lemma}"
        yield f"TL={types}|{lemma}|{roles}"
        yield f"roles={roles}"
        yield f"LR={lemma}|{roles}"
        voice = "passive" if parse.tags[meeting] == "VBN" else parse.tags[meeting][:2]
        yield f"voice={voice}|{roles}"
        for label in self.classes[meeting]:
            yield f"LC={label}|{roles}|{voice}"
            yield f"GLC={group}|{label}|{roles}"
        for at in (*left[1:], *right[1:]):
            yield f"on={self.shown[at]}"
            for label in self.classes[at]:
                yield f"onc={label}|{group}"
        for side, chain in (("1", left), ("2", right)):
            preposition = next((self.shown[at] for at in chain if parse.deps[at] in {"prep", "agent", "dative"}), "-")
            yield f"p{side}={preposition}"
            yield f"Tp{side}={types}|{preposition}"
        yield f"pl={min(len(left) + len(right), 8)}"
        yield from self._mood(meeting)

    def _step(self, at: int) -> str:
        dep = self.parse.deps[at]
        return (
            self.shown[at]
            if dep in {"prep", "agent", "dative"}
            else dep
            if self.parse.names[at] >= 0
            else f"{dep}:{self.shown[at]}"
        )

    def _governor(self, chain: Sequence[int], group: str) -> Iterator[str]:
        """What two listed names hang on together: "between A and B", "A and B launched"."""
        if len(chain) > 1:
            yield f"lg={self.shown[chain[1]]}"
            yield f"lgd={self.parse.deps[chain[0]]}|{group}"
            for label in self.classes[chain[1]]:
                yield f"lgc={label}|{group}"
            for i, head in enumerate(self.parse.heads):
                if head == chain[1] and self.parse.deps[i] in {"advmod", "dobj"}:
                    yield f"lgm={self.shown[i]}"

    def _mood(self, at: int) -> Iterator[str]:
        """Whether the meeting word is denied, planned or only possible."""
        parse = self.parse
        for i, head in enumerate(parse.heads):
            if head == at and i != at:
                if parse.deps[i] == "neg":
                    yield "neg"
                elif parse.tags[i] == "MD":
                    yield f"modal={self.shown[i]}"
        head = parse.heads[at]
        if head != at and parse.deps[at] in {"xcomp", "ccomp"}:
            yield f"under={self.shown[head]}"

    def _verdict(self, first: Slot, second: Slot) -> Iterator[str]:
        group = f"{first.type.group}>{second.type.group}"
        for ends, mark in (((first.word, second.word), ">"), ((second.word, first.word), "<")):
            for match in self.verdicts.get(ends, ()):
                a, b = (first, second) if mark == ">" else (second, first)
                if fits(a.type, match.rule.predicate, b.type):
                    yield f"R={match.rule.id}{mark}"
                    yield f"RP={match.rule.predicate}{mark}"
                    yield f"GR={group}|{match.rule.predicate}{mark}"

    def _around(self, first: Slot, second: Slot) -> Iterator[str]:
        shown = self.shown
        yield f"-1={shown[first.word - 1] if first.word else '^'}"
        yield f"-2={' '.join(shown[max(0, first.word - 2) : first.word])}"
        after = second.word + 1
        yield f"+1={shown[after] if after < len(shown) else '$'}"
        yield f"+2={' '.join(shown[after : after + 2])}"
        if self.sentence.label:
            yield from self._labelled(first, second)

    def _labelled(self, first: Slot, second: Slot) -> Iterator[str]:
        for word in self.sentence.label.split()[:5]:
            yield f"lab={word}"
            yield f"Glab={first.type.group}>{second.type.group}|{word}"

    def outside(self, outer: Slot, inner: Slot) -> Iterator[str]:
        """Yields: the features of a slot that no word stands for with one of the sentence."""
        parse = self.parse
        types = f"{outer.type}>{inner.type}"
        group = f"{outer.type.group}>{inner.type.group}"
        how = outer.how
        yield f"c{how}"
        yield f"c{how}|T={types}"
        yield f"cT={types}"
        yield f"c{how}|G={group}"
        yield f"c{how}|k={self.sentence.kind}|{group}"
        yield f"c{how}|{inner.how}"
        chain = self.chains[inner.word]
        dep = parse.deps[chain[0]]
        yield f"cdep={dep}|{group}"
        yield f"c{how}|-2={' '.join(self.shown[max(0, inner.word - 2) : inner.word])}"
        if inner.word:
            yield f"c-1={self.shown[inner.word - 1]}|{group}"
        yield f"c{how}|cdep={dep}"
        position = sum(word < inner.word for word in self.named)
        yield f"cpos={min(position, 3)}|{group}"
        yield f"c{how}|n={min(len(self.named), 4)}"
        preposition = next((self.shown[at] for at in chain if parse.deps[at] in {"prep", "agent"}), "-")
        yield f"cp={preposition}|{group}"
        verb = next((at for at in chain if parse.tags[at].startswith("VB")), None)
        if verb is not None:
            yield f"cv={self.shown[verb]}"
            yield f"cv={self.shown[verb]}|{dep}|{group}"
            for label in self.classes[verb]:
                yield f"cvc={label}|{dep}|{group}"
            yield f"cvoice={parse.tags[verb]}|{dep}"
            yield from self._mood(verb)
        for label in sorted({label for labels in self.classes for label in labels}):
            yield f"cs={label}|{group}"
        words = self.labels[outer.entity].split()
        inner_words = self.labels[inner.entity].split()
        if words and words[-1] in HEADS:
            yield f"cN1={words[-1]}"
        if inner_words and inner_words[-1] in HEADS:
            yield f"cN2={inner_words[-1]}"
            yield f"cN2={inner_words[-1]}|{how}"
        if self.sentence.label:
            yield from self._labelled(outer, inner)
            for word in self.sentence.label.split()[:4]:
                yield f"c{how}|lab={word}"
