"""A text made ready for finding names: its blocks, their tokens, and what the whole text tells of its acronyms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from extract.abbreviations import find_abbreviations
from extract.features import TextKnowledge, text_knowledge
from extract.reading import Block
from extract.tokens import Tokens, tokenize


class Located(Protocol):
    """A stretch of a block, half open: in tokens of a name, in characters of a sentence."""

    @property
    def block(self) -> int:
        """The index of the block."""

    @property
    def start(self) -> int:
        """Where it begins."""

    @property
    def end(self) -> int:
        """What comes after its last."""


@dataclass(frozen=True, slots=True)
class Text:
    """The blocks of a text with their tokens, and what the whole text tells of its acronyms."""

    blocks: tuple[Block, ...]
    tokens: tuple[Tokens, ...]
    pairs: Mapping[str, str]
    known: TextKnowledge = field(repr=False)

    def surface(self, name: "Located") -> str:
        """The name as the clean block has it."""
        tokens = self.tokens[name.block]
        return self.blocks[name.block].text[tokens.starts[name.start] : tokens.ends[name.end - 1]]


def prepare(blocks: Sequence[Block]) -> Text:
    """The blocks of a text made ready for finding names."""
    tokens = tuple(tokenize(block.text) for block in blocks)
    pairs: dict[str, str] = {}
    for block in blocks:
        for pair in find_abbreviations(block.text):
            pairs.setdefault(block.text[slice(*pair.short)], block.text[slice(*pair.long)])
    return Text(tuple(blocks), tokens, pairs, text_knowledge(tokens, pairs))
