"""Texts at addresses: they are those of the disk, and each thing that can go wrong gets its line."""

import io
import socket
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from extract.documents import addresses, read_documents
from extract.documents.files import Where
from extract.model import Document, Skipped, Source
from ontology.errors import InputError

fsspec = pytest.importorskip("fsspec", reason="addresses need the extra `scale`")

SOURCES = b'[sources.a]\ntitle = "A report"\nyear = 2020\n'
KNOWN = Source(title="A report", year=2020)
PAGE = b"<!DOCTYPE html><title>Ports</title><h1>Ports</h1><p>Japan supports Laos."


def packed(**files: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), data)
    return file.getvalue()


#: A folder of texts, by path.
FOLDER = {
    "texts/a.txt": b"Japan.",
    "texts/north/report.md": b"Kenya.",
    "texts/south/report.html": PAGE,
    "texts/more.zip": packed(b_txt=b"Laos.", in__sources_toml=SOURCES.replace(b".a]", b".c]"), in__c_txt=b"Nepal."),
    "texts/table.csv": b"1,2",
    "texts/.hidden.txt": b"Nobody.",
    "texts/empty.txt": b"",
    "texts/corrections.toml": b"",
    "sources.toml": SOURCES,
}


@pytest.fixture
def memory() -> Iterator[str]:
    """The address of the folder in memory."""
    system = fsspec.filesystem("memory")
    for name, data in FOLDER.items():
        system.pipe_file(f"/shelf/{name}", data)
    yield "memory://shelf/texts"
    system.rm("/shelf", recursive=True)


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    """The same folder on the disk."""
    for name, data in FOLDER.items():
        path = tmp_path / "shelf" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return tmp_path / "shelf" / "texts"


class _Handler(BaseHTTPRequestHandler):
    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        path = self.path.partition("?")[0]
        if path == "/busy" and self.asked.count("/busy") < 2:
            self.send_error(503)
        elif path == "/slow":
            threading.Event().wait(60)  # long after the client has given up
        elif path == "/forbidden.txt":
            self.send_error(403)
        elif data := {
            "/busy": b"Japan.",
            "/page/": PAGE,
            "/a%20b.txt": b"Kenya.",
            "/more.zip": packed(c_txt=b"Laos."),
        }.get(path):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(data)
        else:
            self.send_error(404)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, list[str]]]:
    """The address of a server on this machine, and the paths that it was asked for."""
    pytest.importorskip("aiohttp", reason="the web needs the extra `scale`")
    monkeypatch.setattr(addresses, "PAUSES", (0.01, 0.01))
    asked: list[str] = []
    handler = type("Handler", (_Handler,), {"asked": asked})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()
        thread.join()


def told(*wheres: Where) -> list[tuple[str, str, Source, str]]:
    documents, skipped = read_documents(wheres)
    texts = [(document.id, document.text, document.source, "") for document in documents]
    return texts + [(item.path, "", Source(), item.reason) for item in skipped]


def test_a_folder_at_an_address_is_that_of_the_disk(memory: str, disk: Path) -> None:
    assert told(memory) == told(disk)
    assert ("a", "Japan.", KNOWN, "") in told(memory)
    assert [document.id for document in read_documents([memory])[0]] == ["a", "b", "c", "north-report", "south-report"]


def test_a_text_that_nobody_has_as_a_file_is_kept(memory: str, disk: Path) -> None:
    assert all(document.kept for document in read_documents([memory])[0])
    assert [document.id for document in read_documents([disk])[0] if not document.kept] == ["a", "north-report"]


def test_an_address_of_the_disk_is_the_path(disk: Path) -> None:
    assert read_documents([f"file://{disk}"]) == read_documents([disk])
    assert read_documents([f"file://{disk}", disk]) == read_documents([disk])


def test_one_file_at_an_address(memory: str) -> None:
    assert told(f"{memory}/a.txt") == [("a", "Japan.", KNOWN, "")]
    assert [document.id for document in read_documents([f"{memory}/more.zip"])[0]] == ["b", "c"]


def test_the_web_is_asked_for_what_is_named_and_nothing_else(web: tuple[str, list[str]]) -> None:
    address, asked = web
    documents, skipped = read_documents([f"{address}/page/", f"{address}/a%20b.txt?key=1"])
    assert [(document.id, document.text, document.source.title) for document in documents] == [
        ("a b", "Kenya.", "a b"),
        ("page", "# Ports\n\nJapan supports Laos.", "Ports"),
    ]
    assert skipped == ()
    assert sorted(asked) == ["/a%20b.txt?key=1", "/page/"]


def test_an_archive_of_the_web_is_opened(web: tuple[str, list[str]]) -> None:
    assert [document.text for document in read_documents([f"{web[0]}/more.zip"])[0]] == ["Laos."]


def test_a_busy_server_is_asked_again(web: tuple[str, list[str]]) -> None:
    assert [document.text for document in read_documents([f"{web[0]}/busy"])[0]] == ["Japan."]
    assert web[1] == ["/busy", "/busy"]


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("/none.pdf", "found nothing there, a text file or a folder is needed"),
        ("/forbidden.txt?key=secret", "found the answer 403 (Forbidden), the file is needed"),
    ],
)
def test_what_the_web_refuses_is_told(web: tuple[str, list[str]], address: str, reason: str) -> None:
    with pytest.raises(InputError) as raised:
        read_documents([web[0] + address])
    assert str(raised.value) == f"{web[0]}{address.partition('?')[0]}: {reason}"
    assert len(web[1]) == 1


def test_one_address_that_fails_is_named_and_the_others_are_read(web: tuple[str, list[str]], disk: Path) -> None:
    documents, skipped = read_documents([f"{web[0]}/none.pdf", disk / "a.txt"])
    assert [document.id for document in documents] == ["a"]
    reason = "found nothing there, a text file or a folder is needed"
    assert skipped == (Skipped(path=f"{web[0]}/none.pdf", reason=reason, unread=True),)


def test_a_server_that_does_not_answer_is_given_up(web: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "TO_SEND", 0.1)
    with pytest.raises(InputError, match=r"/slow: found no answer within \d+ seconds, one is needed$"):
        read_documents([f"{web[0]}/slow"])
    assert len(web[1]) == 1


def test_a_server_that_is_not_there_is_told(web: tuple[str, list[str]]) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}/a.txt"
        with pytest.raises(
            InputError, match=r"a\.txt: found that it cannot be reached \(.*\), a readable file is needed$"
        ):
            read_documents([address])


def test_too_much_from_the_web_is_refused(web: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "MOST_BYTES", 3)
    with pytest.raises(InputError, match=r": found more than 3 bytes, fewer are needed$"):
        read_documents([f"{web[0]}/a%20b.txt"])


@pytest.mark.parametrize(
    ("address", "message"),
    [
        (
            "foo://reports/a.txt",
            "foo://reports/a.txt: found an unknown protocol (Protocol not known: foo), one that fsspec",
        ),
        ("memory://none/a.txt", "memory://none/a.txt: found nothing there, a text file or a folder is needed"),
        ("memory://u:secret@none/?k=1", "memory://none/: found nothing there, a text file or a folder is needed"),
        (
            "zip://a.txt::memory://b.zip",
            "zip://a.txt::memory://b.zip: found a chain of addresses, one address is needed",
        ),
    ],
)
def test_an_address_that_cannot_be_used_is_told(address: str, message: str) -> None:
    with pytest.raises(InputError) as raised:
        read_documents([address])
    assert str(raised.value).startswith(message)


def test_a_table_at_an_address_is_refused_as_one_on_the_disk_is(memory: str) -> None:
    message = r"^memory://shelf/texts/table\.csv: found a \.csv, \.txt, .* is needed$"
    with pytest.raises(InputError, match=message):
        read_documents([f"{memory}/table.csv"])


def test_a_package_that_is_missing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """As fsspec says it of a protocol whose package is not installed."""
    fsspec.register_implementation("shelves", "no_such_package.Shelves", errtxt="Install shelves3", clobber=True)
    message = r"^shelves://a\.txt: found no package that opens such addresses \(Install shelves3\), install it"
    with pytest.raises(InputError, match=message):
        read_documents(["shelves://a.txt"])


def test_damage_inside_an_archive_is_named(tmp_path: Path) -> None:
    data = bytearray(packed(a_txt=b"Japan supports Laos. " * 9, b_txt=b"Kenya."))
    data[40:46] = b"\xff" * 6
    (tmp_path / "a.zip").write_bytes(data)
    documents, skipped = read_documents([tmp_path])
    assert [document.id for document in documents] == ["b"]
    (item,) = skipped
    assert item.path == "a.zip/a.txt"
    assert item.reason.startswith("found damaged data in the archive (")


def test_a_document_is_the_same_value_from_anywhere(memory: str, disk: Path) -> None:
    (here,) = (document for document in read_documents([disk])[0] if document.id == "a")
    (there,) = (document for document in read_documents([memory])[0] if document.id == "a")
    assert here == Document(id="a", text="Japan.", source=KNOWN)
    assert there == Document(id="a", text="Japan.", source=KNOWN, kept=True)
