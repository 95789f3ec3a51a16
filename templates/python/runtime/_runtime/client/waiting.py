"""What differs between a program that blocks and one that uses `async`: each thing here
stands twice, as `NAME` and as `async_NAME` or `AsyncNAME`. All else that waits is
written once, with `async`.
"""

from __future__ import annotations

import asyncio
import inspect
import os
import threading
import time
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

import anyio
from anyio import to_thread
from anyio.lowlevel import current_token

P = ParamSpec("P")
T = TypeVar("T")

sleep = time.sleep
async_sleep = anyio.sleep


@dataclass(frozen=True, slots=True)
class Home:
    """Where a connection was opened, and may be used."""

    process: int
    loop: object = None


def home() -> Home:
    """This process."""
    return Home(os.getpid())


def async_home() -> Home:
    """The same, and the event loop that runs."""
    return Home(os.getpid(), current_token())


def on_disk(work: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
    """What a function gives that may wait for a disk."""
    return work(*args, **named)


async def async_on_disk(work: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
    """The same in a thread; it is awaited even where the caller is cancelled."""
    return await to_thread.run_sync(lambda: work(*args, **named))


def tell(listener: Callable[[T], object] | None, news: T) -> None:
    """Tells a listener, where there is one."""
    if listener is not None:
        listener(news)


async def async_tell(listener: Callable[[T], object] | None, news: T) -> None:
    """The same; what the listener gives is awaited where it can be."""
    if listener is not None and inspect.isawaitable(answer := listener(news)):
        await answer


def to_its_end(work: Callable[[], T], _patience: float | None = None) -> T:
    """What work gives that is not to be cut short."""
    return work()


async def async_to_its_end(
    work: Callable[[], Coroutine[Any, Any, T]], patience: float | None = None
) -> T:
    """The same: where this task is cancelled, the work is awaited first, `patience`
    seconds (None: as long as it takes); who cancels again does not wait.
    """
    if not _is_asyncio():
        with anyio.CancelScope(shield=True):
            return await work()
    inner = asyncio.create_task(work())
    ended = asyncio.gather(inner, return_exceptions=True)
    try:
        await asyncio.shield(ended)
    except asyncio.CancelledError:
        with anyio.CancelScope(shield=True):  # a scope of anyio cancels all the time
            await asyncio.wait([inner], timeout=patience)
        if patience is not None:
            inner.cancel()
        raise
    return inner.result()


def _is_asyncio() -> bool:
    try:
        return asyncio.current_task() is not None
    except RuntimeError:
        return False


def within(_seconds: float, work: Callable[[], object]) -> bool:
    """Does some work; whether it has ended in time: it has, whenever it does."""
    work()
    return True


async def async_within(seconds: float, work: Callable[[], Awaitable[object]]) -> bool:
    """The same; it has that time even where the caller is cancelled."""
    with anyio.move_on_after(seconds, shield=True) as scope:
        await work()
    return not scope.cancelled_caught


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


class AsyncLock:
    """Lets one task at a time go on."""

    def __init__(self) -> None:
        self._lock = anyio.Lock()

    async def __aenter__(self) -> None:
        await self._lock.acquire()

    async def __aexit__(self, *_: object) -> None:
        self._lock.release()

    def is_taken_now(self) -> bool:
        """Takes the lock where it is free; whether it was."""
        try:
            self._lock.acquire_nowait()
        except anyio.WouldBlock:
            return False
        return True

    def release(self) -> None:
        """Gives it back."""
        self._lock.release()
