"""SPARQL against a graph: strings, files and the named queries of `graph/queries/`, whose parameters take names.

The default graph of every query is the union of all graphs, and the usual prefixes need no declaration.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, QueryBoolean, QueryTriples, RdfFormat, Triple, serialize

from graph.queries.elsewhere import asks_elsewhere
from graph.queries.named import QUERIES, NamedQuery, Parameter, ParameterType, find_query, load_named, parse_named
from graph.queries.parameters import Vocabulary, bind, fill, stand_in, terms
from graph.readable import Readable
from graph.sparql_errors import explain_syntax
from graph.tables import Cell, Table
from graph.writing.dataset import prefixes
from ontology.errors import QueryError
from ontology.namespaces import OUTSIDE, Namespaces

__all__ = [
    "QUERIES",
    "Answer",
    "NamedQuery",
    "Parameter",
    "ParameterType",
    "Triples",
    "bind",
    "find_query",
    "load_named",
    "parse_named",
    "run",
    "run_all",
]

_XSD = OUTSIDE["xsd"]
_INTEGERS = frozenset(
    _XSD + name for name in ("integer", "nonNegativeInteger", "positiveInteger", "int", "long", "gYear")
)
_NUMBERS = frozenset(_XSD + name for name in ("decimal", "double", "float"))


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


def run(store: Readable, sparql: str, *, namespaces: Namespaces | None = None, where: str = "query") -> Answer:
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
    if asks_elsewhere(sparql):
        raise QueryError(f"{where}: found SERVICE, no other host is asked: leave it out, in comments too")
    try:
        answer = store.query(sparql, prefixes=known, use_default_graph_as_union=True)
        if isinstance(answer, QueryBoolean):
            return bool(answer)
        if isinstance(answer, QueryTriples):
            return Triples(tuple(sorted(set(answer), key=str)))
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


def run_all(store: Readable, namespaces: Namespaces) -> dict[str, Answer]:
    """The answer of every named query to its defaults, by name, sorted.

    Where the graph has nothing of a default's name, or a parameter has none, the first thing of its kind stands in, so
    that any graph can be asked (`make bench` does).
    """
    vocabulary = Vocabulary(store, namespaces)
    answers = {}
    for name, query in load_named().items():
        values = {parameter.name: stand_in(parameter, vocabulary) for parameter in query.parameters}
        sparql = fill(query, terms(query, values, vocabulary))
        answers[name] = run(store, sparql, namespaces=namespaces, where=name)
    return answers
