"""Texts that a cluster has read → the readings that a build keeps; the words of no text stay in memory."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extract.documents.files import Where
from extract.model import Document, Skipped
from extract.options import ReadingOptions
from extract.readings import Reading
from graph.writing.kept import KeptText, Outcome, Shelf

if TYPE_CHECKING:
    from extract.cluster import Cluster
    from graph.progress import Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """The texts that a cluster has had, the files that gave none, and the texts that reading fails at, by their ids."""

    texts: tuple[KeptText, ...]
    skipped: tuple[Skipped, ...]
    failed: Mapping[str, Skipped]

    def read(self, documents: Sequence[Document]) -> Iterator[Outcome]:
        """Yields: why the texts that have no reading have none."""
        return (self.failed[document.id] for document in documents)


def gather(
    wheres: Sequence[Where], shelf: Shelf, options: ReadingOptions, cluster: "Cluster", progress: "Progress | None"
) -> Gathered:
    """The texts at paths and addresses, whose readings are kept now, but for those that reading fails at.

    Raises:
        InputError: a text or option cannot be used.
        ClusterError: the cluster is not reached, is lost, or cannot read these files; what it has read is kept.
        BuildError: a reading cannot be written.
    """
    from extract.cluster import read_on_cluster  # noqa: PLC0415 - only with a cluster

    texts: list[KeptText] = []
    skipped: list[Skipped] = []
    failed: dict[str, Skipped] = {}
    for found in read_on_cluster(wheres, options, cluster, known=shelf.known(), progress=progress):
        if isinstance(found, Skipped):
            skipped.append(found)
            continue
        document = found.document
        if isinstance(found.outcome, Reading):
            shelf.put(found.sha256, found.outcome)
            document = replace(document, text="")
        elif found.outcome is not None:
            failed[document.id] = found.outcome
        texts.append(KeptText.of(document, found.sha256, found.words))
    return Gathered(texts=tuple(texts), skipped=tuple(skipped), failed=failed)
