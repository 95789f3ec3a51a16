"""Many pieces of work at a time, in tasks of asyncio: the same as `pools.py`."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Iterable
from contextlib import suppress
from dataclasses import replace
from typing import Any, TypeVar

import anyio

from ..client.async_driver import AsyncDriver
from ..client.async_waiting import async_sleep
from .pools import Numbered, Stopped

A = TypeVar("A")
B = TypeVar("B")


async def async_pooled(
    driver: AsyncDriver,
    items: Iterable[A],
    concurrency: int,
    work: Callable[[AsyncDriver, int, A], Coroutine[Any, Any, B]],
) -> AsyncGenerator[B]:
    """What `work` gives for each item, as `pooled` does it. Where the caller goes away,
    tasks are cancelled, but for what `async_to_its_end` is awaiting.
    """
    stop = asyncio.Event()
    stoppable = replace(driver, sleep=_stoppable_async(driver.sleep, stop))
    numbered = Numbered(items)
    running: set[asyncio.Task[B]] = set()
    finished: asyncio.Queue[asyncio.Task[B]] = asyncio.Queue()
    try:
        while True:
            while len(running) < concurrency and (pair := numbered.take()):
                task = asyncio.create_task(work(stoppable, *pair))
                running.add(task)
                task.add_done_callback(finished.put_nowait)
            if not running:
                numbered.end()
                return
            task = await finished.get()
            running.remove(task)
            if not numbered.stops_at(task.exception()):
                yield task.result()
    finally:
        stop.set()
        for task in running:
            task.cancel()
        with anyio.CancelScope(shield=True):  # a scope of anyio cancels time and again
            await asyncio.shield(asyncio.gather(*running, return_exceptions=True))


def _stoppable_async(
    pause: Callable[[float], Awaitable[object]], stop: asyncio.Event
) -> Callable[[float], Awaitable[None]]:
    async def sleep_or_stop(seconds: float) -> None:
        if pause is async_sleep and seconds > 0:
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), seconds)
        else:
            await pause(seconds)
        if stop.is_set():
            raise Stopped

    return sleep_or_stop
