"""What each part of the extractor earns: annotated texts read with everything, and once more without each part."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from extract.model import Document
from extract.parts import Part
from extract.pipeline import extract_documents, make_reader
from graph.evaluation.checks import read_texts
from graph.evaluation.evaluate import Evaluation, assess_extraction
from graph.evaluation.facts import gold_files
from graph.evaluation.scores import Score
from graph.evaluation.tables import Written, markdown
from graph.progress import Progress
from graph.tables import Cell, Format, Table, render
from ontology.errors import InputError

_DIGITS = 3
_SHORT = {"entity_f1": "entity F1", "type_f1": "type F1", "precision": "P", "recall": "R", "f1": "F1"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ablation:
    """How right annotated texts are read without one part; `part` is None where everything is at work."""

    part: Part | None
    evaluation: Evaluation

    @property
    def label(self) -> str:
        """What is at work: ``everything`` or ``without encoder``."""
        return f"without {self.part}" if self.part else "everything"


def ablate(
    paths: Sequence[Path],
    *,
    texts: Sequence[Path] = (),
    progress: Progress | None = None,
) -> tuple[Ablation, ...]:
    """The texts of gold files read with everything, then without each part of `extract.parts.Part`, in its order.

    Args:
        paths: gold files, or folders of them.
        texts: where the texts are; beside their gold files or among the seeds, if not given.
        progress: is told how far each reading is.

    Raises:
        InputError: a file is no annotation file, or its text is not found or cannot be read.
    """
    golds = gold_files(paths)
    documents = _documents(golds, texts)
    return tuple(_ablations(golds, documents, texts, progress))


def _documents(golds: Sequence[Path], texts: Sequence[Path]) -> tuple[Document, ...]:
    read = read_texts(golds, texts)
    for gold in golds:
        if gold.stem not in read:
            raise InputError(f"{gold}: found no text {gold.stem!r} to read anew, --texts names it")
    return tuple(Document(id=id_, text=text) for id_, text in sorted(read.items()))


def _ablations(
    golds: Sequence[Path],
    documents: Sequence[Document],
    texts: Sequence[Path],
    progress: Progress | None,
) -> Iterator[Ablation]:
    for part in (None, *Part):
        reader = make_reader(without=frozenset({part} if part else ()))
        extraction = extract_documents(documents, reader, progress=_telling(progress, part))
        yield Ablation(part=part, evaluation=assess_extraction(extraction, golds, texts=texts))


def _telling(progress: Progress | None, part: Part | None) -> Progress | None:
    """The progress of one reading, named by what it goes without."""
    if progress is None:
        return None
    label = f"without {part}" if part else "with everything"
    return lambda _, done, total: progress(f"reading {label}", done, total)


# -- in words ----------------------------------------------------------------------------------------------------------


def ablation_table(ablations: Sequence[Ablation]) -> Table:
    """A row for each reading: F1 of entities and of exact types, precision, recall and F1 of relations, and what the F1
    of relations gains (+) or loses (-) against the reading with everything.
    """
    whole = next((one for one in ablations if one.part is None), None)
    rows: list[tuple[Cell, ...]] = []
    for one in ablations:
        entity, type_, relation = (one.evaluation.scores.get(key, Score()) for key in ("entity", "type", "relation"))
        shares = (entity.f1, type_.f1, relation.precision, relation.recall, relation.f1)
        known = whole.evaluation.scores.get("relation", Score()).f1 if whole and one is not whole else None
        difference = None if known is None else round(relation.f1 - known, _DIGITS) + 0.0  # no -0.0
        rows.append((one.label, *(round(share, _DIGITS) for share in shares), difference))
    return Table(("extractor", "entity_f1", "type_f1", "precision", "recall", "f1", "difference"), tuple(rows))


def write(ablations: Sequence[Ablation], format_: Written, *, width: int | None = None) -> str:
    """The ablations as text that ends with a line break; `width` is that of the screen."""
    table = ablation_table(ablations)
    if format_ is Written.CSV:
        return render(table, Format.CSV)
    if format_ is Written.JSON:
        texts = [result.document for one in ablations[:1] for result in one.evaluation.texts]
        rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
        return json.dumps({"texts": texts, "ablations": rows}, ensure_ascii=False, indent=2) + "\n"
    shown = Table(tuple(_SHORT.get(column, column) for column in table.columns), table.rows)
    return markdown(shown) if format_ is Written.MARKDOWN else render(shown, Format.TABLE, width=width)
