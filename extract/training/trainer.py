"""All training steps in order, with the tables and the parser that they share."""

from collections.abc import Sequence, Set
from pathlib import Path
from typing import TYPE_CHECKING

from extract.gazetteer import Gazetteer
from extract.nlp import Parser
from extract.parts import Part
from extract.seeds import load_authority, load_demonyms
from extract.training.confidence import train_confidence
from extract.training.linear import train_names, train_scorer
from extract.training.passages import Passage, gold_view

if TYPE_CHECKING:
    from extract.training.network import Network


class Trainer:
    """Trains weights from passages with the project's own tables; of parts to be left out it knows the encoder."""

    def __init__(self, without: Set[Part] = frozenset()) -> None:
        self.gazetteer, self.demonyms, self.parser = Gazetteer(load_authority()), load_demonyms(), Parser()
        self._encoder = Part.ENCODER not in without
        self._network: Network | None = None

    def train(self, passages: Sequence[Passage], folder: Path) -> None:
        """Writes all weights but the confidence into a folder."""
        train_names(passages, self.gazetteer, self.demonyms, folder)
        train_scorer([gold_view(passage, self.gazetteer) for passage in passages], self.parser, folder)
        self._network = None
        self.train_on(passages, folder)

    def train_on(self, passages: Sequence[Passage], folder: Path) -> None:
        """Trains the encoder, if it is wanted, from where it was left, and writes its weights into a folder."""
        if self._encoder:
            from extract.training.encoder import train_encoder  # noqa: PLC0415 - alone needs the packages for it

            views = [gold_view(passage, self.gazetteer) for passage in passages]
            self._network = train_encoder(views, self.gazetteer, self.parser, folder, self._network)

    def prune(self, passages: Sequence[Passage], folder: Path) -> None:
        """Writes a smaller encoder into a folder, which has learnt to answer as the one that was trained."""
        if self._network:
            from extract.training.pruning import prune_encoder  # noqa: PLC0415 - alone needs the packages for it

            views = [gold_view(passage, self.gazetteer) for passage in passages]
            prune_encoder(views, self.gazetteer, self.parser, folder, self._network)

    def fit_confidence(self, held_out: Sequence[Passage], folder: Path) -> None:
        """Adds the confidence to the weights of a folder, fitted on passages that they were not trained on."""
        train_confidence(held_out, self.gazetteer, self.demonyms, self.parser, folder, encoder=self._encoder)
