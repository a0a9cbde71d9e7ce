"""The store of a graph that is being built: a new one, or the one that stands, of which only some graphs change.

The files in which Oxigraph keeps quads never change once they are written, so the new store can share those of the old
one by hard links, and a store of any size is taken over at once. All other files are copied.
"""

import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Final, TypeVar

from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Store, Triple

from graph.store import STORE
from graph.writing.dataset import quads_in, statements, trig_head
from graph.writing.files import take
from graph.writing.lines import section_of
from graph.writing.parts import OldGraph
from ontology.namespaces import Namespaces

_Subject = TypeVar("_Subject", bound="NamedNode | BlankNode | Triple")

#: How the names of files end that are never changed.
_LASTING: Final = ".sst"
#: How the names of files end that a build of ours puts beside those of the engine.
_OURS: Final = frozenset({".json", ".sqlite"})
#: So many quads are put at once into a store that has others: they are in memory until then.
_AT_ONCE: Final = 1 << 18
#: Bytes that the engine puts into a file at the most, and how many smaller files a store may have before it is
#: compacted, which takes 10 s for a gigabyte. Each addition of some size leaves up to 13; with 75 of them queries take
#: 1.5 times as long.
_FULL: Final = 1 << 26
_MOST_SMALL: Final = 100
#: What the engine writes anew for each process that opens the store.
_OF_A_PROCESS: Final = ("LOCK", "LOG")


class StoreWriter:
    """A store in a new folder, with all that is kept of an `old` graph, where one is given.

    One that was taken over is open only while something is put into it: as long as it is, the engine merges files in
    the background, which takes a core, and comes to nothing where the store is closed before that is done.
    """

    def __init__(self, folder: Path, namespaces: Namespaces, old: OldGraph | None = None) -> None:
        if old is not None:
            _take_over(old.folder / STORE, folder)
        self._folder = folder
        self.namespaces = namespaces
        self._old = old
        self._new = Store(folder) if old is None else None
        #: What goes and what comes when the store that was taken over is opened next.
        self._gone = [NamedNode(graph) for graph in old.gone] if old else []
        self._removed: list[Quad] = []
        self._pending: list[Quad] = []

    def write(self, texts: Iterable[Quad], others: Callable[[], Mapping[str, bytes]]) -> None:
        """Adds quads of texts' graphs that are not there yet; then puts other graphs, whose sections are asked for when
        all quads of texts are through.
        """
        if self._new is not None:  # in one go, because the store gets new files at each
            self._new.bulk_extend(chain(texts, self._later(others)))
            return
        self._add(texts)
        for iri, section in others().items():
            self.put(iri, section)

    def _later(self, sections: Callable[[], Mapping[str, bytes]]) -> Iterator[Quad]:
        for section in sections().values():
            yield from quads_in(section, self.namespaces)

    def _add(self, quads: Iterable[Quad]) -> None:
        """Has quads added, at the latest by `settle`."""
        for quad in quads:
            self._pending.append(quad)
            if len(self._pending) == _AT_ONCE:
                self.settle()

    def put(self, iri: str, section: bytes, changes: tuple[bytes, bytes] | None = None) -> None:
        """Gives a graph what a section of the TriG file says, in the place of what it has. `changes` are the sections
        of what goes and of what comes, where these are known.
        """
        if self._new is not None:
            self._new.bulk_load(trig_head(self.namespaces) + section, RdfFormat.TRIG)
        elif not section:
            self._gone.append(NamedNode(iri))
        else:
            gone, come = (set(quads_in(each, self.namespaces)) for each in changes or self._changes(iri, section))
            self._removed += gone - come
            self._add(come - gone)

    def _changes(self, iri: str, section: bytes) -> Iterator[bytes]:
        """Yields: a section of the statements that a graph has had and has no more, and one of those that it has now.

        Sections are compared, because reading the graph from the store takes longer than all else.
        """
        before, now = (
            set(statements(data)) for data in (self._old.sections.get(iri, b"") if self._old else b"", section)
        )
        yield section_of(iri, before - now)
        yield section_of(iri, now - before)

    def settle(self) -> None:
        """Sees to it that all that was put is there. The store gets new files at each time."""
        if not (self._gone or self._removed or self._pending):
            return
        store = Store(self._folder)
        for graph in self._gone:
            store.remove_graph(graph)
        for quad in self._removed:
            store.remove(quad)
        store.bulk_extend(self._pending)
        store.flush()
        self._gone, self._removed, self._pending = [], [], []

    def subjects_elsewhere(self, subjects: Collection[_Subject], graph: str) -> set[_Subject]:
        """The subjects of a graph of which another graph speaks too."""
        if not subjects:
            return set()  # to open a large store takes a quarter of a second
        name = NamedNode(graph)
        self.settle()
        store = self._new or Store.read_only(str(self._folder))
        return {one for one in subjects if any(q.graph_name != name for q in store.quads_for_pattern(one, None, None))}

    def finish(self) -> Store:
        """The store, read only, with all that was put. One that is new, or has got many small files, is compacted."""
        self.settle()
        if self._new is None and _small_files(self._folder) > _MOST_SMALL:
            self._new = Store(self._folder)
        if self._new is not None:
            self._new.optimize()
            self._new.flush()
            self._new = None  # the folder stays locked for as long as the object lives
        if self._old is not None:
            _leave(self._old.folder / STORE, self._folder)
        return Store.read_only(str(self._folder))


def _take_over(old: Path, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    for path in sorted(old.iterdir()):
        if path.suffix in _OURS or path.name.startswith(_OF_A_PROCESS):
            continue
        if path.suffix == _LASTING:
            take(path, folder / path.name)  # those that no graph needs any more the engine removes
        else:
            shutil.copyfile(path, folder / path.name)


def size(folder: Path) -> int:
    """The bytes of the quads in the folder of a store."""
    return sum(_sizes(folder))


def _sizes(folder: Path) -> list[int]:
    return [path.stat().st_size for path in folder.glob(f"*{_LASTING}")]


def _small_files(folder: Path) -> int:
    """How many files a store has beside those that would hold as many bytes when they were full."""
    sizes = _sizes(folder)
    return len(sizes) - sum(sizes) // _FULL


def _leave(old: Path, folder: Path) -> None:
    """Leaves files in the folder that only the old store needs: whoever has that one open reaches for some of them only
    later, and then finds them in the place where they were. The next build does not take them over.
    """
    for path in sorted(old.glob(f"*{_LASTING}")):
        if not (folder / path.name).exists():
            take(path, folder / path.name)
