"""Texts read by several processes at once: the readings are those of one process, in the order of the texts.

Each process loads the model once, reads one text at a time, and has the next one at hand. It stands outside our group
of processes, so that Ctrl-C reaches nobody but us, and it ends when we do, whatever ended us.
"""

import os
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Final

from extract.model import Document
from extract.options import ReadingOptions
from extract.reading_process import Make, Outcome, Worker, ends_processes, make_reader, no_start, outcome_of
from extract.readings import Reading
from ontology.errors import OdagraphError

if TYPE_CHECKING:
    from extract.pipeline import Progress

#: Unless asked for, there is one process for this many characters and no more than so many in all: one takes a few
#: seconds of a core to start and half a gigabyte of memory.
CHARACTERS_EACH: Final = 25_000
MOST: Final = 4
#: How far the texts that are being read may be ahead of the one whose turn it is, for each process.
_AHEAD: Final = 16
#: How many texts a process has: one that it reads, and one for the moment in which it is done with that.
_AT_HAND: Final = 2


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
    return (outcome_of(reader, document) for document in documents if reader)


# -- the process that has the texts ------------------------------------------------------------------------------------


def _apart(documents: Sequence[Document], options: ReadingOptions, make: Make, jobs: int) -> Iterator[Outcome]:
    found: dict[int, Outcome] = {}
    with _Pool(documents, options, make) as pool:
        pool.start(jobs)
        for at, document in enumerate(documents):
            while True:
                found.update(pool.results(wait_for_one=at not in found))
                pool.hand_out(at + _AHEAD * jobs)
                if at in found:
                    break
            outcome = found.pop(at)
            # The text came back as a copy: one is enough.
            yield replace(outcome, document=document) if isinstance(outcome, Reading) else outcome


class _Pool:
    """Processes that read, and the texts that wait for one."""

    def __init__(self, documents: Sequence[Document], options: ReadingOptions, make: Make) -> None:
        self._documents = documents
        self._worker = partial(Worker, options, make)
        self._waiting = deque(range(len(documents)))
        self._again: set[int] = set()
        self._workers: list[Worker] = []

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
        """Gives texts to the processes, the next one to whoever has fewest, as long as its place lies below a limit."""
        while self._waiting and self._waiting[0] < limit:
            most = _AT_HAND if len(self._waiting) > len(self._workers) else 1  # the last ones are for whoever is free
            ready = (worker for worker in self._workers if worker.ready and len(worker.texts) < most)
            worker = min(ready, key=lambda worker: len(worker.texts), default=None)
            if worker is None:
                return
            text = self._waiting.popleft()
            worker.texts.append(text)
            worker.send(self._documents[text])

    def results(self, *, wait_for_one: bool) -> Iterator[tuple[int, Outcome]]:
        """Yields: what came in, with the place of its text; may wait until a process has something to say."""
        busy = [worker for worker in self._workers if worker.texts or not worker.ready]
        heard = wait([worker.connection for worker in busy], None if wait_for_one else 0)
        for worker in (worker for worker in busy if worker.connection in heard):
            try:
                said = worker.connection.recv()
            except (EOFError, ConnectionResetError):
                yield from self._buried(worker)
                continue
            if isinstance(said, OdagraphError):
                raise said
            if worker.ready:
                yield worker.texts.popleft(), said
            worker.ready = True

    def _buried(self, worker: Worker) -> Iterator[tuple[int, Outcome]]:
        """Puts a new process in the place of a dead one, whose text is read again; yields the reason for a text that
        has now ended two.
        """
        how = worker.end()
        self._workers.remove(worker)
        if not worker.ready:
            raise no_start(how)
        self.start(1)
        text = worker.texts.popleft()
        self._waiting.extendleft(reversed(worker.texts))  # it had not begun with these
        if text in self._again:
            yield text, ends_processes(self._documents[text], how)
        else:
            self._again.add(text)
            self._waiting.appendleft(text)
