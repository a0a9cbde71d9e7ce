"""`odagraph add`, `remove` and `sources`, with the real language model for the one text that is added."""

import csv
import hashlib
import io
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from graph.cli import run

TEXTS = {
    "aid": "JICA supports Viet Nam. The United Nations Development Programme (UNDP) works with Japan in Kenya.\n",
    "sea": "Norway funds the Blue Harbour Project in Kenya.\n",
}


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph of two texts, of which the second was added."""
    folder = tmp_path_factory.mktemp("added")
    for name, text in TEXTS.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    (folder / "sources.toml").write_text('[sources.sea]\ntitle = "The Sea"\nyear = 2020\n', encoding="utf-8")
    assert run(["build", str(folder / "aid.txt"), "--out", str(folder / "g")]) == 0
    assert run(["add", str(folder / "sea.txt"), "--out", str(folder / "g")]) == 0
    return folder / "g"


def test_sources_lists_texts_with_what_each_gave(capsys: pytest.CaptureFixture[str], out: Path) -> None:
    assert run(["sources", "--out", str(out), "--format", "csv"]) == 0
    aid, sea = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert (aid["id"], aid["words"], sea["title"], sea["date"], sea["publisher"]) == (
        "aid",
        "15",
        "The Sea",
        "2020",
        "",
    )
    assert int(aid["entities"]) == 5
    assert int(sea["claims"]) >= 1
    assert sea["sha256"] == hashlib.sha256(TEXTS["sea"].encode()).hexdigest()


def test_sources_speaks_to_readers_and_programs(capsys: pytest.CaptureFixture[str], out: Path) -> None:
    assert run(["sources", "--out", str(out), "--format", "json"]) == 0
    assert [text["id"] for text in json.loads(capsys.readouterr().out)] == ["aid", "sea"]
    assert run(["sources", "--out", str(out)]) == 0
    assert "The Sea" in capsys.readouterr().out


def test_what_is_built_again_unchanged_starts_no_language_model(out: Path, tmp_path: Path) -> None:
    texts, copy = sorted(map(str, out.parent.glob("*.txt"))), str(shutil.copytree(out, tmp_path / "g"))
    code = (
        "import sys; from graph.cli import run\n"
        f"assert run(['build', *{texts}, '--out', {copy!r}]) == 0\n"
        f"assert run(['remove', 'sea', '--out', {copy!r}]) == 0\n"
        "print(sorted({'spacy', 'onnxruntime', 'extract.pipeline'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.stdout.startswith("2 documents, ")
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["remove", "see"], 2, "see: found no text of this id in"),
        (["remove"], 2, "Missing argument"),
        (["add", "no-such.txt"], 2, "no-such.txt: found nothing there"),
        (["add", "aid.txt", "--no-authority"], 2, "--no-authority: found that"),
    ],
)
def test_a_mistake_is_one_line(
    capsys: pytest.CaptureFixture[str], out: Path, arguments: list[str], code: int, message: str
) -> None:
    before = (out / "graph.trig").read_bytes()
    assert run([*arguments, "--out", str(out)]) == code
    shown, said = capsys.readouterr()
    assert (shown, said.count("\n")) == ("", 1)
    assert message in said
    assert (out / "graph.trig").read_bytes() == before


def test_where_no_graph_is_none_is_made(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for command in (["add", "x.txt"], ["remove", "x"], ["sources"]):
        assert run([*command, "--out", str(tmp_path / "none")]) == 1
        assert "found no graph, run `odagraph build` first" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
