"""Whether a query would ask another host: the engine follows SERVICE to any address, and this project asks none."""

import re

# The engine takes keywords without blanks around them ("1SERVICE<x>{"), and whether "<" opens an IRI or compares
# depends on what stands before it. So no token is trusted: what can be read as the clause is taken for it, wherever it
# stands. All repetition is possessive or bounded, so that no text takes long; what goes beyond the bounds counts as
# the clause.
_BLANK = r"(?:\s++|\#[^\n\r]{0,2000}+[\n\r]){0,100}+"
_CLAUSE = re.compile(
    rf"""SERVICE {_BLANK} (?:SILENT {_BLANK})?+
        (?: [\s\#]
          | [^\s:{{}}\#<>?$]{{200}}
          | (?: <[^<>\s]*+> | [?$][^\s{{\#?$<]*+ | [^\s:{{}}\#<>?$]*+:(?:[^\s{{\#\\]|\\.){{0,1000}}+ )
            {_BLANK} (?: [\s\#{{] | (?<=[^\s]{{1000}}) )
        )""",
    re.IGNORECASE | re.VERBOSE,
)
_LONGEST_NAME = 200


def asks_elsewhere(sparql: str) -> bool:
    """Whether the engine could read a SERVICE clause in a query, which it would send to another host.

    >>> asks_elsewhere("SELECT * { SERVICE SILENT<http://example.org/> { ?s ?p ?o } }")
    True
    >>> asks_elsewhere("SELECT ?service ?name { ?service rdfs:label ?name }")
    False
    """
    return any(not _in_variable(sparql, match.start()) for match in _CLAUSE.finditer(sparql))


def _in_variable(sparql: str, start: int) -> bool:
    before = sparql[max(0, start - _LONGEST_NAME) : start]
    sign = max(before.rfind("?"), before.rfind("$"))
    return sign >= 0 and re.fullmatch(r"\w*", before[sign + 1 :]) is not None
