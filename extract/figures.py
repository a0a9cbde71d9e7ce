"""Years, amounts of money and numbers of participants in a sentence."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite

from extract.word_classes import ANYBODY, ATTENDING, OCCUPIED, words_of

_YEAR = re.compile(r"(?<![\d.,$€£¥])(?:FY\s?|fiscal (?:year )?)?((?:19|20)\d{2})(?!\d|[.,]\d|%)")
#: What makes the year before or after it a fiscal one.
_FISCAL_BEFORE = re.compile(r"(?:\bJ?FY|\b(?i:fiscal|financial)(?: (?i:years?))?(?: \(J?FY\))?)\s?$")
_FISCAL_AFTER = re.compile(r"(?:[/–-]\d{2,4})?\s(?:fiscal|financial) years?\b", re.IGNORECASE)
_NUMBER = r"(?P<number{0}>\d[\d,]*(?:\.\d+)?)"
_SCALE = r"(?:\s*(?P<scale{0}>thousand|million|billion|trillion|mn|bn|m|k)\b)?"
_SIGNS = {
    "$": "USD",
    "US$": "USD",
    "€": "EUR",
    "£": "GBP",
    "¥": "JPY",
    "A$": "AUD",
    "AU$": "AUD",
    "C$": "CAD",
    "NZ$": "NZD",
    "₩": "KRW",
}
_WORDS = {
    word: currency
    for currency, words in {
        "JPY": ("yen", "japanese yen", "jpy"),
        "USD": ("us dollars", "u.s. dollars", "dollars", "usd"),
        "EUR": ("euros", "euro", "eur"),
        "GBP": ("pounds", "gbp"),
        "KRW": ("won", "krw"),
        "CHF": ("swiss francs", "chf"),
        "SEK": ("kronor", "sek"),
        "NOK": ("kroner", "nok"),
        "CNY": ("yuan", "cny"),
        "INR": ("rupees", "inr"),
        "AUD": ("australian dollars", "aud"),
        "CAD": ("canadian dollars", "cad"),
        "DKK": ("dkk",),
        "NZD": ("nzd",),
    }.items()
    for word in words
}
_CODES = "|".join(word.upper() for word in _WORDS if len(word) == 3 and word not in {"yen", "won"})
_AMOUNT = re.compile(
    rf"(?:(?P<sign>US\$|AU?\$|C\$|NZ\$|[$€£¥₩])\s?|\b(?P<code>{_CODES})\s)" + (_NUMBER + _SCALE).format("1")
    + "|" + (_NUMBER + _SCALE).format("2")
    + rf"\s+(?P<word>{'|'.join(sorted(map(re.escape, _WORDS), key=len, reverse=True))})\b",
    re.IGNORECASE | re.ASCII,  # without ASCII, "ſek" is "sek" in capitals, and no currency
)  # fmt: skip
_FACTORS = {"thousand": 1e3, "k": 1e3, "million": 1e6, "mn": 1e6, "m": 1e6, "billion": 1e9, "bn": 1e9, "trillion": 1e12}


@dataclass(frozen=True, slots=True)
class Amount:
    """Money, in units of an ISO 4217 currency."""

    value: float
    currency: str


def find_year(sentence: str) -> int | None:
    """The first year that a sentence says, calendar or fiscal.

    >>> find_year("Since FY2009, 2,653 people were trained.")
    2009
    """
    found = _YEAR.search(sentence)
    return int(found[1]) if found else None


def is_fiscal(sentence: str) -> bool:
    """Whether the first year that a sentence says is a fiscal one.

    >>> is_fiscal("Since FY2009, 2,653 people were trained."), is_fiscal("It was trained in 2009.")
    (True, False)
    """
    found = _YEAR.search(sentence)
    if not found:
        return False
    return bool(_FISCAL_BEFORE.search(sentence, 0, found.start(1)) or _FISCAL_AFTER.match(sentence, found.end(1)))


def find_amount(sentence: str) -> Amount | None:
    r"""The first amount of money in a sentence.

    >>> find_amount("It gave \\$50.5 million.")
    Amount(value=50500000.0, currency='USD')
    >>> find_amount("a grant of up to 2.9 billion yen")
    Amount(value=2900000000.0, currency='JPY')
    """
    found = _AMOUNT.search(sentence)
    if not found:
        return None
    number = found["number1"] or found["number2"]
    scale = (found["scale1"] or found["scale2"] or "").lower()
    sign = found["sign"]
    currency = _SIGNS[sign.upper()] if sign else _WORDS[(found["code"] or found["word"]).lower()]
    value = float(number.replace(",", "")) * _FACTORS.get(scale, 1.0)
    return Amount(round(value, 2), currency) if isfinite(value) else None


# -- participants ------------------------------------------------------------------------------------------------------

_WORTH = {
    word: value
    for values, words in (
        (range(1, 20), """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
         sixteen seventeen eighteen nineteen"""),
        (range(20, 100, 10), "twenty thirty forty fifty sixty seventy eighty ninety"),
    )
    for value, word in zip(values, words.split(), strict=True)
}  # fmt: skip
_TIMES = {"dozen": 12, "hundred": 100, "thousand": 1000}
_LITTLE = "|".join(word for word in _WORTH if not word.endswith("y"))
_SMALL = rf"(?:(?:{'|'.join(word for word in _WORTH if word.endswith('ty'))})(?:-(?:{_LITTLE}))?|{_LITTLE})"
_SPELLED = rf"(?:an?|{_SMALL}) (?:dozen|hundred(?: and {_SMALL})?(?: thousand)?|thousand)|{_SMALL}"
_COUNT = re.compile(
    r"(?<![\w$€£¥.,/–-])(?:(?P<digits>\d{1,3}(?:,\d{3})+|\d+)(?![,./–]?\d)(?: (?P<scale>thousand|million))?"
    rf"|(?P<decimal>\d+\.\d+) (?P<decimal_scale>thousand|million)|(?P<spelled>{_SPELLED}))(?![\w%])",
    re.IGNORECASE,
)
#: No count stands after these: a label's number, one thing in five, a range, a rate, money.
_NO_COUNT_AFTER = re.compile(
    r"(?:\b(?i:goal|sdg|article|phase|chapter|no\.|level|type|category|grade|page|table|figure|annex|target|section"
    r"|session|step|part|volume|version|per|every|each|one in|out of)|\bGroup of|\d,? (?:to|or|in)|[$€£¥])\s$"
)
_A_YEAR = re.compile(r"(?:19|20)\d\d")
_ROUGHLY = re.compile(
    r"\b(?:total of|about|some|approximately|nearly|almost|roughly|more than|fewer than|up to)\s$", re.IGNORECASE
)
_TOTAL = re.compile(r"\btotal of (?:\w+ |more than |up to )?$", re.IGNORECASE)
_TEAM = re.compile(r"-(?:member|person|strong) (?:[a-z-]+ ){0,3}(?:team|delegation|mission)\b")
_OWN = re.compile(r"\sof (?:its|their|our)\b")
_WORD = re.compile(r"\s([^\W\d_][\w'’&.-]*)")
_NO_MODIFIER = words_of(
    """of in on at to for from by with as the a an its their our his her this that these those who which whose were was
    is are be been being have has had will into over under between among through than per not also both but other year
    month day week hour minute percent km million billion trillion states countries"""
)
_PLURAL_MODIFIERS = words_of(
    "overseas customs sports news communications operations logistics statistics resources humanities sales services"
)
_MAX_MODIFIERS = 5
#: What is done with people before the count of them, and what they do after it; of anybody less is believed.
_TRAIN = r"train(?:s|ed|ing)?|teach(?:es|ing)?|taught|instruct(?:s|ed|ing)?|invit(?:es?|ed|ing)|attended by|enrol\w*"
_GIVEN = r"(?:courses?|workshops?|seminars?|scholarships?|fellowships?|internships?|lectures?|study tours?)"
_BRING = r"br(?:ought|ings?|inging)|gather(?:s|ed|ing)?|dispatch\w*|despatch\w*"
_TAKE = (
    r"sen[dt]s?|sending|deploy\w*|receiv\w+|accept\w*|welcom\w+|host\w*|attract\w*|admit\w*|plac(?:ed?|ing)"
    r"|post(?:s|ed|ing)?|station\w*|recruit\w*|assign\w*|second(?:s|ed|ing)|joined by|educat(?:es?|ed|ing)|took on"
)
_DONE = (
    r"(?:trained|taught|instructed|invited|dispatched|despatched|enrolled|admitted|brought|gathered|deployed|sent"
    r"|received|accepted|welcomed|awarded|posted|assigned|seconded|recruited|placed|stationed|hosted)"
)
_DO = (
    rf"(?:to be|were|was|are|be|been|being) (?:\w+ly )?{_DONE}|t(?:ook|aken?|aking) part|participat\w+"
    r"|attend(?:ed|ing|s)?|complet(?:ed?|ing)|graduat(?:ed?|ing)|enrol\w*|under(?:went|go|going|gone)|studied|studying"
    r"|learn(?:ed|t|ing)?|gathered|joined|certificates|(?:training|instruction|scholarships?|fellowships?)"
)
_BEFORE_ANYBODY = re.compile(rf"\b(?:{_TRAIN}|{_GIVEN}|{_BRING})\b", re.IGNORECASE)
_BEFORE_OCCUPIED = re.compile(rf"\b(?:{_TRAIN}|{_GIVEN}|{_BRING}|{_TAKE}|awarded)\b", re.IGNORECASE)
_AFTER = re.compile(rf"^\s(?:\w+ly )?{_DONE}\b|\b(?:{_DO})\b")  # small letters: "Learning Project" does nothing
#: How far before and after a count it may be said what is done, in characters of the same clause.
_REACH_BEFORE = 45
_REACH_AFTER = 80
_CLAUSE_END = re.compile(r"[;:.!?](?=\s)")


def find_participants(sentence: str) -> int | None:
    """The number of people that a sentence says took part: the total where one is named, else the first; 2 or more.

    Participants, trainees, delegates and their like always count; experts, officials and other occupations where the
    clause sends, trains or receives them or they attend something; people at large only where they are trained or take
    part, and never by the million: "food for 12 million people" counts nobody who took part.

    >>> find_participants("Since FY2009, 2,653 people were trained.")
    2653
    >>> find_participants("JICA dispatched twelve experts to 20 countries.")
    12
    """
    counts = list(_participants(sentence))
    return next((value for value, total in counts if total), counts[0][0] if counts else None)


def _participants(sentence: str) -> Iterator[tuple[int, bool]]:
    """Yields: each number of participants, and whether the sentence calls it a total."""
    for found in _COUNT.finditer(sentence):
        value = _value(found)
        before = sentence[: found.start()]
        if value < 2 or _NO_COUNT_AFTER.search(before) or (_A_YEAR.fullmatch(found[0]) and not _ROUGHLY.search(before)):
            continue
        team = _TEAM.match(sentence, found.end())
        people, end = (OCCUPIED, team.end()) if team else _people(sentence, found.end())
        if people and _take_part(people, before, sentence[end:], many=(found[0].lower().endswith("million"))):
            yield value, bool(_TOTAL.search(before))


def _value(count: re.Match[str]) -> int:
    """What a count is worth; 0 where it is no whole number."""
    if count["spelled"]:
        return _spelled(count["spelled"].lower())
    number = float((count["digits"] or count["decimal"]).replace(",", ""))
    value = number * _FACTORS.get((count["scale"] or count["decimal_scale"] or "").lower(), 1.0)
    whole = round(value) if isfinite(value) else 0
    return whole if abs(value - whole) < 1e-6 * max(whole, 1) else 0


def _spelled(words: str) -> int:
    """What number words are worth.

    >>> _spelled("a hundred and twenty-five"), _spelled("two dozen"), _spelled("three hundred thousand")
    (125, 24, 300000)
    """
    value = 0
    for word in re.split(r"[ -]", words):
        value = value * _TIMES[word] if word in _TIMES else value + _WORTH.get(word, word in {"a", "an"})
    return value


def _people(sentence: str, at: int) -> tuple[frozenset[str], int]:
    """The class of people that a count at its end counts (empty for none), and where their noun ends.

    Of "450 women entrepreneurs" it is the last noun's.
    """
    own = _OWN.match(sentence, at)
    people, end = frozenset[str](), own.end() if own else at
    for _ in range(_MAX_MODIFIERS):
        word = _WORD.match(sentence, end)
        if not word:
            break
        plain = word[1].rstrip(".'’-").lower()
        class_ = next((one for one in (ATTENDING, OCCUPIED, ANYBODY) if plain in one), frozenset[str]())
        if (people and not class_) or (not class_ and not _modifies(word[1])):
            break
        people, end = class_ or people, word.start(1) + len(plain) if class_ else word.end(1)
    return people, end


def _modifies(word: str) -> bool:
    """Whether a word may stand between a count and the people counted: no function word, no other plural."""
    plain = word.lower()
    plural = plain.endswith("s") and not plain.endswith(("ss", "us", "is", "'s", "’s")) and word == plain
    return plain not in _NO_MODIFIER and (not plural or plain in _PLURAL_MODIFIERS)


def _take_part(people: frozenset[str], before: str, after: str, *, many: bool) -> bool:
    """Whether the words around a count of people tell that these take part in something."""
    if people is ATTENDING:
        return True
    if many and people is ANYBODY:
        return False
    doing = _BEFORE_ANYBODY if people is ANYBODY else _BEFORE_OCCUPIED
    near = _CLAUSE_END.split(before[-_REACH_BEFORE:])[-1]
    return bool(doing.search(near) or _AFTER.search(_CLAUSE_END.split(after[:_REACH_AFTER])[0]))
