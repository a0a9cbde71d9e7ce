"""Every command and every line of Python that the README shows runs as it stands there."""

import doctest
import io
import re
import shlex
import shutil
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path

import docx
import pytest

from graph.cli import run

ROOT = Path(__file__).parents[1]
ODAGRAPH = Path(sys.executable).with_name("odagraph")
#: Ends with 1 when the graphs differ, as `diff` does.
DIFFERS = 1
#: What reads texts, for which a process of its own would load the language model for seconds: it runs in this one.
#: `test_hostile.py` and `test_interrupted.py` have processes of both.
READS = {"build", "add"}
#: Begins the address of a store elsewhere; `tests/graph/endpoint` has real ones.
ELSEWHERE = ("http://", "https://", "s3://", "tcp://")


def _blocks(language: str) -> list[str]:
    """The README's blocks in one language, in order."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def _commands() -> list[list[str]]:
    """The README's `odagraph` lines as words, comments left out, in order."""
    lines = [line for block in _blocks("sh") for line in block.splitlines() if line.startswith("odagraph ")]
    return [shlex.split(line, comments=True)[1:] for line in lines]


@pytest.fixture(scope="module")
def folder(seeds_out: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Texts of our own, the annotations, and the graph of the seeds in `out`, as `make graph` leaves it."""
    path = tmp_path_factory.mktemp("readme")
    (path / "my-texts").mkdir()
    shutil.copy(ROOT / "seeds" / "texts" / "mic-newsletter-2020.txt", path / "my-texts")
    (path / "my-texts" / "old-report.txt").write_text("Norway funds the Lakes Fund. UNDP runs it in Malawi.\n")
    new = docx.Document()
    new.add_paragraph(
        "The International Labour Organization cooperates with Viet Nam and the Philippines in the Harbours Programme."
    )
    new.save(str(path / "new-report.docx"))
    (path / "tests").mkdir()
    sets = shutil.ignore_patterns("passages", "unseen")
    shutil.copytree(ROOT / "tests" / "gold", path / "tests" / "gold", ignore=sets)
    shutil.copytree(seeds_out, path / "out")  # with what was read, so that this build reads nothing again
    subprocess.run([ODAGRAPH, "build"], cwd=path, check=True, capture_output=True)
    return path


def _done(words: list[str], folder: Path) -> tuple[int, str, str]:
    """How a command ended, and what it wrote to the standard output and the standard error."""
    if words[0] not in READS:
        done = subprocess.run([ODAGRAPH, *words], cwd=folder, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout, done.stderr
    with chdir(folder), redirect_stdout(io.StringIO()) as shown, redirect_stderr(io.StringIO()) as said:
        return run(words), shown.getvalue(), said.getvalue()


def test_the_readme_commands_run(folder: Path) -> None:
    commands = _commands()
    assert len(commands) >= 10
    for words in commands:
        if any(word.startswith(ELSEWHERE) for word in words):
            continue
        shown, _, target = " ".join(map(shlex.quote, words)).partition(" '>' ")
        options = ["--no-open"] if words[0] == "view" else []
        code, answer, error = _done([*shlex.split(shown), *options], folder)
        allowed = {0, DIFFERS} if words[0] == "diff" else {0}
        assert code in allowed, (words, error)
        assert answer.strip() or words[0] in {"diff", "export"}, words
        if target:
            (folder / target).write_text(answer, encoding="utf-8")


def test_the_readme_python_gives_what_it_shows(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    shown = doctest.DocTestParser().get_doctest("".join(_blocks("python")), {}, "README.md", "README.md", 0)
    assert len(shown.examples) >= 5
    assert doctest.DocTestRunner().run(shown).failed == 0
