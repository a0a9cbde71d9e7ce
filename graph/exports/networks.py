"""What the network formats share: nodes and edges with their attributes, nested or flat.

An edge is a relation, once, however many claims it has. What its claims say one by one, with their sentences, stands
in its attribute `evidence`. Relations that texts only deny are left out.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from graph.exports.sheets import EDGES, NODES, Kind, Row, edges_sheet, nodes_sheet, quote_row, said, texts_sheet
from graph.exports.spreadsheet import joined
from graph.values import EdgeClaim, GraphView, NodeSector, Quote

_Record = dict[str, object]

#: The attributes that nodes and edges may have, and what each holds where it has to be one value.
NODE_KINDS: Mapping[str, Kind] = {**NODES, "sector_evidence": Kind.TEXT}
EDGE_KINDS: Mapping[str, Kind] = {**EDGES, "evidence": Kind.TEXT}


@dataclass(frozen=True, slots=True)
class Part:
    """A node or an edge: `row` as in the tables, and under the name `kind` a record for each claim behind it."""

    row: Row
    kind: str
    records: tuple[_Record, ...]

    def nested(self) -> _Record:
        """All its attributes that are known, lists as lists and records as records."""
        return {**known(self.row), **({self.kind: list(self.records)} if self.records else {})}

    def flat(self) -> dict[str, str | int | float]:
        """The same where an attribute is one value: lists are joined with bars, records are JSON text."""
        return {key: _flat(key == self.kind, value) for key, value in self.nested().items()}


def _flat(record: bool, value: object) -> str | int | float:
    if record:
        return dumped(value)
    if isinstance(value, list):
        return joined([str(item) for item in value])
    return value if isinstance(value, int | float) else str(value)


def nodes(view: GraphView) -> list[Part]:
    """The nodes, each with the claims on its sectors."""
    return [
        Part(row, "sector_evidence", tuple(map(_sector, node.sectors)))
        for node, row in zip(view.nodes, nodes_sheet(view).rows, strict=True)
    ]


def edges(view: GraphView) -> list[Part]:
    """The edges, each with its claims, denials of it included."""
    return [
        Part(row, "evidence", tuple(map(_claim, edge.claims)))
        for edge, row in zip(view.edges, edges_sheet(view).rows, strict=True)
    ]


def texts(view: GraphView) -> list[_Record]:
    """What is known of each text."""
    return [known(row) for row in texts_sheet(view).rows]


def known(row: Row) -> _Record:
    """A row without what is not known, its lists as lists."""
    full = ((key, list(cell) if isinstance(cell, tuple) else cell) for key, cell in row.items())
    return {key: cell for key, cell in full if cell is not None and cell != []}


def dumped(value: object) -> str:
    """A value as JSON text on one line."""
    return json.dumps(value, ensure_ascii=False)


def _claim(claim: EdgeClaim) -> _Record:
    fields = known({"claim": claim.iri, "text": claim.document, **said(claim), "rule": claim.rule})
    return {**fields, "sentences": [_quote(quote) for quote in claim.evidence]}


def _sector(sector: NodeSector) -> _Record:
    fields: Row = {
        "claim": sector.iri,
        "code": sector.code,
        "sector": sector.label,
        "text": sector.document,
        "confidence": sector.confidence,
        "rule": sector.rule,
    }
    return {**known(fields), "sentences": [_quote(quote) for quote in sector.evidence]}


def _quote(quote: Quote) -> _Record:
    row = quote_row(quote, claim="")
    return known({key: row[key] for key in ("start", "end", "heading", "page", "quote")})
