"""What a relation rule is. `matching` runs rules over a parse and knows none of them by name.

A rule is a frame: verbs (or nouns) of one class, where its doer stands and where what is done to stands. Paths start
at the trigger; a step is a dependency label, `label:lemma` asks for the word too, `^label` goes up, `|` divides
alternatives. Three steps are short for what every clause knows:

- ``doer``: the subject of an active verb, the by-agent of a passive one, what a clause modifies or borrows its
subject from
- ``done``: the object of an active verb, the subject of a passive one, what a participle or relative clause modifies
- ``in:lemma|lemma``: what stands behind one of these prepositions of the trigger
"""

from dataclasses import dataclass

from ontology.vocabulary import Predicate


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationRule:
    """One frame. `example` marks its subject in [brackets] and its object in {braces}; `not_in` are look-alikes that
    give nothing.
    """

    id: str
    predicate: Predicate
    trigger: frozenset[str]
    subject: str
    object: str
    example: str
    not_in: tuple[str, ...] = ()
