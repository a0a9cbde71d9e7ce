"""Builds that are killed, and readers that meet a swap: what stands is the old graph or the new one, never a mix."""

import os
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from extract.readings import Reading
from graph.store import DESCRIPTION, MANIFEST, PAGE, STORE, TRIG, open_both
from graph.writing.kept import INDEX
from graph.writing.seal import SEAL
from graph.writing.update import add
from graph.writing.workplace import swap_in

Made = Mapping[tuple[str, bool], Reading]

#: Starts a build in a process of its own at each line that it reads; it has loaded all that a build needs. The build
#: kills itself as it is about to begin the file that the line names (the interpreter announces that: PEP 578): no
#: machine's speed decides how far it comes.
STARTER = """
import os, signal, sys
from pathlib import Path
import graph.page.view
from graph.writing.update import add

def kill_before(name):
    def hook(event, args):
        if event != "open" or isinstance(args[0], int) or not args[2] & os.O_CREAT:
            return
        if os.path.basename(os.fsdecode(args[0])) == name:
            os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(hook)

for line in sys.stdin:
    text, out, name = line.split()
    child = os.fork()
    if not child:
        kill_before(name)
        add([Path(text)], Path(out))
        os._exit(0)
    print(os.waitpid(child, 0)[1], flush=True)
"""
#: Files of a graph in the order in which a build writes them: after the readings that stay, after the store's own, …
FILES = (INDEX, TRIG, PAGE, DESCRIPTION, MANIFEST, SEAL)
#: Opens a graph until it is told to end; says when it has seen two, and last how often it opened one and which texts it
#: has seen. The graph's texts are in both.
READER = """
import sys, threading
from pathlib import Path
from graph.store import open_both
ended = threading.Event()
threading.Thread(target=lambda: (sys.stdin.read(), ended.set()), daemon=True).start()
seen, opened = set(), 0
print("reads", flush=True)
while not ended.is_set():
    manifest, store = open_both(Path(sys.argv[1]))
    prefix = manifest.namespaces.source("")
    texts = sorted(graph.value.removeprefix(prefix) for graph in store.named_graphs() if graph.value.startswith(prefix))
    assert texts == list(manifest.documents), (texts, manifest.documents)
    opened += 1
    if tuple(texts) not in seen and len(seen) == 1:
        print("both", flush=True)
    seen.add(tuple(texts))
print(opened, sorted(seen))
"""
#: Swaps go on until a reader has seen both graphs, and each waits longer than the one before (seconds): the first ones
#: meet it as it opens a graph, and a slow machine's reader is through in the end.
LEAST_SWAPS, MOST_SWAPS, LONGER = 20, 1_000, 1e-4


@pytest.fixture(scope="module")
def starter() -> Iterator["subprocess.Popen[str]"]:
    """A process that starts builds."""
    command = [sys.executable, "-c", STARTER]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield process
        process.communicate()


@pytest.fixture(scope="module")
def three_texts(
    two_texts: Path, made: Made, shelve: Callable[[Path], None], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The graph of two texts to which a third one was added."""
    folder = tmp_path_factory.mktemp("three")
    (folder / "east.txt").write_text(made["east", False].document.text, encoding="utf-8")
    shutil.copytree(two_texts, folder / "out")
    shelve(folder / "out")
    add([folder / "east.txt"], folder / "out")
    return folder / "out"


def contents(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in out.rglob("*") if path.is_file() and path.parent.name != STORE}


def line_of(process: "subprocess.Popen[str]") -> str:
    assert process.stdout
    return process.stdout.readline()


def killed(starter: "subprocess.Popen[str]", text: Path, out: Path, name: str) -> bool:
    """Whether a build was killed as it was about to write a file; else it came to its end."""
    assert starter.stdin
    starter.stdin.write(f"{text} {out} {name}\n")
    starter.stdin.flush()
    return os.WIFSIGNALED(int(line_of(starter)))


@pytest.mark.parametrize("name", FILES)
def test_a_build_that_is_killed_leaves_the_old_graph_and_the_next_one_works(
    starter: "subprocess.Popen[str]",
    two_texts: Path,
    three_texts: Path,
    shelve: Callable[[Path], None],
    tmp_path: Path,
    name: str,
) -> None:
    out = Path(shutil.copytree(two_texts, tmp_path / "out"))
    text = shutil.copy(three_texts.with_name("east.txt"), tmp_path)
    shelve(out)
    assert killed(starter, Path(text), out, name)
    assert contents(out) == contents(two_texts)
    manifest, store = open_both(out)
    assert len(store) == manifest.counts["triples"]
    shelve(out)
    add([Path(text)], out)
    assert contents(out) == contents(three_texts)
    assert sorted(item.name for item in tmp_path.iterdir()) == ["east.txt", "out"]


def test_a_reader_sees_the_old_graph_or_the_new_one(two_texts: Path, three_texts: Path, tmp_path: Path) -> None:
    out = Path(shutil.copytree(two_texts, tmp_path / "out"))
    command = [sys.executable, "-c", READER, str(out)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reader:
        assert line_of(reader) == "reads\n"
        for turn in range(MOST_SWAPS):
            if turn >= LEAST_SWAPS and select.select([reader.stdout], [], [], 0)[0]:
                break
            new = shutil.copytree((three_texts, two_texts)[turn % 2], tmp_path / ".out.work" / "new")
            swap_in(Path(new), out)
            time.sleep(turn * LONGER)
        said, _ = reader.communicate()
    assert reader.returncode == 0
    assert said.startswith("both\n")
    opened, _, seen = said.removeprefix("both\n").partition(" ")
    assert int(opened) > 1
    assert seen == "[('east', 'north', 'south'), ('north', 'south')]\n"
    assert (out / MANIFEST).exists()


def test_a_full_disk_is_said_in_one_line_and_leaves_the_old_graph(
    two_texts: Path, three_texts: Path, shelve: Callable[[Path], None], tmp_path: Path
) -> None:
    out = Path(shutil.copytree(two_texts, tmp_path / "out"))
    text = shutil.copy(three_texts.with_name("east.txt"), tmp_path)
    command = ["bash", "-c", f'ulimit -f 400; exec "{sys.executable}" -m graph.cli add "{text}" --out "{out}"']
    shelve(out)
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert (
        done.stderr
        == f"odagraph: {out}: found that it cannot be written (File too large), a folder with room is needed\n"
    )
    assert contents(out) == contents(two_texts)
    assert not (tmp_path / ".out.work" / "new").exists()
