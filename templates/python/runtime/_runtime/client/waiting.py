"""What differs between a program that blocks and one that uses `async`: each thing here
stands in `async_waiting.py` too, as `async_NAME` or `AsyncNAME`. All else that waits is
written once, with `async`.
"""

from __future__ import annotations

import math
import os
import threading
import time
from collections.abc import Callable
from typing import NamedTuple, ParamSpec, TypeVar

import httpx2

from .http import WAITS_FOR_HEADERS, too_slow

P = ParamSpec("P")
T = TypeVar("T")


class Home(NamedTuple):
    """Where a connection was opened, and may be used."""

    process: int
    loop: object = None

    def require(self, here: Home) -> None:
        """Raises ConnectionError in another place: of two that read from a connection,
        each gets what the other waits for.
        """
        if here != self:
            raise ConnectionError("it was opened in another process or event loop")


def home() -> Home:
    """This process."""
    return Home(os.getpid())


def sleep(seconds: float) -> None:
    """Sleeps; no time at all is not even a word with the system."""
    if seconds > 0:
        time.sleep(seconds)


def on_disk(work: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
    """What a function gives that may wait for a disk."""
    return work(*args, **named)


def tell(listener: Callable[[T], object] | None, news: T) -> None:
    """Tells a listener, where there is one."""
    if listener is not None:
        listener(news)


def to_its_end(work: Callable[[], T], _patience: float | None = None) -> T:
    """What work gives that is not to be cut short."""
    return work()


def within(_seconds: float, work: Callable[[], object]) -> bool:
    """Does some work; whether it has ended in time: it has, whenever it does."""
    work()
    return True


def begun(
    request: httpx2.Request, send: Callable[[], httpx2.Response]
) -> httpx2.Response:
    """The answer to a request as soon as its headers are there: from where the whole
    request is sent they may take as long as it allows for a reading, and a second more.
    Raises AnswerTooSlow.
    """
    times = dict(request.extensions["timeout"])
    seconds = times["read"]

    def watch(event: str, _: object) -> None:
        if seconds is not None and WAITS_FOR_HEADERS in event:
            is_waiting = event.endswith(".started")
            times["read"] = _TimeLeft(seconds) if is_waiting else seconds

    request.extensions = {**request.extensions, "timeout": times, "trace": watch}
    return send()


class _TimeLeft:
    """Seconds of which fewer are left each time that a socket asks for them. Sockets
    know no time but that until the next byte, and take any whole number for it.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._end = time.monotonic() + seconds

    def __index__(self) -> int:
        left = self._end - time.monotonic()
        if left <= 0:
            raise too_slow(self._seconds)
        return math.ceil(left)


class Lock:
    """Lets one thread at a time go on."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def __enter__(self) -> None:
        self._lock.acquire()

    def __exit__(self, *_: object) -> None:
        self._lock.release()

    def is_taken_now(self) -> bool:
        """Takes the lock where it is free; whether it was."""
        return self._lock.acquire(blocking=False)

    def release(self) -> None:
        """Gives it back."""
        self._lock.release()
