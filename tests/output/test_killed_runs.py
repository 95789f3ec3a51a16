"""Runs that are killed, and runs that meet."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from whole_folder import is_up_to_date

from kills import NEEDS_FORK, in_a_child, killed_at, killed_past, opened_to_write
from wirogen.diagnostics import Refused
from wirogen.output import (
    MANIFEST_NAME,
    STAGED_SUFFIX,
    STAGING_NAME,
    compare,
    locking,
    publish,
    rehearse,
    write_whole,
)
from wirogen.output.folder import _contents
from wirogen.output.locking import only_run

pytestmark = NEEDS_FORK

OLD = {"a.py": "old a\n" * 50, "gone/b.py": "old b\n", "c.py": "same\n"}
NEW = {"a.py": "new a\n" * 50, "new/d.py": "new d\n", "c.py": "same\n"}
OTHER = {"a.py": "other a\n", "new/d.py": "other d\n", "e.py": "other e\n"}
MINE = {"mine.py": b"by hand\r\n", "gone/mine.txt": b"by hand, too"}


def fresh(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    publish(folder, OLD, {"spec": "old"})
    for path, content in MINE.items():
        (folder / path).write_bytes(content)


def found(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def assert_whole(folder: Path) -> None:
    """Whatever is visible is whole: an old file, a new file, or a foreign one."""
    for path, content in found(folder).items():
        if path != MANIFEST_NAME and not path.startswith(STAGING_NAME):
            allowed = {files[path].encode() for files in (OLD, NEW) if path in files}
            assert content in allowed or content == MINE.get(path), path
    assert {path: (folder / path).read_bytes() for path in MINE} == MINE


def assert_complete(
    folder: Path, files: dict[str, str], inputs: dict[str, str]
) -> None:
    there = found(folder)
    del there[MANIFEST_NAME]
    assert there == {**{path: text.encode() for path, text in files.items()}, **MINE}
    assert not (folder / STAGING_NAME).exists()
    assert is_up_to_date(folder, inputs)


@pytest.mark.parametrize("then", [NEW, OLD, OTHER], ids=["new", "old", "other"])
def test_after_a_kill_at_any_step_the_next_run_completes(
    tmp_path: Path, then: dict[str, str]
) -> None:
    folder = tmp_path / "generated"
    operation = 0
    fresh(folder)
    while killed_at(operation, lambda: publish(folder, NEW, {"spec": "new"})):
        assert_whole(folder)
        assert not is_up_to_date(folder, {"spec": "new"}) or found(folder).keys() >= {
            *NEW
        }
        publish(folder, then, {"spec": "then"})
        assert_complete(folder, then, {"spec": "then"})
        fresh(folder)
        operation += 1
    assert operation > 15
    assert_complete(folder, NEW, {"spec": "new"})


def test_after_a_kill_in_the_middle_of_any_file_the_next_run_completes(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "generated"
    size = 0
    fresh(folder)
    while killed_past(size, lambda: publish(folder, NEW, {"spec": "new"})):
        assert_whole(folder)
        publish(folder, OTHER, {"spec": "other"})
        assert_complete(folder, OTHER, {"spec": "other"})
        fresh(folder)
        size += 49
    assert size > 500
    assert_complete(folder, NEW, {"spec": "new"})


def test_only_staged_files_are_ever_opened_to_be_written(tmp_path: Path) -> None:
    """So no moment shows half a file: files get to their places by being renamed."""
    fresh(tmp_path)
    opened = opened_to_write(lambda: publish(tmp_path, NEW, {"spec": "new"}))
    assert len(opened) > len(NEW)
    assert {path.parent for path in opened} == {tmp_path / STAGING_NAME}


def test_after_a_first_run_is_killed_at_any_step_the_next_completes(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "a" / "generated"
    operation = 0
    while killed_at(operation, lambda: publish(folder, NEW, {})):
        publish(folder, OTHER, {})
        assert compare(folder, OTHER, {}, locked=True).is_clean
        assert not (folder / STAGING_NAME).exists()
        shutil.rmtree(tmp_path / "a")
        operation += 1
    assert operation > 10


def test_nothing_half_done_is_called_a_hand_edit(tmp_path: Path) -> None:
    folder = tmp_path / "generated"
    operation = 0
    fresh(folder)
    while killed_at(operation, lambda: publish(folder, NEW, {"spec": "new"})):
        for files in (NEW, OLD, OTHER):
            drift = compare(folder, files, {}).differences
            assert not any(one.is_edited for one in drift)
        (folder / "a.py").write_text("edited")
        assert any(one.is_edited for one in compare(folder, NEW, {}).differences)
        assert "a.py" in publish(folder, NEW, {}).edited
        fresh(folder)
        operation += 1
    assert operation > 15


def test_two_kills_in_a_row_are_made_good(tmp_path: Path) -> None:
    folder = tmp_path / "generated"
    for first in range(6, 24, 3):
        for second in range(6, 24, 3):
            fresh(folder)
            killed_at(first, lambda: publish(folder, NEW, {"spec": "new"}))
            killed_at(second, lambda: publish(folder, OTHER, {"spec": "other"}))
            drift = compare(folder, OTHER, {}).differences
            assert not any(one.is_edited for one in drift)
            publish(folder, OTHER, {"spec": "other"})
            assert_complete(folder, OTHER, {"spec": "other"})


def test_runs_at_once_do_not_mix(tmp_path: Path) -> None:
    folder = tmp_path / "generated"
    fresh(folder)

    def publish_often(files: dict[str, str], inputs: dict[str, str]) -> None:
        for _ in range(15):
            publish(folder, files, inputs, patience=600)

    children = []
    for files, inputs in ((NEW, {"spec": "new"}), (OTHER, {"spec": "other"})):
        child = os.fork()
        if not child:
            os._exit(in_a_child(lambda f=files, i=inputs: publish_often(f, i)))  # type: ignore[misc]
        children.append(child)
    statuses = [os.waitpid(child, 0)[1] for child in children]
    assert statuses == [0, 0]
    if is_up_to_date(folder, {"spec": "new"}):
        assert_complete(folder, NEW, {"spec": "new"})
    else:
        assert_complete(folder, OTHER, {"spec": "other"})


def test_a_run_that_has_waited_long_enough_says_who_is_in_the_way(
    tmp_path: Path,
) -> None:
    publish(tmp_path, OLD, {})
    before = found(tmp_path)
    with only_run(tmp_path, 0), pytest.raises(Refused) as refused:
        publish(tmp_path, NEW, {}, patience=0)
    assert [finding.code.name for finding in refused.value.report] == ["E407"]
    assert found(tmp_path) == before
    publish(tmp_path, NEW, {}, patience=0)


@pytest.mark.parametrize("look", [rehearse, compare])
def test_what_another_run_has_just_written_is_nobody_elses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, look: Callable[..., object]
) -> None:
    """Of a run that goes on, no moment shows its files with the manifest from before."""
    fresh(tmp_path)
    is_published = [False]

    def read_as_another_run_publishes(*of: Any) -> dict[str, bytes]:
        if of[1] != [MANIFEST_NAME] and not is_published[0]:
            is_published[0] = True
            publish(tmp_path, NEW, {"spec": "new"})
        return _contents(*of)

    monkeypatch.setattr(
        "wirogen.output.folder._contents", read_as_another_run_publishes
    )
    seen = look(tmp_path, OTHER, {"spec": "other"})
    assert is_published == [True]
    assert seen == look(tmp_path, OTHER, {"spec": "other"})


def test_a_lock_on_a_file_that_is_gone_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = locking._is_taken
    calls: list[int] = []

    def take_as_the_other_run_ends(lock: int) -> bool:
        if not calls:
            (tmp_path / STAGING_NAME / "lock").unlink()
        calls.append(lock)
        return real(lock)

    monkeypatch.setattr(locking, "_is_taken", take_as_the_other_run_ends)
    with only_run(tmp_path, 10) as staging:
        assert (staging / "lock").is_file()
    assert len(calls) == 2


def test_no_link_is_followed_to_a_lock(tmp_path: Path) -> None:
    staging = tmp_path / "out" / STAGING_NAME
    staging.mkdir(parents=True)
    (staging / "lock").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Refused):
        publish(tmp_path / "out", OLD, {}, patience=0)
    assert not (tmp_path / "elsewhere").exists()


def test_a_lock_that_a_killed_run_left_does_not_hold_up_the_next(
    tmp_path: Path,
) -> None:
    staging = tmp_path / STAGING_NAME
    staging.mkdir()
    (staging / "lock").touch()
    (staging / "3").write_text("half a fi")
    publish(tmp_path, OLD, {}, patience=0)
    assert not staging.exists()
    assert is_up_to_date(tmp_path, {})


def test_what_somebody_put_beside_staged_files_is_not_removed(tmp_path: Path) -> None:
    staging = tmp_path / STAGING_NAME
    staging.mkdir()
    (staging / "notes.txt").write_text("by hand")
    publish(tmp_path, OLD, {})
    assert [path.name for path in staging.iterdir()] == ["notes.txt"]


def test_a_file_is_staged_under_a_name_that_nothing_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("secrets.token_hex", lambda _: "0")
    mine, target = tmp_path / "mine.txt", tmp_path / "a.yaml"
    mine.write_text("by hand")
    staged = tmp_path / f"a.0{STAGED_SUFFIX}"
    staged.symlink_to(mine)
    with pytest.raises(FileExistsError):
        write_whole(target, "text")
    assert mine.read_text() == "by hand"
    assert staged.is_symlink()
    assert not target.exists()
