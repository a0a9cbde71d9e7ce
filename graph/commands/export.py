"""The command that writes a graph for other tools: export."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from graph.commands.common import examples, place_options
from graph.exports.formats import ALL, Format, named, of_file

if TYPE_CHECKING:
    from graph.opening import Place

# ruff: noqa: PLC0415 (imports inside the command, so that its help comes at once)

_PATH = click.Path(path_type=Path, allow_dash=True)
_STDOUT = Path("-")

_FORMATS = "\b\nFormats:\n" + "\n".join(f"  {format_:9}  {format_.gloss}" for format_ in Format)


@click.command(
    epilog=_FORMATS
    + "\n\n"
    + examples(
        "odagraph export -o network.gexf",
        "odagraph export --format csv -o tables/",
        "odagraph export --format jsonld -o - --no-inferred",
        "odagraph export --format all -o everything/",
    )
)
@click.option("--format", "format_", metavar="FORMAT", help="One of those below, or all; else the file's ending tells.")
@click.option("-o", "--output", type=_PATH, metavar="PATH", help="File or folder; - is the standard output.")
@click.option("--inferred/--no-inferred", default=True, help="RDF with what was derived by rules, or without it.")
@place_options
def export(format_: str | None, output: Path | None, inferred: bool, out: "Place") -> None:
    """Write the graph for other tools.

    Without -o it is written beside the graph, under a name that ends as the format does.
    """
    from graph.exports.write import content_of
    from graph.exports.write import export as write_export
    from graph.opening import beside

    if format_ == ALL:
        _export_all(out, output or beside(out, "-export"), inferred=inferred)
        return
    kind = _kind(format_, output)
    if output == _STDOUT:
        click.echo(content_of(out, kind, inferred=inferred), nl=False)
        return
    # Beside the folder and not in it: a build replaces the folder, and takes it for its own alone.
    for file in write_export(out, kind, output or beside(out, f"-export{kind.ending}"), inferred=inferred):
        click.echo(file)


def _kind(format_: str | None, output: Path | None) -> Format:
    if format_ is not None:
        return named(format_)
    if output is None or output == _STDOUT:
        raise click.UsageError(f"found no --format, one of {', '.join(Format)} or {ALL} is needed")
    return of_file(output)


def _export_all(out: "Place", folder: Path, *, inferred: bool) -> None:
    """Writes every format into a folder, those of several files into folders of their own."""
    from graph.exports.parquet import installed
    from graph.exports.write import export as write_export

    if folder == _STDOUT:
        raise click.UsageError("found --format all with -o -, a folder is needed")
    for kind in Format:
        if kind is Format.PARQUET and not installed():
            click.echo("parquet left out: it needs the extra `parquet` (pip install 'odagraph[parquet]')", err=True)
            continue
        path = folder / (kind.value if kind.folder else f"graph{kind.ending}")
        for file in write_export(out, kind, path, inferred=inferred):
            click.echo(file)


COMMANDS = (export,)
