"""One thing to look at: what is doubtful, why, the sentence, and the entry that mends it if it is wrong."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from graph.tables import Table, clean
from graph.values import GraphView, Quote

#: One entry of a corrections.toml: its kind and its fields.
Fields = Mapping[str, str | bool | Sequence[str]]
Entry = tuple[str, Fields]


class Kind(StrEnum):
    """What an item is about."""

    MERGES = "merges"
    FACTS = "facts"
    ENTITIES = "entities"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A doubtful thing. `sure` is smaller for what is less certain, and only compares items of one kind; `entries` mend
    it, and `right` says that nothing is wrong; `quote` is a sentence that it stands in, if the graph has one.
    """

    kind: Kind
    sure: float
    what: str
    doubt: str
    entries: tuple[Entry, ...]
    right: Entry
    quote: Quote | None = None

    @property
    def correction(self) -> str:
        """The entries as they stand in a corrections.toml."""
        return "\n\n".join(_entry(kind, fields) for kind, fields in self.entries)

    @property
    def confirmation(self) -> str:
        """The entry of a corrections.toml that says that it is right."""
        return _entry(*self.right)

    @property
    def touches(self) -> frozenset[tuple[str, str]]:
        """The things, and the names of things, that only one of several corrections may speak of."""
        return frozenset(touched for _, fields in self.entries for touched in _touched(fields))


def _touched(fields: Fields) -> Iterator[tuple[str, str]]:
    if "of" in fields:
        yield str(fields["of"]), str(fields["name"])
    elif "thing" in fields:
        yield str(fields["thing"]), ""
    elif "names" in fields and not isinstance(fields["names"], bool):
        yield from ((name, "") for name in fields["names"])


def _entry(kind: str, fields: Fields) -> str:
    return "\n".join((f"[[{kind}]]", *(f"{key} = {_value(value)}" for key, value in fields.items())))


def _value(value: str | bool | Sequence[str]) -> str:
    r"""A value in TOML, whose basic strings are those of JSON, but for the delete sign.

    >>> print(_value('the "Port" Project'), _value(True), _value(["a", "b"]))
    "the \"Port\" Project" true ["a", "b"]
    """
    written = value if isinstance(value, str | bool) else list(value)
    return json.dumps(written, ensure_ascii=False).replace("\x7f", "\\u007f")


def table(items: Iterable[Item]) -> Table:
    """A row for each item."""
    columns = ("kind", "what", "doubt", "text", "sentence", "correction", "confirmation")
    return Table(columns, tuple(_row(item) for item in items))


def _row(item: Item) -> tuple[str | None, ...]:
    quote = item.quote
    shown = (quote.document, quote.text) if quote else (None, None)
    return (str(item.kind), item.what, item.doubt, *shown, item.correction, item.confirmation)


def as_toml(items: Iterable[Item]) -> str:
    """The items as the text of a corrections.toml: doubts and sentences are comments above the entries, and below them
    stands, as a comment too, what to write instead where nothing is wrong.
    """
    return "\n".join(_block(number, item) for number, item in enumerate(items, start=1))


def _block(number: int, item: Item) -> str:
    lines = [f"# {number}. {clean(item.what)}: {clean(item.doubt)}"]
    if item.quote:
        lines.append(f"#    “{clean(item.quote.text)}” ({clean(item.quote.document)})")
    kept = (f"# {line}" for line in ("if it is right:", *item.confirmation.splitlines()))
    return "\n".join((*lines, item.correction, *kept, ""))


class Quotes:
    """Finds a sentence of a graph that names a thing."""

    def __init__(self, view: GraphView) -> None:
        self._by_thing: dict[str, list[Quote]] = {}
        for edge in (*view.edges, *view.denied):
            for claim in edge.claims:
                for end in (edge.subject, edge.object):
                    self._by_thing.setdefault(end, []).extend(claim.evidence)

    def of(self, thing: str, name: str, text: str = "") -> Quote | None:
        """A sentence about a thing, in one text if it is said: the first that has the name, or else the first."""
        found = sorted(quote for quote in self._by_thing.get(thing, ()) if text in ("", quote.document))
        return next((quote for quote in found if name in clean(quote.text)), found[0] if found else None)
