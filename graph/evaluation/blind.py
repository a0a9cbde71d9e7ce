"""How right the extractor is on unseen hands: ``python -m graph.evaluation.blind sets PASSAGES --set d1 …``.

Sets of annotated passages are read with weights that were trained on all the other sets, and scored. The figures go
into a file, from which README's table is written. Training needs what `make train` needs.
"""

import shutil
from collections.abc import Iterator, Sequence, Set
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from extract.parts import Part
from graph.evaluation.blind_figures import GRAPHS, SHOWN, figures_of, keep, read_kept, write_readme
from graph.evaluation.evaluate import Evaluation, assess, assess_extraction
from graph.evaluation.tables import scores_for_readers
from graph.store import open_store, read_manifest
from graph.tables import Cell, Format, Table, render
from ontology.errors import OdagraphError

if TYPE_CHECKING:
    from extract.training.trainer import Trainer

KEPT = Path("tests/gold/passages/blind.json")

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_PLACE = click.Path(exists=True, path_type=Path)
_FILE = click.Path(dir_okay=False, path_type=Path)


def score_blind(
    passages: Path, sets: Sequence[str], *, weights: Path | None = None, without: Set[Part] = frozenset()
) -> Iterator[tuple[str, Evaluation]]:
    """Yields: how right each set of passages is read with weights from none of these sets.

    The confidence of claims, which the weights' own texts cannot teach, is fitted on the other sets that were left
    out. `weights` holds weights trained without these sets; without it they are trained first.

    Raises:
        InputError: a set has no passages, or one of them cannot be read.
    """
    from extract.training.passages import load_passages  # noqa: PLC0415 - loads the model and the training libraries
    from extract.training.trainer import Trainer  # noqa: PLC0415

    trainer = Trainer(without)
    with TemporaryDirectory() as name:
        folder = Path(name)
        if weights is None:
            others = [path for path in sorted(passages.iterdir()) if path.is_dir() and path.name not in sets]
            trained = load_passages(others)
            trainer.train(trained, folder)
            trainer.prune(trained, folder)
        else:
            shutil.copytree(weights, folder, dirs_exist_ok=True)
        for set_name in sets:
            held_out = load_passages([passages / other for other in sets if other != set_name])
            trainer.fit_confidence(held_out, folder)
            yield set_name, _read_and_score(passages / set_name, folder, trainer, without)


def _read_and_score(own: Path, weights: Path, trainer: "Trainer", without: Set[Part]) -> Evaluation:
    from extract.documents import read_documents  # noqa: PLC0415
    from extract.pipeline import Reader, extract_documents  # noqa: PLC0415

    documents, _ = read_documents([own])
    reader = Reader(trainer.gazetteer, trainer.demonyms, weights=weights, without=without)
    return assess_extraction(extract_documents(documents, reader), [own], texts=[own])


def score_graph(out: Path, gold: Path) -> Evaluation:
    """How right the graph of an output folder is, as `odagraph evaluate` has it.

    Raises:
        GraphError: the folder holds no graph.
        InputError: a file is no annotation file, or the graph does not hold its text.
    """
    manifest = read_manifest(out)
    return assess(open_store(out), manifest.namespaces, [gold], documents=manifest.documents)


@click.group()
def main() -> None:
    """How right the extractor is, for README's table."""


@main.command(
    epilog="Example: python -m graph.evaluation.blind sets tests/gold/passages --set d1 --set d5 --without encoder"
)
@click.argument("passages", type=_FOLDER)
@click.option("--set", "names", multiple=True, help="A set to leave out and to score; given twice or more.")
@click.option("--weights", type=_FOLDER, help="Weights trained without these sets; trained first if not given.")
@click.option(
    "--without",
    multiple=True,
    type=click.Choice([part.value for part in Part]),
    help="A part of the extractor to leave out; figures are then shown, not kept.",
)
@click.option("--figures", type=_FILE, default=KEPT, show_default=True, help="The file that keeps the figures.")
def sets(passages: Path, names: tuple[str, ...], weights: Path | None, without: tuple[str, ...], figures: Path) -> None:
    """Score sets of PASSAGES with weights trained on the others."""
    try:
        read_kept(figures)  # before the long work
        _score_sets(passages, names, weights, frozenset(map(Part, without)), figures)
    except OdagraphError as error:
        raise click.ClickException(str(error)) from None


@main.command(
    epilog="Example: python -m graph.evaluation.blind graphs --graph digests out tests/gold --readme README.md"
)
@click.option(
    "--graph",
    "built",
    multiple=True,
    type=(click.Choice(list(GRAPHS)), _FOLDER, _PLACE),
    metavar="NAME DIR GOLD",
    help=f"Score the graph in DIR against GOLD and keep its figures as NAME: {', '.join(GRAPHS)}.",
)
@click.option("--figures", type=_FILE, default=KEPT, show_default=True, help="The file that keeps the figures.")
@click.option("--readme", type=_FILE, help="Write the kept figures into the table of this file.")
def graphs(built: tuple[tuple[str, Path, Path], ...], figures: Path, readme: Path | None) -> None:
    """Score built graphs, and write README's table."""
    if not built and readme is None:
        raise click.UsageError("found nothing to do, --graph or --readme is needed")
    try:
        for name, out, gold in built:
            found = score_graph(out, gold)
            keep(figures, graphs={name: figures_of(found)})
            click.echo(_shown(name, found))
        if readme is not None:
            write_readme(readme, read_kept(figures))
    except OdagraphError as error:
        raise click.ClickException(str(error)) from None


def _score_sets(passages: Path, sets: tuple[str, ...], weights: Path | None, without: Set[Part], figures: Path) -> None:
    known = tuple(folder.name for folder in sorted(passages.iterdir()) if folder.is_dir())
    if unknown := sorted(set(sets) - set(known)):
        raise click.BadParameter(f"found no set {unknown[0]!r}, {', '.join(known)} are there", param_hint="--set")
    if not 1 < len(sets) < len(known):
        raise click.BadParameter(f"found {len(sets)} of {len(known)} sets, two or more but not all", param_hint="--set")
    together = Evaluation(())
    for name, found in score_blind(passages, sets, weights=weights, without=without):
        if not without:
            keep(figures, sets={name: figures_of(found)})
        click.echo(_shown(name, found))
        together += found
    click.echo(_shown("all", together))


def _shown(name: str, evaluation: Evaluation) -> str:
    """The scores of a set or graph as a table, a row for each of `SHOWN`."""
    table = scores_for_readers(evaluation)
    rows: list[tuple[Cell, ...]] = [(name, len(evaluation.texts), *row) for row in table.rows if row[0] in SHOWN]
    return render(Table(("set", "texts", *table.columns), tuple(rows)), Format.TABLE)


if __name__ == "__main__":
    main()
