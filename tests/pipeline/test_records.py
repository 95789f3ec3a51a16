"""What earlier runs found out: it saves time, and its loss is no harm."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirogen import records
from wirogen.records import cache_folder, records_of


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_what_is_kept_is_remembered_for_the_same_subject_and_stamp() -> None:
    assert records_of("a", "1").keep({"x": [1]}) is None
    assert records_of("a", "1").value == {"x": [1]}
    assert (records_of("b", "1").value, records_of("b", "1").note) == (None, None)


def test_what_another_wirogen_kept_does_not_count() -> None:
    records_of("a", "1").keep(1)
    other = records_of("a", "2")
    assert other.value is None
    assert other.note
    assert other.note.is_routine
    assert "not of this wirogen" in other.note.text
    assert other.keep(2) is None
    assert records_of("a", "2").value == 2


@given(at=st.integers(0, 200), byte=st.integers(0, 255))
def test_damage_is_noticed_wherever_it_is(
    tmp_path_factory: pytest.TempPathFactory, at: int, byte: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        records_of("a", "1").keep({"key": "value"})
        file = records_of("a", "1").file
        assert file
        content = bytearray(file.read_bytes())
        content[at % len(content)] = byte
        file.write_bytes(content)
        found = records_of("a", "1")
        assert found.value == {"key": "value"} or (found.value is None and found.note)


def test_records_take_no_more_than_a_bearable_size_together(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    foreign = cache / "wirogen/foreign.json"
    foreign.parent.mkdir(parents=True)
    foreign.write_text("x" * 1_000)
    half = foreign.with_name(f"{'0' * 32}.json.{'1' * 8}")
    half.write_text("x" * 1_000)
    for subject in "abcd":
        records_of(subject, "1").keep("x" * 1_000)
        for file in cache.rglob(f"*{'[0-9a-f]' * 32}.json*"):
            os.utime(file, (0, file.stat().st_mtime - 1_000))
    monkeypatch.setattr(records, "MOST_BYTES", 3_000)
    records_of("e", "1").keep("x" * 1_000)
    remembered = [s for s in "abcde" if records_of(s, "1").value]
    assert remembered == ["d", "e"]
    assert foreign.exists()
    assert not half.exists()


def test_a_cache_that_cannot_be_written_is_told_and_nothing_else(cache: Path) -> None:
    cache.write_text("a file")
    found = records_of("a", "1")
    note = found.keep(1)
    assert note
    assert "nothing is remembered" in note.text
    assert found.value is None


def test_without_a_home_nothing_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")

    def homeless() -> Path:
        raise RuntimeError

    monkeypatch.setattr(Path, "home", homeless)
    assert cache_folder() is None
    assert records_of("a", "1").keep(1) is None
