"""The bytes of files, one after another; an archive is opened once for all of its files that follow each other."""

from contextlib import ExitStack
from typing import Self

from extract.documents.addresses import read_bytes
from extract.documents.archives import Archive, opened
from extract.documents.files import InputFile, Where


class Contents:
    """Reads files; what it has open is closed when the block ends."""

    def __init__(self) -> None:
        self._open = ExitStack()
        self._archive: tuple[Where, Archive] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def read(self, file: InputFile) -> bytes:
        """The bytes of a file.

        Raises:
            InputError: they cannot be had, or are too many.
        """
        if file.given is not None:
            return file.given
        return self._opened(file.at).read(file.inner) if file.inner else read_bytes(file.at)

    def _opened(self, at: Where) -> Archive:
        if self._archive is None or self._archive[0] != at:
            self._archive = None
            self._open.close()
            self._archive = (at, self._open.enter_context(opened(at)))
        return self._archive[1]
