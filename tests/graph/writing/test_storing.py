"""The store that is taken over: when it is open, and when it is compacted."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Store

from extract.readings import Reading
from graph.store import STORE, open_store
from graph.writing import filling, storing
from graph.writing.update import add

FILES = "*.sst"


@pytest.fixture(autouse=True)
def _large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Graphs count as large: their stores are taken over."""
    monkeypatch.setattr(filling, "SMALL_STORE", 0)
    monkeypatch.setattr(filling, "MANY", 1.1)


@pytest.fixture
def grown(
    made: dict[tuple[str, bool], Reading], shelve: Callable[[Path], None], two_texts: Path, tmp_path: Path
) -> Callable[[], Path]:
    """Adds texts to a copy of the graph of two texts, one by one."""

    def grow() -> Path:
        out = Path(shutil.copytree(two_texts, tmp_path / "out"))
        for id_ in ("east", "west"):
            (tmp_path / f"{id_}.txt").write_text(made[id_, False].document.text, encoding="utf-8")
            shelve(out)
            add([tmp_path / f"{id_}.txt"], out)
        return out

    return grow


def test_one_that_has_many_small_files_is_compacted(grown: Callable[[], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    out = grown()
    loose, quads = {*(out / STORE).glob(FILES)}, set(open_store(out))
    shutil.rmtree(out)
    monkeypatch.setattr(storing, "_MOST_SMALL", 1)
    out = grown()
    Store(out / STORE).flush()  # the engine removes files that only the graph before has needed
    assert len({*(out / STORE).glob(FILES)}) < len(loose)
    assert set(open_store(out)) == quads


def test_it_is_not_open_while_other_files_are_written(
    grown: Callable[[], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The engine would merge files meanwhile; whoever can open a store for writing has it alone."""
    write, opened = filling._write_page, list[int]()

    def write_page(_: Store, folder: Path, *others: object, **more: object) -> None:
        opened.append(len(Store(folder / STORE)))
        # Whoever opens it for writing may put other files in the place of those that a reader knows.
        write(Store.read_only(str(folder / STORE)), folder, *others, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(filling, "_write_page", write_page)
    out = grown()
    assert opened[-1] == len(open_store(out))
