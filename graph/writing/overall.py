"""The graphs over all texts, which are made anew at each build: registry, ontology, corrections, and what follows."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from pyoxigraph import Quad

from extract.model import Entity
from graph.writing.content import Content
from graph.writing.corrections import correction_quads
from graph.writing.counts import Counts, Total, entities_among
from graph.writing.dataset import ontology_quads, quads_in
from graph.writing.inference import follows
from graph.writing.inferred import ByReason, Inferred, inferred
from graph.writing.lines import LineGraph, line
from graph.writing.parts import Parts
from graph.writing.registry import registry_triples
from graph.writing.storing import StoreWriter
from graph.writing.things import ThingCounts, Things, things_in
from graph.writing.void import best_connected
from ontology.namespaces import Namespaces
from ontology.vocabulary import Predicate


@dataclass(frozen=True, slots=True, kw_only=True)
class Overall:
    """The sections of the graphs over all texts by IRI, in order, with their counts, and what the whole graph holds:
    its counts, entities by type, relations by predicate, the number of derived triples, and the best connected
    entities.
    """

    sections: Mapping[str, bytes]
    counts_by_graph: Mapping[str, Counts]
    counts: Counts
    entities: Mapping[str, int]
    relations: Mapping[str, int]
    inferred: int
    best: tuple[str, ...]


class OverallWriter:
    """Makes the graphs over all texts, when the parts of all of these are there."""

    def __init__(self, content: Content, parts: Parts, namespaces: Namespaces, before: Inferred | None = None) -> None:
        self._content = content
        self._parts = parts
        self._before = before
        self._namespaces = namespaces
        self._relations = {namespaces.term(predicate): str(predicate) for predicate in Predicate}

    def known(self) -> Mapping[str, bytes]:
        """The sections of corrections, ontology and registry, by the IRIs of their graphs."""
        return self._sections

    @cached_property
    def _sections(self) -> Mapping[str, bytes]:
        return {iri: graph.section(iri) for iri, graph in self._known.items()}

    @cached_property
    def _known(self) -> Mapping[str, LineGraph]:
        names = self._namespaces
        return {
            names.corrections_graph: _graph(correction_quads(self._content.corrections, names), names),
            names.ontology_graph: _ontology(names),
            names.registry_graph: LineGraph.of(map(line, registry_triples([*self._entities.values()], names)), names),
        }

    @cached_property
    def _entities(self) -> Mapping[str, Entity]:
        """What the texts name, by IRI."""
        by_iri = ((self._namespaces.entity(entity.id), entity) for entity in self._content.things())
        return {iri: entity for iri, entity in by_iri if iri in self._said.things}

    @cached_property
    def _things(self) -> Things:
        return things_in(self._parts.lines)

    @cached_property
    def _said(self) -> ThingCounts:
        return self._things.counts(relations=self._relations)

    def finish(self, store: StoreWriter, *, inference: bool) -> Overall:
        """All graphs over all texts; what follows from what these say of things was put into the store, which has all
        others.
        """
        names = self._namespaces
        found = inferred(self._follows() if inference else {}, names, self._before)
        store.put(names.inferred_graph, found.section, found.changes)
        self._parts.put_derived(found.by_reason)
        sections = {**self._sections, names.inferred_graph: found.section}
        counts = {iri: graph.counts(names) for iri, graph in self._known.items()}
        counts |= {names.inferred_graph: found.counts(names)}
        groups = {iri: entity.type.group for iri, entity in self._entities.items()}
        return Overall(
            sections=dict(sorted(sections.items())),
            counts_by_graph=dict(sorted(counts.items())),
            counts=self._counts(counts, store),
            entities=Counter(str(entity.type) for entity in self._entities.values()),
            relations={
                name: number for term, name in self._relations.items() if (number := self._said.properties.get(term))
            },
            inferred=len(found),
            best=best_connected(groups, self._said.degrees),
        )

    def _follows(self) -> ByReason:
        lines = {iri: frozenset(graph.lines) for iri, graph in self._known.items()}
        schema = lines.pop(self._namespaces.ontology_graph)
        return follows(self._things, schema, frozenset().union(*lines.values()), self._namespaces)

    def _counts(self, by_graph: Mapping[str, Counts], store: StoreWriter) -> Counts:
        """The counts of the whole graph, where each thing is one subject."""
        names, said, total = self._namespaces, self._said, Total(self._parts.total.counts)
        things = len(self._entities)
        total.add(Counts(subjects=things, entities=things, classes=said.classes, properties=said.properties))
        for graph, counts in by_graph.items():
            elsewhere = Counts(subjects=counts.entities, entities=counts.entities)
            if graph == names.corrections_graph:  # it speaks of claims, too, and of things that are gone
                spoken_of = {quad.subject for quad in quads_in(self._sections[graph], names)}
                subjects = store.subjects_elsewhere(spoken_of, graph)
                elsewhere = Counts(subjects=len(subjects), entities=len(entities_among(subjects, names)))
            total.add(counts, less=elsewhere)
        return total.counts


def _graph(quads: Iterable[Quad], namespaces: Namespaces) -> LineGraph:
    return LineGraph.of((line(quad.triple) for quad in quads), namespaces)


@lru_cache(maxsize=4)
def _ontology(namespaces: Namespaces) -> LineGraph:
    return _graph(ontology_quads(namespaces), namespaces)
