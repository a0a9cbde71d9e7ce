"""The quads of a part of a graph, looked up one by one: what `graph.facts` needs to make values of some relations."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from pyoxigraph import NamedNode, Quad

from graph.page.tally import DENIALS, OBJECT, SUBJECT, TYPE, Fact, fact_of, texts_about
from graph.readable import Readable
from ontology.namespaces import OUTSIDE, Namespaces

#: The names and sectors of a thing come from so many of its texts, the quotes of a claim are so many.
TEXTS_OF_A_THING, QUOTES_OF_A_CLAIM = 2, 3

_DERIVED = NamedNode(OUTSIDE["prov"] + "wasDerivedFrom")
_LABEL = NamedNode(OUTSIDE["skos"] + "prefLabel")
_ALT_LABEL = NamedNode(OUTSIDE["skos"] + "altLabel")
#: What evidence says beside the sentence and its place.
_BY_THE_WAY = frozenset(
    {TYPE, NamedNode(OUTSIDE["nif"] + "referenceContext"), NamedNode(OUTSIDE["prov"] + "wasQuotedFrom")}
)


@dataclass(frozen=True)
class Wanted:
    """Relations to show, each with the texts to show it from; and a thing that is shown anyway."""

    facts: Mapping[Fact, Collection[str]]
    focus: str = ""

    @cached_property
    def of_text(self) -> Mapping[str, Collection[Fact]]:
        """The relations of each text, sorted."""
        found: dict[str, list[Fact]] = defaultdict(list)
        for fact in sorted(self.facts):
            for text in self.facts[fact]:
                found[text].append(fact)
        return dict(sorted(found.items()))

    @cached_property
    def of_thing(self) -> Mapping[str, Sequence[str]]:
        """The texts of each thing, sorted."""
        found: dict[str, set[str]] = defaultdict(set)
        for (subject, _, object_), texts in self.facts.items():
            found[subject].update(texts)
            found[object_].update(texts)
        return {thing: sorted(found[thing]) for thing in sorted(found)}


def gathered(store: Readable, namespaces: Namespaces, wanted: Wanted) -> Iterator[Quad]:
    """Yields: all that a graph says of some relations and of what stands at their ends, in their texts only."""
    things = dict(wanted.of_thing)
    if wanted.focus and wanted.focus not in things:
        things[wanted.focus] = sorted(texts_about(store, namespaces, wanted.focus))[:TEXTS_OF_A_THING]
    lookup = _Lookup(store, namespaces)
    for text in sorted({*wanted.of_text, *chain.from_iterable(things.values())}):
        yield from lookup.about(text, text)
        yield from lookup.relations(text, wanted.of_text.get(text, ()))
    for thing, texts in things.items():
        yield from lookup.thing(thing, texts)


@dataclass(frozen=True)
class _Lookup:
    """Finds quads of one graph."""

    store: Readable
    namespaces: Namespaces

    def about(self, subject: str, graph: str) -> Sequence[Quad]:
        """All that a named graph says about a subject."""
        return list(self.store.quads_for_pattern(NamedNode(subject), None, None, NamedNode(graph)))

    def relations(self, text: str, facts: Collection[Fact]) -> Iterator[Quad]:
        """Yields: the claims of some relations in a text, with their evidence, and the relations themselves."""
        graph = NamedNode(text)
        of_subject = {end: self._claims(SUBJECT, end, graph) for end in {subject for subject, _, _ in facts}}
        of_object = {end: self._claims(OBJECT, end, graph) for end in {object_ for _, _, object_ in facts}}
        for fact in facts:
            for claim in sorted(of_subject[fact[0]] & of_object[fact[2]]):
                said = self.about(claim, text)
                if fact_of(said) == fact:
                    yield from self._shown(said, text)
                    if not any(quad.object in DENIALS for quad in said):
                        yield Quad(NamedNode(fact[0]), NamedNode(fact[1]), NamedNode(fact[2]), graph)

    def thing(self, iri: str, texts: Sequence[str]) -> Iterator[Quad]:
        """Yields: what is known of a thing, what its texts call it and which sectors they show."""
        yield from self.about(iri, self.namespaces.registry_graph)
        sector = NamedNode(self.namespaces.term("sector"))
        types: list[Quad] = []
        for text in texts[:TEXTS_OF_A_THING]:
            said = self.about(iri, text)
            types += (quad for quad in said if quad.predicate == TYPE)
            yield from (quad for quad in said if quad.predicate in {TYPE, _ALT_LABEL})
            for _, _, concept, _ in (quad for quad in said if quad.predicate == sector):
                yield from self._sector(iri, concept, text)
        # A text that names a thing gives it its one type.
        for text in texts[TEXTS_OF_A_THING:]:
            yield from (Quad(quad.subject, TYPE, quad.object, NamedNode(text)) for quad in types[:1])

    def _sector(self, iri: str, concept: NamedNode, text: str) -> Iterator[Quad]:
        """Yields: the claims of a text that a thing works in a sector, with their evidence, and the sector's name."""
        graph = NamedNode(text)
        for claim in sorted(self._claims(SUBJECT, iri, graph) & self._claims(OBJECT, concept.value, graph)):
            yield from self._shown(self.about(claim, text), text)
        yield from self.store.quads_for_pattern(concept, _LABEL, None, NamedNode(self.namespaces.ontology_graph))

    def _claims(self, role: NamedNode, end: str, graph: NamedNode) -> set[str]:
        """The claims of a text that have a thing at one end."""
        return {claim.value for claim, *_ in self.store.quads_for_pattern(None, role, NamedNode(end), graph)}

    def _shown(self, claim: Sequence[Quad], text: str) -> Iterator[Quad]:
        """Yields: a claim with the first of its evidence, and what shows of that."""
        yield from (quad for quad in claim if quad.predicate != _DERIVED)
        evidence = {str(quad.object): quad for quad in claim if quad.predicate == _DERIVED}
        for quote in sorted(evidence)[:QUOTES_OF_A_CLAIM]:
            yield evidence[quote]
            yield from (quad for quad in self.about(quote[1:-1], text) if quad.predicate not in _BY_THE_WAY)
