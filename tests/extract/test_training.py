"""Training: the same passages give the same bytes, and what a folder of passages must hold."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from extract.gazetteer import Gazetteer
from extract.nlp import Parser
from extract.pipeline import Reader
from extract.reading import read_blocks
from ontology.errors import InputError

training = pytest.importorskip("extract.training", reason="the extra `train` is not installed")

PASSAGES = Path(__file__).parents[1] / "gold" / "passages"
THREE = sorted(PASSAGES.rglob("*.txt"))[:3]


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of three passages."""
    folder = tmp_path_factory.mktemp("passages")
    for text in THREE:
        for path in (text, text.with_suffix(".json")):
            (folder / path.name).write_bytes(path.read_bytes())
    return folder


def train(
    passages: Path, out: Path, gazetteer: Gazetteer, demonyms: Mapping[str, str], parser: Parser
) -> dict[str, bytes]:
    out.mkdir()
    loaded = training.load_passages([passages])
    training.train_names(loaded, gazetteer, demonyms, out)
    training.train_scorer(loaded, gazetteer, parser, out)
    return {path.name: path.read_bytes() for path in sorted(out.iterdir())}


@pytest.fixture(scope="module")
def trained(
    few: Path,
    tmp_path_factory: pytest.TempPathFactory,
    gazetteer: Gazetteer,
    demonyms: Mapping[str, str],
    parser: Parser,
) -> Path:
    out = tmp_path_factory.mktemp("weights") / "one"
    train(few, out, gazetteer, demonyms, parser)
    return out


def test_the_same_passages_give_the_same_bytes(
    few: Path, trained: Path, tmp_path: Path, gazetteer: Gazetteer, demonyms: Mapping[str, str], parser: Parser
) -> None:
    again = train(few, tmp_path / "again", gazetteer, demonyms, parser)
    assert again == {path.name: path.read_bytes() for path in sorted(trained.iterdir())}


def test_training_makes_every_file_that_reading_needs(
    trained: Path, gazetteer: Gazetteer, demonyms: Mapping[str, str]
) -> None:
    assert Reader(gazetteer, demonyms, weights=trained)


def test_passages_come_in_the_order_of_their_names(few: Path) -> None:
    assert [passage.gold["doc"] for passage in training.load_passages([few])] == [path.stem for path in THREE]


def test_a_folder_without_passages_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r": found no passages, texts with annotations are needed$"):
        training.load_passages([tmp_path])


def test_a_text_without_an_annotation_is_a_mistake(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Kenya grew.", encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.txt: found no a\.json beside it, an annotation is needed$"):
        training.load_passages([tmp_path])


GOLD = {
    "doc": "a",
    "entities": [
        {"id": "jica", "type": "GovernmentBody", "name": "JICA", "mentions": ["JICA"]},
        {"id": "kenya", "type": "Country", "name": "Kenya", "mentions": ["Kenya"]},
        {"id": "port", "type": "Project", "name": "Kenya Port Project", "mentions": ["Kenya Port Project"]},
    ],
    "relations": [
        {"s": "jica", "p": "implements", "o": "port", "evidence": "JICA runs the Kenya Port Project."},
        {"s": "jica", "p": "supports", "o": "kenya", "evidence": "Kenya thanked JICA for its help."},
    ],
}
TEXT = "JICA runs the Kenya Port Project. Kenya thanked JICA for its help. JICA and Kenya met."


def test_gold_names_stand_where_the_text_has_them_the_longest_first() -> None:
    passage = training.read_passage(TEXT, GOLD)
    tokens = passage.text.tokens[0]
    spans = sorted(passage.spans[0])
    assert [(" ".join(tokens.texts[start:end]), id_) for start, end, _, id_ in spans] == [
        ("JICA", "jica"),
        ("Kenya Port Project", "port"),
        ("Kenya", "kenya"),
        ("JICA", "jica"),
        ("JICA", "jica"),
        ("Kenya", "kenya"),
    ]


def test_a_pair_has_its_gold_label_where_the_evidence_lies(gazetteer: Gazetteer, parser: Parser) -> None:
    passage = training.read_passage(TEXT, GOLD)
    named, ids = training.gold_named(passage, gazetteer)
    labels = {
        (ids[pair.first.entity], pair.first.how, ids[pair.second.entity]): label
        for pair, label in training.labelled_pairs(passage, named, ids, parser)
    }
    assert labels["jica", "name", "port"] == "implements>"
    assert labels["kenya", "name", "jica"] == "supports<"


def test_what_another_sentence_shows_is_neither_right_nor_wrong(gazetteer: Gazetteer, parser: Parser) -> None:
    """ "JICA and Kenya met" may well say what the sentence before says: the pair teaches nothing."""
    passage = training.read_passage(TEXT, GOLD)
    named, ids = training.gold_named(passage, gazetteer)
    pairs = [
        (ids[pair.first.entity], ids[pair.second.entity])
        for pair, _ in training.labelled_pairs(passage, named, ids, parser)
        if pair.first.how == pair.second.how == "name"
    ]
    assert ("jica", "kenya") not in pairs


@pytest.mark.parametrize("path", THREE, ids=lambda path: path.stem)
def test_gold_names_stand_in_their_passage(path: Path) -> None:
    """A name that never stands in the clean text teaches nothing."""
    gold = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    clean = " ".join(block.text for block in read_blocks(path.read_text(encoding="utf-8")))
    lost = [entity["id"] for entity in gold["entities"] if not any(name in clean for name in entity["mentions"])]
    assert lost == []
