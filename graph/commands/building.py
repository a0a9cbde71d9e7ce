"""What the commands that build a graph share: the options of how to build, and what is said of the outcome."""

import functools
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from graph.tables import clean
from ontology.namespaces import DEFAULT_BASE

if TYPE_CHECKING:
    from graph.writing.report import Report

#: What a build ends with when it wrote a graph, but some texts could not be read.
UNREAD = 3
#: How many texts that could not be read are named on the screen.
_TOLD = 10


def build_options(*, given: bool) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """The options of how to build, named as the fields of `BuildOptions`; where none is `given`, they are None."""

    def usual(value: object) -> dict[str, Any]:
        return {"default": value if given else None, "show_default": given}

    options = (
        click.option(
            "--base",
            metavar="IRI",
            help="What all IRIs of the graph begin with; it ends with / or #.",
            **usual(DEFAULT_BASE),
        ),
        click.option("--model", metavar="NAME", help="An installed English spaCy pipeline instead of the pinned one."),
        click.option("--authority/--no-authority", help="Use the tables of known names.", **usual(True)),
        click.option(
            "--min-confidence", type=float, metavar="P", help="Leave out claims less sure than this (0 to 1)."
        ),
        click.option("--inference/--no-inference", help="Derive what follows from the texts.", **usual(True)),
        click.option(
            "--jobs",
            type=click.IntRange(min=0),
            metavar="N",
            help="Read with N processes; 0 takes one a core. Unless told, as many as pay.",
        ),
    )

    def decorate(function: Callable[..., int]) -> Callable[..., int]:
        return functools.reduce(lambda decorated, option: option(decorated), reversed(options), function)

    return decorate


def tell_outcome(report: "Report", out: Path) -> int:
    """The exit code of a build, after what came out, and what could not be read, is said."""
    click.echo(_summary(report, out), nl=False)
    for line in report.unused:
        click.echo(f"{line}, it did nothing", err=True)
    unread = report.unread
    for item in unread[:_TOLD]:
        click.echo(clean(f"{item.path}: {item.reason}"), err=True)
    if len(unread) > _TOLD:
        click.echo(f"and {len(unread) - _TOLD} more, the report has all", err=True)
    return UNREAD if unread else 0


def _counted(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def _summary(report: "Report", out: Path) -> str:
    """What came out, and where it is."""
    from graph.store import PAGE, REPORT, STORE, TRIG  # noqa: PLC0415 - help has to come at once

    counts = report.counts
    kinds = (("document", "documents"), ("word", "words"), ("entity", "entities"), ("relation", "relations"))
    said = ", ".join(_counted(counts[many], one, many) for one, many in (*kinds, ("claim", "claims")))
    left = (
        f"  {_counted(len(report.skipped), 'file', 'files')} left alone, the report says why\n"
        if report.skipped
        else ""
    )
    places = {"graph": f"{out / TRIG} and {out / STORE}", "page": out / PAGE, "report": out / REPORT}
    return f"{said}\n{left}" + "".join(f"  {name:7} {place}\n" for name, place in places.items())
