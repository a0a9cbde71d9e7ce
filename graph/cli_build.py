"""The commands that write or check a graph: build, export, validate, evaluate and diff."""

import sys
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import click

from graph.cli_common import DEFAULT_OUT, FORMATS, examples, graph_option, screen_width, write_table

if TYPE_CHECKING:
    from graph.build import Report

# ruff: noqa: PLC0415 (imports inside the commands, so that the others start at once)

_PATH = click.Path(path_type=Path)
#: What `validate` ends with when the graph has faults, and `diff` when two graphs differ (as `diff` of Unix does).
FOUND = 1
#: `evaluate --errors` without a number: more than any graph has.
_ALL = sys.maxsize


@click.command(
    epilog=examples(
        "odagraph build",
        "odagraph build report.txt texts/ --out graph",
        "odagraph build texts/ --no-authority --base https://example.org/aid/",
        "odagraph build texts/ --min-confidence 0.5",
    )
)
@click.argument("texts", nargs=-1, type=_PATH, metavar="[TEXT|FOLDER]...")
@click.option("--out", type=_PATH, default=DEFAULT_OUT, show_default=True, metavar="DIR", help="Folder for the graph.")
@click.option("--base", metavar="IRI", help="What all IRIs of the graph begin with; it ends with / or #.")
@click.option("--model", metavar="NAME", help="An installed English spaCy pipeline instead of the pinned one.")
@click.option("--authority/--no-authority", default=True, show_default=True, help="Use the tables of known names.")
@click.option("--min-confidence", type=float, metavar="P", help="Leave out claims less sure than this (0 to 1).")
def build(
    texts: tuple[Path, ...],
    out: Path,
    base: str | None,
    model: str | None,
    authority: bool,
    min_confidence: float | None,
) -> None:
    """Read texts (.txt, .md; folders with all below them) and write their graph.

    Without texts it reads those of seeds/. A graph that stands in DIR is replaced when the new one is complete.
    """
    from graph.build import BuildOptions
    from graph.build import build as build_graph
    from graph.progress import progress_bar
    from ontology.namespaces import DEFAULT_BASE

    options = BuildOptions(base=base or DEFAULT_BASE, model=model, authority=authority, min_confidence=min_confidence)
    with progress_bar(shown=sys.stderr.isatty()) as progress:
        report = build_graph(texts or (_seeds(),), out, options=options, progress=progress)
    click.echo(_summary(report, out), nl=False)


def _seeds() -> Path:
    return Path(str(files("seeds") / "texts"))


def _counted(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def _summary(report: "Report", out: Path) -> str:
    """What came out, and where it is."""
    from graph.store import PAGE, REPORT, STORE, TRIG

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


@click.command(
    epilog=examples(
        "odagraph export --format graphml -o network.graphml",
        "odagraph export --format csv -o tables/",
        "odagraph export --format turtle",
    )
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["turtle", "trig", "nquads", "jsonld", "graphml", "csv"]),
    required=True,
    help="csv writes a folder with nodes.csv and edges.csv.",
)
@click.option("-o", "--output", type=_PATH, metavar="FILE", help="Where to write; beside the graph, if not given.")
@graph_option
def export(format_: str, output: Path | None, out: Path) -> None:
    """Write the graph for other tools."""
    from graph.export import ENDINGS, Format
    from graph.export import export as write_export

    kind = Format(format_)
    # Beside the folder and not in it: a build replaces the folder, and takes it for its own alone.
    path = output or out.with_name(f"{out.resolve().name}-export{ENDINGS[kind]}")
    for file in write_export(out, kind, path):
        click.echo(file)


@click.command(epilog=examples("odagraph validate", "odagraph validate --out graph --format json"))
@click.option(
    "--format", "format_", type=FORMATS, default="table", show_default=True, help="How the faults are written."
)
@graph_option
def validate(format_: str, out: Path) -> int:
    """Check the graph against the shapes of the ontology (SHACL) and the promises of its format.

    Ends with 1 when it finds faults.
    """
    from graph.store import open_store, read_manifest
    from graph.tables import Table
    from graph.validate import validate as find_faults

    faults = find_faults(open_store(out), read_manifest(out).namespaces)
    if not faults and format_ == "table":
        click.echo(f"{out}: the graph conforms")
    else:
        rows = tuple((fault.focus, fault.path, fault.message) for fault in faults)
        write_table(Table(("node", "property", "fault"), rows), format_)
    return FOUND if faults else 0


@click.command(
    epilog=examples(
        "odagraph evaluate tests/gold",
        "odagraph evaluate tests/gold --errors 5",
        "odagraph evaluate gold/report.json --texts texts/report.txt --out graph --format json",
        "odagraph evaluate tests/gold --ablations",
    )
)
@click.argument("gold", nargs=-1, required=True, type=_PATH, metavar="GOLD.json|FOLDER...")
@click.option(
    "--errors",
    type=click.IntRange(min=1),
    is_flag=False,
    flag_value=_ALL,
    metavar="[N]",
    help="List what is missed and wrong with its sentence; N at most of each kind.",
)
@click.option(
    "--ablations",
    is_flag=True,
    help="Instead of a graph, read the texts anew: with everything, then without each part of the extractor.",
)
@click.option(
    "--texts",
    type=_PATH,
    multiple=True,
    metavar="TEXT|FOLDER",
    help="The texts as read, to check quotes; looked for beside their gold files and in the seeds, if not given.",
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["table", "csv", "json", "markdown"]),
    default="table",
    show_default=True,
    help="csv holds the scores, or the errors with --errors; the others hold all.",
)
@graph_option
def evaluate(
    gold: tuple[Path, ...], errors: int | None, ablations: bool, texts: tuple[Path, ...], format_: str, out: Path
) -> None:
    """Score the graph against annotated texts: precision, recall and F1 with their intervals, errors and checks.

    A gold file is named after its text: report.json has the annotations of report.txt.
    """
    if ablations:
        if errors is not None:
            raise click.UsageError("found --errors with --ablations, one of the two is allowed")
        click.echo(_ablations(gold, texts, format_), nl=False)
        return

    from graph.evaluate import assess
    from graph.evaluate_tables import Written, write
    from graph.store import open_store, read_manifest

    manifest = read_manifest(out)
    found = assess(open_store(out), manifest.namespaces, gold, documents=manifest.documents, texts=texts)
    click.echo(write(found, Written(format_), most=errors, width=screen_width()), nl=False)


def _ablations(gold: tuple[Path, ...], texts: tuple[Path, ...], format_: str) -> str:
    from graph.ablation import ablate, write
    from graph.evaluate_tables import Written
    from graph.progress import progress_bar

    with progress_bar(shown=sys.stderr.isatty()) as progress:
        found = ablate(gold, texts=texts, progress=progress)
    return write(found, Written(format_), width=screen_width())


@click.command(epilog=examples("odagraph diff old new", "odagraph diff old new --format json"))
@click.argument("before", type=_PATH)
@click.argument("after", type=_PATH)
@click.option("--format", "format_", type=FORMATS, default="table", show_default=True, help="How changes are written.")
def diff(before: Path, after: Path, format_: str) -> int:
    """Compare the graphs of two folders: entities and relations that came (+) or went (-).

    Ends with 1 when they differ.
    """
    from graph.diff import diff as compare
    from graph.tables import Cell, Table

    found = compare(before, after)
    entities = (("-", found.entities_removed), ("+", found.entities_added))
    relations = (("-", found.relations_removed), ("+", found.relations_added))
    rows: list[tuple[Cell, ...]] = [(sign, e.name, str(e.type), None, e.id) for sign, group in entities for e in group]
    rows += [
        (sign, r.subject_name, str(r.predicate), r.object_name, f"{r.subject} {r.predicate} {r.object}")
        for sign, group in relations
        for r in group
    ]
    if not rows and format_ == "table":
        click.echo(f"{before} and {after}: the graphs hold the same")
    else:
        write_table(Table(("change", "subject", "type_or_relation", "object", "id"), tuple(rows)), format_)
    return FOUND if found else 0


COMMANDS = (build, export, validate, evaluate, diff)
