"""Many pieces of work at a time, in threads and in tasks of asyncio. The next one is
begun when the caller asks for more, so that memory does not grow with their number.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncGenerator, Callable, Coroutine, Generator, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import replace
from typing import Any, TypeVar

from ._drivers import Driver

A = TypeVar("A")
B = TypeVar("B")


def in_threads(
    driver: Driver,
    items: Iterable[A],
    concurrency: int,
    work: Callable[[Driver, int, A], B],
) -> Generator[B]:
    """What `work` gives for each item, as it comes, up to `concurrency` at a time.

    Where the caller goes away, work that sleeps ends at once; a call that is under way
    is awaited. An exception of `work` ends everything.
    """
    stop = threading.Event()
    stoppable = replace(driver, sleep=_stoppable(driver.sleep, stop))
    numbered = enumerate(items)
    running: dict[Future[B], int] = {}
    pool = ThreadPoolExecutor(concurrency, "wiro")
    try:
        while True:
            while len(running) < concurrency and (pair := next(numbered, None)):
                running[pool.submit(work, stoppable, *pair)] = pair[0]
            if not running:
                return
            finished, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in sorted(finished, key=running.__getitem__):
                del running[future]
                yield future.result()
    finally:
        stop.set()
        pool.shutdown(wait=True, cancel_futures=True)


async def in_tasks(
    items: Iterable[A],
    concurrency: int,
    work: Callable[[int, A], Coroutine[Any, Any, B]],
) -> AsyncGenerator[B]:
    """The same in tasks of asyncio, which are cancelled where the caller goes away."""
    numbered = enumerate(items)
    running: dict[asyncio.Task[B], int] = {}
    try:
        while True:
            while len(running) < concurrency and (pair := next(numbered, None)):
                running[asyncio.create_task(work(*pair))] = pair[0]
            if not running:
                return
            finished, _ = await asyncio.wait(
                running, return_when=asyncio.FIRST_COMPLETED
            )
            for task in sorted(finished, key=running.__getitem__):
                del running[task]
                yield task.result()
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


class _Stopped(BaseException):
    """The caller has gone away; no error, and nobody's business to catch."""


def _stoppable(
    sleep: Callable[[float], object], stop: threading.Event
) -> Callable[[float], None]:
    def sleep_or_stop(seconds: float) -> None:
        if sleep is time.sleep:
            stop.wait(seconds)
        else:
            sleep(seconds)
        if stop.is_set():
            raise _Stopped

    return sleep_or_stop
