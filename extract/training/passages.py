"""Annotated passages as training sees them: with the annotated names and with those that are found, and each pair of
names with its gold label.

A passage is a text with an annotation file of the same name beside it (`x.txt`, `x.json`, in the format of
`tests/gold`).
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extract.entities import LocalEntity, resolve_text
from extract.gazetteer import Gazetteer, fold, normal
from extract.names import Name
from extract.nlp import Parser
from extract.pair_reader import NONE
from extract.pairs import Pair, pairs_of, possible
from extract.reading import read_blocks
from extract.sentences import Named, Placed, place, stretches, with_entities
from extract.texts import Text, prepare
from extract.tokens import Tokens, tokenize
from ontology.errors import InputError
from ontology.vocabulary import EntityType, Predicate

Span = tuple[int, int, str, str]  # half-open token offsets, entity type, gold id


@dataclass(frozen=True, slots=True)
class Passage:
    """An annotated text: its gold file, the text made ready, and the gold names of each block."""

    gold: Mapping[str, Any]
    raw: str
    text: Text
    spans: tuple[tuple[Span, ...], ...]


@dataclass(frozen=True, slots=True)
class View:
    """A passage with names and entities, and the gold id of each entity that has one, by its index."""

    passage: Passage
    named: Named
    ids: Mapping[int, str]


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


def gold_view(passage: Passage, gazetteer: Gazetteer) -> View:
    """A passage with its annotated names and entities."""
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
    return View(passage, named, ids)


def _party_id(gold: Mapping[str, Any], named: Named, index: int) -> Iterator[tuple[int, str]]:
    """Yields: the gold id of an entity that stands only inside another's name."""
    for entity in gold["entities"]:
        same_type = entity["type"] == named.entities[index].type
        if same_type and named.labels[index] in {normal(name) for name in (entity["name"], *entity["mentions"])}:
            yield index, entity["id"]
            return


def found_view(passage: Passage, names: Sequence[Name], gazetteer: Gazetteer, demonyms: Mapping[str, str]) -> View:
    """A passage with names that were found, right or wrong, and the entities that they make. Each has the id of the
    annotated entity of its group that shares a name with it.
    """
    named = with_entities(passage.text, names, resolve_text(passage.text, names, gazetteer, demonyms), gazetteer)
    known = {
        (EntityType(entity["type"]).group, normal(name)): entity["id"]
        for entity in passage.gold["entities"]
        for name in (entity["name"], *entity["mentions"])
    }
    ids: dict[int, str] = {}
    for index, found in enumerate(named.entities):
        surfaces = [surface for surface, _ in found.surfaces] + ([found.row.name] if found.row else [])
        keys = ((found.type.group, normal(surface)) for surface in surfaces)
        if id_ := next((known[key] for key in keys if key in known), None):
            ids[index] = id_
    return View(passage, named, ids)


def labelled_pairs(view: View, parser: Parser) -> Iterator[tuple[Placed, list[tuple[Pair, str]]]]:
    """Yields: each sentence of the passage with its pairs, each with its gold label.

    A pair is a positive where the gold evidence lies; where a gold relation of the same two things is shown
    elsewhere, the pair is left out, because the sentence may well say it too.
    """
    named, found = view.named, stretches(view.named)
    shown = _shown(view.passage)
    for place_ in place(named, found, list(parser.parse(stretch.masked for stretch in found))):
        span = named.text.blocks[place_.block].span(place_.start, place_.end)
        labelled = ((pair, _label(pair, view.ids, shown, span)) for pair in pairs_of(place_.sentence, named.labels))
        yield place_, [(pair, label) for pair, label in labelled if label is not None]


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
