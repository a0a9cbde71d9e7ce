"""What runs on the workers of a cluster: a task becomes a shard, read by a process of its own that keeps its model.

That process stands between a text that crashes its reader and the worker: the text is named, the worker lives.
"""

import hashlib
import platform
import threading
from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from pathlib import Path

import msgspec
from distributed import get_worker
from distributed.diagnostics.plugin import WorkerPlugin
from distributed.worker import Worker

from extract.cluster.shards import Row, Shards
from extract.cluster.tasks import Job, Task, reader_of
from extract.documents.collect import converted
from extract.documents.contents import Contents
from extract.documents.converted import Converted
from extract.documents.files import InputFile
from extract.model import Document, Skipped
from extract.reading_process import ReadingProcess
from ontology.errors import ClusterError, InputError


class Reads(WorkerPlugin):
    """Gives each thread of a worker a process that reads, from its first task until the build ends."""

    def __init__(self, job: Job, name: str) -> None:
        self.job = job
        self.name = name

    def setup(self, worker: Worker) -> None:  # noqa: ARG002 - as its base has it
        """Makes room for the processes."""
        self._ended = False
        self._processes: dict[int, ReadingProcess] = {}

    def teardown(self, worker: Worker) -> None:  # noqa: ARG002
        """Ends the processes."""
        self._ended = True
        for process in self._processes.values():
            process.end()

    @property
    def process(self) -> ReadingProcess:
        """The process of the thread that asks."""
        thread = threading.get_ident()
        if thread not in self._processes:
            self._processes[thread] = ReadingProcess(self.job.options, self.job.make)
        return self._processes[thread]

    def read(self, document: Document) -> bytes | Skipped:
        """The reading of a text as JSON, or why there is none.

        Raises:
            ClusterError: the build has ended.
            InputError: a table, the weights or the model cannot be used.
        """
        outcome = self.process.read(document)
        if self._ended:
            self.process.end()
            raise ClusterError(f"{self.name}: found that the build has ended, one under way is needed")
        return outcome if isinstance(outcome, Skipped) else outcome.to_json()


def read_task(task: Task, name: str) -> int:
    """The number of files of a task, of which a shard has what they gave; `name` is that of the plugin.

    What an earlier shard has of a file is believed if the file has the same bytes and could be read.

    Raises:
        ClusterError: this worker has another version of what reads, does not see a file, or cannot write the shard.
        InputError: a table, the weights or the model cannot be used.
    """
    plugin = get_worker().plugins[name]
    if not isinstance(plugin, Reads):  # two builds never share a name
        raise ClusterError(f"{name}: found another plugin of that name, one of ours is needed")
    job = plugin.job
    if job.reader != reader_of(job.options):
        raise ClusterError(
            "--cluster: found another version of odagraph or its packages on a worker, the same is needed"
        )
    shards, shard = Shards(job.shards), task.shard(job.reader)
    before = {row.where: row for row in shards.load(shard) or ()}
    rows = list(_rows(task, plugin, before))
    if rows != [*before.values()]:
        shards.save(shard, rows)
    return len(rows)


def _rows(task: Task, plugin: Reads, before: Mapping[tuple[str, str], Row]) -> Iterator[Row]:
    """Yields: what each file gave."""
    with Contents() as contents:
        for file in task.files:
            blank = Row(at=str(file.at), inner=file.inner)
            try:
                data = contents.read(file)
            except InputError as error:
                check_seen(file)
                yield replace(blank, reason=str(error))
                continue
            content = hashlib.sha256(data).hexdigest()
            row = before.get(file.where)
            if row and row.content == content and (row.reading or row.sha256 in plugin.job.known):
                yield row
            else:
                yield _read(replace(blank, content=content), data, file, plugin)


def check_seen(file: InputFile) -> None:
    """Does nothing when a file that cannot be read is there all the same, or is not on a disk.

    Raises:
        ClusterError: it is on a disk that this worker does not see.
    """
    if isinstance(file.at, Path) and file.given is None and not file.at.exists():
        where = platform.node() or "a worker"
        raise ClusterError(f"{file.at}: found nothing there on {where}, a place that all workers see is needed")


def _read(row: Row, data: bytes, file: InputFile, plugin: Reads) -> Row:
    """A row with what the bytes of a file gave."""
    try:
        found = converted(data, file)
    except InputError as error:
        return replace(row, reason=str(error))
    sha256 = hashlib.sha256(found.text.encode()).hexdigest()
    row = replace(row, sha256=sha256, words=len(found.text.split()), told=_told(replace(found, text="")))
    if sha256 in plugin.job.known:
        return row
    reading = plugin.read(Document(id="", text=found.text))
    if isinstance(reading, Skipped):
        return replace(row, reason=reading.reason, told=_told(found))
    return replace(row, reading=reading)


def _told(found: Converted) -> bytes:
    return msgspec.json.encode(asdict(found))
