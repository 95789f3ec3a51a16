"""Many pieces of work at a time, in threads; `async_pools.py` has the same in tasks of
asyncio. The next one is begun when the caller asks for more, so that memory does not
grow with their number.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from queue import SimpleQueue
from typing import Generic, TypeVar

from ..client.driver import Driver
from ..client.waiting import sleep

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
    numbered = Numbered(items)
    running: set[Future[B]] = set()
    finished: SimpleQueue[Future[B]] = SimpleQueue()
    pool = ThreadPoolExecutor(concurrency, "wiro")
    try:
        while True:
            while len(running) < concurrency and (pair := numbered.take()):
                future = pool.submit(work, stoppable, *pair)
                running.add(future)
                future.add_done_callback(finished.put)
            if not running:
                return numbered.end()
            future = finished.get()
            running.remove(future)
            if not numbered.stops_at(future.exception()):
                yield future.result()
    finally:
        stop.set()
        pool.shutdown(wait=True, cancel_futures=True)


class Numbered(Generic[A]):
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


class Stopped(BaseException):
    """The caller has gone away; no error, and nobody's business to catch."""


def _stoppable(
    pause: Callable[[float], object], stop: threading.Event
) -> Callable[[float], None]:
    def sleep_or_stop(seconds: float) -> None:
        if pause is not sleep:
            pause(seconds)
        elif seconds > 0:
            stop.wait(seconds)
        if stop.is_set():
            raise Stopped

    return sleep_or_stop
