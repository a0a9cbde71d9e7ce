"""A question → what it means: the meanings of its words, and the role of each name in the sentence."""

from collections.abc import Sequence
from dataclasses import dataclass

from extract.nlp import Parse, Parser, mask
from graph.ask.spotting import Spot
from graph.ask.words import Words
from ontology.vocabulary import EntityType

_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
_OBJECTS = frozenset({"dobj", "obj", "attr", "dative", "oprd"})


@dataclass(frozen=True, slots=True)
class Read:
    """The lemmas of a question that stand for no name, where each begins, and the role of each name, in their order.

    A role is the preposition before the name, or what it is to its verb or noun: ``subject``, ``object``, ``owner``.
    """

    lemmas: tuple[str, ...]
    starts: tuple[int, ...]
    roles: tuple[str, ...]


def read(question: str, spots: Sequence[Spot], parser: Parser) -> Read:
    """What a question means, each of its names one word."""
    masked = [(spot.start, spot.end, spot.type or EntityType.COMPANY) for spot in spots]
    parse = next(iter(parser.parse([mask(question, 0, len(question), masked)])))
    kept = [at for at, name in enumerate(parse.names) if name < 0 and parse.words[at][0].isalnum()]
    roles = {name: _role(parse, at) for at, name in reversed(list(enumerate(parse.names))) if name >= 0}
    return Read(
        lemmas=tuple(parse.lemmas[at].lower() for at in kept),
        starts=tuple(parse.origins[at][0] for at in kept),
        roles=tuple(roles.get(index, "") for index in range(len(spots))),
    )


def meanings(read_: Read, spots: Sequence[Spot], words: Words) -> frozenset[str]:
    """What the words of a question mean, those within the given spots left out."""
    inside = [any(spot.start <= start < spot.end for spot in spots) for start in read_.starts]
    return words.read([lemma for lemma, hidden in zip(read_.lemmas, inside, strict=True) if not hidden])


def _role(parse: Parse, at: int) -> str:
    while parse.deps[at] in {"conj", "compound", "appos", "nmod"} and parse.heads[at] != at:
        at = parse.heads[at]
    dep = parse.deps[at]
    if dep == "pobj":
        return parse.words[parse.heads[at]].lower()
    if dep in _SUBJECTS:
        return "subject"
    if dep in _OBJECTS:
        return "object"
    return "owner" if dep == "poss" else dep
