"""Tables as Parquet: columns with types, lists as lists, what is not known as null."""

import importlib.util
from collections.abc import Mapping
from typing import TYPE_CHECKING

from graph.exports.sheets import Kind, Sheet
from ontology.errors import InputError

if TYPE_CHECKING:
    import pyarrow as pa  # type: ignore[import-untyped]  # it has no stubs


def installed() -> bool:
    """Whether what Parquet needs is installed."""
    return importlib.util.find_spec("pyarrow") is not None


def parquet_file(sheet: Sheet) -> bytes:
    """A table as Parquet; the same table gives the same bytes with the same release of pyarrow.

    Raises:
        InputError: pyarrow is not installed.
    """
    try:
        import pyarrow as pa  # noqa: PLC0415 (an extra, loaded for this format only)
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError:
        raise InputError(
            "--format parquet: found no pyarrow, install the extra `parquet` (pip install 'odagraph[parquet]')"
        ) from None
    rows = pa.Table.from_pylist([dict(row) for row in sheet.rows], schema=_schema(sheet.columns))
    content = pa.BufferOutputStream()
    parquet.write_table(rows, content)
    return bytes(content.getvalue().to_pybytes())


def _schema(columns: Mapping[str, Kind]) -> "pa.Schema":
    import pyarrow as pa  # noqa: PLC0415

    types = {
        Kind.TEXT: pa.string(),
        Kind.TEXTS: pa.list_(pa.string()),
        Kind.WHOLE: pa.int64(),
        Kind.WHOLES: pa.list_(pa.int64()),
        Kind.NUMBER: pa.float64(),
    }
    return pa.schema([(column, types[kind]) for column, kind in columns.items()])
