"""The documents of paths and addresses: each file read by its format, with its name and what is known of it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Final

from extract.documents.contents import Contents
from extract.documents.convert import CONVERTED, convert
from extract.documents.converted import Converted
from extract.documents.encoding import decode
from extract.documents.files import InputFile, Where, kind_of
from extract.documents.language import foreign
from extract.documents.listing import Listed, Listing, list_texts
from extract.model import Document, Skipped, Source
from ontology.errors import InputError

#: The longest text that is read, a book of some three thousand pages.
MOST_CHARACTERS: Final = 10_000_000


def read_documents(wheres: Sequence[Where]) -> tuple[tuple[Document, ...], tuple[Skipped, ...]]:
    """The documents of files, folders, archives and addresses, sorted by id, and the files that gave none.

    Raises:
        InputError: a path does not exist, a `sources.toml` is wrong, two texts share an id, or no text is left; the
            reason is told if there is one only.
    """
    listing = list_texts(wheres)
    read = list(each_document(listing))
    skipped = [item for item in read if isinstance(item, Skipped)]
    documents = tuple(item for item in read if isinstance(item, Document))
    if not documents:
        raise listing.nothing(skipped)
    return documents, tuple(sorted({*listing.skipped, *skipped}, key=lambda item: (item.path, item.reason)))


def each_document(listing: Listing) -> Iterator[Document | Skipped]:
    """Yields: the document of each listed text, sorted by id, or why it gave none; one is in memory at a time.

    Raises:
        InputError: two texts share an id.
    """
    before: Listed | None = None
    with Contents() as contents:
        for text in listing.texts:
            try:
                found = converted(contents.read(text.file), text.file)
            except InputError as error:
                yield unread(text.file, error)
                continue
            check_apart(before, text)
            before = text
            yield document_of(text, found)


def check_apart(before: Listed | None, text: Listed) -> None:
    """Does nothing when a text has another id than the one before it.

    Raises:
        InputError: it has the same.
    """
    if before is not None and before.id == text.id:
        raise InputError(
            f"{text.file.place}: found a second text called {text.id!r} ({before.file.place} is the first), rename one"
        )


def unread(file: InputFile, error: InputError) -> Skipped:
    """A file that was meant to be read, and why it could not be."""
    reason = str(error).removeprefix(f"{file.shown}: ")
    return Skipped(path=file.shown, reason=reason.splitlines()[0], unread=True)


def converted(data: bytes, file: InputFile) -> Converted:
    """The text of a file, and what the file says of itself.

    Raises:
        InputError: it cannot be read, holds no text, too much of it, or one in another language.
    """
    if not data.strip():
        raise InputError("found an empty file, a text is needed")
    kind = CONVERTED.get(file.ending or kind_of(data))
    found = convert(data, kind) if kind else Converted(text=decode(data))
    text = found.text
    if not text.strip():
        raise InputError("found an empty file, a text is needed")
    if len(text) > MOST_CHARACTERS:
        raise InputError(f"found {len(text):,} characters, {MOST_CHARACTERS:,} at most are allowed: divide the text")
    if language := foreign(text):
        raise InputError(f"found a text that is not English but {language}, an English one is needed")
    return found


def document_of(text: Listed, found: Converted) -> Document:
    """The document of a listed text, with what its file gave."""
    return Document(
        id=text.id,
        text=found.text,
        source=_joined(text.known, found, text.file.place),
        kept=text.file.ending in CONVERTED or not text.file.own,
        pages=found.pages,
    )


def _joined(known: Source, told: Converted, place: PurePosixPath) -> Source:
    """What is known beforehand; where that is silent, what the file says; the title at last from its name."""
    titled = known.title or told.title
    if not titled and known == Source():
        titled = place.stem.replace("-", " ").replace("_", " ").strip()
    year = known.year or told.year
    return replace(
        known,
        title=titled,
        publisher=known.publisher or told.publisher,
        year=year,
        date=known.date or (told.date if year == told.year else ""),
        language=known.language or told.language,
    )
