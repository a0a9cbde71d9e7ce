"""The readings that a graph's folder keeps, by the SHA-256 of each text, and the list of the texts.

A reading holds what the words of a text give, whatever the text is called and wherever it comes from; the list holds
the rest. So a text that is called otherwise, or whose publisher becomes known, is not read again. A build under way
has a file for each text, which is on the disk as soon as the text is read; the graph that it leaves has packs.
"""

import hashlib
import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, Self, TypeVar

import msgspec

from extract.collection import without_collection
from extract.model import Document, Skipped
from extract.readings import Reading, TextEntity, entities_of
from graph.store import READINGS
from graph.writing.files import settle
from graph.writing.packs import Packs, pack
from graph.writing.workplace import Workplace, writing
from ontology.errors import GraphError, InputError

_SUFFIX: Final = ".json"
INDEX: Final = "index.json"

#: What a text gave, or why it gave nothing.
Outcome = Reading | Skipped
#: Reads documents: an outcome for each, in their order.
Read = Callable[[Sequence[Document]], Iterable[Outcome]]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptText:
    """A text of a graph: its document, which may lack the words, their SHA-256 and their number, and a digest of the
    document with these.
    """

    document: Document
    sha256: str
    words: int
    digest: str

    @classmethod
    def of(cls, document: Document, sha256: str, words: int) -> Self:
        """The text of a document and of what is known of its words, which this may lack."""
        return cls(document=document, sha256=sha256, words=words, digest=digest_of(sha256, replace(document, text="")))

    @property
    def wordless(self) -> Self:
        """The same without the words."""
        return replace(self, document=replace(self.document, text="")) if self.document.text else self


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """The texts of a graph, sorted by id, the name of what read them, and the files that were left alone."""

    reader: str
    texts: tuple[KeptText, ...] = ()
    skipped: tuple[Skipped, ...] = field(default=())


def digest_of(*values: object) -> str:
    """The SHA-256 of values of ours, by what they hold."""
    return hashlib.sha256(msgspec.json.encode(values, order="deterministic")).hexdigest()


def text_hash(text: str) -> str:
    """The SHA-256 of a text in UTF-8: that of its file, where it is a plain one."""
    return hashlib.sha256(text.encode()).hexdigest()


def kept_text(document: Document) -> KeptText:
    """A document that may be new, with its words, as a text to look for among those that are kept."""
    return KeptText.of(document, text_hash(document.text), len(document.text.split()))


def read_index(out: Path) -> Index:
    """The list of the texts whose readings a graph's folder keeps.

    Raises:
        GraphError: the folder keeps none, or a list that is not ours.
    """
    return _decoded(out, Index)


def reader_of(out: Path) -> str:
    """The name of what has read the texts of the graph in a folder.

    Raises:
        GraphError: the folder keeps no readings, or a list that is not ours.
    """
    return _decoded(out, _Reader).reader


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    """The name alone: the list of 100,000 texts takes a quarter of a second."""

    reader: str


_T = TypeVar("_T", Index, _Reader)


def _decoded(out: Path, kind: type[_T]) -> _T:
    path = out / READINGS / INDEX
    try:
        with without_collection():
            return msgspec.json.decode(path.read_bytes(), type=kind)
    except FileNotFoundError:
        raise GraphError(f"{out}: found no readings of its texts, build the graph again") from None
    except (OSError, msgspec.DecodeError) as error:
        raise GraphError(f"{path}: found no list of texts of ours ({error}), build the graph again") from None


class Shelf:
    """Where the readings of one reader are kept: in the graph that stands, and in what a build under way has made.

    With `trusted`, the files of the graph that stands are known to be whole, and not gone through again.
    """

    def __init__(self, place: Workplace, reader: str, *, trusted: bool = False) -> None:
        self._place = place
        self._reader = reader
        self._fresh = place.readings(reader)
        self._standing = Packs(place.out / READINGS)
        self._trusted = trusted
        #: The hashes of the texts that have a file; a damaged one goes as soon as that is seen.
        self._in_fresh = _hashes_in(self._fresh)
        self._in_standing = self._standing.hashes if _is_of(reader, place.out) else frozenset()

    def close(self) -> None:
        """Lets go of the graph that stands."""
        self._standing.close()

    def fetch(self, texts: Sequence[KeptText], read: Read) -> tuple[list[KeptText], list[Skipped]]:
        """The texts whose readings are kept now, in their order, and those that could not be read; what was not kept
        is read, and kept as soon as it is.

        Raises:
            GraphError: a text without its words, which is to be read again, is not kept.
            BuildError: a reading cannot be written.
        """
        known = {text.sha256: self._has(text.sha256) for text in texts}
        missing = {text.sha256: self._document(text) for text in texts if not known[text.sha256]}
        unread: list[Skipped] = []
        for sha256, outcome in zip(missing, read([*missing.values()]) if missing else (), strict=True):
            if isinstance(outcome, Skipped):
                unread.append(outcome)
            else:
                known[sha256] = True
                self.put(sha256, outcome)
        return [text for text in texts if known[text.sha256]], unread

    def known(self) -> frozenset[str]:
        """The hashes of all texts whose readings are kept."""
        return frozenset(sha256 for sha256 in self._in_fresh | self._in_standing if self._has(sha256))

    def reading(self, text: KeptText) -> Reading:
        """The reading of a text that is kept.

        Raises:
            GraphError: it is damaged.
        """
        return self._called(_whole(self._data(text.sha256), text.sha256), text)

    def entities(self, text: KeptText) -> tuple[TextEntity, ...]:
        """What a text that is kept names.

        Raises:
            GraphError: its reading is damaged.
        """
        try:
            return entities_of(self._bytes(text.sha256))
        except InputError as error:
            raise GraphError(f"{self._place.out / READINGS}: {error}; build the graph again") from None

    def _has(self, sha256: str) -> bool:
        if sha256 in self._in_fresh:
            if _whole(self._file_of(sha256), sha256):
                return True
            self._in_fresh.remove(sha256)
        if sha256 not in self._in_standing:
            return False
        return self._trusted or _whole(self._standing.get(sha256), sha256) is not None

    def _data(self, sha256: str) -> bytes | None:
        return self._file_of(sha256) if sha256 in self._in_fresh else self._standing.get(sha256)

    def _bytes(self, sha256: str) -> bytes:
        """The reading of a text that is kept, as bytes."""
        data = self._data(sha256)
        if data is None:
            raise GraphError(f"{self._place.out / READINGS}: found no reading of a text there, build the graph again")
        return data

    def _file_of(self, sha256: str) -> bytes | None:
        with suppress(OSError):
            return _file(self._fresh, sha256).read_bytes()
        return None

    def _document(self, text: KeptText) -> Document:
        """The document of a text with its words."""
        if text_hash(text.document.text) == text.sha256:
            return text.document
        return self._called(_whole(self._standing.get(text.sha256), text.sha256), text).document

    def _called(self, reading: Reading | None, text: KeptText) -> Reading:
        """A reading as that of a text, whose document has what is known of it beside its words."""
        if reading is None:
            where, id_ = self._place.out / READINGS, text.document.id
            raise GraphError(f"{where}: found no reading of {id_!r} there, build the graph again")
        return replace(reading, document=replace(text.document, text=reading.document.text))

    def put(self, sha256: str, reading: Reading) -> None:
        """Keeps a reading whole or not at all."""
        path = _file(self._fresh, sha256)
        unfinished = path.with_suffix(".part")
        with writing(self._place.out):
            self._fresh.mkdir(parents=True, exist_ok=True)
            unfinished.write_bytes(_nameless(reading).to_json())
            settle(unfinished)
            unfinished.rename(path)
        self._in_fresh.add(sha256)

    def keep(self, folder: Path, texts: Sequence[KeptText], skipped: tuple[Skipped, ...]) -> None:
        """Puts the readings of texts, and the list of these, into the folder of a graph."""
        target = folder / READINGS
        target.mkdir()
        wanted = {text.sha256 for text in texts}
        pack(wanted, self._bytes, target, self._standing.within(wanted & self._in_standing - self._in_fresh))
        by_id = sorted(texts, key=lambda text: text.document.id)
        index = Index(reader=self._reader, texts=tuple(text.wordless for text in by_id), skipped=skipped)
        (target / INDEX).write_bytes(msgspec.json.format(msgspec.json.encode(index), indent=1))


def _file(folder: Path, sha256: str) -> Path:
    return folder / (sha256 + _SUFFIX)


def _hashes_in(folder: Path) -> set[str]:
    """The texts whose readings have a file in a folder."""
    with suppress(OSError), os.scandir(folder) as entries:
        return {entry.name.removesuffix(_SUFFIX) for entry in entries if entry.name.endswith(_SUFFIX)}
    return set()


def _is_of(reader: str, out: Path) -> bool:
    """Whether a reader of that name has read the texts of the graph in a folder."""
    try:
        return reader_of(out) == reader
    except GraphError:
        return False


def _whole(data: bytes | None, sha256: str) -> Reading | None:
    """The reading that bytes hold; None where there are none, or damaged ones."""
    try:
        reading = Reading.from_json(data or b"")
    except InputError:
        return None
    return reading if text_hash(reading.document.text) == sha256 else None


def _nameless(reading: Reading) -> Reading:
    return replace(reading, document=Document(id="", text=reading.document.text))
