"""Fits how sure a claim is: on passages that the other weights were not trained on."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]  # the package ships no types

from extract.confidence import CONFIDENCE_FILE, Confidence
from extract.encoder import Encoder
from extract.entities import resolve_text
from extract.features import table_tags
from extract.gazetteer import Gazetteer, normal
from extract.names import NameFinder
from extract.nlp import Parser
from extract.scoring import PairScorer, Weighed
from extract.sentences import Named, place, stretches, with_entities
from extract.training.passages import Passage
from ontology.vocabulary import EntityType, Predicate

Triple = tuple[str, str, str]


def train_confidence(
    held_out: Sequence[Passage],
    gazetteer: Gazetteer,
    demonyms: Mapping[str, str],
    parser: Parser,
    folders: tuple[Path, Path],
    *,
    encoder: bool = True,
) -> None:
    """Fits the confidence on held-out passages with the weights in the first folder, and writes it into the second."""
    weights, out = folders
    loaded = Encoder(weights) if encoder else None
    finder, scorer = NameFinder(gazetteer, demonyms, folder=weights), PairScorer(weights, encoder=loaded)
    signals: list[list[float]] = []
    right: list[bool] = []
    for passage in held_out:
        text = passage.text
        encoded = loaded.read(text, [table_tags(tokens, gazetteer) for tokens in text.tokens]) if loaded else None
        names = finder.find(text, encoded.labels if encoded else None)
        named = with_entities(text, names, resolve_text(text, names, gazetteer, demonyms), gazetteer)
        found = stretches(named)
        placed = place(named, found, list(parser.parse(stretch.masked for stretch in found)))
        for weighed, is_right in judged(passage, named, list(scorer.weighed(named, placed, encoded))):
            signals.append(weighed.signals)
            right.append(is_right)
    regression = LogisticRegression(max_iter=1000).fit(np.array(signals), right)
    with (out / CONFIDENCE_FILE).open("wb") as stream:
        Confidence(np.append(regression.coef_[0], regression.intercept_[0])).save(stream)


def judged(passage: Passage, named: Named, weighed: Sequence[Weighed]) -> Iterator[tuple[Weighed, bool]]:
    """Yields: each relation that was weighed, and whether the passage's annotation has it."""
    ids = dict(_gold_ids(passage, named))
    gold: set[Triple] = set()
    for relation in passage.gold["relations"]:
        subject, predicate, object_ = relation["s"], relation["p"], relation["o"]
        gold.add((subject, predicate, object_))
        if Predicate(predicate).symmetric:
            gold.add((object_, predicate, subject))
    for each in weighed:
        first, second = ids.get(each.pair.first.entity, ""), ids.get(each.pair.second.entity, "")
        subject, object_ = (first, second) if each.label.endswith(">") else (second, first)
        yield each, (subject, each.label[:-1], object_) in gold


def _gold_ids(passage: Passage, named: Named) -> Iterator[tuple[int, str]]:
    """Yields: the annotated entity that shares a name with each found one, of its group."""
    known = {
        (EntityType(entity["type"]).group, normal(name)): entity["id"]
        for entity in passage.gold["entities"]
        for name in (entity["name"], *entity["mentions"])
    }
    for index, entity in enumerate(named.entities):
        names = [surface for surface, _ in entity.surfaces] + ([entity.row.name] if entity.row else [])
        found = next((id_ for name in names if (id_ := known.get((entity.type.group, normal(name))))), None)
        if found:
            yield index, found
