"""Files that users have and nobody can read: each is named with a plain reason, and the rest of the folder is read."""

import hashlib
import io
import struct
import zipfile
from collections.abc import Sequence
from pathlib import Path

import docx
import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pytest

from extract.documents import read_documents

PASSWORD = b"secret"
SENTENCE = b"Japan supports Laos."
_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
_FREE, _END = 0xFFFFFFFF, 0xFFFFFFFE


def rc4(key: bytes, data: bytes) -> bytes:
    """Data enciphered with RC4; the same again deciphers it."""
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def md5(data: bytes) -> bytes:
    return hashlib.md5(data, usedforsecurity=False).digest()


def pdf(content: bytes, resources: bytes, *more: bytes, trailer: bytes = b"") -> bytes:
    """A PDF of one page."""
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<<%s>>>>" % resources,
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        *more,
    )
    body, places = b"%PDF-1.7\n", []
    for number, item in enumerate(objects, 1):
        places.append(b"%010d 00000 n \n" % len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, item)
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(places) + 1, b"".join(places))
    end = b"trailer\n<</Root 1 0 R/Size %d%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, trailer, len(body))
    return body + table + end


WORDS = b"BT /F 12 Tf 72 500 Td (%s) Tj ET" % SENTENCE
FONT = b"/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"


def pdf_with_password() -> bytes:
    """A PDF enciphered as its standard has it (ISO 32000-1, 7.6: revision 2, 40 bits)."""
    name, rights, padded = b"0123456789abcdef", -4, (PASSWORD + _PADDING)[:32]
    owner = rc4(md5(padded)[:5], padded)
    key = md5(padded + owner + struct.pack("<i", rights) + name)[:5]
    content = rc4(md5(key + struct.pack("<I", 4)[:3] + b"\0\0")[:10], WORDS)
    user = rc4(key, _PADDING)
    cipher = f"/Encrypt<</Filter/Standard/V 1/R 2/P {rights}/O<{owner.hex()}>/U<{user.hex()}>>>"
    return pdf(content, FONT, trailer=f"{cipher}/ID[<{name.hex()}><{name.hex()}>]".encode())


def scan() -> bytes:
    """A page that is a picture."""
    picture = b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>"
    return pdf(b"q 600 0 0 800 0 0 cm /I Do Q", b"/XObject<</I 5 0 R>>", picture + b"stream\n\x80\nendstream")


def compound_file(names: Sequence[str]) -> bytes:
    """A compound file ([MS-CFB]) with a stream of each name: what a Word file with a password is, and one of old."""
    size = 8
    chains = [[*range(first + 1, first + size), _END] for first in range(2, 2 + size * len(names), size)]
    table = [0xFFFFFFFD, _END, *(number for chain in chains for number in chain)]
    table += [_FREE] * (128 - len(table))
    head = struct.pack("<8s16xHHHHH6xIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6,
                       0, 1, 1, 0, 4096, _END, 0, _END, 0)  # fmt: skip
    entries = [_entry("Root Entry", 5, _END, 0, child=1)]
    entries += [
        _entry(name, 2, 2 + size * at, 4096, right=at + 2 if at + 1 < len(names) else _FREE)
        for at, name in enumerate(names)
    ]
    entries += [bytes(128)] * (4 - len(entries))
    streams = bytes(512 * size * len(names))
    return head + struct.pack("<109I", 0, *[_FREE] * 108) + struct.pack("<128I", *table) + b"".join(entries) + streams


def _entry(name: str, kind: int, first: int, size: int, *, right: int = _FREE, child: int = _FREE) -> bytes:
    data = name.encode("utf-16-le") + b"\0\0"
    links = struct.pack("<HBBIII", len(data), kind, 1, _FREE, right, child)
    return data.ljust(64, b"\0") + links + bytes(36) + struct.pack("<IQ", first, size)


def word_file() -> bytes:
    document = docx.Document()
    document.add_paragraph(SENTENCE.decode())
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def archive(files: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files.items():
            made.writestr(name, data)
    return file.getvalue()


FRENCH = b"Le Japon soutient les villages du Mali avec une aide qui est utile pour les familles. " * 6
UNREAD = {
    "locked.pdf": (pdf_with_password(), "found a file with a password, one that opens without is needed"),
    "locked.docx": (
        compound_file(["EncryptionInfo", "EncryptedPackage"]),
        "found a file with a password, a .docx without a password is needed",
    ),
    "old.docx": (
        compound_file(["WordDocument", "1Table"]),
        "found a file of Word before 2007, a .docx without a password is needed",
    ),
    "scan.pdf": (scan(), "found 1 page without a text layer (a scan?), run text recognition on it first"),
    "cut.pdf": (pdf(WORDS, FONT)[:-40], "found a damaged or truncated PDF, a whole one is needed"),
    "cut.docx": (word_file()[:-300], "found a damaged or truncated file (BadZipFile), a whole .docx file is needed"),
    "cut.zip": (
        archive({"a.txt": SENTENCE})[:-30],
        "found a damaged or truncated archive (File is not a zip file), a whole .zip is needed",
    ),
    "french.txt": (FRENCH, "found a text that is not English but French, an English one is needed"),
    "nested.zip": (archive({"in/inner.zip": archive({"a.txt": SENTENCE})}), ""),
}


def test_the_samples_are_what_they_are_called() -> None:
    with pytest.raises(pdfium.PdfiumError):
        pdfium.PdfDocument(pdf_with_password())
    unlocked = pdfium.PdfDocument(pdf_with_password(), password=PASSWORD.decode())
    assert unlocked[0].get_textpage().get_text_range() == SENTENCE.decode()
    assert pdfium.PdfDocument(pdf(WORDS, FONT))[0].get_textpage().get_text_range() == SENTENCE.decode()


def test_each_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_bytes(SENTENCE)
    (tmp_path / "good.pdf").write_bytes(pdf(WORDS, FONT))
    for name, (data, _) in UNREAD.items():
        (tmp_path / name).write_bytes(data)
    documents, skipped = read_documents([tmp_path])
    assert {document.text for document in documents} == {SENTENCE.decode()}
    assert len(documents) == 2
    inner = {"nested.zip/in/inner.zip": "found an archive in an archive, unpack the outer one"}
    reasons = {name: reason for name, (_, reason) in UNREAD.items() if reason}
    assert {item.path: item.reason for item in skipped} == reasons | inner
    assert all(item.unread for item in skipped)
