"""The graph as tables with typed columns: what CSV, Parquet and the networks are made from.

Six of them: nodes, edges, claims, evidence, sectors and texts. Rows are in the order of the view; what is not known is
None.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from graph.values import CODE_LINKS, CODE_TERMS, Edge, EdgeClaim, GraphView, Node, NodeSector, Quote, SourceText

Cell = str | int | float | tuple[str, ...] | tuple[int, ...] | None
Row = Mapping[str, Cell]


class Kind(Enum):
    """What the cells of a column hold, where they hold something."""

    TEXT = "text"
    TEXTS = "texts"
    WHOLE = "whole numbers"
    WHOLES = "lists of whole numbers"
    NUMBER = "numbers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A table: its name, its columns with their kinds, and its rows, each with a cell for every column."""

    name: str
    columns: Mapping[str, Kind]
    rows: tuple[Row, ...]


_T, _L, _W, _N = Kind.TEXT, Kind.TEXTS, Kind.WHOLE, Kind.NUMBER
_CODES = CODE_TERMS | {field: term for field, (term, _) in CODE_LINKS.items()}

NODES: Mapping[str, Kind] = {
    **dict.fromkeys(("id", "label", "type", "group"), _T),
    **dict.fromkeys(("names", "texts"), _L),
    **dict.fromkeys(_CODES.values(), _T),
    **dict.fromkeys(("sectors", "notes"), _L),
    **dict.fromkeys(("parent", "country", "iri"), _T),
}
_ENDS = dict.fromkeys(("source", "source_label", "predicate", "target", "target_label"), _T)
#: What a claim says beside its ends.
SAID: Mapping[str, Kind] = {
    "status": _T,
    "confidence": _N,
    "year": _W,
    "fiscal_year": _W,
    "amount": _N,
    "currency": _T,
    "participants": _W,
}
EDGES: Mapping[str, Kind] = {
    **_ENDS,
    **SAID,
    "years": Kind.WHOLES,
    "texts": _L,
    "claims": _W,
    "sentences": _W,
    "quote": _T,
}
CLAIMS: Mapping[str, Kind] = {"claim": _T, **_ENDS, "text": _T, **SAID, "rule": _T, "sentences": _W, "quote": _T}
EVIDENCE: Mapping[str, Kind] = {"claim": _T, "text": _T, "start": _W, "end": _W, "heading": _T, "page": _W, "quote": _T}
SECTORS: Mapping[str, Kind] = {
    **dict.fromkeys(("claim", "node", "node_label", "code", "sector", "text"), _T),
    "confidence": _N,
    "rule": _T,
    "sentences": _W,
    "quote": _T,
}
TEXTS: Mapping[str, Kind] = {
    **dict.fromkeys(("id", "title", "publisher"), _T),
    "year": _W,
    **dict.fromkeys(("date", "language", "series", "licence", "iri"), _T),
}


def sheets(view: GraphView) -> tuple[Sheet, ...]:
    """All tables of a graph. Denials are among the claims, with their status, and never among the edges."""
    return (
        nodes_sheet(view),
        edges_sheet(view),
        Sheet(name="claims", columns=CLAIMS, rows=tuple(_claim_rows(view))),
        Sheet(name="evidence", columns=EVIDENCE, rows=tuple(_evidence_rows(view))),
        Sheet(name="sectors", columns=SECTORS, rows=tuple(_sector_rows(view))),
        texts_sheet(view),
    )


def nodes_sheet(view: GraphView) -> Sheet:
    """A row for each node; `sectors` are the codes of its sectors, each once."""
    return Sheet(name="nodes", columns=NODES, rows=tuple(_node_row(node) for node in view.nodes))


def edges_sheet(view: GraphView) -> Sheet:
    """A row for each edge: the year is the first that a text says, and stands as fiscal year too where that text
    calls it one; status, confidence, amount, participants and quote are of the claim that speaks for it, which is the
    surest of the firmest status. Denials do not count.
    """
    names = _names(view)
    return Sheet(name="edges", columns=EDGES, rows=tuple(_edge_row(edge, names) for edge in view.edges))


def texts_sheet(view: GraphView) -> Sheet:
    """A row for each text, with what is known of it as a publication."""
    return Sheet(name="texts", columns=TEXTS, rows=tuple(_text_row(text) for text in view.documents))


def claims_of(view: GraphView) -> Iterable[tuple[Edge, EdgeClaim]]:
    """Each claim of the graph with its edge, denied edges last."""
    return ((edge, claim) for edge in (*view.edges, *view.denied) for claim in edge.claims)


def sectors_of(view: GraphView) -> Iterable[tuple[Node, NodeSector]]:
    """Each claim that a node works in a sector, with its node."""
    return ((node, sector) for node in view.nodes for sector in node.sectors)


def speaker(edge: Edge) -> EdgeClaim:
    """The claim that speaks for an edge: the surest of the firmest status."""
    return max(edge.affirmed, key=lambda claim: (-claim.status.rank, claim.confidence))


def numeral(number: float) -> str:
    """A number in digits, never with an exponent.

    >>> numeral(12e6), numeral(0.5), numeral(2020)
    ('12000000', '0.5', '2020')
    """
    text = f"{Decimal(repr(number)):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


# -- rows --------------------------------------------------------------------------------------------------------------


def _node_row(node: Node) -> Row:
    codes = {_CODES[field]: code for field, code in node.codes}
    return {
        "id": node.id,
        "label": node.name,
        "type": node.type.value,
        "group": node.group.value,
        "names": node.names,
        "texts": node.sources,
        **{term: codes.get(term) for term in _CODES.values()},
        "sectors": tuple(dict.fromkeys(sector.code for sector in node.sectors)),
        "notes": node.notes,
        "parent": node.parent or None,
        "country": node.country or None,
        "iri": node.iri,
    }


def _edge_row(edge: Edge, names: Mapping[str, str]) -> Row:
    affirmed = edge.affirmed
    first = min(((c.year, not c.fiscal) for c in affirmed if c.year is not None), default=(None, True))
    return {
        **_ends(edge, names),
        **said(speaker(edge)),
        "year": first[0],
        "fiscal_year": None if first[1] else first[0],
        "years": tuple(sorted({claim.year for claim in affirmed if claim.year is not None})),
        "texts": tuple(dict.fromkeys(claim.document for claim in affirmed)),
        "claims": len(affirmed),
        "sentences": len({quote for claim in affirmed for quote in claim.evidence}),
        "quote": speaker(edge).evidence[0].text,
    }


def _ends(edge: Edge, names: Mapping[str, str]) -> Row:
    return {
        "source": edge.subject,
        "source_label": names[edge.subject],
        "predicate": edge.predicate.value,
        "target": edge.object,
        "target_label": names[edge.object],
    }


def said(claim: EdgeClaim) -> Row:
    """What a claim says beside its ends."""
    return {
        "status": claim.status.value,
        "confidence": claim.confidence,
        "year": claim.year,
        "fiscal_year": claim.year if claim.fiscal else None,
        "amount": claim.amount,
        "currency": claim.currency or None,
        "participants": claim.participants,
    }


def _claim_rows(view: GraphView) -> Iterable[Row]:
    names = _names(view)
    for edge, claim in claims_of(view):
        fields = {"text": claim.document, **said(claim), "rule": claim.rule}
        yield {"claim": claim.iri, **_ends(edge, names), **fields, **_shown(claim.evidence)}


def _evidence_rows(view: GraphView) -> Iterable[Row]:
    shown = [(claim.iri, claim.evidence) for _, claim in claims_of(view)]
    shown += [(sector.iri, sector.evidence) for _, sector in sectors_of(view)]
    return (quote_row(quote, claim) for claim, quotes in shown for quote in quotes)


def quote_row(quote: Quote, claim: str) -> Row:
    """The row of one sentence of one claim."""
    return {
        "claim": claim,
        "text": quote.document,
        "start": quote.start,
        "end": quote.end,
        "heading": quote.heading or None,
        "page": quote.page,
        "quote": quote.text,
    }


def _sector_rows(view: GraphView) -> Iterable[Row]:
    for node, sector in sectors_of(view):
        yield {
            "claim": sector.iri,
            "node": node.id,
            "node_label": node.name,
            "code": sector.code,
            "sector": sector.label,
            "text": sector.document,
            "confidence": sector.confidence,
            "rule": sector.rule or None,
            **_shown(sector.evidence),
        }


def _shown(evidence: tuple[Quote, ...]) -> Row:
    """The number of sentences and the first of them; a graph that breaks its contract may have none."""
    return {"sentences": len(evidence), "quote": evidence[0].text}


def _text_row(text: SourceText) -> Row:
    return {
        "id": text.id,
        "title": text.title or None,
        "publisher": text.publisher or None,
        "year": text.year,
        "date": text.date or None,
        "language": text.language or None,
        "series": text.series or None,
        "licence": text.licence or None,
        "iri": text.iri,
    }


def _names(view: GraphView) -> dict[str, str]:
    return {node.id: node.name for node in view.nodes}
