"""Texts added, changed and taken out: the graph is that of a build of all its texts from nothing, byte for byte."""

import shutil
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.model import Skipped
from extract.readings import Reading
from graph.checking.validate import validate
from graph.store import MANIFEST, PARTS, READINGS, STORE, open_store, read_manifest
from graph.writing import filling, storing
from graph.writing.build import BuildOptions, build
from graph.writing.content import NAMES_FILE
from graph.writing.files import Digests
from graph.writing.kept import Shelf, read_index, text_hash
from graph.writing.packs import Packs
from graph.writing.parts import PARTS_FILE
from graph.writing.seal import Seal, put_seal
from graph.writing.update import add, remove
from graph.writing.workplace import claimed
from ontology import GraphError, InputError, Namespaces

Made = Mapping[tuple[str, bool], Reading]
Shelve = Callable[[Path], None]
#: The texts of a folder: id, and whether it is the changed one.
Texts = dict[str, bool]

IDS = ("north", "south", "east", "west")
texts = st.dictionaries(st.sampled_from(IDS), st.booleans(), min_size=1)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("build"), texts),
        st.tuples(st.just("add"), texts),
        st.tuples(st.just("remove"), st.sets(st.sampled_from(IDS), min_size=1)),
    ),
    min_size=1,
    max_size=2,
)


def put(folder: Path, made: Made, chosen: Texts) -> list[Path]:
    """The files of texts, written into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{id_}.txt" for id_ in chosen]
    for path, item in zip(paths, chosen.items(), strict=True):
        path.write_text(made[item].document.text, encoding="utf-8")
    return paths


def contents(out: Path) -> dict[str, bytes]:
    """The bytes of all files of a graph but those of the store, whose engine names its files by chance."""
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.parent.name != STORE
    }


#: All that is known of names, without the numbers of rows.
TABLES = (
    "SELECT name, made_of, digest FROM texts ORDER BY name",
    "SELECT hash, key, id, lone, entity FROM said ORDER BY hash",
    "SELECT name, place, hash FROM texts t JOIN named ON text = t.number JOIN said s ON said = s.number ORDER BY 1, 2",
    "SELECT name, holders.key, hash FROM holders JOIN said ON said = said.number ORDER BY 1, 2, 3",
    "SELECT * FROM things ORDER BY id",
)


def joined(out: Path) -> list[tuple[object, ...]]:
    """What is kept of which thing is which."""
    with closing(sqlite3.connect(out / STORE / NAMES_FILE)) as names:
        return [row for table in TABLES for row in names.execute(table)]


@pytest.mark.parametrize("large", [False, True])
@settings(max_examples=4)
@given(first=texts, then=steps)
def test_the_way_to_a_set_of_texts_does_not_show(
    made: Made, shelve: Shelve, first: Texts, then: list[object], *, large: bool
) -> None:
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        if large:  # the store of a large graph is taken over, whatever has changed
            patch.setattr(filling, "SMALL_STORE", 0)
            patch.setattr(filling, "MANY", 1.1)
            patch.setattr(storing, "_AT_ONCE", 50)
        out, fresh = Path(folder) / "out", Path(folder) / "fresh"
        here = dict(first)
        shelve(out)
        build(put(Path(folder) / "0", made, first), out)
        for at, (kind, what) in enumerate(then, 1):  # type: ignore[misc]
            shelve(out)
            here = _step(kind, what, here, out, put(Path(folder) / str(at), made, what if kind != "remove" else {}))
        shelve(fresh)
        build(put(Path(folder) / "all", made, here), fresh)
        assert contents(out) == contents(fresh)
        assert set(open_store(out)) == set(open_store(fresh))
        assert joined(out) == joined(fresh)
        assert set(open_store(out).named_graphs()) == set(open_store(fresh).named_graphs())


def _step(kind: str, what: Texts, here: Texts, out: Path, paths: list[Path]) -> Texts:
    """The texts that a graph has after a step."""
    if kind == "build":
        build(paths, out)
        return dict(what)
    if kind == "add":
        add(paths, out)
        return here | what
    gone = [id_ for id_ in here if id_ in what]
    if len(gone) in {0, len(here)}:
        return here
    remove(gone, out)
    return {id_: changed for id_, changed in here.items() if id_ not in gone}


@pytest.fixture
def out(made: Made, two_texts: Path, tmp_path: Path) -> Path:
    """A graph of two texts, which stand beside it."""
    put(tmp_path / "texts", made, {"north": False, "south": False})
    return Path(shutil.copytree(two_texts, tmp_path / "out"))


def test_a_graph_of_texts_keeps_its_readings_and_conforms(out: Path, made: Made) -> None:
    assert {item.name for item in out.iterdir()} == PARTS | {READINGS}
    assert Packs(out / READINGS).hashes == {text.sha256 for text in read_index(out).texts}
    assert [text.document.id for text in read_index(out).texts] == ["north", "south"]
    assert validate(open_store(out), Namespaces()) == ()
    assert not out.with_name(".out.work").exists()


def test_what_is_known_of_a_text_may_change_without_reading_it(made: Made, out: Path, tmp_path: Path) -> None:
    """Nothing is on the shelf, so that a reading would start the language model, which knows other names."""
    (tmp_path / "texts" / "sources.toml").write_text('[sources.north]\npublisher = "Us"\n', encoding="utf-8")
    report = build([tmp_path / "texts"], out)
    assert report.claims == 3
    (north, _) = read_index(out).texts
    assert north.document.source.publisher == "Us"
    assert '"Us"' in (out / "graph.trig").read_text(encoding="utf-8")


def test_two_texts_of_the_same_words_share_a_reading(made: Made, shelve: Shelve, out: Path, tmp_path: Path) -> None:
    shelve(out)
    report = add(put(tmp_path / "more", made, {"west": True}), out)
    assert report.documents == ("north", "south", "west")
    assert len(Packs(out / READINGS).hashes) == 2


def test_options_stay_with_the_graph(made: Made, shelve: Shelve, tmp_path: Path) -> None:
    out = tmp_path / "out"
    shelve(out)
    options = BuildOptions(base="https://example.org/aid/", inference=False)
    build(put(tmp_path / "texts", made, {"north": False}), out, options=options)
    shelve(out)
    add(put(tmp_path / "texts", made, {"south": False}), out, said={"inference": False})
    assert read_manifest(out).base == "https://example.org/aid/"
    assert "inferred" not in (out / "graph.trig").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"authority": False}, "--no-authority: found that .* was built with --authority, .* build it anew"),
        (
            {"base": "https://example.org/"},
            "--base https://example.org/: found that .* was built with --base https://w3",
        ),
        ({"min_confidence": 0.5}, "--min-confidence 0.5: found that .* was built with no --min-confidence"),
    ],
)
def test_an_option_that_says_otherwise_is_refused(
    made: Made, out: Path, said: dict[str, bool | str | float], message: str
) -> None:
    before = contents(out)
    with pytest.raises(InputError, match=message):
        add([out.parent / "texts"], out, said=said)
    assert contents(out) == before
    assert not out.with_name(".out.work").exists()


@pytest.mark.parametrize(
    ("ids", "message"),
    [
        (["nort"], "nort: found no text of this id in .*, north may be meant"),
        (["North"], "North: found no text of this id in [^,]*, north may be meant"),
        (["north", "zebra"], "zebra: found no text .*, `odagraph sources` lists them"),
        (["south", "north"], "no text would be left"),
    ],
)
def test_a_wrong_id_is_told_and_changes_nothing(out: Path, ids: list[str], message: str) -> None:
    before = contents(out)
    with pytest.raises(InputError, match=message):
        remove(ids, out)
    assert contents(out) == before


def test_files_left_alone_before_stay_in_the_report_but_are_no_news(
    made: Made, shelve: Shelve, out: Path, tmp_path: Path
) -> None:
    shelve(out)
    paths = put(tmp_path / "more", made, {"east": False})
    (tmp_path / "more" / "scan.txt").touch()
    report = add([*paths, tmp_path / "more" / "scan.txt"], out)
    assert [item.path for item in report.unread] == ["scan.txt"]
    again = remove(["north"], out)
    assert again.unread == ()
    assert again.skipped == (Skipped(path="scan.txt", reason="found an empty file, a text is needed", unread=True),)


def test_a_graph_of_another_version_which_kept_less_is_written_anew(
    made: Made, shelve: Shelve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, fresh = tmp_path / "out", tmp_path / "fresh"
    with monkeypatch.context() as before:
        before.setattr("graph.writing.build.context_of", lambda **_: "another version")
        shelve(out)
        report = build(put(tmp_path / "texts", made, {"north": False}), out)
    for name in (NAMES_FILE, PARTS_FILE):
        (out / STORE / name).write_bytes(b"of another form")
    put_seal(Digests(out), Seal(made_of="another", context="another version", report=report))
    shelve(out)
    add(put(tmp_path / "texts", made, {"south": False}), out)
    shelve(fresh)
    build([tmp_path / "texts"], fresh)
    assert contents(out) == contents(fresh)
    assert joined(out) == joined(fresh)


@pytest.mark.parametrize("is_gone", [False, True])
def test_names_that_are_gone_or_damaged_are_joined_anew(
    made: Made, shelve: Shelve, out: Path, tmp_path: Path, *, is_gone: bool
) -> None:
    names, fresh = out / STORE / NAMES_FILE, tmp_path / "fresh"
    names.unlink() if is_gone else names.write_bytes(names.read_bytes()[:-1] + b"?")
    shelve(out)
    add(put(tmp_path / "texts", made, {"east": False}), out)
    shelve(fresh)
    build([tmp_path / "texts"], fresh)
    assert contents(out) == contents(fresh)
    assert joined(out) == joined(fresh)


def test_a_graph_without_readings_takes_no_texts(small_out: Path) -> None:
    with pytest.raises(GraphError, match="found no readings of its texts, build the graph again"):
        remove(["north"], small_out)


def test_what_is_no_graph_takes_no_texts_and_nothing_is_made(tmp_path: Path) -> None:
    with pytest.raises(GraphError):
        add([tmp_path], tmp_path / "none")
    assert list(tmp_path.iterdir()) == []


def test_a_graph_that_a_dead_build_moved_aside_is_put_back_first(out: Path) -> None:
    work = out.with_name(f".{out.name}.work")
    work.mkdir()
    first = read_index(out).texts[0].document.id
    out.rename(work / "old")
    remove([first], out)
    assert first not in read_manifest(out).documents
    assert not work.exists()


def test_a_damaged_reading_is_said_where_its_text_is_gone(out: Path, made: Made) -> None:
    for path in (out / READINGS).glob("*.sqlite"):
        path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(GraphError, match=r"found no reading of 'north' there, build the graph again"):
        remove(["south"], out)
    assert (out / MANIFEST).exists()


def test_a_reading_whose_words_were_changed_counts_as_not_there(out: Path, made: Made) -> None:
    (path,) = (out / READINGS).glob("*.sqlite")
    path.write_bytes(path.read_bytes().replace(b"Kenya", b"Nepal"))
    left = {text_hash(text) for id_ in ("north", "south") if "Kenya" not in (text := made[id_, False].document.text)}
    with claimed(out) as place, closing(Shelf(place, BuildOptions().reading.reader)) as shelf:
        assert shelf.known() == left
    assert len(left) < len(read_index(out).texts)
