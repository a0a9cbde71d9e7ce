"""All training steps in order, with the tables and the parser that they share."""

from collections.abc import Sequence, Set
from pathlib import Path

from extract.gazetteer import Gazetteer
from extract.nlp import Parser
from extract.parts import Part
from extract.seeds import load_authority, load_demonyms
from extract.training.confidence import train_confidence
from extract.training.linear import train_names, train_scorer
from extract.training.passages import Passage


class Trainer:
    """Trains weights from passages with the project's own tables; of parts to be left out it knows the encoder."""

    def __init__(self, without: Set[Part] = frozenset()) -> None:
        self.gazetteer, self.demonyms, self.parser = Gazetteer(load_authority()), load_demonyms(), Parser()
        self._encoder = Part.ENCODER not in without

    def train(self, passages: Sequence[Passage], folder: Path) -> None:
        """Writes all weights but the confidence into a folder."""
        train_names(passages, self.gazetteer, self.demonyms, folder)
        train_scorer(passages, self.gazetteer, self.parser, folder)
        if self._encoder:
            from extract.training.encoder import train_encoder  # noqa: PLC0415 - alone needs the packages for it

            train_encoder(passages, self.gazetteer, self.parser, folder)

    def fit_confidence(self, held_out: Sequence[Passage], weights: Path, folder: Path) -> None:
        """Writes the confidence into a folder, fitted on passages that the weights were not trained on."""
        train_confidence(held_out, self.gazetteer, self.demonyms, self.parser, (weights, folder), encoder=self._encoder)
