"""`odagraph build --jobs N`: as many processes read as were asked for, and none is left over when it is stopped."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from graph.cli import STOPPED

TEXTS = Path(__file__).parents[3] / "seeds" / "texts"


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """A folder with two short texts."""
    folder = tmp_path / "texts"
    folder.mkdir()
    for path in sorted(TEXTS.iterdir())[:2]:
        (folder / path.name).write_text(path.read_text(encoding="utf-8")[:1500], encoding="utf-8")
    return folder


def _children(process: int) -> list[int]:
    try:
        return [int(word) for word in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    except FileNotFoundError:
        return []


def _alive(process: int) -> bool:
    """Whether a process runs; one that has ended and waits to be looked at does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="needs /proc, to see what a process has started")
def test_ctrl_c_ends_all_processes_that_were_asked_for(texts: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    command = [sys.executable, "-m", "graph.cli", "build", str(texts), "--out", str(out), "--jobs", "2"]
    process = subprocess.Popen(command, start_new_session=True, stderr=subprocess.PIPE, text=True)
    while len(children := _children(process.pid)) < 2:
        assert process.poll() is None
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does
    _, said = process.communicate(timeout=60)
    assert (process.returncode, said.strip()) == (STOPPED, "odagraph: stopped")
    while any(map(_alive, children)):  # one that was only being started ends by itself
        time.sleep(0.01)
    assert not out.exists()
