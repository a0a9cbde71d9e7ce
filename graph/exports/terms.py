"""What our own writers of RDF share: the parts of a triple, and IRIs as names with prefixes."""

import re
from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import Literal, NamedNode, Triple

from ontology.errors import GraphError

Value = NamedNode | Literal
#: Predicate → values, in order.
Properties = Mapping[NamedNode, list[Value]]

#: Local names that Turtle takes without an escape.
PLAIN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*")


def described(triples: Iterable[Triple]) -> dict[NamedNode, Properties]:
    """Subject → predicate → values, in the order given.

    Raises:
        GraphError: a blank node or a triple as a term; our graphs have none.
    """
    found: dict[NamedNode, dict[NamedNode, list[Value]]] = {}
    for triple in triples:
        subject, value = triple.subject, triple.object
        if not isinstance(subject, NamedNode) or not isinstance(value, NamedNode | Literal):
            raise GraphError(f"graph: found {triple}, an IRI or a literal is needed in each place")
        found.setdefault(subject, {}).setdefault(triple.predicate, []).append(value)
    return dict(found)


class Names:
    """Prefixes, and for each IRI its name: `prefix:local` with the longest namespace that fits.

    >>> names = Names({"oda": "https://w3id.org/odagraph/ontology#"}, PLAIN)
    >>> names.name("https://w3id.org/odagraph/ontology#funds"), names.name("https://example.org/")
    ('oda:funds', None)
    """

    def __init__(self, prefixes: Mapping[str, str], local: re.Pattern[str]) -> None:
        self.prefixes = dict(sorted(prefixes.items()))
        self._local = local
        self._longest = sorted(self.prefixes.items(), key=lambda item: (-len(item[1]), item[0]))
        self._found: dict[str, str | None] = {}

    def name(self, iri: str) -> str | None:
        """The name of an IRI; None where no namespace leaves a local name that is allowed."""
        if iri not in self._found:
            self._found[iri] = next(self._fitting(iri), None)
        return self._found[iri]

    def _fitting(self, iri: str) -> Iterator[str]:
        for prefix, namespace in self._longest:
            if iri.startswith(namespace) and self._local.fullmatch(iri, len(namespace)):
                yield f"{prefix}:{iri[len(namespace) :]}"
