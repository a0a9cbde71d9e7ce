"""Paths and addresses → the texts that may lie there, each with its id and what is known of it; none is read yet."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Final

from extract.documents.addresses import read_beside, shown_of
from extract.documents.contents import Contents
from extract.documents.files import ALLOWED, TEXT_ENDINGS, InputFile, Where, files_at
from extract.model import Skipped, Source
from extract.sources import SOURCES, load_sources, read_sources
from ontology.errors import InputError

_NOTHING: Final[Mapping[str, Source]] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A file that may be a text, the id that its document gets, and what a `sources.toml` says of it."""

    file: InputFile
    id: str
    known: Source = field(default_factory=Source)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The files that may be texts, sorted by id, and those that were left alone; `wheres` is what was named."""

    texts: tuple[Listed, ...]
    skipped: tuple[Skipped, ...]
    wheres: tuple[Where, ...]

    def nothing(self, more: Sequence[Skipped] = ()) -> InputError:
        """The mistake that there is no text, told with the reason if there is one only; `more` could not be read."""
        skipped = [*self.skipped, *more]
        one = self.wheres[0] if len(self.wheres) == 1 else None
        if one is not None and len(skipped) == 1 and not (isinstance(one, Path) and one.is_dir()):
            return InputError(f"{_inside(one, skipped[0].path)}: {skipped[0].reason}")
        reasons = "".join(f"; {item.path}: {item.reason}" for item in skipped[:3] if item.unread)
        places = ", ".join(map(_told, self.wheres))
        return InputError(f"{places}: found no text that can be read, files ending in {ALLOWED} are needed{reasons}")


def _told(where: Where) -> str:
    return shown_of(where) if isinstance(where, str) else str(where)


def _inside(where: Where, path: str) -> str:
    """What was named, with the path of a file in it, if it is an archive."""
    if isinstance(where, str):
        return path
    return str(where) if where == Path("-") else f"{where}{path.removeprefix(where.name)}"


def list_texts(wheres: Sequence[Where]) -> Listing:
    """What may be texts at paths and addresses: files, all below folders, all in archives.

    A document's id is its file's name without ending; files of one name get the name of their folder before it, and
    those that still share one, their ending behind it. What is known of a text as a publication comes from a
    `sources.toml` beside it or one folder up; below an address of the web only from one that was named.

    Raises:
        InputError: a path does not exist, or a `sources.toml` is wrong.
    """
    files: list[InputFile] = []
    skipped: list[Skipped] = []
    for where in wheres:
        try:
            for item in files_at(where):
                (skipped if isinstance(item, Skipped) else files).append(item)  # type: ignore[arg-type]
        except InputError as error:
            if len(wheres) == 1 or (isinstance(where, Path) and not where.exists()):
                raise
            told = _told(where)
            skipped.append(Skipped(path=told, reason=str(error).removeprefix(f"{told}: "), unread=True))
    unique = {file.where: file for file in files if file.place.name != SOURCES}
    names = _names([file.place for file in unique.values()])
    known = _Known(files)
    texts = [Listed(file=file, id=names[file.place], known=known.of(file)) for file in unique.values()]
    return Listing(texts=tuple(sorted(texts, key=lambda text: text.id)), skipped=tuple(skipped), wheres=tuple(wheres))


def _names(places: Sequence[PurePosixPath]) -> Mapping[PurePosixPath, str]:
    """The id of each file, told apart by folder, then by ending; two plain texts are never told apart by theirs."""
    stems = Counter(place.stem for place in places)
    longer = {place: f"{place.parent.name}-{place.stem}" for place in places}
    again = Counter(longer.values())
    return {
        place: place.stem
        if stems[place.stem] == 1
        else longer[place]
        if again[longer[place]] == 1 or place.suffix.lower() in {*TEXT_ENDINGS, ""}
        else f"{longer[place]}-{place.suffix[1:].lower()}"
        for place in places
    }


class _Known:
    """What the files `sources.toml` say of texts, each of them read once."""

    def __init__(self, files: Sequence[InputFile]) -> None:
        with Contents() as contents:
            self._told = dict(self._listed(files, contents))

    @staticmethod
    def _listed(files: Sequence[InputFile], contents: Contents) -> Iterator[tuple[PurePosixPath, Mapping[str, Source]]]:
        """Yields: what those say that are listed themselves, in an archive or at an address."""
        for file in files:
            if file.place.name == SOURCES:
                yield file.place.parent, read_sources(contents.read(file), file.shown)

    def of(self, file: InputFile) -> Source:
        """What a `sources.toml` beside a text or one folder up says of it.

        Raises:
            InputError: such a file is wrong. The whole build stops: it is the user's own, and quickly mended.
        """
        for folder in (file.place.parent, file.place.parent.parent):
            if folder not in self._told:
                self._told[folder] = _beside(file, folder)
            if file.place.stem in self._told[folder]:
                return self._told[folder][file.place.stem]
        return Source()


def _beside(file: InputFile, folder: PurePosixPath) -> Mapping[str, Source]:
    """What the `sources.toml` in the folder of a file says, or in one above."""
    if isinstance(file.at, Path):
        path = Path(folder / SOURCES)
        return load_sources(path) if path.is_file() else _NOTHING
    up = len(file.place.parts) - len(folder.parts) - len(PurePosixPath(file.inner).parts)
    data = read_beside(file.at, up, SOURCES) if up > 0 else None
    return _NOTHING if data is None else read_sources(data, f"{shown_of(file.at).rsplit('/', up)[0]}/{SOURCES}")
