import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import jupytext  # type: ignore[import-untyped]  # it ships no types
import nbformat
import pytest
from jupytext.compare import compare_notebooks  # type: ignore[import-untyped]  # it ships no types
from nbformat import NotebookNode

from graph import network, plots
from graph.cli import cli
from graph.commands.pictures import PICTURES
from graph.network import pathways
from graph.notebook import VARIABLE
from graph.rankings import MEASURES

FOLDER = Path(__file__).parent.parent / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))

each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


@pytest.fixture(scope="module")
def runner() -> ModuleType:
    """`notebooks/run.py`, which is a script and no package."""
    spec = importlib.util.spec_from_file_location("run_notebooks", FOLDER / "run.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read(path: Path) -> NotebookNode:
    notebook: NotebookNode = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]  # partly typed
    return notebook


def outputs_of(notebook: NotebookNode) -> Iterator[NotebookNode]:
    yield from (output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs)


def pictures_in(notebook: NotebookNode) -> int:
    return sum("image/png" in output.get("data", {}) for output in outputs_of(notebook))


def pictures_asked_for(notebook: NotebookNode) -> int:
    """The cells that call a function of `graph.plots`."""
    calls = tuple(f"{name}(" for name in plots.__all__ if callable(getattr(plots, name)))
    return sum(line.startswith(calls) for cell in notebook.cells for line in cell.source.splitlines())


def words_in(notebook: NotebookNode) -> list[str]:
    """What cells wrote in words and tables, with their numbers."""
    data = [output.get("data", {}) for output in outputs_of(notebook)]
    return [item.get("text/markdown", item.get("text/plain")) for item in data if "image/png" not in item]


def warnings_in(notebook: NotebookNode) -> list[str]:
    """What cells wrote to the error stream: warnings, and progress that nobody asked for."""
    return [output.text for output in outputs_of(notebook) if output.get("name") == "stderr"]


def guide_rows() -> list[list[str]]:
    """Question, functions and command of each row of the guide."""
    lines = (FOLDER / "README.md").read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")]
    return [row for row in rows[2:] if row[1]]


def test_guide_names_functions_that_there_are() -> None:
    calls = {name for row in guide_rows() for name in re.findall(r"(\w+)\(", row[1])}
    homes = (network, pathways, plots)
    assert len(calls) > 30
    assert {name for name in calls if not any(callable(getattr(home, name, None)) for home in homes)} == set()


def test_guide_names_every_measure() -> None:
    named = {name for row in guide_rows() for name in re.findall(r"(?:--measure |or `)([\w-]+)", row[2])}
    assert named | {"degree"} == set(MEASURES)


def test_guide_names_commands_that_there_are() -> None:
    commands = [re.findall(r"`odagraph ([^`]+)`", row[2])[0].split() for row in guide_rows()]
    assert {command[0] for command in commands} <= set(cli.commands)
    assert {command[1] for command in commands if command[0] == "plot"} <= set(PICTURES)


def test_each_text_has_its_notebook() -> None:
    assert [path.stem for path in NOTEBOOKS] == sorted(path.stem for path in FOLDER.glob("[0-9]*.py")) != []


@each_notebook
def test_notebook_runs_and_says_what_it_is_kept_with(
    path: Path, runner: ModuleType, seeds_out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A graph of the user's own would make another notebook of it.
    monkeypatch.setenv(VARIABLE, str(seeds_out))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    fresh, kept = runner.run(path.with_suffix(".py")), read(path)
    assert warnings_in(fresh) == []
    assert pictures_in(fresh) == pictures_in(kept) == pictures_asked_for(fresh) > 0
    assert words_in(fresh) == words_in(kept), "the graph has changed since: `make notebooks` writes the notebook anew"


@each_notebook
def test_notebook_is_kept_as_it_ran(path: Path) -> None:
    notebook = read(path)
    counts = [cell.execution_count for cell in notebook.cells if cell.cell_type == "code"]
    assert counts == list(range(1, len(counts) + 1))
    assert warnings_in(notebook) == []


@each_notebook
def test_notebook_says_the_same_as_its_text(path: Path) -> None:
    text = jupytext.read(path.with_suffix(".py"))
    compare_notebooks(read(path), text, fmt="py:percent", compare_outputs=False, compare_ids=False)


@each_notebook
def test_notebook_keeps_no_path_of_the_machine_that_ran_it(path: Path) -> None:
    content = path.read_text(encoding="utf-8")
    assert f"{Path.home()}/" not in content
    assert str(FOLDER.parent) not in content


@each_notebook
def test_notebook_is_small_enough_for_a_viewer(path: Path) -> None:
    assert path.stat().st_size < 1_000_000


@each_notebook
def test_notebook_quotes_its_sentences_and_shows_no_python_object(path: Path) -> None:
    words = words_in(read(path))
    assert any(text.startswith("> ") and "characters" in text for text in words)
    assert not any(re.search(r"<\w+ (?:object )?at 0x|Axes:", text) for text in words)
