"""A cluster reads as one process does, whatever is among the texts and whatever is killed on the way."""

import hashlib
import os
import signal
import subprocess
import sys
import textwrap
import zipfile
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from extract.cluster import Cluster, Fetched, connecting, read_on_cluster
from extract.documents import read_documents
from extract.documents.files import InputFile, files_at
from extract.model import Skipped
from extract.options import ReadingOptions
from extract.reading_process import Make, Outcome
from extract.readings import Reading
from extract.workers import read_all
from ontology.errors import ClusterError, InputError

worker = pytest.importorskip("extract.cluster.worker", reason="clusters need the extra `scale`")
ROOT = Path(__file__).parents[3]
OPTIONS = ReadingOptions()
#: Words that make a text English and long enough for a task of its own.
FILLER = "\nThe aid of Japan is for the ports and the schools of the coast." * 300
SOURCES = '[sources.b]\ntitle = "A report"\nyear = 2020\n'

Running = Callable[[int], AbstractContextManager[str]]
WasRead = Callable[[], list[str]]


def write(folder: Path, **texts: str) -> Path:
    """A folder of texts by their names."""
    for name, text in texts.items():
        path = folder / f"{name.replace('__', '/')}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def mixed(folder: Path) -> Path:
    """A folder with every kind of thing that may happen to a text."""
    write(folder, a="one", b="two", deep__same="three", other__same="four", fails="fail", dies="die", again="one")
    write(folder, empty="", foreign="Le Japon soutient les villages du Mali avec une aide qui est utile. " * 6)
    (folder / "page.html").write_text("<html><title>Ports</title><p>Japan supports Laos.</p></html>")
    (folder / "sources.toml").write_text(SOURCES)
    (folder / "table.csv").write_text("1,2")
    with zipfile.ZipFile(folder / "packed.zip", "w") as archive:
        archive.writestr("in/c.txt", "five")
        archive.writestr("in/sources.toml", SOURCES.replace(".b]", ".c]"))
        archive.writestr("../out.txt", "six")
    return folder


def here(folder: Path, make: Make) -> list[Outcome]:
    """What one process reads, and the files that give no text."""
    documents, skipped = read_documents([folder])
    return by_name([*skipped, *read_all(documents, OPTIONS, 2, make=make)])


def there(folder: Path, cluster: Cluster) -> list[Outcome]:
    """The same by a cluster."""
    found = list(read_on_cluster([folder], OPTIONS, cluster))
    texts = [item for item in found if isinstance(item, Fetched)]
    ids = [text.document.id for text in texts]
    assert ids == sorted(ids)
    assert [text.sha256 for text in texts] == [
        hashlib.sha256(text.document.text.encode()).hexdigest() for text in texts
    ]
    outcomes = [item.outcome if isinstance(item, Fetched) else item for item in found]
    return by_name([outcome for outcome in outcomes if outcome])


def by_name(found: Sequence[Outcome]) -> list[Outcome]:
    return sorted(found, key=lambda item: item.path if isinstance(item, Skipped) else item.document.id)


def test_whatever_is_among_the_texts_comes_out_as_from_one_process(
    tmp_path: Path, make: Make, two_workers: str, was_read: WasRead
) -> None:
    folder = mixed(tmp_path / "texts")
    alone = here(folder, make)
    cluster = Cluster(address=two_workers, shards=tmp_path / "shards", make=make)
    assert there(folder, cluster) == alone
    before = was_read()

    # A second time nothing that was read is read again; what could not be read is tried anew.
    assert there(folder, cluster) == alone
    assert was_read() == before

    # A text with other words of the same length is.
    (folder / "b.txt").write_text("TWO")
    again = here(folder, make)
    assert there(folder, cluster) == again
    assert was_read().count("TWO") == 2


def test_known_words_are_not_read(tmp_path: Path, make: Make, two_workers: str, was_read: WasRead) -> None:
    folder = write(tmp_path / "texts", a="one", b="two words")
    known = frozenset({hashlib.sha256(b"two words").hexdigest()})
    cluster = Cluster(address=two_workers, shards=tmp_path / "shards", make=make)
    one, two = read_on_cluster([folder], OPTIONS, cluster, known=known)
    assert isinstance(one, Fetched)
    assert isinstance(one.outcome, Reading)
    (document,) = (document for document in read_documents([folder])[0] if document.id == "b")
    assert two == Fetched(document=replace(document, text=""), sha256=min(known), words=2, outcome=None)
    assert was_read() == ["one"]


def test_workers_that_are_killed_twice_lose_nothing(
    tmp_path: Path, make: Make, two_workers: str, was_read: WasRead
) -> None:
    texts = {f"t{number:02}": f"text {number}{FILLER}" for number in range(12)}
    texts |= {"t03": f"kill-worker one{FILLER}", "t08": f"kill-worker two{FILLER}"}
    folder = write(tmp_path / "texts", **texts)
    cluster = Cluster(address=two_workers, shards=tmp_path / "shards", make=make)
    found = there(folder, cluster)
    assert set(was_read()) == {text.splitlines()[0] for text in texts.values()}
    assert found == here(folder, make)


def test_two_texts_of_one_name_are_a_mistake_as_anywhere(tmp_path: Path, make: Make, two_workers: str) -> None:
    folder = write(tmp_path / "texts", a="one")
    (folder / "a.md").write_text("two")
    with pytest.raises(InputError) as alone:
        read_documents([folder])
    with pytest.raises(InputError) as raised:
        there(folder, Cluster(address=two_workers, shards=tmp_path / "shards", make=make))
    assert str(raised.value) == str(alone.value)


def test_texts_of_which_none_can_be_read_are_a_mistake_as_anywhere(
    tmp_path: Path, make: Make, two_workers: str
) -> None:
    folder = write(tmp_path / "texts", a="", b=" ")
    with pytest.raises(InputError) as alone:
        read_documents([folder])
    with pytest.raises(InputError) as raised:
        there(folder, Cluster(address=two_workers, shards=tmp_path / "shards", make=make))
    assert str(raised.value) == str(alone.value)


def test_a_file_that_a_worker_does_not_see_is_told(tmp_path: Path) -> None:
    """Another machine may have another disk; what is there and cannot be read is a matter of the text."""
    (tmp_path / "there.txt").touch()
    for file in (item for item in files_at(tmp_path) if isinstance(item, InputFile)):
        worker.check_seen(file)
        worker.check_seen(replace(file, at="https://example.org/none.txt"))
        with pytest.raises(ClusterError, match=r"none\.txt: found nothing there on .*, a place that all "):
            worker.check_seen(replace(file, at=tmp_path / "none.txt"))


def test_shards_that_cannot_be_written_are_told(tmp_path: Path, make: Make, two_workers: str) -> None:
    (tmp_path / "shards").touch()
    folder = write(tmp_path / "texts", a="one")
    with pytest.raises(ClusterError, match=r"shards: found that it cannot be written \("):
        list(read_on_cluster([folder], OPTIONS, Cluster(address=two_workers, shards=tmp_path / "shards", make=make)))


def test_after_the_scheduler_is_killed_the_next_build_reads_only_what_is_missing(
    tmp_path: Path, make: Make, running: Running, was_read: WasRead
) -> None:
    texts = {f"t{number:02}": f"text {number}{FILLER}" for number in range(12)} | {"t06": f"kill scheduler{FILLER}"}
    folder = write(tmp_path / "texts", **texts)

    def read() -> list[Outcome]:
        with running(1) as address:
            cluster = Cluster(address=address, shards=tmp_path / "shards", make=make)
            return there(folder, cluster)

    with pytest.raises(ClusterError, match="found that its scheduler is gone; what was read is kept"):
        read()
    done = was_read()
    assert "text 0" in done
    found = read()
    assert len(was_read()) <= len(texts) + 1  # the one text that was being read
    assert found == here(folder, make)


def test_after_the_client_is_killed_the_next_build_reads_only_what_is_missing(
    tmp_path: Path, desk: Path, make: Make, was_read: WasRead
) -> None:
    """With workers of its own, which end with it."""
    texts = {f"t{number:02}": f"text {number}{FILLER}" for number in range(8)} | {"t05": f"kill client{FILLER}"}
    folder = write(tmp_path / "texts", **texts)
    script = f"""
        import os, sys
        from pathlib import Path
        sys.path[:0] = [{str(ROOT)!r}, {str(desk)!r}]
        if __name__ == "__main__":
            from extract.cluster import Cluster, read_on_cluster
            from extract.options import ReadingOptions
            from readers_on_clusters import obedient
            Path({str(desk / "client")!r}).write_text(str(os.getpid()))
            cluster = Cluster(address="local:1", shards=Path({str(tmp_path / "shards")!r}), make=obedient)
            found = read_on_cluster([Path({str(folder)!r})], ReadingOptions(), cluster)
            Path({str(desk / "found")!r}).write_bytes(b"".join(item.outcome.to_json() for item in found))
    """
    (desk / "build.py").write_text(textwrap.dedent(script))

    def build() -> int:
        command, env = [sys.executable, desk / "build.py"], {**os.environ, "TMPDIR": str(desk)}
        return subprocess.run(command, check=False, capture_output=True, env=env).returncode

    assert build() == -signal.SIGKILL
    done = was_read()
    assert "text 0" in done
    assert build() == 0
    assert len(was_read()) <= len(texts) + 1
    alone = [item for item in here(folder, make) if isinstance(item, Reading)]
    assert (desk / "found").read_bytes() == b"".join(item.to_json() for item in alone)
    assert not _alive(str(desk))


def _alive(word: str) -> list[str]:
    """The processes whose command has a word."""
    found = []
    for place in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            if word.encode() in place.read_bytes():
                found.append(place.parent.name)
    return found


# -- mistakes ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["local:0", "local:x", "nowhere", "", "tcp://"])
def test_what_is_no_address_is_told(tmp_path: Path, address: str) -> None:
    folder = write(tmp_path / "texts", a="one")
    with pytest.raises(
        InputError, match=r"^--cluster: found .*, local, local:N or the address of a scheduler is allowed$"
    ):
        list(read_on_cluster([folder], OPTIONS, Cluster(address=address, shards=tmp_path / "shards")))


def test_a_scheduler_that_is_not_there_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connecting, "PATIENCE", 0.5)
    folder = write(tmp_path / "texts", a="one")
    with pytest.raises(
        ClusterError, match=r"^--cluster tcp://127\.0\.0\.1:1: found no scheduler there \(.*\), the address"
    ):
        list(read_on_cluster([folder], OPTIONS, Cluster(address="tcp://127.0.0.1:1", shards=tmp_path / "shards")))


def test_a_cluster_without_workers_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, running: Running) -> None:
    monkeypatch.setattr(connecting, "PATIENCE", 2)
    folder = write(tmp_path / "texts", a="one")
    with running(0) as address, pytest.raises(ClusterError, match=r"found no worker there, at least one is needed$"):
        list(read_on_cluster([folder], OPTIONS, Cluster(address=address, shards=tmp_path / "shards")))


def test_a_folder_without_texts_needs_no_cluster(tmp_path: Path) -> None:
    (tmp_path / "a.csv").touch()
    with pytest.raises(InputError, match="found no text that can be read"):
        list(read_on_cluster([tmp_path], OPTIONS, Cluster(address="local", shards=tmp_path / "shards")))


def test_a_package_that_is_missing_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connecting, "_PACKAGES", ("no_such_package",))
    folder = write(tmp_path / "texts", a="one")
    needed = r"^--cluster: found no no_such_package, which it needs \(pip install 'odagraph\[scale\]'\)$"
    with pytest.raises(InputError, match=needed):
        list(read_on_cluster([folder], OPTIONS, Cluster(address="local", shards=tmp_path / "shards")))
