"""The graph as CSV files for `neo4j-admin database import`: headers with types, data, and a file of arguments.

Entities, texts, claims, sentences and sectors are nodes, named by their IRIs. A relation is one relationship between
two entities, `(:Entity)-[:FUNDS]->(:Entity)`; its claims are nodes that point at both ends and at their sentences, and
those at their text. What texts only deny is a claim without a relationship.

Source: Neo4j Operations Manual, "Import", on CSV headers and options. Every text is quoted, so that an empty field is
what is not known. Texts keep their line breaks and their formulas: these files are for Neo4j and not for spreadsheets.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from graph.exports.sheets import (
    EDGES,
    EVIDENCE,
    NODES,
    SAID,
    TEXTS,
    Cell,
    Kind,
    Row,
    claims_of,
    edges_sheet,
    nodes_sheet,
    numeral,
    quote_row,
    said,
    sectors_of,
    texts_sheet,
)
from graph.values import GraphView, Quote
from ontology.namespaces import Namespaces

#: Stands between the elements of an array; a text in an array that holds one gets a space for it.
ARRAY_DELIMITER = "\u241f"
ARGUMENTS = "import.args"

_TYPES = {
    Kind.TEXT: "string",
    Kind.TEXTS: "string[]",
    Kind.WHOLE: "long",
    Kind.WHOLES: "long[]",
    Kind.NUMBER: "double",
}
_ID, _LABEL, _START, _END, _TYPE = "iri:ID", ":LABEL", ":START_ID", ":END_ID", ":TYPE"
#: Whose row names which other node by its id, and what the link is called.
_LINKS = {"parent": "KNOWN_PARENT", "country": "KNOWN_COUNTRY"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Group:
    """Nodes or relationships with the same columns; a column with a colon is its own header."""

    name: str
    columns: Mapping[str, Kind]
    rows: Iterable[Row]


def neo4j_files(view: GraphView, namespaces: Namespaces) -> dict[str, bytes]:
    """Name → content of every file of the import."""
    nodes, relationships = _nodes(view, namespaces), _relationships(view, namespaces)
    files: dict[str, bytes] = {}
    for group in (*nodes, *relationships):
        files[_names(group)[0]] = (",".join(map(_header, group.columns, group.columns.values())) + "\n").encode()
        files[_names(group)[1]] = "".join(_lines(group)).encode()
    return files | {ARGUMENTS: "".join(_arguments(nodes, relationships)).encode()}


def relationship_type(predicate: str) -> str:
    """The name of a predicate in the style of the manual.

    >>> relationship_type("cooperatesWith")
    'COOPERATES_WITH'
    """
    return re.sub("(?=[A-Z])", "_", predicate).upper()


# -- nodes -------------------------------------------------------------------------------------------------------------


def _nodes(view: GraphView, namespaces: Namespaces) -> tuple[_Group, ...]:
    names = {"id": Kind.TEXT, "name": Kind.TEXT}
    known = {column: kind for column, kind in NODES.items() if column not in ("id", "label", "iri", *_LINKS)}
    text = {column: kind for column, kind in TEXTS.items() if column != "iri"}
    claim = {"predicate": Kind.TEXT, **SAID, "rule": Kind.TEXT}
    sentence = {column: kind for column, kind in EVIDENCE.items() if column not in ("claim", "text")}
    return (
        _node_group("entities", {**names, **known}, _entities(view)),
        _node_group("texts", text, ({**row, _ID: row["iri"], _LABEL: ("Text",)} for row in texts_sheet(view).rows)),
        _node_group("claims", claim, _claims(view)),
        _node_group("sentences", sentence, _sentences(view, namespaces)),
        _node_group("sectors", {"code": Kind.TEXT, "name": Kind.TEXT}, _sectors(view, namespaces)),
    )


def _node_group(name: str, columns: Mapping[str, Kind], rows: Iterable[Row]) -> _Group:
    return _Group(name=name, columns={_ID: Kind.TEXT, _LABEL: Kind.TEXTS, **columns}, rows=rows)


def _entities(view: GraphView) -> Iterator[Row]:
    for row in nodes_sheet(view).rows:
        labels = dict.fromkeys(("Entity", str(row["group"]), str(row["type"])))
        yield {**row, _ID: row["iri"], _LABEL: tuple(labels), "name": row["label"]}


def _claims(view: GraphView) -> Iterator[Row]:
    for edge, claim in claims_of(view):
        fields = {"predicate": edge.predicate.value, **said(claim), "rule": claim.rule}
        yield {_ID: claim.iri, _LABEL: ("Claim",), **fields}
    for _, sector in sectors_of(view):
        fields = {"predicate": "sector", "confidence": sector.confidence, "rule": sector.rule or None}
        yield {_ID: sector.iri, _LABEL: ("Claim", "SectorClaim"), **fields}


def _sentences(view: GraphView, namespaces: Namespaces) -> Iterator[Row]:
    quotes = {_sentence(quote, namespaces): quote for _, evidence in _shown(view) for quote in evidence}
    for iri, quote in sorted(quotes.items()):
        yield {**quote_row(quote, claim=""), _ID: iri, _LABEL: ("Sentence",)}


def _sectors(view: GraphView, namespaces: Namespaces) -> Iterator[Row]:
    for code, name in sorted({(sector.code, sector.label) for _, sector in sectors_of(view)}):
        yield {_ID: namespaces.code("sector", code), _LABEL: ("Sector",), "code": code, "name": name}


def _shown(view: GraphView) -> Iterator[tuple[str, tuple[Quote, ...]]]:
    """Each claim, on relations and on sectors, with its sentences."""
    yield from ((claim.iri, claim.evidence) for _, claim in claims_of(view))
    yield from ((sector.iri, sector.evidence) for _, sector in sectors_of(view))


def _sentence(quote: Quote, namespaces: Namespaces) -> str:
    return namespaces.evidence(quote.document, quote.start, quote.end)


# -- relationships -----------------------------------------------------------------------------------------------------


def _relationships(view: GraphView, namespaces: Namespaces) -> tuple[_Group, ...]:
    ends = {_START: Kind.TEXT, _END: Kind.TEXT, _TYPE: Kind.TEXT}
    left_out = ("source", "source_label", "predicate", "target", "target_label")
    columns = {column: kind for column, kind in EDGES.items() if column not in left_out}
    links = ({_START: start, _END: end, _TYPE: type_} for start, end, type_ in _links(view, namespaces))
    return (
        _Group(name="relations", columns={**ends, **columns}, rows=_relations(view, namespaces)),
        _Group(name="links", columns=ends, rows=links),
    )


def _relations(view: GraphView, namespaces: Namespaces) -> Iterator[Row]:
    for row in edges_sheet(view).rows:
        start, end = (namespaces.entity(str(row[side])) for side in ("source", "target"))
        yield {**row, _START: start, _END: end, _TYPE: relationship_type(str(row["predicate"]))}


def _links(view: GraphView, namespaces: Namespaces) -> Iterator[tuple[str, str, str]]:
    """All that joins two nodes and is no relation: start, end and type of each."""
    for row in nodes_sheet(view).rows:
        known = ((row[column], type_) for column, type_ in _LINKS.items())
        yield from ((str(row["iri"]), namespaces.entity(str(other)), type_) for other, type_ in known if other)
    for node in view.nodes:
        yield from ((node.iri, namespaces.source(text), "NAMED_IN") for text in node.sources)
    for edge, claim in claims_of(view):
        yield claim.iri, namespaces.entity(edge.subject), "SUBJECT"
        yield claim.iri, namespaces.entity(edge.object), "OBJECT"
    yield from _sector_links(view, namespaces)
    for claim_iri, evidence in _shown(view):
        yield from ((claim_iri, _sentence(quote, namespaces), "SHOWN_BY") for quote in evidence)
    quotes = {quote for _, evidence in _shown(view) for quote in evidence}
    sources = sorted({(_sentence(quote, namespaces), namespaces.source(quote.document)) for quote in quotes})
    yield from ((sentence, text, "IN_TEXT") for sentence, text in sources)


def _sector_links(view: GraphView, namespaces: Namespaces) -> Iterator[tuple[str, str, str]]:
    for node, sector in sectors_of(view):
        yield sector.iri, node.iri, "SUBJECT"
        yield sector.iri, namespaces.code("sector", sector.code), "OBJECT"
    for node in view.nodes:
        codes = dict.fromkeys(sector.code for sector in node.sectors)
        yield from ((node.iri, namespaces.code("sector", code), "IN_SECTOR") for code in codes)


# -- files -------------------------------------------------------------------------------------------------------------


def _names(group: _Group) -> tuple[str, str]:
    return f"{group.name}-header.csv", f"{group.name}.csv"


def _header(column: str, kind: Kind) -> str:
    return column if ":" in column else f"{column}:{_TYPES[kind]}"


def _lines(group: _Group) -> Iterator[str]:
    return (",".join(_field(row.get(column)) for column in group.columns) + "\n" for row in group.rows)


def _field(cell: Cell) -> str:
    if cell is None or cell == ():
        return ""
    if isinstance(cell, int | float):
        return numeral(cell)
    if isinstance(cell, tuple):
        return _quoted(ARRAY_DELIMITER.join(str(item).replace(ARRAY_DELIMITER, " ") for item in cell))
    return _quoted(cell)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _arguments(nodes: Iterable[_Group], relationships: Iterable[_Group]) -> Iterator[str]:
    """A file of arguments; the name of the database comes before it, since the options would take it for a file."""
    yield "# In this folder: neo4j-admin database import full neo4j @import.args\n"
    yield from (f"--nodes={','.join(_names(group))}\n" for group in nodes)
    yield from (f"--relationships={','.join(_names(group))}\n" for group in relationships)
    yield f"--array-delimiter=U+{ord(ARRAY_DELIMITER):04X}\n"
    yield "--multiline-fields=true\n"
