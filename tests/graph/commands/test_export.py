"""`odagraph export`, as it is called in a shell."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from graph.cli import run
from graph.exports.formats import Format
from graph.exports.write import content_of


def _run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    code = run(["export", *map(str, words)])
    shown, said = capsys.readouterr()
    return code, shown, said


@pytest.mark.parametrize("format_", Format)
def test_each_format_names_what_it_wrote(
    capsys: pytest.CaptureFixture[str], small_out: Path, tmp_path: Path, format_: Format
) -> None:
    code, shown, said = _run(capsys, "--format", format_, "-o", tmp_path / "x", "--out", small_out)
    assert (code, said) == (0, "")
    assert shown
    assert all(Path(line).is_file() for line in shown.splitlines())


@pytest.mark.parametrize("format_", [format_ for format_ in Format if not format_.folder])
def test_a_format_of_one_file_goes_to_the_standard_output(small_out: Path, format_: Format) -> None:
    command = [sys.executable, "-m", "graph.cli", "export", "--format", format_, "-o", "-", "--out", str(small_out)]
    done = subprocess.run(command, capture_output=True, check=True)
    assert (done.stdout, done.stderr) == (content_of(small_out, format_), b"")


def test_the_ending_tells_the_format(capsys: pytest.CaptureFixture[str], small_out: Path, tmp_path: Path) -> None:
    path = tmp_path / "graph.nt"
    assert _run(capsys, "-o", path, "--out", small_out)[:2] == (0, f"{path}\n")
    assert path.read_bytes() == content_of(small_out, Format.NTRIPLES)


def test_what_was_derived_can_be_left_out(capsys: pytest.CaptureFixture[str], small_out: Path, tmp_path: Path) -> None:
    assert _run(capsys, "-o", tmp_path / "x.nq", "--no-inferred", "--out", small_out)[0] == 0
    assert (tmp_path / "x.nq").read_bytes() == content_of(small_out, Format.NQUADS, inferred=False)


@pytest.mark.parametrize(("format_", "name"), [("nquads", "g-export.nq"), ("csv", "g-export-csv/nodes.csv")])
def test_it_goes_beside_the_graph(
    capsys: pytest.CaptureFixture[str], small_out: Path, tmp_path: Path, format_: str, name: str
) -> None:
    shutil.copytree(small_out, tmp_path / "g")
    shown = _run(capsys, "--format", format_, "--out", tmp_path / "g")[1]
    assert shown.splitlines()[0] == str(tmp_path / name)


def test_all_formats_at_once(capsys: pytest.CaptureFixture[str], small_out: Path, tmp_path: Path) -> None:
    code, shown, said = _run(capsys, "--format", "all", "-o", tmp_path / "all", "--out", small_out)
    assert (code, said) == (0, "")
    names = {path.name for path in (tmp_path / "all").iterdir()}
    assert names == {format_.value if format_.folder else f"graph{format_.ending}" for format_ in Format}
    assert sorted(map(Path, shown.splitlines())) == sorted(path for path in (tmp_path / "all").rglob("*.*"))


def test_all_formats_but_what_needs_another_package(
    capsys: pytest.CaptureFixture[str], small_out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    code, shown, said = _run(capsys, "--format", "all", "-o", tmp_path / "all", "--out", small_out)
    assert (code, "parquet" in shown, said.count("\n")) == (0, False, 1)
    assert said.startswith("parquet left out: ")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--format", "xml"), "found 'xml', one of turtle, trig, "),
        ((), "found no --format, one of turtle, trig, "),
        (("-o", "-"), "found no --format, one of turtle, trig, "),
        (("-o", "x.xml"), "x.xml: found an ending that tells no format"),
        (("--format", "csv", "-o", "-"), "--format csv: found one file to write to, a folder is needed"),
        (("--format", "all", "-o", "-"), "found --format all with -o -, a folder is needed"),
    ],
)
def test_a_mistake_is_one_line(
    capsys: pytest.CaptureFixture[str], small_out: Path, words: tuple[str, ...], message: str
) -> None:
    code, shown, said = _run(capsys, *words, "--out", small_out)
    assert (code, shown, said.count("\n")) == (2, "", 1)
    assert message in said


def test_the_help_has_a_line_for_each_format(capsys: pytest.CaptureFixture[str]) -> None:
    lines = [line.split() for line in _run(capsys, "--help")[1].splitlines()]
    for format_ in Format:
        assert [format_.value, *format_.gloss.split()] in lines
