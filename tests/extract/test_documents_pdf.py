"""PDF: columns, items, headings, notes and paragraphs as a reader sees them, in the layouts of reports; pages."""

from collections.abc import Callable
from pathlib import Path

import pytest

from extract.documents import read_documents
from extract.documents.convert import convert, convert_here
from extract.documents.pdf import _runs

COLUMNS = """<html><head><title>Ports</title><style>@page { size: A4 } body { font: 12pt serif; line-height: 1.4 }
.two { column-count: 2; column-gap: 30px; hyphens: manual; text-align: justify } .note { font-size: 8pt }
.page { break-after: page; height: 900px; position: relative } .foot { position: absolute; bottom: 0 }</style></head>
<body>"""


def test_columns_are_read_one_after_another_with_words_mended_and_notes_at_the_end(
    printer: Callable[..., bytes],
) -> None:
    words = " ".join(f"one{n} two{n} three{n} development{n}" for n in range(60))
    divided = words.replace("development", "develop\u00adment")
    names = ("Kenya", "Laos", "Peru")
    pages = (
        f"<div class=page><h1>Ports of {name}</h1><div class=two><p>{divided}<sup>1</sup> end.</p></div>"
        "<p class='note foot'><sup>1</sup> A small note.</p></div>"
        for name in names
    )
    found = convert(printer(COLUMNS + "".join(pages)), "pdf")
    blocks = found.text.split("\n\n")
    parts = ([f"## Ports of {name}", f"{words}<sup>1</sup> end.", "<sup>1</sup> A small note."] for name in names)
    assert blocks == [block for part in parts for block in part]
    assert [number for _, number in found.pages] == [1, 2, 3]
    assert found.text[found.pages[1][0] :].startswith("## Ports")


TEXT = """
Ports of {}
Japan built a port of deep water in {}, where ships of every size may land, and trained those who run it.
- Two cranes were sent to {} from Yokohama in the first year of the work, with all that they need.
- Pilots of the harbour of {} learnt to bring in long ships.
The port of {} was opened after four years of work, two more than planned, since floods had come between, and has been \
busy from the first day. Ships from every sea call in {}.
Schools of {}
Teachers of forty villages of {} met to speak of what children read (a list of books was made: (a) tales, (b) songs \
and (c) what their parents know of farming), and of how the way to school in {} can be made safe.
A second meeting in {} is planned.
Water and Health in {}
Wells were dug in the dry north of {} by people of the place themselves, with tools that a fund of the United Nations \
had paid for; no village of {} is now farther than a mile from clean water.
- Nurses of {} are trained for half a year.
- Each well of {} has a keeper who is paid.
Doctors of {} say that fewer children fall ill.
"""
PLACES = ("Kenya", "Laos", "Peru", "Fiji", "Mali", "Nepal", "Samoa", "Palau")
BLOCKS = [block.format(*[place] * block.count("{}")) for place in PLACES for block in TEXT.strip().split("\n")]
LAYOUTS = {
    "plain": "",
    "two-columns": "main { column-count: 2; font: 12pt serif; text-align: justify }",
    "three-columns": "@page { size: A4 landscape } main { column-count: 3; font-size: 12pt }",
    "columns-between-titles": "main { column-count: 2; orphans: 3; widows: 3 } h2 { column-span: all }",
    "indented": "p { margin: 0; text-indent: 1.5em } body { font: 11pt/1.3 serif; text-align: justify }",
    "tight": "p { margin: 4px 0 } h2 { margin: 7px 0 3px; font-size: 12pt } body { font: 9pt/1.05 sans-serif }",
    "loose": "body { font: 12pt/2 serif }",
    "small-pages": "@page { size: A5 } body { font: 9pt/1.4 serif }",
    "ragged": "body { font: 10pt/1.4 sans-serif; width: 300px }",
}


def element(block: str) -> str:
    if block.startswith("- "):
        return f"<ul><li>{block[2:]}</ul>"
    return f"<p>{block}</p>" if block.endswith(".") else f"<h2>{block}</h2>"


@pytest.mark.parametrize("style", LAYOUTS.values(), ids=list(LAYOUTS))
def test_every_layout_gives_the_same_blocks(printer: Callable[..., bytes], style: str) -> None:
    markup = f"<html lang=en><body><main>{''.join(map(element, BLOCKS))}</main></body>"
    found = convert_here(printer(markup, style), "pdf")
    head = ["Fiji funds Peru"] if len(found.pages) == 1 else []  # of one page nobody can tell that it comes again
    assert [line.removeprefix("## ") for line in found.text.split("\n") if line] == [*head, *BLOCKS]
    assert found.language == "en"


ASIDE = "Rice was dear that year, and fewer people than before went to the market of the town."
ASIDES = {
    "box-right": ".aside { float: right; width: 40%; border: 1px solid; padding: 8px; margin: 0 0 8px 16px }",
    "box-left": ".aside { float: left; width: 35%; border: 1px solid; padding: 8px; margin: 8px; font-size: 80% }",
    "pull-quote": ".aside { float: right; width: 38%; font: italic 18px/1.3 serif; margin: 6px 0 6px 20px }",
    "side-note-left": "main { margin-left: 30% } .aside { float: left; width: 30%; margin-left: -38%; font-size: 70% }",
    "side-note-right": "main { margin-right: 30% } .aside { float: right; width: 30%; margin-right: -38% }",
}


def _prose(place: str) -> str:
    """A paragraph of some lines, no two of which are the same."""
    deeds = (
        "dug a well",
        "met at a school",
        "planted trees of many kinds",
        "built a road to the sea",
        "sent ten nurses",
    )
    numbered = enumerate(deeds * 3, start=len(place))
    return " ".join(
        f"In year {number * len(place)} the people of {place} {deed}, as told." for number, deed in numbered
    )


@pytest.mark.parametrize("style", ASIDES.values(), ids=list(ASIDES))
def test_what_stands_beside_a_paragraph_cuts_none(printer: Callable[..., bytes], style: str) -> None:
    paragraphs = [_prose(place) for place in PLACES[:5]]
    asides = [ASIDE.replace("Rice", what) for what in ("Rice", "Salt", "Fish")]
    blocks = [f"<p>{text}</p>" for text in paragraphs]
    for at, aside in enumerate(asides, start=1):
        blocks[at] = f"<p><span class=aside>{aside}</span>{paragraphs[at]}</p>"
    markup = f"<html><body><main>{''.join(blocks)}</main></body>"
    found = convert_here(printer(markup, f"body {{ font: 11pt/1.4 serif }} {style}"), "pdf").text.split("\n\n")
    texts = [block.removeprefix("## ") for block in found]
    assert [text for text in texts if text in paragraphs] == paragraphs
    assert [text for text in texts if text in asides] == asides


def test_headings_beside_the_text_stand_before_it(printer: Callable[..., bytes]) -> None:
    text = "A well of {0} was dug by hand in a dry year. "
    rows = "".join(
        f"<div class=row><h2>Wells of {place}</h2><p>{text.format(place) * 9}</p></div>" for place in PLACES[:4]
    )
    style = ".row { display: flex; gap: 20px } h2 { width: 25%; flex: none; margin: 16px 0 }"
    found = convert_here(printer(f"<html><body>{rows}</body>", style), "pdf").text.split("\n\n")
    wells = [block.removeprefix("## ").split(" was dug")[0] for block in found if "of" in block]
    assert wells == [f"{what} of {place}" for place in PLACES[:4] for what in ("Wells", "A well")]


def test_a_table_without_lines_is_a_row_a_line_and_parts_from_the_text(printer: Callable[..., bytes]) -> None:
    cells = [
        ("Place", "What was done", "Year"),
        *((place, f"a well in {place} was dug", "2001") for place in PLACES[:6]),
    ]
    rows = "".join(f"<tr>{''.join(f'<td>{cell}' for cell in row)}" for row in cells)
    text = "Wells were dug in many places by people of the villages. " * 8
    style = "table { width: 100% } body { font: 11pt/1.4 serif }"
    found = convert_here(printer(f"<html><body><p>{text}</p><table>{rows}</table><p>{text}</p>", style), "pdf").text
    lines = [line for line in found.splitlines() if line]
    assert [line for line in lines if line.endswith(("2001", "Year"))] == [" | ".join(row) for row in cells]
    assert lines.count(text.strip()) == 2


def test_a_note_that_goes_on_over_the_page_is_one(printer: Callable[..., bytes]) -> None:
    lines = [" ".join(f"{word} {number}" for number in range(9)) for word in ("one", "two", "three", "four")]
    pages = (
        f"<p>{'Ports were opened. ' * 30}<sup>1</sup></p><div class=foot><sup>1</sup> {lines[0]}<br>{lines[1]}</div>",
        f"<p>{'Ports were closed. ' * 30}</p><div class=foot>{lines[2]}<br>{lines[3]}.</div>",
    )
    style = (
        "body { font: 12pt serif } .page { height: 880px; position: relative; break-after: page }"
        " .foot { position: absolute; bottom: 0; font-size: 8pt }"
    )
    markup = "".join(f"<div class=page>{page}</div>" for page in pages)
    found = convert_here(printer(f"<html><body>{markup}</body>", style), "pdf").text
    assert f"<sup>1</sup> {' '.join(lines)}." in found


def test_ordinals_with_raised_letters_are_words(printer: Callable[..., bytes]) -> None:
    markup = "<p>The 13<sup>th</sup> meeting came after the 2<sup>nd</sup> and the 1<sup>st</sup>.</p>"
    assert "The 13th meeting came after the 2nd and the 1st." in convert_here(printer(markup), "pdf").text


def test_the_letters_of_a_ligature_are_one_word() -> None:
    box = (10.0, 0.0, 17.0, 10.0)
    after = (17.0, 0.0, 22.0, 10.0)
    chars = [("f", *box), ("i", *box), ("r", *after)]
    assert [len(run) for run in _runs(chars)] == [3]


def test_the_page_that_a_sentence_begins_on_is_told(printer: Callable[..., bytes], tmp_path: Path) -> None:
    lines = "".join(f"<p>Village {n} has a well that Japan paid for, and a school too.</p>" for n in range(60))
    long = "Villages of the far north have none as yet, as floods came each year. " * 40
    markup = (
        f"<style>.new {{ break-before: page }}</style><body>{lines}<p class=new>{long}</p><p class=new>The end.</p>"
    )
    (tmp_path / "wells.pdf").write_bytes(printer(markup, "@page { size: A5 } p { font: 10pt/2 serif }"))
    (document,) = read_documents([tmp_path])[0]
    numbers = [number for _, number in document.pages]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) > 5
    last = document.text.index("The end.")
    assert (document.page_at(0), document.page_at(last - 3), document.page_at(last)) == (1, numbers[-2], numbers[-1])
    assert document.evidence(last, last + 8).page == numbers[-1]
    begins = [document.text[start:].split(maxsplit=2)[:2] for start, _ in document.pages]
    assert all(words[0] == "Village" for words in begins[1:3])


def test_a_text_without_pages_has_evidence_without_one(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Japan supports Laos.", encoding="utf-8")
    (document,) = read_documents([tmp_path])[0]
    assert document.evidence(0, 5).page is None
