"""What the parser of corrections takes, and that each mistake names its place, what was found and what is allowed."""

import re
from pathlib import Path

import pytest

from extract.corrections.entries import DropFact, NotSame
from extract.corrections.parsing import load_corrections, parse_corrections
from ontology import InputError, Predicate

FACT = """[[add-fact]]
text = "north"
quote = "Kenya funds it."
subject = "Kenya"
relation = "funds"
object = "Port"
"""
RENAME = '[[rename]]\nthing = "Port"\n'

#: What a file says, the place that the message names after the file, what it says was found, and what is allowed.
MISTAKES: dict[str, tuple[str, str, str, str]] = {
    "kind": (
        '[[renames]]\nthing = "Port"',
        "",
        "'renames'",
        "did you mean rename? allowed is one of same-as,",
    ),
    "no-table": ('rename = "Port"', "", "'rename' as something else than tables", "[[rename]] is needed above each"),
    "no-tables": ("rename = [1]", "", "'rename' as something else than tables", "[[rename]] is needed above each"),
    "field": (RENAME + 'nam = "Quay"', " line 1 ([[rename]] 1)", "'nam'", "did you mean name? allowed is one of"),
    "missing": (RENAME, " line 1 ([[rename]] 1)", "no 'name'", "thing, name are needed"),
    "second": (RENAME + 'name = "Quay"\n\n' + RENAME, " line 5 ([[rename]] 2)", "no 'name'", "thing, name are needed"),
    "text": (RENAME + "name = 7", " line 1 ([[rename]] 1), name", "7", ""),
    "empty": (RENAME + 'name = " "', " line 1 ([[rename]] 1), name", "' '", ""),
    "names": ('[[same-as]]\nnames = ["Port"]', " line 1 ([[same-as]] 1), names", "['Port']", "a list of two names"),
    "truth": (FACT + "year = 2020\nfiscal = 1", " line 1 ([[add-fact]] 1), fiscal", "1", "true or false is needed"),
    "whole": (FACT + "participants = 0", " line 1 ([[add-fact]] 1), participants", "0", "a whole number of 1 or more"),
    "no-whole": (FACT + "participants = true", " line 1 ([[add-fact]] 1), participants", "True", "a whole number of 1"),
    "number": (FACT + "amount = -1.5", " line 1 ([[add-fact]] 1), amount", "-1.5", "a number of 0 or more is needed"),
    "type": ('[[retype]]\nthing = "Port"\ntype = "Projet"', " line 1 ([[retype]] 1), type", "'Projet'", "did you mean"),
    "bare": ('[[not-same]]\nname = "Port"', " line 1 ([[not-same]] 1)", "neither 'of' nor 'text'", "one of them"),
    "twice": (
        '[[not-same]]\nname = "Port"\nof = "Quay"\nis = "Kai"\ntype = "Fund"',
        " line 1 ([[not-same]] 1)",
        "'is' and 'type'",
        "one of them is allowed",
    ),
    "year": (FACT + "year = 10000", " line 1 ([[add-fact]] 1), year", "10000", "1 to 9999 is allowed"),
    "fiscal": (FACT + "fiscal = true", " line 1 ([[add-fact]] 1)", "'fiscal' without 'year'", "its number is needed"),
    "no-amount": (FACT + 'currency = "EUR"', " line 1 ([[add-fact]] 1)", "currency 'EUR'", "three capital letters and"),
    "currency": (
        FACT + 'amount = 3\ncurrency = "euro"',
        " line 1 ([[add-fact]] 1)",
        "currency 'euro'",
        "three capital letters and an amount are needed",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_names_its_place_and_what_is_allowed(mistake: str) -> None:
    toml, place, found, allowed = MISTAKES[mistake]
    words = re.escape(f"corrections.toml{place}: found {found}, {allowed}")
    with pytest.raises(InputError, match=f"^{words}[^\n]*$"):
        parse_corrections(toml.encode())


@pytest.mark.parametrize("source", [b"[[rename]\n", b'x = "\xff"'], ids=["no-toml", "no-utf8"])
def test_what_is_no_toml_is_named(source: bytes) -> None:
    with pytest.raises(InputError, match=r"^mine\.toml: found no TOML that can be read \(.*\), UTF-8 and TOML 1\.0"):
        parse_corrections(source, "mine.toml")


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"found that it cannot be read \(Is a directory\), a file is needed$"):
        load_corrections(tmp_path)


def test_words_of_a_vocabulary_are_taken_in_any_case() -> None:
    toml = b'[[drop-fact]]\nsubject = "Kenya"\nrelation = "oda:OPERATES in"\nobject = "Fiji"'
    (entry,) = parse_corrections(toml).entries
    assert isinstance(entry, DropFact)
    assert entry.relation is Predicate.OPERATES_IN


def test_a_header_within_a_quote_takes_the_lines_away_and_nothing_else() -> None:
    toml = '[[not-same]]\nname = "Port"\nof = """Quay\n[[not-same]]\n"""'
    (entry,) = parse_corrections(toml.encode()).entries
    assert isinstance(entry, NotSame)
    assert entry.where == "corrections.toml ([[not-same]] 1)"
