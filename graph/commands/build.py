"""The commands that write or check a graph: build, validate, evaluate and diff."""

import json
import sys
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from graph.commands.building import build_options, cluster_options, tell_outcome, where
from graph.commands.common import DEFAULT_OUT, FORMATS, examples, graph_option, screen_width, write_table
from graph.commands.publish import send

if TYPE_CHECKING:
    from extract.cluster import Cluster

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
        "odagraph build report.pdf saved-pages.zip --out graph",
        "odagraph build - --out graph < report.txt",
        "odagraph build texts/ --corrections corrections.toml",
        "odagraph build s3://reports/2024 https://example.org/report.pdf",
        "odagraph build texts/ --cluster local:8",
        "odagraph build s3://reports --cluster tcp://10.0.0.5:8786 --shards s3://scratch/reports",
    )
)
@click.argument("texts", nargs=-1, type=where, metavar="[FILE|FOLDER|ADDRESS|-]...")
@click.option("--out", type=_PATH, default=DEFAULT_OUT, show_default=True, metavar="DIR", help="Folder for the graph.")
@click.option(
    "--corrections",
    type=_PATH,
    metavar="FILE",
    help="What you know better, as corrections.toml; else one in the folder of texts, or the one that DIR has kept.",
)
@click.option("--no-corrections", "uncorrected", is_flag=True, help="Apply no corrections, and forget those of DIR.")
@click.option("--to", metavar="URL", help="Then send the graph to this SPARQL store, as `odagraph publish` does.")
@cluster_options
@build_options(given=True)
def build(
    texts: tuple[Path | str, ...],
    out: Path,
    corrections: Path | None,
    uncorrected: bool,
    to: str | None,
    cluster: "Cluster | None",
    **options: Any,
) -> int:
    """Read texts and write their graph.

    A text is a file (.txt, .md, .pdf, .html, .docx), one in a folder or anywhere below it, one in a .zip, what lies at
    an address (https://…, s3://…, gs://…: extra `scale`), or what comes through a pipe (-). Without texts it reads
    those of seeds/. A graph that stands in DIR is replaced when the new one is complete; a text that it has already
    read, and that has not changed, is not read again.

    With --cluster, whoever is killed on the way, the same command goes on from there, and the graph is the same.

    Ends with 3 when the graph is written but some texts could not be read: a scan, a password, a damaged file, another
    language. The report names each with the reason. Pictures and tables beside the texts are left alone.
    """
    from graph.progress import progress_bar
    from graph.writing.build import BuildOptions
    from graph.writing.build import build as build_graph
    from graph.writing.correcting import chosen_corrections

    chosen = BuildOptions(**options)
    with progress_bar(shown=sys.stderr.isatty()) as progress:
        report = build_graph(
            texts or (_seeds(),),
            out,
            options=chosen,
            corrections=chosen_corrections(corrections, none=uncorrected),
            progress=progress,
            cluster=cluster,
        )
    code = tell_outcome(report, out)
    if to is not None:
        send(out, to)
    return code


def _seeds() -> Path:
    return Path(str(files("seeds") / "texts"))


@click.command(epilog=examples("odagraph validate", "odagraph validate --out graph --format json"))
@click.option(
    "--format", "format_", type=FORMATS, default="table", show_default=True, help="How the faults are written."
)
@graph_option
def validate(format_: str, out: Path) -> int:
    """Check the graph against the shapes of the ontology (SHACL) and the promises of its format.

    Tells the faults thing by thing in plain words: which property, what was found, what is allowed. Ends with 1 when it
    finds any.
    """
    from graph.checking.fault_words import as_table, as_text
    from graph.checking.validate import validate as find_faults
    from graph.store import open_store, read_manifest

    namespaces = read_manifest(out).namespaces
    faults = find_faults(open_store(out), namespaces)
    if format_ != "table":
        write_table(as_table(faults), format_)
    elif faults:
        click.echo(as_text(faults, namespaces, width=screen_width()), nl=False)
    else:
        click.echo(f"{out}: the graph conforms")
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

    from graph.evaluation.evaluate import assess
    from graph.evaluation.tables import Written, write
    from graph.store import open_store, read_manifest

    manifest = read_manifest(out)
    found = assess(open_store(out), manifest.namespaces, gold, documents=manifest.documents, texts=texts)
    click.echo(write(found, Written(format_), most=errors, width=screen_width()), nl=False)


def _ablations(gold: tuple[Path, ...], texts: tuple[Path, ...], format_: str) -> str:
    from graph.evaluation.ablation import ablate, write
    from graph.evaluation.tables import Written
    from graph.progress import progress_bar

    with progress_bar(shown=sys.stderr.isatty()) as progress:
        found = ablate(gold, texts=texts, progress=progress)
    return write(found, Written(format_), width=screen_width())


@click.command(
    epilog=examples(
        "odagraph diff old new",
        "odagraph diff old new --format json",
        "odagraph diff old new --format patch > old-to-new.ru",
    )
)
@click.argument("before", type=_PATH)
@click.argument("after", type=_PATH)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["table", "csv", "json", "patch"]),
    default="table",
    show_default=True,
    help="How changes are written; json has every sentence, patch is a SPARQL Update over all quads.",
)
def diff(before: Path, after: Path, format_: str) -> int:
    """Compare the graphs of two folders: entities and facts that were removed, added or changed.

    A fact is changed when a text puts it in another way, with another year, amount, confidence or sentence. Ends with 1
    when they differ.
    """
    if format_ == "patch":
        from graph.comparing.patch import patch

        update = patch(before, after)
        click.echo(update.update(), nl=False)
        return FOUND if update else 0
    from graph.comparing import tables as diff_tables
    from graph.comparing.diff import diff as compare

    found = compare(before, after)
    if format_ == "json":
        click.echo(json.dumps(diff_tables.values(found), ensure_ascii=False, indent=2))
    elif format_ == "csv" or found:
        write_table(diff_tables.table(found), format_)
    if format_ == "table":
        click.echo(diff_tables.summary(found) if found else f"{before} and {after}: the graphs hold the same")
    return FOUND if found else 0


COMMANDS = (build, validate, evaluate, diff)
