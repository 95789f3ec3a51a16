"""One run at a time in an output folder.

The lock is the operating system's, on a file, so that it ends with the process that
holds it, however that ends. The file goes when the run is over; whoever waited for it
then holds a lock on a file that is gone, sees that, and begins again.
"""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from wirogen.diagnostics import Refused, Span, codes, refusal
from wirogen.output.paths import STAGING_NAME

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_LOCK = "lock"
_PAUSE = 0.02
"""Seconds between two looks at a lock that another run holds."""

_BEHIND_ALL = 2**31 - 2
"""Where a file that is read is locked: Windows lets nobody read what is locked."""


@contextmanager
def one_after_the_other(file: Path, patience: float) -> Iterator[None]:
    """Lets one run at a time go on with a file that is there, whatever it does then;
    nothing is written to it. Raises Refused where another run goes on for longer than
    `patience` seconds.
    """
    lock = os.open(file, os.O_RDONLY)
    try:
        os.lseek(lock, _BEHIND_ALL, os.SEEK_SET)
        message = "another run of wirogen is using this folder"
        _wait_for(
            lambda: lock if _is_taken(lock) else None, patience, _busy(file, message)
        )
        yield
    finally:
        os.close(lock)


@contextmanager
def only_run(folder: Path, patience: float) -> Iterator[Path]:
    """Holds the output folder, which is made if it is not there, for this run alone.

    Gives the folder for staged files, empty. Raises Refused where another run holds it
    for longer than `patience` seconds, and OSError where it cannot be written to.
    """
    staging = folder / STAGING_NAME
    message = "another run of wirogen is writing to this folder"
    lock = _wait_for(lambda: _try_lock(staging), patience, _busy(folder, message))
    try:
        _empty(staging)
        yield staging
    finally:
        _let_go(staging, lock)


def _wait_for(take: Callable[[], int | None], patience: float, busy: Refused) -> int:
    """The lock that `take` gives, as soon as it does. Raises `busy` where that lasts
    longer than `patience` seconds.
    """
    end = time.monotonic() + patience
    while (lock := take()) is None:
        if time.monotonic() >= end:
            raise busy
        time.sleep(_PAUSE)
    return lock


def _busy(place: Path, message: str) -> Refused:
    return refusal(
        codes.OUTPUT_BUSY,
        message,
        Span.of_file(place),
        "wait for it to end, then run the command again",
    )


def _try_lock(staging: Path) -> int | None:
    """The open lock file, or None where it is held, or was removed just now."""
    staging.mkdir(parents=True, exist_ok=True)
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
    try:
        lock = os.open(staging / _LOCK, flags, 0o666)
    except FileNotFoundError:
        return None
    try:
        if _is_taken(lock) and os.path.samestat(
            os.fstat(lock), (staging / _LOCK).lstat()
        ):
            return lock
    except FileNotFoundError:
        pass
    except BaseException:
        os.close(lock)
        raise
    os.close(lock)
    return None


def _is_taken(lock: int) -> bool:
    """Whether this process has the lock now."""
    try:
        if sys.platform == "win32":
            msvcrt.locking(lock, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


def _empty(staging: Path) -> None:
    """Removes what a run that was killed has staged: files that are named by number."""
    for path in staging.iterdir():
        if path.name.isdecimal():
            path.unlink()


def _let_go(staging: Path, lock: int) -> None:
    """Gives the lock up and leaves nothing behind, if that can be done."""
    with suppress(OSError):
        _empty(staging)
    with suppress(OSError):
        (staging / _LOCK).unlink()  # Windows removes no file that is open
        staging.rmdir()
    os.close(lock)
    if sys.platform == "win32":
        with suppress(OSError):
            (staging / _LOCK).unlink()
            staging.rmdir()
