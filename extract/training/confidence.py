"""Fits how sure a claim is: on passages that the other weights were not trained on."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]  # the package ships no types

from extract.confidence import CONFIDENCE_FILE, Confidence
from extract.encoder import Encoder
from extract.features import table_tags
from extract.gazetteer import Gazetteer
from extract.names import NameFinder
from extract.nlp import Parser
from extract.scoring import PairScorer, Weighed
from extract.sentences import place, stretches
from extract.training.passages import Passage, View, found_view
from ontology.vocabulary import Predicate

Triple = tuple[str, str, str]


def train_confidence(
    held_out: Sequence[Passage],
    gazetteer: Gazetteer,
    demonyms: Mapping[str, str],
    parser: Parser,
    folder: Path,
    *,
    encoder: bool = True,
) -> None:
    """Fits the confidence on held-out passages with the weights in a folder, and writes it there."""
    loaded = Encoder(folder) if encoder else None
    finder, scorer = NameFinder(gazetteer, demonyms, folder=folder), PairScorer(folder, encoder=loaded)
    signals: list[list[float]] = []
    right: list[bool] = []
    for passage in held_out:
        text = passage.text
        encoded = loaded.read(text, [table_tags(tokens, gazetteer) for tokens in text.tokens]) if loaded else None
        names = finder.find(text, encoded.labels if encoded else None)
        view = found_view(passage, names, gazetteer, demonyms)
        found = stretches(view.named)
        placed = place(view.named, found, list(parser.parse(stretch.masked for stretch in found)))
        for weighed, is_right in judged(view, list(scorer.weighed(view.named, placed, encoded))):
            signals.append(weighed.signals)
            right.append(is_right)
    regression = LogisticRegression(max_iter=1000).fit(np.array(signals), right)
    with (folder / CONFIDENCE_FILE).open("wb") as stream:
        Confidence(np.append(regression.coef_[0], regression.intercept_[0])).save(stream)


def judged(view: View, weighed: Sequence[Weighed]) -> Iterator[tuple[Weighed, bool]]:
    """Yields: each relation that was weighed, and whether the passage's annotation has it."""
    gold: set[Triple] = set()
    for relation in view.passage.gold["relations"]:
        subject, predicate, object_ = relation["s"], relation["p"], relation["o"]
        gold.add((subject, predicate, object_))
        if Predicate(predicate).symmetric:
            gold.add((object_, predicate, subject))
    for each in weighed:
        first, second = view.ids.get(each.pair.first.entity, ""), view.ids.get(each.pair.second.entity, "")
        subject, object_ = (first, second) if each.label.endswith(">") else (second, first)
        yield each, (subject, each.label[:-1], object_) in gold
