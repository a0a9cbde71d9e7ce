"""Years, money and participants in a sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.figures import find_amount, find_participants, find_year, is_fiscal


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


_pieces = st.sampled_from(
    [
        "a ",
        "ten",
        "two",
        "-",
        " and ",
        " hundred",
        " thousand",
        " dozen",
        " people",
        " experts",
        " sent ",
        ",",
        ". ",
        "9",
    ]
)


@given(st.text(alphabet="019,. $€yenusdſk millionFY%") | st.lists(_pieces).map("".join))
def test_any_text_can_be_asked(text: str) -> None:
    year, amount, participants = find_year(text), find_amount(text), find_participants(text)
    assert participants is None or participants >= 2
    assert year is not None or not is_fiscal(text)
    assert year is None or 1900 <= year < 2100
    assert amount is None or amount.value >= 0


@pytest.mark.parametrize(
    ("sentence", "fiscal"),
    [
        ("in FY2023", True),
        ("in FY 2019-2020", True),
        ("from JFY2023 on", True),
        ("in fiscal year 2023", True),
        ("Fiscal 2023 saw it.", True),
        ("in Japanese fiscal year (JFY) 2023", True),
        ("the 2023 fiscal year", True),
        ("the 2022/23 financial year", True),
        ("in 2023", False),
        ("fiscal policy in 2023", False),
        ("in 2023 and fiscal year 2024", False),
        ("a fiscal year", False),
    ],
)
def test_a_fiscal_year_is_told_from_a_calendar_year(sentence: str, fiscal: bool) -> None:
    assert is_fiscal(sentence) is fiscal


@pytest.mark.parametrize(
    ("sentence", "number"),
    [
        ("2,653 people were trained", 2653),
        ("JICA dispatched 12 experts.", 12),
        ("It was attended by about 300 representatives.", 300),
        ("Some 450 officials from 20 countries took part.", 450),
        ("a course with 40 participants", 40),
        ("Twelve experts were sent.", 12),
        ("a total of 1,200 trainees", 1200),
        ("JICA sent twenty-five United Nations police officers.", 25),
        ("a hundred and twenty delegates", 120),
        ("more than five thousand persons completed the course", 5000),
        ("two dozen teachers were invited", 24),
        ("1.2 million trainees", 1_200_000),
        ("12 short- and long-term experts were dispatched", 12),
        ("It sent a 12-member medical team.", 12),
        ("The centre accepted nine of its engineers.", 9),
        ("They trained 450 women entrepreneurs.", 450),
        ("the training of 30,000 people", 30_000),
        ("about 2000 participants", 2000),
        ("12 speakers were invited, and a total of 300 participants came", 300),
    ],
)
def test_people_who_take_part_are_counted(sentence: str, number: int) -> None:
    assert find_participants(sentence) == number


@pytest.mark.parametrize(
    "sentence",
    [
        "20 countries took part",
        "3 projects and experts",
        "food for 12 million people living in the valley",
        "twenty million people were trained",
        "In 2019 participants came.",
        "By 2030 experts will be sent.",
        "US$ 300 experts were sent",
        "$300 participants",
        "5 universities and students were trained",
        "one in five students attended",
        "SDG 4 experts were invited",
        "COVID-19 experts were sent",
        "the Group of 20 officials were invited",
        "20 to 30 experts were sent",
        "20-30 participants",
        "40 percent of participants",
        "rations for 780,000 people",
        "The firm employed 400 women.",
        "The ministry has 3,000 staff.",
        "incentives for 32,000 teachers through the Learning Project",
        "a state of 70,000 people",
        "3 years of experts",
        "one expert was sent",
        "1.5 participants",
        "0 participants",
    ],
)
def test_no_other_number_is_one_of_participants(sentence: str) -> None:
    assert find_participants(sentence) is None


@given(st.integers(2, 10**9), st.sampled_from(["participants", "trainees", "delegates"]))
def test_every_number_with_commas_is_read(number: int, people: str) -> None:
    assert find_participants(f"There were {number:,} {people}.") == number
