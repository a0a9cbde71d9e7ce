"""The authority tables in `seeds/` → frozen rows: what is generally known of countries, regions, places, actors and programmes.

A table is a CSV file with a header. Several names in one field are divided by ``|``. `seeds/README.md` tells the columns.
"""

import csv
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any

from extract.model import Codes, Source
from ontology.errors import InputError
from ontology.vocabulary import EntityType, Group

COUNTRIES = "countries.csv"
REGIONS = "regions.csv"
LOCALITIES = "localities.csv"
ACTORS = "actors.csv"
PROGRAMMES = "programmes.csv"
DEMONYMS = "demonyms.csv"

#: Table → its columns, in this order.
COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        COUNTRIES: ("id", "name", "alpha2", "alpha3", "m49", "dac", "region", "aliases"),
        REGIONS: ("id", "name", "m49", "dac_region", "aliases"),
        LOCALITIES: ("id", "name", "country", "aliases"),
        ACTORS: ("id", "type", "name", "acronym", "aliases", "country", "parent", "crs_channel", "iati_type"),
        PROGRAMMES: ("id", "type", "name", "acronym", "aliases"),
        DEMONYMS: ("country", "adjectives"),
    }
)

_ACTOR_TYPES = frozenset(type_ for type_ in EntityType if type_.group is Group.ACTOR)
_OTHER_TYPES = frozenset(
    type_ for type_ in EntityType if type_.group in {Group.PROGRAMME, Group.EVENT, Group.FRAMEWORK, Group.TECHNOLOGY}
)
_NO_CODES = Codes()


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorityRow:
    """One generally known thing. `aliases` are its further names; `region` is the M49 code of the region a country lies in."""

    id: str
    type: EntityType
    name: str
    acronym: str = ""
    aliases: tuple[str, ...] = ()
    codes: Codes = _NO_CODES
    region: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Every name: the preferred one, the acronym if there is one, the aliases."""
        return (self.name, *((self.acronym,) if self.acronym else ()), *self.aliases)


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a table, and where it stands."""

    where: str
    cells: Mapping[str, str]
    names: tuple[str, ...] = field(default=())

    def error(self, found: str, allowed: str) -> InputError:
        return InputError(f"{self.where}: found {found}, allowed {allowed}")


def seeds_folder() -> Traversable:
    """The folder of the tables that come with the project."""
    return files("seeds")


def load_authority(folder: Traversable | None = None) -> tuple[AuthorityRow, ...]:
    """All rows of the five tables of things, sorted by id.

    Args:
        folder: where the tables are; the project's own when not said.

    Raises:
        InputError: a table is missing or has other columns; an id, or a name within one group, is used twice; a type,
            parent, country or region is not known. The message names the table and the line.
    """
    folder = folder or seeds_folder()
    lines = {table: tuple(_read(folder, table)) for table in COLUMNS if table != DEMONYMS}
    pairs = [(line, _row(table, line)) for table, those in lines.items() for line in those]
    _check_once(pairs)
    _check_links(pairs)
    return tuple(sorted((row for _, row in pairs), key=lambda row: row.id))


def load_demonyms(folder: Traversable | None = None) -> Mapping[str, str]:
    """Adjective → id of its country: ``Japanese`` → ``japan``.

    Args:
        folder: where the tables are; the project's own when not said.

    Raises:
        InputError: a table is missing or has other columns, a country is not known, or an adjective has two countries.
    """
    folder = folder or seeds_folder()
    countries = {line.cells["id"] for line in _read(folder, COUNTRIES)}
    demonyms: dict[str, str] = {}
    for line in _read(folder, DEMONYMS):
        country = line.cells["country"]
        if country not in countries:
            raise line.error(f"country {country!r}", f"an id of {COUNTRIES}")
        for adjective in _split(line.cells["adjectives"]):
            if adjective in demonyms:
                raise line.error(f"{adjective!r} again", f"one country for it ({demonyms[adjective]} has it)")
            demonyms[adjective] = country
    return MappingProxyType(demonyms)


def load_sources(path: Traversable) -> Mapping[str, Source]:
    """What is known of texts as publications, by the text's file name without its ending, in the file's order.

    Args:
        path: a TOML file with a table ``[sources.<stem>]`` for each text: title, publisher, year, series, licence, sha256.

    Raises:
        InputError: the file cannot be read, is no TOML, or has a field that is not known or of the wrong kind.
    """
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8")).get("sources", {})
    except (OSError, ValueError) as error:
        raise InputError(f"{path.name}: found a file that cannot be read ({error}), allowed is TOML") from error
    if not isinstance(tables, dict):
        raise InputError(f"{path.name}: found {tables!r}, allowed are tables [sources.<file name without ending>]")
    return MappingProxyType({stem: _source(f"{path.name} [sources.{stem}]", table) for stem, table in tables.items()})


_SOURCE_KINDS: Mapping[str, type] = MappingProxyType(
    {"title": str, "publisher": str, "year": int, "series": str, "licence": str, "sha256": str}
)


def _source(where: str, table: Any) -> Source:  # noqa: ANN401 (TOML gives any value)
    if not isinstance(table, dict):
        raise InputError(f"{where}: found {table!r}, allowed is a table")
    for name, value in table.items():
        kind = _SOURCE_KINDS.get(name)
        if kind is None:
            raise InputError(f"{where}: found field {name!r}, allowed {', '.join(_SOURCE_KINDS)}")
        if not isinstance(value, kind):
            raise InputError(f"{where}: found {name} = {value!r}, allowed is {kind.__name__}")
    return Source(**{name: value for name, value in table.items() if name != "sha256"})


def _split(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()


def _read(folder: Traversable, table: str) -> Iterator[_Line]:
    """The lines of a table; blank lines are left out."""
    columns = COLUMNS[table]
    try:
        text = folder.joinpath(table).read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise InputError(f"{table}: found no readable table ({error}), allowed is CSV in UTF-8") from error
    reader = csv.reader(text.splitlines())
    header = next(reader, [])
    if tuple(header) != columns:
        raise InputError(f"{table} line 1: found {','.join(header)}, allowed {','.join(columns)}")
    for cells in filter(None, reader):
        where = f"{table} line {reader.line_num}"
        if len(cells) != len(columns):
            raise InputError(f"{where}: found {len(cells)} fields, allowed {len(columns)}")
        yield _Line(where, dict(zip(columns, cells, strict=True)))


def _row(table: str, line: _Line) -> AuthorityRow:
    cells = line.cells
    for column in ("id", "name"):
        if not cells[column]:
            raise line.error(f"no {column}", "one that no other row has")
    return AuthorityRow(
        id=cells["id"],
        type=_type(table, line),
        name=cells["name"],
        acronym=cells.get("acronym", ""),
        aliases=_split(cells["aliases"]),
        codes=_codes(cells),
        region=cells.get("region", ""),
    )


_PLACE_TYPES: Mapping[str, EntityType] = MappingProxyType(
    {COUNTRIES: EntityType.COUNTRY, REGIONS: EntityType.REGION, LOCALITIES: EntityType.LOCALITY}
)
_TABLE_TYPES: Mapping[str, frozenset[EntityType]] = MappingProxyType({ACTORS: _ACTOR_TYPES, PROGRAMMES: _OTHER_TYPES})


def _type(table: str, line: _Line) -> EntityType:
    if table in _PLACE_TYPES:
        return _PLACE_TYPES[table]
    allowed = _TABLE_TYPES[table]
    found = line.cells["type"]
    if found not in allowed:
        raise line.error(f"type {found!r}", ", ".join(sorted(allowed)))
    return EntityType(found)


def _codes(cells: Mapping[str, str]) -> Codes:
    return Codes(
        alpha2=cells.get("alpha2", ""),
        alpha3=cells.get("alpha3", ""),
        m49=cells.get("m49", ""),
        dac=cells.get("dac", "") or cells.get("dac_region", ""),
        crs_channel=cells.get("crs_channel", ""),
        iati_organisation_type=cells.get("iati_type", ""),
        parent=cells.get("parent", ""),
        country=cells.get("country", ""),
    )


def _check_once(pairs: Iterable[tuple[_Line, AuthorityRow]]) -> None:
    """An id stands for one row; a name, in whatever case, stands for one row of a group, and once in it."""
    ids: dict[str, str] = {}
    names: dict[tuple[Group, str], str] = {}
    for line, row in pairs:
        if row.id in ids:
            raise line.error(f"id {row.id!r} again", f"an id that no other row has ({ids[row.id]} has it)")
        ids[row.id] = line.where
        for name in row.names:
            key = (row.type.group, name.casefold())
            if key in names:
                raise line.error(f"name {name!r} again", f"a name that no other {row.type.group} has ({names[key]})")
            names[key] = line.where


def _check_links(pairs: Iterable[tuple[_Line, AuthorityRow]]) -> None:
    """Countries, parents and regions that rows name are rows themselves."""
    pairs = tuple(pairs)
    countries = {row.id for _, row in pairs if row.type is EntityType.COUNTRY}
    regions = {row.codes.m49 for _, row in pairs if row.type is EntityType.REGION}
    actors = {row.id for _, row in pairs if row.type.group is Group.ACTOR}
    for line, row in pairs:
        if row.codes.country and row.codes.country not in countries:
            raise line.error(f"country {row.codes.country!r}", f"an id of {COUNTRIES}")
        if row.codes.parent and (row.codes.parent not in actors or row.codes.parent == row.id):
            raise line.error(f"parent {row.codes.parent!r}", f"an id of another row of {ACTORS}")
        if row.region and row.region not in regions:
            raise line.error(f"region {row.region!r}", f"an m49 of {REGIONS}")
