"""A graph with names and sentences as awkward as those out of PDF, and what rebuilds a graph from its tables."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from extract.model import (
    Claim,
    Codes,
    Document,
    DocumentFacts,
    Entity,
    Evidence,
    Extraction,
    Mention,
    SectorClaim,
    Source,
)
from graph.facts import open_view
from graph.values import CODE_LINKS, CODE_TERMS, Edge, EdgeClaim, GraphView, Node, NodeSector, Quote, SourceText
from graph.writing.build import write
from ontology import EntityType, Predicate, Status

FORMULA = '=HYPERLINK("x"),\n\f<b>Norway</b> & Fiji'
DENIAL = (
    "@Norway\r\ndid not fund ␟ the Reef | Watch; it said “no” – \\ 日本 𝄞^^<http://www.w3.org/2001/XMLSchema#string>"
)
PLAN = "\t+Fiji is to fund the Reef | Watch in FY2024 with 1,250.5 dollars,\nand 30 experts."
_TYPES = {"fiji": EntityType.COUNTRY, "norway": EntityType.COUNTRY, "reef": EntityType.PROJECT}


def _evidence(document: Document, text: str, heading: str = "") -> Evidence:
    start = document.text.index(text)
    return document.evidence(start, start + len(text), heading)


def _claim(ends: str, predicate: Predicate, *evidence: Evidence, **said: Any) -> Claim:
    subject, object_ = ends.split()
    types = {"subject_type": _TYPES[subject], "object_type": _TYPES[object_]}
    return Claim(
        subject=subject,
        predicate=predicate,
        object=object_,
        evidence=evidence,
        rule="by-hand",
        **{"confidence": 0.5, **types, **said},
    )


def _mention(document: Document, name: str, entity: str) -> Mention:
    start = document.text.index(name)
    end = start + len(name)
    return Mention(
        document_id=document.id, start=start, end=end, text=name, name=name, type=_TYPES[entity], entity_id=entity
    )


def nasty_extraction() -> Extraction:
    """Two texts: formulas, line breaks, a form feed, quotes, bars, an astral character; a plan, a denial, a sector."""
    source = Source(
        title='A "title", with\nbreak',
        publisher="=Publisher",
        date="2024-02-29",
        language="zh-Hant",
        series="Séries",
        licence="CC <4>",
    )
    one = Document(id="année 1/é", text=f"{FORMULA} {PLAN}", source=source, pages=((0, 1), (len(FORMULA), 2)))
    two = Document(id="two", text=f"{DENIAL} {PLAN}")
    fund = {"year": 2024, "fiscal": True, "amount": 1250.5, "currency": "USD", "participants": 30}
    sentences = (_evidence(one, FORMULA, "Heading & more"), _evidence(one, PLAN))
    claims = {
        one: (
            _claim("fiji norway", Predicate.COOPERATES_WITH, *sentences, confidence=1.0, year=2021),
            _claim("fiji reef", Predicate.FUNDS, sentences[1], status=Status.PLANNED, **fund),
        ),
        two: (
            _claim("fiji norway", Predicate.COOPERATES_WITH, _evidence(two, DENIAL), status=Status.NEGATED),
            _claim("fiji reef", Predicate.FUNDS, _evidence(two, PLAN), year=2020, confidence=0.75),
            _claim("norway reef", Predicate.FUNDS, _evidence(two, DENIAL), status=Status.NEGATED),
        ),
    }
    sector = SectorClaim(entity="reef", code="31320", evidence=(sentences[1],), rule="sector-name", confidence=0.9)
    documents = (
        DocumentFacts(
            document=one,
            mentions=(_mention(one, "Norway", "norway"), _mention(one, "Reef | Watch", "reef")),
            claims=claims[one],
            sectors=(sector,),
        ),
        DocumentFacts(document=two, mentions=(_mention(two, "@Norway", "norway"),), claims=claims[two]),
    )
    codes = Codes(alpha2="FJ", alpha3="FJI", m49="242", dac="832")
    entities = (
        Entity(id="fiji", type=EntityType.COUNTRY, name="-Fiji", codes=codes),
        Entity(id="norway", type=EntityType.COUNTRY, name='@Norway "N"', aliases=("Norway",)),
        Entity(id="reef", type=EntityType.PROJECT, name="Reef | Watch \\", codes=Codes(country="fiji")),
    )
    return Extraction(documents=documents, entities=entities)


@pytest.fixture(scope="session")
def nasty_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder of the awkward graph."""
    out = tmp_path_factory.mktemp("nasty") / "out"
    write(nasty_extraction(), out)
    return out


@pytest.fixture(scope="session")
def empty_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder of a graph without texts."""
    out = tmp_path_factory.mktemp("empty") / "out"
    write(Extraction(documents=(), entities=()), out)
    return out


@pytest.fixture(scope="session", params=["small", "nasty", "empty"])
def out(request: pytest.FixtureRequest) -> Path:
    """The output folder of each graph in turn."""
    folder: Path = request.getfixturevalue(f"{request.param}_out")
    return folder


@pytest.fixture(scope="session")
def view(out: Path) -> GraphView:
    """Each graph in turn as frozen values."""
    return open_view(out)


@pytest.fixture(scope="session")
def small_view(small_out: Path) -> GraphView:
    """The small graph as frozen values."""
    return open_view(small_out)


@pytest.fixture(scope="session")
def nasty_view(nasty_out: Path) -> GraphView:
    """The awkward graph as frozen values."""
    return open_view(nasty_out)


# -- back from tables --------------------------------------------------------------------------------------------------

_FIELDS = {**CODE_TERMS, **{field: term for field, (term, _) in CODE_LINKS.items()}}
_Row = Mapping[str, Any]


Rebuild = Callable[..., GraphView]


@pytest.fixture(scope="session")
def rebuilt() -> Rebuild:
    """What makes a graph of the rows of its tables: `rebuilt(nodes=…, claims=…, evidence=…, sectors=…, texts=…)`."""
    return _rebuilt


def _rebuilt(
    nodes: Iterable[_Row],
    claims: Iterable[_Row],
    evidence: Iterable[_Row],
    sectors: Iterable[_Row],
    texts: Iterable[_Row],
) -> GraphView:
    """The graph of the rows of five tables, in their order; a cell that is missing, None or empty is not known.

    It is written from what the tables promise, not from the code that makes them.
    """
    quotes: dict[str, list[Quote]] = defaultdict(list)
    for row in evidence:
        place = {"document": row["text"], "start": row["start"], "end": row["end"]}
        known = {"heading": row.get("heading") or "", "page": row.get("page")}
        quotes[row["claim"]].append(Quote(**place, text=row["quote"], **known))
    works: dict[str, list[NodeSector]] = defaultdict(list)
    for row in sectors:
        works[row["node"]].append(
            NodeSector(
                code=row["code"],
                label=row["sector"] or "",
                confidence=row["confidence"],
                document=row["text"],
                evidence=tuple(quotes[row["claim"]]),
                iri=row["claim"],
                rule=row["rule"],
            )
        )
    edges = _edges(claims, quotes)
    return GraphView(
        nodes=tuple(_node(row, tuple(works[row["id"]])) for row in nodes),
        edges=tuple(edge for edge in edges if edge.affirmed),
        denied=tuple(edge for edge in edges if not edge.affirmed),
        documents=tuple(_text(row) for row in texts),
    )


def _edges(claims: Iterable[_Row], quotes: Mapping[str, list[Quote]]) -> list[Edge]:
    found: dict[tuple[str, Predicate, str], list[EdgeClaim]] = defaultdict(list)
    for row in claims:
        claim = EdgeClaim(
            iri=row["claim"],
            document=row["text"],
            confidence=row["confidence"],
            rule=row["rule"],
            status=Status(row["status"]),
            evidence=tuple(quotes[row["claim"]]),
            year=row.get("year"),
            fiscal=row.get("fiscal_year") is not None,
            amount=row.get("amount"),
            currency=row.get("currency") or "",
            participants=row.get("participants"),
        )
        found[row["source"], Predicate(row["predicate"]), row["target"]].append(claim)
    return [Edge(subject=s, predicate=p, object=o, claims=tuple(found[s, p, o])) for s, p, o in sorted(found)]


def _node(row: _Row, sectors: tuple[NodeSector, ...]) -> Node:
    return Node(
        id=row["id"],
        iri=row["iri"],
        type=EntityType(row["type"]),
        name=row["label"],
        names=tuple(row.get("names") or ()),
        codes=tuple((field, row[term]) for field, term in _FIELDS.items() if row.get(term)),
        sources=tuple(row.get("texts") or ()),
        notes=tuple(row.get("notes") or ()),
        parent=row.get("parent") or "",
        country=row.get("country") or "",
        sectors=sectors,
    )


def _text(row: _Row) -> SourceText:
    known = {field: row.get(field) or "" for field in ("title", "publisher", "series", "licence", "date", "language")}
    return SourceText(id=row["id"], iri=row["iri"], year=row.get("year"), **known)
