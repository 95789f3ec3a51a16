"""The journal of many runs: what was sent and what came of it, on disk before it
happens, so that nothing runs twice whenever the program is killed.

A line of JSON a step; only the last one can be torn. No key and no token is in it, and
of the inputs only what the service repeats in an output.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Self

from ..client.calls import plain_json
from ..client.prepared_runs import Run
from ..client.state import TaskState, task_state_of
from ..errors import InvalidRequest, JournalError, Problem
from ..files import Upload, opened

_HEADER: Final = b'{"journal":"wiro runs","version":1}\n'
_KEPT: Final = (
    *("id", "status", "pexit", "outputs", "totalcost", "elapsedseconds"),
    *("starttime", "endtime", "debugerror", "modelslugowner", "modelslugproject"),
)
_CHUNK = 1024 * 1024
_FAR: Final = 10**11
"""A unix time after which nothing was sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A run as the journal last tells of it: what its request has for a fingerprint;
    sent at unix time `at`; its task, where it is known; where in the journal its end is
    told, if it has ended.
    """

    fingerprint: str
    model: str
    at: float
    task_id: str | None = None
    end: int | None = None

    @property
    def is_in_doubt(self) -> bool:
        """Whether it was sent and nothing says what came of it."""
        return self.task_id is None and self.end is None


def fingerprint_of(run: Run) -> str:
    """What tells a run from others: a hash of everything that it sends, files by their
    content. Raises InvalidRequest where one cannot be read.
    """
    wire = {name: _digested(run, name, value) for name, value in run.wire.items()}
    sent = {"model": run.model, "path": run.path, "wire": wire}
    text = json.dumps(sent, default=plain_json, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


class Journal:
    """A journal that this program alone writes. Several threads may use it."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        """Opens a journal, or begins one. Raises JournalError."""
        self._path = Path(path)
        self._lock = threading.Lock()
        self._failure = ""
        self._is_closed = False
        self._entries: dict[int, Entry] = {}
        try:
            self._file = _opened(self._path)
            try:
                self._begin()
            except BaseException:
                os.close(self._file)
                raise
        except OSError as error:
            raise self._error(f"cannot be used: {error.strerror or error}") from error

    def entry(self, index: int, fingerprint: str) -> Entry | None:
        """What it tells of a run; None where nothing was sent. Raises JournalError
        where it tells of another request.
        """
        entry = self._entries.get(index)
        if entry is not None and entry.fingerprint != fingerprint:
            raise self._error(
                f"is of other requests: number {index + 1} was another one, of"
                f" {entry.model}. Nothing of it was sent now; give the same requests in"
                " the same order, or another journal"
            )
        return entry

    def doubts(self) -> tuple[Entry, ...]:
        """The runs of which nothing says what came of them."""
        return tuple(entry for entry in self._entries.values() if entry.is_in_doubt)

    def task_ids(self) -> set[str]:
        """The tasks that belong to a run already."""
        return {entry.task_id for entry in self._entries.values() if entry.task_id}

    def sending(self, index: int, model: str, fingerprint: str) -> None:
        """A run is about to be sent; that is on disk when this returns. Raises
        JournalError, also where what came of an earlier run could not be written.
        """
        step = {
            "index": index,
            "step": "sending",
            "model": model,
            "key": fingerprint,
            "at": round(time.time(), 3),
        }
        if not self._write(step, sync=True):
            self.check()

    def check(self) -> None:
        """Raises JournalError where a step could not be written. What comes of a run
        is of use without the journal too, and is told first.
        """
        with self._lock:
            failure = self._failure
        if failure:
            raise self._error(failure)

    def withdrawn(self, index: int) -> None:
        """A run was refused, or not sent: it may be sent another time."""
        self._write({"index": index, "step": "withdrawn"})

    def accepted(self, index: int, task_id: str | None) -> None:
        """A run has its task."""
        self._write({"index": index, "step": "accepted", "task": task_id})

    def ended(self, index: int, state: TaskState) -> None:
        """A task has ended; what a result needs of it is kept."""
        kept = {name: state.raw[name] for name in _KEPT if name in state.raw}
        self._write({"index": index, "step": "ended", "task": kept})

    def end_of(self, entry: Entry) -> TaskState:
        """How a task has ended. Raises JournalError."""
        with self._lock:
            if self._is_closed:
                raise self._error("is closed")
            try:
                os.lseek(self._file, entry.end or 0, os.SEEK_SET)
                with os.fdopen(os.dup(self._file), "rb") as file:
                    ended = json.loads(file.readline())["task"]
            except (OSError, ValueError, KeyError) as error:
                raise self._error(f"cannot be read any more: {error}") from error
        state = task_state_of(ended)
        return replace(state, model=state.model or entry.model, is_whole=True)

    def close(self) -> None:
        """Lets go of the file; what is still to be written is not."""
        with self._lock:
            self._is_closed = True
            self._failure = "is closed"
            os.close(self._file)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _begin(self) -> None:
        """Locks the file and learns what it tells; what is torn at its end is cut off.

        An intent is on disk before its run is sent: a torn line never was a run.
        """
        _lock(self._file, self._error("is in use by another program"))
        whole = 0
        for number, start, line in _lines(self._file):
            if number == 0 and not _HEADER.startswith(line):
                raise self._error("is no journal of many runs")
            if not line.endswith(b"\n"):
                break
            if number > 0:
                self._learn(number, start, line)
            whole = start + len(line)
        os.ftruncate(self._file, whole)
        if whole == 0:
            os.write(self._file, _HEADER)
            os.fsync(self._file)
            _sync_folder(self._path.parent)

    def _learn(self, number: int, start: int, line: bytes) -> None:
        try:
            self._take(json.loads(line), start)
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            why = f"is damaged: line {number + 1} cannot be read ({error!r})"
            raise self._error(why) from None

    def _take(self, step: Mapping[str, Any], start: int) -> None:
        match step:
            case {
                "step": "sending",
                "index": int(index),
                "model": str(model),
                "key": str(key),
                "at": int() | float() as at,
            } if (
                0 < at < _FAR
            ):
                self._entries[index] = Entry(fingerprint=key, model=model, at=at)
            case {"step": "withdrawn", "index": int(index)}:
                del self._entries[index]
            case {"step": "accepted", "index": int(index), "task": str() | None as id}:
                self._entries[index] = replace(self._entries[index], task_id=id)
            case {"step": "ended", "index": int(index), "task": dict()}:
                self._entries[index] = replace(self._entries[index], end=start)
            case _:
                raise ValueError("it is no step of a run")

    def _write(self, step: Mapping[str, Any], *, sync: bool = False) -> bool:
        """Adds a line; whether that was possible. After a failure nothing is added."""
        line = f"{json.dumps(step, separators=(',', ':'))}\n".encode()
        with self._lock:
            if self._failure:
                return False
            before = os.fstat(self._file).st_size
            try:
                if os.write(self._file, line) < len(line):
                    self._failure = "cannot be written: the disk is full"
                elif sync:
                    os.fsync(self._file)
            except OSError as error:
                self._failure = f"cannot be written: {error.strerror or error}"
            if self._failure:
                with suppress(OSError):  # what is not noted for sure is not noted
                    os.ftruncate(self._file, before)
            return not self._failure

    def _error(self, why: str) -> JournalError:
        return JournalError(f"the journal {str(self._path)!r} {why}")


def _opened(path: Path) -> int:
    flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
    return os.open(path, flags, 0o600)


def _lines(file: int) -> Iterator[tuple[int, int, bytes]]:
    """Each line with its number and where it begins."""
    os.lseek(file, 0, os.SEEK_SET)
    start = 0
    with os.fdopen(os.dup(file), "rb") as reader:
        for number, line in enumerate(reader):
            yield number, start, line
            start += len(line)


def _lock(file: int, refusal: JournalError) -> None:
    """Keeps other programs out until the file is closed, or this program is killed."""
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415 - each system has its own

            os.lseek(file, 2**31 - 2, os.SEEK_SET)
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise refusal from None


def _sync_folder(folder: Path) -> None:
    """Makes sure that a new file is found again; Windows needs and can do no such
    thing.
    """
    if sys.platform != "win32":
        opened_folder = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened_folder)
        finally:
            os.close(opened_folder)


def _digested(run: Run, name: str, value: Any) -> Any:
    if isinstance(value, list):
        return [_digested(run, name, item) for item in value]
    if not isinstance(value, Upload):
        return value
    try:
        digest = hashlib.sha256()
        with opened(value) as content:
            if isinstance(content, bytes):
                digest.update(content)
            else:
                while chunk := content.read(_CHUNK):
                    digest.update(chunk)
    except OSError as error:
        why = f"must be a readable file: {error.strerror or error}"
        raise InvalidRequest(run.model, [Problem("", name, value, why)]) from error
    return {
        "file": value.name,
        "type": value.content_type,
        "sha256": digest.hexdigest(),
    }
