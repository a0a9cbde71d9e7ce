"""Texts → a finished output folder. A graph is written beside its place and swapped in whole when it is complete.

What was read before is taken from where it is kept; all else follows from the readings of all texts together. `write`
takes what was found, so that it works without the language model.
"""

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, cast

from extract.corrections.applying import correct
from extract.corrections.entries import Corrections
from extract.documents import read_documents
from extract.model import Document, Extraction, Skipped
from extract.options import MIN_CONFIDENCE, ReadingOptions
from graph.facts import GraphView, from_quads
from graph.store import MANIFEST, PAGE, REPORT, STORE, TEXTS, TRIG, Choice, Manifest, write_manifest, write_store
from graph.writing.correcting import corrections_beside, keep_corrections, kept_corrections
from graph.writing.dataset import to_quads, write_trig
from graph.writing.description import write_description
from graph.writing.inference import derived, infer
from graph.writing.kept import KeptText, Outcome, Shelf, kept_text
from graph.writing.report import Report, report_of
from graph.writing.seal import made_of, put_seal, sealed
from graph.writing.workplace import Workplace, claimed, swap_in, writing
from ontology.errors import GraphError, InputError
from ontology.namespaces import DEFAULT_BASE, Namespaces

if TYPE_CHECKING:
    from graph.progress import Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildOptions:
    """How to build: the base of all IRIs, whether the authority tables help, the spaCy pipeline (the pinned one where
    it is None), the least confidence of a claim (the one chosen on unseen texts where it is None), whether what follows
    from the texts is derived, and how many processes read (see `extract.workers.jobs_for`), on which nothing hangs.

    Raises:
        InputError: the base is no absolute IRI that ends with ``/`` or ``#``, or the confidence is not within 0 and 1.
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
    """The texts that a graph is to have, and the files that were left alone: `skipped` now, others by builds before."""

    texts: tuple[KeptText, ...]
    skipped: tuple[Skipped, ...] = ()
    before: tuple[Skipped, ...] = ()


def build(
    paths: Sequence[Path],
    out: Path,
    *,
    options: BuildOptions | None = None,
    corrections: Corrections | None = None,
    progress: "Progress | None" = None,
) -> Report:
    """The report of a build that read texts and put their graph in `out`; what it has read before is not read again.

    Without `corrections`, those beside the texts are applied, or else those that the graph has kept.

    Raises:
        InputError: a text, an option or a correction cannot be used.
        BuildError: the graph cannot be put there; what stood there is untouched.
    """
    with claimed(out) as place:
        documents, skipped = read_documents(paths)
        return compose(
            Wanted(texts=tuple(map(kept_text, documents)), skipped=skipped),
            place,
            options=options or BuildOptions(),
            corrections=corrections_beside(paths) if corrections is None else corrections,
            progress=progress,
        )


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
    known = made_of(
        wanted.texts,
        _sorted({*wanted.skipped, *wanted.before}),
        options={"base": options.base, **options.kept},
        corrections=corrections,
        reader=reader,
    )
    if same := sealed(place.out, known):
        return replace(same, unread=_unread(wanted.skipped))
    shelf = Shelf(place, reader)
    readings, unread = shelf.readings(wanted.texts, read)
    if not readings:
        raise InputError("; ".join(f"{item.path}: {item.reason}" for item in unread))
    left = _sorted({*wanted.skipped, *wanted.before, *unread})
    extraction = correct(readings, corrections, left)

    def fill(folder: Path) -> Report:
        shelf.keep(folder, readings, left)
        keep_corrections(corrections, folder)
        report = _fill(folder, extraction, options, progress)
        if not unread:  # what could not be read is tried again
            put_seal(folder, known, report)
        return report

    return replace(_publish(fill, place), unread=_unread([*wanted.skipped, *unread]))


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
    with claimed(out) as place:
        return _publish(lambda folder: _fill(folder, extraction, options or BuildOptions(), progress), place)


def _publish(fill: Callable[[Path], Report], place: Workplace) -> Report:
    """The report of a graph that was written beside its place, then swapped in."""
    with writing(place.out), _without_collection():
        place.new.mkdir()
        report = fill(place.new)
    swap_in(place.new, place.out)
    return report


@contextmanager
def _without_collection() -> Iterator[None]:
    """A block in which nothing looks for cycles: of the millions of values of a graph none is in one, and the looking
    takes a fifth of the time.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _fill(folder: Path, extraction: Extraction, options: BuildOptions, progress: "Progress | None") -> Report:
    """The report of a graph whose files were all written into a folder."""
    from graph.page.view import write_page  # noqa: PLC0415 - loads pyvis, which only a build needs

    def tell(done: int) -> None:
        if progress is not None:
            progress("writing the graph", done, 4)

    tell(0)
    namespaces = options.namespaces
    stated = to_quads(extraction, namespaces)
    view = from_quads(stated, namespaces)
    inferred = infer(stated, namespaces) if options.inference else []
    quads = [*inferred, *stated]  # the graphs stay in the order of their names
    report = report_of(extraction, view, inferred=derived(inferred, namespaces), quads=len(quads))
    tell(1)
    write_store(quads, folder / STORE)
    tell(2)
    write_trig(quads, folder / TRIG, namespaces)
    tell(3)
    write_page(view, folder / PAGE, title=_title(view))
    write_description(quads, view, folder, namespaces, title=_title(view))
    _write_texts(extraction, folder / TEXTS)
    (folder / REPORT).write_text(report.text, encoding="utf-8")
    write_manifest(_manifest(report, options), folder)
    tell(4)
    return report


def _manifest(report: Report, options: BuildOptions) -> Manifest:
    return Manifest(
        base=options.base,
        documents=report.documents,
        counts=report.counts,
        version=version("odagraph"),
        options=options.kept,
    )


def _write_texts(extraction: Extraction, folder: Path) -> None:
    """Writes the texts that stand in no file of the user as they were read, so that every quote can be checked."""
    for document in (facts.document for facts in extraction.documents if facts.document.kept):
        folder.mkdir(exist_ok=True)
        (folder / f"{document.id}.txt").write_text(document.text, encoding="utf-8", newline="")


def _title(view: GraphView) -> str:
    titles = [document.title or document.id for document in view.documents]
    return titles[0] if len(titles) == 1 else f"Knowledge graph of {len(titles)} texts"
