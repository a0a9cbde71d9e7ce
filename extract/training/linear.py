"""Trains the linear weights: the name tagger, the name typer and the pair scorer."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pycrfsuite  # type: ignore[import-untyped]  # the package ships no types
from sklearn.feature_extraction import DictVectorizer  # type: ignore[import-untyped]  # the package ships no types
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

from extract.features import Resources, token_features
from extract.gazetteer import Gazetteer
from extract.linear import LinearModel
from extract.names import COMMON_FILE, TAGGER_FILE, TYPER_FILE
from extract.nlp import Parser
from extract.scoring import SCORER_FILE
from extract.training.crfsuite import read_tagger
from extract.training.passages import Passage, Span, View, labelled_pairs
from extract.type_features import span_features

# Chosen on folds of the passages, each folder left out once.
TAGGER_PARAMETERS = {"c1": 0.1, "c2": 0.1, "max_iterations": 100, "feature.possible_transitions": True}
TYPER_INVERSE_PENALTY = 0.3
SCORER_INVERSE_PENALTY = 0.15
_MIN_WEIGHT = 3e-2  # smaller ones change no figure
_MIN_ROWS = 4  # what fewer rows have is learnt by heart
_MAX_ITERATIONS = 300
_MIN_PASSAGES = 2  # a word of one passage alone would look more common in training than on a new text


def train_names(passages: Sequence[Passage], gazetteer: Gazetteer, demonyms: Mapping[str, str], folder: Path) -> None:
    """Writes the weights of the name tagger and of the name typer into a folder."""
    common = _write_common(passages, folder)
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params(TAGGER_PARAMETERS)
    features: list[list[str]] = []
    types: list[str] = []
    # Each passage is seen twice, with the tables and without: a name that no table knows must be found by its looks.
    for resources in (Resources(gazetteer, demonyms, common), Resources(Gazetteer(()), {}, common)):
        for passage in passages:
            for rows, spans, of_spans in _named_blocks(passage, resources):
                trainer.append(rows, _labels(len(rows), spans))
                features += of_spans
                types += [type_ for _, _, type_, _ in spans]
    with TemporaryDirectory() as name:
        plain = Path(name) / "tagger"
        trainer.train(str(plain))
        with (folder / TAGGER_FILE).open("wb") as stream:
            read_tagger(plain.read_bytes()).save(stream)
    _save(fit(features, types, TYPER_INVERSE_PENALTY), folder / TYPER_FILE)


def _named_blocks(
    passage: Passage, resources: Resources
) -> Iterator[tuple[list[list[str]], Sequence[Span], list[list[str]]]]:
    """Yields: of each block the features of its tokens, its gold names, and the features of those."""
    text = passage.text
    for index, (tokens, block) in enumerate(zip(text.tokens, text.blocks, strict=True)):
        rows = token_features(tokens, block, resources, text.known)
        spans = passage.spans[index]
        yield rows, spans, [span_features(text, index, start, end, rows) for start, end, _, _ in spans]


def _write_common(passages: Sequence[Passage], folder: Path) -> frozenset[str]:
    """The words of four letters and more that several passages write in small letters, which are written down as
    well.
    """
    counts = Counter(word for passage in passages for word in passage.text.known.small_words if word.isalpha())
    words = frozenset(word for word, count in counts.items() if count >= _MIN_PASSAGES)
    (folder / COMMON_FILE).write_text("\n".join(sorted(words)) + "\n", encoding="utf-8")
    return words


def _labels(size: int, spans: Sequence[Span]) -> list[str]:
    labels = ["O"] * size
    for start, end, type_, _ in spans:
        labels[start:end] = [f"B-{type_}", *[f"I-{type_}"] * (end - start - 1)]
    return labels


def fit(features: Sequence[Sequence[str]], labels: Sequence[str], inverse_penalty: float) -> LinearModel:
    """A multinomial logistic regression of labels on the features that several rows have."""
    counts = Counter(feature for row in features for feature in dict.fromkeys(row))
    vectorizer = DictVectorizer(dtype=np.float32)
    matrix = vectorizer.fit_transform(
        [{feature: 1.0 for feature in row if counts[feature] >= _MIN_ROWS} for row in features]
    )
    regression = LogisticRegression(C=inverse_penalty, max_iter=_MAX_ITERATIONS).fit(matrix, labels)
    weights = regression.coef_.T.astype(np.float32)
    names = vectorizer.get_feature_names_out()
    kept = np.abs(weights).max(axis=1) > _MIN_WEIGHT
    return LinearModel(
        list(regression.classes_),
        list(names[kept]),
        np.vstack([weights[kept], regression.intercept_]).astype(np.float32),
    )


def _save(model: LinearModel, path: Path) -> None:
    with path.open("wb") as stream:
        model.save(stream)


def train_scorer(views: Iterable[View], parser: Parser, folder: Path) -> None:
    """Writes the weights of the pair scorer into a folder."""
    features: list[tuple[str, ...]] = []
    labels: list[str] = []
    for view in views:
        for _, pairs in labelled_pairs(view, parser):
            features += [pair.features for pair, _ in pairs]
            labels += [label for _, label in pairs]
    _save(fit(features, labels, SCORER_INVERSE_PENALTY), folder / SCORER_FILE)
