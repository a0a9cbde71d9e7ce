"""What the commands that build a graph share: the options of how to build, and what is said of the outcome."""

import functools
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from graph.tables import clean
from ontology.namespaces import DEFAULT_BASE

if TYPE_CHECKING:
    from graph.writing.report import Report


def where(value: str) -> Path | str:
    """What a user names, as commands that read texts take it: a path, or the address of what lies elsewhere.

    >>> where("https://example.org/a.pdf"), str(where("file:///texts/a.pdf")), str(where("texts"))
    ('https://example.org/a.pdf', '/texts/a.pdf', 'texts')
    """
    local = re.match("(?:file|local)://", value)
    return Path(value[local.end() :]) if local else value if "://" in value else Path(value)


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
            help="What all IRIs of the graph begin with; it ends with /.",
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


def cluster_options(function: Callable[..., int]) -> Callable[..., int]:
    """The options that say which cluster reads; the command gets one `cluster` of both, None where none is asked for.

    Without a place for them, shards go into a hidden folder beside the graph, which goes when the graph stands.
    """

    @functools.wraps(function)
    def command(*, out: Path, cluster: str | None, shards: Path | str | None, **options: object) -> int:
        if cluster is None:
            if shards is not None:
                raise click.UsageError("found --shards without --cluster, which it is for")
            return function(out=out, cluster=None, **options)
        from extract.cluster import Cluster, Shards, check_address  # noqa: PLC0415 - help has to come at once

        check_address(cluster)
        beside = out.resolve()
        place = shards or beside.with_name(f".{beside.name}.shards")
        code = function(out=out, cluster=Cluster(address=cluster, shards=place), **options)
        if shards is None:
            Shards(place).clear()
        return code

    address = click.option(
        "--cluster",
        metavar="ADDRESS|local[:N]",
        help="Read with a cluster of dask.distributed, or with N workers of it on this machine (extra `scale`).",
    )
    place = click.option(
        "--shards",
        type=where,
        metavar="FOLDER|ADDRESS",
        help="Where the workers of --cluster put what they have read, a place that all of them reach.",
    )
    return address(place(command))


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
