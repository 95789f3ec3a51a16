"""Many pieces of work at a time, in threads and in tasks of asyncio. The next one is
begun when the caller asks for more, so that memory does not grow with their number.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import (
    AsyncGenerator,
    Awaitable,
    Callable,
    Coroutine,
    Generator,
    Iterable,
)
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import replace
from typing import Any, Generic, TypeVar

import anyio

from ..client.async_driver import AsyncDriver
from ..client.driver import Driver
from ..client.waiting import async_sleep, sleep

A = TypeVar("A")
B = TypeVar("B")


def pooled(
    driver: Driver,
    items: Iterable[A],
    concurrency: int,
    work: Callable[[Driver, int, A], B],
) -> Generator[B]:
    """What `work` gives for each item, as it comes, up to `concurrency` at a time.

    Where `items` or `work` raises, nothing more is begun; what is under way is given
    first. Where the caller goes away, work that sleeps ends at once; a call that is
    under way is awaited.
    """
    stop = threading.Event()
    stoppable = replace(driver, sleep=_stoppable(driver.sleep, stop))
    numbered = _Numbered(items)
    running: dict[Future[B], int] = {}
    pool = ThreadPoolExecutor(concurrency, "wiro")
    try:
        while True:
            while len(running) < concurrency and (pair := numbered.take()):
                running[pool.submit(work, stoppable, *pair)] = pair[0]
            if not running:
                return numbered.end()
            finished, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in sorted(finished, key=running.__getitem__):
                del running[future]
                if not numbered.stops_at(future.exception()):
                    yield future.result()
    finally:
        stop.set()
        pool.shutdown(wait=True, cancel_futures=True)


async def async_pooled(
    driver: AsyncDriver,
    items: Iterable[A],
    concurrency: int,
    work: Callable[[AsyncDriver, int, A], Coroutine[Any, Any, B]],
) -> AsyncGenerator[B]:
    """The same in tasks of asyncio. Where the caller goes away they are cancelled, but
    for what `async_to_its_end` is awaiting.
    """
    stop = asyncio.Event()
    stoppable = replace(driver, sleep=_stoppable_async(driver.sleep, stop))
    numbered = _Numbered(items)
    running: dict[asyncio.Task[B], int] = {}
    try:
        while True:
            while len(running) < concurrency and (pair := numbered.take()):
                running[asyncio.create_task(work(stoppable, *pair))] = pair[0]
            if not running:
                numbered.end()
                return
            finished, _ = await asyncio.wait(
                running, return_when=asyncio.FIRST_COMPLETED
            )
            for task in sorted(finished, key=running.__getitem__):
                del running[task]
                if not numbered.stops_at(task.exception()):
                    yield task.result()
    finally:
        stop.set()
        for task in running:
            task.cancel()
        with anyio.CancelScope(shield=True):  # a scope of anyio cancels time and again
            await asyncio.shield(asyncio.gather(*running, return_exceptions=True))


class _Numbered(Generic[A]):
    """Items with their places, until one cannot be had, or work at one has failed."""

    def __init__(self, items: Iterable[A]) -> None:
        self._items = enumerate(items)
        self._error: Exception | None = None

    def take(self) -> tuple[int, A] | None:
        """The next item, if there is to be one."""
        if self._error is not None:
            return None
        try:
            return next(self._items, None)
        except Exception as error:
            self._error = error
            return None

    def stops_at(self, error: BaseException | None) -> bool:
        """Whether work has failed; no more items are taken then."""
        if error is not None and not isinstance(error, Exception):
            raise error
        self._error = self._error or error
        return error is not None

    def end(self) -> None:
        """Raises the first error that there was."""
        if self._error is not None:
            raise self._error


class _Stopped(BaseException):
    """The caller has gone away; no error, and nobody's business to catch."""


def _stoppable(
    pause: Callable[[float], object], stop: threading.Event
) -> Callable[[float], None]:
    def sleep_or_stop(seconds: float) -> None:
        if pause is sleep:
            stop.wait(seconds)
        else:
            pause(seconds)
        if stop.is_set():
            raise _Stopped

    return sleep_or_stop


def _stoppable_async(
    pause: Callable[[float], Awaitable[object]], stop: asyncio.Event
) -> Callable[[float], Awaitable[None]]:
    async def sleep_or_stop(seconds: float) -> None:
        if pause is async_sleep:
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), seconds)
        else:
            await pause(seconds)
        if stop.is_set():
            raise _Stopped

    return sleep_or_stop
