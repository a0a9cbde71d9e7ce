"""PDF, HTML and DOCX: the same facts as in the plain text, the parts of a page, and what a file says of itself."""

import io
from collections.abc import Callable, Mapping
from dataclasses import replace
from html import escape
from pathlib import Path

import docx
import pytest

from extract.documents import read_documents
from extract.documents.convert import convert, convert_here
from extract.documents.encoding import decode
from extract.documents.language import foreign
from extract.joining import join
from extract.model import Document, Skipped, Source
from extract.pipeline import Reader
from extract.reading import Block, BlockKind, read_blocks
from extract.readings import Reading

TEXTS = Path(__file__).parents[2] / "seeds" / "texts"
#: Digests whose facts are sought again; together they have figures as note marks, lists and captions.
DIGESTS = ("mofa-white-paper-2018-peace.txt",)
LEAST_SHARE = 0.95
TAGS = {BlockKind.HEADING: "h2", BlockKind.PARAGRAPH: "p", BlockKind.ITEM: "li", BlockKind.CAPTION: "figcaption"}


def element(block: Block) -> str:
    parts, at = [], 0
    for place, label in block.marks:
        parts += [escape(block.text[at:place]), f'<sup><a href="#n{label}">{label}</a></sup>']
        at = place
    text = "".join(parts) + escape(block.text[at:])
    if block.note:
        return f'<p class="note" id="n{block.note}"><sup>{block.note}</sup> {text}</p>'
    tag = TAGS.get(block.kind, "p")
    whole = f"<{tag}>{text}</{tag}>"
    if tag == "li":
        return f"<ul>{whole}</ul>"
    return f"<figure>{whole}</figure>" if tag == "figcaption" else whole


def page_of(text: str) -> str:
    """A page of the web with the text in its middle."""
    blocks = "\n".join(element(block) for block in read_blocks(text))
    return (
        "<!doctype html><html lang=en><head><title>A report</title><meta charset=utf-8>"
        '<meta property="og:site_name" content="A ministry"><meta name="date" content="2019-05-01">'
        "<style>.note { font-size: 70% } body { text-align: justify } @media print { nav, footer { display: none } }"
        '</style></head><body><nav><ul><li><a href="/">Kenya funds Laos</a></ul></nav>'
        f"<main>{blocks}</main><footer>Fiji funds Peru.</footer></body></html>"
    )


def word_file_of(text: str) -> bytes:
    document = docx.Document()
    document.core_properties.title = "A report"
    for block in read_blocks(text):
        styles = {BlockKind.HEADING: "Heading 2", BlockKind.ITEM: "List Bullet", BlockKind.CAPTION: "Caption"}
        paragraph = document.add_paragraph(style=styles.get(block.kind, "Normal"))
        if block.note:
            paragraph.add_run(block.note).font.superscript = True
        at = 0
        for place, label in block.marks:
            paragraph.add_run(block.text[at:place])
            paragraph.add_run(label).font.superscript = True
            at = place
        paragraph.add_run(block.text[at:])
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def test_every_format_has_the_facts_of_the_plain_text(
    reader: Reader, digest_readings: Mapping[str, Reading], printer: Callable[..., bytes]
) -> None:
    for name in DIGESTS:
        plain = (TEXTS / name).read_text(encoding="utf-8")
        page = page_of(plain)
        texts = [
            convert(page.encode(), "html").text,
            convert(printer(page), "pdf").text,
            convert(printer(page, "body { column-count: 2 }"), "pdf").text,
            convert(word_file_of(plain), "docx").text,
        ]
        assert not any("Fiji" in text for text in texts)
        documents = [Document(id="a", text=text) for text in dict.fromkeys(texts)]  # the same words read the same
        readings = [digest_readings[Path(name).stem], *reader.read(documents)]
        facts = [{c.key for c in join([reading]).documents[0].claims} for reading in readings]
        shares = [len(found & facts[0]) / len(facts[0]) for found in facts[1:]]
        assert min(shares) >= LEAST_SHARE, (name, shares)


PAGE = b"""<!doctype html><html lang="en"><head><title>Ports - A ministry</title><meta charset="windows-1252">
<meta property="og:site_name" content="A ministry"><meta name="date" content="2019-04-01">
<script>var a = "x<p>y"</script></head><body><header class="site-header"><a href="/">Home</a></header>
<nav><ul><li><a>One</a></ul></nav><div class="cookie-banner">We use cookies</div><main><h1>Ports</h1>
<p>JICA<a href="#n1" id="r1"><sup>1</sup></a> built a <b>port</b> of 5 m<sup>2</sup> in C\xf4te d\x92Ivoire.</p>
<ul><li>First <i>item</i></li><li><p>Second</p></li></ul><figure><figcaption>A port</figcaption></figure>
<table><tr><th>Country</th><th>Port</th></tr><tr><td>Kenya</td><td>Mombasa<br>Port</td></tr></table>
<p style="display:none">Hidden</p><ol><li id="n1"><a href="#r1">1</a> An agency.</li></ol></main>
<footer>Copyright</footer></body></html>"""


def test_a_page_gives_its_main_text_and_what_its_head_says() -> None:
    found = convert(PAGE, "html")
    assert found.text.split("\n\n") == [
        "# Ports",
        "JICA<sup>1</sup> built a port of 5 m2 in Côte d’Ivoire.",
        "- First item",
        "- Second",
        "Caption: A port",
        "Country | Port",
        "Kenya | Mombasa Port",
        "<sup>1</sup> An agency.",
    ]
    said = (found.title, found.publisher, found.year, found.date, found.language)
    assert said == ("Ports - A ministry", "A ministry", 2019, "2019-04-01", "en")


def test_a_word_file_gives_headings_lists_tables_captions_and_properties() -> None:
    document = docx.Document()
    document.core_properties.title = "Ports"
    document.add_heading("Ports", 1)
    document.add_paragraph("Mombasa", style="List Bullet")
    document.add_paragraph("A quay", style="Caption")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Kenya", "Mombasa"
    file = io.BytesIO()
    document.save(file)
    found = convert(file.getvalue(), "docx")
    assert found.text.split("\n\n") == ["# Ports", "- Mombasa", "Caption: A quay", "Kenya | Mombasa"]
    assert (found.title, found.year) == ("Ports", None)


def test_sources_win_over_what_a_file_says(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(PAGE)
    (tmp_path / "b.html").write_bytes(PAGE)
    (tmp_path / "c.html").write_bytes(PAGE)
    told = (
        '[sources.a]\ntitle = "Quays"\nlanguage = "en-GB"',
        "[sources.b]\ndate = 2020-07-01",
        "[sources.c]\nyear = 2021",
    )
    (tmp_path / "sources.toml").write_text("\n".join(told), encoding="utf-8")
    documents, _ = read_documents([tmp_path])
    page = Source(title="Ports - A ministry", publisher="A ministry", language="en", date="2019-04-01")
    assert [document.source for document in documents] == [
        replace(page, title="Quays", language="en-GB"),
        replace(page, date="2020-07-01", year=2020),
        replace(page, date="", year=2021),
    ]
    assert [document.kept for document in documents] == [True, True, True]


@pytest.mark.parametrize(
    ("head", "language"),
    [
        ('<html lang="EN-gb">', "en-GB"),
        ('<html><meta http-equiv="Content-Language" content="en">', "en"),
        ('<html><meta property="og:locale" content="en_US">', "en-US"),
        ('<html lang="English (UK)">', ""),
    ],
)
def test_the_language_of_a_page_is_a_tag_or_nothing(head: str, language: str) -> None:
    assert convert_here(f"<!doctype html>{head}<p>Japan supports Laos.".encode(), "html").language == language


def test_a_word_file_tells_its_language_and_day_of_publication() -> None:
    document = docx.Document()
    document.core_properties.language = "en-gb"
    document.add_paragraph("Japan supports Laos.")
    file = io.BytesIO()
    document.save(file)
    found = convert_here(file.getvalue(), "docx")
    assert (found.language, found.date) == ("en-GB", "")


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", "Côte d’Ivoire"),
        ("cp1252", "The “Project” – São Tomé’s aid"),
        ("cp932", "Tokyo in 東京"),
        ("euc_jp", "JICA（国際協力機構）supports the 東京 centre."),
        ("utf-16", "Japan – Laos"),
        ("utf-16-le", "Japan – Laos"),
        ("utf-16-be", "Japan – Laos"),
        ("utf-32", "Japan – Laos"),
        ("iso2022_jp", "Tokyo 東京 is here"),
    ],
)
def test_the_encoding_is_found(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)) == text


def test_a_declared_encoding_is_believed() -> None:
    assert decode("Łódź".encode("cp1250"), "windows-1250") == "Łódź"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("JICA soutient le Laos.", ""),
        ("Programa de Cooperación Técnica; Ministerio de Salud; " * 2, ""),
        ("La France soutient les écoles du Mali avec une aide qui est gérée par des ONG. " * 4, "French"),
        ("Japan unterstützt den Hafen und die Schulen mit einer Anleihe, die von der JICA ist. " * 4, "German"),
        ("国際協力機構は、開発途上国への技術協力を実施している。", "Japanese"),
        ("Tokyo (東京) hosts the centre.", ""),
        ("zmora kivo tal preno. " * 60, "another language"),
    ],
)
def test_a_text_that_is_not_english_is_told(text: str, language: str) -> None:
    assert foreign(text) == language


@pytest.mark.parametrize("path", sorted(TEXTS.iterdir()), ids=lambda path: path.stem)
def test_our_digests_are_english(path: Path) -> None:
    assert foreign(path.read_text(encoding="utf-8")) == ""


def test_a_text_in_another_language_is_left_out_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Japan supports Laos.", encoding="utf-8")
    (tmp_path / "b.txt").write_text("Le Japon soutient les écoles du Mali avec une aide qui est utile. " * 4, "utf-8")
    reason = "found a text that is not English but French, an English one is needed"
    assert read_documents([tmp_path])[1] == (Skipped(path="b.txt", reason=reason, unread=True),)


def test_files_of_one_name_and_folder_are_told_apart_by_their_ending(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(PAGE)
    (tmp_path / "a.docx").write_bytes(word_file_of("Japan supports Laos."))
    names = [document.id for document in read_documents([tmp_path])[0]]
    assert names == [f"{tmp_path.name}-a-docx", f"{tmp_path.name}-a-html"]


def test_a_reader_gives_the_same_in_a_process_of_its_own() -> None:
    assert convert(PAGE, "html") == convert_here(PAGE, "html")
