"""What workers have read, as Parquet files in one place that they and whoever asked for it can reach.

A file has a row for each text of a task. It is there whole or not at all, and what is damaged counts as not there.
"""

import hashlib
import io
import os
import shutil
import threading
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec

from extract.documents.addresses import asked, local_path, opener, shown_of
from ontology.errors import ClusterError

if TYPE_CHECKING:
    from pyarrow import Schema  # type: ignore[import-untyped]  # it has no stubs

_ENDING: Final = ".parquet"
#: Under what name a file tells the digest of its rows: checksums of Parquet leave parts of a file out.
_DIGEST: Final = b"sha256"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What a file gave: the SHA-256 of its bytes, of its words, how many those are, what the file says of itself
    (`Converted` as JSON), and the reading as JSON, without the text's id and source. `reason` tells why there is none:
    without a hash of words, because the file gave no text; with one, because reading it fails, and then alone what the
    file says has the text too. Without reading and reason, whoever asked has the reading of these words.
    """

    at: str
    inner: str
    content: str = ""
    sha256: str = ""
    words: int = 0
    told: bytes = b""
    reading: bytes | None = None
    reason: str = ""

    @property
    def where(self) -> tuple[str, str]:
        """The file, as `InputFile.where` tells it."""
        return self.at, self.inner


class Shards:
    """The place of the files: a folder, or an address."""

    def __init__(self, where: Path | str) -> None:
        local = local_path(where) if isinstance(where, str) else where
        self.where: Path | str = where if local is None else local.resolve()

    def __str__(self) -> str:
        return str(self.where) if isinstance(self.where, Path) else shown_of(self.where)

    def load(self, name: str) -> list[Row] | None:
        """The rows of a file; None where there is none, or a damaged one."""
        import pyarrow as pa  # noqa: PLC0415 - an extra
        from pyarrow import parquet  # noqa: PLC0415

        data = self._read(f"{name}{_ENDING}")
        if data is None:
            return None
        try:
            table = parquet.read_table(io.BytesIO(data))
            rows = [Row(**values) for values in table.to_pylist()]
        except (pa.ArrowException, OSError, TypeError, ValueError):
            return None
        return rows if (table.schema.metadata or {}).get(_DIGEST) == _digest(rows) else None

    def save(self, name: str, rows: Sequence[Row]) -> None:
        """Writes a file.

        Raises:
            ClusterError: it cannot be written.
        """
        import pyarrow as pa  # noqa: PLC0415 - an extra
        from pyarrow import parquet  # noqa: PLC0415

        file = io.BytesIO()
        schema = _schema().with_metadata({_DIGEST: _digest(rows)})
        table = pa.Table.from_pylist([asdict(row) for row in rows], schema=schema)
        parquet.write_table(table, file, compression="zstd")
        self._write(f"{name}{_ENDING}", file.getvalue())

    def clear(self) -> None:
        """Removes the place, if it is a folder of this machine's disk."""
        if isinstance(self.where, Path):
            shutil.rmtree(self.where, ignore_errors=True)

    def _read(self, name: str) -> bytes | None:
        try:
            if isinstance(self.where, Path):
                return (self.where / name).read_bytes()
            system, folder = opener(self.where)
            return asked(str(self), lambda: bytes(system.cat_file(f"{folder}/{name}")), missing=True)
        except OSError:
            return None

    def _write(self, name: str, data: bytes) -> None:
        try:
            if isinstance(self.where, Path):
                _put(self.where / name, data)
            else:
                asked(str(self), lambda: self._send(name, data))
        except OSError as error:
            reason = error.strerror or str(error)
            raise ClusterError(
                f"{self}: found that it cannot be written ({reason}), a place with room is needed"
            ) from error

    def _send(self, name: str, data: bytes) -> None:
        system, folder = opener(str(self.where))
        system.makedirs(folder, exist_ok=True)
        system.pipe_file(f"{folder}/{name}", data)


def _put(path: Path, data: bytes) -> None:
    """Writes a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}.part")
    unfinished.write_bytes(data)
    unfinished.replace(path)


def _digest(rows: Sequence[Row]) -> bytes:
    """A digest of rows, in hexadecimal."""
    return hashlib.sha256(msgspec.msgpack.encode(rows)).hexdigest().encode()


def _schema() -> "Schema":
    """The columns of a file."""
    import pyarrow as pa  # noqa: PLC0415 - an extra

    kinds: dict[Any, Any] = {str: pa.string(), int: pa.int64(), bytes: pa.binary(), bytes | None: pa.binary()}
    return pa.schema([(each.name, kinds[each.type]) for each in fields(Row)])
