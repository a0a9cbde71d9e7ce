from pathlib import Path

import pytest

from graph.bench.speed import repeated
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
