"""A request of the SPARQL 1.1 Protocol as a value, and what the endpoint refuses to hand on to the engine."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from graph.queries.elsewhere import asks_elsewhere
from ontology.errors import QueryError

FORM = "application/x-www-form-urlencoded"
SPARQL = "application/sparql-query"
UPDATE = "application/sparql-update"
#: The largest request, in bytes; the largest query that people write has some thousand.
LARGEST = 1_000_000

_DATASET = ("default-graph-uri", "named-graph-uri")


class RefusalError(QueryError):
    """A request that gets no answer; `status` is the HTTP status that says so."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A query and the graphs that the request names for it, as (parameter, IRI) pairs.

    Raises:
        RefusalError: the query asks other hosts.
    """

    sparql: str
    graphs: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        if asks_elsewhere(self.sparql):
            raise RefusalError(
                403, "query: found SERVICE, this endpoint asks no other host: leave it out, in comments too"
            )

    @property
    def parameters(self) -> tuple[tuple[str, str], ...]:
        """What the engine is told beside the query: the graphs that are named, or the union of all where none is.

        The engine's own switch for the union would win over FROM, so it is set for each query that has none.
        """
        if self.graphs:
            return self.graphs
        return () if names_graphs(self.sparql) else (("union-default-graph", ""),)


def read_question(method: str, url_query: str, content_type: str, body: bytes) -> Question | None:
    """The question of a request; None where it asks nothing, which is to ask what the service is.

    Source: SPARQL 1.1 Protocol, section 2.1: GET, POST with a form, and POST with the query itself.

    Raises:
        RefusalError: the request is no query of the protocol, or one that is not answered here.
    """
    pairs = _decoded(url_query)
    kind = content_type.partition(";")[0].strip().lower()
    if method == "POST" and kind == FORM:
        pairs += _decoded(_text(body))
    elif method == "POST" and kind == SPARQL:
        pairs.append(("query", _text(body)))
    elif method == "POST":
        raise _wrong_type(kind)
    if any(name == "update" for name, _ in pairs):
        raise read_only()
    if method != "POST" and not any(name == "query" for name, _ in pairs):
        return None
    return _question(pairs)


def _question(pairs: Iterable[tuple[str, str]]) -> Question:
    found = [value for name, value in pairs if name == "query"]
    if len(found) != 1:
        raise RefusalError(400, f"query: found {len(found)} parameters named query, one is needed")
    return Question(sparql=found[0], graphs=tuple(pair for pair in pairs if pair[0] in _DATASET))


def _decoded(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=1000)
    except UnicodeDecodeError:
        raise RefusalError(400, "query: found no UTF-8 in the parameters, text in UTF-8 is needed") from None
    except ValueError:
        raise RefusalError(400, "query: found more than 1000 parameters, fewer are allowed") from None


def _text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise RefusalError(400, f"query: found no UTF-8 at byte {error.start}, text in UTF-8 is needed") from None


def _wrong_type(kind: str) -> RefusalError:
    if kind == UPDATE:
        return read_only()
    found = repr(kind) if kind else "none"
    return RefusalError(415, f"query: found {found} as Content-Type, {FORM} or {SPARQL} is allowed")


def read_only() -> RefusalError:
    """What is said to everything that would change the graph."""
    return RefusalError(403, "update: found a change, the graph is read only: build it again to change it")


# -- what a query's text tells ----------------------------------------------------------------------------------------

_APART = re.compile(
    r"<[^<>\"{}|^`\s]*>"
    r'|"""(?:(?:"|"")?(?:[^"\\]|\\.))*+"""' + r"|'''(?:(?:'|'')?(?:[^'\\]|\\.))*+'''"
    r'|"(?:[^"\\\n\r]|\\.)*+"' + r"|'(?:[^'\\\n\r]|\\.)*+'"
    r"|\#[^\n\r]*+"
    r"|[?$@]\w++|(?P<word>[\w.-]++)?(?P<more>:[\w.:%-]*+)?",
    re.DOTALL,
)


def names_graphs(sparql: str) -> bool:
    """Whether a query says with FROM what it asks.

    >>> names_graphs("SELECT * FROM <http://example.org/g> { ?s ?p ?o }")
    True
    >>> names_graphs("SELECT ?from { ?from rdfs:label 'from' } # from")
    False
    """
    return any((match["word"] or "").upper() == "FROM" and not match["more"] for match in _APART.finditer(sparql))


def undeclared(sparql: str, prefixes: Mapping[str, str]) -> dict[str, str]:
    """Those of the prefixes that a query seems to use and does not declare.

    >>> undeclared("PREFIX b: <http://example.org/b> SELECT * { a:x b:y ?c:z }", {"a": "A", "b": "B", "c": "C"})
    {'a': 'A'}
    """
    return {
        name: iri
        for name, iri in prefixes.items()
        if re.search(rf"(?<![\w.?$-]){name}:", sparql) and not re.search(rf"PREFIX\s+{name}\s*:", sparql, re.IGNORECASE)
    }


def declare(sparql: str, prefixes: Mapping[str, str]) -> str:
    """The query with prefixes declared before it, on its first line, so that lines keep their numbers."""
    return " ".join((*(f"PREFIX {name}: <{iri}>" for name, iri in prefixes.items()), sparql))
