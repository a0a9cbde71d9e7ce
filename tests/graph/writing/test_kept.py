"""Readings on disk: what a build that was stopped has read is not read again, and nothing half or damaged is taken."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from extract.model import Document, Skipped
from extract.readings import Reading
from graph.writing.kept import Shelf, kept_text, text_hash
from graph.writing.workplace import Workplace, claimed
from ontology import BuildError

Made = Mapping[tuple[str, bool], Reading]
READER = "0123456789abcdef"


class Reads:
    """Reads made-up texts, remembers which, and stops after so many."""

    def __init__(self, made: Made, most: int = 99) -> None:
        self._made = {reading.document.text: reading for reading in made.values()}
        self._most = most
        self.read: list[str] = []

    def __call__(self, documents: Sequence[Document]) -> Iterator[Reading | Skipped]:
        for document in documents:
            if len(self.read) == self._most:
                raise KeyboardInterrupt
            self.read.append(document.id)
            yield self._made.get(document.text) or Skipped(path=document.id, reason="found noise", unread=True)


@pytest.fixture
def documents(made: Made) -> list[Document]:
    return [made[id_, False].document for id_ in ("east", "north", "south", "west")]


def gather(place: Workplace, documents: Sequence[Document], reads: Reads) -> list[Reading]:
    shelf = Shelf(place, READER)
    texts, _ = shelf.fetch([kept_text(document) for document in documents], reads)
    readings = [shelf.reading(text) for text in texts]
    assert [shelf.entities(text) for text in texts] == [reading.entities for reading in readings]
    return readings


def test_what_a_stopped_build_has_read_is_not_read_again(made: Made, documents: list[Document], tmp_path: Path) -> None:
    first, second = Reads(made, most=3), Reads(made)
    with pytest.raises(KeyboardInterrupt), claimed(tmp_path / "out") as place:
        gather(place, documents, first)
    assert [item.name for item in tmp_path.iterdir()] == [".out.work"]
    with claimed(tmp_path / "out") as place:
        assert gather(place, documents, second) == [made[document.id, False] for document in documents]
    assert (first.read, second.read) == (["east", "north", "south"], ["west"])
    assert list(tmp_path.iterdir()) == []


def test_a_reading_is_on_the_disk_before_it_has_its_name(
    made: Made, documents: list[Document], tmp_path: Path, settled: set[int]
) -> None:
    """A swap leaves out what stands in two places, as a reading does when it is taken over."""
    with claimed(tmp_path / "out") as place:
        gather(place, documents, Reads(made))
        kept = [path.stat().st_ino for path in place.readings(READER).glob("*.json")]
    assert len(kept) == len(documents)
    assert settled >= {*kept}


@pytest.mark.parametrize(
    "damage", [lambda data: data[:-5], lambda data: data[:0], lambda data: data.replace(b"Kenya", b"Peru")]
)
def test_a_damaged_reading_is_read_again(
    made: Made, documents: list[Document], tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    with pytest.raises(KeyboardInterrupt), claimed(tmp_path / "out") as place:
        gather(place, documents, Reads(made, most=3))
    north = next((tmp_path / ".out.work").rglob(f"{text_hash(made['north', False].document.text)}.json"))
    north.write_bytes(damage(north.read_bytes()))
    again = Reads(made)
    with claimed(tmp_path / "out") as place:
        assert gather(place, documents, again) == [made[document.id, False] for document in documents]
    assert again.read == ["north", "west"]


def test_what_another_reader_has_read_is_read_again(made: Made, documents: list[Document], tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), claimed(tmp_path / "out") as place:
        gather(place, documents, Reads(made, most=3))
    again = Reads(made)
    with claimed(tmp_path / "out") as place:
        Shelf(place, "another").fetch([kept_text(document) for document in documents], again)
    assert again.read == ["east", "north", "south", "west"]


def test_texts_of_the_same_words_are_read_once(made: Made, tmp_path: Path) -> None:
    (north,) = (made["north", False].document,)
    reads = Reads(made)
    with claimed(tmp_path / "out") as place:
        one, other = gather(place, [north, replace(north, id="copy")], reads)
    assert reads.read == ["copy"]
    assert (one.document.id, other.document.id) == ("north", "copy")
    assert one.claims == other.claims


def test_a_text_that_cannot_be_read_is_told_and_the_others_are_read(made: Made, tmp_path: Path) -> None:
    texts = [kept_text(made["north", False].document), kept_text(Document(id="noise", text="x"))]
    with claimed(tmp_path / "out") as place:
        kept, unread = Shelf(place, READER).fetch(texts, Reads(made))
    assert [text.document.id for text in kept] == ["north"]
    assert unread == [Skipped(path="noise", reason="found noise", unread=True)]


def test_a_reading_that_cannot_be_kept_is_said_in_one_line(
    made: Made, documents: list[Document], tmp_path: Path
) -> None:
    with claimed(tmp_path / "out") as place:
        (place.work / "readings").touch()
        with pytest.raises(BuildError, match=r"out: found that it cannot be written \(Not a directory\)"):
            gather(place, documents, Reads(made))
