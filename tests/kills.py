"""Programs that are killed at any step that they take on a disk.

A step is a file opened to be written, renamed, linked, cut or removed, a folder made or
removed, a lock, a write or a sync; and each byte of a file is one, too.
"""

import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

NEEDS_FORK = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="the tests fork their victims"),
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),
]
_STEPS = frozenset(
    {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.truncate"}
    | {"open", "fcntl.flock"}
)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def in_a_child(work: Callable[[], object]) -> int:
    """Runs work in another process; gives its exit status, or minus its signal."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    try:
        work()
    except BaseException:  # a child must not go on with the parent's tests
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def killed_at(step: int, work: Callable[[], object], below: Path | None = None) -> bool:
    """Runs work in a process that is killed as it begins its n-th step, or half-way in
    it where it writes; `below` leaves out steps at paths elsewhere.

    Says whether it was killed: false if work ended before.
    """

    def work_and_die() -> None:
        _kill_at(count(-step), below)
        work()

    status = in_a_child(work_and_die)
    assert status in {0, -signal.SIGKILL}
    return status != 0


def killed_past(size: int, work: Callable[[], object]) -> bool:
    """Runs work in a process that is killed as it writes beyond so many bytes of any
    file, once they are written. Says whether it was.
    """

    def work_and_die() -> None:
        import resource  # Windows has none

        signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
        work()

    status = in_a_child(work_and_die)
    assert status in {0, -signal.SIGXFSZ}
    return status != 0


def opened_to_write(work: Callable[[], object]) -> list[Path]:
    """The files that work opens to write to them, in a process of its own."""
    reading, writing = os.pipe()

    def work_and_tell() -> None:
        def watch(event: str, given: tuple[object, ...]) -> None:
            if event == "open" and _is_to_write(given):
                os.write(writing, f"{given[0]}\0".encode())

        sys.addaudithook(watch)
        work()

    assert in_a_child(work_and_tell) == 0
    os.close(writing)
    with os.fdopen(reading) as told:
        return [*map(Path, told.read().split("\0")[:-1])]


def _kill_at(steps: Iterator[int], below: Path | None) -> None:
    """Lets this process die at the step that is number 0."""
    write, sync = os.write, os.fsync

    def step(before: Callable[[], object] = lambda: None) -> None:
        if next(steps) == 0:
            before()
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(event: str, given: tuple[object, ...]) -> None:
        if event not in _STEPS or (event == "open" and not _is_to_write(given)):
            return
        place = given[0]
        if below is None or isinstance(place, int) or _is_below(place, below):
            step()

    def written(file: int, content: bytes) -> int:
        step(lambda: write(file, content[: len(content) // 2]))
        return write(file, content)

    def synced(file: int) -> None:
        step()
        sync(file)

    os.write, os.fsync = written, synced  # type: ignore[assignment]
    sys.addaudithook(watch)


def _is_to_write(given: tuple[object, ...]) -> bool:
    return isinstance(given[2], int) and bool(given[2] & _WRITING)


def _is_below(place: object, folder: Path) -> bool:
    return str(place).startswith(str(folder))
