"""The output folder on disk: its manifest, its Oxigraph store, and the swap that puts a finished build in its place."""

import json
import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import Quad, Store

from ontology.errors import BuildError, GraphError
from ontology.namespaces import DEFAULT_BASE, Namespaces

MANIFEST = "odagraph.json"
STORE = "store"
TRIG = "graph.trig"
PAGE = "graph.html"
REPORT = "report.txt"
DESCRIPTION = "description.ttl"
#: The texts that stand in no file of the user as they were read; only written where there are some.
TEXTS = "texts"

#: All that every build writes; a folder that holds anything else but `TEXTS` is not ours to replace.
PARTS = frozenset({MANIFEST, STORE, TRIG, PAGE, REPORT, DESCRIPTION})

#: Raised when the layout of the output folder changes, so that an old reader says so.
FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a graph's folder holds: its base, the ids of its texts, sorted, and counts by name."""

    base: str = DEFAULT_BASE
    documents: tuple[str, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    version: str = ""

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
        base, documents, counts, version = (content[key] for key in ("base", "documents", "counts", "version"))
    except KeyError as error:
        raise GraphError(f"{out / MANIFEST}: found no {error} in it, build the graph again") from None
    return Manifest(base=base, documents=tuple(documents), counts=counts, version=version)


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
    read_manifest(out)
    try:
        return Store.read_only(str(out / STORE))
    except (OSError, RuntimeError) as error:  # a damaged file is a RuntimeError
        raise GraphError(f"{out / STORE}: found no store that opens ({error}), build the graph again") from None


def beside(out: Path, kind: str) -> Path:
    """The hidden folder beside `out` in which this process keeps the "new" graph, or the "old" one during the swap."""
    return out.with_name(f".{out.name}.{kind}-{os.getpid()}")


def swap_in(temporary: Path, out: Path) -> None:
    """Puts a finished folder in the place of `out`, whole; what stood there is removed after that.

    Both are folders of the same parent, so each step is one rename. If the second one fails, the first is undone.

    Raises:
        BuildError: the folder cannot be put there; what stood there is untouched.
    """
    old = beside(out, "old")
    had_old = out.exists()
    try:
        if had_old:
            out.rename(old)
        temporary.rename(out)
    except OSError as error:
        if old.exists() and not out.exists():
            old.rename(out)
        raise BuildError(f"{out}: found that it cannot be replaced ({error.strerror})") from None
    if had_old:
        shutil.rmtree(old, ignore_errors=True)
