"""A graph that a cluster has read is that of one process, also when a worker is killed on the way.

How a cluster gets over more than that is seen with quicker readers in `tests/extract/cluster`.
"""

import multiprocessing
import os
import signal
from pathlib import Path

import pytest

from extract.cluster import Cluster, tasks
from graph.store import STORE
from graph.writing.build import build

PASSAGES = Path(__file__).parents[2] / "gold" / "passages" / "d1"
PAGE = "<!DOCTYPE html><title>Ports</title><p>JICA runs the Blue Harbour Project in Kenya with UNDP."


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """A folder of passages, a page, the same text twice, and files that give none."""
    folder = tmp_path / "texts"
    folder.mkdir()
    chosen = sorted(PASSAGES.glob("*.txt"), key=lambda path: (path.stat().st_size, path.name))[:4]
    for path in (*chosen, chosen[0]):
        (folder / f"{len(list(folder.iterdir()))}-{path.name}").write_bytes(path.read_bytes())
    (folder / "page.html").write_text(PAGE)
    (folder / "empty.txt").touch()
    (folder / "table.csv").touch()
    return folder


def files_of(out: Path) -> dict[str, bytes]:
    """The files of a graph by their paths, but for those of its store, whose bytes the engine does not promise."""
    inner = {path.relative_to(out): path for path in out.rglob("*") if path.is_file()}
    return {path.as_posix(): inner[path].read_bytes() for path in inner if path.parts[0] != STORE}


def test_a_worker_is_killed_and_the_graph_is_that_of_one_process(
    tmp_path: Path, texts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "LEAST", 1 << 9)  # many tasks of little text
    build([texts], tmp_path / "alone")
    killed: list[int] = []

    def kill(step: str, done: int, total: int) -> None:
        """Kills a worker when the first task is done; the one that takes its place loads the model again."""
        workers = [each.pid for each in multiprocessing.active_children() if each.pid]
        if step == "reading the texts" and done < total and not killed and workers:
            killed.append(min(workers))
            os.kill(killed[-1], signal.SIGKILL)

    cluster = Cluster(address="local:2", shards=tmp_path / "shards")
    first = build([texts], tmp_path / "out", cluster=cluster, progress=kill)
    assert len(killed) == 1
    assert files_of(tmp_path / "out") == files_of(tmp_path / "alone")
    assert [item.path for item in first.unread] == ["empty.txt"]
