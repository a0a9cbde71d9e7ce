from pathlib import Path

import pytest

from graph.bench import measure, repeated
from ontology import InputError


def test_texts_are_repeated_until_they_are_long_enough(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "in" / "a.txt").write_text("one two three", encoding="utf-8")
    (tmp_path / "in" / "b.md").write_text("four", encoding="utf-8")
    (tmp_path / "in" / "c.csv").write_text("not a text", encoding="utf-8")
    assert repeated(tmp_path / "in", tmp_path / "out", 9) == (12, 6)
    assert len(list((tmp_path / "out").iterdir())) == 6


def test_a_folder_without_texts_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"found no text, a folder with \.txt or \.md files is needed"):
        repeated(tmp_path, tmp_path, 1)


def test_a_process_is_measured_whole() -> None:
    run = measure(["-c", "import time; held = b'x' * 60_000_000; time.sleep(0.2)"])
    assert 0.2 < run.seconds < 10
    assert 60 < run.megabytes < 500


def test_a_process_that_fails_says_its_last_line() -> None:
    with pytest.raises(InputError, match=r"fails \(ValueError: no luck\)"):
        measure(["-c", "raise ValueError('no luck')"])
