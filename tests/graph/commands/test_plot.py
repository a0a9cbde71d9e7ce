import subprocess
import sys
from pathlib import Path

import pytest

from graph.cli import run
from graph.commands.pictures import PICTURES


def _run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    code = run(["plot", *map(str, arguments)])
    shown = capsys.readouterr()
    return code, shown.out, shown.err


def _fresh(code: str, *arguments: str) -> str:
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def test_list_names_every_picture_and_what_it_shows(capsys: pytest.CaptureFixture[str]) -> None:
    lines = _run(capsys, "--list")[1].splitlines()
    assert [line.split()[0] for line in lines] == list(PICTURES)
    assert all(len(line.split()) > 4 for line in lines)


def test_list_loads_no_matplotlib() -> None:
    code = "import sys; from graph.cli import run; run(['plot', '--list']); print('matplotlib' in sys.modules)"
    assert _fresh(code).endswith("False\n")


def test_picture_is_written_where_it_is_asked_for(
    capsys: pytest.CaptureFixture[str], small_out: Path, tmp_path: Path
) -> None:
    code, shown, _ = _run(capsys, "reach", "-o", tmp_path / "reach.svg", "--out", small_out)
    assert (code, shown) == (0, f"{tmp_path / 'reach.svg'}\n")
    assert "<svg" in (tmp_path / "reach.svg").read_text(encoding="utf-8")


def test_picture_is_a_png_beside_the_graph_else(capsys: pytest.CaptureFixture[str], small_out: Path) -> None:
    _, shown, _ = _run(capsys, "timeline", "--out", small_out)
    file = small_out.with_name(f"{small_out.name}-timeline.png")
    assert shown == f"{file}\n"
    assert file.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["pie"], "found 'pie', one of actors, bipartite"),
        ([], "found no NAME, one of actors"),
        (["map", "-o", "map.gif"], "map.gif: found ending '.gif', one of .png, .svg, .pdf is needed"),
        (["ego", "--thing", "JIKA"], "JIKA"),
        (["ego", "--thing", "Kenya", "--relation", "supports"], "found no relation of 'kenya' in the network"),
        (["flows", "--years", "1900"], "found a programme with a giver and a place nowhere in the network"),
        (["flows", "--years", "x"], "a year or a span like 2018-2023 is needed"),
    ],
    ids=["name", "none", "ending", "thing", "not in it", "years", "no years"],
)
def test_mistakes_are_one_line(
    capsys: pytest.CaptureFixture[str], small_out: Path, arguments: list[str], message: str
) -> None:
    code, shown, said = _run(capsys, *arguments, "--out", small_out)
    assert (code != 0, shown, said.count("\n")) == (True, "", 1)
    assert message in said


@pytest.mark.parametrize("package", ["matplotlib", "pandas"])
def test_without_what_pictures_need_it_says_what_to_install(small_out: Path, package: str) -> None:
    code = (
        f"import sys; sys.modules['{package}'] = None\n"
        "from graph.cli import run\n"
        "run(['plot', 'map', '--out', sys.argv[1]])"
    )
    said = _fresh(code, str(small_out))
    assert f"found no {package}" in said
    assert "pip install 'odagraph[notebooks]'" in said
    assert "Traceback" not in said
