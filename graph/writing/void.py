"""A dataset and its named graphs in the terms of VoID and DCAT, with counts that are taken from its quads.

Source: W3C "Describing Linked Datasets with the VoID Vocabulary", W3C "Data Catalog Vocabulary (DCAT) Version 3", and
for the names of graphs W3C "SPARQL 1.1 Service Description".
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Quad, Triple

from graph.values import GraphView, SourceText
from graph.writing.dataset import prefixes
from graph.writing.terms import issued
from ontology.namespaces import OUTSIDE, Namespaces
from ontology.vocabulary import Group

#: Prefixes that only a description needs.
VOCABULARIES: dict[str, str] = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "spdx": "http://spdx.org/rdf/terms#",
    "void": "http://rdfs.org/ns/void#",
}
_ALL = OUTSIDE | VOCABULARIES
_TRIG = "http://www.w3.org/ns/formats/TriG"
_ENGLISH = "http://id.loc.gov/vocabulary/iso639-1/en"
#: The groups of which the description names the best connected entity, as something to begin with.
_SHOWN = (Group.ACTOR, Group.PROGRAMME, Group.COUNTRY)
_ABOUT_COUNTS = (
    "Counts are of distinct triples over all named graphs, which are the subsets; this description is in none of them. "
    "Entities are the things that the texts name."
)

Value = NamedNode | Literal
#: A triple's subject and property as strings, and its object.
Row = tuple[str, str, object]


def dataset(quads: Sequence[Quad], view: GraphView, namespaces: Namespaces, *, title: str) -> list[Triple]:
    """All that can be said of a graph from what it holds: as a whole, by class and property, and graph by graph."""
    graphs = _by_graph(quads)
    counts = {graph: _count(triples, namespaces) for graph, triples in graphs.items()}
    texts = {text.iri: text for text in view.documents}
    subsets = (_subset(graph, counts[graph], texts.get(graph), namespaces) for graph in graphs)
    whole = _whole(_united(counts, graphs, namespaces), view, namespaces, title)
    return [*whole, *(triple for subset in subsets for triple in subset)]


def dataset_iri(namespaces: Namespaces) -> str:
    """The IRI of the dataset as a whole; its parts are below it."""
    return f"{namespaces.base}dataset"


# -- counts ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Counts:
    """What a set of triples holds; classes by the number of their instances, properties by that of their triples."""

    subjects: Set[str]
    objects: Set[object]
    classes: Mapping[str, int]
    properties: Mapping[str, int]
    entities: int

    def statements(self) -> Iterator[tuple[str, Value]]:
        yield "void:triples", number(sum(self.properties.values()))
        yield "void:entities", number(self.entities)
        yield "void:distinctSubjects", number(len(self.subjects))
        yield "void:distinctObjects", number(len(self.objects))
        yield "void:classes", number(len(self.classes))
        yield "void:properties", number(len(self.properties))


def _by_graph(quads: Iterable[Quad]) -> Mapping[str, list[Row]]:
    """The triples of each graph, each once: their subject and property as strings, and their object."""
    graphs: dict[str, list[Row]] = defaultdict(list)
    for subject, predicate, object_, graph in quads:
        graphs[graph.value].append((subject.value, predicate.value, object_))
    return graphs


def _count(triples: Sequence[Row], namespaces: Namespaces) -> _Counts:
    subjects = {subject for subject, _, _ in triples}
    prefix = namespaces.entity("")
    return _Counts(
        subjects=subjects,
        objects={object_ for _, _, object_ in triples},
        classes=Counter(o.value for _, p, o in triples if p == _TYPE and isinstance(o, NamedNode)),
        properties=Counter(predicate for _, predicate, _ in triples),
        entities=sum(subject.startswith(prefix) for subject in subjects),
    )


def _united(parts: Mapping[str, _Counts], graphs: Mapping[str, Sequence[Row]], namespaces: Namespaces) -> _Counts:
    """The counts of all graphs together, a triple of several graphs once. Only what has its subject in several can be
    such a triple, and few subjects are: all else adds up.
    """
    times = Counter(subject for part in parts.values() for subject in part.subjects)
    several = [row for triples in graphs.values() for row in triples if times[row[0]] > 1]
    twice, once = _count(several, namespaces), _count(list(dict.fromkeys(several)), namespaces)
    return _Counts(
        subjects=times.keys(),
        objects=set().union(*(part.objects for part in parts.values())),
        classes=_summed([part.classes for part in parts.values()], less=twice.classes, more=once.classes),
        properties=_summed([part.properties for part in parts.values()], less=twice.properties, more=once.properties),
        entities=sum(subject.startswith(namespaces.entity("")) for subject in times),
    )


def _summed(
    parts: Iterable[Mapping[str, int]], *, less: Mapping[str, int], more: Mapping[str, int]
) -> Mapping[str, int]:
    total: Counter[str] = Counter()
    for part in parts:
        total.update(part)
    total.subtract(less)
    total.update(more)
    return total


# -- the dataset and its parts -----------------------------------------------------------------------------------------


def _whole(counts: _Counts, view: GraphView, namespaces: Namespaces, title: str) -> Iterator[Triple]:
    iri = dataset_iri(namespaces)
    yield from about(iri, [("dcterms:title", english(title)), *_said_of_all(view, namespaces), *counts.statements()])
    yield from about(iri, (("void:vocabulary", NamedNode(known)) for known in _vocabularies(counts, namespaces)))
    yield from about(iri, (("void:exampleResource", NamedNode(best)) for best in _best_connected(view)))
    yield from _partitions(counts, namespaces)
    page = (("rdf:type", term("void:DatasetDescription")), ("foaf:primaryTopic", NamedNode(iri)))
    yield from about(f"{namespaces.base}description", (*page, ("dcterms:description", english(_ABOUT_COUNTS))))


def _said_of_all(view: GraphView, namespaces: Namespaces) -> Iterator[tuple[str, Value]]:
    held = f"{len(view.nodes):,} entities and {len(view.edges):,} relations, each with the sentences that show it"
    yield "rdf:type", term("void:Dataset")
    yield "rdf:type", term("dcat:Dataset")
    yield "dcterms:description", english(f"What texts state of international cooperation: {held}.")
    yield "dcterms:rights", english("The graph quotes its texts: their licences stand with the subsets.")
    yield "dcterms:language", NamedNode(_ENGLISH)
    yield "dcterms:conformsTo", NamedNode(namespaces.ontology_graph)
    yield "void:uriSpace", Literal(namespaces.entity(""))
    yield "void:feature", NamedNode(_TRIG)
    for text in view.documents:
        yield "dcterms:source", NamedNode(text.iri)


def _vocabularies(counts: _Counts, namespaces: Namespaces) -> set[str]:
    used = {*counts.classes, *counts.properties}
    known = {**OUTSIDE, "oda": namespaces.ontology}
    return {iri for iri in known.values() if any(one.startswith(iri) for one in used)}


def _best_connected(view: GraphView) -> Iterator[str]:
    """Of each group that is shown, the entity with the most relations, the first by IRI where several have."""
    relations = Counter(end for edge in view.edges for end in (edge.subject, edge.object))
    for group in _SHOWN:
        nodes = (node for node in view.nodes if node.group is group)
        if best := min(nodes, key=lambda node: (-relations[node.id], node.iri), default=None):
            yield best.iri


def _partitions(counts: _Counts, namespaces: Namespaces) -> Iterator[Triple]:
    kinds = (("class", "entities", counts.classes), ("property", "triples", counts.properties))
    for kind, counted, numbers in kinds:
        for named, many in numbers.items():
            iri = f"{dataset_iri(namespaces)}#{kind}-{_short(named, namespaces)}"
            yield from about(dataset_iri(namespaces), ((f"void:{kind}Partition", NamedNode(iri)),))
            yield from about(iri, ((f"void:{kind}", NamedNode(named)), (f"void:{counted}", number(many))))


def _short(iri: str, namespaces: Namespaces) -> str:
    for prefix, namespace in prefixes(namespaces).items():
        if iri.startswith(namespace):
            return f"{prefix}-{quote(iri.removeprefix(namespace), safe='')}"
    return quote(iri, safe="")


def _subset(graph: str, counts: _Counts, text: SourceText | None, namespaces: Namespaces) -> Iterator[Triple]:
    iri = f"{dataset_iri(namespaces)}/{graph.removeprefix(namespaces.base)}"
    yield from about(dataset_iri(namespaces), (("void:subset", NamedNode(iri)),))
    yield from about(iri, (("rdf:type", term("void:Dataset")), ("sd:name", NamedNode(graph))))
    yield from about(iri, counts.statements())
    known = {
        namespaces.registry_graph: "What is known of the entities over all texts",
        namespaces.ontology_graph: "The ontology and the code schemes",
        namespaces.inferred_graph: "What follows from the texts by rules",
    }
    title = f"What {text.title or text.id} states" if text else known.get(graph, graph)
    yield from about(iri, (("dcterms:title", english(title)),))
    if text:
        yield from _text(text, iri)


def _text(text: SourceText, subset: str) -> Iterator[Triple]:
    """What is known of a text as a publication, and that the subset comes from it."""
    stated = {
        "title": text.title,
        "publisher": text.publisher,
        "isPartOf": text.series,
        "license": text.licence,
        "language": text.language,
    }
    said = [(f"dcterms:{name}", Literal(value)) for name, value in stated.items() if value]
    yield from about(text.iri, said + [("dcterms:issued", when) for when in issued(text.date, text.year)])
    licence = [("dcterms:license", Literal(text.licence))] if text.licence else []
    yield from about(subset, [("dcterms:source", NamedNode(text.iri)), *licence])


# -- terms -------------------------------------------------------------------------------------------------------------


def about(subject: str, said: Iterable[tuple[str, Value]]) -> Iterator[Triple]:
    """The triples that say this of a subject; properties are prefixed names."""
    node = NamedNode(subject)
    return (Triple(node, term(name), value) for name, value in said)


def term(name: str) -> NamedNode:
    """The IRI of a prefixed name of an outside vocabulary."""
    prefix, _, local = name.partition(":")
    return NamedNode(_ALL[prefix] + local)


def number(value: int) -> Literal:
    """A count as VoID has it."""
    return Literal(str(value), datatype=term("xsd:integer"))


def english(text: str) -> Literal:
    """A text for readers."""
    return Literal(text, language="en")


_TYPE = term("rdf:type").value
