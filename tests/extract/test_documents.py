"""Files and folders as documents: what is read, what is left alone, and the one line that each mistake gets."""

import re
import zipfile
from pathlib import Path

import pytest

from extract.documents import read_documents
from extract.model import Skipped, Source
from ontology.errors import InputError

NEEDED = "a text in UTF-8, UTF-16, Windows-1252, Shift_JIS or another common encoding is needed"


def write(folder: Path, **texts: str | bytes) -> Path:
    """A folder of files; the last `_` of a key is the dot of the name, ``__`` divides folders."""
    for key, text in texts.items():
        stem, _, ending = key.replace("__", "/").rpartition("_")
        path = folder / f"{stem}.{ending}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def ids(*paths: Path) -> list[str]:
    return [document.id for document in read_documents(paths)[0]]


def test_a_document_is_called_after_its_file(tmp_path: Path) -> None:
    assert ids(write(tmp_path, annual_txt="Japan.") / "annual.txt") == ["annual"]


def test_documents_are_sorted_whatever_the_order_of_paths(tmp_path: Path) -> None:
    write(tmp_path, b_txt="Japan.", a_md="Kenya.", c_txt="Laos.")
    paths = [tmp_path / name for name in ("c.txt", "a.md", "b.txt")]
    assert read_documents(paths) == read_documents(paths[::-1])
    assert ids(*paths) == ["a", "b", "c"]


def test_folders_are_read_to_the_bottom(tmp_path: Path) -> None:
    assert ids(write(tmp_path, a_txt="Japan.", deep__deeper__b_md="Kenya.")) == ["a", "b"]


def test_other_files_of_a_folder_are_named(tmp_path: Path) -> None:
    write(tmp_path, a_txt="Japan.", deep__b_png="x", c_csv="x")
    reason = "not a .txt, .md, .pdf, .html, .docx or .zip file"
    assert read_documents([tmp_path])[1] == (
        Skipped(path="c.csv", reason=reason),
        Skipped(path="deep/b.png", reason=reason),
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "found an empty file, a text is needed"),
        (b" \n\t", "found an empty file, a text is needed"),
        (b"\0\1\2", f"found binary data, {NEEDED}"),
        (b"\xef\xbb\xbfcaf\xe9", f"found byte 0xe9 at 6, which is no UTF-8, {NEEDED}"),
    ],
    ids=["empty", "blank", "binary", "no-utf-8"],
)
def test_unreadable_texts_of_a_folder_are_named_with_the_reason(tmp_path: Path, content: bytes, reason: str) -> None:
    write(tmp_path, a_txt="Japan.", b_txt=content)
    documents, skipped = read_documents([tmp_path])
    assert [document.id for document in documents] == ["a"]
    assert skipped == (Skipped(path="b.txt", reason=reason, unread=True),)


def test_the_reason_holds_no_path_even_if_the_folder_has_a_colon(tmp_path: Path) -> None:
    folder = write(tmp_path / "part 1: ports", a_txt="Japan.", b_txt="")
    assert [item.reason for item in read_documents([folder])[1]] == ["found an empty file, a text is needed"]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.txt", b"", "found an empty file, a text is needed"),
        ("a.txt", b"Japan.\0", f"found binary data, {NEEDED}"),
        ("a.txt", b"\xef\xbb\xbfcaf\xe9", f"found byte 0xe9 at 6, which is no UTF-8, {NEEDED}"),
        ("a.csv", b"x", "found a .csv, .txt, .md, .pdf, .html, .docx or .zip is needed"),
        ("README", b"Japan.", "found a file without an ending, .txt, .md, .pdf, .html, .docx or .zip is needed"),
        ("a.txt", None, "found nothing there, a text file or a folder is needed"),
    ],
    ids=["empty", "binary", "after-a-bom", "table", "no-ending", "missing"],
)
def test_a_file_named_by_itself_must_be_a_text(tmp_path: Path, name: str, content: bytes | None, message: str) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=f"^{re.escape(f'{path}: {message}')}$"):
        read_documents([path])


def test_a_folder_without_texts_is_a_mistake(tmp_path: Path) -> None:
    write(tmp_path, a_csv="x", b_txt="")
    with pytest.raises(InputError, match=r"found no text that can be read, .* are needed; b\.txt: found an empty file"):
        read_documents([tmp_path])


def test_hidden_files_are_left_alone(tmp_path: Path) -> None:
    write(tmp_path, a_txt="Japan.")
    write(tmp_path / ".git", b_txt="Kenya.")
    (tmp_path / ".c.txt").write_text("Laos.", encoding="utf-8")
    assert [document.id for document in read_documents([tmp_path])[0]] == ["a"]
    assert read_documents([tmp_path])[1] == ()


def test_files_of_one_name_get_the_name_of_their_folder(tmp_path: Path) -> None:
    write(tmp_path, y2019__report_txt="Japan.", y2020__report_txt="Kenya.", other_txt="Laos.")
    assert ids(tmp_path) == ["other", "y2019-report", "y2020-report"]


def test_two_texts_that_stay_of_one_name_are_a_mistake(tmp_path: Path) -> None:
    write(tmp_path, report_txt="Japan.", report_md="Kenya.")
    with pytest.raises(InputError, match=r"found a second text called '.*-report' \(.*\), rename one$"):
        read_documents([tmp_path])


def test_a_file_that_is_named_twice_is_read_once(tmp_path: Path) -> None:
    write(tmp_path, a_txt="Japan.")
    assert ids(tmp_path, tmp_path / "a.txt", tmp_path) == ["a"]


SOURCES = '[sources.a]\ntitle = "A report"\npublisher = "A ministry"\nyear = 2020\n'
KNOWN = Source(title="A report", publisher="A ministry", year=2020)


@pytest.mark.parametrize("place", ["texts__sources_toml", "sources_toml"], ids=["beside", "one-folder-up"])
def test_sources_tell_what_a_text_is(tmp_path: Path, place: str) -> None:
    write(tmp_path, texts__a_txt="Japan.", **{place: SOURCES})
    documents, skipped = read_documents([tmp_path / "texts"])
    assert [document.source for document in documents] == [KNOWN]
    assert skipped == ()


def test_sources_in_an_archive_tell_what_the_texts_beside_them_are(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "reports.zip", "w") as archive:
        archive.writestr("north/a.txt", "Japan.")
        archive.writestr("north/sources.toml", SOURCES)
        archive.writestr("south/deep/b.txt", "Kenya.")
        archive.writestr("south/sources.toml", SOURCES.replace("[sources.a]", "[sources.b]"))
        archive.writestr("south/c.txt", "Laos.")
    documents, skipped = read_documents([tmp_path])
    assert [document.source for document in documents] == [KNOWN, KNOWN, Source(title="c")]
    assert skipped == ()


def test_sources_of_a_subfolder_are_heeded(tmp_path: Path) -> None:
    write(tmp_path, north__deep__a_txt="Japan.", north__deep__sources_toml=SOURCES, b_txt="Kenya.")
    assert [document.source for document in read_documents([tmp_path])[0]] == [KNOWN, Source(title="b")]


@pytest.mark.parametrize("packed", [False, True], ids=["folder", "archive"])
def test_a_mistake_in_the_sources_stops_the_reading(tmp_path: Path, packed: bool) -> None:
    wrong = "[sources.a]\nyear = 'now'\n"
    if packed:
        with zipfile.ZipFile(tmp_path / "r.zip", "w") as archive:
            archive.writestr("a.txt", "Japan.")
            archive.writestr("sources.toml", wrong)
    else:
        write(tmp_path, a_txt="Japan.", sources_toml=wrong)
    found = r"sources\.toml \[sources\.a\]: found year = 'now', allowed is a year of four digits$"
    with pytest.raises(InputError, match=found):
        read_documents([tmp_path])


def test_a_text_without_a_source_is_called_after_its_file(tmp_path: Path) -> None:
    write(tmp_path, sources_toml=SOURCES)
    (tmp_path / "annual-report_2020.txt").write_text("Japan.", encoding="utf-8")
    (document,) = read_documents([tmp_path])[0]
    assert document.source == Source(title="annual report 2020")


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"\xef\xbb\xbfJapan.", "Japan."),
        (b"Japan.\r\n\r\nKenya.\r\n", "Japan.\r\n\r\nKenya.\r\n"),
        ("Côte d’Ivoire\u2028".encode(), "Côte d’Ivoire\u2028"),
    ],
    ids=["byte-order-mark", "crlf", "other-line-end"],
)
def test_a_text_is_read_as_it_is(tmp_path: Path, content: bytes, text: str) -> None:
    (document,) = read_documents([write(tmp_path, a_txt=content)])[0]
    assert document.text == text
