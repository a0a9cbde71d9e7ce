"""Writes all files of a graph into a new folder: from nothing, or from the graph that stands and what has changed."""

from collections.abc import Callable, Collection, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryFile
from typing import Final

from extract.model import Document
from graph.readable import Readable
from graph.store import PAGE, REPORT, STORE, TRIG, Choice, Manifest, write_manifest
from graph.values import SourceText
from graph.writing.content import Content, Text
from graph.writing.dataset import trig_head
from graph.writing.description import write_description
from graph.writing.files import Digests, Slice
from graph.writing.overall import Overall, OverallWriter
from graph.writing.parts import OldGraph, Parts
from graph.writing.report import Report, by_count, corrected
from graph.writing.sections import SectionsFirst
from graph.writing.storing import StoreWriter, size
from graph.writing.texts import TextWriter
from graph.writing.things import FactsOfTexts
from graph.writing.void import MOST_TEXTS, Summary
from ontology.namespaces import Namespaces

#: Is told how many of the `STEPS` are done.
Tell = Callable[[int], None]
STEPS: Final = 4
#: The share of texts from which on all is written anew: it takes no longer then, and compacts the store.
MANY: Final = 0.3
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
    texts = {names.source(text.document.id): text for text in content.texts()}
    with ExitStack() as stack:
        standing = _standing(texts, old, stack) if old else None
        shared = standing if standing and size(standing.folder / STORE) > SMALL_STORE else None
        store = StoreWriter(folder / STORE, names, shared)
        parts = stack.enter_context(closing(Parts(folder, standing)))
        sections = stack.enter_context(TemporaryFile(dir=folder))
        writer = TextWriter(texts, folder, parts, sections, names, standing)
        overall_writer = OverallWriter(content, parts, names, standing.inferred(names) if standing else None)
        store.write(writer.quads(all_quads=shared is None), overall_writer.known)
        tell(1)
        overall = overall_writer.finish(store, inference=setting.inference)
        places = parts.places(_write_trig(folder, overall.sections, writer, names))
        tell(2)
        titles = [text.document.source.title or text.document.id for text in texts.values()]
        title = titles[0] if len(titles) == 1 else f"Knowledge graph of {len(titles):,} texts"
        _write_page(store.finish(), folder, places, parts, title=title, namespaces=names)
        tell(3)
        write_description(_summary(overall, texts, parts, names), digests, names, title=title)
        report = _report(content, texts.values(), overall, parts, names)
    (folder / REPORT).write_text(report.text, encoding="utf-8")
    write_manifest(_manifest(report, setting), folder)
    tell(4)
    return report


def _standing(texts: Mapping[str, Text], old: Path, stack: ExitStack) -> OldGraph | None:
    """An old graph beside the texts of the new one; None where so many of these are new that all is written anew."""
    graph = stack.enter_context(closing(OldGraph(old, {iri: text.made_of for iri, text in texts.items()})))
    return graph if len(texts) - len(graph.kept) < MANY * len(texts) else None


def _write_trig(folder: Path, overall: Mapping[str, bytes], texts: TextWriter, namespaces: Namespaces) -> int:
    """Where in the TriG file, which is written, the sections of texts begin; those of other graphs are before them."""
    with (folder / TRIG).open("wb") as trig:
        trig.write(trig_head(namespaces))
        trig.writelines(overall.values())
        begin = trig.tell()
        texts.copy_sections(trig)
    return begin


def _write_page(
    store: Readable, folder: Path, places: Mapping[str, Slice], parts: Parts, *, title: str, namespaces: Namespaces
) -> None:
    from graph.page.selection import part_of  # noqa: PLC0415 - loads pyvis, which only a build needs
    from graph.page.view import write_page  # noqa: PLC0415

    with (folder / TRIG).open("rb") as trig:
        texts = SectionsFirst(store, trig, places, namespaces)
        part = part_of(texts, namespaces, said=FactsOfTexts(places.keys(), parts.said, namespaces))
    write_page(part, folder / PAGE, title=title)


def _summary(overall: Overall, texts: Mapping[str, Text], parts: Parts, namespaces: Namespaces) -> Summary:
    tells_of_texts = len(texts) <= MOST_TEXTS
    of_all = ((graph, counts) for graph, counts in overall.counts_by_graph.items() if counts.triples)
    of_texts = ((part.graph, part.counts) for part in parts) if tells_of_texts else ()
    return Summary(
        counts=overall.counts,
        entities=sum(overall.entities.values()),
        relations=sum(overall.relations.values()),
        best=overall.best,
        texts=[_source_text(text.document, namespaces) for text in texts.values()] if tells_of_texts else None,
        graphs=[*of_all, *of_texts],
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


def _report(
    content: Content, texts: Collection[Text], overall: Overall, parts: Parts, namespaces: Namespaces
) -> Report:
    corrections, unused = corrected(content.corrections)
    return Report(
        documents=tuple(sorted(text.document.id for text in texts)),
        words=sum(text.words for text in texts),
        entities=by_count(overall.entities),
        relations=by_count(overall.relations),
        claims=parts.total.counts.classes.get(namespaces.term("Claim"), 0),
        inferred=overall.inferred,
        quads=sum(counts.triples for counts in overall.counts_by_graph.values()) + parts.triples,
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
