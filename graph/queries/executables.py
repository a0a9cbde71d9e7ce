"""The named queries as SHACL resources in Turtle: each a `sh:SPARQLSelectExecutable` with its parameters.

A tool that knows SHACL finds title, description, prefixes and parameters beside the query. In `sh:select` a parameter
is the variable ``$name``, to be bound before the query is asked (SHACL, section 5.3.1); its default is the term that
stands for it in a graph of ours. LIMIT takes no variable in SPARQL, so a limit stands there as its default.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple

from graph.names import normalise
from graph.queries.codes import SECTOR_WORDS
from graph.queries.named import NamedQuery, Parameter, ParameterType
from graph.writing.dataset import prefixes, with_prefixes
from graph.writing.terms import TYPE, Value, english, node, outside, typed
from ontology.errors import QueryError
from ontology.namespaces import Namespaces

if TYPE_CHECKING:
    from extract.seeds import AuthorityRow

_LIMIT = re.compile(r"LIMIT \$(\w+)")
#: What a parameter has to be an instance of, or its datatype.
_CLASSES: Mapping[ParameterType, str] = {
    ParameterType.ENTITY: "oda:Entity",
    ParameterType.COUNTRY: "oda:Country",
    ParameterType.SOURCE: "oda:Document",
    ParameterType.REGION: "skos:Concept",
    ParameterType.TYPE: "owl:Class",
    ParameterType.RELATION: "owl:ObjectProperty",
}
_DATATYPES: Mapping[ParameterType, str] = {
    ParameterType.SECTOR: "string",
    ParameterType.TEXT: "string",
    ParameterType.INTEGER: "integer",
    ParameterType.YEAR: "integer",
}


def to_turtle(queries: Iterable[NamedQuery], namespaces: Namespaces) -> str:
    """The queries as Turtle, in the order given; the same queries give the same bytes."""
    triples = [*_declarations(namespaces), *(triple for query in queries for triple in _query(query, namespaces))]
    return with_prefixes(triples, RdfFormat.TURTLE, namespaces).decode()


def query_iri(name: str, namespaces: Namespaces) -> str:
    """The IRI of a named query; a parameter is a fragment of it."""
    return f"{namespaces.base}query/{name}"


def _declarations(namespaces: Namespaces) -> Iterator[Triple]:
    """The prefixes that the queries use, as the ontology declares them."""
    known = {NamedNode(f"{namespaces.base}query/prefix/{key}"): (key, iri) for key, iri in prefixes(namespaces).items()}
    for declaration in known:
        yield Triple(NamedNode(namespaces.ontology_graph), outside("sh", "declare"), declaration)
    for declaration, (prefix, namespace) in known.items():
        yield Triple(declaration, TYPE, outside("sh", "PrefixDeclaration"))
        yield Triple(declaration, outside("sh", "prefix"), Literal(prefix))
        yield Triple(declaration, outside("sh", "namespace"), typed(namespace, "anyURI"))


def _query(query: NamedQuery, namespaces: Namespaces) -> Iterator[Triple]:
    iri = NamedNode(query_iri(query.name, namespaces))
    sparql, taken = _with_limits(query)
    parameters = [NamedNode(f"{iri.value}#{parameter.name}") for parameter in taken]
    said: list[tuple[str, str, Value]] = [
        ("rdf", "type", outside("sh", "SPARQLExecutable")),
        ("rdf", "type", outside("sh", "SPARQLSelectExecutable")),
        ("rdf", "type", outside("sh", "Parameterizable")),
        ("rdfs", "label", english(query.title)),
        ("rdfs", "comment", english(query.description)),
        ("sh", "prefixes", node(namespaces.ontology_graph)),
        *(("sh", "parameter", parameter) for parameter in parameters),
        ("sh", "select", Literal(sparql)),
    ]
    yield from (Triple(iri, outside(prefix, name), value) for prefix, name, value in said)
    for place, parameter in enumerate(taken):
        yield from _parameter(parameters[place], place, parameter, namespaces)


def _with_limits(query: NamedQuery) -> tuple[str, list[Parameter]]:
    """The query with its limits written out, and the parameters that are left."""
    limits = {parameter.name: parameter.default or "" for parameter in query.parameters}
    sparql = _LIMIT.sub(lambda match: f"LIMIT {limits[match[1]]}", query.sparql)
    return sparql, [parameter for parameter in query.parameters if f"${parameter.name}" in sparql]


def _parameter(iri: NamedNode, place: int, parameter: Parameter, namespaces: Namespaces) -> Iterator[Triple]:
    """A parameter; the variable is the local name of its path, so its own IRI is the path."""
    said: list[tuple[str, Value]] = [
        ("path", iri),
        ("name", Literal(parameter.name)),
        ("description", english(parameter.description)),
        ("order", typed(str(place), "integer")),
        _kind(parameter.type, namespaces),
    ]
    if parameter.default is not None:
        said.append(("defaultValue", _default(parameter, parameter.default, namespaces)))
    yield Triple(iri, TYPE, outside("sh", "Parameter"))
    yield from (Triple(iri, outside("sh", name), value) for name, value in said)


def _kind(type_: ParameterType, namespaces: Namespaces) -> tuple[str, Value]:
    if type_ in _DATATYPES:
        return "datatype", outside("xsd", _DATATYPES[type_])
    prefix, _, name = _CLASSES[type_].partition(":")
    return "class", NamedNode(namespaces.term(name)) if prefix == "oda" else outside(prefix, name)


def _default(parameter: Parameter, value: str, namespaces: Namespaces) -> Value:
    """The default as the term that a graph has: authority tables and code schemes know those of our queries.

    Raises:
        QueryError: they do not know it.
    """
    match parameter.type:
        case ParameterType.INTEGER | ParameterType.YEAR:
            return typed(value, "integer")
        case ParameterType.TEXT:
            return Literal(value)
        case ParameterType.SECTOR:
            return Literal(next(digits for digits, words in SECTOR_WORDS.items() if value in (digits, *words)))
        case ParameterType.TYPE | ParameterType.RELATION:
            return node(namespaces.term(value))
        case _:
            return node(_known(parameter, value, namespaces))


def _known(parameter: Parameter, value: str, namespaces: Namespaces) -> str:
    for row in _rows():
        if normalise(value) in map(normalise, row.names):
            if parameter.type is not ParameterType.REGION:
                return namespaces.entity(row.id)
            if row.codes.m49:
                return namespaces.code("region", row.codes.m49)
    raise QueryError(f"{parameter.name}: found default {value!r}, a name of the authority tables is needed")


@cache
def _rows() -> "tuple[AuthorityRow, ...]":
    """The rows of the authority tables, which are read once for all defaults."""
    from extract.seeds import load_authority  # noqa: PLC0415 (0.1 s)

    return load_authority()
