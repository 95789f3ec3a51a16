"""Single files that are written at once."""

import os
from pathlib import Path

import pytest

from wirogen.output import write_whole


def test_a_file_is_written_whole_with_its_folders(tmp_path: Path) -> None:
    target = tmp_path / "a" / "b" / "file.txt"
    for text in ("größer\r\n", "new"):
        write_whole(target, text)
        assert target.read_bytes() == text.encode()
    other = tmp_path / "other"
    other.touch()
    assert target.stat().st_mode == other.stat().st_mode
    assert [path.name for path in target.parent.iterdir()] == ["file.txt"]


def test_where_a_file_cannot_be_put_in_its_place_nothing_is_left(
    tmp_path: Path,
) -> None:
    (tmp_path / "taken").mkdir()
    with pytest.raises(OSError, match="taken"):
        write_whole(tmp_path / "taken", "text")
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


def test_a_file_is_on_disk_before_it_is_in_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []
    target = tmp_path / "file.txt"

    def sync(file: int) -> None:
        assert not target.exists()
        synced.append(os.fstat(file).st_size)

    monkeypatch.setattr(os, "fsync", sync)
    write_whole(target, "text")
    assert synced == [4]
