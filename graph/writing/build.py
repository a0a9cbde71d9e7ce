"""Texts → a finished output folder. A graph is written beside its place and swapped in whole when it is complete.

What was read before is taken from where it is kept; all else follows from the readings of all texts together. `write`
takes what was found, so that it works without the language model.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, cast

from extract.collection import without_collection
from extract.corrections.entries import Corrections
from extract.documents import read_documents
from extract.documents.files import Where
from extract.model import Document, Extraction, Skipped
from extract.options import MIN_CONFIDENCE, ReadingOptions
from graph.store import MANIFEST, Choice
from graph.writing.clustered import gather
from graph.writing.content import Found, content_of
from graph.writing.correcting import corrections_beside, keep_corrections, kept_corrections
from graph.writing.files import Digests
from graph.writing.filling import STEPS, Setting, Tell, fill
from graph.writing.kept import KeptText, Outcome, Read, Shelf, kept_text
from graph.writing.report import Report
from graph.writing.seal import Seal, context_of, made_of, put_seal, unbroken
from graph.writing.workplace import Workplace, claimed, swap_in, writing
from ontology.errors import GraphError, InputError
from ontology.namespaces import DEFAULT_BASE, Namespaces

if TYPE_CHECKING:
    from extract.cluster import Cluster
    from graph.progress import Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildOptions:
    """How to build: the base of all IRIs, whether the authority tables help, the spaCy pipeline (the pinned one where
    it is None), the least confidence of a claim (the one chosen on unseen texts where it is None), whether what follows
    from the texts is derived, and how many processes read (see `extract.workers.jobs_for`), on which nothing hangs.

    Raises:
        InputError: the base is no absolute IRI that ends with ``/`` and has no ``#``, or the confidence is not within 0
            and 1.
    """

    base: str = DEFAULT_BASE
    authority: bool = True
    model: str | None = None
    min_confidence: float | None = None
    inference: bool = True
    jobs: int | None = None

    def __post_init__(self) -> None:
        Namespaces(self.base)
        if self.min_confidence is not None and not 0.0 <= self.min_confidence <= 1.0:
            raise InputError(f"--min-confidence: found {self.min_confidence}, 0 to 1 is allowed")

    @property
    def namespaces(self) -> Namespaces:
        """The IRIs of the graph."""
        return Namespaces(self.base)

    @property
    def reading(self) -> ReadingOptions:
        """How the texts are read."""
        least = MIN_CONFIDENCE if self.min_confidence is None else self.min_confidence
        chosen = ReadingOptions(authority=self.authority, min_confidence=least)
        return chosen if self.model is None else replace(chosen, model=self.model)

    @property
    def setting(self) -> Setting:
        """What all of a graph hangs on beside its texts."""
        names = self.namespaces
        return Setting(namespaces=names, inference=self.inference, choices=self.kept)

    @classmethod
    def from_choices(cls, choices: Mapping[str, Choice]) -> Self:
        """The options that a manifest has.

        Raises:
            GraphError: one of them is none that this version knows.
        """
        try:
            return cls(**cast("dict[str, Any]", choices))
        except TypeError as error:
            raise GraphError(f"{MANIFEST}: found options of another version ({error}), build the graph again") from None

    @property
    def kept(self) -> dict[str, Choice]:
        """What the graph hangs on beside the base, as the manifest has it."""
        return {name: value for name, value in asdict(self).items() if name not in {"base", "jobs"}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The texts that a graph is to have, and the files that were left alone: `skipped` now, others by builds before.
    `read` stands in for reading here, where the texts were read elsewhere.
    """

    texts: tuple[KeptText, ...]
    skipped: tuple[Skipped, ...] = ()
    before: tuple[Skipped, ...] = ()
    read: Read | None = None


def build(
    paths: Sequence[Where],
    out: Path,
    *,
    options: BuildOptions | None = None,
    corrections: Corrections | None = None,
    cluster: "Cluster | None" = None,
    progress: "Progress | None" = None,
) -> Report:
    """The report of a build that read texts and put their graph in `out`; what it has read before is not read again.

    Without `corrections`, those beside the texts are applied, or else those that the graph has kept. A `cluster` reads
    the texts where one is given; the graph is the same.

    Raises:
        InputError: a text, an option or a correction cannot be used.
        ClusterError: the cluster is not reached, is lost, or cannot read these texts; what it has read is kept.
        BuildError: the graph cannot be put there; what stood there is untouched.
    """
    chosen = options or BuildOptions()
    with claimed(out) as place:
        return compose(
            _wanted(paths, place, chosen, cluster, progress),
            place,
            options=chosen,
            corrections=corrections_beside(paths) if corrections is None else corrections,
            progress=progress,
        )


def _wanted(
    paths: Sequence[Where],
    place: Workplace,
    options: BuildOptions,
    cluster: "Cluster | None",
    progress: "Progress | None",
) -> Wanted:
    """What a graph of texts is to have, with what reads those that are new."""
    if cluster is None:
        documents, skipped = read_documents(paths)
        return Wanted(texts=tuple(map(kept_text, documents)), skipped=skipped)
    with closing(Shelf(place, options.reading.reader, trusted=unbroken(place.out) is not None)) as shelf:
        gathered = gather(paths, shelf, options.reading, cluster, progress)
    return Wanted(texts=gathered.texts, skipped=_sorted({*gathered.skipped}), read=gathered.read)


def compose(
    wanted: Wanted,
    place: Workplace,
    *,
    options: BuildOptions,
    corrections: Corrections | None = None,
    progress: "Progress | None" = None,
) -> Report:
    """The report of a graph of texts that was put in its place; where it stands there already, nothing is done.

    Without `corrections`, those that the graph has kept are applied.

    Raises:
        InputError: a text, an option or a correction cannot be used.
        BuildError: the graph cannot be put there; what stood there is untouched.
    """

    def read(documents: Sequence[Document]) -> Iterator[Outcome]:
        from extract.workers import read_all  # noqa: PLC0415 - only texts that are new need the language model

        return read_all(documents, options.reading, options.jobs, progress)

    if corrections is None:
        corrections = kept_corrections(place.out)
    reader = options.reading.reader
    context = context_of(options={"base": options.base, **options.kept}, reader=reader)
    known = made_of(wanted.texts, _sorted({*wanted.skipped, *wanted.before}), corrections, context)
    seal = unbroken(place.out)
    if seal and seal.made_of == known:
        return replace(seal.report, unread=_unread(wanted.skipped))
    old = place.out if seal and seal.context == context else None  # what another version keeps is not looked at
    with closing(Shelf(place, reader, trusted=seal is not None)) as shelf:
        texts, unread = shelf.fetch(wanted.texts, wanted.read or read)
        if not texts:
            raise InputError("; ".join(f"{item.path}: {item.reason}" for item in unread))
        left = _sorted({*wanted.skipped, *wanted.before, *unread})

        def write_all(folder: Path) -> Report:
            digests = Digests(folder)
            shelf.keep(folder, texts, left)
            keep_corrections(corrections, folder)
            with content_of(texts, shelf, corrections, left, folder=folder, old=old) as content:
                report = fill(digests, content, options.setting, old=old, tell=_teller(progress))
            if not unread:  # what could not be read is tried again
                put_seal(digests, Seal(made_of=known, context=context, report=report), old)
            return report

        report = _publish(write_all, place)
    return replace(report, unread=_unread([*wanted.skipped, *unread]))


def _unread(items: Iterable[Skipped]) -> tuple[Skipped, ...]:
    """The texts among files that were left alone."""
    return _sorted({item for item in items if item.unread})


def _sorted(items: Iterable[Skipped]) -> tuple[Skipped, ...]:
    return tuple(sorted(items, key=lambda item: (item.path, item.reason)))


def write(
    extraction: Extraction,
    out: Path,
    *,
    options: BuildOptions | None = None,
    progress: "Progress | None" = None,
) -> Report:
    """The report of a graph that was written from what extraction found, and put in `out` whole. It keeps no readings,
    so that no text can be added to it.

    Raises:
        BuildError: the graph cannot be put there; what stood there is untouched.
    """
    chosen = options or BuildOptions()

    def write_all(folder: Path) -> Report:
        return fill(Digests(folder), Found(extraction), chosen.setting, tell=_teller(progress))

    with claimed(out) as place:
        return _publish(write_all, place)


def _teller(progress: "Progress | None") -> Tell:
    def tell(done: int) -> None:
        if progress is not None:
            progress("writing the graph", done, STEPS)

    return tell


def _publish(fill: Callable[[Path], Report], place: Workplace) -> Report:
    """The report of a graph that was written beside its place, then swapped in."""
    with writing(place.out), without_collection():
        place.new.mkdir()
        report = fill(place.new)
    swap_in(place.new, place.out)
    return report
