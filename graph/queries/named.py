"""The named queries of `graph/queries/`: a SPARQL file whose header says what it answers, in words and parameters.

The header is comments: ``# title:``, ``# description:``, one ``# parameter:`` line for each parameter, and ``# ask:``
lines, the questions in plain words that the query answers (`graph.ask` reads those).
"""

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from ontology.errors import QueryError

QUERIES = Path(__file__).parent

_HEADER = re.compile(r"#\s*(title|description|parameter|ask):\s*(.+)")
_PARAMETER = re.compile(
    r"(?P<name>[A-Za-z]\w*) \((?P<type>\w+)\)(?: default (?P<default>.+?))?(?: — (?P<description>.+))?"
)


class ParameterType(StrEnum):
    """What a parameter of a named query takes."""

    ENTITY = "entity"
    COUNTRY = "country"
    SOURCE = "source"
    REGION = "region"
    SECTOR = "sector"
    TYPE = "type"
    RELATION = "relation"
    YEAR = "year"
    INTEGER = "integer"
    TEXT = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A value that a query asks for; `default` is None where it has to be given."""

    name: str
    type: ParameterType
    default: str | None = None
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedQuery:
    """A query with a title and parameters; in `text` each parameter stands as ``$name``, in `asks` as ``{name}``."""

    name: str
    text: str
    title: str = ""
    description: str = ""
    parameters: tuple[Parameter, ...] = ()
    asks: tuple[str, ...] = ()

    @property
    def sparql(self) -> str:
        """The query alone, its header left out."""
        lines = self.text.splitlines(keepends=True)
        return "".join(line for line in lines if not _HEADER.fullmatch(line.strip()))

    def parameter(self, name: str) -> Parameter:
        """The parameter of this name.

        Raises:
            QueryError: the query has none of this name.
        """
        for parameter in self.parameters:
            if parameter.name == name:
                return parameter
        raise QueryError(f"{self.name}: found parameter {name!r}, {self.allowed}")

    @property
    def allowed(self) -> str:
        """What it takes, in words, as messages say it."""
        listed = ", ".join(f"{parameter.name} ({parameter.type})" for parameter in self.parameters)
        return f"allowed: {listed}" if listed else "it takes none"


@cache
def load_named(folder: Path = QUERIES) -> Mapping[str, NamedQuery]:
    """The named queries, by name, sorted."""
    return {path.stem: parse_named(path.stem, path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.rq"))}


def parse_named(name: str, text: str) -> NamedQuery:
    r"""A query file as a query: its header says title, description and parameters, each on a comment line of its own.

    >>> parse_named("x", "# parameter: least (integer) default 2 — how many\nASK {}").parameters[0].default
    '2'

    Raises:
        QueryError: a parameter line has another form, or another type than there is.
    """
    found = [(match[1], match[2]) for line in text.splitlines() if (match := _HEADER.fullmatch(line.strip()))]
    said = dict(found)
    return NamedQuery(
        name=name,
        text=text,
        title=said.get("title", ""),
        description=said.get("description", ""),
        parameters=tuple(_parameter(name, value) for key, value in found if key == "parameter"),
        asks=tuple(value for key, value in found if key == "ask"),
    )


def _parameter(query: str, line: str) -> Parameter:
    match = _PARAMETER.fullmatch(line)
    types = ", ".join(ParameterType)
    if not match or match["type"] not in tuple(ParameterType):
        raise QueryError(
            f"{query}: found parameter {line!r}, `name (type) default VALUE — words` with a type of {types} is allowed"
        )
    return Parameter(
        name=match["name"],
        type=ParameterType(match["type"]),
        default=match["default"],
        description=match["description"] or "",
    )


def find_query(question: str) -> NamedQuery:
    """The query that a user means: a file (``x.rq``, ``x.sparql``), a named query, or SPARQL itself.

    Raises:
        QueryError: the file cannot be read, or no named query has this name; the nearest ones are said.
    """
    named = load_named()
    if question in named:
        return named[question]
    if question.endswith((".rq", ".sparql")):
        return parse_named(question, _read(Path(question)))
    if re.search(r"\s|\{", question) or not question:
        return NamedQuery(name="query", text=question)
    near = difflib.get_close_matches(question, named, n=3, cutoff=0.5) or sorted(named)
    raise QueryError(
        f"{question}: found no named query of this name, there is {', '.join(near)} (`odagraph query --list`)"
    )


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise QueryError(
            f"{path}: found that it cannot be read ({error.strerror}), a file with SPARQL is needed"
        ) from None
    except UnicodeDecodeError as error:
        raise QueryError(f"{path}: found no UTF-8 at byte {error.start}, a text file with SPARQL is needed") from None
