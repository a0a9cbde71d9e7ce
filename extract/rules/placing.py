"""Rules for operatesIn, locatedIn and partOf: where a thing is at work, stands, or belongs."""

from extract.rules.frame import RelationRule
from extract.word_classes import COVER, FOUND, LIE, RUN, words_of
from ontology.vocabulary import Predicate

RULES: tuple[RelationRule, ...] = (
    RelationRule(
        id="is-carried-out-in",
        predicate=Predicate.OPERATES_IN,
        trigger=COVER | RUN,
        subject="done|doer",
        object="in:in|across|throughout|at|to|for|off",
        example="The [SATREPS] is carried out in {Kenya}.",
        not_in=("The SATREPS is written off in Kenya.",),
    ),
    RelationRule(
        id="covers-it",
        predicate=Predicate.OPERATES_IN,
        trigger=words_of("cover serve target reach span benefit include"),
        subject="doer",
        object="done",
        example="The [SATREPS] covers {Kenya}.",
        not_in=("The SATREPS mentions Kenya.",),
    ),
    RelationRule(
        id="its-work-in",
        predicate=Predicate.OPERATES_IN,
        trigger=words_of(
            "work operation activity project programme program office presence campaign mission office branch"
        ),
        subject="poss|in:of|by|compound",
        object="in:in|across|throughout|at",
        example="[UNDP]'s work in {Kenya} goes on.",
        not_in=("UNDP's belief in Kenya goes on.",),
    ),
    RelationRule(
        id="stands-in",
        predicate=Predicate.LOCATED_IN,
        trigger=LIE,
        subject="done|doer",
        object="in:in|at|on|near",
        example="[UNIDO] is headquartered in {Vienna}.",
        not_in=("UNIDO is unknown in Vienna.",),
    ),
    RelationRule(
        id="takes-place-in",
        predicate=Predicate.LOCATED_IN,
        trigger=words_of("take open convene meet occur"),
        subject="doer",
        object="in:in|at|dobj/prep:in/pobj",
        example="The [TICAD] took place in {Tunis}.",
        not_in=("The TICAD had friends in Tunis.",),
    ),
    RelationRule(
        id="is-part-of",
        predicate=Predicate.PART_OF,
        trigger=words_of("part component organ pillar branch arm unit subsidiary element division department body"),
        subject="^attr/nsubj|^appos|^pobj/^prep/doer|^pobj/^prep/nsubjpass|^pobj/^prep/nsubj",
        object="in:of|under|within",
        example="[IOC] is a part of {UNESCO}.",
        not_in=("IOC is a critic of UNESCO.",),
    ),
    RelationRule(
        id="comprises",
        predicate=Predicate.PART_OF,
        trigger=words_of("comprise include contain consist encompass"),
        subject="done|in:of",
        object="doer",
        example="The {SATREPS} includes the [KCCP].",
        not_in=("The SATREPS excludes the KCCPredicate.",),
    ),
    RelationRule(
        id="under-it",
        predicate=Predicate.PART_OF,
        trigger=RUN | FOUND,
        subject="done",
        object="in:under|within",
        example="The [KCCP] was launched under the {SATREPS}.",
        not_in=("The KCCP was forgotten under the SATREPS.",),
    ),
)
