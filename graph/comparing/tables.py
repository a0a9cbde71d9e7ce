"""A difference between two graphs for a reader (one row for each change) and for a program (values that JSON holds)."""

from collections import Counter
from collections.abc import Iterable, Sequence

from graph.comparing.diff import Change, Difference, EntityChange, FactChange, FieldChange
from graph.tables import Cell, Table
from graph.values import Quote

Value = str | int | None | Sequence["Value"] | dict[str, "Value"]

COLUMNS = ("change", "subject", "type_or_relation", "object", "status", "what", "id", "text", "sentence")
_NOTHING = "–"


def summary(found: Difference) -> str:
    """How many of each kind, on one line.

    >>> summary(Difference())
    'entities: none; facts: none'
    """
    return f"entities: {_counted(found.entities)}; facts: {_counted(found.facts)}"


def _counted(changes: Iterable[EntityChange | FactChange]) -> str:
    counts = Counter(one.change for one in changes)
    return ", ".join(f"{counts[change]:,} {change}" for change in Change if counts[change]) or "none"


def table(found: Difference) -> Table:
    """One row for each change: what it is, what differs, and the first sentence that shows it."""
    entities = (
        (one.change, one.name, one.type, None, None, in_words(one.fields), one.id, *_first(one.evidence))
        for one in found.entities
    )
    facts = (
        (
            one.change,
            one.subject_name,
            one.predicate,
            one.object_name,
            one.status,
            in_words(one.fields),
            f"{one.subject} {one.predicate} {one.object}",
            *_first(one.evidence),
        )
        for one in found.facts
    )
    return Table(COLUMNS, tuple(tuple(map(_plain, row)) for row in (*entities, *facts)))


def _plain(cell: str | None) -> Cell:
    return cell if cell is None else str(cell)


def _first(evidence: Sequence[Quote]) -> tuple[str | None, str | None]:
    return (evidence[0].document, evidence[0].text) if evidence else (None, None)


def in_words(fields: Sequence[FieldChange]) -> str | None:
    """What differs, field by field and text by text; of sentences how many are gone and how many are new.

    What a text says that only one of the graphs has goes without saying.

    >>> in_words([FieldChange(text="report", field="year", before=(), after=("2021",))])
    'year – → 2021 (report)'
    """
    other = {text for field in fields if field.field == "texts" for text in (*field.before, *field.after)}
    return "; ".join(_in_words(field) for field in fields if field.text not in other) or None


def _in_words(field: FieldChange) -> str:
    if field.field == "evidence":
        said = f"evidence {len(field.before)} gone, {len(field.after)} new"
    else:
        said = f"{field.field} {' | '.join(field.before) or _NOTHING} → {' | '.join(field.after) or _NOTHING}"
    return f"{said} ({field.text})" if field.text else said


def values(found: Difference) -> dict[str, Value]:
    """All of it by kind and change, with every sentence, as values that JSON holds."""
    return {
        "entities": {
            str(change): [_entity(one) for one in found.entities if one.change is change] for change in Change
        },
        "facts": {str(change): [_fact(one) for one in found.facts if one.change is change] for change in Change},
    }


def _entity(one: EntityChange) -> dict[str, Value]:
    return {"id": one.id, "name": one.name, "type": str(one.type), **_shown(one.fields, one.evidence)}


def _fact(one: FactChange) -> dict[str, Value]:
    ends: dict[str, Value] = {"subject": one.subject, "predicate": str(one.predicate), "object": one.object}
    names: dict[str, Value] = {"subject_name": one.subject_name, "object_name": one.object_name}
    return {**ends, **names, "status": str(one.status), **_shown(one.fields, one.evidence)}


def _shown(fields: Sequence[FieldChange], evidence: Sequence[Quote]) -> dict[str, Value]:
    return {
        "changes": [
            {"text": field.text or None, "field": field.field, "before": field.before, "after": field.after}
            for field in fields
        ],
        "evidence": [
            {"text": quote.document, "begin": quote.start, "end": quote.end, "sentence": quote.text}
            for quote in evidence
        ],
    }
