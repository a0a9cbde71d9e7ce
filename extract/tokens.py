"""Words and marks of a clean block, in offsets of the block. Fast, and free of any model: names are found before the
parse.
"""

import re
from dataclasses import dataclass

_TOKEN = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of one block, side by side: texts, the same in small letters, and half-open offsets."""

    texts: tuple[str, ...]
    lower: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.texts)


def tokenize(text: str) -> Tokens:
    """The tokens of a clean block: runs of letters and digits, and every other mark alone.

    >>> tokenize("Japan's FY2022").texts
    ('Japan', "'", 's', 'FY2022')
    """
    found = list(_TOKEN.finditer(text))
    texts = tuple(match[0] for match in found)
    return Tokens(
        texts, tuple(word.lower() for word in texts), tuple(m.start() for m in found), tuple(m.end() for m in found)
    )
