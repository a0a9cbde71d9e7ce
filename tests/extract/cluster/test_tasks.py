"""How texts are cut into tasks: by how much there is to read, and so that little changes when texts come or go."""

from pathlib import Path, PurePosixPath

import pytest

from extract.cluster.tasks import LEAST, MOST, Task, characters, reader_of, size_of_tasks, tasks_of
from extract.documents.files import InputFile
from extract.documents.listing import Listed
from extract.options import ReadingOptions


def texts(number: int, size: int, ending: str = ".txt") -> list[Listed]:
    """So many texts of a size, in one folder."""
    paths = [Path(f"/texts/t{at:05}{ending}") for at in range(number)]
    return [
        Listed(file=InputFile(shown=path.name, place=PurePosixPath(path), at=path, size=size), id=path.stem)
        for path in paths
    ]


def names(tasks: tuple[Task, ...]) -> list[str]:
    return [task.shard("reader") for task in tasks]


@pytest.mark.parametrize(("number", "size"), [(1, 10), (300, 2_000), (5_000, 12_000), (40, 5_000_000)])
def test_tasks_hold_all_texts_in_their_order_and_none_is_long(number: int, size: int) -> None:
    listed = texts(number, size)
    tasks = tasks_of(listed)
    assert [file for task in tasks for file in task.files] == [text.file for text in listed]
    wanted = size_of_tasks(sum(characters(text.file) for text in listed))
    longest = max(sum(map(characters, task.files[:-1])) for task in tasks)
    assert longest < 2 * wanted <= 2 * MOST


def test_a_middling_corpus_gives_every_worker_something() -> None:
    assert len(tasks_of(texts(300, 2_500))) > 30


def test_a_task_of_a_large_corpus_is_minutes_long() -> None:
    lengths = [sum(map(characters, task.files)) for task in tasks_of(texts(9_000, 12_000))]
    assert 0.4 * MOST < sum(lengths) / len(lengths) < 1.5 * MOST
    assert LEAST < MOST


def test_a_text_more_changes_only_the_tasks_around_it() -> None:
    listed = texts(2_000, 12_000)
    added = [*listed[:700], *texts(1, 9_000, ".md"), *listed[700:]]
    before, after = names(tasks_of(listed)), names(tasks_of(added))
    assert len(set(before) - set(after)) <= 2
    assert len(before) > 50


def test_a_file_of_another_format_counts_by_its_text() -> None:
    (plain,), (printed,), (unknown,) = texts(1, 100_000), texts(1, 100_000, ".pdf"), texts(1, 0)
    assert characters(printed.file) < characters(plain.file) / 10
    assert characters(unknown.file) > 10_000


def test_a_shard_is_named_by_where_texts_lie_and_by_what_reads() -> None:
    (one,), (other,) = tasks_of(texts(1, 10)), tasks_of(texts(1, 10, ".md"))
    assert one.shard("reader") != other.shard("reader")
    assert one.shard("reader") != one.shard("other")
    assert one.shard("reader") == tasks_of(texts(1, 20))[0].shard("reader")


def test_what_makes_rows_has_a_name_of_its_own() -> None:
    """Of files that become other texts under a new release, no older text is believed."""
    one, other = ReadingOptions(), ReadingOptions(min_confidence=0.5)
    assert reader_of(one) == reader_of(ReadingOptions())
    assert len({reader_of(one), reader_of(other), one.reader}) == 3
