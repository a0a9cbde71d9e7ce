"""Builds that are killed at the moment of the swap, or just after: the old graph stands whole or the new one."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from extract.readings import Reading
from graph.store import MANIFEST, STORE, open_both
from graph.writing.build import build
from graph.writing.workplace import exchange

#: Starts a build in a process of its own at each line that it reads. The interpreter announces each step that it is
#: about to take outside (PEP 578): at the one that the line names, the build kills itself.
STARTER = """
import json, os, signal, sys
from pathlib import Path
import graph.page.view
from graph.writing import workplace
from graph.writing.build import build

def kill_before(step, name):
    def hook(event, args):
        if event == step and name in [os.path.basename(arg) for arg in args if isinstance(arg, (str, os.PathLike))]:
            os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(hook)

for line in sys.stdin:
    texts, out, in_one_step, step, name = json.loads(line)
    child = os.fork()
    if not child:
        if not in_one_step:
            workplace.exchange = lambda *_: False
        kill_before(step, name)
        build([Path(text) for text in texts], Path(out))
        os._exit(0)
    print(os.waitpid(child, 0)[1], flush=True)
"""
#: The folder in which the graph's folder stands; it is opened when the new graph is in its place.
HOME = "home"
OLD, NEW, NONE = "old", "new", "none"
#: By what has just been done: in one step or by two renames, the step that the build does not live to take, the name
#: of what that step is about, and what stands in the graph's place.
MOMENTS: Mapping[str, tuple[bool, str, str, str]] = {
    "all-written": (True, "ctypes.dlsym", "renameat2", OLD),
    "exchanged": (True, "open", HOME, NEW),
    "old-half-removed": (True, "os.remove", MANIFEST, NEW),
    "old-removed": (True, "shutil.rmtree", "readings", NEW),
    "all-written-for-renames": (False, "os.rename", "old", OLD),
    "old-moved-aside": (False, "os.rename", "new", NONE),
    "new-moved-in": (False, "shutil.rmtree", "old", NEW),
    "moved-old-half-removed": (False, "os.remove", MANIFEST, NEW),
}


@pytest.fixture(scope="module")
def starter() -> Iterator["subprocess.Popen[str]"]:
    """A process that starts builds."""
    command = [sys.executable, "-c", STARTER]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield process
        process.communicate()


@pytest.fixture(scope="module")
def texts(made: Mapping[tuple[str, bool], Reading], tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The texts of the new graph."""
    folder = tmp_path_factory.mktemp("texts")
    for id_ in ("east", "north", "south"):
        (folder / f"{id_}.txt").write_text(made[id_, False].document.text, encoding="utf-8")
    return sorted(folder.iterdir())


@pytest.fixture(scope="module")
def new_graph(
    texts: list[Path], shelve: Callable[[Path], None], tmp_path_factory: pytest.TempPathFactory
) -> Mapping[str, bytes]:
    """The new graph as a build writes it that nobody disturbs."""
    out = tmp_path_factory.mktemp("new") / "out"
    shelve(out)
    build(texts, out)
    return contents(out)


@pytest.fixture
def out(two_texts: Path, tmp_path: Path) -> Path:
    """The old graph, in a place of its own."""
    return Path(shutil.copytree(two_texts, tmp_path / HOME / "out"))


def contents(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in out.rglob("*") if path.is_file() and path.parent.name != STORE}


def killed(starter: "subprocess.Popen[str]", *order: object) -> bool:
    """Whether a build was killed; else it came to its end."""
    assert starter.stdin
    assert starter.stdout
    starter.stdin.write(json.dumps(order, default=str) + "\n")
    starter.stdin.flush()
    status = int(starter.stdout.readline())
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def exchanges(folder: Path) -> bool:
    """Whether the file system of a folder exchanges two folders."""
    folders = folder / "one", folder / "other"
    for each in folders:
        each.mkdir()
    try:
        return exchange(*folders)
    finally:
        for each in folders:
            each.rmdir()


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_build_that_is_killed_in_the_swap_leaves_one_whole_graph(
    starter: "subprocess.Popen[str]",
    out: Path,
    texts: list[Path],
    new_graph: Mapping[str, bytes],
    shelve: Callable[[Path], None],
    moment: str,
) -> None:
    in_one_step, step, name, stands = MOMENTS[moment]
    if in_one_step and not exchanges(out.parent):
        pytest.skip("needs a file system that exchanges two folders")
    may_stand = {OLD: contents(out), NEW: new_graph, NONE: {}}
    shelve(out)
    assert killed(starter, texts, out, in_one_step, step, name)
    assert contents(out) == may_stand[stands]
    if stands != NONE:
        manifest, store = open_both(out)
        assert len(store) == manifest.counts["triples"]
    shelve(out)
    build(texts, out)
    assert contents(out) == new_graph
    assert [item.name for item in out.parent.iterdir()] == ["out"]
