"""Numbers and names in words, for titles of pictures and the prose of notebooks."""

import re
from collections.abc import Iterable


def many(number: float, one: str, more: str | None = None) -> str:
    """A number with its noun, which has the right ending.

    >>> many(1, "programme"), many(2500, "country", "countries")
    ('1 programme', '2,500 countries')
    """
    return f"{number:,} {one if number == 1 else more or one + 's'}"


def listed(names: Iterable[str], *, most: int | None = None, none: str = "none") -> str:
    """Names as a sentence lists them; of more than `most` the rest is counted, and `none` stands for no name.

    >>> listed(["Kenya", "Peru", "Chile"]), listed(["Kenya", "Peru", "Chile"], most=1), listed([])
    ('Kenya, Peru and Chile', 'Kenya and 2 others', 'none')
    """
    found = list(names)
    rest = len(found) - most if most is not None and len(found) > most + 1 else 0
    if rest:
        found = [*found[:-rest], f"{rest} others"]
    return " and ".join(filter(None, (", ".join(found[:-1]), *found[-1:]))) or none


def plain(text: str) -> str:
    r"""A text in one line with no sign that Markdown takes for markup.

    >>> plain("a *b* [c]")
    'a \\*b\\* \\[c\\]'
    """
    return re.sub(r"([\\`*_{}\[\]<>$#|~])", r"\\\1", " ".join(text.split()))


def ahead(first: float, second: float, name: str) -> str:
    """How far the first of a ranking is before the second, in words that need no noun.

    >>> ahead(5, 3, "Peru"), ahead(3, 3, "Peru")
    ('2 more than Peru', 'as many as Peru')
    """
    return f"as many as {name}" if first == second else f"{first - second:,} more than {name}"
