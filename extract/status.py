"""Whether a sentence states something as done, or as planned, proposed or denied."""

from collections.abc import Sequence

from extract.nlp import Parse
from ontology.vocabulary import Status

_PLANNING = frozenset({"plan", "intend", "expect", "schedule", "hope", "prepare", "pledge", "promise", "aim"})
_PROPOSING = frozenset({"propose", "consider", "suggest", "discuss", "request", "recommend", "explore", "study"})
_FUTURE = frozenset({"will", "shall"})
_POSSIBLE = frozenset({"would", "could", "may", "might", "should"})
#: How a clause hangs on the verb that takes it.
_TAKEN = frozenset({"xcomp", "ccomp"})
_MAX_STEPS = 8


def status_of(parse: Parse, ends: Sequence[int]) -> Status:
    """How the verbs above two words of a sentence state what joins them; a denial counts most, then a proposal, then
    a plan.
    """
    verbs = _verbs_above(parse, ends)
    found = {status for verb in verbs for status in _marks(parse, verb)}
    for status in (Status.NEGATED, Status.PROPOSED, Status.PLANNED):
        if status in found:
            return status
    return Status.STATED


def _verbs_above(parse: Parse, ends: Sequence[int]) -> set[int]:
    """The lowest verb that governs both words, and the verbs below it that it takes ("plans to fund"); where one of
    the words is not in the sentence, the lowest that governs the other.
    """
    chains = [_chain(parse, end) for end in ends if end >= 0]
    if not chains:
        return set()
    shared = set(chains[0]).intersection(*chains[1:])
    verbs = {at for at in shared if parse.tags[at].startswith("VB") or parse.tags[at] == "MD"}
    if not verbs:
        return set()
    lowest = min(verbs, key=chains[0].index)
    taken = {at for chain in chains for at in chain[: chain.index(lowest)] if parse.deps[at] in _TAKEN}
    return {lowest, *taken}


def _chain(parse: Parse, at: int) -> list[int]:
    chain = [at]
    while parse.heads[chain[-1]] != chain[-1] and len(chain) < _MAX_STEPS:
        chain.append(parse.heads[chain[-1]])
    return chain


def _marks(parse: Parse, verb: int) -> set[Status]:
    marks: set[Status] = set()
    for child in parse.children(verb):
        word = parse.words[child].lower()
        if parse.deps[child] == "neg" and word != "only":
            marks.add(Status.NEGATED)
        elif parse.deps[child] == "aux" and word in _FUTURE:
            marks.add(Status.PLANNED)
        elif parse.deps[child] == "aux" and word in _POSSIBLE:
            marks.add(Status.PROPOSED)
    head = parse.heads[verb]
    if head != verb and parse.deps[verb] in _TAKEN:
        if parse.lemmas[head] in _PLANNING:
            marks.add(Status.PLANNED)
        elif parse.lemmas[head] in _PROPOSING:
            marks.add(Status.PROPOSED)
    return marks
