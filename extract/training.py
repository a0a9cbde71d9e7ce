"""Trains the weights of `extract/data` from annotated passages: ``python -m extract.training PASSAGES [FOLDER …]
--out DATA``.

A passage is a text with an annotation file of the same name beside it (`x.txt`, `x.json`, in the format of
`tests/gold`). The same passages and tables give the same weights. Needs the extra `train`.
"""

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import pycrfsuite  # type: ignore[import-untyped]  # the package ships no types
from sklearn.feature_extraction import DictVectorizer  # type: ignore[import-untyped]  # the package ships no types
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

from extract.entities import LocalEntity
from extract.features import Resources, token_features
from extract.gazetteer import Gazetteer, fold, normal
from extract.linear import LinearModel
from extract.names import COMMON_FILE, TAGGER_FILE, TYPER_FILE, Name
from extract.nlp import Parser
from extract.pairs import Pair, pairs_of, possible
from extract.reading import read_blocks
from extract.relations import NONE, SCORER_FILE
from extract.seeds import load_authority, load_demonyms
from extract.sentences import Named, place, stretches, with_entities
from extract.texts import Text, prepare
from extract.tokens import Tokens, tokenize
from extract.type_features import span_features
from ontology.errors import InputError
from ontology.vocabulary import EntityType, Predicate

# Chosen on folds of the passages, each folder left out once.
TAGGER_PARAMETERS = {"c1": 0.1, "c2": 0.1, "max_iterations": 100, "feature.possible_transitions": True}
TYPER_INVERSE_PENALTY = 0.3
SCORER_INVERSE_PENALTY = 0.15
_MIN_WEIGHT = 1e-2
_MIN_ROWS = 2  # a feature of one row alone is learnt by heart
_MAX_ITERATIONS = 300
_MIN_PASSAGES = 2  # a word of one passage alone would look more common in training than on a new text

Span = tuple[int, int, str, str]  # half-open token offsets, entity type, gold id


@dataclass(frozen=True, slots=True)
class Passage:
    """An annotated text: its gold file, the text made ready, and the gold names of each block."""

    gold: Mapping[str, Any]
    raw: str
    text: Text
    spans: tuple[tuple[Span, ...], ...]


def load_passages(folders: Sequence[Path]) -> list[Passage]:
    """The annotated passages of folders, in the order of folders and names.

    Raises:
        InputError: a folder has none, or a text has no annotation.
    """
    passages = []
    for folder in folders:
        found = sorted(path for path in folder.rglob("*") if path.suffix in {".txt", ".md"})
        if not found:
            raise InputError(f"{folder}: found no passages, texts with annotations are needed")
        for path in found:
            gold = path.with_suffix(".json")
            if not gold.is_file():
                raise InputError(f"{path}: found no {gold.name} beside it, an annotation is needed")
            passages.append(
                read_passage(path.read_text(encoding="utf-8"), json.loads(gold.read_text(encoding="utf-8")))
            )
    return passages


def read_passage(raw: str, gold: Mapping[str, Any]) -> Passage:
    """A passage from its text and its annotation."""
    text = prepare(read_blocks(raw))
    return Passage(gold, raw, text, tuple(tuple(_gold_spans(gold, tokens)) for tokens in text.tokens))


def _gold_spans(gold: Mapping[str, Any], tokens: Tokens) -> Iterator[Span]:
    """Yields: where the gold names stand in a block; a longer name hides those inside it."""
    names: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
    for entity in gold["entities"]:
        for surface in {*entity["mentions"], entity["name"]}:
            words = tokenize(fold(surface)).texts
            names.setdefault(words[0], []).append((words, entity["type"], entity["id"]))
    texts = tuple(fold(word) for word in tokens.texts)
    found = [
        (at, at + len(words), type_, id_)
        for at, word in enumerate(texts)
        for words, type_, id_ in names.get(word, ())
        if texts[at : at + len(words)] == words
    ]
    taken: set[int] = set()
    for start, end, type_, id_ in sorted(found, key=lambda span: (span[0] - span[1], span)):
        if taken.isdisjoint(range(start, end)):
            taken.update(range(start, end))
            yield start, end, type_, id_


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
    trainer.train(str(folder / TAGGER_FILE))
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


def train_scorer(passages: Sequence[Passage], gazetteer: Gazetteer, parser: Parser, folder: Path) -> None:
    """Writes the weights of the pair scorer into a folder."""
    features: list[tuple[str, ...]] = []
    labels: list[str] = []
    for passage in passages:
        named, gold_ids = gold_named(passage, gazetteer)
        for pair, label in labelled_pairs(passage, named, gold_ids, parser):
            features.append(pair.features)
            labels.append(label)
    _save(fit(features, labels, SCORER_INVERSE_PENALTY), folder / SCORER_FILE)


def gold_named(passage: Passage, gazetteer: Gazetteer) -> tuple[Named, Mapping[int, str]]:
    """A passage with its gold names and entities, and the gold id of each entity by its index."""
    names: list[Name] = []
    owners: list[str] = []
    for block, spans in enumerate(passage.spans):
        for start, end, type_, id_ in sorted(spans):
            kind = EntityType(type_)
            bare = Name(block, start, end, kind)
            names.append(Name(block, start, end, kind, gazetteer.row(passage.text.surface(bare), kind.group)))
            owners.append(id_)
    entities: list[LocalEntity] = []
    ids: dict[int, str] = {}
    for entity in passage.gold["entities"]:
        indexes = tuple(index for index, owner in enumerate(owners) if owner == entity["id"])
        if indexes:
            ids[len(entities)] = entity["id"]
            row = next((names[index].row for index in indexes if names[index].row), None)
            surfaces = {passage.text.surface(names[index]): 1 for index in indexes}
            entities.append(LocalEntity(EntityType(entity["type"]), indexes, tuple(sorted(surfaces.items())), row, ()))
    named = with_entities(passage.text, names, entities, gazetteer)
    for index in range(len(entities), len(named.entities)):
        ids.update(_party_id(passage.gold, named, index))
    return named, ids


def _party_id(gold: Mapping[str, Any], named: Named, index: int) -> Iterator[tuple[int, str]]:
    """Yields: the gold id of an entity that stands only inside another's name."""
    for entity in gold["entities"]:
        same_type = entity["type"] == named.entities[index].type
        if same_type and named.labels[index] in {normal(name) for name in (entity["name"], *entity["mentions"])}:
            yield index, entity["id"]
            return


def labelled_pairs(
    passage: Passage, named: Named, ids: Mapping[int, str], parser: Parser
) -> Iterator[tuple[Pair, str]]:
    """Yields: each pair of the passage's sentences with its gold label.

    A pair is a positive where the gold evidence lies; where a gold relation of the same two things is shown
    elsewhere, the pair is left out, because the sentence may well say it too.
    """
    found = stretches(named)
    shown = _shown(passage)
    for place_ in place(named, found, list(parser.parse(stretch.masked for stretch in found))):
        span = named.text.blocks[place_.block].span(place_.start, place_.end)
        for pair in pairs_of(place_.sentence, named.labels):
            label = _label(pair, ids, shown, span)
            if label is not None:
                yield pair, label


def _shown(passage: Passage) -> Mapping[tuple[str, str], list[tuple[Predicate, tuple[int, int] | None]]]:
    """The gold relations between two ids, each with the stretch of the text that is its evidence, if that is found."""
    shown: dict[tuple[str, str], list[tuple[Predicate, tuple[int, int] | None]]] = {}
    for relation in passage.gold["relations"]:
        pattern = r"\s+".join(map(re.escape, relation["evidence"].split()))
        match = re.search(pattern, passage.raw)
        span = match.span() if match else None
        shown.setdefault((relation["s"], relation["o"]), []).append((Predicate(relation["p"]), span))
    return shown


def _label(
    pair: Pair,
    ids: Mapping[int, str],
    shown: Mapping[tuple[str, str], list[tuple[Predicate, tuple[int, int] | None]]],
    span: tuple[int, int],
) -> str | None:
    first, second = ids.get(pair.first.entity, ""), ids.get(pair.second.entity, "")
    allowed = possible(pair.first.type, pair.second.type)
    elsewhere = False
    for ends, mark in (((first, second), ">"), ((second, first), "<")):
        for predicate, evidence in shown.get(ends, ()):
            label = f"{predicate}{'>' if predicate.symmetric else mark}"
            if label not in allowed:
                continue
            if evidence is None or (evidence[0] < span[1] and span[0] < evidence[1]):
                return label
            elsewhere = True
    return None if elsewhere else NONE


def main() -> None:
    """Trains all weights from the folders of passages that the command names."""
    options = argparse.ArgumentParser(description="Trains the weights of the extractor from annotated passages.")
    options.add_argument("folders", nargs="+", type=Path, help="folders of passages, read recursively")
    options.add_argument("--out", type=Path, default=Path(str(files("extract") / "data")), help="where the weights go")
    arguments = options.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    gazetteer, demonyms = Gazetteer(load_authority()), load_demonyms()
    passages = load_passages(arguments.folders)
    train_names(passages, gazetteer, demonyms, arguments.out)
    train_scorer(passages, gazetteer, Parser(), arguments.out)


if __name__ == "__main__":
    main()
