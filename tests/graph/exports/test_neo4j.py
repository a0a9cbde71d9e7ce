"""The files for Neo4j, read by a strict reader of the format that the Operations Manual describes.

The reader knows nothing of our tables: it takes the file of arguments, the headers with their types and the data, and
gives nodes and relationships as the import would, or fails where the import would.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from graph.exports.formats import Format
from graph.exports.neo4j import ARRAY_DELIMITER, neo4j_files, relationship_type
from graph.exports.sheets import edges_sheet
from graph.exports.write import export
from graph.values import GraphView
from ontology import Namespaces, Predicate

Row = dict[str, Any]
Rebuild = Callable[..., GraphView]

_SCALARS: dict[str, Callable[[str], object]] = {
    "string": str,
    "long": lambda text: int(_matched(r"-?[0-9]+", text)),
    "double": lambda text: float(_matched(r"-?[0-9]+(\.[0-9]+)?", text)),
}


def _matched(pattern: str, text: str) -> str:
    assert re.fullmatch(pattern, text), text
    return text


@dataclass(frozen=True, slots=True)
class Options:
    """What the file of arguments says."""

    nodes: tuple[tuple[str, ...], ...]
    relationships: tuple[tuple[str, ...], ...]
    array_delimiter: str
    multiline: bool


@dataclass(frozen=True, slots=True)
class Database:
    """What was imported: id → labels and properties, and (start, type, end) with properties."""

    nodes: dict[str, tuple[frozenset[str], Row]]
    relationships: list[tuple[str, str, str, Row]]


def _options(folder: Path) -> Options:
    lines = (folder / "import.args").read_text(encoding="utf-8").splitlines()
    given: dict[str, list[str]] = defaultdict(list)
    for line in lines:
        if not line.startswith("#"):
            name, value = _matched(r"--[a-z-]+=\S+", line).removeprefix("--").split("=", 1)
            given[name].append(value)
    assert set(given) == {"nodes", "relationships", "array-delimiter", "multiline-fields"}
    # The last option has one value, so that no name of a database behind it is taken for a file.
    assert not lines[-1].startswith(("--nodes", "--relationships"))
    (delimiter,) = given["array-delimiter"]
    return Options(
        nodes=tuple(tuple(value.split(",")) for value in given["nodes"]),
        relationships=tuple(tuple(value.split(",")) for value in given["relationships"]),
        array_delimiter=chr(int(_matched(r"U\+[0-9A-F]{4}", delimiter).removeprefix("U+"), base=16)),
        multiline=given["multiline-fields"] == ["true"],
    )


_FIELD = re.compile(r'"(?P<quoted>(?:[^"]|"")*)"|(?P<bare>[^",\n\r]*)')


def _records(text: str, *, multiline: bool) -> Iterator[list[str | None]]:
    """The records of a file: an empty field without quotes is None, quotes within quotes are doubled."""
    place, record = 0, list[str | None]()
    while place < len(text):
        match = _FIELD.match(text, place)
        assert match
        quoted, bare = match["quoted"], match["bare"]
        assert multiline or "\n" not in (quoted or "")
        record.append(quoted.replace('""', '"') if quoted is not None else bare or None)
        place = match.end() + 1
        between = text[match.end() : place]
        assert between in {",", "\n"}, f"{between!r} after a field at {match.end()}"
        if between == "\n":
            yield record
            record = []


def _rows(folder: Path, files: tuple[str, ...], options: Options) -> Iterator[Row]:
    """Header field → value with its type, nothing for an empty field."""
    header_file, *data_files = files
    header_text = (folder / header_file).read_text(encoding="utf-8")
    ((*header,),) = _records(header_text, multiline=False)
    assert len(set(header)) == len(header)
    for name in data_files:
        text = (folder / name).read_bytes().decode("utf-8")
        for record in _records(text, multiline=options.multiline):
            assert len(record) == len(header)
            yield {
                str(field): _value(str(field), cell, options)
                for field, cell in zip(header, record, strict=True)
                if cell is not None
            }


def _value(field: str, cell: str, options: Options) -> object:
    type_ = field.partition(":")[2]
    if type_ in {"ID", "START_ID", "END_ID", "TYPE"}:
        return cell
    if type_ == "LABEL":
        return frozenset(cell.split(options.array_delimiter))
    scalar = _SCALARS[type_.removesuffix("[]")]
    return [scalar(part) for part in cell.split(options.array_delimiter)] if type_.endswith("[]") else scalar(cell)


def _database(folder: Path) -> Database:
    options = _options(folder)
    database = Database({}, [])
    for files in options.nodes:
        for row in _rows(folder, files, options):
            ((id_field, id_),) = [(field, value) for field, value in row.items() if field.endswith(":ID")]
            assert id_ not in database.nodes, f"{id_} twice"
            database.nodes[id_] = (row[":LABEL"], {id_field.partition(":")[0]: id_, **_properties(row)})
    for files in options.relationships:
        for row in _rows(folder, files, options):
            start, end = row[":START_ID"], row[":END_ID"]
            assert {start, end} <= database.nodes.keys(), f"{start} or {end} is no node"
            database.relationships.append((start, row[":TYPE"], end, _properties(row)))
    return database


def _properties(row: Row) -> Row:
    named = ((field.partition(":"), value) for field, value in row.items())
    return {name: value for (name, _, type_), value in named if name and type_ != "ID"}


@pytest.fixture
def database(out: Path, tmp_path: Path) -> Database:
    """What Neo4j would hold of each graph."""
    export(out, Format.NEO4J, tmp_path / "neo4j")
    return _database(tmp_path / "neo4j")


@pytest.fixture
def nasty_database(nasty_out: Path, tmp_path: Path) -> Database:
    """What Neo4j would hold of the awkward graph."""
    export(nasty_out, Format.NEO4J, tmp_path / "neo4j")
    return _database(tmp_path / "neo4j")


class _Links:
    """The ends of links, by type and start."""

    def __init__(self, database: Database) -> None:
        self._nodes = database.nodes
        self._ends: dict[tuple[str, str], list[str]] = defaultdict(list)
        for start, type_, end, _ in database.relationships:
            self._ends[type_, start].append(end)

    def ends(self, type_: str, start: str) -> list[str]:
        return self._ends[type_, start]

    def id(self, type_: str, start: str) -> str:
        """The id of the one node at the end, empty where there is none."""
        (id_,) = [self._nodes[end][1]["id"] for end in self.ends(type_, start)] or [""]
        return str(id_)


def _labelled(database: Database, label: str) -> list[Row]:
    return [properties for labels, properties in database.nodes.values() if label in labels]


def _back(database: Database, rebuilt: Rebuild) -> GraphView:
    """The graph from the nodes, the links between them, and nothing else."""
    links = _Links(database)
    nodes = [
        {
            **node,
            "label": node["name"],
            "parent": links.id("KNOWN_PARENT", node["iri"]),
            "country": links.id("KNOWN_COUNTRY", node["iri"]),
        }
        for node in _labelled(database, "Entity")
    ]
    evidence, claims, sectors = [], [], []
    for claim in _labelled(database, "Claim"):
        iri = claim["iri"]
        sentences = [(database.nodes[end][1], links.id("IN_TEXT", end)) for end in links.ends("SHOWN_BY", iri)]
        evidence += [{**sentence, "claim": iri, "text": text} for sentence, text in sentences]
        row = {**claim, "claim": iri, "text": sentences[0][1], "source": links.id("SUBJECT", iri)}
        ((labels, target),) = [database.nodes[end] for end in links.ends("OBJECT", iri)]
        if "Sector" in labels:
            sectors.append({**row, "node": row["source"], "code": target["code"], "sector": target["name"]})
        else:
            claims.append({**row, "target": target["id"]})
    return rebuilt(nodes=nodes, claims=claims, evidence=evidence, sectors=sectors, texts=_labelled(database, "Text"))


def test_a_strict_reader_gets_the_whole_graph_back(database: Database, view: GraphView, rebuilt: Rebuild) -> None:
    assert _back(database, rebuilt) == view


def test_every_relation_is_a_relationship_with_its_properties(database: Database, view: GraphView) -> None:
    types = {relationship_type(predicate) for predicate in Predicate}
    ids = {iri: properties.get("id") for iri, (_, properties) in database.nodes.items()}
    found = {
        (ids[start], type_, ids[end]): properties
        for start, type_, end, properties in database.relationships
        if type_ in types
    }
    rows = edges_sheet(view).rows
    assert len(found) == len(rows)
    for row in rows:
        own = ("source", "source_label", "predicate", "target", "target_label")
        known = {key: value for key, value in row.items() if key not in own and value not in (None, ())}
        lists = {key: list(value) if isinstance(value, tuple) else value for key, value in known.items()}
        assert found[row["source"], relationship_type(str(row["predicate"])), row["target"]] == lists


def test_labels_are_the_group_and_the_type(nasty_database: Database) -> None:
    labels = {row["id"]: labels for labels, row in nasty_database.nodes.values() if "Entity" in labels}
    assert labels == {
        "fiji": {"Entity", "Country"},
        "norway": {"Entity", "Country"},
        "reef": {"Entity", "Programme", "Project"},
    }


def test_texts_keep_their_breaks_quotes_and_formulas(nasty_database: Database, nasty_view: GraphView) -> None:
    quotes = {quote.text for edge in nasty_view.edges for claim in edge.claims for quote in claim.evidence}
    assert {row["quote"] for row in _labelled(nasty_database, "Sentence")} == quotes
    assert any(text.startswith("=") and "\n" in text for text in quotes)
    assert any("\r\n" in text and ARRAY_DELIMITER in text for text in quotes)


def test_a_text_that_holds_the_delimiter_of_arrays_gets_a_space(nasty_view: GraphView) -> None:
    named = replace(nasty_view.nodes[0], names=(f"Fi{ARRAY_DELIMITER}ji", "Viti"))
    files = neo4j_files(replace(nasty_view, nodes=(named, *nasty_view.nodes[1:])), Namespaces())
    assert f'"Fi ji{ARRAY_DELIMITER}Viti"' in files["entities.csv"].decode()


def test_a_sector_is_a_node_that_entities_are_in(nasty_database: Database) -> None:
    (sector,) = _labelled(nasty_database, "Sector")
    assert (sector["code"], sector["name"]) == ("31320", "Fishery development")
    ((start, _, end, _),) = [link for link in nasty_database.relationships if link[1] == "IN_SECTOR"]
    assert (start, end) == ("https://w3id.org/odagraph/id/reef", sector["iri"])


@pytest.mark.parametrize("text", ['"a"b\n', 'a"b"\n', '"a\nb"\n', '"a\n'])
def test_the_reader_is_strict(text: str) -> None:
    with pytest.raises(AssertionError):
        list(_records(text, multiline=False))


def test_the_reader_knows_null_from_an_empty_text() -> None:
    assert list(_records('a,,""\n"x ""y""","1\n2",\n', multiline=True)) == [["a", None, ""], ['x "y"', "1\n2", None]]
