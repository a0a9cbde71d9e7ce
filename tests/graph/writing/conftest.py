"""Readings of made-up texts, put where a build looks for them: graphs of many texts without the language model."""

import os
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from extract.model import Codes, Document, Merge, Source
from extract.readings import Known, Reading, TextClaim, TextEntity, TextEvidence, TextMention, TextSector
from graph.store import STORE
from graph.writing.build import BuildOptions, build
from graph.writing.kept import text_hash
from graph.writing.parts import PARTS_FILE
from ontology.vocabulary import EntityType, Predicate, Status

T = EntityType
#: Subject, predicate, object, sentence: what each made-up text states.
Said = tuple[str, Predicate, str, str]

TYPES: Mapping[str, EntityType] = {
    "JICA": T.GOVERNMENT_BODY,
    "Kenya": T.COUNTRY,
    "Norway": T.COUNTRY,
    "Blue Harbour Project": T.PROJECT,
    "blue harbour project": T.PROJECT,
    "BHP": T.PROJECT,
    "Ministry of Ports": T.GOVERNMENT_BODY,
    "Nairobi": T.LOCALITY,
}
ROWS: Mapping[str, Known] = {
    "JICA": Known(id="jica", type=T.GOVERNMENT_BODY, name="Japan International Cooperation Agency", codes=Codes()),
    "Kenya": Known(id="kenya", type=T.COUNTRY, name="Kenya", codes=Codes(alpha2="KE", alpha3="KEN", region="202")),
    "Norway": Known(id="norway", type=T.COUNTRY, name="Norway", codes=Codes(alpha2="NO", alpha3="NOR")),
}
P = Predicate
TEXTS: Mapping[str, tuple[Said, ...]] = {
    "north": (
        ("JICA", P.IMPLEMENTS, "Blue Harbour Project", "JICA carries out the Blue Harbour Project."),
        ("Blue Harbour Project", P.OPERATES_IN, "Kenya", "The Blue Harbour Project is at work in Kenya."),
    ),
    "south": (("Norway", P.FUNDS, "blue harbour project", "Norway pays for the blue harbour project."),),
    "east": (("Ministry of Ports", P.PARTICIPATES_IN, "BHP", "The Ministry of Ports takes part in the BHP."),),
    "west": (("Ministry of Ports", P.LOCATED_IN, "Nairobi", "The Ministry of Ports has its seat in Nairobi."),),
}
#: The same texts after somebody has changed them.
CHANGED: Mapping[str, tuple[Said, ...]] = {
    "north": (("JICA", P.SUPPORTS, "Kenya", "JICA supports Kenya."),),
    "south": (*TEXTS["south"], ("Norway", P.SUPPORTS, "Kenya", "Norway supports Kenya.")),
    "east": (("JICA", P.FUNDS, "BHP", "JICA will pay for the BHP."),),
    "west": TEXTS["north"],
}


def read_made(said: Iterable[Said], id_: str = "") -> Reading:
    """What a reader gives for a text of sentences."""
    text, things, mentions, claims = "", dict[str, int](), list[TextMention](), list[TextClaim]()
    for subject, predicate, object_, sentence in said:
        start = len(text)
        text += f"{sentence}\n"
        for name in (subject, object_):
            at = start + sentence.index(name)
            mentions.append(TextMention(at, at + len(name), name, things.setdefault(name, len(things))))
        shown = TextEvidence(start, start + len(sentence), "Ports")
        ends = {"subject": things[subject], "object": things[object_]}
        said = {"rule": "pair", "confidence": 0.75, "status": Status.PLANNED if " will " in sentence else Status.STATED}
        claims.append(TextClaim(predicate=predicate, evidence=(shown,), year=2020, **said, **ends))
    return Reading(
        document=Document(id=id_, text=text, source=Source(title=id_.title())),
        entities=tuple(_entity(name, sum(mention.entity == at for mention in mentions)) for name, at in things.items()),
        mentions=tuple(mentions),
        claims=tuple(claims),
        sectors=(
            TextSector(entity=0, code="21040", evidence=claims[0].evidence[0], rule="sector-name", confidence=0.9),
        ),
    )


def _entity(name: str, count: int) -> TextEntity:
    merges = (Merge(name=name, reason="acronym"),) if name == "BHP" else ()
    return TextEntity(type=TYPES[name], count=count, surfaces=((name, count),), row=ROWS.get(name), merges=merges)


@pytest.fixture(scope="session")
def made() -> Mapping[tuple[str, bool], Reading]:
    """The reading of each made-up text by its id, and whether it is the changed one."""
    texts = {False: TEXTS, True: CHANGED}
    return {(id_, is_changed): read_made(said, id_) for is_changed, each in texts.items() for id_, said in each.items()}


@pytest.fixture(scope="session")
def shelve(made: Mapping[tuple[str, bool], Reading]) -> Callable[[Path], None]:
    """Puts the readings of all made-up texts where the next build into a folder finds what a stopped one has read."""

    def put(out: Path) -> None:
        folder = out.with_name(f".{out.name}.work") / "readings" / BuildOptions().reading.reader
        folder.mkdir(parents=True, exist_ok=True)
        for reading in made.values():
            nameless = replace(reading, document=Document(id="", text=reading.document.text))
            (folder / f"{text_hash(reading.document.text)}.json").write_bytes(nameless.to_json())

    return put


@pytest.fixture(scope="session")
def two_texts(
    made: Mapping[tuple[str, bool], Reading], shelve: Callable[[Path], None], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The graph of two made-up texts, to copy."""
    folder = tmp_path_factory.mktemp("two")
    shelve(folder / "out")
    for id_ in ("north", "south"):
        (folder / f"{id_}.txt").write_text(made[id_, False].document.text, encoding="utf-8")
    build([folder / "north.txt", folder / "south.txt"], folder / "out")
    return folder / "out"


@pytest.fixture
def made_of(two_texts: Path) -> dict[str, str]:
    """The digest of what each text's graph was made of, by its IRI."""
    with closing(sqlite3.connect(two_texts / STORE / PARTS_FILE)) as database:
        return dict(database.execute("SELECT graph, made_of FROM parts"))


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> set[int]:
    """The inodes of what was waited for until it was on the disk."""
    settle, found = os.fsync, set[int]()

    def watch(handle: int) -> None:
        settle(handle)
        found.add(os.fstat(handle).st_ino)

    monkeypatch.setattr(os, "fsync", watch)
    return found
