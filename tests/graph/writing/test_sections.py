"""Texts that are asked for by pattern from their sections: the answers are those of the store."""

import re
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import product
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from graph.store import TRIG, open_store
from graph.writing import sections
from graph.writing.files import Slice
from graph.writing.parts import OldGraph
from graph.writing.sections import SectionsFirst
from ontology import Namespaces

NS = Namespaces()


class Counting:
    """A store that counts how often it is asked for quads."""

    def __init__(self, store: Store) -> None:
        self.store, self.asked = store, 0

    def __getattr__(self, name: str) -> object:
        return getattr(self.store, name)

    def quads_for_pattern(self, *pattern: object) -> Iterator[Quad]:
        self.asked += 1
        return self.store.quads_for_pattern(*pattern)  # type: ignore[arg-type]


@pytest.fixture
def places(two_texts: Path, made_of: dict[str, str]) -> dict[str, Slice]:
    with closing(OldGraph(two_texts, made_of)) as old:
        return dict(old.kept)


@pytest.mark.parametrize("short", [sections.SHORT, 0])
def test_each_pattern_has_the_answer_of_the_store(
    two_texts: Path, places: dict[str, Slice], monkeypatch: pytest.MonkeyPatch, short: int
) -> None:
    monkeypatch.setattr(sections, "SHORT", short)
    store = open_store(two_texts)
    with (two_texts / TRIG).open("rb") as trig:
        read = SectionsFirst(Counting(store), trig, places, NS)  # type: ignore[arg-type]
        quads = [quad for text in places for quad in store.quads_for_pattern(None, None, None, NamedNode(text))]
        for quad, hidden in product(quads, product([True, False], repeat=3)):
            pattern = [None if hide else term for term, hide in zip(quad, (*hidden, False), strict=True)]
            if not isinstance(pattern[2], Literal):
                found, expected = (source.quads_for_pattern(*pattern) for source in (read, store))  # type: ignore[arg-type,attr-defined]
                assert told(found) == told(expected)


def told(quads: Iterable[Quad]) -> set[tuple[str | float, ...]]:
    """What quads say; the engine writes numbers in its own way, and has fewer types of them."""
    return {tuple(number(term.value) for term in quad) for quad in quads}  # type: ignore[union-attr]


def number(value: str) -> str | float:
    return float(value) if re.fullmatch(r"[\d.]+", value) else value


def test_a_short_text_is_not_asked_of_the_store(two_texts: Path, places: dict[str, Slice]) -> None:
    store = Counting(open_store(two_texts))
    with (two_texts / TRIG).open("rb") as trig:
        read = SectionsFirst(store, trig, places, NS)  # type: ignore[arg-type]
        text = NamedNode(next(iter(places)))
        (title,) = read.quads_for_pattern(text, NamedNode("http://purl.org/dc/terms/title"), None, text)
        assert [*read.quads_for_pattern(None, title.predicate, title.object, text)] == [title]
        assert store.asked == 0
        assert [*read.quads_for_pattern(None, title.predicate, title.object, None)] == [title]
        assert store.asked == 1
    assert {*read.named_graphs()} == {*store.store.named_graphs()}
