"""DOCX → plain text with light Markdown, by way of the HTML that mammoth makes of it."""

import io
import re
import zipfile
from typing import Final

import mammoth  # type: ignore[import-untyped]
from defusedxml import ElementTree  # type: ignore[import-untyped]
from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]

from extract.documents.converted import Converted, date_of, title_of, year_of
from extract.documents.html import from_html
from extract.standards import language_tag
from ontology.errors import InputError

#: How much all parts of a document may hold when unpacked, and how many there may be.
MOST_BYTES: Final = 200_000_000
MOST_PARTS: Final = 5_000
_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => h2:fresh
p[style-name='Caption'] => figcaption:fresh
p[style-name='caption'] => figcaption:fresh
"""
_DTD = re.compile(rb"<!(?:DOCTYPE|ENTITY)|<\0!\0[DE]\0|\0<\0!\0[DE]", re.IGNORECASE)
#: How a compound file begins, and the name of the stream in it that holds an encrypted document ([MS-OFFCRYPTO] 2.3.4).
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_NEEDED = "a whole .docx file is needed"
_NAMES = {
    "{http://purl.org/dc/elements/1.1/}title": "title",
    "{http://purl.org/dc/elements/1.1/}publisher": "publisher",
    "{http://purl.org/dc/elements/1.1/}language": "language",
    "{http://purl.org/dc/terms/}issued": "issued",
}


def convert_docx(data: bytes) -> Converted:
    """The text of a Word file and what its properties say.

    The year is that of a publication only: the date on which a file or its template was made says nothing of it.

    Raises:
        InputError: it has a password, is cut off or damaged, unpacks to too much, declares XML entities, or has no
            text.
    """
    if data.startswith(_COMPOUND):
        kind = "a file with a password" if _ENCRYPTED in data else "a file of Word before 2007"
        raise InputError(f"found {kind}, a .docx without a password is needed")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            told = _told(archive, _checked(archive))
        markup = mammoth.convert_to_html(
            io.BytesIO(data), style_map=_STYLES, convert_image=mammoth.images.img_element(lambda _: {}), id_prefix=""
        ).value
    except (InputError, MemoryError):
        raise
    except RecursionError as error:
        raise InputError("found elements nested too deep, a document that people write is needed") from error
    except DefusedXmlException as error:
        raise InputError(f"found XML entities in it, {_NEEDED}") from error
    except Exception as error:  # a reader of damaged files fails in ways that nobody lists
        raise InputError(f"found a damaged or truncated file ({type(error).__name__}), {_NEEDED}") from error
    text = from_html(markup, page=False).text
    return Converted(
        text=text,
        title=title_of(told.get("title")),
        publisher=title_of(told.get("publisher")),
        language=language_tag(told.get("language", "")),
        year=year_of(told.get("issued")),
        date=date_of(told.get("issued")),
    )


def _checked(archive: zipfile.ZipFile) -> frozenset[str]:
    """The names of the parts; none is larger than it says, and no XML of them declares entities."""
    parts = archive.infolist()
    total = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or total > MOST_BYTES:
        found = f"{len(parts):,} parts of {total:,} bytes when unpacked"
        raise InputError(f"found {found}, {MOST_PARTS:,} of {MOST_BYTES:,} are allowed")
    for part in parts:
        with archive.open(part) as stream:
            content = stream.read(part.file_size + 1)
        if part.filename.endswith((".xml", ".rels")) and _DTD.search(content):
            raise InputError(f"found XML entities in it, {_NEEDED}")
    if "word/document.xml" not in {part.filename for part in parts} and "[Content_Types].xml" not in archive.namelist():
        raise InputError(f"found no Word document in it, {_NEEDED}")
    return frozenset(part.filename for part in parts)


def _told(archive: zipfile.ZipFile, names: frozenset[str]) -> dict[str, str]:
    if "docProps/core.xml" not in names:
        return {}
    root = ElementTree.fromstring(archive.read("docProps/core.xml"))
    return {_NAMES[item.tag]: item.text for item in root if item.tag in _NAMES and item.text}
