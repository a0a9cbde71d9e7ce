"""Classes of verbs and nouns that tell of relations, as lemmas. Filled from a thesaurus, not from errors on texts."""


def words_of(text: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(text.split())


RUN = words_of(
    """implement run conduct operate lead hold host organize organise manage administer execute carry deliver coordinate
    oversee undertake provide offer convene co-organize co-host perform stage chair pilot maintain direct"""
)
FUND = words_of("fund finance subsidize subsidise sponsor bankroll co-finance co-fund underwrite pay bear meet")
GIVE = words_of(
    """contribute donate pledge disburse commit grant give provide extend allocate award earmark allot channel"""
)
HELP = words_of(
    """support assist help aid train advise equip back strengthen supply reinforce mentor rehabilitate build improve
    rebuild upgrade promote accompany"""
)
SEND = words_of(
    """dispatch send deploy second assign despatch post hand deliver donate provide supply extend give offer lend
    ship transfer"""
)
JOIN = words_of("participate join attend compete enrol enroll take")
COOPERATE = words_of(
    """cooperate collaborate work partner consult coordinate liaise team ally sign conclude agree exchange share join
    co-operate meet"""
)
FOUND = words_of(
    """establish found launch create set institute initiate formulate propose draft draw start inaugurate open introduce
    announce devise conceive develop endorse issue publish compile unveil constitute form"""
)
ADOPT = words_of(
    """adopt sign ratify conclude use apply accede promote approve introduce employ utilize utilise embrace accept
    endorse"""
)
LIE = words_of("locate base situate headquarter hold stand lie seat house establish build open place sit")
COVER = words_of(
    """implement conduct carry operate run cover extend work begin start launch pilot expand undertake complete
    introduce be"""
)
RECEIVE = words_of("receive accept obtain get benefit draw")
ASSISTANCE = words_of(
    """assistance support aid help cooperation grant loan equipment training advice expert supply relief"""
)
PARTNERSHIP = words_of("cooperation collaboration partnership coordination conjunction association consultation tandem")

#: People that a text counts, in the plural: those who take part by name, those of an occupation or rank, and anybody.
ATTENDING = words_of(
    """participants trainees attendees delegates representatives fellows interns scholars learners graduates awardees
    alumni enrollees"""
)
OCCUPIED = words_of(
    """experts officials officers students pupils researchers scientists academics engineers technicians technologists
    teachers educators instructors trainers lecturers professors doctors physicians surgeons nurses midwives
    pharmacists volunteers specialists professionals practitioners advisers advisors consultants coordinators managers
    administrators executives leaders ministers mayors diplomats judges prosecutors lawyers policemen policewomen
    policymakers parliamentarians legislators personnel staff troops soldiers peacekeepers guards firefighters
    rescuers journalists entrepreneurs businesspeople employees workers seafarers cadets inspectors investigators
    auditors statisticians economists surveyors planners architects designers developers programmers interpreters
    translators librarians curators artists musicians athletes coaches mentors speakers observers visitors guests
    statesmen postgraduates undergraduates youngsters"""
)
ANYBODY = words_of(
    """people persons individuals women men girls boys youth youths adults children farmers fishers fishermen herders
    villagers residents inhabitants citizens refugees migrants mothers parents craftswomen craftsmen artisans
    businesswomen businessmen"""
)
