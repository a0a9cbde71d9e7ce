"""What review shows of a small graph, and that pasting it into a corrections.toml mends what it shows."""

import csv
import io
import re
import tomllib
from collections.abc import Sequence
from pathlib import Path

import pytest
from pyoxigraph import Store

from extract.corrections.applying import correct
from extract.corrections.parsing import parse_corrections
from extract.model import Document, Merge
from extract.readings import Reading, TextClaim, TextEntity, TextEvidence, TextMention
from graph.checking.validate import validate
from graph.cli import run
from graph.review.items import Item, Kind, as_toml
from graph.review.reviewing import review
from graph.writing.build import write
from graph.writing.dataset import to_quads
from ontology import EntityType, Namespaces, Predicate

Thing = tuple[EntityType, tuple[str, ...]]
Fact = tuple[int, Predicate, int, float, str]
NAMES = Namespaces()
T = EntityType

NORTH = (
    "The Ocean Research Centre runs the Coral Reef Project. ORC helps Fiji. The Coral) Project reached Tonga. "
    "Tonga helps the Coral Reef Project. XQZ funds the Coral Reef Project."
)
SOUTH = (
    "ORC met Samoa. The Ocean Reserch Center runs the Reef Programme. The Reef reached Samoa. "
    "Samoa adopted the Port) Strategy."
)


def _read(id_: str, text: str, things: Sequence[Thing], facts: Sequence[Fact]) -> Reading:
    """A text as read; a thing of several names has them joined as an acronym and short forms."""
    mentions = [
        TextMention(match.start(), match.end(), name, at)
        for at, (_, names) in enumerate(things)
        for name in names
        for match in re.finditer(re.escape(name), text)
    ]
    return Reading(
        document=Document(id=id_, text=text),
        entities=tuple(
            TextEntity(
                type=type_,
                count=len(names),
                surfaces=tuple((name, 1) for name in names),
                merges=tuple(Merge(name=name, reason="acronym") for name in names[1:]),
            )
            for type_, names in things
        ),
        mentions=tuple(mentions),
        claims=tuple(
            TextClaim(
                subject=subject,
                predicate=predicate,
                object=object_,
                evidence=(_sentence(text, words),),
                rule="pair",
                confidence=confidence,
            )
            for subject, predicate, object_, confidence, words in facts
        ),
    )


def _sentence(text: str, words: str) -> TextEvidence:
    at = text.index(words)
    return TextEvidence(text.rfind(". ", 0, at) + 2 if ". " in text[:at] else 0, text.index(".", at) + 1)


READINGS = (
    _read(
        "north",
        NORTH,
        (
            (T.CENTRE, ("Ocean Research Centre", "ORC")),
            (T.PROJECT, ("Coral Reef Project", "Coral) Project")),
            (T.COUNTRY, ("Fiji",)),
            (T.COUNTRY, ("Tonga",)),
            (T.COMPANY, ("XQZ",)),
        ),
        (
            (0, Predicate.IMPLEMENTS, 1, 0.9, "runs the Coral"),
            (0, Predicate.SUPPORTS, 2, 0.6, "helps Fiji"),
            (1, Predicate.OPERATES_IN, 3, 0.5, "reached Tonga"),
            (3, Predicate.SUPPORTS, 1, 0.5, "Tonga helps"),
            (4, Predicate.FUNDS, 1, 0.26, "XQZ funds"),
        ),
    ),
    _read(
        "south",
        SOUTH,
        (
            (T.CENTRE, ("ORC",)),
            (T.COUNTRY, ("Samoa",)),
            (T.CENTRE, ("Ocean Reserch Center",)),
            (T.PROGRAMME, ("Reef Programme",)),
            (T.PROGRAMME, ("Reef",)),
            (T.FRAMEWORK, ("Port) Strategy",)),
        ),
        (
            (0, Predicate.COOPERATES_WITH, 1, 0.8, "ORC met"),
            (2, Predicate.IMPLEMENTS, 3, 0.8, "Reserch"),
            (4, Predicate.OPERATES_IN, 1, 0.7, "Reef reached"),
            (1, Predicate.ADOPTED, 5, 0.7, "adopted"),
        ),
    ),
)


def _store(toml: str = "") -> Store:
    store = Store()
    store.extend(to_quads(correct(READINGS, parse_corrections(toml.encode())), NAMES))
    return store


@pytest.fixture(scope="module")
def items() -> tuple[Item, ...]:
    """All that there is to look at."""
    return review(_store(), NAMES, least=100)


def _what(items: Sequence[Item], kind: Kind) -> list[str]:
    return [item.what for item in items if item.kind is kind]


def test_names_joined_for_the_weakest_reason_come_first(items: tuple[Item, ...]) -> None:
    assert _what(items, Kind.MERGES) == [
        "ORC in south is taken for Ocean Research Centre",
        "Coral) Project in north is taken for Coral Reef Project",
    ]


def test_unlikely_and_disputed_facts_come_first(items: tuple[Item, ...]) -> None:
    assert _what(items, Kind.FACTS)[:3] == [
        "XQZ funds Coral Reef Project",
        "Coral Reef Project operatesIn Tonga",
        "Tonga supports Coral Reef Project",
    ]
    doubts = {item.what: item.doubt for item in items}
    assert doubts["XQZ funds Coral Reef Project"] == "confidence 0.26, no rule states it"
    assert "also said: Tonga supports Coral Reef Project" in doubts["Coral Reef Project operatesIn Tonga"]


def test_odd_names_pairs_and_lone_acronyms_are_shown(items: tuple[Item, ...]) -> None:
    assert _what(items, Kind.ENTITIES) == [
        "Coral) Project is a name of Coral Reef Project",
        "a thing is called Port) Strategy",
        "Reef may be Reef Programme",
        "XQZ (Company)",
        "Ocean Reserch Center may be Ocean Research Centre",
    ]


def test_each_item_has_a_sentence_of_its_text(items: tuple[Item, ...]) -> None:
    texts = {reading.document.id: reading.document.text for reading in READINGS}
    assert all(item.quote and item.quote.text in texts[item.quote.document] for item in items)


def test_what_review_writes_is_a_file_of_corrections(items: tuple[Item, ...]) -> None:
    written = as_toml(items)
    assert sum(len(tables) for tables in tomllib.loads(written).values()) == sum(len(item.entries) for item in items)
    assert len(parse_corrections(written.encode()).entries) == sum(len(item.entries) for item in items)


@pytest.mark.parametrize("at", range(16))
def test_an_item_that_is_pasted_is_gone(items: tuple[Item, ...], at: int) -> None:
    assert len(items) == 16
    item = items[at]
    assert item.what not in _what(review(_store(item.correction), NAMES, least=100), item.kind)
    effects = correct(READINGS, parse_corrections(item.correction.encode())).corrections
    assert not any(effect.unused for effect in effects)


@pytest.mark.parametrize("at", range(16))
def test_an_item_that_is_said_to_be_right_is_gone_and_no_other(items: tuple[Item, ...], at: int) -> None:
    left = {(item.kind, item.what) for item in review(_store(items[at].confirmation), NAMES, least=100)}
    said = (items[at].kind, items[at].what)
    assert said not in left


def test_all_items_said_to_be_right_leave_nothing_to_review(items: tuple[Item, ...]) -> None:
    right = "\n".join(item.confirmation for item in items)
    again = review(_store(right), NAMES, least=100)
    more = "\n".join(item.confirmation for item in again)
    store = _store(f"{right}\n{more}")
    assert review(store, NAMES, least=100) == ()
    assert validate(store, NAMES) == ()


def test_a_graph_with_many_items_mended_conforms(items: tuple[Item, ...]) -> None:
    chosen = [item for item in items if item.kind is not Kind.MERGES or "in south" in item.what]
    assert validate(_store(as_toml(chosen)), NAMES) == ()


def test_what_a_person_states_or_joined_is_not_in_doubt() -> None:
    stated = (
        '[[add-fact]]\ntext = "north"\nquote = "XQZ funds the Coral Reef Project."\nsubject = "XQZ"\n'
        'relation = "funds"\nobject = "Coral Reef Project"\n'
        '[[same-as]]\nnames = ["Reef Programme", "Reef"]\n'
    )
    found = [item.what for item in review(_store(stated), NAMES, least=100)]
    assert not [what for what in found if what.startswith(("XQZ funds", "Reef may be"))]


def test_the_command_shows_the_least_certain_in_every_format(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    write(correct(READINGS, parse_corrections(b"")), out)
    assert run(["review", "--least", "1", "--out", str(out)]) == 0
    shown = capsys.readouterr().out
    assert [line for line in shown.splitlines() if re.match(r"# \d", line)] == [
        "# 1. ORC in south is taken for Ocean Research Centre: an acronym that its text does not spell out",
        "# 2. XQZ funds Coral Reef Project: confidence 0.26, no rule states it",
        "# 3. Coral) Project is a name of Coral Reef Project: a bracket or quotation mark without its other half",
    ]
    assert "#    “XQZ funds the Coral Reef Project.” (north)\n[[drop-fact]]\n" in shown
    assert run(["review", "--kind", "facts", "--least", "2", "--format", "csv", "--out", str(out)]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["what"] for row in rows] == ["XQZ funds Coral Reef Project", "Coral Reef Project operatesIn Tonga"]
    assert rows[0]["correction"].startswith("[[drop-fact]]\nsubject = ")
