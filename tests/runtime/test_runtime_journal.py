"""The journal of many runs by itself: what it keeps, and what it refuses."""

import itertools
import json
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from acme.wiro_models import JournalError
from acme.wiro_models._runtime.batch.journal import Journal, fingerprint_of
from acme.wiro_models._runtime.client.prepared_runs import run_of
from acme.wiro_models._runtime.client.state import TaskState

from kills import NEEDS_FORK, killed_at

HEADER = b'{"journal":"wiro runs","version":1}\n'
ENDED = TaskState(
    id="t4",
    raw={"id": "t4", "status": "task_postprocess_end", "pexit": "0", "parameters": {}},
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "runs.journal"


def test_every_step_is_found_again(path: Path) -> None:
    with Journal(path) as journal:
        assert journal.entry(0, "f0") is None
        for index in range(6):
            journal.sending(index, "acme/paint", f"f{index}")
        journal.accepted(1, "t1")
        journal.accepted(2, None)
        journal.ended(3, ENDED)
        journal.accepted(4, "t4")
        journal.ended(4, ENDED)
        journal.withdrawn(5)
    for _ in range(2):
        with Journal(path) as journal:
            entries = [journal.entry(index, f"f{index}") for index in range(6)]
            assert entries[5] is journal.entry(6, "f6") is None
            found = [entry for entry in entries if entry is not None]
            assert {entry.model for entry in found} == {"acme/paint"}
            assert [entry.task_id for entry in found] == [None, "t1", None, None, "t4"]
            assert [entry.end is None for entry in found] == [True] * 3 + [False] * 2
            assert journal.doubts() == (found[0], found[2])
            assert journal.task_ids() == {"t1", "t4"}
            why = "number 2 was another one, of acme/paint"
            with pytest.raises(JournalError, match=why):
                journal.entry(1, "f0")
            for entry in found[3:]:
                end = journal.end_of(entry)
                assert (end.id, end.model, end.is_settled) == ("t4", "acme/paint", True)
                assert "parameters" not in end.raw


def test_a_task_that_ended_is_of_the_model_that_the_service_tells(path: Path) -> None:
    slug = {"modelslugowner": "acme", "modelslugproject": "other"}
    with Journal(path) as journal:
        journal.sending(0, "acme/paint", "f")
        journal.ended(0, TaskState(raw=slug))
    with Journal(path) as journal:
        entry = journal.entry(0, "f")
        assert entry is not None
        assert journal.end_of(entry).model == "acme/other"
        path.write_bytes(HEADER)
        with pytest.raises(JournalError, match="cannot be read any more"):
            journal.end_of(entry)
    with pytest.raises(JournalError, match="is closed"):
        journal.end_of(entry)


@pytest.mark.parametrize(
    ("at", "is_time"),
    [(0, False), (0.5, True), (10**11 - 1, True), (10**11, False), ("1", False)],
)
def test_a_run_was_sent_at_a_time(*, path: Path, at: object, is_time: bool) -> None:
    step = {"step": "sending", "index": 0, "model": "a/b", "key": "f", "at": at}
    path.write_bytes(HEADER + json.dumps(step).encode() + b"\n")
    if is_time:
        with Journal(path) as journal:
            assert [entry.at for entry in journal.doubts()] == [at]
    else:
        with pytest.raises(JournalError, match="line 2 cannot be read"):
            Journal(path)


@pytest.mark.parametrize("step", ["withdrawn", "accepted", "ended"])
def test_a_step_of_a_run_that_was_never_sent_is_refused(path: Path, step: str) -> None:
    task: object = {} if step == "ended" else "t"
    line = json.dumps({"step": step, "index": 0, "task": task}).encode()
    path.write_bytes(HEADER + line + b"\n")
    for _ in range(2):  # what is refused is let go of
        with pytest.raises(JournalError, match="line 2 cannot be read"):
            Journal(path)


@pytest.mark.parametrize("torn", [b"", HEADER[:-1], HEADER[:5]])
def test_a_journal_that_was_torn_at_its_first_line_begins_anew(
    path: Path, torn: bytes
) -> None:
    path.write_bytes(torn)
    with Journal(path):
        assert path.read_bytes() == HEADER


def test_what_was_torn_is_cut_off_and_what_is_whole_is_kept(path: Path) -> None:
    with Journal(path) as journal:
        journal.sending(0, "acme/paint", "f")
    whole = path.read_bytes()
    path.write_bytes(whole + b'{"index":0,"step":"acc')
    with Journal(path):
        assert path.read_bytes() == whole


def next_free() -> list[int]:
    """The numbers that the next files that are opened have."""
    files = [os.open(os.devnull, os.O_RDONLY) for _ in range(3)]
    for file in files:
        os.close(file)
    return files


def test_a_journal_is_one_programs_until_it_is_closed(path: Path) -> None:
    free = next_free()
    with Journal(path):
        for _ in range(2):
            with pytest.raises(JournalError, match="in use by another program"):
                Journal(path)
    Journal(path).close()
    assert next_free() == free


def test_each_sending_is_made_sure_of_once(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Journal(path) as journal:
        sizes: list[int] = []
        monkeypatch.setattr("os.fsync", lambda file: sizes.append(os.fstat(file)[6]))
        journal.sending(0, "acme/paint", "f")
        assert sizes == [path.stat().st_size]
        journal.accepted(0, "t")
        journal.ended(0, ENDED)
        assert len(sizes) == 1


@pytest.mark.parametrize("is_torn", [False, True])
def test_after_a_step_that_was_not_written_nothing_is_and_the_first_reason_is_told(
    *, path: Path, monkeypatch: pytest.MonkeyPatch, is_torn: bool
) -> None:
    write, tried = os.write, list[bytes]()

    def full(file: int, line: bytes) -> int:
        tried.append(line)
        if is_torn:
            return write(file, line[:9])
        raise OSError(28, "No space left on device")

    why = "the disk is full" if is_torn else "No space left"
    with Journal(path) as journal:
        journal.sending(0, "acme/paint", "f")
        journal.check()
        before = path.read_bytes()
        with monkeypatch.context() as patched:
            patched.setattr("os.write", full)
            journal.accepted(0, "t")
            journal.ended(0, ENDED)
        assert len(tried) == 1
        for tell in (journal.check, lambda: journal.sending(1, "acme/paint", "g")):
            with pytest.raises(JournalError, match=f"cannot be written: {why}"):
                tell()
        assert path.read_bytes() == before


def test_a_journal_that_is_closed_writes_into_no_other_file(
    path: Path, tmp_path: Path
) -> None:
    closed = Journal(path)
    before = path.read_bytes()
    closed.close()
    with (tmp_path / "another").open("w+b") as another:
        closed.accepted(0, "1")
        with pytest.raises(JournalError, match="closed"):
            closed.sending(1, "acme/paint", "fingerprint")
        assert another.read() == b""
    assert path.read_bytes() == before


@NEEDS_FORK[0]
@NEEDS_FORK[1]
def test_a_journal_that_is_killed_tells_every_step_that_was_noted(
    tmp_path: Path,
) -> None:
    def ended(index: int) -> TaskState:
        return TaskState(id=f"task {index}", raw={"status": "task_postprocess_end"})

    def noted_by(path: Path, note: Callable[[], object]) -> None:
        with Journal(path) as journal:
            for index in range(3):
                journal.sending(index, "acme/paint", str(index))
                note()
                journal.accepted(index, f"task {index}")
                note()
                journal.ended(index, ended(index))
                note()

    write = os.write
    for step in itertools.count():
        path = tmp_path / f"{step}.jsonl"
        reading, writing = os.pipe()
        note = partial(write, writing, b".")
        is_killed = killed_at(step, partial(noted_by, path, note))
        os.close(writing)
        noted = len(os.read(reading, 100))
        os.close(reading)
        with Journal(path) as journal:
            entries = [journal.entry(index, str(index)) for index in range(3)]
            journal.sending(3, "acme/paint", "3")
        with Journal(path) as journal:
            assert journal.entry(3, "3") is not None
        told = sum(
            1 + (entry.task_id is not None) + (entry.end is not None)
            for entry in entries
            if entry is not None
        )
        assert told in {noted, noted + 1}
        if not is_killed:
            break
    assert told == 9
    assert step > 10


def test_a_new_journal_and_its_name_are_on_disk_before_a_run_is_sent(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []
    monkeypatch.setattr("os.fsync", lambda file: synced.append(os.fstat(file).st_ino))
    with Journal(path):
        assert synced == [path.stat().st_ino, path.parent.stat().st_ino]


def fingerprint(**inputs: Any) -> str:
    return fingerprint_of(run_of("acme/paint", inputs))


def test_a_fingerprint_is_the_same_for_ever(tmp_path: Path) -> None:
    face = tmp_path / "face.png"
    face.write_bytes(b"PNG")
    assert fingerprint(b="ü", a=[1, face]) == fingerprint(a=[1, face], b="ü")
    assert fingerprint(b="ü", a=[1, face], c={"y": 1, "x": None}) == (
        "1e358c2d53ab7417ea0dd88b4ff5d09e839dfc1f02d3024832db4b60365840f1"
    )


def test_a_fingerprint_is_of_the_whole_content(tmp_path: Path) -> None:
    long = bytes(3 * 1024 * 1024)
    seen = set()
    for index, content in enumerate([long, long[1:], long[1:] + b"1"]):
        folder = tmp_path / str(index)
        folder.mkdir()
        (folder / "face.png").write_bytes(content)
        seen.add(fingerprint(face=folder / "face.png"))
        assert fingerprint(face=content) not in seen  # it has another name
    assert len(seen) == 3
    assert fingerprint(face=b"1") != fingerprint(face=b"2")
    assert fingerprint(face=b"1") == fingerprint(face=b"1")
