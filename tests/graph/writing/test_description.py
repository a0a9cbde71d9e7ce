import hashlib
import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import Store
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF, VOID, XSD

from extract.model import Extraction
from graph.cli import run as run_command
from graph.exports.formats import Format
from graph.exports.write import export
from graph.query import run
from graph.store import DESCRIPTION, PAGE, TRIG, open_store
from graph.tables import Table
from graph.writing.build import BuildOptions, write
from graph.writing.description import description, exports
from ontology import GraphError, Namespaces

NS = Namespaces()
DATASET = rdflib.URIRef(f"{NS.base}dataset")
SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
SPDX = rdflib.Namespace("http://spdx.org/rdf/terms#")


def _read(turtle: bytes) -> rdflib.Graph:
    return rdflib.Graph().parse(data=turtle, format="turtle")


@pytest.fixture(scope="module")
def described(gold_out: Path) -> rdflib.Graph:
    return _read(description(gold_out))


@pytest.fixture(scope="module")
def store(gold_out: Path) -> Store:
    return open_store(gold_out)


def _number(graph: rdflib.Graph, subject: rdflib.term.Node, name: str) -> int:
    (value,) = graph.objects(subject, VOID[name])
    assert isinstance(value, rdflib.Literal)
    assert value.datatype == XSD.integer
    return int(value)


def _asked(store: Store, sparql: str) -> int:
    answer = run(store, sparql)
    assert isinstance(answer, Table)
    return int(answer.rows[0][0] or 0)


def _by_name(store: Store, sparql: str) -> Mapping[str, int]:
    answer = run(store, sparql)
    assert isinstance(answer, Table)
    return {str(name): int(number or 0) for name, number in answer.rows}


# What each property of VoID counts, over the union ({}) or one graph (GRAPH <…> {}).
_COUNTED = {
    "triples": "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?p ?o { $g { ?s ?p ?o } } }",
    "distinctSubjects": "SELECT (COUNT(DISTINCT ?s) AS ?n) { $g { ?s ?p ?o } }",
    "properties": "SELECT (COUNT(DISTINCT ?p) AS ?n) { $g { ?s ?p ?o } }",
    "classes": "SELECT (COUNT(DISTINCT ?c) AS ?n) { $g { ?s a ?c } }",
    "entities": "SELECT (COUNT(DISTINCT ?s) AS ?n) { $g { ?s ?p ?o } FILTER(STRSTARTS(STR(?s), STR(a:))) }",
}
# Of the union nobody counts the distinct objects: that takes the memory of all sentences.
_COUNTED_APART = {**_COUNTED, "distinctObjects": "SELECT (COUNT(DISTINCT ?o) AS ?n) { $g { ?s ?p ?o } }"}


@pytest.mark.parametrize("name", sorted(_COUNTED))
def test_counts_of_the_whole_are_those_of_the_store(described: rdflib.Graph, store: Store, name: str) -> None:
    counted = _asked(store, _COUNTED[name].replace("$g", ""))
    assert _number(described, DATASET, name) == counted > 0


@pytest.mark.parametrize("name", sorted(_COUNTED_APART))
def test_counts_of_each_graph_are_those_of_the_store(described: rdflib.Graph, store: Store, name: str) -> None:
    subsets = {str(graph): subset for subset, graph in described.subject_objects(SD.name)}
    assert set(described.objects(DATASET, VOID.subset)) == set(subsets.values())
    assert set(subsets) == {graph.value for graph in store.named_graphs()}  # type: ignore[union-attr]
    for graph, subset in subsets.items():
        assert _number(described, subset, name) == _asked(store, _COUNTED_APART[name].replace("$g", f"GRAPH <{graph}>"))


def test_class_partitions_are_those_of_the_store(described: rdflib.Graph, store: Store) -> None:
    parts = described.objects(DATASET, VOID.classPartition)
    found = {str(described.value(part, VOID["class"])): _number(described, part, "entities") for part in parts}
    assert found == _by_name(store, "SELECT ?c (COUNT(DISTINCT ?s) AS ?n) { ?s a ?c } GROUP BY ?c")
    assert len(found) == _number(described, DATASET, "classes")


def test_property_partitions_are_those_of_the_store(described: rdflib.Graph, store: Store) -> None:
    parts = described.objects(DATASET, VOID.propertyPartition)
    found = {str(described.value(part, VOID.property)): _number(described, part, "triples") for part in parts}
    counted = "SELECT ?p (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?p ?o { ?s ?p ?o } } GROUP BY ?p"
    assert found == _by_name(store, counted)
    assert sum(found.values()) == _number(described, DATASET, "triples")


def test_entities_are_the_things_that_the_texts_name(described: rdflib.Graph, gold_extraction: Extraction) -> None:
    named = {mention.entity_id for facts in gold_extraction.documents for mention in facts.mentions}
    assert _number(described, DATASET, "entities") == len(named)


def test_every_term_in_use_is_of_a_vocabulary_that_is_named(described: rdflib.Graph, store: Store) -> None:
    vocabularies = tuple(map(str, described.objects(DATASET, VOID.vocabulary)))
    used = {*_by_name(store, "SELECT ?p (1 AS ?n) { ?s ?p ?o }"), *_by_name(store, "SELECT ?c (1 AS ?n) { ?s a ?c }")}
    assert all(term.startswith(vocabularies) for term in used)
    assert all(any(term.startswith(name) for term in used) for name in vocabularies)


def test_examples_are_the_best_connected_of_their_kind(small_out: Path) -> None:
    found = set(_read(description(small_out)).objects(DATASET, VOID.exampleResource))
    assert found == {rdflib.URIRef(NS.entity(name)) for name in ("jica", "blue-harbour", "viet-nam")}


def test_each_text_has_its_title_licence_and_source(gold_extraction: Extraction, tmp_path: Path) -> None:
    documents = [
        replace(facts, document=replace(facts.document, source=replace(facts.document.source, licence="CC BY 4.0")))
        for facts in gold_extraction.documents[:1]
    ]
    write(replace(gold_extraction, documents=tuple(documents)), tmp_path / "out")
    graph = _read(description(tmp_path / "out"))
    text = rdflib.URIRef(NS.source(documents[0].document.id))
    (subset,) = set(graph.subjects(DCTERMS.source, text)) - {DATASET}
    assert graph.value(subset, DCTERMS.license) == graph.value(text, DCTERMS.license) == rdflib.Literal("CC BY 4.0")
    assert str(graph.value(text, DCTERMS.title)) == documents[0].document.source.title
    assert graph.value(subset, SD.name) == text


def test_it_is_a_dataset_of_both_vocabularies_and_says_what_it_is(described: rdflib.Graph, gold_out: Path) -> None:
    assert set(described.objects(DATASET, RDF.type)) == {VOID.Dataset, DCAT.Dataset}
    (page,) = described.subjects(RDF.type, VOID.DatasetDescription)
    assert described.value(page, FOAF.primaryTopic) == DATASET
    assert described.value(DATASET, DCTERMS.title)
    assert described.value(DATASET, DCTERMS.description)


def test_it_holds_no_blank_node_and_stands_in_no_graph(described: rdflib.Graph, store: Store) -> None:
    assert not [term for triple in described for term in triple if isinstance(term, rdflib.BNode)]
    assert run(store, f"ASK {{ <{DATASET}> ?p ?o }}") is False


def test_files_have_their_size_and_checksum(described: rdflib.Graph, gold_out: Path) -> None:
    names = {str(described.value(part, DCTERMS.title)): part for part in described.objects(DATASET, DCAT.distribution)}
    assert set(names) == {TRIG, PAGE}
    for name, part in names.items():
        content = (gold_out / name).read_bytes()
        assert int(str(described.value(part, DCAT.byteSize))) == len(content)
        checksum = described.value(part, SPDX.checksum)
        assert str(described.value(checksum, SPDX.checksumValue)) == hashlib.sha256(content).hexdigest()


def test_the_same_facts_give_the_same_bytes(gold_extraction: Extraction, gold_out: Path, tmp_path: Path) -> None:
    write(gold_extraction, tmp_path / "again")
    one, two = gold_out / DESCRIPTION, tmp_path / "again" / DESCRIPTION
    assert one.read_bytes() == two.read_bytes()
    assert str(tmp_path) not in two.read_text(encoding="utf-8")


def test_counts_follow_what_is_left_out(gold_extraction: Extraction, tmp_path: Path) -> None:
    write(gold_extraction, tmp_path / "plain", options=BuildOptions(inference=False))
    graph = _read(description(tmp_path / "plain"))
    store = open_store(tmp_path / "plain")
    assert _number(graph, DATASET, "triples") == _asked(store, _COUNTED["triples"].replace("$g", ""))
    assert not list(graph.subjects(SD.name, rdflib.URIRef(NS.inferred_graph)))


def test_an_endpoint_is_named_only_when_there_is_one(small_out: Path) -> None:
    assert VOID.sparqlEndpoint not in set(_read(description(small_out)).predicates())
    served = _read(description(small_out, endpoint="http://127.0.0.1:7878/query"))
    endpoint = rdflib.URIRef("http://127.0.0.1:7878/query")
    assert served.value(DATASET, VOID.sparqlEndpoint) == endpoint
    service = served.value(None, DCAT.servesDataset, DATASET)
    assert served.value(service, DCAT.endpointURL) == endpoint


def test_exports_beside_the_graph_are_named_while_they_are_of_this_build(
    gold_extraction: Extraction, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    write(gold_extraction, out)
    export(out, Format.TURTLE, tmp_path / "out-export.ttl")
    tables = export(out, Format.CSV, tmp_path / "out-export-csv")
    names = {f"out-export-csv/{table.name}" for table in tables}
    assert set(exports(out)) == {"out-export.ttl", *names}
    graph = _read(description(out))
    types = {
        str(graph.value(part, DCTERMS.title)): str(graph.value(part, DCAT.mediaType)).rpartition("media-types/")[2]
        for part in graph.objects(DATASET, DCAT.distribution)
    }
    assert types["out-export.ttl"] == "text/turtle"
    assert {types[name] for name in names} == {"text/csv"}
    os.utime(tmp_path / "out-export.ttl", (0, 0))  # as if an earlier build had been exported
    assert set(exports(out)) == names


def test_a_graph_without_description_says_what_to_do(small_out: Path, tmp_path: Path) -> None:
    (tmp_path / "odagraph.json").write_bytes((small_out / "odagraph.json").read_bytes())
    with pytest.raises(GraphError, match=r"description\.ttl: found none that opens .*, build the graph again"):
        description(tmp_path)


def test_info_prints_it(capsys: pytest.CaptureFixture[str], small_out: Path) -> None:
    assert run_command(["info", "--format", "turtle", "--out", str(small_out)]) == 0
    assert capsys.readouterr().out.encode() == description(small_out)
