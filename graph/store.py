"""The output folder on disk: its manifest and its Oxigraph store, and how both are read of one build.

A build swaps its whole folder in (`graph.writing.workplace`), so a reader that meets the swap opens the folder again.
"""

import json
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pyoxigraph import Quad, Store

from ontology.errors import GraphError
from ontology.namespaces import DEFAULT_BASE, Namespaces

MANIFEST = "odagraph.json"
STORE = "store"
TRIG = "graph.trig"
PAGE = "graph.html"
REPORT = "report.txt"
DESCRIPTION = "description.ttl"
#: The texts that stand in no file of the user as they were read; only written where there are some.
TEXTS = "texts"
#: What each text gave, so that the next build has to read only what is new; every build of texts writes them.
READINGS = "readings"

#: What people corrected, as they wrote it; applied again whenever the graph is built.
CORRECTIONS = "corrections.toml"

#: All that every graph has.
PARTS = frozenset({MANIFEST, STORE, TRIG, PAGE, REPORT, DESCRIPTION})
#: What some have beside that; a folder that holds anything else is not ours to replace.
MORE_PARTS = frozenset({TEXTS, READINGS, CORRECTIONS})

#: Raised when the layout of the output folder changes, so that an old reader says so.
FORMAT = 2
#: Seconds for which a folder that is swapped while it is read is read again.
_PATIENCE = 10.0

_T = TypeVar("_T")
#: A choice at a build, as JSON holds it.
Choice = bool | float | str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a graph's folder holds: its base, the ids of its texts, sorted, counts by name, and what was chosen at its
    build, which holds for texts that are added later.
    """

    base: str = DEFAULT_BASE
    documents: tuple[str, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    version: str = ""
    options: Mapping[str, Choice] = field(default_factory=dict)

    @property
    def namespaces(self) -> Namespaces:
        """The IRIs of this graph."""
        return Namespaces(self.base)


def write_manifest(manifest: Manifest, folder: Path) -> None:
    """Writes the manifest as JSON with sorted keys; no clock and no path of the machine is in it."""
    content = {
        "format": FORMAT,
        "base": manifest.base,
        "documents": list(manifest.documents),
        "counts": dict(manifest.counts),
        "version": manifest.version,
        "options": dict(manifest.options),
    }
    text = json.dumps(content, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8")


def read_manifest(out: Path) -> Manifest:
    """The manifest of the graph in a folder.

    Raises:
        GraphError: the folder holds no graph, or one of another format.
    """
    try:
        content = json.loads((out / MANIFEST).read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        raise GraphError(f"{out}: found no graph, run `odagraph build` first (or name its folder with --out)") from None
    except (OSError, ValueError) as error:
        raise GraphError(f"{out / MANIFEST}: found no manifest of ours ({error}), build the graph again") from None
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise GraphError(f"{out / MANIFEST}: found another format, {FORMAT} is needed: build the graph again")
    try:
        base, documents, counts = content["base"], tuple(content["documents"]), content["counts"]
        version, options = content["version"], content["options"]
    except KeyError as error:
        raise GraphError(f"{out / MANIFEST}: found no {error} in it, build the graph again") from None
    return Manifest(base=base, documents=documents, counts=counts, version=version, options=options)


def write_store(quads: Iterable[Quad], folder: Path) -> None:
    """Writes quads into a new Oxigraph store in a folder, compacted, and closes it."""
    store = Store(folder)
    store.bulk_extend(quads)
    store.optimize()
    store.flush()
    del store  # the folder stays locked for as long as the object lives


def open_store(out: Path) -> Store:
    """The store of the graph in a folder, read only; its default graph is empty, so ask for the union of the graphs.

    Raises:
        GraphError: the folder holds no graph, or one that cannot be opened.
    """
    return open_both(out)[1]


def open_both(out: Path) -> tuple[Manifest, Store]:
    """The manifest and the store of one build, whatever is swapped in meanwhile.

    Raises:
        GraphError: the folder holds no graph, or one that cannot be opened.
    """
    return of_one_build(out, lambda: (read_manifest(out), _store(out)))


def of_one_build(out: Path, read: Callable[[], _T]) -> _T:
    """What is read from a folder while no other build took its place.

    Raises:
        GraphError: what reading raises, or the folder changes all the time.
    """
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        before = _identity(out)
        try:
            found = read()
        except GraphError:
            if before == _identity(out):
                raise
        else:
            if before == _identity(out):
                return found
    raise GraphError(f"{out}: found a graph that changes all the time, try again when it is built")


def _identity(out: Path) -> tuple[int, int, int] | None:
    """What tells one folder from another in the same place; None where there is none. A folder's number may be given
    again when it is gone, but not with the same time of its last entry.
    """
    try:
        state = out.stat()
    except OSError:
        return None
    return state.st_dev, state.st_ino, state.st_mtime_ns


def _store(out: Path) -> Store:
    try:
        return Store.read_only(str(out / STORE))
    except (OSError, RuntimeError) as error:  # a damaged file is a RuntimeError
        raise GraphError(f"{out / STORE}: found no store that opens ({error}), build the graph again") from None
