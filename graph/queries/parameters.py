"""The values that a user gives a named query → SPARQL terms: names become IRIs of the graph, codes become notations.

A value never becomes grammar: it is an IRI that the graph holds, a number or an escaped literal.
"""

import re
from collections.abc import Callable, Mapping

from pyoxigraph import Literal, NamedNode

from graph.names import Known, Names, load_names, load_sources, spelled
from graph.queries.codes import load_regions, load_relations, load_sectors, load_types
from graph.queries.named import NamedQuery, Parameter, ParameterType
from graph.readable import Readable
from ontology.errors import QueryError
from ontology.namespaces import Namespaces
from ontology.vocabulary import EntityType

_YEAR = re.compile(r"[0-9]{4}")
_INTEGER = re.compile(r"-?[0-9]{1,18}")
_VARIABLE = re.compile(r"\$(\w+)")


def bind(query: NamedQuery, values: Mapping[str, str], *, store: Readable, namespaces: Namespaces) -> str:
    """The query as SPARQL with its parameters filled in, defaults where no value is given.

    Raises:
        QueryError: a parameter is unknown, missing or names nothing in the graph; the nearest names are said.
    """
    return fill(query, terms(query, values, Vocabulary(store, namespaces)))


def terms(query: NamedQuery, values: Mapping[str, str], vocabulary: "Vocabulary") -> dict[str, str]:
    """Parameter → SPARQL term, defaults where no value is given; errors as of `bind`."""
    for name in sorted(values.keys() - {parameter.name for parameter in query.parameters}):
        query.parameter(name)
    return {
        parameter.name: _term(vocabulary, parameter, query.name, values.get(parameter.name, parameter.default))
        for parameter in query.parameters
    }


def fill(query: NamedQuery, filled: Mapping[str, str]) -> str:
    """The query's text with a term in the place of each ``$name``; other variables stay as they are."""
    return _VARIABLE.sub(lambda match: filled.get(match[1], match[0]), query.text)


class Vocabulary:
    """All that a value can name in one graph; each kind is read when the first parameter needs it."""

    def __init__(self, store: Readable, namespaces: Namespaces) -> None:
        self._store = store
        self._namespaces = namespaces
        self._read: dict[Callable[[Readable, Namespaces], Names], Names] = {}

    def names(self, type_: ParameterType) -> Names | None:
        """What a parameter of this type can name; None where it takes a number or a text."""
        load = _NAMED.get(type_)
        if load is None:
            return None
        if load not in self._read:
            self._read[load] = load(self._store, self._namespaces)
        return self._read[load]

    def resolve(self, type_: ParameterType, value: str, *, where: str = "") -> Known:
        """The one thing that a value names.

        Raises:
            QueryError: it names nothing or several things of this kind, or the kind has no names.
        """
        types = (EntityType.COUNTRY,) if type_ is ParameterType.COUNTRY else ()
        if type_ in _ENTITIES and (known := spelled(self._store, self._namespaces, value.strip(), types)):
            return known
        names = self.names(type_)
        if names is None:
            raise QueryError(f"{where or value}: found {value!r}, a {type_} has no name")
        return names.resolve(value, where=where, types=types)


def stand_in(parameter: Parameter, vocabulary: Vocabulary) -> str:
    """The default of a parameter; where the graph has no such thing, or there is none, the first thing of its kind."""
    if parameter.type in _READERS:
        return parameter.default or ""
    try:
        return vocabulary.resolve(parameter.type, parameter.default or "").iri
    except QueryError:
        names = vocabulary.names(parameter.type)
        things = names.things.values() if names else ()
        wanted = (EntityType.COUNTRY,) if parameter.type is ParameterType.COUNTRY else tuple(EntityType)
        fitting = (known for known in things if known.type is None or known.type in wanted)
        return min(fitting, key=lambda known: known.id).iri


def _term(vocabulary: Vocabulary, parameter: Parameter, query: str, value: str | None) -> str:
    where = f"{query}, {parameter.name}"
    if value is None or not value.strip():
        article = "an" if parameter.type[0] in "aei" else "a"
        raise QueryError(
            f"{where}: found no value, {article} {parameter.type} is needed (--param {parameter.name}=VALUE)"
        )
    if reader := _READERS.get(parameter.type):
        return reader(where, value)
    known = vocabulary.resolve(parameter.type, value, where=where)
    return str(Literal(known.id) if parameter.type is ParameterType.SECTOR else NamedNode(known.iri))


def _integer(where: str, value: str) -> str:
    if not _INTEGER.fullmatch(value.strip()):
        raise QueryError(f"{where}: found {value!r}, a whole number is needed")
    return str(int(value))


def _year(where: str, value: str) -> str:
    if not _YEAR.fullmatch(value.strip()):
        raise QueryError(f"{where}: found {value!r}, a year of four digits is needed")
    return str(int(value))


_ENTITIES = frozenset({ParameterType.ENTITY, ParameterType.COUNTRY})
_NAMED: Mapping[ParameterType, Callable[[Readable, Namespaces], Names]] = {
    ParameterType.ENTITY: load_names,
    ParameterType.COUNTRY: load_names,
    ParameterType.SOURCE: load_sources,
    ParameterType.REGION: load_regions,
    ParameterType.SECTOR: load_sectors,
    ParameterType.TYPE: lambda _, namespaces: load_types(namespaces),
    ParameterType.RELATION: lambda _, namespaces: load_relations(namespaces),
}
_READERS: Mapping[ParameterType, Callable[[str, str], str]] = {
    ParameterType.INTEGER: _integer,
    ParameterType.YEAR: _year,
    ParameterType.TEXT: lambda _, value: str(Literal(value)),
}
