"""A graph in the formats of other tools: RDF for triple stores, GraphML for network tools, CSV for spreadsheets.

RDF is exported from the graph's TriG file, not from its store: Oxigraph's store writes every number in its own way. The
same graph gives the same bytes in every format.
"""

import csv
import re
from collections.abc import Mapping
from enum import StrEnum
from io import BytesIO, StringIO
from pathlib import Path

from pyoxigraph import RdfFormat, parse, serialize

from graph.dataset import with_prefixes
from graph.facts import CODE_TERMS, Edge, GraphView, Node, open_graph
from graph.store import TRIG, read_manifest
from ontology.errors import GraphError, InputError

_Row = Mapping[str, str | float]


class Format(StrEnum):
    """A format to export to. Turtle has no named graphs, so it gets their union; CSV is a folder with two tables."""

    TURTLE = "turtle"
    TRIG = "trig"
    NQUADS = "nquads"
    JSONLD = "jsonld"
    GRAPHML = "graphml"
    CSV = "csv"


#: How the name of the file ends; empty for a folder.
ENDINGS: dict[Format, str] = {
    Format.TURTLE: ".ttl",
    Format.TRIG: ".trig",
    Format.NQUADS: ".nq",
    Format.JSONLD: ".jsonld",
    Format.GRAPHML: ".graphml",
    Format.CSV: "",
}


def export(out: Path, format_: Format, path: Path) -> tuple[Path, ...]:
    """The files that were written: `path`, or for CSV `nodes.csv` and `edges.csv` in the folder `path`.

    Raises:
        GraphError: there is no graph in `out`.
        InputError: the files cannot be written.
    """
    contents = {path / name if name else path: content for name, content in _contents(out, format_).items()}
    try:
        for file, content in contents.items():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
    except OSError as error:
        raise InputError(f"{path}: found that it cannot be written ({error.strerror})") from None
    return tuple(contents)


def _contents(out: Path, format_: Format) -> dict[str, bytes]:
    """Name in the folder (empty for the one file) → content."""
    if format_ is Format.CSV:
        view = open_graph(out)
        return {"nodes.csv": _csv(node_rows(view)), "edges.csv": _csv(edge_rows(view))}
    if format_ is Format.GRAPHML:
        return {"": _graphml(open_graph(out))}
    return {"": _rdf(out, format_)}


def _rdf(out: Path, format_: Format) -> bytes:
    namespaces = read_manifest(out).namespaces
    try:
        trig = (out / TRIG).read_bytes()
    except OSError as error:
        raise GraphError(f"{out / TRIG}: found no file that opens ({error.strerror}), build the graph again") from None
    if format_ is Format.TRIG:
        return trig
    quads = parse(trig, RdfFormat.TRIG)
    if format_ is Format.TURTLE:
        return with_prefixes(sorted({quad.triple for quad in quads}, key=str), RdfFormat.TURTLE, namespaces)
    content = BytesIO()
    serialize(quads, content, RdfFormat.JSON_LD if format_ is Format.JSONLD else RdfFormat.N_QUADS)
    return content.getvalue()


# -- flat rows, for GraphML and CSV ------------------------------------------------------------------------------------

_BETWEEN = " | "


def node_rows(view: GraphView) -> list[_Row]:
    """A flat row for each node: lists are joined with a bar, what is not known is empty."""
    return [_node_row(node) for node in view.nodes]


def _node_row(node: Node) -> _Row:
    codes = dict(node.codes)
    return {
        "id": node.id,
        "label": node.name,
        "type": node.type.value,
        "group": node.group.value,
        "names": _BETWEEN.join(node.names),
        "texts": _BETWEEN.join(node.sources),
        **{term: codes.get(field, "") for field, term in CODE_TERMS.items()},
        "iri": node.iri,
    }


def edge_rows(view: GraphView) -> list[_Row]:
    """A flat row for each edge: the year is the first that a text says, and stands as fiscal year too where that text
    calls it one; status, confidence, amount, participants and quote are of the claim that speaks for it, which is the
    surest of the firmest status. Denials are left out.
    """
    names = {node.id: node.name for node in view.nodes}
    return [_edge_row(edge, names) for edge in view.edges]


def _edge_row(edge: Edge, names: Mapping[str, str]) -> _Row:
    surest = max(edge.affirmed, key=lambda claim: (-claim.status.rank, claim.confidence))
    year, calendar = min(((c.year, not c.fiscal) for c in edge.affirmed if c.year is not None), default=("", True))
    return {
        "source": edge.subject,
        "target": edge.object,
        "source_label": names[edge.subject],
        "predicate": edge.predicate.value,
        "target_label": names[edge.object],
        "status": surest.status.value,
        "confidence": surest.confidence,
        "year": str(year),
        "fiscal_year": "" if calendar else str(year),
        "amount": "" if surest.amount is None else f"{surest.amount:.15g}",
        "currency": surest.currency,
        "participants": "" if surest.participants is None else surest.participants,
        "texts": _BETWEEN.join(dict.fromkeys(claim.document for claim in edge.affirmed)),
        "quote": surest.evidence[0].text,
    }


# -- GraphML -----------------------------------------------------------------------------------------------------------

# What XML 1.0 (section 2.2) does not allow in a file; texts made from PDF carry form feeds.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _graphml(view: GraphView) -> bytes:
    """Nodes and edges with flat attributes; each edge has an id of its own, as GraphML asks."""
    import networkx as nx  # noqa: PLC0415 - loaded for this format only

    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node, row in zip(view.nodes, node_rows(view), strict=True):
        network.add_node(node.id, **_attributes(row))
    for number, (edge, row) in enumerate(zip(view.edges, edge_rows(view), strict=True), start=1):
        network.add_edge(edge.subject, edge.object, key=f"e{number}", **_attributes(row))
    content = BytesIO()
    nx.write_graphml_xml(network, content)
    return content.getvalue()


def _attributes(row: _Row) -> dict[str, str | float]:
    """A row without what GraphML says of nodes and edges itself, and without what is not known."""
    rest = {key: value for key, value in row.items() if key not in ("id", "source", "target") and value != ""}
    return {key: _NOT_XML.sub(" ", value) if isinstance(value, str) else value for key, value in rest.items()}


# -- CSV ---------------------------------------------------------------------------------------------------------------


def _csv(rows: list[_Row]) -> bytes:
    table = StringIO(newline="")
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(rows[0] if rows else ())
    writer.writerows([guarded(cell) for cell in row.values()] for row in rows)
    return table.getvalue().encode()


def guarded(cell: str | float) -> str | float:
    """A cell that no spreadsheet takes for a formula: text that could start one gets an apostrophe before it.

    Source: OWASP, "CSV Injection".

    >>> guarded("=1+1"), guarded("Japan"), guarded(-1)
    ("'=1+1", 'Japan', -1)
    """
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) else cell
