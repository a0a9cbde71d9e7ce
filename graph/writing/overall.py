"""The graphs over all texts, which are made anew at each build: registry, ontology, corrections, and what follows."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import NamedNode, Quad, Triple

from extract.model import Entity
from graph.writing.content import Content
from graph.writing.corrections import correction_quads
from graph.writing.counts import Counts
from graph.writing.dataset import in_order, ontology_quads
from graph.writing.inference import derived, follows
from graph.writing.registry import registry_quads
from graph.writing.storing import StoreWriter
from graph.writing.texts import Written
from graph.writing.things import things_in
from graph.writing.void import best_connected
from ontology.namespaces import Namespaces
from ontology.vocabulary import Predicate


@dataclass(frozen=True, slots=True, kw_only=True)
class Overall:
    """The graphs over all texts by IRI, in order, and what a whole graph holds: its counts, entities by type, relations
    by predicate, the number of derived triples, and the best connected entities.
    """

    graphs: Mapping[str, Sequence[Quad]]
    counts: Counts
    entities: Mapping[str, int]
    relations: Mapping[str, int]
    inferred: int
    best: tuple[str, ...]


class OverallWriter:
    """Makes the graphs over all texts, when those of the texts are `written`."""

    def __init__(self, content: Content, written: Written, namespaces: Namespaces) -> None:
        self._content = content
        self._written = written
        self._namespaces = namespaces

    def known(self) -> Mapping[str, Sequence[Quad]]:
        """Corrections, ontology and registry, by the IRIs of their graphs."""
        return self._known

    @cached_property
    def _known(self) -> Mapping[str, Sequence[Quad]]:
        names = self._namespaces
        return {
            names.corrections_graph: in_order(correction_quads(self._content.corrections, names)),
            names.ontology_graph: in_order(ontology_quads(names)),
            names.registry_graph: in_order(registry_quads(self._entities, names)),
        }

    @cached_property
    def _entities(self) -> list[Entity]:
        return [entity for entity in self._content.things() if entity.id in self._written.things]

    def finish(self, store: StoreWriter, *, inference: bool) -> Overall:
        """All graphs over all texts; what follows was put into the store, which has all others."""
        names, written = self._namespaces, self._written
        things = things_in(store.store, names, properties=written.properties, classes=written.classes)
        said = list(things)
        known = (quad for quads in self._known.values() for quad in quads)
        inferred = follows(things, known, names) if inference else []
        store.put(names.inferred_graph, inferred)
        graphs = dict(sorted({**self._known, names.inferred_graph: inferred}.items()))
        relations = _relations(said, names)
        groups = {names.entity(entity.id): entity.type.group for entity in self._entities}
        return Overall(
            graphs=graphs,
            counts=_counts(said, graphs, store, written, names),
            entities=Counter(str(entity.type) for entity in self._entities),
            relations=Counter(str(predicate) for predicate, _ in relations),
            inferred=derived(inferred, names),
            best=best_connected(groups, Counter(end for _, ends in relations for end in ends)),
        )


def _relations(said: Sequence[Triple], namespaces: Namespaces) -> list[tuple[Predicate, tuple[str, str]]]:
    """The relations among triples, and the IRIs of their ends."""
    terms = {NamedNode(namespaces.term(predicate)): predicate for predicate in Predicate}
    found = ((terms.get(predicate), subject, object_) for subject, predicate, object_ in said)
    return [(predicate, (subject.value, object_.value)) for predicate, subject, object_ in found if predicate]


def _counts(
    said: Sequence[Triple],
    graphs: Mapping[str, Sequence[Quad]],
    store: StoreWriter,
    written: Written,
    namespaces: Namespaces,
) -> Counts:
    total = written.total
    total.add(said)
    for graph, quads in graphs.items():
        # Corrections speak of claims, too, whose subjects are counted with their texts.
        known = store.subjects_elsewhere(quads, graph) if graph == namespaces.corrections_graph else set()
        total.add((quad.triple for quad in quads), known=known)
    return total.counts(namespaces)
