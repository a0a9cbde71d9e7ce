"""How right a graph is, against texts that careful readers annotated: scores, errors, reliability and checks.

The parts are in modules beside this one: `evaluate_facts` (what is compared), `evaluate_graph` (read from the store),
`evaluate_scores`, `evaluate_errors`, `evaluate_checks`; `evaluate_tables` writes what comes out.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add
from pathlib import Path

from pyoxigraph import Store

from extract.model import Extraction
from graph.evaluation.checks import Bin, Checks, Judged, check, judge, read_texts, reliability
from graph.evaluation.errors import Error, errors_of
from graph.evaluation.facts import gold_files, read_gold
from graph.evaluation.graph import read_text
from graph.evaluation.scores import Comparison, Interval, Score, compare, intervals, scores_of, total
from graph.writing.dataset import to_quads
from ontology.errors import InputError
from ontology.namespaces import Namespaces


@dataclass(frozen=True, slots=True, kw_only=True)
class TextResult:
    """How right the graph is on one text; `text` is the text as read, None where it is not at hand."""

    document: str
    comparison: Comparison
    scores: Mapping[str, Score]
    judged: tuple[Judged, ...]
    checks: Checks
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """How right a graph is on some texts; two of them add up to one of all their texts."""

    texts: tuple[TextResult, ...]

    def __add__(self, other: "Evaluation") -> "Evaluation":
        return Evaluation((*self.texts, *other.texts))

    @property
    def scores(self) -> dict[str, Score]:
        """The counts over all texts, by what is counted (see `graph.evaluation.scores.ROWS`)."""
        return total(result.scores for result in self.texts)

    @property
    def intervals(self) -> dict[str, Interval]:
        """The 95 % interval of each F1, from drawing texts; empty with one text."""
        return intervals([result.scores for result in self.texts])

    @property
    def errors(self) -> tuple[Error, ...]:
        """All that is wrong, text by text."""
        found = (errors_of(result.document, result.comparison, text=result.text or "") for result in self.texts)
        return tuple(error for errors in found for error in errors)

    @property
    def bins(self) -> tuple[Bin, ...]:
        """The claims by confidence, denials aside."""
        return reliability(claim for result in self.texts for claim in result.judged)

    @property
    def checks(self) -> Checks:
        """What was counted of conformance and of quotes, over all texts."""
        return reduce(add, (result.checks for result in self.texts), Checks())

    @property
    def unread(self) -> tuple[str, ...]:
        """Ids of the texts that were not at hand, so that no quote of them could be checked."""
        return tuple(result.document for result in self.texts if result.text is None)


def assess(
    store: Store,
    namespaces: Namespaces,
    paths: Sequence[Path],
    *,
    documents: Iterable[str],
    texts: Sequence[Path] = (),
) -> Evaluation:
    """How right a graph is over all gold files.

    Args:
        store: the graph.
        namespaces: its IRIs.
        paths: gold files, or folders of them.
        documents: ids of the texts in the graph.
        texts: where the texts are as read; beside their gold files or among the seeds, if not given.

    Raises:
        InputError: a file is no annotation file, the graph does not hold its text, or a text cannot be read.
        GraphError: the graph breaks the contract of the output.
    """
    golds = gold_files(paths)
    _check_held(golds, tuple(documents))
    read = read_texts(golds, texts)
    return Evaluation(tuple(_assess(store, namespaces, path, read.get(path.stem)) for path in golds))


def assess_extraction(extraction: Extraction, paths: Sequence[Path], *, texts: Sequence[Path] = ()) -> Evaluation:
    """How right what was read is over all gold files: `assess` of its graph, which is written nowhere.

    Raises:
        InputError: a file is no annotation file, its text was not read, or a text cannot be read.
    """
    namespaces = Namespaces()
    store = Store()
    store.extend(to_quads(extraction, namespaces))
    documents = [facts.document.id for facts in extraction.documents]
    return assess(store, namespaces, paths, documents=documents, texts=texts)


def _check_held(golds: Iterable[Path], documents: Sequence[str]) -> None:
    for path in golds:
        if path.stem not in documents:
            held = ", ".join(documents[:6]) + (", …" if len(documents) > 6 else "")
            raise InputError(
                f"{path}: found no text {path.stem!r} in the graph, it holds {held or 'none'}: build it first"
            )


def _assess(store: Store, namespaces: Namespaces, gold: Path, text: str | None) -> TextResult:
    stated = read_text(store, namespaces, gold.stem)
    comparison = compare(read_gold(gold), stated.facts)
    return TextResult(
        document=gold.stem,
        comparison=comparison,
        scores=scores_of(comparison),
        judged=judge(stated, comparison),
        checks=check(stated, text),
        text=text,
    )


def evaluate(
    store: Store, namespaces: Namespaces, paths: Sequence[Path], *, documents: Sequence[str]
) -> dict[str, Score]:
    """The scores alone of `assess`, by what is counted."""
    return assess(store, namespaces, paths, documents=documents).scores
