"""Packs of readings: what is taken over, what is packed anew, and what damage does."""

from collections.abc import Callable, Mapping, Set
from contextlib import closing
from pathlib import Path

import pytest

from graph.writing import packs
from graph.writing.packs import Packs, pack

Fill = Callable[[str, Mapping[str, bytes]], Path]


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Packs of a few readings each."""
    monkeypatch.setattr(packs, "LARGEST", 1 << 17)


@pytest.fixture
def fill(tmp_path: Path) -> Fill:
    """A new folder with packs of its own."""

    def made(name: str, readings: Mapping[str, bytes]) -> Path:
        (tmp_path / name).mkdir()
        pack(readings.keys(), readings.__getitem__, tmp_path / name, ())
        return tmp_path / name

    return made


def readings(first: int, last: int, size: int = 10_000) -> dict[str, bytes]:
    return {f"{at:064x}": at.to_bytes(2) * (size // 2) for at in range(first, last)}


def files(folder: Path) -> dict[str, int]:
    """The inodes of files by name."""
    return {path.name: path.stat().st_ino for path in folder.iterdir()}


def held(folder: Path) -> dict[str, bytes | None]:
    with closing(Packs(folder)) as found:
        return {sha256: found.get(sha256) for sha256 in found.hashes}


def again(folder: Path, old: Path, wanted: Mapping[str, bytes], known: Set[str]) -> None:
    """Fills a folder beside an old one; only what is not in a pack that is taken over is asked for."""
    folder.mkdir()
    with closing(Packs(old)) as standing:
        pack(wanted.keys(), wanted.__getitem__, folder, standing.within(wanted.keys() & known))


def test_each_reading_is_found_again_in_packs_that_are_not_too_large(fill: Fill) -> None:
    made = readings(0, 40)
    folder = fill("one", made)
    assert held(folder) == made
    assert len(files(folder)) == 4
    with closing(Packs(folder)) as found:
        assert found.get("f" * 64) is None
        assert "f" * 64 not in found


def test_the_same_readings_give_the_same_files(fill: Fill) -> None:
    one, other = fill("one", readings(0, 40)), fill("other", dict(reversed(readings(0, 40).items())))
    assert {path.name: path.read_bytes() for path in one.iterdir()} == {
        path.name: path.read_bytes() for path in other.iterdir()
    }


def test_full_packs_are_taken_over_and_small_ones_packed_anew(fill: Fill, tmp_path: Path) -> None:
    old, wanted = fill("old", readings(0, 40)), readings(0, 42)
    again(tmp_path / "new", old, wanted, readings(0, 40).keys())
    assert held(tmp_path / "new") == wanted
    before, after = files(old), files(tmp_path / "new")
    assert len({*before.items()} & {*after.items()}) == 3
    assert len(after) == 4


def test_what_is_taken_out_is_in_no_file(fill: Fill, tmp_path: Path) -> None:
    old, wanted = fill("old", readings(0, 40)), readings(1, 40)
    again(tmp_path / "new", old, wanted, wanted.keys())
    assert held(tmp_path / "new") == wanted
    assert not [path for path in (tmp_path / "new").iterdir() if f"{0:064x}".encode() in path.read_bytes()]


def test_a_pack_with_a_reading_that_was_made_anew_is_not_taken_over(fill: Fill, tmp_path: Path) -> None:
    old, wanted = fill("old", readings(0, 40)), readings(0, 40)
    damaged = f"{4:064x}"
    wanted[damaged] = b"read again"
    again(tmp_path / "new", old, wanted, wanted.keys() - {damaged})
    assert held(tmp_path / "new") == wanted


@pytest.mark.parametrize("damage", [lambda data: data[:100], lambda _: b"", lambda data: data[::-1]])
def test_a_damaged_pack_counts_as_not_there(fill: Fill, damage: Callable[[bytes], bytes]) -> None:
    folder = fill("one", readings(0, 3))
    (path,) = folder.iterdir()
    path.write_bytes(damage(path.read_bytes()))
    assert held(folder) == {}
