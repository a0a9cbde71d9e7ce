"""Where a graph goes: one build at a time, whole or not at all, and nothing left behind."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from graph.store import MANIFEST
from graph.writing import workplace
from graph.writing.workplace import check_place, claimed, exchange, swap_in
from ontology import BuildError

HOLD = """
import sys
from pathlib import Path
from graph.writing.workplace import claimed
with claimed(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def names(folder: Path) -> list[str]:
    return sorted(item.name for item in folder.iterdir())


def filled(folder: Path, name: str) -> Path:
    folder.mkdir(parents=True)
    (folder / name).touch()
    return folder


def holder(out: Path) -> "subprocess.Popen[str]":
    """Another process that has claimed a place."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(out)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    assert process.stdout.readline() == "held\n"
    return process


def test_two_builds_at_once_get_one_place_and_one_line(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with holder(out) as process:
        with (
            pytest.raises(BuildError, match="out: found another build of it under way"),
            claimed(out),
        ):
            pass
        with claimed(tmp_path / "other"):
            assert names(tmp_path) == [".other.work", ".out.work"]
        process.communicate()
    with claimed(out):
        pass
    assert names(tmp_path) == []


def test_a_build_that_is_killed_lets_go_of_its_place(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with holder(out) as process:
        filled(tmp_path / ".out.work" / "new", "half")
        process.kill()
    with claimed(out) as place:
        assert names(place.work) == ["lock"]
    assert names(tmp_path) == []


def test_a_graph_that_was_moved_aside_is_put_back(tmp_path: Path) -> None:
    filled(tmp_path / ".out.work" / "old", MANIFEST)
    filled(tmp_path / ".out.work" / "new", "half")
    with pytest.raises(KeyboardInterrupt), claimed(tmp_path / "out"):
        raise KeyboardInterrupt
    assert names(tmp_path) == ["out"]
    assert names(tmp_path / "out") == [MANIFEST]


def test_a_file_in_the_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").touch()
    with pytest.raises(BuildError, match="found a file, a folder for the graph is needed"):
        check_place(tmp_path / "out")


def test_a_place_where_nothing_can_be_made_is_said_in_one_line() -> None:
    with (
        pytest.raises(BuildError, match=r"/proc/out: found that it cannot be written \(.*\), a folder with room"),
        claimed(Path("/proc/out")),
    ):
        pass


@pytest.mark.parametrize("can", [True, False], ids=["exchange", "two-renames"])
def test_a_swap_replaces_the_whole_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, can: bool) -> None:
    if not can:
        monkeypatch.setattr(workplace, "exchange", lambda *_: False)
    out, new = filled(tmp_path / "out", "old"), filled(tmp_path / ".out.work" / "new", "only")
    swap_in(new, out)
    assert names(out) == ["only"]
    assert names(tmp_path / ".out.work") == []


def test_a_swap_needs_no_folder_to_replace(tmp_path: Path) -> None:
    swap_in(filled(tmp_path / "new", "only"), tmp_path / "out")
    assert names(tmp_path) == ["out"]


@pytest.mark.parametrize("can", [True, False], ids=["exchange", "two-renames"])
def test_a_swap_that_fails_leaves_the_old_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, can: bool) -> None:
    if not can:
        monkeypatch.setattr(workplace, "exchange", lambda *_: False)
    out = filled(tmp_path / "out", "old")
    with pytest.raises(BuildError, match="cannot be replaced"):
        swap_in(tmp_path / ".out.work" / "new", out)
    assert names(out) == ["old"]


def test_an_exchange_is_one_step_where_the_system_can(tmp_path: Path) -> None:
    one, other = filled(tmp_path / "one", "1"), filled(tmp_path / "other", "2")
    if not exchange(one, other):
        pytest.skip("needs a file system that exchanges two folders")
    assert (names(one), names(other)) == (["2"], ["1"])
    with pytest.raises(OSError, match=os.strerror(2)):
        exchange(one, tmp_path / "none")
