"""The model, the tables and the reading of our digests, made once a session; texts and parses written by hand."""

import re
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, PdfMargins

from extract.documents import read_documents
from extract.entities import resolve_text
from extract.gazetteer import Gazetteer
from extract.joining import join
from extract.model import Document, Extraction
from extract.names import Name
from extract.nlp import Parse, Parser
from extract.pipeline import Reader
from extract.reading import read_blocks
from extract.readings import Reading
from extract.seeds import AuthorityRow, load_authority, load_demonyms
from extract.sentences import Named, with_entities
from extract.spans import tokens_at
from extract.texts import Text, prepare
from graph.store import READINGS
from graph.writing.kept import text_hash
from graph.writing.packs import Packs
from ontology.vocabulary import EntityType

TEXTS = Path(__file__).parents[2] / "seeds" / "texts"


@pytest.fixture(scope="session")
def rows() -> tuple[AuthorityRow, ...]:
    return load_authority()


@pytest.fixture(scope="session")
def gazetteer(rows: tuple[AuthorityRow, ...]) -> Gazetteer:
    return Gazetteer(rows)


@pytest.fixture(scope="session")
def demonyms() -> Mapping[str, str]:
    return load_demonyms()


@pytest.fixture(scope="session")
def parser() -> Parser:
    return Parser()


@pytest.fixture(scope="session")
def reader(gazetteer: Gazetteer, demonyms: Mapping[str, str]) -> Reader:
    return Reader(gazetteer, demonyms)


@pytest.fixture(scope="session")
def digest_readings(seeds_out: Path) -> Mapping[str, Reading]:
    """What each of our digests gives alone, by its id: as the graph of the seeds keeps it."""
    documents, _ = read_documents([TEXTS])
    return {document.id: _kept_reading(document, seeds_out) for document in documents}


def _kept_reading(document: Document, out: Path) -> Reading:
    with closing(Packs(out / READINGS)) as packs:
        kept = packs.get(text_hash(document.text))
    assert kept
    return replace(Reading.from_json(kept), document=document)


@pytest.fixture(scope="session")
def digests(digest_readings: Mapping[str, Reading]) -> Extraction:
    """What the extractor finds in our digests."""
    _, skipped = read_documents([TEXTS])
    return join(digest_readings.values(), skipped)


@pytest.fixture(scope="session")
def digest() -> str:
    """The text of the longest digest."""
    return (TEXTS / "mofa-white-paper-2018-peace.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def text_of() -> Callable[[str], Text]:
    """A text as read, ready for finding names."""
    return lambda raw: prepare(read_blocks(raw))


@pytest.fixture(scope="session")
def names_of() -> Callable[..., list[Name]]:
    """Every place in a text of the names that a table gives with their types, in text order; the longest name wins."""

    def find(text: Text, types: Mapping[str, EntityType], tables: Gazetteer | None = None) -> list[Name]:
        sought = re.compile("|".join(map(re.escape, sorted(types, key=len, reverse=True))) or r"(?!)")
        found = (
            (at, tokens_at(tokens, *place.span()), place[0])
            for at, (block, tokens) in enumerate(zip(text.blocks, text.tokens, strict=True))
            for place in sought.finditer(block.text)
        )
        return [
            Name(at, *span, types[surface], tables.row(surface, types[surface].group) if tables else None)
            for at, span, surface in found
        ]

    return find


@pytest.fixture(scope="session")
def named_of(
    text_of: Callable[[str], Text], names_of: Callable[..., list[Name]], gazetteer: Gazetteer
) -> Callable[..., Named]:
    """A text with the names that a table gives, joined to entities; no weights are asked."""

    def name(raw: str, types: Mapping[str, EntityType], tables: Gazetteer | None = gazetteer) -> Named:
        text = text_of(raw)
        names = names_of(text, types, tables)
        known = tables if tables is not None else Gazetteer(())
        return with_entities(text, names, resolve_text(text, names, known, {}), known)

    return name


@pytest.fixture(scope="session")
def parse_of() -> Callable[..., Parse]:
    """A parse from one line a word, ``word tag dep head``; a star marks a name, a slash divides word and lemma."""

    def parse(*lines: str) -> Parse:
        cells = [line.split() for line in lines]
        words = [cell[0].lstrip("*").partition("/") for cell in cells]
        starred = [at for at, cell in enumerate(cells) if cell[0].startswith("*")]
        starts = [sum(len(word) + 1 for word, _, _ in words[:at]) for at in range(len(words))]
        return Parse(
            words=tuple(word for word, _, _ in words),
            lemmas=tuple(lemma or word.lower() for word, _, lemma in words),
            tags=tuple(cell[1] for cell in cells),
            deps=tuple(cell[2] for cell in cells),
            heads=tuple(int(cell[3]) for cell in cells),
            names=tuple(starred.index(at) if at in starred else -1 for at in range(len(cells))),
            origins=tuple((start, start + len(word)) for start, (word, _, _) in zip(starts, words, strict=True)),
        )

    return parse


@pytest.fixture(scope="module")
def printer(browser: Browser) -> Callable[..., bytes]:
    """Prints a page as a browser does, in some style, with a running head and page numbers."""

    def print_(markup: str, style: str = "") -> bytes:
        page = browser.new_page()
        page.set_content(f"{markup}<style>{style}</style>")
        data = page.pdf(
            display_header_footer=True,
            prefer_css_page_size=True,
            tagged=True,
            header_template="<div style='font-size: 9px'>Fiji funds Peru</div>",
            footer_template="<div style='font-size: 9px'>Page <span class=pageNumber></span></div>",
            margin=PdfMargins(top="60px", bottom="60px", left="50px", right="50px"),
        )
        page.close()
        return data

    return print_
