"""How right the extractor is on hands that it has not seen: ``python -m graph.blind tests/gold/passages``.

Each set of annotated passages is read with weights that were trained on all the other sets, and scored. Needs the
extra `train`.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

import click
from pyoxigraph import Store

from graph.dataset import to_quads
from graph.evaluate import Score, compare, read_gold, read_text, total
from graph.tables import Format, Table, render
from ontology.namespaces import Namespaces

SHOWN = ("entity", "type", "relation", "pair")


def score_blind(passages: Path, set_name: str) -> dict[str, Score]:
    """The scores of one set of passages, read with weights from all the other sets."""
    from extract.documents import read_documents  # noqa: PLC0415
    from extract.gazetteer import Gazetteer  # noqa: PLC0415 - loads the model and the training libraries
    from extract.nlp import Parser  # noqa: PLC0415
    from extract.pipeline import Reader, extract_documents  # noqa: PLC0415
    from extract.seeds import load_authority, load_demonyms  # noqa: PLC0415
    from extract.training import load_passages, train_names, train_scorer  # noqa: PLC0415

    gazetteer, demonyms = Gazetteer(load_authority()), load_demonyms()
    others = [folder for folder in sorted(passages.iterdir()) if folder.is_dir() and folder.name != set_name]
    with TemporaryDirectory() as name:
        weights = Path(name)
        seen = load_passages(others)
        train_names(seen, gazetteer, demonyms, weights)
        train_scorer(seen, gazetteer, Parser(), weights)
        documents, _ = read_documents([passages / set_name])
        extraction = extract_documents(documents, Reader(gazetteer, demonyms, weights=weights))
    namespaces = Namespaces()
    store = Store()
    store.extend(to_quads(extraction, namespaces))
    golds = {path.stem: read_gold(path) for path in sorted((passages / set_name).glob("*.json"))}
    return total(compare(gold, read_text(store, namespaces, name)) for name, gold in golds.items())


@click.command(epilog="Example: python -m graph.blind tests/gold/passages --set d1 --set d5")
@click.argument("passages", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--set", "sets", multiple=True, help="Score this set only; may be given again. All sets if not given.")
def main(passages: Path, sets: tuple[str, ...]) -> None:
    """Score each set of PASSAGES with weights trained on the others."""
    known = tuple(folder.name for folder in sorted(passages.iterdir()) if folder.is_dir())
    if unknown := sorted(set(sets) - set(known)):
        raise click.BadParameter(f"found no set {unknown[0]!r}, {', '.join(known)} are there", param_hint="--set")
    names = sets or known
    rows: list[tuple[str, ...]] = []
    scores = []
    for name in names:
        scores.append(score_blind(passages, name))
        rows.append(_row(name, scores[-1]))
        click.echo(render(Table(_COLUMNS, (rows[-1],)), Format.TABLE), err=True)
    click.echo(render(Table(_COLUMNS, (*rows, _row("all", total(scores)))), Format.TABLE))


_COLUMNS = ("set", *(f"{kind} {figure}" for kind in SHOWN for figure in ("P", "R", "F1")))


def _row(name: str, scores: dict[str, Score]) -> tuple[str, ...]:
    figures = (
        f"{value:.3f}" for kind in SHOWN for value in (scores[kind].precision, scores[kind].recall, scores[kind].f1)
    )
    return (name, *figures)


if __name__ == "__main__":
    main()
