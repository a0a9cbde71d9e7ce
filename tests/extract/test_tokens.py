"""Tokens: what is one, and that offsets cut it out of its block."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.tokens import tokenize


@pytest.mark.parametrize(
    ("text", "texts"),
    [
        ("Japan's FY2022", ("Japan", "'", "s", "FY2022")),
        ("US$1.5 million", ("US", "$", "1", ".", "5", "million")),
        ("Timor-Leste", ("Timor", "-", "Leste")),
        ("“Côte d’Ivoire”", ("“", "Côte", "d", "’", "Ivoire", "”")),
        ("  ", ()),
    ],
    ids=["possessive", "money", "hyphen", "quotes", "space-only"],
)
def test_tokenize_gives_runs_of_letters_and_single_marks(text: str, texts: tuple[str, ...]) -> None:
    assert tokenize(text).texts == texts


@given(st.text())
def test_offsets_cut_each_token_out_of_the_text(text: str) -> None:
    tokens = tokenize(text)
    assert [text[start:end] for start, end in zip(tokens.starts, tokens.ends, strict=True)] == list(tokens.texts)


@given(st.text())
def test_only_white_space_stands_between_tokens(text: str) -> None:
    assert "".join(tokenize(text).texts) == "".join(text.split())


@given(st.text())
def test_small_letters_stand_beside_each_token(text: str) -> None:
    tokens = tokenize(text)
    assert tokens.lower == tuple(word.lower() for word in tokens.texts)
    assert len(tokens) == len(tokens.texts)
