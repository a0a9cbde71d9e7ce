"""Shards are there whole or not at all, on a disk and at an address."""

from pathlib import Path

import pytest

from extract.cluster.shards import Row, Shards
from ontology.errors import ClusterError

fsspec = pytest.importorskip("fsspec", reason="shards need the extra `scale`")
pytest.importorskip("pyarrow", reason="shards need the extra `scale`")

ROWS = [
    Row(at="/texts/a.txt", inner="", content="c0", sha256="5a", words=3, told=b'{"text":""}', reading=b"\x00\xffJapan"),
    Row(at="s3://texts/b.zip", inner="in/ü.txt", content="c1", reason="found an empty file, a text is needed"),
    Row(at="/texts/c.txt", inner="", content="c2", sha256="5b", words=10**12, told=b"{}"),
]


@pytest.fixture(params=["disk", "file", "memory"])
def shards(request: pytest.FixtureRequest, tmp_path: Path) -> Shards:
    """Shards in a folder, named as a path or an address, or in memory."""
    if request.param == "memory":
        return Shards(f"memory://{tmp_path.name}/shards")
    return Shards(tmp_path / "deep" / "shards" if request.param == "disk" else f"file://{tmp_path}/shards")


def test_what_is_saved_is_loaded(shards: Shards) -> None:
    assert shards.load("one") is None
    shards.save("one", ROWS)
    assert shards.load("one") == ROWS
    shards.save("one", ROWS[:1])
    assert shards.load("one") == ROWS[:1]
    assert shards.load("two") is None


def test_nothing_unfinished_stays_and_all_goes_in_the_end(tmp_path: Path) -> None:
    shards = Shards(tmp_path / "shards")
    shards.save("one", ROWS)
    assert [path.name for path in (tmp_path / "shards").iterdir()] == ["one.parquet"]
    shards.clear()
    shards.clear()
    assert not (tmp_path / "shards").exists()


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    shards = Shards(tmp_path)
    shards.save("one", ROWS)
    shards.save("two", ROWS)
    assert (tmp_path / "one.parquet").read_bytes() == (tmp_path / "two.parquet").read_bytes()


def test_a_damaged_shard_counts_as_missing(tmp_path: Path) -> None:
    shards = Shards(tmp_path)
    rows = [Row(at=f"/texts/{at}.txt", inner="", reading=str(at).encode() * 50) for at in range(20)]
    shards.save("one", rows)
    path = tmp_path / "one.parquet"
    whole = path.read_bytes()
    for data in (b"", whole[:100], whole[:-1], bytes(len(whole))):
        path.write_bytes(data)
        assert shards.load("one") is None
    for at in range(0, len(whole), 7):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
        assert shards.load("one") in (None, rows)
    path.write_bytes(whole)
    assert shards.load("one") == rows


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(
        ClusterError, match=r"file: found that it cannot be written \(.*\), a place with room is needed$"
    ):
        Shards(tmp_path / "file").save("one", ROWS)


def test_secrets_of_an_address_are_not_told() -> None:
    assert str(Shards("memory://ann:secret@place/shards?key=1")) == "memory://place/shards"
