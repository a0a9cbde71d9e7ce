"""What a build read, what it left alone and what came out, in numbers and in words."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from extract.corrections.effects import Effect
from extract.model import Extraction, Skipped
from graph.tables import clean
from graph.values import GraphView


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


def report_of(extraction: Extraction, view: GraphView, *, inferred: int, quads: int) -> Report:
    """The report of a graph: what was read, what the texts state, how much of it rules derived, and how long it is."""
    return Report(
        documents=tuple(document.id for document in view.documents),
        words=sum(len(facts.document.text.split()) for facts in extraction.documents),
        entities=_by_count(node.type for node in view.nodes),
        relations=_by_count(edge.predicate for edge in view.edges),
        claims=sum(len(edge.claims) for edge in (*view.edges, *view.denied)),
        inferred=inferred,
        quads=quads,
        skipped=extraction.skipped,
        corrections=tuple(map(_done, extraction.corrections)),
        unused=tuple(f"{each.correction.where}: {each.unused}" for each in extraction.corrections if each.unused),
    )


def _list(title: str, lines: Iterable[str]) -> str:
    """Lines under a title, each on one line whatever the names of files hold; empty where there are none."""
    listed = [f"  {clean(line)}" for line in lines]
    return "\n".join((title, *listed)) if listed else ""


def _done(effect: Effect) -> str:
    """A correction, and what became of it."""
    counts = (
        (len(effect.changed), "things changed"),
        (len(effect.added), "facts added"),
        (len(effect.dropped_things), "things dropped"),
        (len(effect.dropped_facts), "facts dropped"),
    )
    done = ", ".join(f"{what}: {number}" for number, what in counts if number)
    return f"{effect.correction.said} — {effect.unused or done or 'nothing else changed'}"


def _table(title: str, counts: Mapping[str, int]) -> str:
    width = max((len(f"{number:,}") for number in counts.values()), default=0)
    return "\n".join((title, *(f"  {number:>{width},}  {name}" for name, number in counts.items())))


def _by_count(names: Iterable[str]) -> dict[str, int]:
    """How often each name occurs, the most frequent first, then by name."""
    return dict(sorted(Counter(map(str, names)).items(), key=lambda item: (-item[1], item[0])))
