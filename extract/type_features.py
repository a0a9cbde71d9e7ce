"""What the words of a name and those around it tell of its type: the features that the name typer weighs."""

from collections.abc import Sequence

from extract.features import head_class, shape
from extract.gazetteer import fold
from extract.lexicon import CONNECTORS
from extract.texts import Text


def _table_features(rows: Sequence[Sequence[str]], start: int, end: int) -> list[str]:
    """Which table a name stands in: as a whole, or a word of it at its start, its end or in between."""
    tags = [row[2][2:] for row in rows[start:end]]  # the third feature of a token is its table tag
    if tags[0].startswith("B") and all(tag == f"I{tags[0][1:]}" for tag in tags[1:]):
        closed = end >= len(rows) or not rows[end][2].startswith("t=I")
        return [f"whole={tags[0][1:]}"] if closed else [f"opens={tags[0][1:]}"]
    found = [f"has={tag[1:]}" for tag in tags if tag != "0"]
    if tags[0] != "0":
        found.append(f"opens={tags[0][1:]}")
    if tags[-1] != "0":
        found.append(f"ends={tags[-1][1:]}")
    return list(dict.fromkeys(found)) or ["untabled"]


def span_features(text: Text, block: int, start: int, end: int, rows: list[list[str]]) -> list[str]:
    """What the words of a name and those around it tell of its type."""
    tokens = text.tokens[block]
    lower, size = tokens.lower, len(tokens)
    words = lower[start:end]
    heads = [label for word in words if (label := head_class(word))]
    cut = next((i for i in range(start + 1, end) if lower[i] in CONNECTORS or lower[i] == "("), end)
    features = [
        f"first={words[0]}",
        f"last={words[-1]}",
        f"n={min(end - start, 8)}",
        f"head={lower[cut - 1]}",
        f"headc={head_class(lower[cut - 1])}",
        f"lastc={head_class(words[-1])}",
        f"firstc={head_class(words[0])}",
        f"anyc={heads[-1] if heads else ''}",
        f"shape={'|'.join(shape(word) for word in tokens.texts[start:end][:4])}",
        f"suf={words[-1][-3:]}",
        f"suf4={words[-1][-4:]}",
        f"-2g={' '.join(lower[max(0, start - 2) : start])}",
        f"+2g={' '.join(lower[end : end + 2])}",
        f"kind={text.blocks[block].kind}",
    ]
    features += [f"in={word}" for word in words]
    features.append(f"uncommon={min(sum('uncommon' in row for row in rows[start:end]), 3)}")
    if "uncommon" in rows[start]:
        features.append("uncommon-first")
    if "uncommon" in rows[end - 1]:
        features.append("uncommon-last")
    features += [f"hasc={label}" for label in heads]
    features += [f"-{k}={lower[start - k] if start >= k else '^'}" for k in (1, 2, 3)]
    features += [f"+{k}={lower[end + k - 1] if end + k - 1 < size else '$'}" for k in (1, 2, 3)]
    features += [f"L={lower[i]}" for i in range(max(0, start - 6), start)]
    features += [f"R={lower[i]}" for i in range(end, min(size, end + 6))]
    features += _table_features(rows, start, end)
    lexical = ("q", "acr=", "demonym", "s=")
    features += sorted({f"x{feature}" for i in range(start, end) for feature in rows[i] if feature.startswith(lexical)})
    long_form = text.pairs.get(" ".join(tokens.texts[start:end]))
    if long_form:
        features += [f"long={head_class(word)}" for word in fold(long_form).lower().split()[-1:]]
    if end + 2 < size and tokens.texts[end] == "(" and tokens.texts[end + 2] == ")":
        features.append("introduces")
    if start and tokens.texts[start - 1] == "(":
        features.append("bracketed")
    return features
