"""Years and money in a sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.figures import find_amount, find_year


@pytest.mark.parametrize(
    ("sentence", "year"),
    [
        ("In 2019 it began.", 2019),
        ("In 2020, Japan joined.", 2020),
        ("It ended in 1998.", 1998),
        ("Since FY2009, 2,653 people came.", 2009),
        ("in fiscal year 2021", 2021),
        ("from 2015 to 2030", 2015),
        ("(2011)", 2011),
        ("the 2030 Agenda", 2030),
    ],
    ids=["plain", "comma", "full-stop", "fiscal", "fiscal-year", "range", "brackets", "name"],
)
def test_the_first_year_is_found(sentence: str, year: int) -> None:
    assert find_year(sentence) == year


@pytest.mark.parametrize(
    "sentence",
    [
        "$2019 was paid",
        "2,019 people",
        "2019,500 people",
        "12019 people",
        "20190 people",
        "2020% more",
        "1850",
        "2020.5",
    ],
)
def test_no_number_of_another_kind_is_a_year(sentence: str) -> None:
    assert find_year(sentence) is None


@pytest.mark.parametrize(
    ("sentence", "value", "currency"),
    [
        ("It gave US$5 million.", 5e6, "USD"),
        ("up to 2.9 billion yen", 2.9e9, "JPY"),
        ("€1,250.50 each", 1250.5, "EUR"),
        ("USD 3 trillion", 3e12, "USD"),
        ("40 thousand Swiss francs", 40e3, "CHF"),
        ("¥300bn", 3e11, "JPY"),
        ("AU$7 m", 7e6, "AUD"),
        ("in 2019 it gave 5 million dollars", 5e6, "USD"),
    ],
    ids=["sign", "word", "cents", "code", "two-words", "short-scale", "long-sign", "after-a-year"],
)
def test_an_amount_is_in_units_of_its_currency(sentence: str, value: float, currency: str) -> None:
    amount = find_amount(sentence)
    assert amount is not None
    assert (amount.value, amount.currency) == (value, currency)


@pytest.mark.parametrize(
    "sentence", ["5 million people", "dollars", "3 wonders", "yen", "$", "5 dollarſ", f"${'9' * 400}"]
)
def test_no_money_is_no_amount(sentence: str) -> None:
    assert find_amount(sentence) is None


@given(st.text(alphabet="019,. $€yenusdſk millionFY%"))
def test_any_text_can_be_asked(text: str) -> None:
    year, amount = find_year(text), find_amount(text)
    assert year is None or 1900 <= year < 2100
    assert amount is None or amount.value >= 0
