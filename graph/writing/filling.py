"""Writes all files of a graph into a new folder: from nothing, or from the graph that stands and what has changed."""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Final

from extract.model import Document
from graph.store import PAGE, REPORT, STORE, TRIG, Choice, Manifest, write_manifest
from graph.values import SourceText
from graph.writing.content import Content
from graph.writing.dataset import trig_head
from graph.writing.description import write_description
from graph.writing.files import Digests, Slice, copy
from graph.writing.overall import Overall, OverallWriter
from graph.writing.parts import PARTS_FILE, old_parts, read_keys, read_parts, sections_before_texts
from graph.writing.report import Report, by_count, corrected
from graph.writing.sections import SectionsFirst
from graph.writing.storing import StoreWriter, size
from graph.writing.texts import Streams, TextWriter, Written
from graph.writing.things import THINGS_FILE, SaidInFile, things_in
from graph.writing.void import MOST_TEXTS, Summary
from ontology.namespaces import Namespaces

#: Is told how many of the `STEPS` are done.
Tell = Callable[[int], None]
STEPS: Final = 4
#: The share of texts from which on all is written anew: it takes no longer then, and compacts the store.
MANY: Final = 0.3
_SECTIONS: Final = "sections"
#: Bytes up to which a store is always written anew: in a moment, and a reader has all of its few files open at once.
SMALL_STORE: Final = 1 << 26


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What all of a graph hangs on beside its texts: its IRIs, whether what follows is derived, and what was chosen at
    the build, as the manifest has it.
    """

    namespaces: Namespaces
    inference: bool
    choices: Mapping[str, Choice] = field(default_factory=dict)


def fill(digests: Digests, content: Content, setting: Setting, *, old: Path | None = None, tell: Tell) -> Report:
    """The report of a graph whose files were all written into the folder of the digests.

    `old` is the folder of a whole graph that this version wrote with this setting: what has not changed is taken from
    there, and the outcome is the same without it.
    """
    tell(0)
    folder, names = digests.folder, setting.namespaces
    gone = _gone(content, names, old) if old else None
    shared = old / STORE if old and gone is not None and size(old / STORE) > SMALL_STORE else None
    with ExitStack() as stack:
        sections = sections_before_texts(old) if old and shared else None
        store = StoreWriter(folder / STORE, names, shared, sections)
        store.remove(gone or ())
        writer = _text_writer(folder, names, old if gone is not None else None, stack)
        overall_writer = OverallWriter(content, writer.written, names)
        store.write(writer.quads(content, all_quads=shared is None), overall_writer.known)
    tell(1)
    written = writer.written
    with (folder / STORE / THINGS_FILE).open("rb") as said:
        overall = overall_writer.finish(store, things_in(said), inference=setting.inference)
    store.settle()
    _write_trig(folder, overall.sections, names)
    tell(2)
    titles = [document.source.title or document.id for document in written.documents]
    title = titles[0] if len(titles) == 1 else f"Knowledge graph of {len(titles):,} texts"
    _write_page(store, folder, written, title)
    store.close()
    tell(3)
    write_description(_summary(overall, written, names, folder), digests, names, title=title)
    report = _report(content, overall, written)
    (folder / REPORT).write_text(report.text, encoding="utf-8")
    write_manifest(_manifest(report, setting), folder)
    tell(4)
    return report


def _gone(content: Content, namespaces: Namespaces, old: Path) -> set[str] | None:
    """The graphs of texts in an old graph that a new one does not have as they are; None where these are so many, or so
    many are new, that all is to be written anew.
    """
    left = {part.graph: part.made_of for part in read_keys(old)}
    texts = new = 0
    for text in content.texts():
        texts += 1
        graph = namespaces.source(text.document.id)
        if left.get(graph) == text.made_of:
            del left[graph]
        else:
            new += 1
    return {*left} if new < MANY * texts else None


def _text_writer(folder: Path, namespaces: Namespaces, old: Path | None, stack: ExitStack) -> TextWriter:
    paths = (folder / _SECTIONS, folder / STORE / THINGS_FILE, folder / STORE / PARTS_FILE)
    streams = Streams(*(stack.enter_context(path.open("wb")) for path in paths))
    return TextWriter(namespaces, folder, streams, stack.enter_context(old_parts(old)) if old else None)


def _write_trig(folder: Path, sections: Mapping[str, bytes], namespaces: Namespaces) -> None:
    """Writes the graphs over all texts, in order, and below them the sections of the texts."""
    with (folder / TRIG).open("wb") as trig, (folder / _SECTIONS).open("rb") as texts:
        trig.write(trig_head(namespaces))
        trig.writelines(sections.values())
        copy(texts, trig, Slice(0, (folder / _SECTIONS).stat().st_size))


def _write_page(store: StoreWriter, folder: Path, written: Written, title: str) -> None:
    from graph.page.selection import part_of  # noqa: PLC0415 - loads pyvis, which only a build needs
    from graph.page.view import write_page  # noqa: PLC0415

    names, of_texts = store.namespaces, folder / _SECTIONS
    with (folder / STORE / THINGS_FILE).open("rb") as lines, of_texts.open("rb") as sections:
        texts = SectionsFirst(store.store, sections, written.sections, names)
        part = part_of(texts, names, said=SaidInFile(lines, written.said, names))
    of_texts.unlink()
    write_page(part, folder / PAGE, title=title)


def _summary(overall: Overall, written: Written, namespaces: Namespaces, folder: Path) -> Summary:
    tells_of_texts = len(written.documents) <= MOST_TEXTS
    parts = read_parts(folder) if tells_of_texts else ()
    of_all = ((graph, counts) for graph, counts in overall.counts_by_graph.items() if counts.triples)
    return Summary(
        counts=overall.counts,
        entities=sum(overall.entities.values()),
        relations=sum(overall.relations.values()),
        best=overall.best,
        texts=[_source_text(document, namespaces) for document in written.documents] if tells_of_texts else None,
        graphs=[*of_all, *((part.graph, part.counts) for part in parts)],
    )


def _source_text(document: Document, namespaces: Namespaces) -> SourceText:
    source = document.source
    return SourceText(
        id=document.id,
        iri=namespaces.source(document.id),
        title=source.title,
        publisher=source.publisher,
        year=source.year,
        series=source.series,
        licence=source.licence,
        language=source.language,
        date=source.date,
    )


def _report(content: Content, overall: Overall, written: Written) -> Report:
    corrections, unused = corrected(content.corrections)
    return Report(
        documents=tuple(sorted(document.id for document in written.documents)),
        words=written.words,
        entities=by_count(overall.entities),
        relations=by_count(overall.relations),
        claims=written.claims,
        inferred=overall.inferred,
        quads=sum(counts.triples for counts in overall.counts_by_graph.values()) + written.triples,
        skipped=content.skipped,
        corrections=corrections,
        unused=unused,
    )


def _manifest(report: Report, setting: Setting) -> Manifest:
    return Manifest(
        base=setting.namespaces.base,
        documents=report.documents,
        counts=report.counts,
        version=version("odagraph"),
        options=setting.choices,
    )
