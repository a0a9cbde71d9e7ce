"""Notes: the marks that a text is cleaned of, the lines that are notes, and which mark each note goes with."""

import pytest

from extract.reading import Block, BlockKind, note_places, read_blocks

NOTE = BlockKind.NOTE


def notes(text: str) -> list[tuple[str, str]]:
    return [(block.note, block.text) for block in read_blocks(text) if block.kind is NOTE]


def marked(blocks: tuple[Block, ...]) -> list[tuple[str, str]]:
    """What stands before each mark, with its label."""
    return [(block.text[:at].split()[-1], label) for block in blocks for at, label in block.marks]


@pytest.mark.parametrize(
    ("sentence", "mark", "note"),
    [
        ("Chad helps (the partner countries)Note 20 now.", ("countries)", "20"), "Note 20: Niger and Mali."),
        ("Chad backs the wharf (GW)Note 4, too.", ("(GW)", "4"), "(Note 4) A wharf in Niger."),
        ("Chad backs the wharf (Note 4), too.", ("wharf", "4"), "Note 4: A wharf in Niger."),
        ("Chad helps twenty countries<sup>20</sup> now.", ("countries", "20"), "<sup>20</sup> Niger and Mali."),
        ("Chad helps both<sup>2)</sup> now.", ("both", "2"), "<sup>2)</sup> Niger and Mali."),
        ("Chad runs the programme.¹² It ends.", ("programme.", "12"), "¹² With Niger."),
        ("Chad runs the programme³ now.", ("programme", "3"), "³With Niger."),
        ("Chad runs the programme[3] now.", ("programme", "3"), "[3] With Niger."),
        ("Chad runs the programme[3] now.", ("programme", "3"), "3. With Niger."),
        ("Chad runs the programme[^3] now.", ("programme", "3"), "[^3]: With Niger."),
        ("Chad helps its neighbours(20) now.", ("neighbours", "20"), "(20) Niger and Mali are meant."),
        ("Chad helps its neighbours(20) now.", ("neighbours", "20"), "20. Niger and Mali are meant."),
        ("Chad helps its neighbours*2 now.", ("neighbours", "*2"), "*2 Niger and Mali."),
        ("Chad helps its neighbours* now.", ("neighbours", "*"), "* Niger and Mali."),
        ("Chad helps its neighbours (NB)* now.", ("(NB)", "*"), "*Niger and Mali."),
        ("Chad fights **hunger***, as before.", ("hunger", "*"), "*Hunger: what Niger fights, too."),
        ("Chad runs the fund† now.", ("fund", "†"), "† With Niger."),
        ("Chad runs the fund<sup>*</sup> now.", ("fund", "*"), "<sup>*</sup> With Niger."),
    ],
)  # fmt: skip
def test_a_mark_and_its_note_are_known(sentence: str, mark: tuple[str, str], note: str) -> None:
    blocks = read_blocks(f"{sentence}\n\n{note}")
    assert marked(blocks) == [mark]
    assert [(block.kind, block.note) for block in blocks[1:]] == [(NOTE, mark[1])]
    assert "Niger" in blocks[1].text
    assert not set("0123456789*†[]") & set(blocks[0].text + blocks[1].text)
    assert note_places(blocks) == {1: (0, blocks[0].marks[0][0])}


@pytest.mark.parametrize(
    "text",
    [
        "The talks of TICAD(7) closed.",
        "The area is 5 km² or 30 m³.",
        "Chad runs *a programme* now.",
        "Chad runs the programme[3] now.",
        "Chad runs the fund† now.",
        "Article 5(1) holds, and 2*3 is 6.",
    ],
    ids=["name", "area", "emphasis", "no-note", "no-dagger-note", "article"],
)
def test_what_no_note_belongs_to_is_no_mark(text: str) -> None:
    (block,) = read_blocks(text)
    assert block.marks == ()
    assert block.text == text.replace("*a programme*", "a programme")


@pytest.mark.parametrize(
    "text",
    [
        "Chad works in three ways:\n\n1. It builds.\n\n2. It lends.\n\n3. It trains.",
        "Chad works in two ways.<sup>1</sup>\n\n1. It builds.\n2. It lends.",
        "Chad works in two ways*:\n\n* It builds.\n* It lends.",
        "1. It builds[1].",
        "[1] It builds.",
        "*Mali.* It grew, as did the fund*.",
    ],
    ids=["no-mark", "too-many", "stars", "mark-in-the-line", "bracket", "emphasis"],
)
def test_a_list_is_no_row_of_notes(text: str) -> None:
    assert notes(text) == []


def test_a_note_goes_on_over_several_lines() -> None:
    text = "Chad helps its neighbours[1] and friends[2].\n\n1. Niger\nand Mali.\n2. Togo\nand Benin."
    assert notes(text) == [("1", "Niger and Mali."), ("2", "Togo and Benin.")]


def test_a_heading_with_a_number_is_no_note_beside_one() -> None:
    text = "3. Plans\nChad runs the fund*.\n\n* With Niger."
    assert notes(text) == [("*", "With Niger.")]


def test_a_numbered_list_beside_notes_stays_a_list() -> None:
    text = "Chad works in two ways.<sup>1</sup>\n\n1. It builds.\n\n<sup>1</sup> With Niger."
    assert notes(text) == [("1", "With Niger.")]


def test_the_number_of_a_list_before_a_note_is_not_its_label() -> None:
    assert notes("Chad helps.\n\n  7. Note 20: With Niger.\n  8. Note 21: With Mali.") == [
        ("20", "With Niger."),
        ("21", "With Mali."),
    ]


def tied(text: str) -> list[str | None]:
    """The word before the mark of each note."""
    blocks = read_blocks(text)
    places = note_places(blocks)
    return [
        blocks[places[at][0]].text[: places[at][1]].split()[-1] if at in places else None
        for at, block in enumerate(blocks)
        if block.kind is NOTE
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It has oneNote 1 and twoNote 2.\n\nNote 1: Chad.\n\nNote 2: Mali.", ["one", "two"]),
        ("It has oneNote 1 and twoNote 2.\n\nNote 2: Chad.\n\nNote 1: Mali.", ["two", "one"]),
        ("It has oneNote 1.\n\nNote 1: Chad.\n\nIt has twoNote 1.\n\nNote 1: Mali.", ["one", "two"]),
        ("It has one.\n\nNote 1: Chad.", [None]),
        ("It has oneNote 1.\n\nNote 2: Chad.", [None]),
        ("Note 1: Chad.\n\nIt has oneNote 1.", [None]),
        ("It has oneNote 1.\n\nNote 1: Chad.\n\nNote 1: Mali.", ["one", None]),
        ("It has gold* and tin*.\n\n*Tin: a metal.\n\n*Gold: a metal.", ["tin", "gold"]),
        ("It has gold* and tin*.\n\n*See Chad.\n\n*See Mali.", ["gold", "tin"]),
    ],
    ids=[
        "two", "crossed", "page-by-page", "no-mark", "other-mark", "mark-below", "used-up", "titles", "stars-in-order",
    ],
)  # fmt: skip
def test_each_note_goes_with_its_mark(text: str, words: list[str | None]) -> None:
    assert tied(text) == words
