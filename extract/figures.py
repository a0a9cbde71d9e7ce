"""Years and amounts of money in a sentence."""

import re
from dataclasses import dataclass
from math import isfinite

_YEAR = re.compile(r"(?<![\d.,$€£¥])(?:FY\s?|fiscal (?:year )?)?((?:19|20)\d{2})(?!\d|[.,]\d|%)")
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
