"""The documents of paths: each file read by its format, called after its name, with what is known of it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Final

from extract.documents.convert import CONVERTED, convert
from extract.documents.converted import Converted
from extract.documents.encoding import decode
from extract.documents.files import ALLOWED, TEXT_ENDINGS, InputFile, files_at
from extract.documents.language import foreign
from extract.model import Document, Skipped, Source
from extract.sources import SOURCES, load_sources, read_sources
from ontology.errors import InputError

#: The longest text that is read, a book of some three thousand pages.
MOST_CHARACTERS: Final = 10_000_000


def read_documents(paths: Sequence[Path]) -> tuple[tuple[Document, ...], tuple[Skipped, ...]]:
    """The documents of files, folders (recursively) and archives, sorted by id, and the files that gave none.

    A document's id is its file's name without ending; files of one name get the name of their folder before it, and
    those that still share one, their ending behind it. What is known of a text as a publication comes from a
    `sources.toml` beside it or one folder up, and where that is silent, from the file's own metadata.

    Raises:
        InputError: a path does not exist, a `sources.toml` is wrong, or no text is left; the reason is told if there
            is one only.
    """
    files: list[InputFile] = []
    skipped: list[Skipped] = []
    for path in paths:
        try:
            for item in files_at(path):
                (skipped if isinstance(item, Skipped) else files).append(item)  # type: ignore[arg-type]
        except InputError as error:
            if not path.exists() or len(paths) == 1:
                raise
            skipped.append(Skipped(path=str(path), reason=str(error).removeprefix(f"{path}: "), unread=True))
    documents = tuple(sorted(_documents(files, skipped), key=lambda document: document.id))
    if not documents:
        raise InputError(_nothing(paths, skipped))
    return documents, tuple(sorted(set(skipped), key=lambda item: (item.path, item.reason)))


def _nothing(paths: Sequence[Path], skipped: Sequence[Skipped]) -> str:
    if len(paths) == 1 and not paths[0].is_dir() and len(skipped) == 1:
        inner = skipped[0].path.removeprefix(paths[0].name)
        return f"{paths[0]}{inner if paths[0] != Path('-') else ''}: {skipped[0].reason}"
    places = ", ".join(str(path) for path in paths)
    reasons = "".join(f"; {item.path}: {item.reason}" for item in skipped[:3] if item.unread)
    return f"{places}: found no text that can be read, files ending in {ALLOWED} are needed{reasons}"


def _documents(files: Sequence[InputFile], skipped: list[Skipped]) -> Iterator[Document]:
    unique = {(file.found or file.shown): file for file in files if file.place.name != SOURCES}
    names = _names([file.place for file in unique.values()])
    taken: dict[str, InputFile] = {}
    told = {file.place.parent: read_sources(file.read(), file.shown) for file in files if file.place.name == SOURCES}
    for file in unique.values():
        known = _source(file.place, told)
        try:
            document = _document(file, names[file.place], known)
        except InputError as error:
            reason = str(error).removeprefix(f"{file.found}: ").removeprefix(f"{file.shown}: ")
            skipped.append(Skipped(path=file.shown, reason=reason.splitlines()[0], unread=True))
            continue
        if document.id in taken:
            other = taken[document.id].place
            raise InputError(
                f"{file.place}: found a second text called {document.id!r} ({other} is the first), rename one"
            )
        taken[document.id] = file
        yield document


def _names(places: Sequence[PurePosixPath]) -> Mapping[PurePosixPath, str]:
    """The id of each file, told apart by folder, then by ending; two plain texts are never told apart by theirs."""
    stems = Counter(place.stem for place in places)
    longer = {place: f"{place.parent.name}-{place.stem}" for place in places}
    again = Counter(longer.values())
    return {
        place: place.stem
        if stems[place.stem] == 1
        else longer[place]
        if again[longer[place]] == 1 or place.suffix.lower() in TEXT_ENDINGS
        else f"{longer[place]}-{place.suffix[1:].lower()}"
        for place in places
    }


def _document(file: InputFile, name: str, known: Source) -> Document:
    """A file as a document.

    Raises:
        InputError: it cannot be read, holds no text, too much of it, or one in another language.
    """
    data = file.read()
    if not data.strip():
        raise InputError("found an empty file, a text is needed")
    kind = CONVERTED.get(file.ending)
    converted = convert(data, kind) if kind else Converted(text=decode(data))
    text = converted.text
    if not text.strip():
        raise InputError("found an empty file, a text is needed")
    if len(text) > MOST_CHARACTERS:
        raise InputError(f"found {len(text):,} characters, {MOST_CHARACTERS:,} at most are allowed: divide the text")
    if language := foreign(text):
        raise InputError(f"found a text that is not English but {language}, an English one is needed")
    return Document(
        id=name,
        text=text,
        source=_joined(known, converted, file.place),
        kept=bool(kind or not file.found),
        pages=converted.pages,
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


def _source(place: PurePosixPath, told: dict[PurePosixPath, Mapping[str, Source]]) -> Source:
    """What a `sources.toml` beside a text or one folder up says of it.

    Raises:
        InputError: such a file is wrong. The whole build stops: it is the user's own, and quickly mended.
    """
    for folder in (place.parent, place.parent.parent):
        if folder not in told:
            file = Path(folder / SOURCES)
            told[folder] = load_sources(file) if file.is_file() else {}
        if place.stem in told[folder]:
            return told[folder][place.stem]
    return Source()
