from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from graph.store import (
    MANIFEST,
    STORE,
    Manifest,
    of_one_build,
    open_both,
    open_store,
    read_manifest,
    write_manifest,
    write_store,
)
from graph.writing.workplace import exchange
from ontology import GraphError

QUADS = [Quad(NamedNode("urn:a"), NamedNode("urn:b"), Literal("c"), NamedNode("urn:g"))]

MADE = Manifest(
    base="https://example.org/", documents=("one",), counts={"words": 7}, version="1", options={"authority": False}
)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    write_store(QUADS, folder / STORE)
    write_manifest(MADE, folder)
    return folder


def test_manifest_reads_back_as_written(out: Path) -> None:
    manifest = read_manifest(out)
    assert manifest == MADE
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
        (MANIFEST, '{"format": 1}', "found another format"),
        (MANIFEST, '{"format": 2}', "found no 'base' in it"),
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


def _another(folder: Path, version: str) -> Path:
    """A folder with another build's manifest and store."""
    folder.mkdir()
    write_store([Quad(NamedNode("urn:a"), NamedNode("urn:b"), Literal(version), NamedNode("urn:g"))], folder / STORE)
    write_manifest(Manifest(version=version), folder)
    return folder


def test_manifest_and_store_are_of_one_build_when_a_swap_comes_between(tmp_path: Path, out: Path) -> None:
    other = _another(tmp_path / "other", "2")
    swaps = iter([True, False, False])

    def read() -> tuple[str, str]:
        version = read_manifest(out).version
        if next(swaps):
            exchange(out, other)
        (quad,) = open_store(out)
        assert isinstance(quad.object, Literal)
        return version, quad.object.value

    assert of_one_build(out, read) == ("2", "2")


@pytest.mark.parametrize("place", [0, 1], ids=["made-before", "made-after"])
def test_what_opens_in_mid_swap_but_not_after_is_opened_again(tmp_path: Path, place: int) -> None:
    folders = tmp_path / "one", tmp_path / "other"
    for folder in folders:
        folder.mkdir()
    broken, out = folders[place], folders[1 - place]
    write_manifest(MADE, out)
    exchange(out, broken)
    tries = iter(range(5))

    def read() -> Manifest:
        if next(tries):
            return read_manifest(out)
        try:
            return read_manifest(out)
        finally:
            exchange(out, broken)

    assert of_one_build(out, read) == MADE


def test_a_folder_that_is_not_there_holds_no_graph(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="none: found no graph"):
        open_both(tmp_path / "none")


def test_a_folder_that_changes_at_every_look_is_named(
    tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = _another(tmp_path / "other", "2")
    monkeypatch.setattr("graph.store._PATIENCE", 0.1)
    with pytest.raises(GraphError, match="changes all the time"):
        of_one_build(out, lambda: exchange(out, other))


def test_both_are_read_of_a_graph_at_rest(out: Path) -> None:
    manifest, store = open_both(out)
    assert (manifest, list(store)) == (MADE, QUADS)
