"""The same as `waiting.py`, for programs that use `async`."""

from __future__ import annotations

import asyncio
import inspect
import os
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, ParamSpec, TypeVar

import anyio
import httpx2
from anyio import to_thread
from anyio.lowlevel import current_token

from .http import WAITS_FOR_HEADERS, too_slow
from .waiting import Home

P = ParamSpec("P")
T = TypeVar("T")

async_sleep = anyio.sleep


def async_home() -> Home:
    """This process, and the event loop that runs."""
    return Home(os.getpid(), current_token())


async def async_on_disk(work: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
    """What a function gives in a thread; it is awaited even where the caller is
    cancelled.
    """
    return await to_thread.run_sync(lambda: work(*args, **named))


async def async_tell(listener: Callable[[T], object] | None, news: T) -> None:
    """Tells a listener; what it gives is awaited where it can be."""
    if listener is not None and inspect.isawaitable(answer := listener(news)):
        await answer


async def async_to_its_end(
    work: Callable[[], Coroutine[Any, Any, T]], patience: float | None = None
) -> T:
    """What work gives: where this task is cancelled, it is awaited first, `patience`
    seconds (None: as long as it takes); who cancels again does not wait.
    """
    if not _is_asyncio():
        with anyio.CancelScope(shield=True):
            return await work()
    inner = asyncio.create_task(work())
    try:
        await asyncio.wait([inner])
    except asyncio.CancelledError:
        inner.add_done_callback(_is_seen)
        with anyio.CancelScope(shield=True):  # a scope of anyio cancels all the time
            await asyncio.wait([inner], timeout=patience)
        if patience is not None:
            inner.cancel()
        raise
    return inner.result()


def _is_seen(task: asyncio.Task[Any]) -> None:
    """Takes the error of a task that nobody else asks for."""
    if not task.cancelled():
        task.exception()


def _is_asyncio() -> bool:
    try:
        return asyncio.current_task() is not None
    except RuntimeError:
        return False


async def async_within(seconds: float, work: Callable[[], Awaitable[object]]) -> bool:
    """Whether some work has ended in time; it has that time even where the caller is
    cancelled.
    """
    with anyio.move_on_after(seconds, shield=True) as scope:
        await work()
    return not scope.cancelled_caught


async def async_begun(
    request: httpx2.Request, send: Callable[[], Awaitable[httpx2.Response]]
) -> httpx2.Response:
    """The answer to a request as soon as its headers are there: from where the whole
    request is sent they may take as long as it allows for a reading. Raises
    AnswerTooSlow.
    """
    seconds = request.extensions["timeout"]["read"]
    with anyio.CancelScope() as scope:

        async def watch(event: str, _: object) -> None:
            is_waiting = event.endswith(f"{WAITS_FOR_HEADERS}started")
            if seconds is not None and is_waiting:
                scope.deadline = anyio.current_time() + seconds

        request.extensions = {**request.extensions, "trace": watch}
        return await send()
    raise too_slow(seconds)


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
