"""Rules for established and adopted: who founded what, and who took it on."""

from extract.rules.frame import RelationRule
from extract.word_classes import ADOPT, FOUND, words_of
from ontology.vocabulary import Predicate

RULES: tuple[RelationRule, ...] = (
    RelationRule(
        id="founds-it",
        predicate=Predicate.ESTABLISHED,
        trigger=FOUND,
        subject="doer",
        object="done",
        example="The {KCCP} was established by [Japan].",
        not_in=("The KCCP was criticised by Japan.",),
    ),
    RelationRule(
        id="founded-at",
        predicate=Predicate.ESTABLISHED,
        trigger=FOUND | words_of("adopt agree approve"),
        subject="in:at",
        object="done",
        example="The {KCCP} was launched at [TICAD].",
        not_in=("The KCCP was shown at TICAD.",),
    ),
    RelationRule(
        id="founded-by-through",
        predicate=Predicate.ESTABLISHED,
        trigger=FOUND,
        subject="in:through|with",
        object="done",
        example="The {KCCP} was founded through the [SATREPS].",
        not_in=("The KCCP was praised through the SATREPS.",),
    ),
    RelationRule(
        id="adopts-it",
        predicate=Predicate.ADOPTED,
        trigger=ADOPT,
        subject="doer",
        object="done",
        example="[Kenya] ratified the {CBD}.",
        not_in=("Kenya ignored the CBD.",),
    ),
    RelationRule(
        id="acts-on-basis-of",
        predicate=Predicate.ADOPTED,
        trigger=words_of("basis line accordance accord pursuance"),
        subject="^pobj/^prep/doer",
        object="in:of|with",
        example="[Kenya] acts in accordance with the {CBD}.",
        not_in=("Kenya acts in contrast with the CBD.",),
    ),
)
