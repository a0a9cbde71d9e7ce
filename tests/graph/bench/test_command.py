"""The command's own doings; what its parts measure is tested beside them."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from graph.bench.command import PARTS, main
from graph.bench.genre.corpus import generate


def _run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, list(map(str, arguments)))


def test_each_part_is_a_command() -> None:
    assert {*PARTS, "generate", "scale"} == set(main.commands)


def test_generate_writes_a_corpus(tmp_path: Path) -> None:
    done = _run("generate", "--documents", "2", "--first", "5", "--out", tmp_path / "by-command")
    assert (done.exit_code, done.stderr) == (0, "2 documents written\n")
    generate(tmp_path / "by-function", 2, first=5)
    by_command, by_function = (
        {path.name: path.read_bytes() for path in (tmp_path / name).rglob("*.*")}
        for name in ("by-command", "by-function")
    )
    assert by_command == by_function


@pytest.mark.parametrize("sizes", [["--documents", "2", "3"], ["2", "--documents", "3"], ["2", "3"]])
def test_sizes_follow_the_option_or_stand_alone(sizes: list[str], figures: dict[str, Any], tmp_path: Path) -> None:
    for size in ("2", "3"):
        (tmp_path / size).mkdir()
        (tmp_path / size / "figures.json").write_text(json.dumps(figures), encoding="utf-8")
    done = _run("scale", *sizes, "--work", tmp_path, "--json", tmp_path / "all.json")
    assert done.exit_code == 0
    assert "2 documents" in done.stdout
    assert json.loads((tmp_path / "all.json").read_text(encoding="utf-8")) == {"2": figures, "3": figures}


def test_a_scale_run_needs_a_size(tmp_path: Path) -> None:
    done = _run("scale", "--work", tmp_path)
    assert done.exit_code == 2
    assert "found no size, --documents 1000 is an example" in done.stderr
