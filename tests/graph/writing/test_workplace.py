"""Where a graph goes: one build at a time, whole or not at all, and nothing left behind."""

import ctypes
import fcntl
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from graph.store import MANIFEST, MORE_PARTS, PARTS
from graph.writing import workplace
from graph.writing.workplace import check_place, claimed, exchange, swap_in, writing
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


def test_a_place_is_made_with_the_folders_above_it(tmp_path: Path) -> None:
    with claimed(tmp_path / "one" / "two" / "out") as place:
        place.new.mkdir()
        swap_in(place.new, place.out)
    assert names(tmp_path / "one" / "two") == ["out"]


def test_a_place_can_be_had_where_the_system_has_no_locks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fcntl", None)
    with claimed(tmp_path / "out"), claimed(tmp_path / "out") as place:
        assert names(place.work) == ["lock"]


def test_only_its_owner_writes_a_lock(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        with claimed(tmp_path / "out") as place:
            assert (place.work / "lock").stat().st_mode & 0o777 == 0o644
    finally:
        os.umask(before)


@pytest.mark.parametrize("step", ["open", "flock"])
def test_a_place_that_the_build_before_clears_away_meanwhile_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    module = {"open": os, "flock": fcntl}[step]
    take, turns = getattr(module, step), iter([True])

    def clear_and_take(*args: object, **options: object) -> object:
        if next(turns, False):
            shutil.rmtree(tmp_path / ".out.work")
        return take(*args, **options)

    monkeypatch.setattr(module, step, clear_and_take)
    with claimed(tmp_path / "out") as place:
        assert names(place.work) == ["lock"]
        with pytest.raises(BuildError, match="another build"), claimed(tmp_path / "out"):
            pass
    assert names(tmp_path) == []


def test_what_was_read_stays_for_the_next_build_and_nothing_else(tmp_path: Path) -> None:
    def stopped_build() -> None:
        with claimed(tmp_path / "out") as place:
            filled(place.readings("reader"), "one.json")
            filled(place.new, "half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped_build()
    assert names(tmp_path / ".out.work") == ["lock", "readings"]
    with claimed(tmp_path / "out") as place:
        assert names(place.readings("reader")) == ["one.json"]
    assert names(tmp_path) == []


@pytest.mark.parametrize("error", [OSError(28, "No room"), OSError("No room")], ids=["numbered", "in-words"])
def test_what_the_system_refuses_is_said_in_its_words(error: OSError) -> None:
    with pytest.raises(BuildError, match=r"^out: found that it cannot be written \(No room\), "), writing(Path("out")):
        raise error


def test_a_graph_that_was_moved_aside_is_put_back(tmp_path: Path) -> None:
    filled(tmp_path / ".out.work" / "old", MANIFEST)
    filled(tmp_path / ".out.work" / "new", "half")
    with pytest.raises(KeyboardInterrupt), claimed(tmp_path / "out"):
        raise KeyboardInterrupt
    assert names(tmp_path) == ["out"]
    assert names(tmp_path / "out") == [MANIFEST]


@pytest.mark.parametrize("held", [(), PARTS, PARTS | MORE_PARTS, {MANIFEST}], ids=["nothing", "all", "more", "few"])
def test_a_place_with_nothing_or_a_graph_is_free(tmp_path: Path, held: Iterable[str]) -> None:
    for name in held:
        (tmp_path / name).touch()
    check_place(tmp_path)
    check_place(tmp_path / "none")


@pytest.mark.parametrize(
    ("held", "found"),
    [
        ({"notes.txt"}, "found a folder with other things in it, a new or empty one is needed"),
        (PARTS - {MANIFEST}, "found a folder with other things in it, a new or empty one is needed"),
        ({*PARTS, "thesis.txt", "notes.txt"}, "found 'notes.txt', which no build wrote: move it, or name another"),
    ],
    ids=["no-graph", "no-manifest", "graph-and-more"],
)
def test_a_place_with_other_things_is_refused(tmp_path: Path, held: Iterable[str], found: str) -> None:
    for name in held:
        (tmp_path / name).touch()
    with pytest.raises(BuildError, match=f"^{re.escape(f'{tmp_path}: {found}')}"):
        check_place(tmp_path)


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
    (tmp_path / ".out.work").mkdir()
    with pytest.raises(BuildError, match=r"out: found that it cannot be replaced \(No such file or directory\)$"):
        swap_in(tmp_path / ".out.work" / "new", out)
    assert names(out) == ["old"]


@pytest.mark.parametrize("can", [True, False], ids=["exchange", "two-renames"])
def test_a_new_folder_stands_though_the_old_one_cannot_be_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, can: bool
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    if not can:
        monkeypatch.setattr(workplace, "exchange", lambda *_: False)
    out = filled(tmp_path / "out", MANIFEST)
    with monkeypatch.context() as patched, claimed(out) as place:
        filled(place.new, "only")
        patched.setattr(os, "rmdir", refuse)
        swap_in(place.new, out)
    assert names(out) == ["only"]


def test_all_of_a_folder_is_on_the_disk_before_it_is_in_its_place(tmp_path: Path, settled: set[int]) -> None:
    new = filled(tmp_path / "new", "one")
    inner = filled(new / "inner", "two")
    os.link(filled(tmp_path / "old", "three") / "three", inner / "three")  # taken over: it was settled there
    due = {path.stat().st_ino for path in (new, new / "one", inner, inner / "two", tmp_path)}
    swap_in(new, tmp_path / "out")
    assert settled == due


def system_exchanges(one: Path, other: Path) -> bool:
    """Whether the system has exchanged two folders, asked without the code under test."""
    rename = getattr(ctypes.CDLL(None), "renameat2", None)
    return rename is not None and rename(-100, os.fsencode(one), -100, os.fsencode(other), 2) == 0


def test_an_exchange_is_one_step_where_the_system_can(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    one, other = filled(Path("one"), "1"), filled(Path("other"), "2")
    if not system_exchanges(one, other):
        pytest.skip("needs a file system that exchanges two folders")
    assert (names(one), names(other)) == (["2"], ["1"])
    assert exchange(one, other)
    assert (names(one), names(other)) == (["1"], ["2"])
    with pytest.raises(OSError, match=os.strerror(2)):
        exchange(one, Path("none"))


def test_folders_that_cannot_be_exchanged_stay(tmp_path: Path) -> None:
    inner = filled(tmp_path / "one" / "inner", "1")
    assert not exchange(tmp_path / "one", inner)
    assert names(inner) == ["1"]


def test_elsewhere_nothing_is_exchanged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = filled(tmp_path / "one", "1"), filled(tmp_path / "other", "2")
    with monkeypatch.context() as patched:
        patched.setattr(os, "name", "nt")
        done = exchange(one, other)
    assert not done
    assert (names(one), names(other)) == (["1"], ["2"])
