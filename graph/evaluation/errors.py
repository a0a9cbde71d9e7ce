"""What is wrong in a graph, one by one: missed and wrong entities and relations, each with a sentence to read."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from extract.reading import read_blocks, sentences
from graph.evaluation.facts import Facts, Thing, Triple
from graph.evaluation.scores import Comparison
from ontology.vocabulary import Predicate


class Kind(StrEnum):
    """What is wrong."""

    MISSED = "missed"
    WRONG = "wrong"
    WRONG_TYPE = "wrong type"
    WRONG_PREDICATE = "wrong predicate"
    WRONG_DIRECTION = "wrong direction"


class About(StrEnum):
    """What an error is about."""

    ENTITY = "entity"
    RELATION = "relation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Error:
    """One thing that is wrong. `found` is what the graph has, `wanted` what it should have; either may be empty.

    Both are (name, type) of an entity, or (name, predicate, name) of a relation. `sentence` stands in the text; it is
    empty where none is known.
    """

    document: str
    about: About
    kind: Kind
    found: tuple[str, ...] = ()
    wanted: tuple[str, ...] = ()
    sentence: str = ""


def errors_of(document: str, comparison: Comparison, *, text: str = "") -> tuple[Error, ...]:
    """The errors of one text: entities, then relations, sorted by kind and name.

    Something wrong and something missed that share a name (of an entity) or both ends (of a relation) are one error:
    a wrong type, predicate or direction. So the wrong and the missed of the scores are each in one error.

    Args:
        document: the id of the text.
        comparison: gold and graph of it.
        text: the text as read, for names that no quote has; none if it is not there.
    """
    found = [*_entities(document, comparison, text), *_relations(document, comparison)]
    order = list(Kind)
    return tuple(sorted(found, key=lambda e: (e.about, order.index(e.kind), e.found, e.wanted, e.sentence)))


def counts(errors: Iterable[Error]) -> dict[tuple[About, Kind], int]:
    """How many errors there are of each kind, in the order of kinds; those that there are none of are left out."""
    number = Counter((error.about, error.kind) for error in errors)
    return {(about, kind): number[about, kind] for about in About for kind in Kind if number[about, kind]}


def first_of_each(errors: Sequence[Error], most: int) -> tuple[Error, ...]:
    """At most so many errors of each kind, in the order given."""
    seen: Counter[tuple[About, Kind]] = Counter()
    kept = []
    for error in errors:
        seen[error.about, error.kind] += 1
        if seen[error.about, error.kind] <= most:
            kept.append(error)
    return tuple(kept)


# -- entities ----------------------------------------------------------------------------------------------------------


def _entities(document: str, comparison: Comparison, text: str) -> Iterator[Error]:
    quotes = _Quotes(comparison, text)
    things, gold = comparison.found.things, comparison.gold.things
    hits, counted = comparison.hits, comparison.counted
    missed = {id_: thing for id_, thing in comparison.needed.items() if id_ not in hits.values()}

    def error(kind: Kind, iri: str = "", id_: str = "") -> Error:
        return Error(
            document=document,
            about=About.ENTITY,
            kind=kind,
            found=_typed(things[iri]) if iri else (),
            wanted=_typed(gold[id_]) if id_ else (),
            sentence=quotes.of_found(iri) if iri else quotes.of_missed(id_),
        )

    for iri in sorted(counted):
        if iri not in hits:
            same = next((id_ for id_ in sorted(missed) if missed[id_].names & things[iri].names), "")
            missed.pop(same, None)
            yield error(Kind.WRONG_TYPE if same else Kind.WRONG, iri, same)
        elif not comparison.type_is_right(iri):
            yield error(Kind.WRONG_TYPE, iri, hits[iri])
    yield from (error(Kind.MISSED, id_=id_) for id_ in missed)


def _typed(thing: Thing) -> tuple[str, str]:
    return (thing.name, str(thing.type))


class _Quotes:
    """Sentences of one text, the best first: quotes of the graph, evidence of the gold file, the text itself."""

    def __init__(self, comparison: Comparison, text: str) -> None:
        self._gold, self._found = comparison.gold, comparison.found
        self._sentences = (
            *dict.fromkeys(self._found.quotes[triple] for triple in sorted(self._found.quotes)),
            *dict.fromkeys(self._gold.quotes[triple] for triple in sorted(self._gold.quotes)),
            *_sentences(text),
        )

    def of_found(self, iri: str) -> str:
        """A sentence that names a thing of the graph, sooner one that says something of it."""
        own = _quotes_about(self._found, iri)
        return _naming(self._found.things[iri].spellings, (*own, *self._sentences)) or next(iter(own), "")

    def of_missed(self, id_: str) -> str:
        """A sentence that names a gold thing, sooner one that shows a relation of it."""
        own = _quotes_about(self._gold, id_)
        return _naming(self._gold.things[id_].spellings, (*self._sentences, *own)) or next(iter(own), "")


def _quotes_about(facts: Facts, id_: str) -> tuple[str, ...]:
    return tuple(facts.quotes[s, p, o] for s, p, o in sorted(facts.quotes) if id_ in (s, o) and facts.quotes[s, p, o])


def _sentences(text: str) -> Iterator[str]:
    for block in read_blocks(text):
        for place in sentences(block.text):
            start, end = block.span(*place)
            yield text[start:end]


def _naming(names: Sequence[str], among: Iterable[str]) -> str:
    """The first sentence that has one of the names as whole words, line breaks aside; empty if none has."""
    if not names:
        return ""
    spelled = sorted({" ".join(name.split()) for name in names}, key=len, reverse=True)
    pattern = re.compile(rf"(?<![^\W_])(?:{'|'.join(map(re.escape, spelled))})(?![^\W_])")
    return next((sentence for sentence in among if pattern.search(" ".join(sentence.split()))), "")


# -- relations ---------------------------------------------------------------------------------------------------------


def _relations(document: str, comparison: Comparison) -> Iterator[Error]:
    right = comparison.wanted.intersection(comparison.named.values())
    missed = comparison.wanted - right
    wrong = {raw: triple for raw, triple in comparison.named.items() if triple not in right}
    turned = {raw: (o, p, s) for raw, (s, p, o) in wrong.items() if (o, p, s) in missed}
    left = sorted(missed.difference(turned.values()))

    def error(kind: Kind, raw: Triple | None = None, wanted: Triple | None = None) -> Error:
        shown = comparison.found.quotes.get(raw, "") if raw else comparison.gold.quotes.get(wanted or _NONE, "")
        return Error(
            document=document,
            about=About.RELATION,
            kind=kind,
            found=_named(comparison.found, raw) if raw else (),
            wanted=_named(comparison.gold, wanted) if wanted else (),
            sentence=shown,
        )

    for raw, (subject, predicate, object_) in sorted(wrong.items()):
        if raw in turned:
            yield error(Kind.WRONG_DIRECTION, raw, turned[raw])
            continue
        ends = {subject, object_}
        other = next((triple for triple in left if triple[1] != predicate and {triple[0], triple[2]} == ends), None)
        if other:
            left.remove(other)
        yield error(Kind.WRONG_PREDICATE if other else Kind.WRONG, raw, other)
    yield from (error(Kind.MISSED, wanted=triple) for triple in left)


_NONE: Triple = ("", "", "")


def _named(facts: Facts, triple: Triple) -> tuple[str, str, str]:
    subject, predicate, object_ = triple
    return (facts.things[subject].name, str(Predicate(predicate)), facts.things[object_].name)
