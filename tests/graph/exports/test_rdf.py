"""Each RDF format is read back by a reader that did not write it, and holds every triple or quad that it can."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse

from graph.exports.formats import Format
from graph.exports.markup import allowed
from graph.exports.write import content_of
from graph.store import TRIG, read_manifest
from ontology import Namespaces
from ontology.namespaces import OUTSIDE

_RDF = OUTSIDE["rdf"]
REIFIES = NamedNode(f"{_RDF}reifies")
PARTS = tuple(NamedNode(_RDF + part) for part in ("subject", "predicate", "object"))
INFERRED = NamedNode(Namespaces().inferred_graph)

RAPPER = shutil.which("rapper")
needs_rapper = pytest.mark.skipif(RAPPER is None, reason="rapper is missing (Debian package raptor2-utils)")
# rdflib 7 warns of what its own readers do.
own_warnings = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")


def _quads(out: Path) -> set[Quad]:
    return set(parse((out / TRIG).read_bytes(), RdfFormat.TRIG))


def _union(quads: set[Quad]) -> set[Triple]:
    return {quad.triple for quad in quads}


def _rapper(content: bytes, reader: str, writer: str) -> bytes:
    """What rapper understood, as N-Triples or N-Quads."""
    assert RAPPER is not None
    command = [RAPPER, "--quiet", "--input", reader, "--output", writer, "-", "https://example.org/"]
    done = subprocess.run(command, input=content, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout


@needs_rapper
@pytest.mark.parametrize(("format_", "reader"), [(Format.TURTLE, "turtle"), (Format.NTRIPLES, "ntriples")])
def test_rapper_reads_every_triple(out: Path, format_: Format, reader: str) -> None:
    read = set(parse(_rapper(content_of(out, format_), reader, "ntriples"), RdfFormat.N_TRIPLES))
    assert _union(read) == _union(_quads(out))


@needs_rapper
@pytest.mark.parametrize(("format_", "reader"), [(Format.TRIG, "trig"), (Format.NQUADS, "nquads")])
def test_rapper_reads_every_quad(out: Path, format_: Format, reader: str) -> None:
    assert set(parse(_rapper(content_of(out, format_), reader, "nquads"), RdfFormat.N_QUADS)) == _quads(out)


def _as_xml_holds_it(triple: Triple) -> Triple:
    """The triple with a space for each character that XML 1.0 does not allow."""
    value = triple.object
    if isinstance(value, Literal) and allowed(value.value) != value.value:
        value = Literal(
            allowed(value.value), datatype=None if value.language else value.datatype, language=value.language
        )
    return Triple(triple.subject, triple.predicate, value)


@needs_rapper
def test_rapper_reads_every_triple_of_rdf_xml(out: Path) -> None:
    read = set(parse(_rapper(content_of(out, Format.RDFXML), "rdfxml", "ntriples"), RdfFormat.N_TRIPLES))
    assert _union(read) == set(map(_as_xml_holds_it, _union(_quads(out))))


def test_rdf_xml_loses_no_more_than_one_character_of_the_awkward_text(nasty_out: Path) -> None:
    whole = _union(_quads(nasty_out))
    changed = [triple for triple in whole if _as_xml_holds_it(triple) != triple]
    assert [str(triple.object).count(r"\f") for triple in changed] == [1]


@pytest.fixture
def _as_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """Numbers and years stay as they are written."""
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)


def _read(content: bytes, format_: str) -> set[tuple[str, ...]]:
    dataset = rdflib.Dataset()
    dataset.parse(data=content.decode(), format=format_)
    return {
        (subject.n3(), predicate.n3(), value.n3(), str(graph)) for subject, predicate, value, graph in dataset.quads()
    }


@cache
def _kept(trig: Path) -> set[tuple[str, ...]]:
    """What rdflib reads of the graph itself: once for each graph, which takes it a second."""
    return _read(trig.read_bytes(), "trig")


@own_warnings
@pytest.mark.usefixtures("_as_written")
@pytest.mark.parametrize(
    ("format_", "reader"), [(Format.TRIG, "trig"), (Format.NQUADS, "nquads"), (Format.JSONLD, "json-ld")]
)
def test_rdflib_reads_every_quad(out: Path, format_: Format, reader: str) -> None:
    quads = _read(content_of(out, format_), reader)
    assert quads == _kept(out / TRIG)
    assert len(quads) == len(_quads(out))


def test_oxigraph_reads_every_quad_of_json_ld(out: Path) -> None:
    assert set(parse(content_of(out, Format.JSONLD), RdfFormat.JSON_LD)) == _quads(out)


def test_json_ld_is_plain_to_read(small_out: Path) -> None:
    content = json.loads(content_of(small_out, Format.JSONLD))
    context = content["@context"]
    assert context["prefLabel"] == {"@id": "skos:prefLabel", "@language": "en"}
    assert context["implements"] == {"@id": "oda:implements", "@type": "@id"}
    assert context["rule"] == "oda:rule"
    north = next(graph for graph in content["@graph"] if graph["id"] == "text:north")
    nodes = {node["id"]: node for node in north["@graph"]}
    assert nodes["a:jica"] == {
        "id": "a:jica",
        "type": "GovernmentBody",
        "altLabel": "JICA",
        "implements": "a:blue-harbour",
    }
    claims = [node for node in north["@graph"] if node["type"] == "Claim"]
    (funded,) = [claim for claim in claims if claim["predicate"] == "implements"]
    assert (funded["year"], funded["amount"], funded["subject"]) == ("2021", "12000000", "a:jica")
    assert nodes[funded["wasDerivedFrom"]]["beginIndex"] == 0
    assert "http" not in json.dumps([node for node in nodes.values() if node["id"].startswith("a:")])


def _expanded(quads: Iterator[Quad]) -> Iterator[Triple]:
    """RDF 1.2 as RDF 1.1: a reifier with its triple as a subject with the three parts."""
    for quad in quads:
        if quad.predicate == REIFIES:
            assert isinstance(quad.object, Triple)
            yield from (Triple(quad.subject, part, value) for part, value in zip(PARTS, quad.object, strict=True))
        else:
            yield quad.triple


def test_oxigraph_reads_every_triple_of_rdf_1_2(out: Path) -> None:
    read = list(_expanded(parse(content_of(out, Format.TURTLE12), RdfFormat.TURTLE)))
    assert set(read) == _union(_quads(out))
    assert len(read) == len(set(read))


def test_rdf_1_2_annotates_what_is_stated_and_only_quotes_what_is_denied(nasty_out: Path) -> None:
    content = content_of(nasty_out, Format.TURTLE12).decode()
    quads = list(parse(content.encode(), RdfFormat.TURTLE))
    assert not [quad for quad in quads if quad.predicate in PARTS]
    assert "<< a:norway oda:funds a:reef ~ <" in content
    assert "a:norway oda:funds a:reef" not in content.replace("<< a:norway", "")
    assert content.count("\n\t\t~ <https://w3id.org/odagraph/claim/") == 5
    reified = {str(quad.object) for quad in quads if quad.predicate == REIFIES}
    stated = {str(quad.triple) for quad in quads}
    assert len([triple for triple in reified if triple.removeprefix("<<( ").removesuffix(" )>>") in stated]) >= 3


OXIGRAPH = {
    Format.TURTLE: RdfFormat.TURTLE,
    Format.TRIG: RdfFormat.TRIG,
    Format.NTRIPLES: RdfFormat.N_TRIPLES,
    Format.NQUADS: RdfFormat.N_QUADS,
    Format.JSONLD: RdfFormat.JSON_LD,
    Format.RDFXML: RdfFormat.RDF_XML,
    Format.TURTLE12: RdfFormat.TURTLE,
}


@pytest.mark.parametrize("format_", OXIGRAPH)
def test_what_was_derived_can_be_left_out(small_out: Path, format_: Format) -> None:
    quads = _quads(small_out)
    derived = {quad for quad in quads if quad.graph_name == INFERRED}
    assert _union(derived) - _union(quads - derived)
    left = parse(content_of(small_out, format_, inferred=False), OXIGRAPH[format_])
    assert set(_expanded(left)) == _union(quads - derived)


def test_the_trig_is_that_of_the_build(out: Path) -> None:
    assert content_of(out, Format.TRIG) == (out / TRIG).read_bytes()


def test_a_base_of_ones_own_gets_the_same_prefixes(small_out: Path, tmp_path: Path) -> None:
    shutil.copytree(small_out, tmp_path / "g")
    for name in (TRIG, "odagraph.json"):
        path = tmp_path / "g" / name
        text = path.read_text(encoding="utf-8").replace("https://w3id.org/odagraph/", "https://example.org/aid/")
        path.write_text(text, encoding="utf-8")
    assert read_manifest(tmp_path / "g").namespaces.base == "https://example.org/aid/"
    content = content_of(tmp_path / "g", Format.JSONLD)
    assert b"w3id.org/odagraph/" not in content
    assert b'"implements": "a:blue-harbour"' in content
    assert set(parse(content, RdfFormat.JSON_LD)) == _quads(tmp_path / "g")
