"""Texts read by several processes at once: the readings are those of one process, in the order of the texts.

Each process loads the model once and reads one text at a time. It stands outside our group of processes, so that Ctrl-C
reaches nobody but us, and it ends when we do, whatever ended us.
"""

import os
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from multiprocessing.connection import Connection, Pipe, wait
from typing import TYPE_CHECKING, Final, Protocol

from extract.model import Document, Skipped
from extract.options import ReadingOptions
from extract.readings import Reading
from ontology.errors import InputError, OdagraphError

if TYPE_CHECKING:
    from extract.pipeline import Progress

#: Unless asked for, there is one process for this many characters and no more than so many in all: one takes a few
#: seconds of a core to start and half a gigabyte of memory.
CHARACTERS_EACH: Final = 25_000
MOST: Final = 4
#: How far the texts that are being read may be ahead of the one whose turn it is, for each process.
_AHEAD: Final = 16
#: What such a process runs. It waits in a thread for the end of its input, which comes when whoever started it is gone.
_SERVE: Final = """
import os, sys, threading
threading.Thread(target=lambda: (os.read(0, 1), os._exit(1)), daemon=True).start()
sys.path[:] = {path!r}
from extract.workers import serve
serve({handle})
"""


class Reads(Protocol):
    """Reads one text after another."""

    def read_one(self, document: Document, /) -> Reading:
        """What a text gave."""


#: What a text gave, or why it gave nothing.
Outcome = Reading | Skipped
#: What makes a reader; of a module's top level, so that another process finds it by its name.
Make = Callable[[ReadingOptions], Reads]


def make_reader(options: ReadingOptions) -> Reads:
    """A reader with the tables, the weights and the model.

    Raises:
        InputError: one of them cannot be used.
    """
    from extract import pipeline  # noqa: PLC0415 - the model is for the processes that read

    return pipeline.make_reader(authority=options.authority, model=options.model, min_confidence=options.min_confidence)


def read_all(
    documents: Sequence[Document],
    options: ReadingOptions,
    jobs: int | None = None,
    progress: "Progress | None" = None,
    *,
    make: Make = make_reader,
) -> Iterator[Outcome]:
    """Yields: what each text gave, in order, whatever the number of `jobs` (`jobs_for` says what None and 0 mean). A
    text that cannot be read, or that twice ends the process that reads it, gives the reason.

    Raises:
        InputError: a table, the weights or the model cannot be used, or a process ended before it had a text.
    """
    number = jobs_for(documents, jobs)
    found = _here(documents, options, make) if number == 1 else _apart(documents, options, make, number)
    for at in range(len(documents)):
        if progress:
            progress("reading the texts", at, len(documents))
        yield next(found)


def jobs_for(documents: Sequence[Document], wanted: int | None) -> int:
    """How many processes read: as many as wanted, one a core for 0, as many as pay for None; never more than texts."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if wanted is None:
        wanted = min(cores, MOST, max(1, sum(len(document.text) for document in documents) // CHARACTERS_EACH))
    return max(1, min(wanted or cores, len(documents)))


def _here(documents: Sequence[Document], options: ReadingOptions, make: Make) -> Iterator[Outcome]:
    reader = make(options) if documents else None
    return (_outcome(reader, document) for document in documents if reader)


def _outcome(reader: Reads, document: Document) -> Outcome:
    try:
        return reader.read_one(document)
    except Exception as error:  # whatever a text does to its reader, the other texts have to be read
        said = f"{type(error).__name__}: {error}".splitlines()[0]
        return _unread(document, f"found that reading it fails ({said})")


def _unread(document: Document, reason: str) -> Skipped:
    return Skipped(path=document.id, reason=reason, unread=True)


# -- the process that has the texts ------------------------------------------------------------------------------------


def _apart(documents: Sequence[Document], options: ReadingOptions, make: Make, jobs: int) -> Iterator[Outcome]:
    found: dict[int, Outcome] = {}
    with _Pool(documents, options, make) as pool:
        pool.start(jobs)
        for at, document in enumerate(documents):
            while at not in found:
                pool.hand_out(at + _AHEAD * jobs)
                found.update(pool.results())
            outcome = found.pop(at)
            # The text came back as a copy: one is enough.
            yield replace(outcome, document=document) if isinstance(outcome, Reading) else outcome


class _Worker:
    """A process that reads, and the place of the text that it has; `ready` says that it has its model."""

    def __init__(self, options: ReadingOptions, make: Make) -> None:
        self.connection, theirs = Pipe()
        code = _SERVE.format(path=sys.path, handle=theirs.fileno())
        with theirs:
            self.process = subprocess.Popen(  # noqa: S603 - our own code
                [sys.executable, "-c", code],
                stdin=subprocess.PIPE,  # closes when we end, however we end
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,  # what it has to say comes through the connection
                pass_fds=[theirs.fileno()],
                process_group=0,
            )
        self.text: int | None = None
        self.ready = False
        self.send((make, options))

    def send(self, value: object) -> None:
        """Sends a value; if the process is dead, whoever waits for its answer will learn that."""
        with suppress(BrokenPipeError, ConnectionResetError):
            self.connection.send(value)

    def end(self) -> str:
        """Ends the process; in words how it ended."""
        self.process.kill()
        self.process.communicate()
        self.connection.close()
        code = self.process.returncode
        return f"signal {-code}" if code < 0 else f"exit code {code}"


class _Pool:
    """Processes that read, and the texts that wait for one."""

    def __init__(self, documents: Sequence[Document], options: ReadingOptions, make: Make) -> None:
        self._documents = documents
        self._worker = partial(_Worker, options, make)
        self._waiting = deque(range(len(documents)))
        self._again: set[int] = set()
        self._workers: list[_Worker] = []

    def __enter__(self) -> "_Pool":
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.end()

    def start(self, number: int) -> None:
        """Starts so many processes."""
        for _ in range(number):
            self._workers.append(self._worker())  # one by one: Ctrl-C may come in between, and each has to end

    def hand_out(self, limit: int) -> None:
        """Gives a text to each process that has none, as long as its place lies below a limit."""
        for worker in self._workers:
            if worker.ready and worker.text is None and self._waiting and self._waiting[0] < limit:
                worker.text = self._waiting.popleft()
                worker.send(self._documents[worker.text])

    def results(self) -> Iterator[tuple[int, Outcome]]:
        """Yields: what came in, with the place of its text; waits until a process has something to say."""
        busy = [worker for worker in self._workers if worker.text is not None or not worker.ready]
        heard = wait([worker.connection for worker in busy])
        for worker in (worker for worker in busy if worker.connection in heard):
            try:
                said = worker.connection.recv()
            except (EOFError, ConnectionResetError):
                yield from self._buried(worker)
                continue
            if isinstance(said, OdagraphError):
                raise said
            if worker.text is not None:
                yield worker.text, said
            worker.text, worker.ready = None, True

    def _buried(self, worker: _Worker) -> Iterator[tuple[int, Outcome]]:
        """Puts a new process in the place of a dead one, whose text is read again; yields the reason for a text that
        has now ended two.
        """
        how = worker.end()
        self._workers.remove(worker)
        if worker.text is None:
            raise _no_start(how)
        self.start(1)
        if worker.text in self._again:
            yield worker.text, _ends_processes(self._documents[worker.text], how)
        else:
            self._again.add(worker.text)
            self._waiting.appendleft(worker.text)


class ReadingProcess:
    """A process that reads texts one by one, for whoever has no list of them; it starts with the first text."""

    def __init__(self, options: ReadingOptions, make: Make = make_reader) -> None:
        self._start = partial(_Worker, options, make)
        self._worker: _Worker | None = None

    def read(self, document: Document) -> Outcome:
        """What a text gave, or why it gave nothing; one that ends the process is read once more by another.

        Raises:
            InputError: a table, the weights or the model cannot be used, or the process ended before it had a text.
        """
        how = ""
        for _ in range(2):
            worker = self._worker = self._worker or self._started()
            worker.send(document)
            try:
                outcome: Outcome = worker.connection.recv()
            except (EOFError, ConnectionResetError):
                how = self.end()
            else:
                return replace(outcome, document=document) if isinstance(outcome, Reading) else outcome
        return _ends_processes(document, how)

    def end(self) -> str:
        """Ends the process; in words how it ended."""
        worker, self._worker = self._worker, None
        return worker.end() if worker else ""

    def _started(self) -> _Worker:
        """A process that has its reader."""
        worker = self._start()
        try:
            said = worker.connection.recv()
        except (EOFError, ConnectionResetError):
            raise _no_start(worker.end()) from None
        if isinstance(said, OdagraphError):
            worker.end()
            raise said
        return worker


def _ends_processes(document: Document, how: str) -> Skipped:
    return _unread(document, f"found that reading it ends the process that does it ({how})")


def _no_start(how: str) -> InputError:
    return InputError(f"--jobs: found that a process that reads texts ended as it started ({how}), try fewer")


# -- the processes that read -------------------------------------------------------------------------------------------


def serve(handle: int) -> None:
    """Reads the texts that come through a connection until it closes; the first value makes the reader."""
    with Connection(handle) as connection, suppress(EOFError):
        try:
            make, options = connection.recv()
            reader = make(options)
        except OdagraphError as error:
            connection.send(error)
            return
        connection.send(None)
        while True:
            connection.send(_outcome(reader, connection.recv()))
