"""The authority tables in `seeds/` → frozen rows: what is generally known of places, actors, programmes and their like.

A table is a CSV file with a header; names in one field are divided by ``|``. `seeds/README.md` tells the columns.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import NamedTuple

from extract.model import Codes
from ontology.errors import InputError
from ontology.vocabulary import EntityType, Group

COUNTRIES = "countries.csv"
REGIONS = "regions.csv"
LOCALITIES = "localities.csv"
ACTORS = "actors.csv"
PROGRAMMES = "programmes.csv"
DEMONYMS = "demonyms.csv"
SECTORS = "sectors.csv"
CODES = "codes.csv"

#: Table → its columns, in this order.
COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        COUNTRIES: ("id", "name", "alpha2", "alpha3", "m49", "dac", "region", "aliases"),
        REGIONS: ("id", "name", "m49", "dac_region", "aliases"),
        LOCALITIES: ("id", "name", "country", "aliases"),
        ACTORS: ("id", "type", "name", "acronym", "aliases", "country", "parent", "crs_channel", "iati_type"),
        PROGRAMMES: ("id", "type", "name", "acronym", "aliases"),
        DEMONYMS: ("country", "adjectives"),
        CODES: ("scheme", "code", "broader", "name", "withdrawn", "definition"),
        SECTORS: ("code", "terms", "name_terms", "weak_terms"),
    }
)

_ACTOR_TYPES = frozenset(type_ for type_ in EntityType if type_.group is Group.ACTOR)
_OTHER_TYPES = frozenset(
    type_ for type_ in EntityType if type_.group in {Group.PROGRAMME, Group.EVENT, Group.FRAMEWORK, Group.TECHNOLOGY}
)
_THINGS = (COUNTRIES, REGIONS, LOCALITIES, ACTORS, PROGRAMMES)
_NO_CODES = Codes()


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorityRow:
    """One generally known thing. `aliases` are further names; `region` is the M49 code of a country's region."""

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


class TableLine(NamedTuple):
    """One line of a table, and where it stands. A tuple, because thousands are made at every start."""

    table: str
    number: int
    cells: Mapping[str, str]

    @property
    def where(self) -> str:
        """The place in words, for messages."""
        return f"{self.table} line {self.number}"

    def error(self, found: str, allowed: str) -> InputError:
        """The error to raise about this line."""
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
    lines = {table: tuple(read_table(folder, table)) for table in _THINGS}
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
    countries = {line.cells["id"] for line in read_table(folder, COUNTRIES)}
    demonyms: dict[str, str] = {}
    for line in read_table(folder, DEMONYMS):
        country = line.cells["country"]
        if country not in countries:
            raise line.error(f"country {country!r}", f"an id of {COUNTRIES}")
        for adjective in split_cell(line.cells["adjectives"]):
            if adjective in demonyms:
                raise line.error(f"{adjective!r} again", f"one country for it ({demonyms[adjective]} has it)")
            demonyms[adjective] = country
    return MappingProxyType(demonyms)


def split_cell(cell: str) -> tuple[str, ...]:
    """What a cell lists between its bars."""
    return tuple(cell.split("|")) if cell else ()


def read_table(folder: Traversable, table: str) -> Iterator[TableLine]:
    """Yields: the lines of a table; blank lines are left out.

    Raises:
        InputError: the table is missing or has other columns, or a line has more or fewer cells.
    """
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
        line = TableLine(table, reader.line_num, dict(zip(columns, cells, strict=False)))
        if len(cells) != len(columns):
            raise line.error(f"{len(cells)} fields", str(len(columns)))
        yield line


def _row(table: str, line: TableLine) -> AuthorityRow:
    cells = line.cells
    for column in ("id", "name"):
        if not cells[column]:
            raise line.error(f"no {column}", "one that no other row has")
    return AuthorityRow(
        id=cells["id"],
        type=_type(table, line),
        name=cells["name"],
        acronym=cells.get("acronym", ""),
        aliases=split_cell(cells["aliases"]),
        codes=_codes(cells),
        region=cells.get("region", ""),
    )


_PLACE_TYPES: Mapping[str, EntityType] = MappingProxyType(
    {COUNTRIES: EntityType.COUNTRY, REGIONS: EntityType.REGION, LOCALITIES: EntityType.LOCALITY}
)
_TABLE_TYPES: Mapping[str, frozenset[EntityType]] = MappingProxyType({ACTORS: _ACTOR_TYPES, PROGRAMMES: _OTHER_TYPES})


def _type(table: str, line: TableLine) -> EntityType:
    if table in _PLACE_TYPES:
        return _PLACE_TYPES[table]
    allowed = _TABLE_TYPES[table]
    found = line.cells["type"]
    if found not in allowed:
        raise line.error(f"type {found!r}", ", ".join(sorted(allowed)))
    return EntityType(found)


#: Column → field of `Codes`.
_CODE_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "alpha2": "alpha2",
        "alpha3": "alpha3",
        "m49": "m49",
        "dac": "dac",
        "dac_region": "dac",
        "crs_channel": "crs_channel",
        "iati_type": "iati_organisation_type",
        "parent": "parent",
        "country": "country",
        "region": "region",
    }
)


def _codes(cells: Mapping[str, str]) -> Codes:
    known = {_CODE_FIELDS[column]: cell for column, cell in cells.items() if cell and column in _CODE_FIELDS}
    return Codes(**known) if known else _NO_CODES


def _check_once(pairs: Iterable[tuple[TableLine, AuthorityRow]]) -> None:
    """An id stands for one row; a name, in whatever case, for one row of a group; a row tells each spelling once."""
    ids: dict[str, TableLine] = {}
    names: dict[tuple[Group, str], TableLine] = {}
    for line, row in pairs:
        if row.id in ids:
            raise line.error(f"id {row.id!r} again", f"an id that no other row has ({ids[row.id].where} has it)")
        ids[row.id] = line
        group = row.type.group
        for name in row.names:
            other = names.setdefault((group, name.casefold()), line)
            if other is not line:
                raise line.error(f"name {name!r} again", f"a name that no other {group} has ({other.where} has it)")
        if len(set(row.names)) < len(row.names):
            raise line.error(f"a name twice in {'|'.join(row.names)!r}", "each spelling once")


def _check_links(pairs: Iterable[tuple[TableLine, AuthorityRow]]) -> None:
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
