"""Trains the encoder on annotated passages and writes it down as it runs: tables, and layers with weights of 8 bits."""

import math
import random
import warnings
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch
from numpy.typing import NDArray
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor
from torch.nn import functional

from extract.encoder import HINTS, KINDS, LABELS, WEIGHTS_FILE, shape_of
from extract.features import table_tags
from extract.gazetteer import Gazetteer
from extract.nlp import Parser
from extract.pair_reader import ALLOWED, HOWS, RELATIONS, TYPES, fold, in_window, spots
from extract.training.network import SIZE, NameLayers, Network, PairLayers, vocabulary
from extract.training.passages import Passage, View, labelled_pairs
from extract.windows import starts_of, windows
from extract.wordpieces import CONTINUES, WordPieces

BATCH = 8
_DECAY = 0.01
_SEED = 0
#: How much the names weigh against the relations.
NAMES_WEIGHT = 2.0
#: How many windows are read without the tables, how many words unread, and of how many names only the type is told.
_UNTABLED, _UNREAD, _FORGOTTEN = 0.5, 0.03, 0.15
#: The pieces that are kept: the most frequent ones, every single letter, and those of several passages.
_KEPT_PIECES = 4000
_MIN_PASSAGES = 10
_IGNORED = -100
#: What starts from published weights, and is trained at the lower rate.
_PUBLISHED_PARTS = ("pieces", "positions", "norm", "name_layers", "pair_layers")
_LABEL = 3  # the column of the name label in a row of a word
_PAIR_COLUMNS = ("first", "second", "begins", "ends", "first_type", "second_type", "first_how", "second_how", "label")


@dataclass(frozen=True, slots=True)
class Course:
    """How often the encoder sees each passage, and how fast it learns: what starts from published weights, and what
    starts from chance. Both rates rise to their height in the first `warm` of the course and then fall to nothing.
    """

    epochs: int
    rate: float = 1.5e-4
    head_rate: float = 1e-3
    warm: float = 0.06


#: From published weights, and once more, with passages that were left out, from what the first course has taught.
FIRST, FURTHER = Course(5), Course(2, rate=5e-5, head_rate=2e-4)


@dataclass(frozen=True, slots=True)
class Example:
    """A window of a passage: a row a word (shape, hint, kind, label, place), its pieces, the type of each place, a
    row a pair (`_PAIR_COLUMNS`), and which relations each pair allows.
    """

    pieces: tuple[tuple[int, ...], ...]
    words: NDArray[np.int64]
    types: NDArray[np.int64]
    pairs: NDArray[np.int64]
    allowed: NDArray[np.bool_]


def kept_pieces(passages: Sequence[Passage]) -> list[int]:
    """The places in the published vocabulary of the pieces that the encoder keeps."""
    published = vocabulary()
    pieces = WordPieces(published)
    counts = Counter(
        piece
        for passage in passages
        for piece in {piece for tokens in passage.text.tokens for word in tokens.texts for piece in pieces(word)}
    )
    return [
        i
        for i, piece in enumerate(published)
        if i < _KEPT_PIECES or counts[i] >= _MIN_PASSAGES or len(piece.removeprefix(CONTINUES)) == 1
    ]


def examples_of(view: View, gazetteer: Gazetteer, parser: Parser, pieces: WordPieces) -> list[Example]:
    """The windows of a passage, with its names and labelled pairs."""
    named = view.named
    starts = starts_of(named.text.tokens)
    rows, cut = _words(view.passage, gazetteer, pieces)
    placed = list(labelled_pairs(view, parser))
    found = []
    for window in windows(starts):
        folded = fold(named, window, starts)
        numbers: list[NDArray[np.int64]] = [np.empty((0, len(_PAIR_COLUMNS)), np.int64)]
        allowed: list[NDArray[np.bool_]] = [np.empty((0, len(RELATIONS)), bool)]
        for place, labelled in placed:
            pairs = [pair for pair, _ in labelled]
            where = spots(named, place, pairs, starts)
            if not len(where) or not window.first <= where[0, 2] < window.end:
                continue
            known = [
                (
                    TYPES.index(pair.first.type),
                    TYPES.index(pair.second.type),
                    HOWS.index(pair.first.how),
                    HOWS.index(pair.second.how),
                    RELATIONS.index(label),
                )
                for pair, label in labelled
            ]
            numbers.append(np.hstack([in_window(where, window, folded), np.array(known)]))
            allowed.append(np.array([ALLOWED[pair.first.type, pair.second.type] for pair in pairs]))
        words = np.column_stack([rows[window.first : window.end], folded.places])
        found.append(
            Example(tuple(cut[window.first : window.end]), words, folded.types, np.vstack(numbers), np.vstack(allowed))
        )
    return found


def _words(
    passage: Passage, gazetteer: Gazetteer, pieces: WordPieces
) -> tuple[NDArray[np.int64], list[tuple[int, ...]]]:
    """Of each word of a passage its shape, hint, kind and label, and its pieces."""
    rows: list[tuple[int, int, int, int]] = []
    cut: list[tuple[int, ...]] = []
    for block, tokens, spans in zip(passage.text.blocks, passage.text.tokens, passage.spans, strict=True):
        kind = KINDS.index(block.kind)
        labels = [LABELS.index("O")] * len(tokens)
        for start, end, type_, _ in spans:
            labels[start] = LABELS.index(f"B-{type_}")
            labels[start + 1 : end] = [LABELS.index(f"I-{type_}")] * (end - start - 1)
        hints = [HINTS.index(tag) for tag in table_tags(tokens, gazetteer)]
        for word, hint, label in zip(tokens.texts, hints, labels, strict=True):
            rows.append((shape_of(word), hint, kind, label))
            cut.append(pieces(word))
        rows.append((0, 0, kind, _IGNORED))
        cut.append((pieces.separator,))
    return np.array(rows, np.int64), cut


def batch(
    examples: Sequence[Example], pieces: WordPieces, draw: random.Random | None
) -> tuple[dict[str, Tensor], dict[str, Tensor]]:
    """Windows side by side, padded; and their pairs one below the other. With `draw`, some windows go without tables
    and some words unread, as training wants it.
    """
    unread = pieces.vocabulary.index("[MASK]")
    length = max(len(example.words) for example in examples)
    width = max(len(example.types) for example in examples)
    words = np.zeros((len(examples), length, 5), np.int64)
    words[:, :, _LABEL] = _IGNORED
    types = np.zeros((len(examples), width), np.int64)
    mask = np.zeros((len(examples), length), bool)
    flat: list[int] = []
    begins: list[int] = []
    for index, example in enumerate(examples):
        size = len(example.words)
        words[index, :size] = example.words
        if draw and draw.random() < _UNTABLED:
            words[index, :, 1] = 0
        types[index, : len(example.types)] = example.types
        mask[index, :size] = True
        for at in range(length):
            begins.append(len(flat))
            known = at < size and not (draw and draw.random() < _UNREAD)
            flat += example.pieces[at] if known else (unread,)
    columns = {
        name: torch.from_numpy(np.ascontiguousarray(words[:, :, at]))
        for at, name in enumerate(("shapes", "hints", "kinds", "labels", "places"))
    }
    columns |= {"types": torch.from_numpy(types), "mask": torch.from_numpy(mask)}
    columns |= {"pieces": torch.tensor(flat), "words": torch.tensor(begins)}
    numbers = np.vstack([example.pairs for example in examples])
    pairs = {name: torch.from_numpy(np.ascontiguousarray(numbers[:, i])) for i, name in enumerate(_PAIR_COLUMNS)}
    window = np.repeat(np.arange(len(examples)), [len(example.pairs) for example in examples])
    pairs |= {
        "window": torch.from_numpy(window),
        "allowed": torch.from_numpy(np.vstack([e.allowed for e in examples])),
    }
    return columns, pairs


def train_encoder(
    views: Sequence[View],
    gazetteer: Gazetteer,
    parser: Parser,
    folder: Path,
    network: Network | None = None,
) -> Network:
    """The encoder, trained on passages as they are annotated; its weights go into a folder.

    With a network that has been trained already, it is that one, trained on. The same passages give the same weights
    on one machine.
    """
    torch.manual_seed(_SEED)
    draw = random.Random(_SEED)  # noqa: S311 - no secret
    course = FURTHER if network else FIRST
    network = network or Network(kept_pieces([view.passage for view in views]))
    pieces = pieces_of(network)
    examples = [example for view in views for example in examples_of(view, gazetteer, parser, pieces)]
    steps = course.epochs * math.ceil(len(examples) / BATCH)
    optimizer = _optimizer(network, course)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / (course.warm * steps)) * max(0.0, 1 - step / steps)
    )
    network.train()
    for _ in range(course.epochs):
        draw.shuffle(examples)
        for start in range(0, len(examples), BATCH):
            loss = loss_of(network, *batch(examples[start : start + BATCH], pieces, draw))
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
    save(network.eval(), pieces.vocabulary, folder)
    return network


def _optimizer(network: Network, course: Course) -> torch.optim.Optimizer:
    layers = [weight for name, weight in network.named_parameters() if name.startswith(_PUBLISHED_PARTS)]
    heads = [weight for name, weight in network.named_parameters() if not name.startswith(_PUBLISHED_PARTS)]
    return torch.optim.AdamW(
        [{"params": layers, "lr": course.rate}, {"params": heads, "lr": course.head_rate}], weight_decay=_DECAY
    )


def pieces_of(network: Network) -> WordPieces:
    """The word pieces that a network keeps."""
    published = vocabulary()
    return WordPieces([published[i] for i in network.kept])


def answers(network: Network, words: dict[str, Tensor], pairs: dict[str, Tensor]) -> tuple[Tensor, Tensor]:
    """What a network says of a batch: the score of each label, a row a word of a window, and that of each relation, a
    row a pair.
    """
    with torch.autocast("cpu", dtype=torch.bfloat16):
        rows = network.embed(words)
        labels = network.label(rows, words).float()
        folded = network.fold(rows, words, _FORGOTTEN if network.training else 0.0)
        scores = network.pairs(folded, pairs).float()
    return labels, scores.masked_fill(~pairs["allowed"], -1e4)


def loss_of(network: Network, words: dict[str, Tensor], pairs: dict[str, Tensor]) -> Tensor:
    """How far a network's answers to a batch are from the annotations."""
    labels, scores = answers(network, words, pairs)
    of_names = functional.cross_entropy(
        labels.reshape(-1, len(LABELS)), words["labels"].reshape(-1), ignore_index=_IGNORED
    )
    return NAMES_WEIGHT * of_names + functional.cross_entropy(scores, pairs["label"])


def save(network: Network, pieces: Sequence[str], folder: Path) -> None:
    """Writes a network down as `extract.encoder` reads it."""
    rows = network.pieces.weight.detach().numpy()
    scales = np.abs(rows).max(axis=1, keepdims=True) / 127
    tables = {
        "vocabulary": np.frombuffer("\n".join(pieces).encode(), dtype=np.uint8),
        "pieces": np.round(rows / np.maximum(scales, 1e-12)).astype(np.int8),
        "piece_scales": scales.astype(np.float16),
    }
    for name in ("positions", "shapes", "hints", "kinds", "names", "types", "hows", "distances"):
        tables[name] = getattr(network, name).weight.detach().numpy().astype(np.float16)
    for name in ("norm", "hidden", "out"):
        layer = getattr(network, name)
        tables[name] = layer.weight.detach().numpy().T.astype(np.float16)
        tables[f"{name}_bias"] = layer.bias.detach().numpy().astype(np.float16)
    tables["name_layers"] = _exported(NameLayers(network))
    tables["pair_layers"] = _exported(PairLayers(network))
    with (folder / WEIGHTS_FILE).open("wb") as stream:
        np.savez_compressed(stream, **tables)


def _exported(part: torch.nn.Module) -> NDArray[np.uint8]:
    """Layers as an ONNX file, its bytes."""
    with TemporaryDirectory() as name, torch.no_grad(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the exporter that is to come asks for one more package
        full, small = Path(name) / "full.onnx", Path(name) / "small.onnx"
        torch.onnx.export(
            part.eval(),
            (torch.zeros(1, 64, SIZE),),
            str(full),
            input_names=["words"],
            output_names=["rows"],
            dynamic_axes={"words": {1: "length"}, "rows": {1: "length"}},
            dynamo=False,
        )
        quantize_dynamic(full, small, per_channel=True, weight_type=QuantType.QInt8)
        return np.frombuffer(small.read_bytes(), dtype=np.uint8)
