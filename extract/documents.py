"""Files and folders → documents. What cannot be read is named with the reason."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from extract.model import Document, Skipped, Source
from extract.seeds import load_sources
from ontology.errors import InputError

TEXT_ENDINGS = frozenset({".txt", ".md"})
SOURCES = "sources.toml"


@dataclass(frozen=True, slots=True)
class _File:
    path: Path
    shown: str


def read_documents(paths: Sequence[Path]) -> tuple[tuple[Document, ...], tuple[Skipped, ...]]:
    """The documents of files and (recursively) of folders, sorted by id, and the files of folders that were left alone.

    A document's id is its file's name without ending; files of one name get the name of their folder before it. What
    is known of a text as a publication comes from a `sources.toml` beside it or one folder up.

    Raises:
        InputError: a path does not exist; a file named by itself is no text, is empty, or is not UTF-8; or no text is
        left.
    """
    files: list[_File] = []
    skipped: list[Skipped] = []
    for path in paths:
        if path.is_dir():
            found, left = _in_folder(path)
            files += found
            skipped += left
        elif path.is_file():
            _check_ending(path)
            _read(path)
            files.append(_File(path, path.name))
        else:
            raise InputError(f"{path}: found nothing there, a text file or a folder is needed")
    documents = tuple(sorted(_documents(files, skipped), key=lambda document: document.id))
    if not documents:
        places = ", ".join(str(path) for path in paths)
        raise InputError(f"{places}: found no text that can be read, files ending in .txt or .md are needed")
    return documents, tuple(sorted(skipped, key=lambda item: item.path))


def _in_folder(folder: Path) -> tuple[list[_File], list[Skipped]]:
    files, skipped = [], []
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        if path.is_dir() or path.name == SOURCES or any(part.startswith(".") for part in relative.parts):
            continue
        if path.suffix.lower() in TEXT_ENDINGS:
            files.append(_File(path, relative.as_posix()))
        else:
            skipped.append(Skipped(path=relative.as_posix(), reason="not a .txt or .md file"))
    return files, skipped


def _check_ending(path: Path) -> None:
    if path.suffix.lower() not in TEXT_ENDINGS:
        raise InputError(f"{path}: found a {path.suffix or 'file without an ending'}, .txt or .md is needed")


def _documents(files: Sequence[_File], skipped: list[Skipped]) -> Iterator[Document]:
    unique = {file.path.resolve(): file for file in files}
    stems = Counter(path.stem for path in unique)
    taken: dict[str, Path] = {}
    sources: dict[Path, Mapping[str, Source]] = {}
    for path, file in unique.items():
        try:
            text = _read(path)
        except InputError as error:
            skipped.append(Skipped(path=file.shown, reason=str(error).removeprefix(f"{path}: ")))
            continue
        name = path.stem if stems[path.stem] == 1 else f"{path.parent.name}-{path.stem}"
        if name in taken:
            raise InputError(f"{path}: found a second text called {name!r} ({taken[name]} is the first), rename one")
        taken[name] = path
        yield Document(id=name, text=text, source=_source(path, sources))


def _read(path: Path) -> str:
    """The text of a file, its line ends as they are, so that offsets count what the file holds.

    Raises:
        InputError: it is empty, binary, or not UTF-8.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(
            f"{path}: found that it cannot be read ({error.strerror}), a readable file is needed"
        ) from error
    if b"\0" in data[:4096]:
        raise InputError(f"{path}: found binary data, UTF-8 text is needed")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            f"{path}: found byte {error.object[error.start]:#04x} at {error.start + len(data) - len(error.object)}, "
            "UTF-8 text is needed"
        ) from error
    if not text.strip():
        raise InputError(f"{path}: found an empty file, a text is needed")
    return text


def _source(path: Path, known: dict[Path, Mapping[str, Source]]) -> Source:
    for folder in (path.parent, path.parent.parent):
        if folder not in known:
            file = folder / SOURCES
            known[folder] = load_sources(file) if file.is_file() else {}
        if path.stem in known[folder]:
            return known[folder][path.stem]
    return Source(title=path.stem.replace("-", " ").replace("_", " ").strip())
