"""Texts read by several processes: the same in the same order, and what happens when a text, or somebody, ends one."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path

import pytest

from extract.documents import read_documents
from extract.model import Document, Skipped
from extract.options import ReadingOptions
from extract.reading_process import Make, Outcome, ReadingProcess
from extract.readings import Reading
from extract.workers import CHARACTERS_EACH, MOST, jobs_for, read_all
from ontology.errors import InputError

ROOT = Path(__file__).parents[2]
OPTIONS = ReadingOptions()
#: Readers that do what the text says; of a module, as those that other processes read with have to be.
READERS = """
import os, signal, time
from pathlib import Path
from extract.readings import Reading
from ontology.errors import InputError

class Obedient:
    def read_one(self, document):
        word, _, rest = document.text.partition(" ")
        if word == "fail":
            raise ValueError("no\\nsuch thing")
        if word == "die" or (word == "die-once" and not Path(rest).exists()):
            Path(rest).touch() if rest else None
            os.kill(os.getpid(), signal.SIGKILL)
        if word == "sleep":
            Path(rest).with_suffix(f".{os.getpid()}").touch()
            time.sleep(60)
        if word == "tell":
            Path(rest).touch()
        return Reading(document=document)

def obedient(options):
    return Obedient()

def refuses(options):
    raise InputError("--model: found none, one is needed")

def dies(options):
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Make]:
    """A maker of readers by its name."""
    (tmp_path / "readers_of_tests.py").write_text(READERS)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "readers_of_tests", raising=False)
    module = import_module("readers_of_tests")
    return lambda name: getattr(module, name)


def documents(*texts: str) -> list[Document]:
    return [Document(id=f"text-{at}", text=text) for at, text in enumerate(texts)]


def told(outcomes: Sequence[Outcome]) -> list[str]:
    return [item.reason if isinstance(item, Skipped) else item.document.id for item in outcomes]


def test_two_processes_read_as_one_does(digest_readings: Mapping[str, Reading]) -> None:
    found, _ = read_documents([ROOT / "seeds" / "texts"])
    texts = sorted(found, key=lambda document: len(document.text))[:2]
    alone = [digest_readings[document.id].to_json() for document in texts]
    apart = [item.to_json() for item in read_all(texts, OPTIONS, 2) if isinstance(item, Reading)]
    assert apart == alone


@pytest.mark.parametrize("jobs", [1, 2, 5])
def test_readings_come_in_the_order_of_the_texts(make: Callable[[str], Make], jobs: int) -> None:
    texts = documents(*(f"text {number}" for number in range(12)))
    steps: list[tuple[str, int, int]] = []
    found = list(read_all(texts, OPTIONS, jobs, lambda *step: steps.append(step), make=make("obedient")))
    assert found == [Reading(document=document) for document in texts]
    assert steps == [("reading the texts", at, 12) for at in range(12)]


def test_no_texts_need_no_reader(make: Callable[[str], Make]) -> None:
    assert list(read_all([], OPTIONS, 4, make=make("refuses"))) == []


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_text_that_makes_the_reader_fail_leaves_the_others_alone(make: Callable[[str], Make], jobs: int) -> None:
    found = list(read_all(documents("a", "fail", "b"), OPTIONS, jobs, make=make("obedient")))
    assert told(found) == ["text-0", "found that reading it fails (ValueError: no)", "text-2"]
    assert found[1] == Skipped(path="text-1", reason=told(found)[1], unread=True)


def test_a_text_whose_process_is_killed_is_read_again(make: Callable[[str], Make], tmp_path: Path) -> None:
    found = read_all(documents("a", f"die-once {tmp_path / 'mark'}", "b"), OPTIONS, 2, make=make("obedient"))
    assert told(list(found)) == ["text-0", "text-1", "text-2"]


def test_a_text_that_ends_two_processes_is_named_and_the_others_are_read(make: Callable[[str], Make]) -> None:
    found = read_all(documents("die", "a", "die", "b"), OPTIONS, 2, make=make("obedient"))
    ends = "found that reading it ends the process that does it (signal 9)"
    assert told(list(found)) == [ends, "text-1", ends, "text-3"]


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_reader_that_cannot_be_made_is_said_in_its_words(make: Callable[[str], Make], jobs: int) -> None:
    with pytest.raises(InputError, match=r"^--model: found none, one is needed$"):
        list(read_all(documents("a", "b"), OPTIONS, jobs, make=make("refuses")))


def test_a_process_that_dies_as_it_starts_is_not_started_for_ever(make: Callable[[str], Make]) -> None:
    with pytest.raises(InputError, match=r"^--jobs: .* ended as it started \(signal 9\), try fewer$"):
        list(read_all(documents("a", "b"), OPTIONS, 2, make=make("dies")))


def test_texts_are_not_read_far_ahead(make: Callable[[str], Make], tmp_path: Path) -> None:
    """However many texts there are, few readings wait for their turn."""
    marks = tmp_path / "marks"
    marks.mkdir()
    texts = documents(*(f"tell {marks / str(number)}" for number in range(200)))
    found = read_all(texts, OPTIONS, 2, make=make("obedient"))
    for _ in range(10):
        next(found)
    assert len(list(marks.iterdir())) < 60


def test_a_process_reads_one_text_after_another(make: Callable[[str], Make], tmp_path: Path) -> None:
    texts = documents("a", "fail", f"die-once {tmp_path / 'mark'}", "die", "b")
    process = ReadingProcess(OPTIONS, make("obedient"))
    found = told([process.read(text) for text in texts])
    assert found == [
        "text-0",
        "found that reading it fails (ValueError: no)",
        "text-2",
        "found that reading it ends the process that does it (signal 9)",
        "text-4",
    ]
    assert process.end() == "signal 9"
    assert process.end() == ""


@pytest.mark.parametrize(("name", "message"), [("refuses", "^--model: found none"), ("dies", "ended as it started")])
def test_a_process_that_cannot_read_says_so(make: Callable[[str], Make], name: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        ReadingProcess(OPTIONS, make(name)).read(Document(id="a", text="a"))


@pytest.mark.parametrize(
    ("lengths", "wanted", "most"),
    [
        ([10] * 9, None, 1),
        ([CHARACTERS_EACH] * 99, None, MOST),
        ([10] * 9, 3, 3),
        ([10] * 2, 3, 2),
        ([], 3, 1),
        ([10] * 99, 0, 99),
    ],
    ids=["few-words", "many-words", "as-asked", "few-texts", "no-text", "a-core-each"],
)
def test_the_number_of_processes(lengths: Sequence[int], wanted: int | None, most: int) -> None:
    number = jobs_for(documents(*("x" * length for length in lengths)), wanted)
    cores = os.cpu_count() or 1
    assert number == (most if wanted else min(most, cores))


# -- what is left over -------------------------------------------------------------------------------------------------


def _wait_for(what: Callable[[], bool]) -> None:
    """Comes back when something is the case; the limit only ends a test that fails."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if what():
            return
        time.sleep(0.05)
    pytest.fail("it did not come to that")


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{process}/stat")
    return not state.exists() or state.read_text().rpartition(")")[2].split()[0] != "Z"


@pytest.fixture
def sleepers(tmp_path: Path) -> tuple[subprocess.Popen[bytes], list[int]]:
    """A process, and the two of its own that it waits for."""
    (tmp_path / "readers_of_tests.py").write_text(READERS)
    script = f"""
        import sys
        sys.path[:0] = [{str(ROOT)!r}, {str(tmp_path)!r}]
        from extract.model import Document
        from extract.options import ReadingOptions
        from extract.workers import read_all
        from readers_of_tests import obedient
        texts = [Document(id=name, text="sleep " + {str(tmp_path)!r} + "/" + name) for name in "ab"]
        try:
            list(read_all(texts, ReadingOptions(), 2, make=obedient))
        except KeyboardInterrupt:
            sys.exit(130)
    """
    process = subprocess.Popen([sys.executable, "-c", textwrap.dedent(script)], start_new_session=True)
    _wait_for(lambda: len(list(tmp_path.glob("[ab].*"))) == 2)
    return process, [int(mark.suffix[1:]) for mark in tmp_path.glob("[ab].*")]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, -15), (signal.SIGKILL, -9)])
def test_no_process_outlives_the_one_that_started_it(
    sleepers: tuple[subprocess.Popen[bytes], list[int]], number: signal.Signals, code: int
) -> None:
    process, children = sleepers
    assert all(map(_runs, children))
    os.killpg(process.pid, number)
    assert process.wait(timeout=60) == code
    _wait_for(lambda: not any(map(_runs, children)))
