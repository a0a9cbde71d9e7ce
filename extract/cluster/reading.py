"""Paths and addresses → what each text gave, read by a cluster: what `read_all` gives of the same texts, by id.

Workers write shards; here they are only read, so that a task whose shard is whole is never done again, whatever of
worker, scheduler and client has failed in between.
"""

import uuid
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from extract.cluster.connecting import connected
from extract.cluster.shards import Row, Shards
from extract.cluster.tasks import Job, Task, reader_of, tasks_of
from extract.documents.collect import check_apart, document_of, unread
from extract.documents.converted import Converted
from extract.documents.files import Where
from extract.documents.listing import Listed, Listing, list_texts
from extract.model import Document, Skipped
from extract.options import ReadingOptions
from extract.reading_process import Make, Outcome, make_reader
from extract.readings import Reading
from ontology.errors import ClusterError, InputError, OdagraphError

if TYPE_CHECKING:
    from distributed import Client, Future, as_completed

    from extract.pipeline import Progress

#: How many tasks wait at a worker's thread, so that it never waits for us; and how often a task is given out anew whose
#: workers were killed (the scheduler itself tries four each time).
_AHEAD: Final = 4
_ATTEMPTS: Final = 5
_SAME: Final = "the same version of odagraph and its packages is needed on all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """Who reads: the address of a scheduler or ``local[:N]``; where shards go, a place that all workers reach; and what
    makes a worker's reader.
    """

    address: str
    shards: Path | str
    make: Make = make_reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A text that a cluster has had: its document, the SHA-256 and the number of its words, and what reading it gave.
    Where the words were known, nothing was read, and the document lacks them.
    """

    document: Document
    sha256: str
    words: int
    outcome: Outcome | None


def read_on_cluster(
    wheres: Sequence[Where],
    options: ReadingOptions,
    cluster: Cluster,
    *,
    known: frozenset[str] = frozenset(),
    progress: "Progress | None" = None,
) -> Iterator[Fetched | Skipped]:
    """Yields: the texts, sorted by id, and the files that gave none; texts whose words are `known` (by SHA-256) are not
    read. The readings of one task are in memory at a time.

    Raises:
        InputError: as `read_documents` and `read_all`.
        ClusterError: the cluster is not reached, is lost, or cannot read these files; what it has read is kept.
    """
    listing = list_texts(wheres)
    if not listing.texts:
        raise listing.nothing()
    job = Job(options=options, reader=reader_of(options), shards=cluster.shards, known=known, make=cluster.make)
    tasks = tasks_of(listing.texts)
    with connected(cluster.address) as client:
        _Run(client, job, progress).do(tasks)
    yield from _fetched(listing, tasks, job)


# -- what the workers do -----------------------------------------------------------------------------------------------


class _LostError(Exception):
    """The scheduler no longer knows of a task."""


class _Run:
    """The tasks of a build on their way through a cluster."""

    def __init__(self, client: "Client", job: Job, progress: "Progress | None") -> None:
        self._client = client
        self._job = job
        self._progress = progress
        self._name = f"odagraph-{uuid.uuid4().hex}"
        self._tasks: dict[str, Task] = {}
        self._attempts: Counter[Task] = Counter()

    def do(self, tasks: Sequence[Task]) -> None:
        """Comes back when each task has its shard.

        Raises:
            InputError: a table, the weights or the model cannot be used.
            ClusterError: the cluster is lost, or cannot read these files.
        """
        from extract.cluster.worker import Reads  # noqa: PLC0415 - needs dask.distributed

        try:
            self._client.register_plugin(Reads(self._job, self._name))
            self._hand_out(tasks)
        except (OSError, _LostError) as error:
            raise ClusterError(
                "--cluster: found that its scheduler is gone; what was read is kept, the same command goes on "
                "once there is one"
            ) from error
        except BaseException:
            self._end()
            raise
        self._end()

    def _end(self) -> None:
        """Ends the processes that read."""
        with suppress(OSError):  # of a cluster that is lost they end themselves
            self._client.unregister_worker_plugin(self._name)

    def _hand_out(self, tasks: Sequence[Task]) -> None:
        """Gives out tasks, a few at a time, so that the scheduler has few to hold however many there are."""
        from distributed import as_completed  # noqa: PLC0415

        waiting = deque(tasks)
        done, total = 0, sum(len(task.files) for task in tasks)
        finished = as_completed(loop=self._client.loop)
        self._more(waiting, finished)
        for future in finished:
            task = self._tasks.pop(future.key)
            if self._is_done(future, task):
                done += len(task.files)
            else:
                waiting.appendleft(task)
            self._more(waiting, finished)
            if self._progress:
                self._progress("reading the texts", done, total)

    def _more(self, waiting: deque[Task], finished: "as_completed") -> None:
        """Gives tasks out until each thread of the cluster has some."""
        from extract.cluster.worker import read_task  # noqa: PLC0415 - needs dask.distributed

        most = _AHEAD * max(1, sum(self._client.nthreads().values()))
        while waiting and len(self._tasks) < most:
            task = waiting.popleft()
            key = f"{self._name}-{task.shard(self._job.reader)}-{self._attempts[task]}"
            self._tasks[key] = task
            self._attempts[task] += 1
            finished.add(self._client.submit(read_task, task, self._name, key=key))

    def _is_done(self, future: "Future[int]", task: Task) -> bool:
        """Whether a task is done; not, if it is to be given out anew.

        Raises:
            InputError: a table, the weights or the model cannot be used.
            ClusterError: the cluster is lost, or cannot read these files.
        """
        from distributed import KilledWorker  # noqa: PLC0415

        if future.status == "finished":
            return True
        if future.status != "error":
            raise _LostError
        error = future.exception()
        if isinstance(error, OdagraphError):
            raise error
        if not isinstance(error, KilledWorker):
            said = (str(error).splitlines() or [""])[0]
            raise ClusterError(f"--cluster: found that a worker fails ({type(error).__name__}: {said}), {_SAME}")
        if self._attempts[task] >= _ATTEMPTS:
            files = ", ".join(file.shown for file in task.files[:3])
            raise ClusterError(
                f"--cluster: found that worker after worker is killed as it reads {files}, …, more memory is needed"
            )
        return False


# -- what they have read -----------------------------------------------------------------------------------------------


def _fetched(listing: Listing, tasks: Sequence[Task], job: Job) -> Iterator[Fetched | Skipped]:
    """Yields: what stands in the shards of all tasks, as of the listed texts."""
    yield from listing.skipped
    skipped: list[Skipped] = []
    before: Listed | None = None
    for text, row in zip(listing.texts, _rows(tasks, job), strict=True):
        if row.sha256:
            check_apart(before, text)
            before = text
            yield _text(text, row)
        else:
            skipped.append(unread(text.file, InputError(row.reason)))
            yield skipped[-1]
    if before is None:
        raise listing.nothing(skipped)


def _rows(tasks: Sequence[Task], job: Job) -> Iterator[Row]:
    """Yields: the rows of all shards."""
    shards = Shards(job.shards)
    for task in tasks:
        rows = shards.load(task.shard(job.reader))
        if rows is None or [row.where for row in rows] != [file.where for file in task.files]:
            raise ClusterError(
                f"{shards}: found a shard missing that a worker has written, a place that all workers reach is needed: "
                "choose one with --shards"
            )
        yield from rows


def _text(text: Listed, row: Row) -> Fetched:
    """A listed text with what its file gave."""
    told = msgspec.json.decode(row.told, type=Converted)
    reading = Reading.from_json(row.reading) if row.reading else None
    document = document_of(text, replace(told, text=reading.document.text) if reading else told)
    outcome = replace(reading, document=document) if reading else None
    return Fetched(
        document=document,
        sha256=row.sha256,
        words=row.words,
        outcome=Skipped(path=text.id, reason=row.reason, unread=True) if row.reason else outcome,
    )
