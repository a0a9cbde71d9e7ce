"""Where a graph goes: the lock that one build at a time holds, the hidden folder beside it, and the swap.

All that a build under way writes lies in ``.<name>.work`` beside the graph's folder, on the same file system: the new
graph, and the readings that it has made. When the graph is complete, the two folders change places in one step; a
process that dies before leaves the old graph as it was, and its readings to the next build.
"""

import ctypes
import errno
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from graph.store import MANIFEST, MORE_PARTS, PARTS
from graph.writing.files import files_in, settle
from ontology.errors import BuildError

_LOCK = "lock"
_NEW = "new"
_OLD = "old"
_READINGS = "readings"

# Of Linux, from <linux/fs.h> and <fcntl.h>.
_RENAME_EXCHANGE: Final = 2
_AT_FDCWD: Final = -100
#: What a system says that cannot exchange two folders in one step, or a file system that cannot.
_CANNOT = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EXDEV})


@dataclass(frozen=True, slots=True, kw_only=True)
class Workplace:
    """Where the graph of one build goes, and the hidden folder that is its own until then."""

    out: Path
    work: Path

    @property
    def new(self) -> Path:
        """The folder of the graph that is not complete yet."""
        return self.work / _NEW

    def readings(self, reader: str) -> Path:
        """The folder of what a reader of that name has read in this build, or in one before that was stopped."""
        return self.work / _READINGS / reader


@contextmanager
def claimed(out: Path) -> Iterator[Workplace]:
    """The place of a graph, which no other build gets until the block ends.

    What dead builds left unfinished is removed, and a graph that one of them had moved aside is put back. If the block
    raises, what was read stays for the next build, and nothing else.

    Raises:
        BuildError: something else stands there, another build is under way, or the system does not let us write.
    """
    place = _place(out)
    out = place.out
    check_place(out)
    with writing(out):
        lock = _locked(place)
    try:
        with writing(out):
            _restore(place)
        yield place
        shutil.rmtree(place.work / _READINGS, ignore_errors=True)
    finally:
        _clear(place)
        os.close(lock)


def is_moved_aside(out: Path) -> bool:
    """Whether a build died between the two renames of its swap: `claimed` puts back the graph that was there."""
    place = _place(out)
    return (place.work / _OLD).exists() and not place.out.exists()


def _place(out: Path) -> Workplace:
    out = out.resolve()
    return Workplace(out=out, work=out.with_name(f".{out.name}.work"))


def check_place(out: Path) -> None:
    """Does nothing when a graph may be put there: nothing is there yet, or an empty folder, or a graph of ours alone.

    Raises:
        BuildError: something else stands there.
    """
    if not out.exists():
        return
    if not out.is_dir():
        raise BuildError(f"{out}: found a file, a folder for the graph is needed")
    names = {item.name for item in out.iterdir()}
    if names and MANIFEST not in names:
        raise BuildError(f"{out}: found a folder with other things in it, a new or empty one is needed")
    if others := sorted(names - PARTS - MORE_PARTS):
        raise BuildError(
            f"{out}: found {others[0]!r}, which no build wrote: move it, or name another folder with --out"
        )


@contextmanager
def writing(out: Path) -> Iterator[None]:
    """A block in which what the system refuses is a mistake that is told in one line."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        # The store's engine names the file of its own first.
        reason = getattr(error, "strerror", "") or str(error).rpartition(": ")[2]
        raise BuildError(f"{out}: found that it cannot be written ({reason}), a folder with room is needed") from error


# -- the lock ----------------------------------------------------------------------------------------------------------


def _locked(place: Workplace) -> int:
    """The open lock file of a place. The system lets go of it when this process ends, however it ends."""
    path = place.work / _LOCK
    while True:
        place.work.mkdir(parents=True, exist_ok=True)
        try:
            lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        except FileNotFoundError:  # the build before has just removed the folder
            continue
        try:
            _lock(lock)
            if _is_still(lock, path):
                return lock
        except BlockingIOError:
            os.close(lock)
            raise BuildError(f"{place.out}: found another build of it under way, wait until it ends") from None
        os.close(lock)


def _lock(lock: int) -> None:
    try:
        import fcntl  # noqa: PLC0415 - not on Windows, where an open file cannot be removed from under a build
    except ImportError:
        return
    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _is_still(lock: int, path: Path) -> bool:
    """Whether a file stands under its name, and was not removed by the build that had the lock before."""
    try:
        return os.path.samestat(os.fstat(lock), path.stat())
    except FileNotFoundError:
        return False


# -- what is left behind -----------------------------------------------------------------------------------------------


def _restore(place: Workplace) -> None:
    """Puts back the graph that a build moved aside and died before its own was in place; removes what is unfinished."""
    old = place.work / _OLD
    if old.exists() and not place.out.exists():
        old.rename(place.out)
    for left in (old, place.new):
        if left.exists():
            shutil.rmtree(left)


def _clear(place: Workplace) -> None:
    """Removes all but finished readings; the hidden folder too, where there are none."""
    for left in (place.new, place.work / _OLD):
        shutil.rmtree(left, ignore_errors=True)
    if not any((place.work / _READINGS).rglob("*.json")):
        shutil.rmtree(place.work, ignore_errors=True)


# -- the swap ----------------------------------------------------------------------------------------------------------


def swap_in(new: Path, out: Path) -> None:
    """Puts a finished folder in the place of `out`, whole; what stood there is removed after that.

    Where the system can, the two folders change places in one step. Elsewhere there are two renames, and a build that
    dies between them leaves the old graph beside, where the next one finds it.

    Raises:
        BuildError: the folder cannot be put there; what stood there is untouched.
    """
    try:
        _settle(new)
        if not out.exists():
            new.rename(out)
        elif not exchange(new, out):
            _replace(new, out)
        _settle_folder(out.parent)
    except OSError as error:
        raise BuildError(f"{out}: found that it cannot be replaced ({error.strerror})") from None
    shutil.rmtree(new, ignore_errors=True)


def exchange(one: Path, other: Path) -> bool:
    """Whether two folders have changed places in one step; False where the system cannot do that.

    Raises:
        OSError: it can, but not with these.
    """
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None) if os.name == "posix" else None
    if rename is None:
        return False
    failed = rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), ctypes.c_uint(_RENAME_EXCHANGE))
    if not failed:
        return True
    code = ctypes.get_errno()
    if code in _CANNOT:
        return False
    raise OSError(code, os.strerror(code), str(one), None, str(other))


def _replace(new: Path, out: Path) -> None:
    """Puts a folder in the place of another by two renames; if the second one fails, the first is undone."""
    old = new.with_name(_OLD)
    out.rename(old)
    try:
        new.rename(out)
    except OSError:
        old.rename(out)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _settle(folder: Path) -> None:
    """Waits until all files of a folder are on the disk: a graph in its place has to be whole after a power cut too.

    What stands in another place as well was taken over from there, and had to be on the disk before.
    """
    for name, now in files_in(folder).items():
        if now.st_nlink == 1:
            settle(folder / name)
    for inner, _, _ in os.walk(folder):
        _settle_folder(Path(inner))


def _settle_folder(folder: Path) -> None:
    if os.name == "posix":  # elsewhere a folder cannot be opened
        settle(folder)
