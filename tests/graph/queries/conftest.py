"""A graph made by hand for the named queries: two short texts, in which something answers each of them."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Store

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
from graph.store import open_store
from graph.writing.build import BuildOptions, build, write
from graph.writing.dataset import to_quads
from graph.writing.inference import infer
from ontology import EntityType, Namespaces, Predicate, Status

ORIGINALS = Path(__file__).parents[4] / "shared" / "seeds"


def _country(id_: str, name: str, codes: str, *aliases: str) -> Entity:
    alpha2, alpha3, m49, region = codes.split()
    known = Codes(alpha2=alpha2, alpha3=alpha3, m49=m49, region=region)
    return Entity(id=id_, type=EntityType.COUNTRY, name=name, aliases=aliases, codes=known)


ENTITIES = (
    Entity(id="ada-otieno", type=EntityType.PERSON, name="Ada Otieno"),
    Entity(id="africa", type=EntityType.REGION, name="Africa", codes=Codes(m49="002")),
    Entity(id="asean", type=EntityType.INTERNATIONAL_ORGANIZATION, name="ASEAN"),
    Entity(id="blue-harbour", type=EntityType.PROJECT, name="Blue Harbour Project"),
    _country("brazil", "Brazil", "BR BRA 076 005"),
    Entity(id="da-nang", type=EntityType.LOCALITY, name="Da Nang"),
    Entity(id="harbour-fund", type=EntityType.FUND, name="Harbour Fund"),
    _country("japan", "Japan", "JP JPN 392 030"),
    Entity(
        id="jica", type=EntityType.GOVERNMENT_BODY, name="Japan International Cooperation Agency", aliases=("JICA",)
    ),
    _country("kenya", "Kenya", "KE KEN 404 014"),
    Entity(id="ocean-charter", type=EntityType.FRAMEWORK, name="Ocean Charter"),
    Entity(id="ocean-summit", type=EntityType.EVENT, name="Ocean Summit"),
    Entity(id="un", type=EntityType.INTERNATIONAL_ORGANIZATION, name="United Nations", aliases=("UN",)),
    Entity(id="undp", type=EntityType.INTERNATIONAL_ORGANIZATION, name="UNDP"),
    Entity(id="unicef", type=EntityType.INTERNATIONAL_ORGANIZATION, name="UNICEF", codes=Codes(parent="un")),
    _country("viet-nam", "Viet Nam", "VN VNM 704 035", "Vietnam"),
    Entity(id="water-schools", type=EntityType.PROJECT, name="Water for Schools Project"),
)
_TYPES = {entity.id: entity.type for entity in ENTITIES}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """A sentence, what it claims (``subject predicate object``), and what goes with each claim."""

    sentence: str
    claims: tuple[str, ...]
    more: tuple[tuple[str, Any], ...] = ()


def _said(sentence: str, *claims: str, **more: object) -> _Said:
    return _Said(sentence=sentence, claims=claims, more=tuple(more.items()))


TEXTS = {
    "north": (
        _said(
            "JICA has run the Blue Harbour Project with 12 million dollars since 2021.",
            "jica implements blue-harbour",
            year=2021,
            amount=12e6,
            currency="USD",
        ),
        _said("The Blue Harbour Project works in Viet Nam.", "blue-harbour operatesIn viet-nam"),
        _said("Japan works with UNDP.", "japan cooperatesWith undp"),
        _said("Viet Nam is a member of ASEAN.", "viet-nam memberOf asean"),
        _said(
            "Japan pays 3 million dollars into the Harbour Fund.",
            "japan funds harbour-fund",
            amount=3e6,
            currency="USD",
        ),
        _said("The Harbour Fund helps Kenya.", "harbour-fund supports kenya"),
        _said("Japan and Brazil help Kenya.", "japan supports kenya", "brazil supports kenya"),
        _said("UNICEF is part of the UN.", "unicef partOf un"),
        _said("In 2019 UNICEF set up the Water for Schools Project.", "unicef established water-schools", year=2019),
        _said(
            "UNICEF carries the Water for Schools Project out in Kenya.",
            "unicef implements water-schools",
            "water-schools operatesIn kenya",
        ),
    ),
    "south": (
        _said("In Vietnam, JICA supports the coast guards.", "jica supports viet-nam"),
        _said(
            "With 1,200 delegates, Kenya joined the Ocean Summit in FY2022.",
            "kenya participatesIn ocean-summit",
            year=2022,
            fiscal=True,
            participants=1200,
        ),
        _said("Japan plans to fund the Blue Harbour Project.", "japan funds blue-harbour", status=Status.PLANNED),
        _said("Since 2020 JICA has carried out the Blue Harbour Project.", "jica implements blue-harbour", year=2020),
        _said(
            "Japan held the Ocean Summit in Da Nang, Viet Nam.",
            "japan implements ocean-summit",
            "ocean-summit locatedIn da-nang",
            "da-nang locatedIn viet-nam",
        ),
        _said("Kenya adopted the Ocean Charter.", "kenya adopted ocean-charter"),
        _said("Japan does not work with UNDP.", "japan cooperatesWith undp", status=Status.NEGATED),
        _said("Ada Otieno is President of Kenya.", "ada-otieno affiliatedWith kenya"),
        _said(
            "UNICEF helps Viet Nam and works all over Africa.", "unicef supports viet-nam", "unicef operatesIn africa"
        ),
        _said(
            "Japan helps Viet Nam train the engineers of Kenya.", "japan supports viet-nam", "viet-nam supports kenya"
        ),
    ),
}  # fmt: skip
#: Text, entity, code of the sector, and how the sentence that shows it begins.
SECTORS = (
    ("north", "water-schools", "11220", "UNICEF carries"),
    ("north", "blue-harbour", "21040", "JICA has run"),
)


def made_extraction(status: Status | None = None) -> Extraction:
    """What careful reading finds in the two texts; with a status, if they put every fact in this way."""
    return Extraction(documents=tuple(_facts(id_, status) for id_ in TEXTS), entities=ENTITIES)


def _facts(id_: str, status: Status | None) -> DocumentFacts:
    text = " ".join(said.sentence for said in TEXTS[id_])
    title = {"north": "Northern report", "south": "Southern review"}[id_]
    document = Document(id=id_, text=text, source=Source(title=title, year=2023))
    claims = [_claim(document, said, claim, status) for said in TEXTS[id_] for claim in said.claims]
    return DocumentFacts(
        document=document,
        mentions=tuple(_mentions(document)),
        claims=tuple(sorted(claims, key=lambda claim: claim.key)),
        sectors=tuple(_sector(document, *sector) for name, *sector in SECTORS if name == id_),
    )


def _evidence(document: Document, sentence: str) -> Evidence:
    start = document.text.index(sentence)
    return Evidence(
        document_id=document.id, start=start, end=start + len(sentence), text=sentence, heading="Ports", page=2
    )


def _claim(document: Document, said: _Said, claim: str, status: Status | None) -> Claim:
    subject, predicate, object_ = claim.split()
    more = dict(said.more) | ({"status": status} if status else {})
    return Claim(
        subject=subject,
        predicate=Predicate(predicate),
        object=object_,
        subject_type=_TYPES[subject],
        object_type=_TYPES[object_],
        evidence=(_evidence(document, said.sentence),),
        rule="by-hand",
        confidence=0.9,
        **more,
    )


def _sector(document: Document, entity: str, code: str, beginning: str) -> SectorClaim:
    sentence = next(said.sentence for said in TEXTS[document.id] if said.sentence.startswith(beginning))
    evidence = (_evidence(document, sentence),)
    return SectorClaim(entity=entity, code=code, evidence=evidence, rule="sector-name", confidence=0.8)


def _mentions(document: Document) -> list[Mention]:
    found = [
        (document.text.index(name), name, entity)
        for entity in ENTITIES
        for name in (entity.name, *entity.aliases)
        if name in document.text
    ]
    return [
        Mention(
            document_id=document.id,
            start=start,
            end=start + len(name),
            text=name,
            name=name,
            type=entity.type,
            entity_id=entity.id,
        )
        for start, name, entity in sorted(found, key=lambda item: (item[0], item[1]))
    ]


def made_store(status: Status | None = None, *, inference: bool = True) -> Store:
    """The same as a store, with what follows by rules or without it."""
    quads = to_quads(made_extraction(status), Namespaces())
    store = Store()
    store.extend([*quads, *infer(quads, Namespaces())] if inference else quads)
    return store


@pytest.fixture(scope="session")
def made() -> Store:
    """The graph made by hand."""
    return made_store()


@pytest.fixture(scope="session")
def made_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same as a folder that commands read."""
    out = tmp_path_factory.mktemp("made") / "out"
    write(made_extraction(), out)
    return out


@pytest.fixture(scope="session")
def without_inference() -> Store:
    """The same without what follows by rules."""
    return made_store(inference=False)


@pytest.fixture(scope="session")
def denied() -> Store:
    """The same, if its texts denied all."""
    return made_store(Status.NEGATED)


@pytest.fixture(scope="session")
def planned() -> Store:
    """The same, if its texts only planned all."""
    return made_store(Status.PLANNED)


@pytest.fixture(scope="session")
def founding(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The graph of the founding texts, built as a user builds it; each process more would load the model once more."""
    if not ORIGINALS.is_dir():
        pytest.skip("the founding documents are not beside the project (../shared/seeds)")
    out = tmp_path_factory.mktemp("founding") / "out"
    build([ORIGINALS], out, options=BuildOptions(jobs=1))
    return open_store(out)


@pytest.fixture(scope="session")
def answers() -> dict[str, dict[str, Any]]:
    """The whole answer of each named query on the graph made by hand: parameters, columns and rows."""
    content = Path(__file__).with_name("answers.json").read_text(encoding="utf-8")
    result: dict[str, dict[str, Any]] = json.loads(content)
    return result
