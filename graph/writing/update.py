"""Texts added or taken out, and corrections: the outcome is that of a build of all its texts from nothing."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from extract.corrections.entries import Corrections
from extract.documents import read_documents
from extract.documents.files import Where
from graph.store import Choice, Manifest, read_manifest
from graph.writing.build import BuildOptions, Wanted, compose
from graph.writing.kept import KeptText, kept_text, read_index, reader_of
from graph.writing.report import Report
from graph.writing.workplace import claimed, is_moved_aside
from ontology.errors import InputError

if TYPE_CHECKING:
    from graph.progress import Progress

#: How alike an id must be to be suggested (difflib's ratio), and how many are.
_LIKENESS = 0.6
_SUGGESTIONS = 3


def add(
    paths: Sequence[Where],
    out: Path,
    *,
    said: Mapping[str, Choice] | None = None,
    jobs: int | None = None,
    progress: "Progress | None" = None,
) -> Report:
    """The report of a graph to which texts were added; one with the id of a text that it has takes that one's place.

    Args:
        paths: the texts, as `odagraph build` takes them.
        out: the folder of the graph.
        said: options that were given; they have to be those of the build that made the graph.
        jobs: the number of processes that read.
        progress: is told how far the work is.

    Raises:
        InputError: a text cannot be used, or an option is not that of the graph.
        GraphError: the folder holds no graph, or one that keeps no readings.
        BuildError: the graph cannot be replaced; what stood there is untouched.
    """
    _check_graph(out)
    with claimed(out) as place:
        manifest, index = read_manifest(out), read_index(out)
        options = replace(_options(manifest, said or {}, out), jobs=jobs)
        documents, skipped = read_documents(paths)
        texts = {text.document.id: text for text in index.texts} | {each.id: kept_text(each) for each in documents}
        wanted = Wanted(texts=_sorted(texts), skipped=skipped, before=index.skipped)
        return compose(wanted, place, options=options, progress=progress)


def remove(ids: Sequence[str], out: Path, *, progress: "Progress | None" = None) -> Report:
    """The report of a graph from which texts were taken out.

    Raises:
        InputError: the graph has no such text, or would have none left.
        GraphError: the folder holds no graph, or one that keeps no readings.
        BuildError: the graph cannot be replaced; what stood there is untouched.
    """
    _check_graph(out)
    with claimed(out) as place:
        manifest, index = read_manifest(out), read_index(out)
        texts = {text.document.id: text for text in index.texts}
        for id_ in ids:
            if id_ not in texts:
                raise InputError(f"{id_}: found no text of this id in {out}, {_meant(id_, texts)}")
        left = {id_: text for id_, text in texts.items() if id_ not in ids}
        if not left:
            raise InputError(f"{out}: found that no text would be left, at least one has to stay")
        options = _options(manifest, {}, out)
        return compose(Wanted(texts=_sorted(left), before=index.skipped), place, options=options, progress=progress)


def correct(corrections: Corrections, out: Path, *, progress: "Progress | None" = None) -> Report:
    """The report of a graph to which corrections were applied in the place of those that it had; it keeps them.

    Raises:
        InputError: a correction cannot be applied.
        GraphError: the folder holds no graph, or one that keeps no readings.
        BuildError: the graph cannot be replaced; what stood there is untouched.
    """
    _check_graph(out)
    with claimed(out) as place:
        index = read_index(out)
        options = _options(read_manifest(out), {}, out)
        wanted = Wanted(texts=index.texts, before=index.skipped)
        return compose(wanted, place, options=options, corrections=corrections, progress=progress)


def _check_graph(out: Path) -> None:
    """Does nothing when a graph with readings stands there: no place is made beside one that does not."""
    if not is_moved_aside(out):
        read_manifest(out)
        reader_of(out)


def _sorted(texts: Mapping[str, KeptText]) -> tuple[KeptText, ...]:
    return tuple(texts[id_] for id_ in sorted(texts))


def _options(manifest: Manifest, said: Mapping[str, Choice], out: Path) -> BuildOptions:
    """The options that a graph was built with, checked against those that were given."""
    known: dict[str, Choice] = {"base": manifest.base, **manifest.options}
    for name, value in said.items():
        if known.get(name) != value:
            raise InputError(
                f"{_flag(name, value)}: found that {out} was built with {_flag(name, known.get(name))}, "
                "which holds for all its texts: build it anew to change it"
            )
    return BuildOptions.from_choices(known)


def _flag(name: str, value: Choice) -> str:
    """An option as it is written: ``--no-authority``, ``--min-confidence 0.5``."""
    option = name.replace("_", "-")
    if isinstance(value, bool):
        return f"--{option}" if value else f"--no-{option}"
    return f"no --{option}" if value is None else f"--{option} {value}"


def _meant(id_: str, texts: Mapping[str, KeptText]) -> str:
    """What may be meant by an id that no text has."""
    lower = {known.casefold(): known for known in sorted(texts)}
    folded = id_.casefold()
    near = [folded] if folded in lower else difflib.get_close_matches(folded, lower, n=_SUGGESTIONS, cutoff=_LIKENESS)
    near = near or [known for known in lower if folded in known]
    if not near:
        return "`odagraph sources` lists them"
    return f"{' or '.join(lower[known] for known in near[:_SUGGESTIONS])} may be meant (`odagraph sources` lists all)"
