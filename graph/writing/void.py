"""A dataset and its named graphs in the terms of VoID and DCAT, with counts that are taken from its quads.

Source: W3C "Describing Linked Datasets with the VoID Vocabulary", W3C "Data Catalog Vocabulary (DCAT) Version 3", and
for the names of graphs W3C "SPARQL 1.1 Service Description".
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Triple

from graph.values import SourceText
from graph.writing.counts import Counts
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
#: From this number on, a description of each text would be longer than anybody reads.
MOST_TEXTS = 2_000
_ABOUT_COUNTS = (
    "Counts are of distinct triples over all named graphs, which are the subsets; this description is in none of them. "
    "Entities are the things that the texts name."
)

Value = NamedNode | Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a description tells of a graph: its counts, the numbers of entities and relations, the best connected
    entities, its texts (None where they are too many to tell of), and the counts of its named graphs; those of texts
    may be left out.
    """

    counts: Counts
    entities: int
    relations: int
    best: Sequence[str]
    texts: Sequence[SourceText] | None
    graphs: Iterable[tuple[str, Counts]]


def dataset(summary: Summary, namespaces: Namespaces, *, title: str) -> list[Triple]:
    """All that can be said of a graph from what it holds: as a whole, by class and property, and graph by graph."""
    texts = {text.iri: text for text in summary.texts or ()}
    subsets = (_subset(graph, counts, texts.get(graph), namespaces) for graph, counts in summary.graphs)
    whole = _whole(summary, texts, namespaces, title)
    return [*whole, *(triple for subset in subsets for triple in subset)]


def dataset_iri(namespaces: Namespaces) -> str:
    """The IRI of the dataset as a whole; its parts are below it."""
    return f"{namespaces.base}dataset"


# -- the dataset and its parts -----------------------------------------------------------------------------------------


def _whole(summary: Summary, texts: Mapping[str, SourceText], namespaces: Namespaces, title: str) -> Iterator[Triple]:
    iri, counts = dataset_iri(namespaces), summary.counts
    yield from about(iri, [("dcterms:title", english(title)), *_said_of_all(summary, namespaces), *_numbers(counts)])
    yield from about(iri, (("dcterms:source", NamedNode(text)) for text in texts))
    yield from about(iri, (("void:vocabulary", NamedNode(known)) for known in _vocabularies(counts, namespaces)))
    yield from about(iri, (("void:exampleResource", NamedNode(best)) for best in summary.best))
    yield from _partitions(counts, namespaces)
    page = (("rdf:type", term("void:DatasetDescription")), ("foaf:primaryTopic", NamedNode(iri)))
    yield from about(f"{namespaces.base}description", (*page, ("dcterms:description", english(_about_counts(summary)))))


def _about_counts(summary: Summary) -> str:
    if summary.texts is not None:
        return _ABOUT_COUNTS
    return f"{_ABOUT_COUNTS} Of more than {MOST_TEXTS:,} texts none is told here: the graph of each tells of itself."


def _said_of_all(summary: Summary, namespaces: Namespaces) -> Iterator[tuple[str, Value]]:
    held = f"{summary.entities:,} entities and {summary.relations:,} relations, each with the sentences that show it"
    yield "rdf:type", term("void:Dataset")
    yield "rdf:type", term("dcat:Dataset")
    yield "dcterms:description", english(f"What texts state of international cooperation: {held}.")
    yield "dcterms:rights", english("The graph quotes its texts: their licences stand with the subsets.")
    yield "dcterms:language", NamedNode(_ENGLISH)
    yield "dcterms:conformsTo", NamedNode(namespaces.ontology_graph)
    yield "void:uriSpace", Literal(namespaces.entity(""))
    yield "void:feature", NamedNode(_TRIG)


def _numbers(counts: Counts) -> Iterator[tuple[str, Value]]:
    yield "void:triples", number(counts.triples)
    yield "void:entities", number(counts.entities)
    yield "void:distinctSubjects", number(counts.subjects)
    if counts.objects is not None:
        yield "void:distinctObjects", number(counts.objects)
    yield "void:classes", number(len(counts.classes))
    yield "void:properties", number(len(counts.properties))


def _vocabularies(counts: Counts, namespaces: Namespaces) -> set[str]:
    used = {*counts.classes, *counts.properties}
    known = {**OUTSIDE, "oda": namespaces.ontology}
    return {iri for iri in known.values() if any(one.startswith(iri) for one in used)}


def best_connected(groups: Mapping[str, Group], relations: Mapping[str, int]) -> tuple[str, ...]:
    """Of each group that is shown, the entity with the most relations, the first by IRI where several have; `groups`
    has the group of each entity by its IRI.
    """
    best: dict[Group, tuple[int, str]] = {}
    for iri, group in groups.items():
        rank = (-relations.get(iri, 0), iri)
        best[group] = min(rank, best.get(group, rank))
    return tuple(best[group][1] for group in _SHOWN if group in best)


def _partitions(counts: Counts, namespaces: Namespaces) -> Iterator[Triple]:
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


def _subset(graph: str, counts: Counts, text: SourceText | None, namespaces: Namespaces) -> Iterator[Triple]:
    iri = f"{dataset_iri(namespaces)}/{graph.removeprefix(namespaces.base)}"
    yield from about(dataset_iri(namespaces), (("void:subset", NamedNode(iri)),))
    yield from about(iri, (("rdf:type", term("void:Dataset")), ("sd:name", NamedNode(graph))))
    yield from about(iri, _numbers(counts))
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
