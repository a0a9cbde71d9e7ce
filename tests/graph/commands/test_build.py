"""`odagraph build` from texts to files, with the real language model."""

import os
import pty
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from graph.cli import run

TEXT = "JICA supports Viet Nam. The United Nations Development Programme (UNDP) works with Japan in Kenya.\n"


@pytest.fixture(scope="module")
def text(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("texts") / "aid.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def built(text: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("built") / "graph"
    assert run(["build", str(text), "--out", str(out)]) == 0
    return out


def test_build_says_where_graph_page_and_report_are_and_gives_the_same_bytes_again(
    capsys: pytest.CaptureFixture[str], text: Path, built: Path, tmp_path: Path
) -> None:
    assert run(["build", str(text), "--out", str(tmp_path / "g")]) == 0
    shown, said = capsys.readouterr()
    assert said == ""
    assert shown.startswith("1 document, ")
    for name in ("graph.trig", "store", "graph.html", "report.txt"):
        assert str(tmp_path / "g" / name) in shown
        assert (tmp_path / "g" / name).exists()
    for name in ("graph.trig", "graph.html", "report.txt", "odagraph.json"):
        assert (tmp_path / "g" / name).read_bytes() == (built / name).read_bytes()


def test_what_is_built_can_be_asked(capsys: pytest.CaptureFixture[str], built: Path) -> None:
    assert run(["why", "JICA", "supports", "Vietnam", "--out", str(built)]) == 0
    assert "“JICA supports Viet Nam.”" in capsys.readouterr().out
    assert run(["validate", "--out", str(built)]) == 0


def test_base_and_tables_can_be_chosen(capsys: pytest.CaptureFixture[str], text: Path, tmp_path: Path) -> None:
    base = "https://example.org/aid/"
    assert run(["build", str(text), "--out", str(tmp_path / "g"), "--base", base, "--no-authority"]) == 0
    trig = (tmp_path / "g" / "graph.trig").read_text(encoding="utf-8")
    assert f"<{base}registry>" in trig
    assert "w3id.org/odagraph" not in trig


def test_what_follows_can_be_left_out(
    capsys: pytest.CaptureFixture[str], text: Path, built: Path, tmp_path: Path
) -> None:
    assert run(["build", str(text), "--out", str(tmp_path / "g"), "--no-inference"]) == 0
    with_it, without = ((out / "graph.trig").read_text(encoding="utf-8") for out in (built, tmp_path / "g"))
    assert "oda:supportedBy a:jica" in with_it
    assert "oda:supportedBy a:jica" not in without


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("none.txt", None, "none.txt: found"),
        ("empty.txt", b"", "empty.txt: found"),
        ("binary.txt", b"%PDF-1.7\x00\x01\x02\x00", "binary.txt: found"),
        ("cut.pdf", b"%PDF-1.7\n1 0 obj\n<</Type", "cut.pdf: found"),
    ],
)
def test_a_text_that_cannot_be_read_leaves_the_old_graph(
    capsys: pytest.CaptureFixture[str], built: Path, tmp_path: Path, name: str, content: bytes | None, message: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    before = (built / "graph.trig").read_bytes()
    assert run(["build", str(tmp_path / name), "--out", str(built)]) == 2
    shown, said = capsys.readouterr()
    assert (shown, said.count("\n")) == ("", 1)
    assert message in said
    assert (built / "graph.trig").read_bytes() == before
    assert [path.name for path in built.parent.iterdir()] == [built.name]


def test_a_text_that_cannot_be_read_beside_others_is_named_and_told_by_the_exit_code(
    capsys: pytest.CaptureFixture[str], text: Path, tmp_path: Path
) -> None:
    page = tmp_path / "page.html"
    page.write_text("<main><h1>Aid</h1><p>JICA supports Laos.</p></main>", encoding="utf-8")
    (tmp_path / "cut.docx").write_bytes(b"PK\3\4")
    assert run(["build", str(text), str(page), str(tmp_path / "cut.docx"), "--out", str(tmp_path / "g")]) == 3
    shown, said = capsys.readouterr()
    assert shown.startswith("2 documents, ")
    assert said.startswith("cut.docx: found a damaged or truncated file")
    assert said.strip() in (tmp_path / "g" / "report.txt").read_text(encoding="utf-8")
    assert [path.name for path in (tmp_path / "g" / "texts").iterdir()] == ["page.txt"]
    assert (tmp_path / "g" / "texts" / "page.txt").read_text(encoding="utf-8") == "# Aid\n\nJICA supports Laos."


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        (("--base", "no iri"), 2, "--base: found 'no iri', an absolute IRI that ends with / and has no # is needed"),
        (("--base", "https://x.org/a#"), 2, "an absolute IRI that ends with / and has no # is needed"),
        (("--model", "xx_no_such_model"), 2, "xx_no_such_model"),
    ],
)
def test_an_option_that_cannot_be_used_is_said(
    capsys: pytest.CaptureFixture[str], text: Path, tmp_path: Path, options: tuple[str, str], code: int, message: str
) -> None:
    assert run(["build", str(text), "--out", str(tmp_path / "g"), *options]) == code
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert message in said
    assert not (tmp_path / "g").exists()


def test_a_folder_of_somebody_else_is_refused_before_any_work(
    capsys: pytest.CaptureFixture[str], text: Path, tmp_path: Path
) -> None:
    (tmp_path / "thesis.docx").write_text("years of work", encoding="utf-8")
    assert run(["build", str(text), "--out", str(tmp_path)]) == 1
    assert "found a folder with other things in it" in capsys.readouterr().err
    assert (tmp_path / "thesis.docx").read_text(encoding="utf-8") == "years of work"


def test_a_terminal_sees_a_progress_bar(text: Path, tmp_path: Path) -> None:
    master, slave = pty.openpty()
    termios.tcsetwinsize(slave, (24, 80))
    command = [sys.executable, "-m", "graph.cli", "build", str(text), "--out", str(tmp_path / "g")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=slave) as process:
        os.close(slave)
        seen = b""
        while chunk := _read(master):
            seen += chunk
        process.communicate()
    os.close(master)
    assert process.returncode == 0
    assert b"reading the texts" in seen
    assert b"writing the graph" in seen


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # a terminal without writers is an error on Linux, not an end of file
        return b""
