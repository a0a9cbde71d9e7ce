"""Whether a sentence states something as done, or as planned, proposed or denied."""

from collections.abc import Collection, Sequence

from extract.nlp import Parse
from ontology.vocabulary import Status

_PLANNING = frozenset({"plan", "intend", "expect", "schedule", "hope", "prepare", "pledge", "promise", "aim"})
_PROPOSING = frozenset({"propose", "consider", "suggest", "discuss", "request", "recommend", "explore", "study"})
_FUTURE = frozenset({"will", "shall"})
_POSSIBLE = frozenset({"would", "could", "may", "might", "should"})
#: How a clause hangs on the verb that takes it.
_TAKEN = frozenset({"xcomp", "ccomp"})
#: What joins a name to another as "and" does: "JICA, together with UNDP, will …".
_TOGETHER = frozenset({"with", "alongside"})
_MAX_STEPS = 8


def status_of(parse: Parse, ends: Sequence[int]) -> Status:
    """How the verbs that join two words of a sentence state it; a denial counts most, then a proposal, then a plan.

    What a semicolon divides from both words does not count.
    """
    words = [end for end in ends if end >= 0]
    near = _near(parse, words)
    found = {status for verb in _verbs(parse, words, near) for status in _marks(parse, verb, near)}
    for status in (Status.NEGATED, Status.PROPOSED, Status.PLANNED):
        if status in found:
            return status
    return Status.STATED


def _near(parse: Parse, words: Collection[int]) -> frozenset[int]:
    """What stands between the same semicolons as one of the words."""
    if ";" not in parse.words:
        return frozenset(range(len(parse.words))) if words else frozenset()
    pieces: list[int] = []
    for word in parse.words:
        pieces.append((pieces[-1] if pieces else 0) + (word == ";"))
    wanted = {pieces[word] for word in words}
    return frozenset(at for at, piece in enumerate(pieces) if piece in wanted)


def _verbs(parse: Parse, words: Sequence[int], near: Collection[int]) -> set[int]:
    """The near verbs that join the words.

    Where one word stands above the other, these are the verbs between the two. Else it is the lowest verb that governs
    both (or the only one of them that is in the sentence) and the verbs below it that it takes ("plans to fund").
    """
    chains = [_chain(parse, word) for word in words]
    for below in (chain[: chain.index(word)] for chain in chains for word in words if word in chain[1:]):
        if not _beside(parse, below):
            return {at for at in below[1:] if at in near and _is_verb(parse, at)}
    shared = set(near).intersection(*chains)
    governing = [at for at in shared if _is_verb(parse, at)]
    if not chains or not governing:
        return set()
    lowest = min(governing, key=chains[0].index)
    taken = {at for chain in chains for at in chain[: chain.index(lowest)] if parse.deps[at] in _TAKEN}
    return {lowest, *taken.intersection(near)}


def _beside(parse: Parse, below: Sequence[int]) -> bool:
    """Whether a word is only joined to the one above it; `below` is the way up to that, from the word on."""
    if parse.deps[below[-1]] == "conj":
        return True
    return parse.words[below[-1]].lower() in _TOGETHER and not any(_is_verb(parse, at) for at in below[1:])


def _is_verb(parse: Parse, at: int) -> bool:
    return parse.tags[at].startswith("VB") or parse.tags[at] == "MD"


def _chain(parse: Parse, at: int) -> list[int]:
    chain = [at]
    while parse.heads[chain[-1]] != chain[-1] and len(chain) < _MAX_STEPS:
        chain.append(parse.heads[chain[-1]])
    return chain


def _marks(parse: Parse, verb: int, near: Collection[int]) -> set[Status]:
    marks: set[Status] = set()
    for child in parse.children(verb):
        word = parse.words[child].lower()
        if child not in near:
            continue
        if parse.deps[child] == "neg" and word != "only":
            marks.add(Status.NEGATED)
        elif parse.deps[child] == "aux" and word in _FUTURE:
            marks.add(Status.PLANNED)
        elif parse.deps[child] == "aux" and word in _POSSIBLE:
            marks.add(Status.PROPOSED)
    head = parse.heads[verb]
    if head in near and head != verb and parse.deps[verb] in _TAKEN:
        if parse.lemmas[head] in _PLANNING:
            marks.add(Status.PLANNED)
        elif parse.lemmas[head] in _PROPOSING:
            marks.add(Status.PROPOSED)
    return marks
