"""A trained encoder made smaller: the heads and inner neurons that earn least go, and the rest learns to answer as the
whole did.

What one earns is how much the loss would change without it, to the first order (Michel et al. 2019). The smaller
encoder is taught by the whole one (Hinton et al. 2015), not by annotators, so that it is no surer of its answers.
"""

import copy
import math
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from extract.gazetteer import Gazetteer
from extract.nlp import Parser
from extract.training.encoder import BATCH, NAMES_WEIGHT, Example, answers, batch, examples_of, loss_of, pieces_of, save
from extract.training.network import Layer, Network
from extract.training.passages import View
from extract.wordpieces import WordPieces

#: How many heads and inner neurons each layer keeps: two thirds.
HEADS, INNER = 8, 1024
#: How many windows tell what each earns.
_ASKED = 600
_EPOCHS, _RATE, _WARM = 2, 1e-4, 0.06
_SEED = 0


def prune_encoder(views: Sequence[View], gazetteer: Gazetteer, parser: Parser, folder: Path, whole: Network) -> Network:
    """A smaller encoder that answers nearly as the whole one does; its weights go into a folder.

    The same passages and network give the same weights on one machine.
    """
    torch.manual_seed(_SEED)
    draw = random.Random(_SEED)  # noqa: S311 - no secret
    pieces = pieces_of(whole)
    examples = [example for view in views for example in examples_of(view, gazetteer, parser, pieces)]
    small = _cut(whole.eval(), examples, pieces, draw)
    _teach(small.eval(), whole, examples, pieces, draw)
    save(small, pieces.vocabulary, folder)
    return small


def _cut(whole: Network, examples: list[Example], pieces: WordPieces, draw: random.Random) -> Network:
    small = copy.deepcopy(whole)
    asked = draw.sample(examples, min(_ASKED, len(examples)))
    earned = iter(_earned(whole, _batches(asked, pieces, draw)))
    for layers in (small.name_layers, small.pair_layers):
        for index, layer in enumerate(layers):
            heads, inner = next(earned)
            layers[index] = layer.part(_best(heads, HEADS), _best(inner, INNER))
    return small


def _batches(
    examples: Sequence[Example], pieces: WordPieces, draw: random.Random
) -> Iterator[tuple[dict[str, Tensor], dict[str, Tensor]]]:
    for start in range(0, len(examples), BATCH):
        yield batch(examples[start : start + BATCH], pieces, draw)


def _best(earned: Tensor, number: int) -> Tensor:
    return earned.argsort(descending=True, stable=True)[:number].sort().values


def _layers(network: Network) -> list[Layer]:
    return [layer for layers in (network.name_layers, network.pair_layers) for layer in layers if type(layer) is Layer]


def _earned(
    network: Network, batches: Iterator[tuple[dict[str, Tensor], dict[str, Tensor]]]
) -> list[tuple[Tensor, Tensor]]:
    """Of each layer what its heads and its inner neurons earn."""
    layers = _layers(network)
    gates = [torch.ones(size, requires_grad=True) for layer in layers for size in (layer.heads, layer.inner)]
    for at, layer in enumerate(layers):
        layer.gates = gates[2 * at], gates[2 * at + 1]
    earned = [torch.zeros_like(gate) for gate in gates]
    for words, pairs in batches:
        slopes = torch.autograd.grad(loss_of(network, words, pairs), gates)
        earned = [sums + slope.abs() for sums, slope in zip(earned, slopes, strict=True)]
    for layer in layers:
        layer.gates = None
    return list(zip(earned[::2], earned[1::2], strict=True))


def _teach(small: Network, whole: Network, examples: list[Example], pieces: WordPieces, draw: random.Random) -> None:
    """Trains the layers of the small encoder on the answers of the whole one."""
    small.requires_grad_(False)
    layers = [weight for layer in _layers(small) for weight in layer.requires_grad_(True).parameters()]
    optimizer = torch.optim.AdamW(layers, lr=_RATE, weight_decay=0)
    steps = _EPOCHS * math.ceil(len(examples) / BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / (_WARM * steps)) * max(0.0, 1 - step / steps)
    )
    for _ in range(_EPOCHS):
        draw.shuffle(examples)
        for words, pairs in _batches(examples, pieces, draw):
            with torch.no_grad():
                taught = answers(whole, words, pairs)
            names, relations = (
                functional.kl_div(own.log_softmax(-1), of_whole.log_softmax(-1), reduction="none", log_target=True)
                for own, of_whole in zip(answers(small, words, pairs), taught, strict=True)
            )
            loss = NAMES_WEIGHT * names.sum(-1)[words["mask"]].mean() + relations.sum(-1).mean()
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(layers, 1.0)
            optimizer.step()
            schedule.step()
