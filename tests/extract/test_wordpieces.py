"""Words as pieces: the longest piece first, whatever the case and the accents."""

from hypothesis import given
from hypothesis import strategies as st

from extract.wordpieces import WordPieces

PIECES = WordPieces(["[UNK]", "[SEP]", "train", "##ing", "##i", "##n", "##g", "t", "##r", "cote", "japan"])


def spelled(word: str) -> list[str]:
    return [PIECES.vocabulary[piece] for piece in PIECES(word)]


def test_the_longest_piece_comes_first() -> None:
    assert spelled("training") == ["train", "##ing"]
    assert spelled("traing") == ["train", "##g"]


def test_case_and_accents_do_not_matter() -> None:
    assert spelled("JAPAN") == ["japan"]
    assert spelled("Côte") == ["cote"]


def test_a_word_with_an_unknown_letter_is_unknown() -> None:
    assert spelled("日本") == spelled("trainz") == ["[UNK]"]


@given(st.text(alphabet="traing", min_size=1))
def test_the_pieces_of_a_word_spell_it_or_it_is_unknown(word: str) -> None:
    pieces = spelled(word)
    assert pieces == ["[UNK]"] or "".join(piece.removeprefix("##") for piece in pieces) == word
    assert all(piece.startswith("##") for piece in pieces[1:])


@given(st.text(min_size=1))
def test_every_word_has_pieces(word: str) -> None:
    assert spelled(word)
