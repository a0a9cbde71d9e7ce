from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from graph.store import MANIFEST, STORE, Manifest, open_store, read_manifest, swap_in, write_manifest, write_store
from ontology import BuildError, GraphError

QUADS = [Quad(NamedNode("urn:a"), NamedNode("urn:b"), Literal("c"), NamedNode("urn:g"))]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    write_store(QUADS, folder / STORE)
    write_manifest(Manifest(base="https://example.org/", documents=("one",), counts={"words": 7}, version="1"), folder)
    return folder


def test_manifest_reads_back_as_written(out: Path) -> None:
    manifest = read_manifest(out)
    assert manifest == Manifest(base="https://example.org/", documents=("one",), counts={"words": 7}, version="1")
    assert manifest.namespaces.entity("jica") == "https://example.org/id/jica"


def test_store_reads_back_as_written(out: Path) -> None:
    assert list(open_store(out)) == QUADS


def test_store_opens_twice_and_takes_no_quads(out: Path) -> None:
    store, other = open_store(out), open_store(out)
    with pytest.raises(RuntimeError, match="read-write"):
        store.add(Quad(NamedNode("urn:a"), NamedNode("urn:b"), NamedNode("urn:c")))
    assert len(store) == len(other) == 1


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        (None, "", "found no graph, run `odagraph build` first"),
        (MANIFEST, "{", "found no manifest of ours"),
        (MANIFEST, '{"format": 0}', "found another format"),
        (MANIFEST, "[]", "found another format"),
        (MANIFEST, '{"format": 1}', "found no 'base' in it"),
    ],
)
def test_what_is_no_graph_is_named(tmp_path: Path, name: str | None, content: str, found: str) -> None:
    if name:
        (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(GraphError, match=found):
        open_store(tmp_path)


def test_a_folder_without_its_store_is_named(out: Path) -> None:
    (out / STORE).rename(out / "elsewhere")
    with pytest.raises(GraphError, match="found no store that opens"):
        open_store(out)


def test_swap_replaces_the_whole_folder(tmp_path: Path, out: Path) -> None:
    new = tmp_path / ".out.new-1"
    new.mkdir()
    (new / "only").touch()
    swap_in(new, out)
    assert [item.name for item in out.iterdir()] == ["only"]
    assert [item.name for item in tmp_path.iterdir()] == ["out"]


def test_a_swap_that_fails_leaves_the_old_folder(tmp_path: Path, out: Path) -> None:
    before = sorted(item.name for item in out.iterdir())
    with pytest.raises(BuildError, match="cannot be replaced"):
        swap_in(tmp_path / ".out.new-1", out)
    assert sorted(item.name for item in out.iterdir()) == before
    assert len(Store.read_only(str(out / STORE))) == 1
