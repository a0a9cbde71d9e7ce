"""SPARQL against a graph: strings, files and the named queries of `graph/queries/`, whose parameters take names.

The default graph of every query is the union of all graphs, and the usual prefixes need no declaration.
"""

import difflib
import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from pyoxigraph import Literal, NamedNode, QueryBoolean, QueryTriples, RdfFormat, Store, Triple, serialize

from graph.dataset import prefixes
from graph.names import Names, load_names, load_sources
from graph.sparql_errors import explain_syntax
from graph.tables import Cell, Table
from ontology.errors import QueryError
from ontology.namespaces import OUTSIDE, Namespaces
from ontology.vocabulary import EntityType

QUERIES = Path(__file__).parent / "queries"

_HEADER = re.compile(r"#\s*(title|description|parameter):\s*(.+)")
_PARAMETER = re.compile(
    r"(?P<name>[A-Za-z]\w*) \((?P<type>\w+)\)(?: default (?P<default>.+?))?(?: — (?P<description>.+))?"
)
_XSD = OUTSIDE["xsd"]
_INTEGERS = frozenset(
    _XSD + name for name in ("integer", "nonNegativeInteger", "positiveInteger", "int", "long", "gYear")
)
_NUMBERS = frozenset(_XSD + name for name in ("decimal", "double", "float"))


class ParameterType(StrEnum):
    """What a parameter of a named query takes."""

    ENTITY = "entity"
    COUNTRY = "country"
    SOURCE = "source"
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
    """A query with a title and parameters; in `text` each parameter stands as ``$name``."""

    name: str
    text: str
    title: str = ""
    description: str = ""
    parameters: tuple[Parameter, ...] = ()


@dataclass(frozen=True, slots=True)
class Triples:
    """What a CONSTRUCT or DESCRIBE query answers, sorted."""

    triples: tuple[Triple, ...]

    def turtle(self, namespaces: Namespaces) -> str:
        """The triples as Turtle with our prefixes."""
        out = io.BytesIO()
        serialize(self.triples, out, RdfFormat.TURTLE, prefixes=prefixes(namespaces))
        return out.getvalue().decode()

    def table(self) -> Table:
        """The triples as rows of subject, predicate and object."""
        rows = ((_cell(t.subject), _cell(t.predicate), _cell(t.object)) for t in self.triples)
        return Table(("subject", "predicate", "object"), tuple(rows))


Answer = Table | Triples | bool


def run(store: Store, sparql: str, *, namespaces: Namespaces | None = None, where: str = "query") -> Answer:
    """The answer to a query: a table for SELECT, a truth value for ASK, triples for CONSTRUCT and DESCRIBE.

    Integers, years and decimals come as numbers, all else as text, IRIs in full.

    Args:
        store: the graph.
        sparql: the query; it may use the prefixes of the project without declaring them.
        namespaces: of the graph, when its base is not the usual one.
        where: what messages call the query.

    Raises:
        QueryError: the query has a mistake (its line and column are said), would change the graph, or has no answer.
    """
    known = prefixes(namespaces or Namespaces())
    try:
        answer = store.query(sparql, prefixes=known, use_default_graph_as_union=True)
        if isinstance(answer, QueryBoolean):
            return bool(answer)
        if isinstance(answer, QueryTriples):
            return Triples(tuple(sorted(answer, key=str)))
        columns = tuple(variable.value for variable in answer.variables)
        return Table(columns, tuple(tuple(map(_cell, solution)) for solution in answer))
    except SyntaxError as error:
        raise QueryError(f"{where}: {explain_syntax(sparql, str(error), known)}") from None
    except (OSError, ValueError, RuntimeError) as error:
        raise QueryError(
            f"{where}: found that it cannot be evaluated ({error}), a query of this graph is needed"
        ) from None


def _cell(term: object) -> Cell:
    if term is None:
        return None
    if not isinstance(term, Literal):
        return term.value if isinstance(term, NamedNode) else str(term)
    return _reader(term.datatype.value)(term.value)


def _reader(datatype: str) -> Callable[[str], Cell]:
    if datatype in _INTEGERS:
        return int
    if datatype in _NUMBERS:
        return float
    return _truth if datatype == _XSD + "boolean" else str


def _truth(text: str) -> bool:
    return text in {"true", "1"}


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


def bind(query: NamedQuery, values: Mapping[str, str], *, store: Store, namespaces: Namespaces) -> str:
    """The query as SPARQL with its parameters filled in, defaults where no value is given.

    A value never becomes grammar: it is an IRI that the graph holds, a number or an escaped literal.

    Raises:
        QueryError: a parameter is unknown, missing or names nothing in the graph; the nearest names are said.
    """
    for name in sorted(values.keys() - {parameter.name for parameter in query.parameters}):
        raise QueryError(f"{query.name}: found parameter {name!r}, {_allowed(query)}")
    binder = _Binder(store, namespaces)
    terms = {
        parameter.name: binder.term(
            parameter, f"{query.name}, {parameter.name}", values.get(parameter.name, parameter.default)
        )
        for parameter in query.parameters
    }
    return re.sub(r"\$(\w+)", lambda match: terms.get(match[1], match[0]), query.text)


def _allowed(query: NamedQuery) -> str:
    listed = ", ".join(f"{parameter.name} ({parameter.type})" for parameter in query.parameters)
    return f"allowed: {listed}" if listed else "it takes none"


class _Binder:
    """Turns values into SPARQL terms; the names of the graph are read when the first parameter needs them."""

    def __init__(self, store: Store, namespaces: Namespaces) -> None:
        self._store = store
        self._namespaces = namespaces
        self._read: dict[str, Names] = {}

    def term(self, parameter: Parameter, where: str, value: str | None) -> str:
        if value is None or not value.strip():
            raise QueryError(f"{where}: found no value, a {parameter.type} is needed (--param {parameter.name}=VALUE)")
        match parameter.type:
            case ParameterType.INTEGER:
                return str(_integer(where, value))
            case ParameterType.TEXT:
                return str(Literal(value))
            case ParameterType.SOURCE:
                return str(NamedNode(self._names(load_sources).resolve(value, where=where).iri))
            case ParameterType.COUNTRY:
                country = self._names(load_names).resolve(value, where=where, types=(EntityType.COUNTRY,))
                return str(NamedNode(country.iri))
            case ParameterType.ENTITY:
                return str(NamedNode(self._names(load_names).resolve(value, where=where).iri))

    def _names(self, load: Callable[[Store, Namespaces], Names]) -> Names:
        if load.__name__ not in self._read:
            self._read[load.__name__] = load(self._store, self._namespaces)
        return self._read[load.__name__]


def _integer(where: str, value: str) -> int:
    if not re.fullmatch(r"-?[0-9]{1,18}", value.strip()):
        raise QueryError(f"{where}: found {value!r}, a whole number is needed")
    return int(value)
