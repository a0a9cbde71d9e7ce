"""The store of a graph that is being built: a new one, or the one that stands, of which only some graphs change.

The files in which Oxigraph keeps quads never change once they are written, so the new store can share those of the old
one by hard links, and a store of any size is taken over at once. All other files are copied.
"""

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode, Quad, Store

from graph.writing.files import take

#: How the names of files end that are never changed.
_LASTING: Final = ".sst"
#: How the names of files end that a build of ours puts beside those of the engine.
_OURS: Final = frozenset({".json", ".jsonl"})
#: What the engine writes anew for each process that opens the store.
_OF_A_PROCESS: Final = ("LOCK", "LOG")
#: From so many quads on it is quicker to write a whole graph anew than to take out some.
_MANY: Final = 20_000


class StoreWriter:
    """A store in a new folder, with all that the store in the `old` folder has, where one is given."""

    def __init__(self, folder: Path, old: Path | None = None) -> None:
        if old is not None:
            _take_over(old, folder)
        self.store: Store = Store(folder)
        self._folder = folder
        self._old = old

    def write(self, texts: Iterable[Quad], others: Callable[[], Mapping[str, Sequence[Quad]]]) -> None:
        """Adds quads of texts' graphs that are not there yet; then puts other graphs, which are asked for when all
        quads of texts are through.
        """
        if self._old is None:  # in one go, because the store gets new files at each
            self.store.bulk_extend(chain(texts, _later(others)))
            return
        self.store.bulk_extend(texts)
        for graph, quads in others().items():
            self.put(graph, quads)

    def remove(self, graphs: Iterable[str]) -> None:
        """Takes graphs out."""
        for graph in graphs:
            self.store.remove_graph(NamedNode(graph))

    def put(self, graph: str, quads: Sequence[Quad]) -> None:
        """Gives a graph these quads in the place of those that it has."""
        name = NamedNode(graph)
        before = set() if self._old is None else set(self.store.quads_for_pattern(None, None, None, name))
        gone = before.difference(quads)
        if before and (not quads or len(gone) > _MANY):
            self.store.remove_graph(name)
            before = gone = set()
        for quad in gone:
            self.store.remove(quad)
        self.store.bulk_extend(quad for quad in quads if quad not in before)

    def subjects_elsewhere(self, quads: Iterable[Quad], graph: str) -> set[object]:
        """The subjects of quads of a graph that stand in another graph too."""
        name = NamedNode(graph)
        subjects = {quad.subject for quad in quads}
        return {
            one for one in subjects if any(q.graph_name != name for q in self.store.quads_for_pattern(one, None, None))
        }

    def close(self) -> None:
        """Settles the store and lets go of it; a new one is compacted."""
        if self._old is None:
            self.store.optimize()
        self.store.flush()
        del self.store  # the folder stays locked for as long as the object lives
        if self._old is not None:
            _leave(self._old, self._folder)


def _take_over(old: Path, folder: Path) -> None:
    folder.mkdir()
    for path in sorted(old.iterdir()):
        if path.suffix in _OURS or path.name.startswith(_OF_A_PROCESS):
            continue
        if path.suffix == _LASTING:
            take(path, folder / path.name)  # those that no graph needs any more the engine removes
        else:
            shutil.copyfile(path, folder / path.name)


def _later(graphs: Callable[[], Mapping[str, Sequence[Quad]]]) -> Iterator[Quad]:
    yield from chain.from_iterable(graphs().values())


def size(folder: Path) -> int:
    """The bytes of the quads in the folder of a store."""
    return sum(path.stat().st_size for path in folder.glob(f"*{_LASTING}"))


def _leave(old: Path, folder: Path) -> None:
    """Leaves files in the folder that only the old store needs: whoever has that one open reaches for some of them only
    later, and then finds them in the place where they were. The next build does not take them over.
    """
    for path in sorted(old.glob(f"*{_LASTING}")):
        if not (folder / path.name).exists():
            take(path, folder / path.name)
