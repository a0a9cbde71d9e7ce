"""How right the extractor is on hands that it has not seen: ``python -m graph.blind tests/gold/passages``.

Each set of annotated passages is read with weights that were trained on all the other sets, and scored. The figures go
into a file, from which README's table is written. Training needs the extra `train`.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

import click
from pyoxigraph import Store

from graph.blind_figures import GRAPHS, SHOWN, figures_of, keep, read_kept, write_readme
from graph.dataset import to_quads
from graph.evaluate import Evaluation, assess
from graph.evaluate_tables import scores_for_readers
from graph.store import open_store, read_manifest
from graph.tables import Cell, Format, Table, render
from ontology.errors import OdagraphError
from ontology.namespaces import Namespaces

KEPT = Path("tests/gold/passages/blind.json")

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_PLACE = click.Path(exists=True, path_type=Path)
_FILE = click.Path(dir_okay=False, path_type=Path)


def score_blind(passages: Path, set_name: str) -> Evaluation:
    """How right one set of passages is read with weights from all the other sets.

    Raises:
        InputError: a set has no passages, or one of them cannot be read.
    """
    from extract.documents import read_documents  # noqa: PLC0415
    from extract.gazetteer import Gazetteer  # noqa: PLC0415 - loads the model and the training libraries
    from extract.nlp import Parser  # noqa: PLC0415
    from extract.pipeline import Reader, extract_documents  # noqa: PLC0415
    from extract.seeds import load_authority, load_demonyms  # noqa: PLC0415
    from extract.training import load_passages, train_names, train_scorer  # noqa: PLC0415

    gazetteer, demonyms = Gazetteer(load_authority()), load_demonyms()
    others = [folder for folder in sorted(passages.iterdir()) if folder.is_dir() and folder.name != set_name]
    own = passages / set_name
    with TemporaryDirectory() as name:
        weights = Path(name)
        seen = load_passages(others)
        train_names(seen, gazetteer, demonyms, weights)
        train_scorer(seen, gazetteer, Parser(), weights)
        documents, _ = read_documents([own])
        extraction = extract_documents(documents, Reader(gazetteer, demonyms, weights=weights))
    namespaces = Namespaces()
    store = Store()
    store.extend(to_quads(extraction, namespaces))
    return assess(store, namespaces, [own], documents=[document.id for document in documents], texts=[own])


def score_graph(out: Path, gold: Path) -> Evaluation:
    """How right the graph of an output folder is, as `odagraph evaluate` has it.

    Raises:
        GraphError: the folder holds no graph.
        InputError: a file is no annotation file, or the graph does not hold its text.
    """
    manifest = read_manifest(out)
    return assess(open_store(out), manifest.namespaces, [gold], documents=manifest.documents)


@click.command(
    epilog="\b\nExamples:\n"
    "  python -m graph.blind tests/gold/passages --set d1 --set d5\n"
    "  python -m graph.blind --graph digests out tests/gold --readme README.md"
)
@click.argument("passages", required=False, type=_FOLDER)
@click.option("--set", "sets", multiple=True, help="Score this set only; may be given again. All sets if not given.")
@click.option(
    "--graph",
    "graphs",
    multiple=True,
    type=(click.Choice(list(GRAPHS)), _FOLDER, _PLACE),
    metavar="NAME DIR GOLD",
    help=f"Score the graph in DIR against GOLD and keep its figures as NAME: {', '.join(GRAPHS)}.",
)
@click.option("--figures", type=_FILE, default=KEPT, show_default=True, help="The file that keeps the figures.")
@click.option("--readme", type=_FILE, help="Write the kept figures into the table of this file.")
def main(
    passages: Path | None,
    sets: tuple[str, ...],
    graphs: tuple[tuple[str, Path, Path], ...],
    figures: Path,
    readme: Path | None,
) -> None:
    """Score each set of PASSAGES with weights trained on the others, and keep the figures for README."""
    if passages is None and not graphs and readme is None:
        raise click.UsageError("found nothing to do, PASSAGES, --graph or --readme is needed")
    try:
        read_kept(figures)  # before the long work
        if passages is not None:
            _score_sets(passages, sets, figures)
        for name, out, gold in graphs:
            found = score_graph(out, gold)
            keep(figures, graphs={name: figures_of(found)})
            click.echo(_shown(name, found))
        if readme is not None:
            write_readme(readme, read_kept(figures))
    except OdagraphError as error:
        raise click.ClickException(str(error)) from None


def _score_sets(passages: Path, sets: tuple[str, ...], figures: Path) -> None:
    known = tuple(folder.name for folder in sorted(passages.iterdir()) if folder.is_dir())
    if unknown := sorted(set(sets) - set(known)):
        raise click.BadParameter(f"found no set {unknown[0]!r}, {', '.join(known)} are there", param_hint="--set")
    together = Evaluation(())
    for name in sets or known:
        found = score_blind(passages, name)
        keep(figures, sets={name: figures_of(found)})  # one after the other: a run that stops loses one set only
        click.echo(_shown(name, found))
        together += found
    if len(sets or known) > 1:
        click.echo(_shown("all", together))


def _shown(name: str, evaluation: Evaluation) -> str:
    """The scores of a set or graph as a table, a row for each of `SHOWN`."""
    table = scores_for_readers(evaluation)
    rows: list[tuple[Cell, ...]] = [(name, len(evaluation.texts), *row) for row in table.rows if row[0] in SHOWN]
    return render(Table(("set", "texts", *table.columns), tuple(rows)), Format.TABLE)


if __name__ == "__main__":
    main()
