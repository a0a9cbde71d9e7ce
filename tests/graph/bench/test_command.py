import subprocess
import sys
from pathlib import Path

import pytest

from graph.bench.command import repeated
from graph.bench.runs import measure
from ontology import InputError


def test_texts_are_repeated_until_they_are_long_enough(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "in" / "a.txt").write_text("one two three", encoding="utf-8")
    (tmp_path / "in" / "b.md").write_text("four", encoding="utf-8")
    (tmp_path / "in" / "c.csv").write_text("not a text", encoding="utf-8")
    assert repeated(tmp_path / "in", tmp_path / "out", 9) == (12, 6)
    copies = [path.read_text(encoding="utf-8") for path in (tmp_path / "out").iterdir()]
    assert len(set(copies)) == len(copies) == 6


def test_a_folder_without_texts_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"found no text, a folder with \.txt or \.md files is needed"):
        repeated(tmp_path, tmp_path, 1)


def test_a_process_is_measured_whole() -> None:
    """In a small process of its own, as `make bench` is: a child's peak starts at the size of what starts it."""
    measured = "import time; held = b'x' * 60_000_000; time.sleep(0.2)"
    code = (
        f"from graph.bench.runs import measure; run = measure(['-c', {measured!r}]); print(run.seconds, run.megabytes)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    seconds, megabytes = map(float, done.stdout.split())
    assert 0.2 < seconds < 10
    assert 60 < megabytes < 200


def test_a_process_that_fails_says_its_last_line() -> None:
    with pytest.raises(InputError, match=r"fails \(ValueError: no luck\)"):
        measure(["-c", "raise ValueError('no luck')"])
