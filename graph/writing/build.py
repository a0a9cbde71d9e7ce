"""Texts → a finished output folder. A graph is written beside its place and swapped in whole when it is complete.

`build` reads texts; `write` takes what was read, so that it works without the language model.
"""

import os
import re
import shutil
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from extract.model import Extraction, Skipped
from graph.facts import GraphView, from_quads
from graph.store import (
    MANIFEST,
    PAGE,
    PARTS,
    REPORT,
    STORE,
    TEXTS,
    TRIG,
    Manifest,
    beside,
    swap_in,
    write_manifest,
    write_store,
)
from graph.writing.dataset import to_quads, write_trig
from graph.writing.description import write_description
from graph.writing.inference import derived, infer
from ontology.errors import BuildError, InputError
from ontology.namespaces import DEFAULT_BASE, Namespaces

if TYPE_CHECKING:
    from graph.progress import Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildOptions:
    """How to build: the base of all IRIs, whether the authority tables help, the spaCy pipeline (the pinned one where
    it is None), the least confidence of a claim (the one chosen on unseen texts where it is None), and whether what
    follows from the texts is derived.

    Raises:
        InputError: the base is no absolute IRI that ends with ``/`` or ``#``, or the confidence is not within 0 and 1.
    """

    base: str = DEFAULT_BASE
    authority: bool = True
    model: str | None = None
    min_confidence: float | None = None
    inference: bool = True

    def __post_init__(self) -> None:
        Namespaces(self.base)
        if self.min_confidence is not None and not 0.0 <= self.min_confidence <= 1.0:
            raise InputError(f"--min-confidence: found {self.min_confidence}, 0 to 1 is allowed")

    @property
    def namespaces(self) -> Namespaces:
        """The IRIs of the graph."""
        return Namespaces(self.base)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a build read, what it left alone and what came out; entities are counted by type, relations by predicate.

    All but `quads` and `inferred`, the number of triples that rules derived, counts what the texts state.
    """

    documents: tuple[str, ...]
    words: int
    entities: Mapping[str, int]
    relations: Mapping[str, int]
    claims: int
    quads: int
    inferred: int = 0
    skipped: tuple[Skipped, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """The totals by name, as the manifest has them."""
        return {
            "documents": len(self.documents),
            "words": self.words,
            "entities": sum(self.entities.values()),
            "relations": sum(self.relations.values()),
            "claims": self.claims,
            "inferred": self.inferred,
            "triples": self.quads,
        }

    @property
    def text(self) -> str:
        """The report in words, as `report.txt` has it."""
        parts = [
            _table("Counts", self.counts),
            _table("Entities by type", self.entities),
            _table("Relations by predicate", self.relations),
            "\n".join(("Texts read", *(f"  {name}" for name in self.documents))),
            "\n".join(("Files left alone", *(f"  {item.path}: {item.reason}" for item in self.skipped))),
        ]
        return "\n\n".join(parts if self.skipped else parts[:-1]) + "\n"


def _table(title: str, counts: Mapping[str, int]) -> str:
    width = max((len(f"{number:,}") for number in counts.values()), default=0)
    return "\n".join((title, *(f"  {number:>{width},}  {name}" for name, number in counts.items())))


def build(
    paths: Sequence[Path],
    out: Path,
    *,
    options: BuildOptions | None = None,
    progress: "Progress | None" = None,
) -> Report:
    """The report of a build that read texts and put their graph in `out`.

    Raises:
        InputError: a text, or an option, cannot be used.
        BuildError: the graph cannot be put there; what stood there is untouched.
    """
    options = options or BuildOptions()
    check_place(out)  # before the long work
    from extract.nlp import DEFAULT_MODEL  # noqa: PLC0415 - loads spaCy, which takes a second
    from extract.pipeline import extract  # noqa: PLC0415 - the same

    extraction = extract(paths, authority=options.authority, model=options.model or DEFAULT_MODEL, progress=progress)
    return write(extraction, out, options=options, progress=progress)


def write(
    extraction: Extraction,
    out: Path,
    *,
    options: BuildOptions | None = None,
    progress: "Progress | None" = None,
) -> Report:
    """The report of a graph that was written from what extraction found, and put in `out` whole.

    Raises:
        BuildError: the graph cannot be put there; what stood there is untouched.
    """
    out = out.resolve()
    _tidy(out)
    check_place(out)
    temporary = beside(out, "new")
    try:
        temporary.mkdir(parents=True)
        report = _fill(temporary, extraction, options or BuildOptions(), progress)
        swap_in(temporary, out)
    except OSError as error:
        raise BuildError(f"{out}: found that it cannot be written ({error}), a folder with room is needed") from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    return report


def check_place(out: Path) -> None:
    """Does nothing when a graph may be put there: nothing is there yet, or an empty folder, or a graph of ours alone.

    Raises:
        BuildError: something else stands there.
    """
    if not out.exists():
        return
    if not out.is_dir():
        raise BuildError(f"{out}: found a file, a folder for the graph is needed")
    names = {item.name for item in out.iterdir()}
    if names and MANIFEST not in names:
        raise BuildError(f"{out}: found a folder with other things in it, a new or empty one is needed")
    if others := sorted(names - PARTS - {TEXTS}):
        raise BuildError(
            f"{out}: found {others[0]!r}, which no build wrote: move it, or name another folder with --out"
        )


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
    report = _report(extraction, view, inferred=derived(inferred, namespaces), quads=len(quads))
    tell(1)
    write_store(quads, folder / STORE)
    tell(2)
    write_trig(quads, folder / TRIG, namespaces)
    tell(3)
    write_page(view, folder / PAGE, title=_title(view))
    write_description(quads, view, folder, namespaces, title=_title(view))
    _write_texts(extraction, folder / TEXTS)
    (folder / REPORT).write_text(report.text, encoding="utf-8")
    manifest = Manifest(
        base=namespaces.base, documents=report.documents, counts=report.counts, version=version("odagraph")
    )
    write_manifest(manifest, folder)
    tell(4)
    return report


def _write_texts(extraction: Extraction, folder: Path) -> None:
    """Writes the texts that stand in no file of the user as they were read, so that every quote can be checked."""
    for document in (facts.document for facts in extraction.documents if facts.document.kept):
        folder.mkdir(exist_ok=True)
        (folder / f"{document.id}.txt").write_text(document.text, encoding="utf-8", newline="")


def _report(extraction: Extraction, view: GraphView, *, inferred: int, quads: int) -> Report:
    return Report(
        documents=tuple(document.id for document in view.documents),
        words=sum(len(facts.document.text.split()) for facts in extraction.documents),
        entities=_by_count(node.type for node in view.nodes),
        relations=_by_count(edge.predicate for edge in view.edges),
        claims=sum(len(edge.claims) for edge in (*view.edges, *view.denied)),
        inferred=inferred,
        quads=quads,
        skipped=extraction.skipped,
    )


def _by_count(names: Iterable[str]) -> dict[str, int]:
    """How often each name occurs, the most frequent first, then by name."""
    return dict(sorted(Counter(map(str, names)).items(), key=lambda item: (-item[1], item[0])))


def _title(view: GraphView) -> str:
    titles = [document.title or document.id for document in view.documents]
    return titles[0] if len(titles) == 1 else f"Knowledge graph of {len(titles)} texts"


_LEFT_OVER = re.compile(r"(?P<kind>new|old)-(?P<pid>\d+)")


def _tidy(out: Path) -> None:
    """Removes what dead builds of the same graph left beside it; brings back the old graph if one died in mid-swap."""
    if not out.parent.is_dir():
        return
    prefix = f".{out.name}."
    for item in sorted(out.parent.iterdir()):
        match = _LEFT_OVER.fullmatch(item.name.removeprefix(prefix)) if item.name.startswith(prefix) else None
        if match is None or _runs(int(match["pid"])):
            continue
        if match["kind"] == "old" and not out.exists():
            item.rename(out)
        else:
            shutil.rmtree(item, ignore_errors=True)


def _runs(pid: int) -> bool:
    """Whether a process of this number runs, other than this one, which has no build under way yet."""
    if pid == os.getpid():
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
