"""Words that tell what a name is: head nouns by entity type, connectors inside names, offices, and calendar words.

Filled from general knowledge of how bodies, programmes and places are called in English, never from an annotated text.
"""

from collections.abc import Mapping

from ontology.vocabulary import EntityType as T

_HEADS: Mapping[T, str] = {
    T.GOVERNMENT_BODY: """ministry ministries department agency bureau directorate authority cabinet parliament senate
    congress
        assembly diet police coastguard guard army navy force forces court prosecutor prosecutors treasury embassy
        consulate municipality prefecture government administration office board commissioner inspectorate secretariat
        customs statistics service services council commission division headquarters regulator state ombudsman
        legislature gendarmerie military tribunal chancellery presidency""",
    T.INTERNATIONAL_ORGANIZATION: """organization organisation union nations community league secretariat commission
    bank
        telecommunity ecowas asean""",
    T.CIVIL_SOCIETY_ORGANIZATION: """foundation association society federation trust network alliance ngo crescent cross
        committee caritas fellowship volunteers charity women's confederation coalition forum platform watch without
        borders relief action aid oxfam friends""",
    T.COMPANY: """co ltd inc corporation corp company plc gmbh sa ag limited llc group holdings industries motors
    electric
        bank consultants engineering construction telecom airlines enterprise partners technologies systems solutions
        cooperative consortium pvt sarl works consulting energy power""",
    T.ACADEMIC_INSTITUTION: """university college institute school academy faculty polytechnic laboratory institutes
        institution universities observatory museum hospital council""",
    T.CENTRE: """centre center hub centres centers facility station house clinic""",
    T.GROUP: """front movement militia brigade taliban army party group rebels panel team committee coalition""",
    T.PROGRAMME: """programme program initiative partnership scheme programmes campaign mechanism facility framework
        platform alliance corps volunteers modality volunteer grants""",
    T.PROJECT: """project projects phase pilot experiment study survey""",
    T.TRAINING: """course training seminar workshop fellowship scholarship exercise internship programme lectures
    bootcamp
        scholarships fellowships webinar""",
    T.FUND: """fund funds facility grant trust loan window endowment account""",
    T.EVENT: """conference summit meeting dialogue forum session symposium congress assembly game games expo festival
        consultation consultations talks conferences day week olympiad debate roundtable ceremony round cop review
        exhibition workshop fair""",
    T.FRAMEWORK: """convention treaty agreement protocol charter strategy plan declaration agenda law act policy report
        principles goals guidelines statement accord memorandum roadmap vision concept code resolution compact
        communique outlook constitution paper review pact action regulation bill decree goal handbook index
        framework""",
    T.TECHNOLOGY: """system technology satellite vessel module standard telescope device reactor software app kit
    aircraft
        ship rocket vaccine camera network platform sensor radar""",
    T.REGION: """region africa asia europe america americas caribbean pacific sahel east mekong basin balkans states
        peninsula oceania caucasus islands""",
    T.LOCALITY: """province district city island islands sea strait gulf county state river lake port prefecture town
        village ocean bay valley region governorate basin airport camp municipality mountain mount canton oblast
        peninsula highlands delta department square avenue ward woreda upazila coast corridor desert park""",
}

#: Head noun in small letters → the types that a name ending in it may have, sorted by name.
HEADS: Mapping[str, tuple[T, ...]] = {
    word: tuple(sorted(type_ for type_, words in _HEADS.items() if word in words.split()))
    for words in _HEADS.values()
    for word in words.split()
}

#: Small words that may stand inside a name.
CONNECTORS = frozenset(
    [
        "of",
        "for",
        "and",
        "the",
        "on",
        "in",
        "to",
        "&",
        "de",
        "du",
        "des",
        "la",
        "le",
        "del",
        "di",
        "da",
        "von",
        "van",
        "with",
        "against",
        "by",
        "at",
        "from",
        "as",
        "et",
        "e",
        "y",
        "do",
        "dos",
    ]
)

OFFICES = frozenset(
    [
        "minister",
        "president",
        "ambassador",
        "secretary",
        "director",
        "chairman",
        "chairperson",
        "chair",
        "professor",
        "mr",
        "mrs",
        "ms",
        "dr",
        "king",
        "queen",
        "prince",
        "princess",
        "premier",
        "chancellor",
        "commissioner",
        "governor",
        "mayor",
        "administrator",
        "rapporteur",
        "envoy",
        "representative",
        "commander",
        "general",
        "admiral",
        "colonel",
        "deputy",
        "vice",
        "adviser",
        "advisor",
        "emperor",
        "captain",
        "chief",
        "head",
        "prof",
        "sir",
        "madam",
        "expert",
        "engineer",
        "coordinator",
        "spokesperson",
        "astronaut",
        "researcher",
        "volunteer",
        "then",
    ]
)

CALENDAR = frozenset(
    [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "fy",
        "fiscal",
    ]
)
