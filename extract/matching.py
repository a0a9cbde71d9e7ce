"""Runs relation rules over a parse: which names stand at the two ends of a rule's frame. It knows no rule by name."""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

from extract.nlp import Parse
from extract.rules import RelationRule

_SUBJECTS = frozenset({"nsubj", "csubj"})
_RELATIVE = frozenset({"which", "that", "who", "whom", "whose"})
_MAX_SUBJECT_HOPS = 3


@dataclass(frozen=True, slots=True)
class Match:
    """A rule that holds between two words of a parse, and the word that triggered it."""

    rule: RelationRule
    trigger: int
    subject: int
    object: int


class Clauses:
    """A parse with its children indexed, and what a clause's short steps mean."""

    def __init__(self, parse: Parse) -> None:
        self.parse = parse
        self.children: list[list[int]] = [[] for _ in parse.words]
        for at, head in enumerate(parse.heads):
            if head != at:
                self.children[head].append(at)

    def walk(self, at: int, path: str) -> set[int]:
        """The words that a path reaches from a word, with what is coordinated with them."""
        reached: set[int] = set()
        for route in _routes(path):
            places = {at}
            for step in route:
                places = {to for place in places for to in self._step(place, step)}
            reached |= places
        return {joined for place in reached for joined in self.joined(place)}

    def joined(self, at: int) -> Iterator[int]:
        """Yields: a word, what it is coordinated with on its right, and what stands in apposition to it."""
        waiting = [at]  # a list of a thousand members is a thousand deep: no recursion
        while waiting:
            at = waiting.pop()
            yield at
            waiting += [child for child in reversed(self.children[at]) if self.parse.deps[child] in {"conj", "appos"}]

    def _step(self, at: int, step: str) -> Iterator[int]:
        deps, lemmas = self.parse.deps, self.parse.lemmas
        if step == "doer":
            yield from self.doers(at)
        elif step == "done":
            yield from self.done(at)
        elif step.startswith("in:"):
            yield from self._behind(at, frozenset(step[3:].split("+")))
        elif step.startswith("^"):
            if deps[at] == step[1:]:
                yield self.parse.heads[at]
        else:
            label, _, lemma = step.partition(":")
            for child in self.children[at]:
                if deps[child] == label and (not lemma or lemmas[child] == lemma):
                    yield child

    def _behind(self, at: int, prepositions: frozenset[str]) -> Iterator[int]:
        """What stands behind a preposition of a word, also one stacked on another ("from among")."""
        waiting = [at]
        while waiting:
            stacked = [i for i in self.children[waiting.pop()] if self.parse.deps[i] in {"prep", "agent", "dative"}]
            for child in stacked:
                if self.parse.lemmas[child] in prepositions:
                    yield from (i for i in self.children[child] if self.parse.deps[i] in {"pobj", "pcomp"})
            waiting += stacked

    def doers(self, at: int, hops: int = _MAX_SUBJECT_HOPS) -> Iterator[int]:
        """Who does what a verb says: its subject, the by-agent of a passive, or whom the clause borrows its subject
        from.
        """
        deps = self.parse.deps
        if self.is_passive(at):
            for child in self.children[at]:
                if deps[child] == "agent":
                    yield from (i for i in self.children[child] if deps[i] == "pobj")
            return
        subjects = [child for child in self.children[at] if deps[child] in _SUBJECTS]
        for subject in subjects:
            yield from self._antecedent(at, subject)
        if not subjects and hops:
            head = self.parse.heads[at]
            if deps[at] in {"conj", "xcomp", "advcl", "pcomp"} and head != at:
                verb = self.parse.heads[head] if deps[at] == "pcomp" else head
                yield from self.doers(verb, hops - 1)
                if self.is_passive(verb) and deps[at] in {"xcomp", "conj", "advcl"}:
                    yield from self._passive_subjects(verb)
            elif deps[at] in {"acl", "relcl"} and self.parse.tags[at] == "VBG":
                yield head

    def done(self, at: int) -> Iterator[int]:
        """What is done: the object of an active verb, the subject of a passive one, or what a participle modifies."""
        deps = self.parse.deps
        if self.is_passive(at):
            subjects = list(self._passive_subjects(at))
            yield from subjects
            if not subjects and deps[at] in {"acl", "relcl"}:
                yield self.parse.heads[at]
            return
        for child in self.children[at]:
            if deps[child] == "dobj":
                yield from self._antecedent(at, child)
            elif deps[child] == "prt":
                yield from (i for i in self.children[child] if deps[i] == "pobj")
        if deps[at] == "relcl" and not any(deps[child] == "dobj" for child in self.children[at]):
            yield self.parse.heads[at]

    def _passive_subjects(self, at: int) -> Iterator[int]:
        subjects = self._with_labels(at, {"nsubjpass", "csubjpass"})
        while not subjects and self.parse.deps[at] == "conj":
            at = self.parse.heads[at]
            subjects = self._with_labels(at, {"nsubjpass", "csubjpass"})
        for subject in subjects:
            yield from self._antecedent(at, subject)

    def _with_labels(self, at: int, labels: Set[str]) -> list[int]:
        return [child for child in self.children[at] if self.parse.deps[child] in labels]

    def _antecedent(self, verb: int, at: int) -> Iterator[int]:
        """The word itself, or what a relative pronoun stands for."""
        if self.parse.lemmas[at] in _RELATIVE and self.parse.deps[verb] == "relcl":
            yield self.parse.heads[verb]
        else:
            yield at

    def is_passive(self, at: int) -> bool:
        """Whether a verb is a passive participle: it has a passive mark, or modifies a noun as a past participle."""
        while self.parse.tags[at] == "VBN":
            labels = {self.parse.deps[child] for child in self.children[at]}
            if labels & {"nsubjpass", "auxpass", "agent"}:
                return True
            if self.parse.deps[at] != "conj" or labels & {"aux", "nsubj"}:
                return self.parse.deps[at] in {"acl", "advcl"} and "aux" not in labels
            at = self.parse.heads[at]
        return False


@lru_cache(maxsize=1024)
def _routes(path: str) -> tuple[tuple[str, ...], ...]:
    """A path as alternatives of steps; ``in:a|b`` holds its own bar, which ends at the next known step."""
    routes: list[list[str]] = []
    for alternative in path.split("|"):
        previous = routes[-1] if routes else None
        if previous and previous[-1].startswith("in:") and alternative.isalpha() and alternative not in _LABELS:
            previous[-1] += f"+{alternative}"
        else:
            routes.append(alternative.split("/"))
    return tuple(tuple(route) for route in routes)


_LABELS = frozenset({"doer", "done", "poss", "dobj", "nsubj", "pobj", "appos", "compound", "dative", "conj", "attr"})


def find_matches(clauses: Clauses, rules: Sequence[RelationRule]) -> Iterator[Match]:
    """Yields: each rule with each pair of different names at its ends, in the order of the rules."""
    parse = clauses.parse
    by_lemma: dict[str, list[int]] = {}
    for at, lemma in enumerate(parse.lemmas):
        if parse.names[at] < 0:
            by_lemma.setdefault(lemma, []).append(at)
    for rule in rules:
        for trigger in sorted(at for lemma in rule.trigger & by_lemma.keys() for at in by_lemma[lemma]):
            subjects = clauses.walk(trigger, rule.subject)
            if not subjects:
                continue
            for object_ in sorted(clauses.walk(trigger, rule.object)):
                for subject in sorted(subjects):
                    if subject != object_ and parse.names[object_] >= 0 and parse.names[subject] >= 0:
                        yield Match(rule, trigger, subject, object_)
