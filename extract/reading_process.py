"""A process of its own that reads texts, one after the other: what starts it, and what it runs.

It loads the model once. It stands outside our group of processes, so that Ctrl-C reaches nobody but us, and it ends
when we do, whatever ended us.
"""

import ctypes
import subprocess
import sys
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from multiprocessing.connection import Connection, Pipe
from queue import SimpleQueue
from threading import Thread
from typing import Final, Protocol

from extract.model import Document, Skipped
from extract.options import ReadingOptions
from extract.readings import Reading
from ontology.errors import InputError, OdagraphError

#: What such a process runs. It waits in a thread for the end of its input, which comes when whoever started it is gone.
_SERVE: Final = """
import os, sys, threading
threading.Thread(target=lambda: (os.read(0, 1), os._exit(1)), daemon=True).start()
sys.path[:] = {path!r}
from extract.reading_process import serve
serve({handle})
"""


#: Of glibc, from <malloc.h>, and so many bytes for both.
_TRIM_THRESHOLD: Final = -1
_MMAP_THRESHOLD: Final = -3
_KEPT: Final = 1 << 28


class Reads(Protocol):
    """Reads one text after another."""

    def read_one(self, document: Document, /) -> Reading:
        """What a text gave."""


#: What a text gave, or why it gave nothing.
Outcome = Reading | Skipped
#: What makes a reader; of a module's top level, so that another process finds it by its name.
Make = Callable[[ReadingOptions], Reads]


def make_reader(options: ReadingOptions) -> Reads:
    """A reader with the tables, the weights and the model, for a process that reads many texts.

    Raises:
        InputError: one of them cannot be used.
    """
    from extract import pipeline  # noqa: PLC0415 - the model is for the processes that read

    _keep_memory()
    return pipeline.make_reader(authority=options.authority, model=options.model, min_confidence=options.min_confidence)


def _keep_memory() -> None:
    """Has what is freed kept for what comes next: each window of a text needs as much again, and to give it back to the
    system and get it anew takes 4 % of reading.
    """
    if sys.platform == "linux":
        with suppress(AttributeError):  # the C library may be another than glibc
            mallopt = ctypes.CDLL(None).mallopt
            for option in (_TRIM_THRESHOLD, _MMAP_THRESHOLD):
                mallopt(option, _KEPT)


def outcome_of(reader: Reads, document: Document) -> Outcome:
    """What a text gave, or how reading it failed."""
    try:
        return reader.read_one(document)
    except Exception as error:  # whatever a text does to its reader, the other texts have to be read
        said = f"{type(error).__name__}: {error}".splitlines()[0]
        return unread(document, f"found that reading it fails ({said})")


def unread(document: Document, reason: str) -> Skipped:
    """A text that gave nothing, with the reason."""
    return Skipped(path=document.id, reason=reason, unread=True)


# -- here --------------------------------------------------------------------------------------------------------------


class Worker:
    """A process that reads, and the places of the texts that it has, the one that it reads first; `ready` says that it
    has its model.
    """

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
        self.texts: deque[int] = deque()
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


class ReadingProcess:
    """A process that reads texts one by one, for whoever has no list of them; it starts with the first text."""

    def __init__(self, options: ReadingOptions, make: Make = make_reader) -> None:
        self._start = partial(Worker, options, make)
        self._worker: Worker | None = None

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
        return ends_processes(document, how)

    def end(self) -> str:
        """Ends the process; in words how it ended."""
        worker, self._worker = self._worker, None
        return worker.end() if worker else ""

    def _started(self) -> Worker:
        """A process that has its reader."""
        worker = self._start()
        try:
            said = worker.connection.recv()
        except (EOFError, ConnectionResetError):
            raise no_start(worker.end()) from None
        if isinstance(said, OdagraphError):
            worker.end()
            raise said
        return worker


def ends_processes(document: Document, how: str) -> Skipped:
    """A text that twice ended the process that read it."""
    return unread(document, f"found that reading it ends the process that does it ({how})")


def no_start(how: str) -> InputError:
    """A process that ended before it had a text."""
    return InputError(f"--jobs: found that a process that reads texts ended as it started ({how}), try fewer")


# -- there -------------------------------------------------------------------------------------------------------------


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
        texts = SimpleQueue[Document | None]()
        # Whoever sends a text while another one is read does not wait.
        Thread(target=_receive, args=(connection, texts), daemon=True).start()
        while (document := texts.get()) is not None:
            connection.send(outcome_of(reader, document))


def _receive(connection: Connection, texts: "SimpleQueue[Document | None]") -> None:
    """Puts the texts that come through a connection into a queue, and None when it closes."""
    with suppress(EOFError, OSError):
        while True:
            texts.put(connection.recv())
    texts.put(None)
