"""Training: the same passages give the same bytes, and what a folder of passages must hold."""

import json
import random
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from extract.encoder import Encoder
from extract.features import table_tags
from extract.gazetteer import Gazetteer
from extract.nlp import Parser
from extract.pair_reader import PairReader
from extract.parts import Part
from extract.pipeline import Reader
from extract.reading import read_blocks
from extract.wordpieces import WordPieces
from ontology.errors import InputError

pytest.importorskip("sklearn", reason="the extra `train` is not installed")

from extract.training.passages import gold_view, labelled_pairs, load_passages, read_passage
from extract.training.trainer import Trainer

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


@pytest.fixture(scope="module")
def trainer() -> Trainer:
    return Trainer(without={Part.ENCODER})


def train(trainer: Trainer, passages: Path, out: Path) -> dict[str, bytes]:
    out.mkdir()
    loaded = load_passages([passages])
    trainer.train(loaded, out)
    trainer.fit_confidence(loaded, out)
    return {path.name: path.read_bytes() for path in sorted(out.iterdir())}


@pytest.fixture(scope="module")
def trained(trainer: Trainer, few: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("weights") / "one"
    train(trainer, few, out)
    return out


def test_the_same_passages_give_the_same_bytes(trainer: Trainer, few: Path, trained: Path, tmp_path: Path) -> None:
    again = train(trainer, few, tmp_path / "again")
    assert again == {path.name: path.read_bytes() for path in sorted(trained.iterdir())}


def test_training_makes_every_file_that_reading_needs(
    trained: Path, gazetteer: Gazetteer, demonyms: Mapping[str, str]
) -> None:
    assert Reader(gazetteer, demonyms, weights=trained, without={Part.ENCODER})


def test_the_encoder_is_trained_and_reads_as_it_was_trained(few: Path, trainer: Trainer, tmp_path: Path) -> None:
    """What runs in 8 bits says what the network says, nearly."""
    torch = pytest.importorskip("torch", reason="PyTorch, which trains the encoder, is not installed (`make train`)")
    from extract.training import encoder as training  # noqa: PLC0415
    from extract.training.network import Network, vocabulary  # noqa: PLC0415

    passage = load_passages([few])[0]
    kept = training.kept_pieces([passage])
    published = vocabulary()
    pieces = WordPieces([published[at] for at in kept])
    torch.manual_seed(0)
    network = Network(kept).eval()
    training.save(network, pieces.vocabulary, tmp_path)
    view = gold_view(passage, trainer.gazetteer)
    examples = training.examples_of(view, trainer.gazetteer, trainer.parser, pieces)
    words, pairs = training.batch(examples[:1], pieces, None)
    with torch.no_grad():
        rows = network.embed(words)
        labels = network.label(rows, words).log_softmax(-1)[0].numpy()
        scores = network.pairs(network.fold(rows, words), pairs).masked_fill(~pairs["allowed"], -1e4)
    encoder = Encoder(tmp_path)
    encoded = encoder.read(passage.text, [table_tags(tokens, trainer.gazetteer) for tokens in passage.text.tokens])
    first = encoded.labels[0]
    assert np.abs(first - labels[: len(first)]).mean() < 0.1
    placed = list(labelled_pairs(view, trainer.parser))
    read = PairReader(encoder).read(
        encoded, view.named, [item for item, _ in placed], [[pair for pair, _ in those] for _, those in placed]
    )
    found = np.vstack(read)[: len(scores)]
    assert np.abs(np.exp(found) - scores.softmax(-1).numpy()).max() < 0.2


def test_a_part_of_a_layer_is_the_layer_with_the_rest_shut() -> None:
    torch = pytest.importorskip("torch", reason="PyTorch, which trains the encoder, is not installed (`make train`)")
    from extract.training.network import SIZE, Layer  # noqa: PLC0415

    torch.manual_seed(0)
    layer, rows = Layer().eval(), torch.randn(2, 5, SIZE)
    heads, inner = torch.tensor([0, 3, 11]), torch.arange(0, layer.inner, 7)
    layer.gates = torch.zeros(layer.heads), torch.zeros(layer.inner)
    layer.gates[0][heads], layer.gates[1][inner] = 1, 1
    part = layer.part(heads, inner).eval()
    assert (part.heads, part.inner, part.query.out_features) == (3, len(inner), 3 * SIZE // layer.heads)
    assert torch.allclose(part(rows, None), layer(rows, None), atol=1e-5)


def test_a_smaller_encoder_learns_to_answer_as_the_whole_one(
    few: Path, trainer: Trainer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    torch = pytest.importorskip("torch", reason="PyTorch, which trains the encoder, is not installed (`make train`)")
    from extract.training import encoder as training  # noqa: PLC0415
    from extract.training import pruning  # noqa: PLC0415
    from extract.training.network import Network  # noqa: PLC0415

    passages = load_passages([few])
    views = [gold_view(passage, trainer.gazetteer) for passage in passages]
    torch.manual_seed(0)
    whole = Network(training.kept_pieces(passages)).eval()
    monkeypatch.setattr(pruning, "_EPOCHS", 30)
    small = pruning.prune_encoder(views, trainer.gazetteer, trainer.parser, tmp_path, whole)
    assert {(layer.heads, layer.inner) for layer in pruning._layers(small)} == {(pruning.HEADS, pruning.INNER)}
    pieces = training.pieces_of(whole)
    examples = training.examples_of(views[0], trainer.gazetteer, trainer.parser, pieces)
    asked = training.batch(examples, pieces, None)
    with torch.no_grad():
        (taught, _), (learnt, _) = (training.answers(network, *asked) for network in (whole, small))
    cut = pruning._cut(whole, list(examples), pieces, random.Random(0)).eval()  # noqa: S311 - no secret
    with torch.no_grad():
        untaught, _ = training.answers(cut, *asked)
    known = taught.softmax(-1)
    assert (known - learnt.softmax(-1)).abs().mean() < 0.75 * (known - untaught.softmax(-1)).abs().mean()
    assert np.isfinite(Encoder(tmp_path).relate(np.zeros((3, 384), np.float32))).all()


def test_passages_come_in_the_order_of_their_names(few: Path) -> None:
    assert [passage.gold["doc"] for passage in load_passages([few])] == [path.stem for path in THREE]


def test_a_folder_without_passages_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r": found no passages, texts with annotations are needed$"):
        load_passages([tmp_path])


def test_a_text_without_an_annotation_is_a_mistake(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Kenya grew.", encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.txt: found no a\.json beside it, an annotation is needed$"):
        load_passages([tmp_path])


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
    passage = read_passage(TEXT, GOLD)
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
    passage = read_passage(TEXT, GOLD)
    view = gold_view(passage, gazetteer)
    labels = {
        (view.ids[pair.first.entity], pair.first.how, view.ids[pair.second.entity]): label
        for _, labelled in labelled_pairs(view, parser)
        for pair, label in labelled
    }
    assert labels["jica", "name", "port"] == "implements>"
    assert labels["kenya", "name", "jica"] == "supports<"


def test_what_another_sentence_shows_is_neither_right_nor_wrong(gazetteer: Gazetteer, parser: Parser) -> None:
    """ "JICA and Kenya met" may well say what the sentence before says: the pair teaches nothing."""
    passage = read_passage(TEXT, GOLD)
    view = gold_view(passage, gazetteer)
    pairs = [
        (view.ids[pair.first.entity], view.ids[pair.second.entity])
        for _, labelled in labelled_pairs(view, parser)
        for pair, _ in labelled
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
