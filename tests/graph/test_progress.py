import pytest

from graph.progress import progress_bar


def test_nobody_is_told_when_nobody_looks(capsys: pytest.CaptureFixture[str]) -> None:
    with progress_bar(shown=False) as progress:
        assert progress is None
    assert capsys.readouterr() == ("", "")


def test_the_bar_shows_step_and_share_on_the_error_stream(capsys: pytest.CaptureFixture[str]) -> None:
    with progress_bar(shown=True) as progress:
        assert progress
        progress("reading", 1, 4)
        progress("reading", 2, 4)
    shown, said = capsys.readouterr()
    assert shown == ""
    assert "reading:  50%" in said
    assert "2/4" in said
