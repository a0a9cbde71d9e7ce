"""How texts are read, and the name of what reads them: readings of one name can stand for each other."""

from dataclasses import replace

import pytest

from extract.options import ReadingOptions
from ontology.errors import InputError


def test_the_same_options_are_the_same_reader() -> None:
    assert ReadingOptions().reader == ReadingOptions(authority=True).reader


@pytest.mark.parametrize("changed", [{"authority": False}, {"min_confidence": 0.5}, {"model": "no_such"}])
def test_what_changes_a_reading_is_another_reader(changed: dict[str, bool | float | str]) -> None:
    assert replace(ReadingOptions(), **changed).reader != ReadingOptions().reader  # type: ignore[arg-type]


def test_a_confidence_that_is_no_probability_is_refused() -> None:
    with pytest.raises(InputError, match=r"^--min-confidence: found 2, 0 to 1 is allowed$"):
        ReadingOptions(min_confidence=2)
