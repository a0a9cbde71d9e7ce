"""Reading: what the blocks of a text are, that each character knows where it stood, and where sentences end."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.reading import BlockKind, read_blocks, sentences

HEADING, PARAGRAPH, ITEM, CAPTION, NOTE = (
    BlockKind.HEADING,
    BlockKind.PARAGRAPH,
    BlockKind.ITEM,
    BlockKind.CAPTION,
    BlockKind.NOTE,
)

#: Pieces that texts of the genre are made of, and some that break them.
PIECES = st.sampled_from(
    [
        "Japan", "the", "works,", "Ltd.", "end.", "(Photo: JICA)", "Note 14", "Note 3:", "<sup>2</sup>", "¹²", "\n",
        "\n\n", "\r\n", "- ", "• ", "## ", "■ ", "(1) ", "**", "*", "_", "\\$", "\t", "\u2028", "\x0c", "\u200f",
        "\u202e", "\ufeff", "\x00", "\x1b", "Source: X", "Caption:", "“", "”", "(see page 3)", "<b>", "Glossary ",
        "é", "日本", "🛰", "1.", "e.g.", " ",
    ]
)  # fmt: skip
JUNK = st.one_of(st.text(), st.lists(PIECES, max_size=40).map("".join))


def shown(text: str) -> list[tuple[BlockKind, str]]:
    return [(block.kind, block.text) for block in read_blocks(text)]


@given(JUNK)
def test_each_character_knows_where_it_stood(text: str) -> None:
    for block in read_blocks(text):
        assert len(block.origin) == len(block.text)
        assert all(char == " " or char == text[at] for char, at in zip(block.text, block.origin, strict=True))


@given(JUNK)
def test_characters_keep_their_order(text: str) -> None:
    for block in read_blocks(text):
        assert all(before < after for before, after in pairwise(block.origin))


@given(JUNK)
def test_no_block_is_empty_or_starts_or_ends_with_space(text: str) -> None:
    for block in read_blocks(text):
        assert block.text
        assert block.text == " ".join(block.text.split())


@given(JUNK)
def test_no_character_stands_in_two_blocks(text: str) -> None:
    places = [
        at for block in read_blocks(text) for char, at in zip(block.text, block.origin, strict=True) if char != " "
    ]
    assert len(places) == len(set(places))


@given(JUNK)
def test_a_span_quotes_the_text_as_read(text: str) -> None:
    for block in read_blocks(text):
        start, end = block.span(0, len(block.text))
        assert text[start] == block.text[0]
        assert text[end - 1] == block.text[-1]


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("the digital shift (DX)Note 14 goes on.", "the digital shift (DX) goes on."),
        ("the fund<sup>3</sup> grew.", "the fund grew."),
        ("the fund<sup>3)</sup> grew.", "the fund grew."),
        ("the fund¹² grew.", "the fund grew."),
        ("the **Blue Fund** and *JICA* and _UNDP_ grew.", "the Blue Fund and JICA and UNDP grew."),
        ("snake_case and 2*3 stay.", "snake_case and 2*3 stay."),
        (r"It cost \$5 million.", "It cost $5 million."),
        ("It grew (see page 14) fast.", "It grew fast."),
        ("It grew [see also Part 2] fast.", "It grew fast."),
        ("the term SDGsGlossary is known.", "the term SDGs is known."),
        ("<b>Kenya</b> grew.", "Kenya grew."),
        ("two   blanks\tand a tab.", "two blanks and a tab."),
        ("a wharf (Photo: JICA) in Kenya.", "a wharf in Kenya."),
        ("a wharf (Photo: Embassy of Japan (Nairobi)) in Kenya.", "a wharf in Kenya."),
        ("Note 14 of the treaty stays.", "Note 14 of the treaty stays."),
        ("less < more > less stays.", "less < more > less stays."),
    ],
    ids=[
        "glued-note-mark", "sup", "sup-bracket", "raised-figures", "emphasis", "no-emphasis", "escape", "page", "part",
        "glossary", "tag", "blanks", "credit", "credit-in-brackets", "note-in-prose", "signs",
    ],
)  # fmt: skip
def test_what_is_no_prose_is_taken_out(raw: str, clean: str) -> None:
    assert [block.text for block in read_blocks(raw)] == [clean]


@pytest.mark.parametrize(
    ("line", "kind", "text"),
    [
        ("# Peace and Growth", HEADING, "Peace and Growth"),
        ("■ Quality Infrastructure", HEADING, "Quality Infrastructure"),
        ("(3) Efforts for Peace", HEADING, "Efforts for Peace"),
        ("2-1 Efforts for Peace", HEADING, "Efforts for Peace"),
        ("Efforts for Peace", HEADING, "Efforts for Peace"),
        ("- Kenya joined the course.", ITEM, "Kenya joined the course."),
        ("• Kenya", ITEM, "Kenya"),
        ("(a) Kenya joined the course.", ITEM, "Kenya joined the course."),
        ("1. Kenya joined the course.", ITEM, "Kenya joined the course."),
        ("Caption: A wharf in Kenya", CAPTION, "A wharf in Kenya"),
        ("Photo 3: A wharf in Kenya", CAPTION, "A wharf in Kenya"),
        ("A wharf in Kenya (Photo: JICA)", CAPTION, "A wharf in Kenya"),
        ("Note 20: The members are Kenya and Japan.", NOTE, "The members are Kenya and Japan."),
        ("<sup>20</sup> The members are Kenya and Japan.", NOTE, "The members are Kenya and Japan."),
        ("²⁰ The members are Kenya and Japan.", NOTE, "The members are Kenya and Japan."),
        ("Kenya joined the course.", PARAGRAPH, "Kenya joined the course."),
        ("in small letters", PARAGRAPH, "in small letters"),
    ],
)
def test_a_line_is_what_it_starts_like(line: str, kind: BlockKind, text: str) -> None:
    assert shown(line) == [(kind, text)]


@pytest.mark.parametrize("line", ["Source: JICA", "Photo credit: JICA"])
def test_a_line_of_credit_is_left_out(line: str) -> None:
    assert shown(f"It grew.\n{line}\nIt fell.") == [(PARAGRAPH, "It grew."), (PARAGRAPH, "It fell.")]


def test_each_block_knows_the_heading_above() -> None:
    text = "It began.\n\n# One\n\nIt grew.\n\n- It rose.\n\n# Two\n\nIt fell."
    assert [block.heading for block in read_blocks(text)] == ["", "One", "One", "One", "Two", "Two"]


WRAPPED = "Japan and Kenya agreed in the spring of that year to build a new port\nfor the island of Lamu together."


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        (WRAPPED, [WRAPPED.replace("\n", " ")]),
        ("Japan built a port,\n\nand Kenya a road.", ["Japan built a port, and Kenya a road."]),
        (
            "Japan built a port,\n\nCaption: A wharf\n\nand Kenya a road.",
            ["Japan built a port, and Kenya a road.", "A wharf"],
        ),
        ("Japan built a port.\n\nand so on", ["Japan built a port.", "and so on"]),
        ("Japan built a port.\n\nKenya built a road.", ["Japan built a port.", "Kenya built a road."]),
        ("- Japan built a port\n- Kenya built a road", ["Japan built a port", "Kenya built a road"]),
    ],
    ids=["wrapped-line", "page-break", "caption-between", "full-stop", "two-paragraphs", "items"],
)
def test_paragraphs_that_were_cut_are_whole_again(text: str, blocks: list[str]) -> None:
    assert [block.text for block in read_blocks(text)] == blocks


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
def test_line_ends_of_every_kind_divide_lines(end: str) -> None:
    text = end.join(["# One", "", "Japan built a port.", "", "- Kenya", "- Laos"])
    assert [block.text for block in read_blocks(text)] == ["One", "Japan built a port.", "Kenya", "Laos"]


@pytest.mark.parametrize("text", ["", " \n\t\r\n", "\n\n\n"])
def test_an_empty_text_has_no_blocks(text: str) -> None:
    assert read_blocks(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Kaiyo Marine Co., Ltd. Japan built it.",
        "The U.S. Government paid.",
        "Dr. Tanaka and Prof. Sato met.",
        "The resolution No. 1325 was adopted.",
        "Tools, e.g. Radar, were sent.",
        "It rose by 3.5 per cent.",
        "He met J. Smith there.",
    ],
    ids=["company", "united-states", "titles", "number", "example", "decimal", "initial"],
)
def test_a_sentence_is_not_cut_at_an_abbreviation(text: str) -> None:
    assert sentences(text) == ((0, len(text)),)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It grew. It fell.", ["It grew.", "It fell."]),
        ("It grew! Did it? Yes.", ["It grew!", "Did it?", "Yes."]),
        ("He called it “good.” It fell.", ["He called it “good.”", "It fell."]),
        ("It grew (fast.) It fell.", ["It grew (fast.)", "It fell."]),
        ("It began in 2019. 20 people came.", ["It began in 2019.", "20 people came."]),
        ("It grew. “Good,” he said.", ["It grew.", "“Good,” he said."]),
        ("It grew", ["It grew"]),
        ("", []),
    ],
    ids=["two", "marks", "quote", "bracket", "number", "quote-after", "open", "empty"],
)
def test_sentences_end_at_their_marks(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == expected


@given(JUNK)
def test_only_space_stands_between_sentences(text: str) -> None:
    for block in read_blocks(text):
        spans = sentences(block.text)
        assert "".join(block.text[start:end] for start, end in spans).replace(" ", "") == block.text.replace(" ", "")
        assert all(before[1] < after[0] for before, after in pairwise(spans))
