"""A whole `odagraph build` on nasty files, in a process of its own with limits: one line for each, nothing outside."""

import io
import os
import resource
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from graph.store import TRIG

SENTENCE = "Japan supports Laos. "
_CPU_SECONDS = 60
_BYTES = 6_000_000_000  # of addresses, most of which are never touched
_FIELD = [f"{a}{b}{c}" for a in "ABCDEFGH" for b in "KLM" for c in "QRS"]

#: Files that are read, whatever stands in them.
READ: Mapping[str, bytes] = {
    "marks.txt": b"\xef\xbb\xbf" + ("\ufeff" * 9 + SENTENCE).encode(),
    "wide.txt": SENTENCE.encode("utf-16"),
    "bidi.txt": "\u202eJapan\u202c supports \u2066Laos\u2069.\u200f ".encode() * 9,
    "controls.txt": SENTENCE.encode() + bytes(range(1, 32)) + b"\x7f" + SENTENCE.encode(),
    "non-characters.txt": ("Japan\ufffe\uffff\U0010ffff supports Laos\ue000. " + SENTENCE * 3).encode(),
    "breaks.txt": "Japan supports\x0bLaos.\x0c\x1c\x1d\x1e\x85\u2028\u2029\r".encode() * 9,
    "acronyms.txt": "\n\n".join(f"The Kilo Lima Mike ({name}) supports Kenya." for name in _FIELD).encode(),
    "one-sentence.txt": ("The roads of Japan and the ports of the sea and " + "of the water and " * 500).encode(),
    "one-word.txt": b"The port of " + b"a" * 5_000 + b" and of the " + b"9" * 5_000,
    "notes.txt": "The port of Japan¹ and of the sea². ".encode() * 60 + b"<sup>1</sup>" * 500 + b"\nNote 1: The port.",
    "tag.html": b"<meta charset=rot13><p>Japan supports Laos in 2020. \xe9",
    "credits.txt": b"The port of (Photo by " * 50 + b"[see page " * 300 + b"of the sea and by the port is in the road",
    "nested.md": b"> " * 500 + b"- " * 500 + b"#" * 500 + b" Japan\n" + b"[" * 500 + b"(" * 500 + b"**" * 500,
    "formula.txt": b"=HYPERLINK(1) \x1b[31m<script>alert(1)</script> Japan supports Laos.",
}
#: Files that are left alone, each with how the reason begins.
REFUSED: Mapping[str, tuple[bytes, str]] = {
    "empty.txt": (b"", "found an empty file"),
    "blank.txt": (b" \n\t\r", "found an empty file"),
    "nul.txt": (b"Japan\0supports Laos.", "found binary data"),
    "halves.txt": (b"\xff\xfe" + "Japan".encode("utf-16-le") + b"\x00\xd8" * 9, "found byte"),
    "noise.txt": (bytes(at * at % 128 + 128 for at in range(5_000)), "found"),
    "long.txt": (b"Japan supports Laos. " * 500_000, "found 10,500,000 characters"),
    "broken.pdf": (b"%PDF-1.7\nstartxref\n99999999\n%%EOF", "found a damaged or truncated PDF"),
    "deep.html": (b"<div>" * 5_000 + b"Japan", "found elements nested more than"),
    "laughs.docx": (b"PK", "found a damaged or truncated file"),
}


def _archive() -> bytes:
    file = io.BytesIO()
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = 0o120777 << 16
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("c.txt", bytes(5_000_000))
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("in/good.txt", "../../out.txt", "/root.txt", "a/../../b.txt", "..\\..\\c.txt", "C:\\d.txt"):
            archive.writestr(name, SENTENCE)
        archive.writestr("bomb.txt", b"a" * 5_000_000)
        archive.writestr("inner.zip", inner.getvalue())
        archive.writestr(link, "/etc/hostname")
    return file.getvalue()


def _limited() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (_BYTES, _BYTES))


def _build(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "graph.cli", "build", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, preexec_fn=_limited, check=False)


def _listing(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


def _nasty_folder(texts: Path) -> None:
    texts.mkdir()
    for name, data in READ.items():
        (texts / name).write_bytes(data)
    for name, (data, _) in REFUSED.items():
        (texts / name).write_bytes(data)
    (texts / "packed.zip").write_bytes(_archive())
    for name in (
        "line\nbreak.txt",
        "\u202etxt.evil.txt",
        "😀.txt",
        "n" * 240 + ".txt",
        "..odd...txt",
        "\x1b[31mred.txt",
    ):
        (texts / name).write_text(f"{SENTENCE} The port {len(name)}.", encoding="utf-8")
    for name in ("Case.txt", "case.txt", "cafe\u0301.txt", "caf\u00e9.txt"):
        (texts / name).write_text(f"{SENTENCE} It is {name.encode().hex()}.", encoding="utf-8")
    (texts.parent / "secret.txt").write_text("Kenya supports Ghana.", encoding="utf-8")
    (texts / "way-out.txt").symlink_to(texts.parent / "secret.txt")
    (texts / "loop").symlink_to(texts)
    os.mkfifo(texts / "pipe.txt")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, "subprocess.CompletedProcess[str]", set[str]]:
    """The folder that a build of all nasty files ran in, what it said, and what stood there before."""
    top = tmp_path_factory.mktemp("hostile")
    _nasty_folder(top / "texts")
    before = _listing(top)
    return top, _build(top, "texts", "--out", "out"), before


def test_a_build_of_nasty_files_ends_with_a_line_for_each(
    built: tuple[Path, "subprocess.CompletedProcess[str]", set[str]],
) -> None:
    top, done, _ = built
    assert (done.returncode, "Traceback" in done.stderr) == (3, False), done.stderr[-2000:]
    report = (top / "out" / "report.txt").read_text(encoding="utf-8")
    left = report.partition("Files left alone\n")[2]
    for name, (_, reason) in REFUSED.items():
        assert f"  {name}: {reason}" in left
    for inner in ("../../out.txt", "/root.txt", "a/../../b.txt", "link.txt", "bomb.txt", "inner.zip"):
        assert f"packed.zip/{inner}: found" in left
    assert "  way-out.txt: found a link out of the folder" in left
    assert "  pipe.txt: found no regular file" in left
    assert "Kenya supports Ghana" not in (top / "out" / TRIG).read_text(encoding="utf-8")


def test_what_can_be_read_is_read(built: tuple[Path, "subprocess.CompletedProcess[str]", set[str]]) -> None:
    top, _, _ = built
    report = (top / "out" / "report.txt").read_text(encoding="utf-8")
    read = report.partition("Texts read\n")[2].partition("\n\n")[0]
    names = {line.strip() for line in read.splitlines()}
    assert {name.rpartition(".")[0] for name in READ} <= names
    assert {"good", "😀", "Case", "case"} <= names


def test_nothing_is_written_outside_the_output_folder(
    built: tuple[Path, "subprocess.CompletedProcess[str]", set[str]],
) -> None:
    top, _, before = built
    after = {name for name in _listing(top) if name != "out" and not name.startswith("out/")}
    assert after == before


def test_no_name_of_a_file_moves_the_cursor(built: tuple[Path, "subprocess.CompletedProcess[str]", set[str]]) -> None:
    top, done, _ = built
    report = (top / "out" / "report.txt").read_text(encoding="utf-8")
    assert not [char for char in done.stdout + done.stderr + report if ord(char) < 32 and char != "\n"]
    assert "  line break\n" in report


@pytest.mark.parametrize("name", ["empty.txt", "nul.txt", "long.txt", "broken.pdf"])
def test_a_nasty_file_alone_is_one_line_and_a_code(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(REFUSED[name][0])
    done = _build(tmp_path, name, "--out", "out")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"odagraph: {name}: {REFUSED[name][1]}")
    assert done.stderr.count("\n") == 1
    assert _listing(tmp_path) == {name}
