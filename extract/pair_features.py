"""What a sentence tells of two entities in it: the features that the pair scorer weighs, each a short string."""

from collections.abc import Iterator, Sequence

from extract.lexicon import HEADS
from extract.references import Slot
from extract.sentence_view import SentenceView
from ontology.vocabulary import fits

_CLAUSE_MARKS = frozenset({";", ":", "–", "—", "(", ")", "|", "“", "”", '"'})
_NEAR = 4


class PairView(SentenceView):
    """The features of one sentence's pairs."""

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
            if slot.entity == self.home:
                yield f"N{side}=home"

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
