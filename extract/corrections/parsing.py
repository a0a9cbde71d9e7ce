"""The text of a `corrections.toml` → its entries, each field checked on its own. What the entries mean together is
settled when they meet the texts.
"""

import difflib
import re
import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import MISSING, Field, fields
from pathlib import Path
from typing import Any

from extract.corrections.confirmations import KINDS
from extract.corrections.entries import Correction, Corrections
from ontology.errors import InputError
from ontology.vocabulary import EntityType, Predicate, Status

FILE = "corrections.toml"

_HEADER = re.compile(r"^[ \t]*\[\[[ \t]*[\"']?([\w-]+)[\"']?[ \t]*\]\]", re.MULTILINE)
_CURRENCY = re.compile(r"[A-Z]{3}")
_BY_KIND: Mapping[str, type[Correction]] = {class_.kind: class_ for class_ in KINDS}
#: Fields that have a meaning in a file; the place is ours.
_PLACE = "where"


def load_corrections(path: Path, *, kept: bool = False) -> Corrections:
    """The entries of a file; `kept` says that it comes with a graph.

    Raises:
        InputError: the file cannot be read, or an entry says what is not allowed.
    """
    try:
        source = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: found that it cannot be read ({error.strerror}), a file is needed") from None
    return parse_corrections(source, str(path), kept=kept)


def parse_corrections(source: bytes, name: str = FILE, *, kept: bool = False) -> Corrections:
    r"""The entries of a file's bytes; `name` is what messages call it.

    Raises:
        InputError: the bytes are no TOML, or an entry says what is not allowed.

    >>> (entry,) = parse_corrections(b'[[rename]]\nthing = "bhp"\nname = "Bay Health Programme"').entries
    >>> entry.said, entry.where
    ('“bhp” is called “Bay Health Programme”', 'corrections.toml line 1 ([[rename]] 1)')
    """
    try:
        text = source.decode("utf-8-sig")
        content = tomllib.loads(text)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"{name}: found no TOML that can be read ({error}), UTF-8 and TOML 1.0 are needed") from None
    entries = tuple(entry for kind, tables in content.items() for entry in _of_kind(kind, tables, name, text))
    return Corrections(entries=entries, source=source, kept=kept)


def _of_kind(kind: str, tables: object, name: str, text: str) -> Iterator[Correction]:
    if kind not in _BY_KIND:
        raise InputError(f"{name}: found {kind!r}, {_advice(kind, _BY_KIND)}")
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise InputError(f"{name}: found {kind!r} as something else than tables, [[{kind}]] is needed above each")
    places = _places(kind, text, len(tables))
    for number, (table, place) in enumerate(zip(tables, places, strict=True), start=1):
        yield _entry(_BY_KIND[kind], table, f"{name}{place} ([[{kind}]] {number})")


def _places(kind: str, text: str, count: int) -> Sequence[str]:
    """The line of each table, in words; nothing where it cannot be told, for a text in the file looks like a header."""
    starts = [match.start() for match in _HEADER.finditer(text) if match[1] == kind]
    if len(starts) != count:
        return [""] * count
    return [f" line {text.count(chr(10), 0, start) + 1}" for start in starts]


def _entry(class_: type[Correction], table: Mapping[str, Any], where: str) -> Correction:
    known = {_key(field): field for field in fields(class_) if field.name != _PLACE}
    for key in table:
        if key not in known:
            raise InputError(f"{where}: found {key!r}, {_advice(key, known)}")
    missing = [key for key, field in known.items() if field.default is MISSING and key not in table]
    if missing:
        raise InputError(f"{where}: found no {missing[0]!r}, {', '.join(_needed(known))} are needed")
    values = {known[key].name: _value(known[key], value, f"{where}, {key}") for key, value in table.items()}
    _check(values, class_.kind, where)
    return class_(where=where, **values)


def _key(field: "Field[Any]") -> str:
    """A field's name in the file."""
    return field.name.rstrip("_").replace("_", "-")


def _needed(known: "Mapping[str, Field[Any]]") -> list[str]:
    return [key for key, field in known.items() if field.default is MISSING]


def _value(field: "Field[Any]", value: object, where: str) -> Any:
    return _READERS[field.type](value, where)


def _text(value: object, where: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise InputError(f"{where}: found {value!r}, a text in quotation marks that is not empty is needed")
    return value.strip()


def _texts(value: object, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or len(value) < 2:
        raise InputError(f"{where}: found {value!r}, a list of two names or more is needed")
    return tuple(_text(item, where) for item in value)


def _truth(value: object, where: str) -> bool:
    if not isinstance(value, bool):
        raise InputError(f"{where}: found {value!r}, true or false is needed")
    return value


def _whole(value: object, where: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 10**9:
        raise InputError(f"{where}: found {value!r}, a whole number of 1 or more is needed")
    return value


def _number(value: object, where: str) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value < 1e18:
        raise InputError(f"{where}: found {value!r}, a number of 0 or more is needed")
    return float(value)


def _one_of(allowed: type[EntityType] | type[Predicate] | type[Status]) -> Callable[[object, str], str]:
    """A reader of a word of a vocabulary, whatever its case; ``oda:`` before it does no harm."""

    def read(value: object, where: str) -> str:
        wanted = _text(value, where).removeprefix("oda:").replace(" ", "").casefold()
        for member in allowed:
            if member.casefold() == wanted:
                return member
        raise InputError(f"{where}: found {value!r}, {_advice(str(value), [str(member) for member in allowed])}")

    return read


_READERS: Mapping[object, Callable[[object, str], Any]] = {
    str: _text,
    tuple[str, ...]: _texts,
    bool: _truth,
    int | None: _whole,
    float | None: _number,
    EntityType: _one_of(EntityType),
    EntityType | None: _one_of(EntityType),
    Predicate: _one_of(Predicate),
    Status: _one_of(Status),
}


def _check(values: Mapping[str, Any], kind: str, where: str) -> None:
    """Does nothing when the fields of an entry go together."""
    if kind == "not-same" and not (values.get("of") or values.get("text")):
        raise InputError(f"{where}: found neither 'of' nor 'text', one of them is needed")
    if values.get("is_") and values.get("type"):
        raise InputError(f"{where}: found 'is' and 'type', one of them is allowed: the other thing has its type")
    if not 1 <= values.get("year", 1) <= 9999:
        raise InputError(f"{where}, year: found {values['year']}, 1 to 9999 is allowed")
    if values.get("fiscal") and "year" not in values:
        raise InputError(f"{where}: found 'fiscal' without 'year', its number is needed")
    if "currency" in values and ("amount" not in values or not _CURRENCY.fullmatch(values["currency"])):
        raise InputError(
            f"{where}: found currency {values['currency']!r}, three capital letters and an amount are needed"
        )


def _advice(word: str, allowed: Collection[str]) -> str:
    """What is allowed instead of a word, the nearest first of all."""
    near = difflib.get_close_matches(word.casefold(), [name.casefold() for name in allowed], n=1)
    meant = next((name for name in allowed if near and name.casefold() == near[0]), "")
    return (f"did you mean {meant}? " if meant else "") + f"allowed is one of {', '.join(allowed)}"
