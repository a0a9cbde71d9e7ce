"""What Oxigraph says of a broken query → one line that a newcomer can act on."""

import re
from collections.abc import Mapping, Sequence

_PLACE = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH")
#: What may stand before the word that says what a query is: IRIs hide nothing in it, comments and declarations go.
_PROLOGUE = re.compile(r"(?:\s+|#[^\n]*|(?:PREFIX\s+[^\s<:]*:\s*|BASE\s*)<[^>]*>)*", re.IGNORECASE)
#: The longest list of what is expected that still helps.
_LONGEST = 8
#: What the parser says in the middle of such a list, and what a reader can do about it.
_SAID = {
    "Prefix not found": "an undeclared prefix stands before it; declared already: {prefixes}",
    "contains a variable that is unbound": "each variable of SELECT has to be grouped or aggregated",
    "IRI parsing failed": "an absolute IRI between < and > is expected",
}


def explain_syntax(sparql: str, message: str, prefixes: Mapping[str, str]) -> str:
    """``line:column: found …, … is expected`` for a message of Oxigraph's SPARQL parser; both count from 1."""
    start = _PROLOGUE.match(sparql)
    begin = start.end() if start else 0
    word = re.match(r"\w*", sparql[begin:])
    first = word[0].upper() if word else ""
    if first in _UPDATES:
        return f"{_place(sparql, begin)}: found {first}, the graph is read only: {_listed(_FORMS)} is allowed"
    match = _PLACE.match(message)
    if first not in _FORMS and first not in {"PREFIX", "BASE"}:
        found = _shown(sparql[begin:])
        return f"{_place(sparql, begin)}: found {found}, {_listed(_FORMS)} is expected"
    if not match:
        return f"found a mistake ({' '.join(message.split())}), a SPARQL 1.1 query is needed"
    line, column = int(match[1]), int(match[2])
    if first == "PREFIX" and match[3] == "CONSTRUCT":
        return f"{line}:{column}: found {_shown(_rest(sparql, line, column))}, `PREFIX name: <IRI>` is expected"
    return f"{line}:{column}: found {_shown(_rest(sparql, line, column))}, {_expected(match[3], prefixes)}"


def _place(sparql: str, offset: int) -> str:
    before = sparql[:offset]
    return f"{before.count(chr(10)) + 1}:{offset - (before.rfind(chr(10)) + 1) + 1}"


def _rest(sparql: str, line: int, column: int) -> str:
    """What stands at a place and after it."""
    return "\n".join(sparql.split("\n")[line - 1 :])[column - 1 :]


def _shown(rest: str) -> str:
    """The word or sign that comes next, or that nothing does."""
    match = re.match(r"\s*(\w+|\S)", rest)
    return repr(match[1]) if match else "the end"


def _expected(listed: str, prefixes: Mapping[str, str]) -> str:
    """The parser's list in words: keywords and signs; its classes of characters and of blanks tell a reader nothing."""
    for said, words in _SAID.items():
        if said in listed:
            return words.format(prefixes=", ".join(sorted(prefixes)))
    words = re.sub(r"\[[^\]]*('\]'[^\]]*)?\](, )?|\r?\n", "", listed)
    parts = dict.fromkeys(part.strip().strip('"') for part in words.split(", "))
    kept = [part if part.isalpha() else f"{part!r}" for part in parts if part and part != "_"]
    return f"{_listed(kept[:_LONGEST])} is expected" if kept else "something else is expected"


def _listed(words: Sequence[str]) -> str:
    return " or ".join(filter(None, (", ".join(words[:-1]), words[-1])))
