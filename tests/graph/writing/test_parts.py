"""The list of the texts' graphs, from which the next build takes over what has not changed."""

import os
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from graph.store import STORE, TRIG, open_store
from graph.writing.counts import Total
from graph.writing.dataset import quads_in
from graph.writing.files import Slice
from graph.writing.parts import Stretches, old_parts, read_parts, read_totals
from graph.writing.things import THINGS_FILE, said_of_things
from ontology import Namespaces

NS = Namespaces()


def test_parts_tell_where_section_and_lines_of_a_text_are(two_texts: Path) -> None:
    store, parts = open_store(two_texts), [*read_parts(two_texts)]
    with old_parts(two_texts) as old:
        found = [part for each in parts if (part := old.find(each.graph, each.made_of))]
        said = {part.head.graph: part.said.of(old.said) for part in found}
        sections = {part.head.graph: part.section.of(old.trig) for part in found}
    assert b"".join(said.values()) == (two_texts / STORE / THINGS_FILE).read_bytes()
    assert (two_texts / TRIG).read_bytes().endswith(b"".join(sections.values()))
    for graph, section in sections.items():
        quads = [*quads_in(section, NS)]
        assert len(quads) == len([*store.quads_for_pattern(None, None, None, NamedNode(graph))])
        assert said[graph] == said_of_things(quads, NS)


def test_totals_are_those_of_the_parts_that_stay(two_texts: Path) -> None:
    first, second = read_parts(two_texts)
    with old_parts(two_texts) as old:
        assert old.total.counts == read_totals(two_texts).counts
        assert old.find(first.graph, "something else") is None
        assert old.find(second.graph, second.made_of)
        old.drop_others()
    expected = Total()
    expected.add(second.counts, less=second.of_things)
    assert old.total.counts == expected.counts


@pytest.mark.parametrize("is_able", [True, False])
def test_stretches_are_copied_in_order_and_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_able: bool
) -> None:
    """Also where a system cannot copy from file to file."""
    if not is_able:
        monkeypatch.delattr(os, "sendfile")
    source, target = tmp_path / "source", tmp_path / "target"
    source.write_bytes(bytes(range(100)))
    with source.open("rb") as read, target.open("wb") as written:
        stretches = Stretches(read, written)
        for start, length in ((10, 5), (15, 5), (40, 2)):
            stretches.add(Slice(start, length))
        stretches.flush()
        written.write(b"!")
        stretches.add(Slice(95, 5))
        stretches.flush()
        stretches.add(Slice(95, 6))
        with pytest.raises(OSError, match="shorter"):
            stretches.flush()
    assert target.read_bytes() == bytes([*range(10, 20), 40, 41, ord("!"), *range(95, 100), *range(95, 100)])
