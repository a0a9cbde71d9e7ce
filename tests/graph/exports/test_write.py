import os
import subprocess
from pathlib import Path

import pytest

from graph.exports.formats import Format
from graph.exports.write import content_of, export
from ontology import GraphError, InputError


@pytest.mark.parametrize("format_", Format)
def test_the_same_graph_gives_the_same_bytes(out: Path, tmp_path: Path, format_: Format) -> None:
    one, two = (export(out, format_, tmp_path / name) for name in ("one", "two"))
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in two]


@pytest.mark.parametrize("format_", Format)
def test_every_text_file_is_utf_8_with_line_feeds(nasty_out: Path, tmp_path: Path, format_: Format) -> None:
    for path in export(nasty_out, format_, tmp_path / "x"):
        if format_ is not Format.PARQUET:
            text = path.read_bytes().decode("utf-8")
            assert text == "" or text.endswith("\n")
            assert "\ufeff" not in text
    assert {path.name for path in tmp_path.rglob("*") if path.name.startswith(".")} == set()


def test_a_folder_gets_files_and_a_file_a_file(small_out: Path, tmp_path: Path) -> None:
    assert export(small_out, Format.GEXF, tmp_path / "deep" / "x.gexf") == (tmp_path / "deep" / "x.gexf",)
    files = export(small_out, Format.CSV, tmp_path / "tables")
    assert sorted(files) == sorted((tmp_path / "tables").iterdir())


def test_a_folder_of_files_is_no_one_file(small_out: Path) -> None:
    with pytest.raises(InputError, match="--format csv: found one file to write to, a folder is needed"):
        content_of(small_out, Format.CSV)


@pytest.mark.parametrize("format_", Format)
def test_a_folder_without_graph_is_named(tmp_path: Path, format_: Format) -> None:
    with pytest.raises(GraphError, match="run `odagraph build` first"):
        export(tmp_path / "none", format_, tmp_path / "x")


@pytest.mark.parametrize(("name", "content"), [("graph.trig", None), ("graph.trig", b"<a> <b>")])
def test_a_graph_without_its_file_is_named(small_out: Path, tmp_path: Path, name: str, content: bytes | None) -> None:
    (tmp_path / "g").mkdir()
    (tmp_path / "g" / "odagraph.json").write_bytes((small_out / "odagraph.json").read_bytes())
    if content is not None:
        (tmp_path / "g" / name).write_bytes(content)
    with pytest.raises(GraphError, match=r"graph\.trig: found no .*build the graph again"):
        content_of(tmp_path / "g", Format.TURTLE)


def test_a_place_that_cannot_be_written_is_named(small_out: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match="cannot be written"):
        export(small_out, Format.TRIG, tmp_path / "file" / "x.trig")
    (tmp_path / "folder").mkdir()
    with pytest.raises(InputError, match="cannot be written"):
        export(small_out, Format.TRIG, tmp_path / "folder")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder"]


def test_a_link_stays_a_link_and_a_pipe_a_pipe(small_out: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "file")
    export(small_out, Format.NTRIPLES, tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "file").read_bytes() == content_of(small_out, Format.NTRIPLES)
    os.mkfifo(tmp_path / "pipe")
    with (tmp_path / "read").open("wb") as read, subprocess.Popen(["cat", tmp_path / "pipe"], stdout=read):
        export(small_out, Format.NTRIPLES, tmp_path / "pipe")
    assert (tmp_path / "read").read_bytes() == content_of(small_out, Format.NTRIPLES)


@pytest.mark.parametrize("inside", ["", "graph.ttl", "tables/x"])
def test_the_graphs_own_folder_is_refused(small_out: Path, inside: str) -> None:
    before = sorted(small_out.rglob("*"))
    with pytest.raises(InputError, match="found a place in the graph's own folder"):
        export(small_out, Format.TURTLE, small_out / inside)
    assert sorted(small_out.rglob("*")) == before
