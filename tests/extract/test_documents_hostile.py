"""Hostile and damaged files: each gets one clear line, nothing is written, and the others are read."""

import contextlib
import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import docx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from extract.documents import files as input_files
from extract.documents import read_documents
from extract.documents.convert import convert
from extract.documents.encoding import decode
from extract.documents.files import InputFile, files_at
from extract.model import Skipped
from extract.reading import read_blocks, sentences
from extract.tokens import tokenize
from ontology.errors import InputError


def zipped(**files: bytes) -> bytes:
    return archive_of({name.replace("__", "/").replace("_", "."): data for name, data in files.items()})


def archive_of(files: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return file.getvalue()


def word_file(**replaced: bytes) -> bytes:
    """A Word file with some of its parts replaced."""
    document = docx.Document()
    document.add_paragraph("Japan supports Laos.")
    file = io.BytesIO()
    document.save(file)
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return archive_of({**parts, **replaced})


def pdf(*objects: bytes, root: int = 1, end: bytes = b"%%EOF") -> bytes:
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, item) for number, item in enumerate(objects, 1))
    return b"%PDF-1.7\n" + body + b"trailer <</Root %d 0 R/Size %d>>\n" % (root, len(objects) + 1) + end


CATALOG = b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(while\\(true\\){})>>>>"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
WORDS = b"BT /F 12 Tf 72 500 Td (Japan supports Laos.) Tj ET"
LEAF = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>"
STREAM = b"<</Length %d>>stream\n%s\nendstream" % (len(WORDS), WORDS)
PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"

_MAIN = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NESTED = b'<w:document xmlns:w="%s"><w:body>%s<w:p/>%s</w:body></w:document>' % (
    _MAIN,
    b"<w:tbl><w:tr><w:tc>" * 2_000,
    b"</w:tc></w:tr></w:tbl>" * 2_000,
)
LAUGHS = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><x>&a;</x>'


@pytest.mark.parametrize(
    ("kind", "data", "reason"),
    [
        ("pdf", pdf(CATALOG, PAGES, LEAF, STREAM, FONT, end=b""), "found a truncated PDF"),
        ("pdf", b"%PDF-1.7\nnothing\n%%EOF", "found a damaged or truncated PDF"),
        (
            "pdf",
            pdf(CATALOG, PAGES, b"<</Type/Page/MediaBox[0 0 9 9]>>"),
            "found 1 page without a text layer (a scan?)",
        ),
        (
            "docx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99),
            "found a file of Word before 2007",
        ),
        ("docx", word_file()[:-200], "found a damaged or truncated file"),
        ("docx", zipped(a_txt=b"x"), "found no Word document in it"),
        ("docx", word_file(**{"word/document.xml": LAUGHS}), "found XML entities in it"),
        ("docx", word_file(**{"word/document.xml": NESTED}), "found elements nested too deep"),
        ("docx", zipped(**{f"a{number}_xml": b"" for number in range(5_001)}), "found 5,001 parts of 0 bytes"),
        ("html", b"<script>document.write('x')</script>", "found a page without text"),
        ("html", b"<div>" * 2000 + b"x", "found elements nested more than"),
    ],
    ids=[
        "cut",
        "damaged",
        "scan",
        "password",
        "cut-word",
        "no-word",
        "entities",
        "deep-word",
        "parts",
        "script-only",
        "deep",
    ],
)
def test_a_file_that_cannot_be_read_gets_one_line(kind: str, data: bytes, reason: str) -> None:
    with pytest.raises(InputError, match=r"^found [^\n]*$") as caught:
        convert(data, kind)
    assert str(caught.value).startswith(reason)


def test_entities_in_the_properties_of_a_word_file_are_refused() -> None:
    with pytest.raises(InputError, match=r"^found XML entities in it"):
        convert(word_file(**{"docProps/core.xml": OUTSIDE}), "docx")


def test_entities_in_a_page_stay_what_they_are() -> None:
    assert convert(LAUGHS.replace(b"</x>", b" Japan &#xD800;</x>"), "html").text.endswith("Japan \ufffd")


def test_scripts_of_a_pdf_are_not_run() -> None:
    assert convert(pdf(CATALOG, PAGES, LEAF, STREAM, FONT), "pdf").text == "Japan supports Laos."


def test_a_loop_in_the_pages_of_a_pdf_ends() -> None:
    loop = pdf(CATALOG, b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 2>>", LEAF, STREAM, FONT)
    try:
        assert "Japan" in convert(loop, "pdf").text
    except InputError as error:
        assert str(error).startswith("found a damaged")  # noqa: PT017 - either answer is right, hanging is not


def test_a_reader_that_takes_too_long_is_ended() -> None:
    with pytest.raises(InputError, match=r"^found a file that takes more than 0\.01 seconds to read"):
        convert(b"<p>Japan", "html", time_limit=0.01)


def test_an_archive_is_read_and_what_is_wrong_in_it_named(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = 0o120777 << 16
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("in/good.txt", "Japan supports Laos.")
        archive.writestr("../../out.txt", "Japan")
        archive.writestr("/root.txt", "Japan")
        archive.writestr("bomb.txt", b"a" * 5_000_000)
        archive.writestr("inner.zip", b"x")
        archive.writestr(link, "/etc/hostname")
    (tmp_path / "a.zip").write_bytes(file.getvalue())
    documents, skipped = read_documents([tmp_path])
    assert [document.id for document in documents] == ["good"]
    assert {item.path.removeprefix("a.zip/"): item.reason.split(",")[0] for item in skipped} == {
        "../../out.txt": "found a path that leads out of the archive",
        "/root.txt": "found a path that leads out of the archive",
        "bomb.txt": next(item.reason.split(",")[0] for item in skipped if "bomb" in item.path),
        "inner.zip": "found an archive in an archive",
        "link.txt": "found a link",
    }
    assert "unpacks to 5,000,000 bytes" in str(skipped)
    assert [path.name for path in tmp_path.iterdir()] == ["a.zip"]


@pytest.mark.parametrize("data", [b"", b"PK", zipped(a_txt=b"Japan")[:-30]], ids=["empty", "start", "cut"])
def test_a_damaged_archive_is_named(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.zip").write_bytes(data)
    (tmp_path / "b.txt").write_text("Japan", encoding="utf-8")
    ((skipped,), documents) = (read_documents([tmp_path])[1], read_documents([tmp_path])[0])
    assert skipped.reason.startswith("found a damaged or truncated archive")
    assert [document.id for document in documents] == ["b"]


def test_links_out_of_a_folder_are_refused_and_pipes_too(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (tmp_path / "secret.txt").write_text("Japan", encoding="utf-8")
    (folder / "a.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "b.txt").write_text("Laos", encoding="utf-8")
    (folder / "c.txt").symlink_to(folder / "b.txt")
    (folder / "line\nend.txt").write_text("Peru", encoding="utf-8")
    Path(os.fsdecode(bytes(folder) + b"/no\xff.txt")).write_text("Peru", encoding="utf-8")
    (folder / "loop").symlink_to(folder)
    (folder / "self.txt").symlink_to(folder / "self.txt")
    os.mkfifo(folder / "pipe.txt")
    found = list(files_at(folder))
    assert [item.shown for item in found if isinstance(item, InputFile)] == ["b.txt", "c.txt", "line\\nend.txt"]
    refused = {item.path: item.reason.split(",")[0] for item in found if isinstance(item, Skipped)}
    assert refused == {
        "a.txt": "found a link out of the folder",
        "no\\udcff.txt": "found a name that is no UTF-8",
        "pipe.txt": "found no regular file",
        "self.txt": "found a link that leads back to itself",
    }
    assert [document.text for document in read_documents([folder])[0]] == ["Laos", "Peru"]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"Japan supports Laos.", "Japan supports Laos."),
        (b" <!DOCTYPE html><h1>Japan</h1>", "# Japan"),
        (word_file(), "Japan supports Laos."),
    ],
    ids=["text", "page", "word"],
)
def test_the_standard_input_is_read_by_what_it_is(monkeypatch: pytest.MonkeyPatch, data: bytes, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    (document,) = read_documents([Path("-")])[0]
    assert (document.id, document.text, document.kept) == ("standard-input", text, True)


def test_a_standard_input_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(input_files, "MOST_BYTES", 10)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"Japan supports Laos.")))
    with pytest.raises(InputError, match=r"^-: found more than 10 bytes, fewer are needed$"):
        read_documents([Path("-")])


@given(
    st.binary(max_size=200), st.sampled_from(["", "utf-8", "shift_jis", "utf-7", "rot13", "zlib", "idna", "no such"])
)
@example(b"\xff\xfe\x00\xd8", "")
@example(b"\xe9+ADw-p+AD4-", "utf-7")
def test_any_bytes_are_a_text_or_refused(data: bytes, declared: str) -> None:
    with contextlib.suppress(InputError):
        decode(data, declared).encode()  # and no half of a character


@pytest.mark.parametrize("declared", ["utf-7", "rot13", "zlib", "unicode_escape", "idna", "punycode", "hex"])
def test_a_page_cannot_choose_how_it_is_unpacked(declared: str) -> None:
    text = decode(b"Japan+ADw-p+AD4- supports \\u004caos. \xe9t\xe9", declared)
    assert text == "Japan+ADw-p+AD4- supports \\u004caos. été"


@given(st.text(st.characters(codec="utf-8"), max_size=300))
def test_blocks_and_words_of_any_text_stand_where_they_say(text: str) -> None:
    for block in read_blocks(text):
        tokens = tokenize(block.text)
        for start, end in zip(tokens.starts, tokens.ends, strict=True):
            first, last = block.span(start, end)
            assert 0 <= first < last <= len(text)
            assert (text[first], text[last - 1]) == (block.text[start], block.text[end - 1])


@given(st.text(st.sampled_from("aB ,;."), max_size=50), st.integers(min_value=1, max_value=200))
def test_sentences_are_short_and_lose_nothing(piece: str, times: int) -> None:
    text = " ".join((piece * times).split())
    found = sentences(text)
    assert all(0 < end - start <= 1_000 for start, end in found)
    assert "".join(text[start:end] for start, end in found).replace(" ", "") == text.replace(" ", "")


def test_a_narrower_limit_of_the_whole_command_is_no_fault() -> None:
    code = (
        "import resource; resource.setrlimit(resource.RLIMIT_CPU, (30, 30));"
        "from extract.documents.convert import convert; print(convert(b'<p>Japan', 'html').text)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("Japan\n", "")
