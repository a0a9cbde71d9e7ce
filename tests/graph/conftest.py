"""A small graph, written by the real writers: two texts, eight things, and one relation that is only planned."""

from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import Store

from extract.model import Claim, Codes, Document, DocumentFacts, Entity, Extraction, Mention, Source
from graph.store import open_store
from graph.writing.build import write
from graph.writing.dataset import to_quads
from ontology import EntityType, Namespaces, Predicate, Status

NORTH = (
    "JICA runs the Blue Harbour Project in Viet Nam with 12 million dollars since 2021. "
    "Japan works with UNDP. Viet Nam is a member of ASEAN."
)
SOUTH = (
    "In Vietnam, JICA supports the coast guards. With 1,200 delegates, Kenya joined the Ocean Summit in FY2022. "
    "Japan plans to fund the Blue Harbour Project. JICA again carries out the Blue Harbour Project."
)
ENTITIES = (
    Entity(id="asean", type=EntityType.INTERNATIONAL_ORGANIZATION, name="ASEAN"),
    Entity(id="blue-harbour", type=EntityType.PROJECT, name="Blue Harbour Project"),
    Entity(id="japan", type=EntityType.COUNTRY, name="Japan", codes=Codes(alpha2="JP", alpha3="JPN")),
    Entity(
        id="jica", type=EntityType.GOVERNMENT_BODY, name="Japan International Cooperation Agency", aliases=("JICA",)
    ),
    Entity(id="kenya", type=EntityType.COUNTRY, name="Kenya"),
    Entity(id="ocean-summit", type=EntityType.EVENT, name="Ocean Summit"),
    Entity(id="undp", type=EntityType.INTERNATIONAL_ORGANIZATION, name="UNDP"),
    Entity(
        id="viet-nam",
        type=EntityType.COUNTRY,
        name="Viet Nam",
        aliases=("Vietnam",),
        codes=Codes(alpha2="VN", alpha3="VNM"),
    ),
)
_TYPES = {entity.id: entity.type for entity in ENTITIES}


def _claim(
    document: Document,
    key: tuple[str, Predicate, str],
    sentence: str,
    *,
    money: tuple[float, str] | None = None,
    year: int | None = None,
    fiscal: bool = False,
    participants: int | None = None,
    status: Status = Status.STATED,
) -> Claim:
    subject, predicate, object_ = key
    start = document.text.index(sentence)
    evidence = document.evidence(start, start + len(sentence), "Ports")
    return Claim(
        subject=subject,
        predicate=predicate,
        object=object_,
        subject_type=_TYPES[subject],
        object_type=_TYPES[object_],
        evidence=(evidence,),
        rule="by-hand",
        confidence=0.9,
        year=year,
        fiscal=fiscal,
        participants=participants,
        amount=money[0] if money else None,
        currency=money[1] if money else "",
        status=status,
    )


def _mentions(document: Document) -> tuple[Mention, ...]:
    found = [
        (document.text.index(name), name, entity)
        for entity in ENTITIES
        for name in (entity.name, *entity.aliases)
        if name in document.text
    ]
    return tuple(
        Mention(
            document_id=document.id,
            start=start,
            end=start + len(name),
            text=name,
            name=name,
            type=entity.type,
            entity_id=entity.id,
        )
        for start, name, entity in sorted(found, key=lambda item: item[0])
    )


def small_extraction() -> Extraction:
    """What careful reading finds in the two texts."""
    known = Source(title="Northern report", publisher="A Ministry", year=2023)
    north = Document(id="north", text=NORTH, source=known, pages=((0, 3), (NORTH.index("Japan works"), 4)))
    south = Document(id="south", text=SOUTH)
    first = "JICA runs the Blue Harbour Project in Viet Nam with 12 million dollars since 2021."
    claims = {
        north: (
            _claim(north, ("jica", Predicate.IMPLEMENTS, "blue-harbour"), first, money=(12e6, "USD"), year=2021),
            _claim(north, ("blue-harbour", Predicate.OPERATES_IN, "viet-nam"), first),
            _claim(north, ("japan", Predicate.COOPERATES_WITH, "undp"), "Japan works with UNDP."),
            _claim(north, ("viet-nam", Predicate.MEMBER_OF, "asean"), "Viet Nam is a member of ASEAN."),
        ),
        south: (
            _claim(south, ("jica", Predicate.SUPPORTS, "viet-nam"), "In Vietnam, JICA supports the coast guards."),
            _claim(
                south,
                ("kenya", Predicate.PARTICIPATES_IN, "ocean-summit"),
                "With 1,200 delegates, Kenya joined the Ocean Summit in FY2022.",
                year=2022,
                fiscal=True,
                participants=1200,
            ),
            _claim(
                south,
                ("japan", Predicate.FUNDS, "blue-harbour"),
                "Japan plans to fund the Blue Harbour Project.",
                status=Status.PLANNED,
            ),
            _claim(
                south,
                ("jica", Predicate.IMPLEMENTS, "blue-harbour"),
                "JICA again carries out the Blue Harbour Project.",
            ),
        ),
    }
    documents = tuple(
        DocumentFacts(document=document, mentions=_mentions(document), claims=tuple(sorted(found, key=lambda c: c.key)))
        for document, found in claims.items()
    )
    return Extraction(documents=documents, entities=ENTITIES)


@pytest.fixture(scope="session")
def small_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder of the small graph."""
    out = tmp_path_factory.mktemp("small") / "out"
    write(small_extraction(), out)
    return out


def _put(status: Status, *texts: str) -> Store:
    """The store of the small graph, every claim of some texts put in one way."""
    extraction = small_extraction()
    documents = tuple(
        replace(facts, claims=tuple(replace(claim, status=status) for claim in facts.claims))
        if facts.document.id in texts
        else facts
        for facts in extraction.documents
    )
    store = Store()
    store.extend(to_quads(replace(extraction, documents=documents), Namespaces()))
    return store


@pytest.fixture(scope="session")
def denied_store() -> Store:
    """The small graph, if its texts denied all."""
    return _put(Status.NEGATED, "north", "south")


@pytest.fixture(scope="session")
def planned_store() -> Store:
    """The small graph, if its texts only planned all."""
    return _put(Status.PLANNED, "north", "south")


@pytest.fixture(scope="session")
def disputed_store() -> Store:
    """The small graph, if its first text denied all."""
    return _put(Status.NEGATED, "north")


@pytest.fixture(scope="session")
def small_store(small_out: Path) -> Store:
    """The store of the small graph."""
    return open_store(small_out)
