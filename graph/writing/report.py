"""What a build read, what it left alone and what came out, in numbers and in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from extract.corrections.effects import Effect
from extract.model import Skipped
from graph.tables import clean


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a build read, what it left alone and what came out; entities are counted by type, relations by predicate.

    All but `quads` and `inferred`, the number of triples that rules derived, counts what the texts state. `unread` are
    the texts that this build could not read, `skipped` those and all else that was left alone, by builds before too;
    `corrections` tells what each did, `unused` which did nothing, where they stand and why.
    """

    documents: tuple[str, ...]
    words: int
    entities: Mapping[str, int]
    relations: Mapping[str, int]
    claims: int
    quads: int
    inferred: int = 0
    skipped: tuple[Skipped, ...] = ()
    unread: tuple[Skipped, ...] = ()
    corrections: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """The totals by name, as the manifest has them."""
        return {
            "documents": len(self.documents),
            "words": self.words,
            "entities": sum(self.entities.values()),
            "relations": sum(self.relations.values()),
            "claims": self.claims,
            "inferred": self.inferred,
            "triples": self.quads,
        }

    @property
    def text(self) -> str:
        """The report in words, as `report.txt` has it."""
        parts = [
            _table("Counts", self.counts),
            _table("Entities by type", self.entities),
            _table("Relations by predicate", self.relations),
            _list("Texts read", self.documents),
            _list("Corrections", self.corrections),
            _list("Files left alone", (f"{item.path}: {item.reason}" for item in self.skipped)),
        ]
        return "\n\n".join(filter(None, parts)) + "\n"


def _list(title: str, lines: Iterable[str]) -> str:
    """Lines under a title, each on one line whatever the names of files hold; empty where there are none."""
    listed = [f"  {clean(line)}" for line in lines]
    return "\n".join((title, *listed)) if listed else ""


def corrected(effects: Iterable[Effect]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What each correction did, and which did nothing, where they stand and why."""
    each = tuple(effects)
    unused = tuple(f"{effect.correction.where}: {effect.unused}" for effect in each if effect.unused)
    return tuple(map(_done, each)), unused


def _done(effect: Effect) -> str:
    """A correction, and what became of it."""
    counts = (
        (len(effect.changed), "things changed"),
        (len(effect.added), "facts added"),
        (len(effect.confirmed), "facts confirmed"),
        (len(effect.dropped_things), "things dropped"),
        (len(effect.dropped_facts), "facts dropped"),
    )
    done = ", ".join(f"{what}: {number}" for number, what in counts if number)
    return f"{effect.correction.said} — {effect.unused or done or 'nothing else changed'}"


def _table(title: str, counts: Mapping[str, int]) -> str:
    width = max((len(f"{number:,}") for number in counts.values()), default=0)
    return "\n".join((title, *(f"  {number:>{width},}  {name}" for name, number in counts.items())))


def by_count(counts: Mapping[str, int]) -> dict[str, int]:
    """Numbers by name, the largest first, then by name."""
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
