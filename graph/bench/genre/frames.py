"""The frames of `frames.toml`, which says how they are written: parsed, chosen by their ends, and made into words."""

import random
import re
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

from ontology.errors import InputError
from ontology.vocabulary import EntityType, Group, Predicate


class Kind(StrEnum):
    """What a frame makes: see `frames.toml`."""

    SENTENCE = "sentence"
    VERB = "verb"
    OF_SUBJECT = "of_subject"
    OF_OBJECT = "of_object"
    FIELD = "field"


@dataclass(frozen=True, slots=True)
class Slot:
    """A place to be filled: `s`, `o`, `via`, `country`, `year`, `amount` or `sector`; `bare` leaves out the article."""

    name: str
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several ways."""

    ways: tuple["Nodes", ...]


@dataclass(frozen=True, slots=True)
class Maybe:
    """What may be left out."""

    nodes: "Nodes"


@dataclass(frozen=True, slots=True)
class ByNumber:
    """What depends on the number of an end."""

    side: str
    one: str
    many: str


Nodes = tuple["str | Slot | Choice | Maybe | ByNumber", ...]
#: A frame in words: text and the places to be filled.
Spelled = tuple[str | Slot, ...]

SLOTS = frozenset({"s", "o", "via", "country", "year", "amount", "sector"})
#: How often what may be left out is there.
_THERE = 0.6
_TOKEN = re.compile(
    r"<(?P<side>[so]):(?P<one>[^|>]*)\|(?P<many>[^>]*)>"
    r"|\{(?P<slot>\w+)(?P<bare>\.?)\}|(?P<mark>[()\[\]|])|(?P<text>[^<{()\[\]|]+)"
)
# What only one thing does. A list of things takes none of these.
_SINGULAR = re.compile(r"(is|was|has|\w+[^s\W]s)(\s|$)")


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame, and which ends it fits."""

    text: str
    nodes: Nodes
    fits: tuple[tuple[str, str], ...]

    def takes(self, subject: EntityType, object_: EntityType) -> bool:
        """Whether the frame is for ends of these types."""
        return any(_is(subject, left) and _is(object_, right) for left, right in self.fits)

    def spell(self, rng: random.Random, available: Collection[str], many: Collection[str] = ()) -> Spelled | None:
        """The frame in words; None where it needs a slot that is not available, or does not go with several ends.

        Args:
            rng: chooses.
            available: the slots that can be filled.
            many: the sides that have several things.
        """
        spelled = _spell(self.nodes, rng, frozenset(available), frozenset(many))
        return None if spelled is None else tuple(_merge(spelled))


def _is(type_: EntityType, wanted: str) -> bool:
    return wanted in ("*", type_.value, type_.group.value)


@lru_cache(maxsize=1)
def load_frames() -> Mapping[tuple[Predicate, Kind], tuple[Frame, ...]]:
    """All frames, by relation and kind.

    Raises:
        InputError: a frame is not written as it should be; the message has it.
    """
    held = tomllib.loads((files("graph.bench.genre") / "frames.toml").read_text(encoding="utf-8"))
    return {
        (Predicate(predicate), Kind(kind)): tuple(
            Frame(text, parse(text), _ends(key)) for key, texts in frames.items() for text in texts
        )
        for predicate, kinds in held.items()
        for kind, frames in kinds.items()
    }


def _ends(key: str) -> tuple[tuple[str, str], ...]:
    """The ends that a key names.

    >>> _ends("Actor -> Place")
    (('Actor', 'Country'), ('Actor', 'Region'), ('Actor', 'Locality'))
    """
    pairs = [part.split(" -> ") for part in key.split("|")]
    places = (Group.COUNTRY.value, Group.REGION.value, Group.LOCALITY.value)
    return tuple((left, one) for left, right in pairs for one in (places if right == "Place" else (right,)))


@lru_cache(maxsize=1 << 12)
def frames_for(predicate: Predicate, kind: Kind, subject: EntityType, object_: EntityType) -> tuple[Frame, ...]:
    """The frames of a kind for a relation between things of two types."""
    return tuple(frame for frame in load_frames().get((predicate, kind), ()) if frame.takes(subject, object_))


def parse(text: str) -> Nodes:
    """A frame's text as nodes.

    >>> parse("{s} (funds|pays for) {o}[ in {year}].")[1:4]
    (' ', Choice(ways=(('funds',), ('pays for',))), ' ')

    Raises:
        InputError: a bracket is left open or closed twice, or a slot is not known.
    """
    tokens = list(_TOKEN.finditer(text))
    if "".join(token.group() for token in tokens) != text:
        raise InputError(f"frames.toml: found {text!r}, see its first lines for what is allowed")
    ways, rest = _parse(tokens, text, "")
    if rest or len(ways) > 1:
        raise InputError(f"frames.toml: found {text!r}, brackets in pairs are allowed")
    return ways[0]


def _parse(tokens: list[re.Match[str]], text: str, end: str) -> tuple[tuple[Nodes, ...], list[re.Match[str]]]:
    """The ways up to the closing bracket, and the tokens behind it."""
    ways: list[list[str | Slot | Choice | Maybe | ByNumber]] = [[]]
    while tokens:
        token, *tokens = tokens
        mark = token["mark"]
        if mark in ("(", "["):
            inner, tokens = _parse(tokens, text, ")" if mark == "(" else "]")
            ways[-1] += _bracket(mark, inner)
        elif mark == "|":
            ways.append([])
        elif mark:
            if mark != end:
                break
            return tuple(map(tuple, ways)), tokens
        else:
            ways[-1].append(_leaf(token, text))
    if end or tokens:
        raise InputError(f"frames.toml: found {text!r}, brackets in pairs are allowed")
    return tuple(map(tuple, ways)), []


def _bracket(mark: str, ways: tuple[Nodes, ...]) -> Nodes:
    """What a bracket with these ways means; a round one without a bar stands for itself."""
    if mark == "[":
        return (Maybe(ways[0]),)
    return (Choice(ways),) if len(ways) > 1 else ("(", *ways[0], ")")


def _leaf(token: re.Match[str], text: str) -> str | Slot | ByNumber:
    if token["side"]:
        return ByNumber(token["side"], token["one"], token["many"])
    if token["slot"]:
        if token["slot"] not in SLOTS:
            allowed = ", ".join(sorted(SLOTS))
            raise InputError(f"frames.toml: found {{{token['slot']}}} in {text!r}, {allowed} are allowed")
        return Slot(token["slot"], bool(token["bare"]))
    return token["text"]


def _spell(
    nodes: Nodes, rng: random.Random, available: frozenset[str], many: frozenset[str]
) -> list[str | Slot] | None:
    spelled: list[str | Slot] = []
    for node in nodes:
        more = _spell_node(node, rng, available, many, _doer(spelled) if many else "")
        if more is None:
            return None
        spelled += more
    return spelled


def _spell_node(
    node: str | Slot | Choice | Maybe | ByNumber,
    rng: random.Random,
    available: frozenset[str],
    many: frozenset[str],
    doer: str,
) -> list[str | Slot] | None:
    """The node in words; `doer` is the side that stands right before it, if one does."""
    if isinstance(node, str):
        return None if doer in many and _SINGULAR.match(node.strip()) else [node]
    if isinstance(node, Slot):
        return [node] if node.name in available else None
    if isinstance(node, ByNumber):
        return [node.many if node.side in many else node.one]
    if isinstance(node, Maybe):
        return (rng.random() < _THERE and _spell(node.nodes, rng, available, many)) or []
    for way in rng.sample(node.ways, len(node.ways)):
        first = way[0] if way else ""
        if not (doer in many and isinstance(first, str) and _SINGULAR.match(first)):
            spelled = _spell(way, rng, available, many)
            if spelled is not None:
                return spelled
    return None


def _doer(spelled: Sequence[str | Slot]) -> str:
    """The side whose things stand last, nothing but a space behind them."""
    for part in reversed(spelled):
        if isinstance(part, Slot):
            return part.name
        if part.strip():
            return ""
    return ""


def _merge(spelled: Sequence[str | Slot]) -> Iterator[str | Slot]:
    """Yields: the same with texts that stand side by side made one."""
    text = ""
    for part in spelled:
        if isinstance(part, str):
            text += part
            continue
        if text:
            yield text
        text = ""
        yield part
    if text:
        yield text
