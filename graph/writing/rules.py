"""The rules of inference: one SPARQL CONSTRUCT a file.

A rule is `ontology/rules/<name>.rq`; whoever drops a file there has added one. Its header says title, description and
an example (``what stands => what follows``, in Turtle), each on a comment line of its own; the usual prefixes need no
declaration. With a line ``# each: ?x PATTERN`` the rule runs once for each IRI that fits the pattern and stands for
``$x`` in the query, because a property path takes no variable. A rule reads what the texts say of things, the registry,
the ontology and what was derived before, as one graph; claims and sentences are not in it.

What else a header says only saves time, and has to be true:

- ``# from: one triple, whatever its ends``: the rule joins a triple with the ontology only, and hangs on its property.
- ``# reads: oda:funds rdf:type``: the properties that it asks for; ``$x`` stands for the IRIs of `each`.
- ``# idempotent: yes``: it derives nothing new when it runs once more after itself.
"""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from ontology.errors import OntologyError

RULES = Path(str(files("ontology"))) / "rules"

_HEADER = re.compile(r"#\s*(title|description|example|each|from|reads|idempotent):\s*(.+)")
_NEEDED: Final = ("title", "description", "example")
_EACH = re.compile(r"\?(\w+)\s.+")
#: What a header's line may say, where its form is fixed.
_ALLOWED: Final = {
    "each": (_EACH, "?name PATTERN"),
    "from": (re.compile("one triple, whatever its ends"), "one triple, whatever its ends"),
    "reads": (re.compile(r"(?:(?:\w+:\w+|\$\w+)\s*)+"), "prefix:name …"),
    "idempotent": (re.compile("yes"), "yes"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class InferenceRule:
    """A CONSTRUCT query by the name of its file, with an example ``what stands => what follows`` in Turtle.

    `each` is the pattern whose IRIs it runs for, one after the other; empty for a query that runs as it stands. The
    rest is what the header says to save time: whether each triple that it derives follows from one other and the
    ontology; the properties that it reads, None where it may be any; whether a second run gives nothing new.
    """

    name: str
    title: str
    description: str
    example: str
    text: str
    each: str = ""
    from_one: bool = False
    reads: tuple[str, ...] | None = None
    idempotent: bool = False

    @property
    def variable(self) -> str:
        """The name for whose IRIs it runs, without question mark; empty where it runs as it stands."""
        match = _EACH.fullmatch(self.each)
        return match[1] if match else ""


@cache
def load_rules(folder: Path = RULES) -> tuple[InferenceRule, ...]:
    """The rules of a folder, sorted by name, which is the order in which they run.

    Raises:
        OntologyError: a rule's header lacks a line, or one cannot be read.
    """
    return tuple(parse_rule(path.stem, path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.rq")))


def parse_rule(name: str, text: str) -> InferenceRule:
    """The text of a file as a rule.

    Raises:
        OntologyError: the header lacks a line, or one cannot be read.
    """
    said = {match[1]: match[2] for line in text.splitlines() if (match := _HEADER.fullmatch(line.strip()))}
    for key in _NEEDED:
        if key not in said:
            raise OntologyError(f"{name}.rq: found no `# {key}:` line, title, description and example are needed")
    for key, (form, allowed) in _ALLOWED.items():
        if key in said and not form.fullmatch(said[key]):
            raise OntologyError(f"{name}.rq: found `# {key}: {said[key]}`, `# {key}: {allowed}` is needed")
    return InferenceRule(
        name=name,
        text=text,
        each=said.get("each", ""),
        from_one="from" in said,
        reads=tuple(said["reads"].split()) if "reads" in said else None,
        idempotent="idempotent" in said,
        **{key: said[key] for key in _NEEDED},
    )
