"""Rules for cooperatesWith, participatesIn, memberOf and affiliatedWith: who is together with whom, or belongs to
what.
"""

from extract.rules.frame import RelationRule
from extract.word_classes import COOPERATE, FOUND, HELP, JOIN, PARTNERSHIP, RUN, words_of
from ontology.vocabulary import Predicate

RULES: tuple[RelationRule, ...] = (
    RelationRule(
        id="works-with",
        predicate=Predicate.COOPERATES_WITH,
        trigger=COOPERATE | RUN | HELP | FOUND,
        subject="doer",
        object="in:with|alongside",
        example="[JICA] works with {UNDP} on farming.",
        not_in=("JICA competes with UNDP on farming.",),
    ),
    RelationRule(
        id="in-cooperation-with",
        predicate=Predicate.COOPERATES_WITH,
        trigger=PARTNERSHIP,
        subject="^pobj/^prep/doer|^pobj/^prep/^advcl/doer|poss",
        object="in:with|between|of",
        example="[JICA] trains judges in cooperation with {UNDP}.",
        not_in=("JICA trains judges in competition with UNDPredicate.",),
    ),
    RelationRule(
        id="together-with",
        predicate=Predicate.COOPERATES_WITH,
        trigger=words_of("with"),
        subject="^prep/doer",
        object="pobj",
        example="[JICA] trains judges together with {UNDP}.",
        not_in=("JICA trains judges against UNDPredicate.",),
    ),
    RelationRule(
        id="signs-between",
        predicate=Predicate.COOPERATES_WITH,
        trigger=words_of("between"),
        subject="pobj",
        object="pobj/conj",
        example="A memorandum between [JICA] and {UNDP} was signed.",
        not_in=("A memorandum about JICA and UNDP was signed.",),
    ),
    RelationRule(
        id="takes-part",
        predicate=Predicate.PARTICIPATES_IN,
        trigger=JOIN,
        subject="doer|dobj/prep:of/pobj|dobj/prep:from/pobj",
        object="done|in:in|at|dobj/prep:in/pobj",
        example="[Kenya] participated in the {SATREPS}.",
        not_in=("Kenya believed in the SATREPS.",),
    ),
    RelationRule(
        id="people-from-join",
        predicate=Predicate.PARTICIPATES_IN,
        trigger=JOIN,
        subject="doer/prep:from/pobj|doer/prep:of/pobj",
        object="done|in:in|at",
        example="Officials from [Kenya] attended the {SATREPS}.",
        not_in=("Officials from Kenya dreaded the SATREPS.",),
    ),
    RelationRule(
        id="invites-people-of",
        predicate=Predicate.PARTICIPATES_IN,
        trigger=words_of("invite bring accept gather host include comprise involve unite attract receive"),
        subject="done|dobj/prep:from/pobj|dobj/prep:of/pobj|in:from",
        object="doer",
        example="The {SATREPS} brings researchers from [Kenya].",
        not_in=("The SATREPS hides researchers from Kenya.",),
    ),
    RelationRule(
        id="participant-of",
        predicate=Predicate.PARTICIPATES_IN,
        trigger=words_of("participant partner participation attendance party delegate player"),
        subject="poss|in:of|from|by|^attr/nsubj|^pobj/^prep/nsubj",
        object="in:in|at|of",
        example="[Kenya]'s participation in the {SATREPS} was praised.",
        not_in=("Kenya's interest in the SATREPS was praised.",),
    ),
    RelationRule(
        id="is-member-of",
        predicate=Predicate.MEMBER_OF,
        trigger=words_of("member party signatory state observer"),
        subject="^attr/nsubj|^appos|^pobj/^prep/doer|^conj/^attr/nsubj|^pobj/^prep/^nsubj",
        object="in:of|to",
        example="[Kenya] is a member of the {IMO}.",
        not_in=("Kenya is a friend of the IMO.",),
    ),
    RelationRule(
        id="joins-body",
        predicate=Predicate.MEMBER_OF,
        trigger=words_of("join accede belong"),
        subject="doer",
        object="done|in:to",
        example="[Kenya] acceded to the {IMO}.",
        not_in=("Kenya objected to the IMO.",),
    ),
    RelationRule(
        id="holds-office-of",
        predicate=Predicate.AFFILIATED_WITH,
        trigger=words_of(
            "minister president ambassador secretary director chairman chairperson chair professor governor mayor head "
            "representative commissioner rector expert adviser administrator"
        ),
        subject="^compound|^appos|appos|^attr/nsubj",
        object="in:of|to|for|poss|compound",
        example="[Mohamud], president of {Somalia}, spoke.",
        not_in=("Mohamud, critic of Somalia, spoke.",),
    ),
    RelationRule(
        id="person-of",
        predicate=Predicate.AFFILIATED_WITH,
        trigger=words_of("of from"),
        subject="^prep",
        object="pobj",
        example="[Mohamud] of {UNDP} spoke.",
        not_in=("Mohamud left UNDPredicate.",),
    ),
)
