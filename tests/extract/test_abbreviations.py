"""Acronyms and their long forms: which pairs a block introduces, and what is no pair."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.abbreviations import find_abbreviations


def pairs(text: str) -> list[tuple[str, str]]:
    return [(text[slice(*pair.long)], text[slice(*pair.short)]) for pair in find_abbreviations(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("lent by the Asian Development Bank (ADB)", [("Asian Development Bank", "ADB")]),
        ("the Ministry of Foreign Affairs (“MOFA”) said", [("Ministry of Foreign Affairs", "MOFA")]),
        ("the Research and Development Centre (the RDC)", [("Research and Development Centre", "RDC")]),
        ("UNIDO (United Nations Industrial Development Organization)", [
            ("United Nations Industrial Development Organization", "UNIDO")
        ]),
        ("SATREPS (the Science and Technology Research Partnership for Sustainable Development)", [
            ("Science and Technology Research Partnership for Sustainable Development", "SATREPS")
        ]),
        ("the “Knowledge Co-Creation Program” (KCCP)", [("Knowledge Co-Creation Program", "KCCP")]),
        ("the Asian Development Bank (ADB; Manila)", [("Asian Development Bank", "ADB")]),
        ("the Global Fund (GF) and the Green Climate Fund (GCF)", [
            ("Global Fund", "GF"),
            ("Green Climate Fund", "GCF"),
        ]),
    ],
    ids=["plain", "quoted", "article", "turned-round", "letters-inside-words", "quoted-title", "more", "two"],
)  # fmt: skip
def test_pairs_are_found(text: str, expected: list[tuple[str, str]]) -> None:
    assert pairs(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Japan (2020)",
        "Vienna (Austria)",
        "It rained for days (ABC)",
        "all small letters (ASL)",
        "Asian Development Bank. It grew (ADB)",
        "innovation for the SDGs (STI for SDGs)",
        "()",
        "(ADB)",
    ],
    ids=["year", "place", "other-letters", "no-capital", "sentence-between", "itself-inside", "empty", "alone"],
)
def test_look_alikes_give_nothing(text: str) -> None:
    assert pairs(text) == []


@given(st.text(alphabet="ABab ()（）“”.,;-&1İß"))
def test_pairs_lie_apart_in_their_text(text: str) -> None:
    for pair in find_abbreviations(text):
        (first, second) = sorted((pair.long, pair.short))
        assert 0 <= first[0] < first[1] <= second[0] < second[1] <= len(text)
