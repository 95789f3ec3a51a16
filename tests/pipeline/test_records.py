"""What earlier runs found out: it saves time, and its loss is no harm."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirogen.records import cache_folder, records_of


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_what_is_kept_is_remembered_for_the_same_subject_and_stamp() -> None:
    assert records_of("a", "1").keep({"x": [1]}) == ""
    assert records_of("a", "1").value == {"x": [1]}
    assert (records_of("b", "1").value, records_of("b", "1").note) == (None, "")


def test_what_another_wirogen_kept_does_not_count() -> None:
    records_of("a", "1").keep(1)
    other = records_of("a", "2")
    assert other.value is None
    assert "not of this wirogen" in other.note
    assert other.keep(2) == ""
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


def test_a_cache_that_cannot_be_written_is_told_and_nothing_else(cache: Path) -> None:
    cache.write_text("a file")
    records = records_of("a", "1")
    assert "nothing is remembered" in records.keep(1)
    assert records.value is None


def test_without_a_home_nothing_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")

    def homeless() -> Path:
        raise RuntimeError

    monkeypatch.setattr(Path, "home", homeless)
    assert cache_folder() is None
    assert records_of("a", "1").keep(1) == ""
