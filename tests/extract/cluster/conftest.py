"""Readers that do what a text says, and clusters of real processes."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from importlib import import_module
from pathlib import Path

import pytest

from extract.reading_process import Make

ROOT = Path(__file__).parents[3]
#: How workers find their scheduler, in the folder that all of them are started in.
_MEET = ("--scheduler-file", "scheduler.json")
#: A text's first word says what happens while it is read; each reading leaves its line in `log`. What is done "once"
#: leaves a mark, so that it is not done again.
READERS = """
import os, signal
from pathlib import Path
from extract.readings import Reading

HERE = Path(__file__).parent

def once(name):
    try:
        (HERE / name).touch(exist_ok=False)
    except FileExistsError:
        return False
    return True

class Obedient:
    def read_one(self, document):
        word, _, rest = document.text.splitlines()[0].partition(" ")
        if word == "fail":
            raise ValueError("no such thing")
        if word == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        if word == "kill-worker" and once("killed-" + rest):
            os.kill(os.getppid(), signal.SIGKILL)
        if word == "kill" and once("killed-" + rest):
            os.kill(int((HERE / rest).read_text()), signal.SIGKILL)
        with (HERE / "log").open("a") as log:
            log.write(document.text.splitlines()[0] + chr(10))
        return Reading(document=document)

def obedient(options):
    return Obedient()
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the readers, in which clusters run."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "readers_on_clusters.py").write_text(READERS)
    return folder


@pytest.fixture(scope="module")
def make(desk: Path) -> Iterator[Make]:
    """A maker of obedient readers."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(desk)
        patch.delitem(sys.modules, "readers_on_clusters", raising=False)
        yield import_module("readers_on_clusters").obedient


@pytest.fixture
def was_read(desk: Path) -> Callable[[], list[str]]:
    """The first lines of all texts that were read in this test so far, sorted."""
    log = desk / "log"
    log.unlink(missing_ok=True)
    return lambda: sorted(log.read_text().splitlines()) if log.exists() else []


@pytest.fixture(scope="module")
def running(desk: Path, make: Make) -> Callable[[int], AbstractContextManager[str]]:
    """Starts a scheduler with so many workers, each a process of its own; its address, until the block ends."""
    return lambda workers: _running(desk, workers)


@pytest.fixture(scope="module")
def two_workers(running: Callable[[int], AbstractContextManager[str]]) -> Iterator[str]:
    """The address of a cluster with two workers."""
    with running(2) as address:
        yield address


@contextmanager
def _running(desk: Path, workers: int) -> Iterator[str]:
    place = desk / "scheduler.json"
    place.unlink(missing_ok=True)
    with ExitStack() as ends:
        scheduler = _started(desk, "scheduler", "--port", "0", "--dashboard-address", "127.0.0.1:0")
        ends.callback(_end, scheduler)
        (desk / "scheduler").write_text(str(scheduler.pid))
        for _ in range(workers):
            worker = _started(desk, "worker", "--nthreads", "1", "--memory-limit", "0", "--death-timeout", "60")
            ends.callback(_end, worker)
        yield _address(place)


def _started(desk: Path, role: str, *options: str) -> subprocess.Popen[bytes]:
    """A process of dask.distributed."""
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(desk)]), "PYTHONWARNINGS": "ignore"}
    return subprocess.Popen(
        [sys.executable, "-m", f"distributed.cli.dask_{role}", "--host", "127.0.0.1", *_MEET, *options],
        env=env,
        cwd=desk,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _address(place: Path) -> str:
    """What a scheduler has written of itself; the limit only ends a test that fails."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if place.exists() and (text := place.read_text()):
            address: str = json.loads(text)["address"]
            return address
        time.sleep(0.05)
    pytest.fail("the scheduler does not start")


def _end(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
