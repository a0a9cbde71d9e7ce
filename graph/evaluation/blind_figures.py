"""The figures that README shows: kept in a JSON file, set by set and graph by graph, and written into its table.

`graph.evaluation.blind` fills the file; what stands between the two marks of README is written from it and
from nothing else.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.evaluation.checks import Bin, calibration_error
from graph.evaluation.evaluate import Evaluation
from graph.evaluation.scores import Interval, Score
from graph.evaluation.tables import Json, bin_as_json, markdown
from graph.tables import Cell, Table
from ontology.errors import InputError

#: What is kept of an evaluation; keys of `graph.evaluation.scores.ROWS`.
SHOWN = ("entity", "type", "relation", "pair")

#: Graphs that are scored as they are built, in README's order, and what its row says.
GRAPHS = {
    "founding": "founding texts, `odagraph build`",
    "no-authority": "the same with `--no-authority`",
    "trial": "the same, stock spaCy with co-occurrence (a trial before the project)",
    "digests": "seed digests, `odagraph evaluate tests/gold`",
    "p19": "unseen passages, set p19 (roles and channels; hard on purpose)",
    "p20": "unseen passages, set p20 (long names, title case; hard on purpose)",
    "p30": "unseen passages, set p30 (all kinds of text)",
}
#: What kind of text a set of passages is (see `tests/gold/README.md`).
SETS = {
    "d1": "white papers",
    "d2": "agency reports, press",
    "d3": "science, digital",
    "d4": "peace, humanitarian",
    "d5": "other donors, banks",
}

#: Of the shares in the file; the table shows two, and rounding twice must not show.
_DIGITS = 4

BEGIN = "<!-- figures: `make figures` writes what follows -->"
END = "<!-- end of figures -->"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """Precision, recall, F1 and the ends of its 95 % interval; None where it is not known."""

    precision: float | None = None
    recall: float | None = None
    f1: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What is kept of one evaluation: how many texts, the shares by what is counted, and the bins of confidence."""

    texts: int | None
    shares: Mapping[str, Shares]
    bins: tuple[Bin, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """All figures of the file: of graphs by name (see `GRAPHS`), and of sets of passages by name."""

    graphs: Mapping[str, Figures]
    sets: Mapping[str, Figures]


def figures_of(evaluation: Evaluation) -> Figures:
    """What is kept of an evaluation; shares with four digits, as the file has them."""
    scores, intervals = evaluation.scores, evaluation.intervals
    return Figures(
        texts=len(evaluation.texts),
        shares={key: _shares(scores.get(key, Score()), intervals.get(key)) for key in SHOWN},
        bins=evaluation.bins,
    )


def _shares(score: Score, interval: Interval | None) -> Shares:
    return Shares(
        precision=round(score.precision, _DIGITS),
        recall=round(score.recall, _DIGITS),
        f1=round(score.f1, _DIGITS),
        low=round(interval.low, _DIGITS) if interval else None,
        high=round(interval.high, _DIGITS) if interval else None,
    )


# -- the file ----------------------------------------------------------------------------------------------------------


def read_kept(path: Path) -> Kept:
    """The figures of a file; none when there is no file yet.

    Raises:
        InputError: the file holds something else.
    """
    if not path.exists():
        return Kept(graphs={}, sets={})
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        graphs, sets = ({name: _read(one) for name, one in data[part].items()} for part in ("graphs", "sets"))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(
            f"{path}: found no file of figures ({error!r}), one that `make blind` writes is needed"
        ) from None
    return Kept(graphs=graphs, sets=sets)


def _read(data: Any) -> Figures:  # whatever JSON holds; what does not fit raises
    return Figures(
        texts=None if data["texts"] is None else int(data["texts"]),
        shares={key: Shares(**data[key]) for key in SHOWN},
        bins=tuple(map(_bin, data["reliability"])),
    )


def _bin(data: Any) -> Bin:
    claims = int(data["claims"])
    return Bin(float(data["from"]), claims, data["mean_confidence"] * claims, int(data["right"]))


def keep(path: Path, *, graphs: Mapping[str, Figures] | None = None, sets: Mapping[str, Figures] | None = None) -> None:
    """Writes figures into a file; those of other graphs and sets stay as they are.

    Raises:
        InputError: the file holds something else.
    """
    kept = read_kept(path)
    parts = {"graphs": {**kept.graphs, **(graphs or {})}, "sets": {**kept.sets, **(sets or {})}}
    data = {part: {name: _json(one) for name, one in sorted(all_.items())} for part, all_ in parts.items()}
    path.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


def _json(figures: Figures) -> dict[str, Json]:
    shares = {
        key: {name: getattr(share, name) for name in Shares.__dataclass_fields__}
        for key, share in figures.shares.items()
    }
    return {"texts": figures.texts, **shares, "reliability": [bin_as_json(one) for one in figures.bins]}


# -- README ------------------------------------------------------------------------------------------------------------


def readme_tables(kept: Kept) -> str:
    """What stands between the marks of README: the table of scores and, where there are bins, that of confidence."""
    parts = [markdown(_scores(kept))]
    if bins := _pooled(figures.bins for figures in kept.sets.values()):
        error = f"On passages of the sets the calibration error of confidence is {calibration_error(bins) or 0:.2f}:\n"
        parts += [error, markdown(_confidence(bins))]
    return "\n".join(parts)


def write_readme(path: Path, kept: Kept) -> None:
    """Writes the tables between the marks of a file; the rest stays as it is.

    Raises:
        InputError: the file lacks the marks.
    """
    text = path.read_text(encoding="utf-8")
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise InputError(f"{path}: found no {BEGIN if not begin else END!r}, the table stands between two such lines")
    path.write_text(f"{before}{BEGIN}\n\n{readme_tables(kept)}\n{END}{after}", encoding="utf-8")


def _scores(kept: Kept) -> Table:
    rows = [_row(label, kept.graphs[name]) for name, label in GRAPHS.items() if name in kept.graphs]
    rows += [_row(_set_label(name), kept.sets[name]) for name in sorted(kept.sets)]
    columns = ("texts that nothing was trained on", "number", "entities", "with exact type", "relations")
    return Table((*columns, "95 % interval", "pairs, whatever the relation"), tuple(rows))


def _set_label(name: str) -> str:
    return f"passages, set {name}" + (f" ({SETS[name]})" if name in SETS else "")


def _row(label: str, figures: Figures) -> tuple[Cell, ...]:
    entity, type_, relation, pair = (figures.shares[key] for key in SHOWN)
    ends = (
        f"{relation.low:.2f} to {relation.high:.2f}" if relation.low is not None and relation.high is not None else ""
    )
    return (label, figures.texts, _full(entity), _digits(type_.f1), _full(relation), ends, _digits(pair.f1))


def _digits(share: float | None) -> str:
    return "" if share is None else f"{share:.2f}"


def _full(shares: Shares) -> str:
    if shares.precision is None or shares.recall is None:
        return _digits(shares.f1)
    return f"{_digits(shares.f1)} ({shares.precision:.2f} / {shares.recall:.2f})"


def _pooled(sets: Iterable[tuple[Bin, ...]]) -> tuple[Bin, ...]:
    by_start: dict[float, list[Bin]] = defaultdict(list)
    for bins in sets:
        for one in bins:
            by_start[one.start].append(one)
    return tuple(
        Bin(start, sum(b.claims for b in same), sum(b.confidence for b in same), sum(b.right for b in same))
        for start, same in sorted(by_start.items())
    )


def _confidence(bins: tuple[Bin, ...]) -> Table:
    def rows() -> Iterator[tuple[Cell, ...]]:
        for one in bins:
            label = f"{one.start:.1f} to {one.end:.1f}"
            yield (label, one.claims, _digits(one.mean_confidence), _digits(one.share_right))

    return Table(("confidence", "claims", "mean confidence", "share right"), tuple(rows()))
