"""An evaluation in words: tables for a reader, Markdown for a page, CSV for a spreadsheet, JSON for a program."""

import json
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import groupby

from graph.evaluation.checks import Bin, Checks, calibration_error
from graph.evaluation.errors import About, Error, counts, first_of_each
from graph.evaluation.evaluate import Evaluation
from graph.evaluation.scores import ROWS, Interval, Score
from graph.tables import Cell, Format, Table, clean, render

#: What lines of errors are wrapped to where the screen tells no width.
_WIDTH = 100
_DIGITS = 3


class Written(StrEnum):
    """How an evaluation is written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    MARKDOWN = "markdown"


def write(evaluation: Evaluation, format_: Written, *, most: int | None = None, width: int | None = None) -> str:
    """The evaluation as text that ends with a line break.

    Args:
        evaluation: what to write.
        format_: `CSV` holds one table: the scores, or the errors if they are asked for; the others hold all.
        most: lists at most so many errors of each kind; None lists none, and all but CSV count them.
        width: columns of the screen.
    """
    errors = evaluation.errors
    listed = () if most is None else first_of_each(errors, most)
    if format_ is Written.CSV:
        return render(scores_table(evaluation) if most is None else errors_table(listed), Format.CSV)
    if format_ is Written.JSON:
        return json.dumps(as_json(evaluation, errors, listed), ensure_ascii=False, indent=2) + "\n"
    sections = {
        "Scores": scores_for_readers(evaluation),
        "Reliability of confidence": reliability_table(evaluation.bins),
        "Checks": checks_table(evaluation.checks),
        "Errors": counts_table(errors),
    }
    if format_ is Written.MARKDOWN:
        sections |= {"Errors one by one": errors_table(listed)} if listed else {}
        parts = [f"## {title}\n\n{markdown(table)}" for title, table in sections.items() if table.rows]
        return "\n".join([*parts, *(f"{note}\n" for note in _notes(evaluation))])
    parts = [f"{title}\n{render(table, Format.TABLE, width=width)}" for title, table in sections.items() if table.rows]
    notes = [f"{textwrap.fill(note, width or _WIDTH)}\n" for note in _notes(evaluation)]
    return "\n".join([*parts, *notes, *_in_words(listed, width or _WIDTH)])


def _notes(evaluation: Evaluation) -> Iterator[str]:
    if len(evaluation.texts) == 1:
        yield "One text has no interval: it comes from drawing texts."
    if unread := evaluation.unread:
        shown = ", ".join(unread[:4]) + (", …" if len(unread) > 4 else "")
        yield f"Texts that were not found, so that no quote of them is checked (--texts names them): {shown}"


# -- tables ------------------------------------------------------------------------------------------------------------


def scores_table(evaluation: Evaluation) -> Table:
    """A row for each thing that is counted and that there is any of, totals first; shares with three digits.

    `low` and `high` are the ends of the 95 % interval of F1, None with one text.
    """
    return _scores(evaluation.scores, evaluation.intervals)


def scores_for_readers(evaluation: Evaluation) -> Table:
    """The same under the short headings that fit a terminal."""
    table = scores_table(evaluation)
    short = {"precision": "P", "recall": "R", "f1": "F1"}
    return Table(tuple(short.get(column, column) for column in table.columns), table.rows)


def _scores(scores: Mapping[str, Score], intervals: Mapping[str, Interval]) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for key in ROWS:
        score, interval = scores.get(key, Score()), intervals.get(key)
        ends = (interval.low, interval.high) if interval else (None, None)
        shares = map(_share, (score.precision, score.recall, score.f1, *ends))
        if score.found or score.wanted:
            rows.append((key, *shares, score.right, score.found, score.wanted))
    return Table(("what", "precision", "recall", "f1", "low", "high", "right", "found", "wanted"), tuple(rows))


def reliability_table(bins: Sequence[Bin]) -> Table:
    """A row for each bin of confidence, and one for all claims with the calibration error."""
    rows: list[tuple[Cell, ...]] = [
        (f"{one.start:.1f} to {one.end:.1f}", one.claims, *map(_share, (one.mean_confidence, one.share_right)), None)
        for one in bins
    ]
    if bins:
        claims = sum(one.claims for one in bins)
        means = (sum(one.confidence for one in bins) / claims, sum(one.right for one in bins) / claims)
        rows.append(("all", claims, *map(_share, (*means, calibration_error(bins)))))
    return Table(("confidence", "claims", "mean_confidence", "share_right", "calibration_error"), tuple(rows))


def checks_table(checks: Checks) -> Table:
    """What a graph of ours keeps by construction, as counted; a share is None where nothing was counted."""
    rows = (
        ("relations whose ends fit the ontology", checks.conformance, checks.fitting, checks.relations),
        ("entities that their text does not name", checks.entity_hallucination, checks.unnamed, checks.entities),
        ("claims whose quote is not its slice", checks.claim_hallucination, checks.misquoted, checks.claims),
    )
    return Table(("what", "share", "number", "of"), tuple((what, _share(share), *rest) for what, share, *rest in rows))


def counts_table(errors: Sequence[Error]) -> Table:
    """How many errors there are of each kind."""
    return Table(
        ("about", "error", "number"), tuple((about, kind, number) for (about, kind), number in counts(errors).items())
    )


def errors_table(errors: Sequence[Error]) -> Table:
    """A row for each error."""
    rows = tuple(
        (error.document, error.about, error.kind, _spelled(error.found), _spelled(error.wanted), clean(error.sentence))
        for error in errors
    )
    return Table(("text", "about", "error", "found", "wanted", "sentence"), rows)


def _share(share: float | None) -> float | None:
    return None if share is None else round(share, _DIGITS)


def _spelled(names: tuple[str, ...]) -> str | None:
    """An entity as "name (type)", a relation as "name predicate name"."""
    if len(names) == 2:
        return clean(f"{names[0]} ({names[1]})")
    return clean(" ".join(names)) or None


def markdown(table: Table) -> str:
    """The table in Markdown; ends with a line break."""
    rows = [[_escaped(cell) for cell in row] for row in (table.columns, *table.rows)]
    rows.insert(1, ["---"] * len(table.columns))
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _escaped(cell: Cell) -> str:
    return "" if cell is None else clean(str(cell)).replace("|", "\\|")


# -- errors for a reader -----------------------------------------------------------------------------------------------


def _in_words(errors: Sequence[Error], width: int) -> list[str]:
    """The errors under headings of text and kind, each with its sentence below it."""
    parts = []
    for (document, about, kind), group in groupby(errors, key=lambda error: (error.document, error.about, error.kind)):
        lines = [f"{document}: {about}, {kind}"]
        for error in group:
            told = " — wanted: ".join(filter(None, (_spelled(error.found), _spelled(error.wanted))))
            lines.append(_indented(told, 2, width))
            lines += [_indented(f"“{clean(error.sentence)}”", 6, width)] if error.sentence else []
        parts.append("\n".join(lines) + "\n")
    return parts


def _indented(text: str, by: int, width: int) -> str:
    return textwrap.fill(text, width, initial_indent=" " * by, subsequent_indent=" " * (by + 2))


# -- JSON --------------------------------------------------------------------------------------------------------------

Json = Mapping[str, "Json"] | Sequence["Json"] | str | int | float | bool | None

_PARTS = {About.ENTITY: ("name", "type"), About.RELATION: ("subject", "predicate", "object")}


def as_json(evaluation: Evaluation, errors: Sequence[Error], listed: Sequence[Error]) -> dict[str, Json]:
    """The evaluation as values for JSON; None where a share or an interval has nothing to count.

    Keys: ``texts``, ``scores``, ``reliability``, ``checks``, ``error_counts``, ``errors``.
    """
    bins, checks = evaluation.bins, evaluation.checks
    return {
        "texts": [result.document for result in evaluation.texts],
        "scores": _objects(scores_table(evaluation)),
        "reliability": {
            "claims": sum(one.claims for one in bins),
            "calibration_error": _share(calibration_error(bins)),
            "bins": [bin_as_json(one) for one in bins],
        },
        "checks": {
            "conformance": checks.conformance,
            "relations": checks.relations,
            "entity_hallucination": checks.entity_hallucination,
            "entities": checks.entities,
            "claim_hallucination": checks.claim_hallucination,
            "claims": checks.claims,
            "unread": list(evaluation.unread),
        },
        "error_counts": _objects(counts_table(errors)),
        "errors": [_error(error) for error in listed],
    }


def bin_as_json(one: Bin) -> dict[str, Json]:
    """A bin of confidence for JSON: its edges, its claims and how many of them are right, and both means."""
    return {
        "from": one.start,
        "to": one.end,
        "claims": one.claims,
        "right": one.right,
        "mean_confidence": _share(one.mean_confidence),
        "share_right": _share(one.share_right),
    }


def _objects(table: Table) -> list[Json]:
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


def _error(error: Error) -> dict[str, Json]:
    parts = _PARTS[error.about]
    return {
        "text": error.document,
        "about": error.about,
        "error": error.kind,
        "found": dict(zip(parts, error.found, strict=True)) if error.found else None,
        "wanted": dict(zip(parts, error.wanted, strict=True)) if error.wanted else None,
        "sentence": error.sentence,
    }
