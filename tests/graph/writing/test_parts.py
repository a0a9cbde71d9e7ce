"""What is kept of each text's graph, from which the next build takes over what has not changed."""

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from graph.store import STORE, TRIG, open_store
from graph.writing.counts import Counts, Total
from graph.writing.dataset import quads_in
from graph.writing.files import Slice, Stretches
from graph.writing.inferred import Reason
from graph.writing.parts import PARTS_FILE, OldGraph, Part, Parts
from graph.writing.things import about_things, said_of_things
from ontology import Namespaces, Status

NS = Namespaces()
NORTH, SOUTH = NS.source("north"), NS.source("south")


@pytest.fixture
def old(two_texts: Path, made_of: dict[str, str]) -> Iterator[OldGraph]:
    with closing(OldGraph(two_texts, made_of)) as graph:
        yield graph


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / STORE).mkdir()
    return tmp_path


def test_the_old_graph_tells_where_the_section_of_a_text_is(two_texts: Path, old: OldGraph) -> None:
    store = open_store(two_texts)
    assert [*old.kept] == [NORTH, SOUTH]
    assert not old.gone
    assert (two_texts / TRIG).read_bytes().endswith(b"".join(place.of(old.trig) for place in old.kept.values()))
    for graph, place in old.kept.items():
        quads = [*quads_in(place.of(old.trig), NS)]
        assert len(quads) == len([*store.quads_for_pattern(None, None, None, NamedNode(graph))]) > 0


@pytest.mark.parametrize("digest", [None, "another"])
def test_a_text_that_is_not_there_or_another_one_is_gone(
    two_texts: Path, made_of: dict[str, str], folder: Path, digest: str | None
) -> None:
    changed = {**made_of, NORTH: digest} if digest else {SOUTH: made_of[SOUTH]}
    with closing(OldGraph(two_texts, changed)) as old:
        assert (old.gone, [*old.kept]) == ([NORTH], [SOUTH])
        with closing(Parts(folder, old)) as parts:
            (left,) = parts
            assert left.graph == SOUTH
            assert {*parts.lines} == {*parts.said(SOUTH)}
            expected = Total()
            expected.add(left.counts, less=left.of_things)
            assert parts.total.counts == expected.counts


def test_parts_tell_what_a_text_holds_and_says(old: OldGraph, folder: Path) -> None:
    with closing(Parts(folder, old)) as parts:
        for part in parts:
            section = old.kept[part.graph].of(old.trig)
            quads = [*quads_in(section, NS)]
            assert len(section) == part.section
            assert parts.said(part.graph) == said_of_things(quads, NS)
            assert part.counts == Counts.of(quads, NS)
            assert part.of_things == Counts.of(about_things(quads, NS), NS)
        assert parts.triples == sum(part.counts.triples for part in parts)
        north, south = (part.section for part in parts)
        assert parts.places(7) == {NORTH: Slice(7, north), SOUTH: Slice(7 + north, south)}


def test_what_is_said_again_is_kept_once_and_what_nobody_says_any_more_is_not_kept(tmp_path: Path) -> None:
    """Numbers are given anew, and none twice."""
    folders = [tmp_path / str(number) for number in range(3)]
    said = {"a": [b"one .\n", b"two .\n"], "b": [b"two .\n", b"three .\n"], "c": [b"four .\n", b"one .\n"]}
    of = {graph: Part(graph=graph, made_of="", section=1, counts=Counts(), of_things=Counts()) for graph in said}
    for folder in folders:
        (folder / STORE).mkdir(parents=True)
        (folder / TRIG).write_bytes(b"..")
    with closing(Parts(folders[0])) as parts:
        for graph in ("a", "b"):
            parts.put(of[graph], said[graph])
    with closing(OldGraph(folders[0], {"a": ""})) as old, closing(Parts(folders[1], old)) as parts:
        assert {*parts.lines} == {*said["a"]}
        parts.put(of["c"], said["c"])
    assert b"three" not in (folders[1] / STORE / PARTS_FILE).read_bytes()
    with closing(OldGraph(folders[1], {"a": "", "c": ""})) as old, closing(Parts(folders[2], old)) as parts:
        assert {graph: parts.said(graph) for graph in ("a", "c")} == {graph: said[graph] for graph in ("a", "c")}
        assert len({*parts.lines.values()}) == len(parts.lines) == 3


def test_what_follows_is_kept_with_its_reasons(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many lines there are; and only what was put last."""
    monkeypatch.setattr("graph.writing.parts._IN_A_ROW", 2)
    (folder / TRIG).touch()
    rules = (Reason("one", Status.STATED), Reason("other", Status.PLANNED))
    follows = {
        rule: {b"<s> <p> <%d> .\n" % number for number in range(start, 10, 2)} for start, rule in enumerate(rules)
    }
    with closing(Parts(folder)) as parts:
        parts.put_derived({rules[0]: {b"<gone> <p> <o> .\n"}})
        parts.put_derived(follows)
    with closing(OldGraph(folder, {})) as old:
        assert old.inferred(NS).by_reason == follows


@pytest.mark.parametrize("is_able", [True, False])
def test_stretches_are_copied_in_order_and_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_able: bool
) -> None:
    """Also where a system cannot copy from file to file."""
    if not is_able:
        monkeypatch.delattr(os, "sendfile")
    paths = [tmp_path / name for name in ("one", "other", "target")]
    for path in paths[:2]:
        path.write_bytes(bytes(range(100)))
    with paths[0].open("rb") as one, paths[1].open("rb") as other, paths[2].open("wb") as target:
        stretches = Stretches(target)
        for source, start, length in ((one, 10, 5), (one, 15, 5), (other, 20, 2), (one, 22, 2)):
            stretches.add(source, Slice(start, length))
        stretches.flush()
        target.write(b"!")
        stretches.add(one, Slice(95, 5))
        stretches.flush()
        stretches.add(one, Slice(95, 6))
        with pytest.raises(OSError, match="shorter"):
            stretches.flush()
    assert paths[2].read_bytes() == bytes([*range(10, 24), ord("!"), *range(95, 100), *range(95, 100)])
