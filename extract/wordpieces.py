"""Words as pieces of a fixed vocabulary: in small letters without accents, the longest piece first.

The rule is that of BERT's tokenizer (Devlin et al. 2019), for words that `extract.tokens` has cut already.
"""

import unicodedata
from collections.abc import Sequence

#: What stands for a piece that continues a word.
CONTINUES = "##"
UNKNOWN = "[UNK]"
SEPARATOR = "[SEP]"
#: A longer word is no word of a language: BERT's tokenizer gives up on it, and so does this one.
_LONGEST = 100


class WordPieces:
    """A vocabulary, and the pieces of words by their place in it."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self.vocabulary = tuple(vocabulary)
        self._at = {piece: index for index, piece in enumerate(vocabulary)}
        self._known: dict[str, tuple[int, ...]] = {}
        self.unknown = self._at[UNKNOWN]
        self.separator = self._at[SEPARATOR]

    def __call__(self, word: str) -> tuple[int, ...]:
        """The pieces of a word; the unknown piece alone of one that is too long or has a letter that no piece has."""
        if word not in self._known:
            self._known[word] = self._cut(_level(word)) if len(word) <= _LONGEST else (self.unknown,)
        return self._known[word]

    def _cut(self, word: str) -> tuple[int, ...]:
        pieces: list[int] = []
        at = 0
        while at < len(word):
            mark = CONTINUES if at else ""
            found = next((end for end in range(len(word), at, -1) if mark + word[at:end] in self._at), None)
            if found is None:
                return (self.unknown,)
            pieces.append(self._at[mark + word[at:found]])
            at = found
        return tuple(pieces) or (self.unknown,)


def _level(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word.lower())
    return "".join(char for char in decomposed if unicodedata.category(char) != "Mn")
