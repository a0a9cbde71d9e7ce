"""The choice among the questions of all named queries: the one that shares most with the user's, or none."""

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

from extract.nlp import Parser
from graph.ask.reading import Read, meanings, read
from graph.ask.spotting import STAND_INS, Spot, Spotter
from graph.ask.words import load_words
from graph.queries.named import NamedQuery, ParameterType, load_named
from graph.queries.parameters import Vocabulary
from ontology.errors import QueryError
from ontology.vocabulary import EntityType, Group

#: The share of meaning that a question must have in common with one of a query's.
LEAST = 0.5
#: What a name in the same role adds to the share, and one of the kind that its slot is for; what another kind costs.
ROLE, FIT, UNFIT = 0.08, 0.05, 0.2
#: Queries so near to the best are named beside it.
NEAR = 0.05
#: More names than any question of ours has slots.
_MOST_NAMES = 5
_SLOT = re.compile(r"\{(\w+(?:,\w+)*)\}")
_ACTORS = frozenset({Group.ACTOR, Group.COUNTRY})
#: Slots that only somebody who acts can fill.
_DOERS = frozenset({"actor"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a question was taken for: the query, its parameters as the question writes them, how much of the meaning
    they share (0 to about 1.1), and the names of other queries that come near.
    """

    query: NamedQuery
    values: Mapping[str, str]
    share: float
    others: tuple[str, ...] = ()

    @property
    def command(self) -> str:
        """The command that asks the same."""
        quoted = (f"{name}={value}" for name, value in self.values.items())
        said = (f" --param '{one}'" if re.search(r"[^\w=.-]", one) else f" --param {one}" for one in quoted)
        return f"odagraph query {self.query.name}{''.join(said)}"


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A question of a named query, read: its slots in order, each with the parameters it fills, type and role."""

    query: NamedQuery
    meanings: frozenset[str]
    slots: tuple[tuple[tuple[str, ...], ParameterType, str], ...]
    fixed: Mapping[str, str]


class Asker:
    """Answers which named query a question asks for; loads the English pipeline once.

    Raises:
        InputError: the pipeline is not installed.
    """

    def __init__(self, vocabulary: Vocabulary, queries: Mapping[str, NamedQuery] | None = None) -> None:
        self._parser = Parser()
        self._words = load_words()
        self._vocabulary = vocabulary
        named = load_named() if queries is None else queries
        self._patterns = [self._pattern(query, line) for query in named.values() for line in query.asks]
        common = {word for pattern in self._patterns for word in pattern.meanings}
        self._spotter = Spotter(vocabulary, frozenset(common | self._words.ignored | set(self._words.meanings)))
        asked = {(pattern.query.name, word) for pattern in self._patterns for word in pattern.meanings}
        self._found_in = Counter(word for _, word in asked)
        self._queries = len({pattern.query.name for pattern in self._patterns})

    def ask(self, question: str) -> Asked:
        """The named query that the question asks for.

        Raises:
            QueryError: no query fits well enough (the nearest are said), or it names what the graph does not know.
        """
        spots = self._spotter.find(question)
        hard = [spot for spot in spots if not spot.soft]
        found = read(question, hard, self._parser)
        best: dict[str, Asked] = {}
        for asked in self._candidates(spots, found):
            if asked.query.name not in best or asked.share > best[asked.query.name].share:
                best[asked.query.name] = asked
        ranked = sorted(best.values(), key=lambda asked: (-asked.share, asked.query.name))
        if not ranked or ranked[0].share < LEAST:
            raise self._refusal(question, spots, ranked)
        near = (asked.query.name for asked in ranked[1:3] if asked.share > ranked[0].share - NEAR)
        first = ranked[0]
        return Asked(query=first.query, values=first.values, share=first.share, others=tuple(near))

    def _pattern(self, query: NamedQuery, line: str) -> _Pattern:
        """A question of a query; ``{one,other}`` fills two parameters, and what stands behind a bar is fixed."""
        line, _, rest = line.partition(" | ")
        fixed = dict(pair.split("=", 1) for pair in rest.split(", ")) if rest else {}
        text, spots, slots = "", [], []
        at = 0
        for match in _SLOT.finditer(line):
            names = tuple(match[1].split(","))
            type_ = query.parameter(names[0]).type
            text += line[at : match.start()]
            spots.append(Spot(len(text), len(text) + len(STAND_INS[type_]), "", frozenset({type_})))
            slots.append((names, type_))
            text += STAND_INS[type_]
            at = match.end()
        text += line[at:]
        found = read(text, spots, self._parser)
        roles = zip(slots, found.roles, strict=True)
        return _Pattern(query, meanings(found, spots, self._words), tuple((*slot, role) for slot, role in roles), fixed)

    def _candidates(self, spots: Sequence[Spot], found: Read) -> Iterator[Asked]:
        hard = [spot for spot in spots if not spot.soft]
        roles = dict(zip(hard, found.roles, strict=True))
        if len(spots) > 2 * _MOST_NAMES or len(hard) > _MOST_NAMES:
            return
        for pattern in self._patterns:
            for chosen in permutations(spots, len(pattern.slots)):
                fits = all(slot[1] in spot.kinds for slot, spot in zip(pattern.slots, chosen, strict=True))
                if fits and set(hard) <= set(chosen):
                    yield self._asked(pattern, chosen, roles, meanings(found, chosen, self._words))

    def _asked(
        self, pattern: _Pattern, chosen: Sequence[Spot], roles: Mapping[Spot, str], meant: frozenset[str]
    ) -> Asked:
        pairs = list(zip(pattern.slots, chosen, strict=True))
        share = self._share(pattern.meanings, meant) + sum(_bonus(slot, spot, roles.get(spot)) for slot, spot in pairs)
        values = {name: spot.text for slot, spot in pairs for name in slot[0]}
        return Asked(query=pattern.query, values={**pattern.fixed, **values}, share=share)

    def _share(self, ours: frozenset[str], theirs: frozenset[str]) -> float:
        """Twice the weight of the meanings in common over the weight of both; 1 where neither has any."""
        weight = self._weight(ours) + self._weight(theirs)
        return 2 * self._weight(ours & theirs) / weight if weight else 1.0

    def _weight(self, words: frozenset[str]) -> float:
        """The rarer a word among the queries, the more it tells."""
        return sum(math.log(1 + self._queries / (1 + self._found_in[word])) for word in sorted(words))

    def _refusal(self, question: str, spots: Sequence[Spot], ranked: Sequence[Asked]) -> QueryError:
        for name in _unknown(question, spots):
            names = self._vocabulary.names(ParameterType.ENTITY)
            near = names.suggest(name) if names else ()
            if near:
                return QueryError(f"ask: found nothing named {name!r} in the graph, did you mean {' or '.join(near)}?")
        nearest = ", ".join(asked.query.name for asked in ranked[:3])
        advice = f"the nearest are {nearest}" if nearest else "it has no such names"
        return QueryError(
            f"ask: found no named query for this question ({advice}); `odagraph query --list` shows what can be asked"
        )


def _bonus(slot: tuple[tuple[str, ...], ParameterType, str], spot: Spot, role: str | None) -> float:
    names, type_, wanted = slot
    in_role = ROLE if role == wanted else 0.0
    if type_ is ParameterType.COUNTRY:
        return in_role + FIT
    if type_ is ParameterType.ENTITY and spot.type is not None:
        acts = spot.type.group in _ACTORS
        return (
            in_role + (FIT / 2 if acts == (names[0] in _DOERS) else 0.0) - (UNFIT if _unfit(names[0], spot.type) else 0)
        )
    return in_role


def _unfit(slot: str, type_: EntityType) -> bool:
    """Whether a parameter's name says that it takes another kind of thing; a body may be asked for like a programme."""
    if slot == "actor":
        return type_.group not in _ACTORS
    return slot in {"programme", "event"} and type_ is EntityType.COUNTRY


def _unknown(question: str, spots: Sequence[Spot]) -> Iterator[str]:
    """Runs of capitalised words that name nothing of the graph, the question's first word aside."""
    for match in re.finditer(r"(?<!^)\b[A-Z][\w&-]*(?: (?:of |for |and |the )?[A-Z][\w&-]*)*", question):
        if all(match.end() <= spot.start or spot.end <= match.start() for spot in spots):
            yield match[0]
