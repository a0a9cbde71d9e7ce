"""`sources.toml` → what is known of texts as publications."""

import datetime
import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from extract.model import Source
from extract.standards import language_tag
from ontology.errors import InputError, OntologyError

#: The file that tells it, for the texts beside it and one folder below.
SOURCES: Final = "sources.toml"
_TEXT = ((str,), "a text in quotes")
#: Field → the kinds of value that it may have, and what those are in words.
_KINDS: Mapping[str, tuple[tuple[type, ...], str]] = MappingProxyType(
    {
        "title": _TEXT,
        "publisher": _TEXT,
        "year": ((int,), "a year of four digits"),
        "date": ((datetime.date, str), "a day like 2020-09-25"),
        "language": ((str,), 'a tag of BCP 47 like "en"'),
        "series": _TEXT,
        "licence": _TEXT,
        "sha256": _TEXT,
    }
)
_YEARS = range(1000, 10_000)


def load_sources(path: Path) -> Mapping[str, Source]:
    """What is known of texts as publications, by the text's file name without its ending, in the file's order.

    Args:
        path: a TOML file with a table ``[sources.<stem>]`` for each text: the fields of a source, and sha256.

    Raises:
        InputError: the file cannot be read, is no TOML, or has a field or value that is not allowed.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: found a file that cannot be read ({error.strerror}), allowed is TOML") from error
    return read_sources(data, str(path))


def read_sources(data: bytes, where: str) -> Mapping[str, Source]:
    """The same from the bytes of a file; `where` is its name, for messages.

    Raises:
        InputError: as above.
    """
    try:
        tables = tomllib.loads(data.decode("utf-8")).get("sources", {})
    except ValueError as error:
        raise InputError(f"{where}: found a file that cannot be read ({error}), allowed is TOML") from error
    if not isinstance(tables, dict):
        raise InputError(f"{where}: found {tables!r}, allowed are tables [sources.<file name without ending>]")
    return MappingProxyType({stem: _source(f"{where} [sources.{stem}]", table) for stem, table in tables.items()})


def _source(where: str, table: Any) -> Source:
    if not isinstance(table, dict):
        raise InputError(f"{where}: found {table!r}, allowed is a table")
    for name, value in table.items():
        if name not in _KINDS:
            raise InputError(f"{where}: found field {name!r}, allowed {', '.join(_KINDS)}")
        kinds, words = _KINDS[name]
        if type(value) not in kinds or (name == "year" and value not in _YEARS):
            raise InputError(f"{where}: found {name} = {_shown(value)}, allowed is {words}")
    told = {name: _plain(name, value) for name, value in table.items() if name != "sha256"}
    try:
        return Source(**told)
    except OntologyError as error:
        raise InputError(f"{where}: {error}") from error


def _plain(name: str, value: Any) -> Any:
    """A value as a source has it: days as text, tags of languages in their usual letters."""
    if name == "language":
        return language_tag(value) or value
    return value.isoformat() if isinstance(value, datetime.date) else value


def _shown(value: Any) -> str:
    """A value as its file may have it, on one line."""
    return str(value) if isinstance(value, datetime.date) else repr(value)
