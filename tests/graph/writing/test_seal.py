"""A build in which nothing changed leaves the graph as it is; whatever changed, or was damaged, is seen."""

import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec
import pytest

from extract.corrections.entries import Corrections
from extract.corrections.parsing import parse_corrections
from extract.readings import Reading
from graph.store import DESCRIPTION, MANIFEST, PAGE, READINGS, REPORT, STORE, TRIG
from graph.writing.build import BuildOptions, build
from graph.writing.content import NAMES_FILE
from graph.writing.files import Digests
from graph.writing.kept import INDEX
from graph.writing.parts import PARTS_FILE
from graph.writing.seal import SEAL, Seal, put_seal, unbroken
from graph.writing.update import add

Made = Mapping[tuple[str, bool], Reading]
DROP = b'[[drop-fact]]\nsubject = "JICA"\nrelation = "implements"\nobject = "Blue Harbour Project"\nby = "A"\n'


def contents(out: Path) -> dict[str, bytes]:
    files = (path for path in sorted(out.rglob("*")) if path.is_file() and path.parent.name != STORE)
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in files}


@pytest.fixture
def out(two_texts: Path, made: Made, tmp_path: Path) -> Path:
    """A copy of the graph of two texts; those lie beside it in `texts`."""
    (tmp_path / "texts").mkdir()
    for id_ in ("north", "south"):
        (tmp_path / "texts" / f"{id_}.txt").write_text(made[id_, False].document.text, encoding="utf-8")
    return Path(shutil.copytree(two_texts, tmp_path / "out"))


def is_left_alone(out: Path, again: Callable[[], object]) -> bool:
    """Whether a build leaves the very folder in its place."""
    before = out.stat().st_ino
    again()
    return out.stat().st_ino == before


def test_nothing_is_done_where_nothing_changed(out: Path) -> None:
    texts = out.with_name("texts")
    assert is_left_alone(out, lambda: build([texts], out))
    assert is_left_alone(out, lambda: add([texts / "south.txt"], out))
    assert sorted(item.name for item in out.parent.iterdir()) == ["out", "texts"]


def test_the_report_is_that_of_the_build_that_wrote_the_graph(out: Path) -> None:
    texts, corrections = out.with_name("texts"), parse_corrections(DROP)
    first = build([texts], out, corrections=corrections)
    assert first.corrections
    assert build([texts], out, corrections=corrections) == first


@pytest.mark.parametrize("name", [TRIG, PAGE, REPORT, DESCRIPTION, MANIFEST, f"{READINGS}/{INDEX}"])
def test_a_file_that_was_changed_is_written_again(out: Path, name: str) -> None:
    before = contents(out)
    (out / name).write_bytes(before[name] + b"\n")
    assert contents(out) != before
    assert not is_left_alone(out, lambda: build([out.with_name("texts")], out))
    assert contents(out) == before


@pytest.mark.parametrize("name", [TRIG, *(f"{STORE}/{name}" for name in (SEAL, "CURRENT", NAMES_FILE, PARTS_FILE))])
def test_a_file_that_is_gone_is_written_again(out: Path, name: str) -> None:
    before = contents(out)
    (out / name).unlink()
    assert not is_left_alone(out, lambda: build([out.with_name("texts")], out))
    assert contents(out) == before
    assert (out / name).exists()


def test_a_damaged_store_is_written_again(out: Path) -> None:
    table = max((out / STORE).glob("*.sst"), key=lambda path: path.stat().st_size)
    table.write_bytes(table.read_bytes()[:-1] + b"?")
    assert not is_left_alone(out, lambda: build([out.with_name("texts")], out))


def test_a_copy_has_other_times_and_is_whole(out: Path) -> None:
    for path in out.rglob("*"):
        os.utime(path)
    assert is_left_alone(out, lambda: build([out.with_name("texts")], out))


@pytest.mark.parametrize("seconds", [0, 1])
def test_only_a_file_that_has_the_time_it_had_before_the_seal_is_not_gone_through(out: Path, seconds: int) -> None:
    """What was changed in the very moment of the seal has its time."""
    seal, text, moment = out / STORE / SEAL, out / REPORT, 1_000_000_000
    os.utime(text, ns=(0, moment))
    put_seal(Digests(out), msgspec.json.decode(seal.read_bytes(), type=Seal))
    os.utime(seal, ns=(0, moment + seconds * 1_000_000_000))
    assert unbroken(out)
    text.write_bytes(text.read_bytes()[:-2] + b"?\n")
    assert not unbroken(out)
    os.utime(text, ns=(0, moment))
    assert bool(unbroken(out)) is bool(seconds)


def test_a_damaged_seal_is_none(out: Path) -> None:
    (out / STORE / SEAL).write_bytes(b'{"made_of": ')
    assert not is_left_alone(out, lambda: build([out.with_name("texts")], out))


def test_whatever_a_graph_hangs_on_is_seen(out: Path) -> None:
    texts = out.with_name("texts")
    sees(out, lambda: build([texts], out, options=BuildOptions(inference=False)))
    sees(out, lambda: build([texts], out, options=BuildOptions(base="https://example.org/")))
    sees(out, lambda: build([texts], out, corrections=parse_corrections(DROP)))
    (texts / "sources.toml").write_text('[sources.north]\ntitle = "Northern Ports"\n', encoding="utf-8")
    sees(out, lambda: build([texts], out, corrections=Corrections()))
    (texts / "chart.png").write_bytes(b"\x89PNG")
    sees(out, lambda: build([texts], out))
    (texts / "north.txt").unlink()
    sees(out, lambda: build([texts], out))


def sees(out: Path, again: Callable[[], object]) -> None:
    """Checks that a build writes a graph anew, and when it runs once more leaves it as it is."""
    assert not is_left_alone(out, again)
    assert is_left_alone(out, again)
