"""The relation rules, as data. `matching` runs them over a parse and knows none of them by name.

A rule is a frame: verbs (or nouns) of one class, where its doer stands and where what is done to stands. Classes were filled
from a thesaurus, not from errors on texts. Paths start at the trigger; a step is a dependency label, `label:lemma` asks for
the word too, `^label` goes up, `|` divides alternatives. Three steps are short for what every clause knows:

- ``doer``: the subject of an active verb, the by-agent of a passive one, what a clause modifies or borrows its subject from
- ``done``: the object of an active verb, the subject of a passive one, what a participle or relative clause modifies
- ``in:lemma|lemma``: what stands behind one of these prepositions of the trigger
"""

from dataclasses import dataclass

from ontology.vocabulary import Predicate


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationRule:
    """One frame. `example` marks its subject in [brackets] and its object in {braces}; `not_in` are look-alikes that give
    nothing. `swap` reads the frame from the object's side (symmetric relations need none)."""

    id: str
    predicate: Predicate
    trigger: frozenset[str]
    subject: str
    object: str
    example: str
    not_in: tuple[str, ...] = ()


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


RUN = _words(
    """implement run conduct operate lead hold host organize organise manage administer execute carry deliver coordinate
    oversee undertake provide offer convene co-organize co-host perform stage chair pilot maintain direct"""
)
FUND = _words("fund finance subsidize subsidise sponsor bankroll co-finance co-fund underwrite pay bear meet")
GIVE = _words("contribute donate pledge disburse commit grant give provide extend allocate award earmark allot channel")
HELP = _words(
    """support assist help aid train advise equip back strengthen supply reinforce mentor rehabilitate build improve
    rebuild upgrade promote accompany"""
)
SEND = _words(
    "dispatch send deploy second assign despatch post hand deliver donate provide supply extend give offer lend ship transfer"
)
JOIN = _words("participate join attend compete enrol enroll take")
COOPERATE = _words(
    """cooperate collaborate work partner consult coordinate liaise team ally sign conclude agree exchange share join
    co-operate meet"""
)
FOUND = _words(
    """establish found launch create set institute initiate formulate propose draft draw start inaugurate open introduce
    announce devise conceive develop endorse issue publish compile unveil constitute form"""
)
ADOPT = _words(
    "adopt sign ratify conclude use apply accede promote approve introduce employ utilize utilise embrace accept endorse"
)
LIE = _words("locate base situate headquarter hold stand lie seat house establish build open place sit")
COVER = _words(
    "implement conduct carry operate run cover extend work begin start launch pilot expand undertake complete introduce be"
)
RECEIVE = _words("receive accept obtain get benefit draw")
ASSISTANCE = _words("assistance support aid help cooperation grant loan equipment training advice expert supply relief")
PARTNERSHIP = _words("cooperation collaboration partnership coordination conjunction association consultation tandem")

P = Predicate
RULES: tuple[RelationRule, ...] = (
    # implements
    RelationRule(
        id="runs-it",
        predicate=P.IMPLEMENTS,
        trigger=RUN,
        subject="doer",
        object="done",
        example="[JICA] implements the {SATREPS} in the region.",
        not_in=("JICA praised the SATREPS in the region.",),
    ),
    RelationRule(
        id="carries-it-out-under",
        predicate=P.IMPLEMENTS,
        trigger=RUN,
        subject="doer",
        object="in:under|through|within|dobj/prep:under/pobj",
        example="[JICA] conducts training under the {SATREPS}.",
        not_in=("JICA rested under the SATREPS.",),
    ),
    RelationRule(
        id="is-run-through",
        predicate=P.IMPLEMENTS,
        trigger=RUN,
        subject="in:through|via",
        object="done",
        example="The {SATREPS} is implemented through [JICA].",
        not_in=("The SATREPS is discussed through JICA.",),
    ),
    RelationRule(
        id="is-in-charge-of",
        predicate=P.IMPLEMENTS,
        trigger=_words("charge responsibility secretariat host organizer organiser operator"),
        subject="^pobj/^prep/^acl|^pobj/^prep/nsubj|^attr/nsubj|^appos",
        object="in:of|for",
        example="[JICA] is the operator of the {SATREPS}.",
        not_in=("JICA is a friend of the SATREPS.",),
    ),
    # funds
    RelationRule(
        id="funds-it",
        predicate=P.FUNDS,
        trigger=FUND,
        subject="doer",
        object="done",
        example="The {UNDP} was funded by [Japan].",
        not_in=("The UNDP was visited by Japan.",),
    ),
    RelationRule(
        id="gives-to",
        predicate=P.FUNDS,
        trigger=GIVE,
        subject="doer",
        object="in:to|towards|toward",
        example="[Japan] contributed 3 million dollars to {UNDP}.",
        not_in=("Japan travelled to UNDP.",),
    ),
    RelationRule(
        id="contribution-to",
        predicate=P.FUNDS,
        trigger=_words("contribution donation funding payment subscription grant"),
        subject="poss|in:of|in:by|in:from",
        object="in:to|for",
        example="The report welcomed [Japan]'s contribution to {UNDP}.",
        not_in=("The report welcomed Japan's answer to UNDP.",),
    ),
    RelationRule(
        id="with-funds-from",
        predicate=P.FUNDS,
        trigger=_words("funding contribution grant finance financing fund money support assistance resource loan"),
        subject="in:from|of|by",
        object="^pobj/^prep/nsubjpass|^pobj/^prep/dobj|^pobj/^prep/^acl",
        example="The {SATREPS} is carried out with funding from [Japan].",
        not_in=("The SATREPS is carried out with advice on Japan.",),
    ),
    RelationRule(
        id="receives-from",
        predicate=P.FUNDS,
        trigger=RECEIVE,
        subject="in:from|dobj/prep:from/pobj|dobj/prep:of/pobj",
        object="doer",
        example="{UNDP} receives grants from [Japan].",
        not_in=("UNDP hides grants from Japan.",),
    ),
    # supports
    RelationRule(
        id="helps-it",
        predicate=P.SUPPORTS,
        trigger=HELP,
        subject="doer",
        object="done",
        example="[JICA] assists {Kenya} in farming.",
        not_in=("JICA leaves Kenya in summer.",),
    ),
    RelationRule(
        id="helps-inside",
        predicate=P.SUPPORTS,
        trigger=HELP | SEND,
        subject="doer",
        object="done/prep/pobj|in:in|to|for|done/poss",
        example="[JICA] supports hospitals in {Kenya}.",
        not_in=("JICA admires hospitals in Kenya.",),
    ),
    RelationRule(
        id="sends-to",
        predicate=P.SUPPORTS,
        trigger=SEND,
        subject="doer",
        object="in:to|for|dative|dative/pobj",
        example="[Japan] dispatched experts to {Kenya}.",
        not_in=("Japan lost experts to Kenya.",),
    ),
    RelationRule(
        id="assistance-to",
        predicate=P.SUPPORTS,
        trigger=ASSISTANCE,
        subject="poss|in:of|by|from",
        object="in:to|for|in",
        example="[Japan]'s assistance to {Kenya} began early.",
        not_in=("Japan's objection to Kenya began early.",),
    ),
    RelationRule(
        id="is-helped-through",
        predicate=P.SUPPORTS,
        trigger=HELP | SEND,
        subject="in:through|via",
        object="done|in:to|in|done/prep/pobj",
        example="Relief goods were sent to {Kenya} through [UNICEF].",
        not_in=("Relief goods were counted in Kenya through UNICEF.",),
    ),
    RelationRule(
        id="receives-help-from",
        predicate=P.SUPPORTS,
        trigger=RECEIVE,
        subject="in:from|dobj/prep:from/pobj",
        object="doer",
        example="{Kenya} received equipment from [Japan].",
        not_in=("Kenya imported equipment from Japan.",),
    ),
    # cooperatesWith
    RelationRule(
        id="works-with",
        predicate=P.COOPERATES_WITH,
        trigger=COOPERATE | RUN | HELP | FOUND,
        subject="doer",
        object="in:with|alongside",
        example="[JICA] works with {UNDP} on farming.",
        not_in=("JICA competes with UNDP on farming.",),
    ),
    RelationRule(
        id="in-cooperation-with",
        predicate=P.COOPERATES_WITH,
        trigger=PARTNERSHIP,
        subject="^pobj/^prep/doer|^pobj/^prep/^advcl/doer|poss",
        object="in:with|between|of",
        example="[JICA] trains judges in cooperation with {UNDP}.",
        not_in=("JICA trains judges in competition with UNDP.",),
    ),
    RelationRule(
        id="together-with",
        predicate=P.COOPERATES_WITH,
        trigger=_words("with"),
        subject="^prep/doer",
        object="pobj",
        example="[JICA] trains judges together with {UNDP}.",
        not_in=("JICA trains judges against UNDP.",),
    ),
    RelationRule(
        id="signs-between",
        predicate=P.COOPERATES_WITH,
        trigger=_words("between"),
        subject="pobj",
        object="pobj/conj",
        example="A memorandum between [JICA] and {UNDP} was signed.",
        not_in=("A memorandum about JICA and UNDP was signed.",),
    ),
    # participatesIn
    RelationRule(
        id="takes-part",
        predicate=P.PARTICIPATES_IN,
        trigger=JOIN,
        subject="doer|dobj/prep:of/pobj|dobj/prep:from/pobj",
        object="done|in:in|at|dobj/prep:in/pobj",
        example="[Kenya] participated in the {SATREPS}.",
        not_in=("Kenya believed in the SATREPS.",),
    ),
    RelationRule(
        id="people-from-join",
        predicate=P.PARTICIPATES_IN,
        trigger=JOIN,
        subject="doer/prep:from/pobj|doer/prep:of/pobj",
        object="done|in:in|at",
        example="Officials from [Kenya] attended the {SATREPS}.",
        not_in=("Officials from Kenya dreaded the SATREPS.",),
    ),
    RelationRule(
        id="invites-people-of",
        predicate=P.PARTICIPATES_IN,
        trigger=_words("invite bring accept gather host include comprise involve unite attract receive"),
        subject="done|dobj/prep:from/pobj|dobj/prep:of/pobj|in:from",
        object="doer",
        example="The {SATREPS} brings researchers from [Kenya].",
        not_in=("The SATREPS hides researchers from Kenya.",),
    ),
    RelationRule(
        id="participant-of",
        predicate=P.PARTICIPATES_IN,
        trigger=_words("participant partner participation attendance party delegate player"),
        subject="poss|in:of|from|by|^attr/nsubj|^pobj/^prep/nsubj",
        object="in:in|at|of",
        example="[Kenya]'s participation in the {SATREPS} was praised.",
        not_in=("Kenya's interest in the SATREPS was praised.",),
    ),
    # operatesIn
    RelationRule(
        id="is-carried-out-in",
        predicate=P.OPERATES_IN,
        trigger=COVER | RUN,
        subject="done|doer",
        object="in:in|across|throughout|at|to|for|off",
        example="The [SATREPS] is carried out in {Kenya}.",
        not_in=("The SATREPS is written off in Kenya.",),
    ),
    RelationRule(
        id="covers-it",
        predicate=P.OPERATES_IN,
        trigger=_words("cover serve target reach span benefit include"),
        subject="doer",
        object="done",
        example="The [SATREPS] covers {Kenya}.",
        not_in=("The SATREPS mentions Kenya.",),
    ),
    RelationRule(
        id="its-work-in",
        predicate=P.OPERATES_IN,
        trigger=_words(
            "work operation activity project programme program office presence campaign mission office branch"
        ),
        subject="poss|in:of|by|compound",
        object="in:in|across|throughout|at",
        example="[UNDP]'s work in {Kenya} goes on.",
        not_in=("UNDP's belief in Kenya goes on.",),
    ),
    # locatedIn
    RelationRule(
        id="stands-in",
        predicate=P.LOCATED_IN,
        trigger=LIE,
        subject="done|doer",
        object="in:in|at|on|near",
        example="[UNIDO] is headquartered in {Vienna}.",
        not_in=("UNIDO is unknown in Vienna.",),
    ),
    RelationRule(
        id="takes-place-in",
        predicate=P.LOCATED_IN,
        trigger=_words("take open convene meet occur"),
        subject="doer",
        object="in:in|at|dobj/prep:in/pobj",
        example="The [TICAD] took place in {Tunis}.",
        not_in=("The TICAD had friends in Tunis.",),
    ),
    # partOf
    RelationRule(
        id="is-part-of",
        predicate=P.PART_OF,
        trigger=_words("part component organ pillar branch arm unit subsidiary element division department body"),
        subject="^attr/nsubj|^appos|^pobj/^prep/doer|^pobj/^prep/nsubjpass|^pobj/^prep/nsubj",
        object="in:of|under|within",
        example="[IOC] is a part of {UNESCO}.",
        not_in=("IOC is a critic of UNESCO.",),
    ),
    RelationRule(
        id="comprises",
        predicate=P.PART_OF,
        trigger=_words("comprise include contain consist encompass"),
        subject="done|in:of",
        object="doer",
        example="The {SATREPS} includes the [KCCP].",
        not_in=("The SATREPS excludes the KCCP.",),
    ),
    RelationRule(
        id="under-it",
        predicate=P.PART_OF,
        trigger=RUN | FOUND,
        subject="done",
        object="in:under|within",
        example="The [KCCP] was launched under the {SATREPS}.",
        not_in=("The KCCP was forgotten under the SATREPS.",),
    ),
    # memberOf
    RelationRule(
        id="is-member-of",
        predicate=P.MEMBER_OF,
        trigger=_words("member party signatory state observer"),
        subject="^attr/nsubj|^appos|^pobj/^prep/doer|^conj/^attr/nsubj|^pobj/^prep/^nsubj",
        object="in:of|to",
        example="[Kenya] is a member of the {IMO}.",
        not_in=("Kenya is a friend of the IMO.",),
    ),
    RelationRule(
        id="joins-body",
        predicate=P.MEMBER_OF,
        trigger=_words("join accede belong"),
        subject="doer",
        object="done|in:to",
        example="[Kenya] acceded to the {IMO}.",
        not_in=("Kenya objected to the IMO.",),
    ),
    # established
    RelationRule(
        id="founds-it",
        predicate=P.ESTABLISHED,
        trigger=FOUND,
        subject="doer",
        object="done",
        example="The {KCCP} was established by [Japan].",
        not_in=("The KCCP was criticised by Japan.",),
    ),
    RelationRule(
        id="founded-at",
        predicate=P.ESTABLISHED,
        trigger=FOUND | _words("adopt agree approve"),
        subject="in:at",
        object="done",
        example="The {KCCP} was launched at [TICAD].",
        not_in=("The KCCP was shown at TICAD.",),
    ),
    RelationRule(
        id="founded-by-through",
        predicate=P.ESTABLISHED,
        trigger=FOUND,
        subject="in:through|with",
        object="done",
        example="The {KCCP} was founded through the [SATREPS].",
        not_in=("The KCCP was praised through the SATREPS.",),
    ),
    # adopted
    RelationRule(
        id="adopts-it",
        predicate=P.ADOPTED,
        trigger=ADOPT,
        subject="doer",
        object="done",
        example="[Kenya] ratified the {CBD}.",
        not_in=("Kenya ignored the CBD.",),
    ),
    RelationRule(
        id="acts-on-basis-of",
        predicate=P.ADOPTED,
        trigger=_words("basis line accordance accord pursuance"),
        subject="^pobj/^prep/doer",
        object="in:of|with",
        example="[Kenya] acts in accordance with the {CBD}.",
        not_in=("Kenya acts in contrast with the CBD.",),
    ),
    # affiliatedWith
    RelationRule(
        id="holds-office-of",
        predicate=P.AFFILIATED_WITH,
        trigger=_words(
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
        predicate=P.AFFILIATED_WITH,
        trigger=_words("of from"),
        subject="^prep",
        object="pobj",
        example="[Mohamud] of {UNDP} spoke.",
        not_in=("Mohamud left UNDP.",),
    ),
)
