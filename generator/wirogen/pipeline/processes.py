"""Work that several processes share."""

import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")

_LEAST = 32
"""Fewer items than these are done sooner than a process is started."""

_MOST = 8
_BATCH = 16
"""Results that travel together."""


def shared_work(
    work: Callable[[_Item], _Result], items: Sequence[_Item], processes: int
) -> Generator[tuple[int, _Result], None, None]:
    """What `work` gives for each item, with the item's number, in any order.

    Little work, and all of it where processes cannot be forked safely, is done here.
    Raises ChildProcessError where a process dies, and what `work` raises as a
    RuntimeError. Whatever happens, no process is left.
    """
    count = min(processes, _MOST, len(items) * 2 // _LEAST)
    if count < 2 or sys.platform != "linux" or threading.active_count() > 1:
        yield from ((number, work(item)) for number, item in enumerate(items))
        return
    with _forked(work, items, count) as connections:
        yield from _collected(connections)


def _collected(connections: "list[Connection]") -> Iterator[tuple[int, _Result]]:
    """Every result of some processes, as they come."""
    from multiprocessing.connection import Connection, wait  # noqa: PLC0415

    waiting = list(connections)
    while waiting:
        for connection in wait(waiting):
            assert isinstance(connection, Connection)  # noqa: S101 - all of them are
            try:
                received = connection.recv()
            except EOFError:
                message = "a process that did part of the work has died"
                raise ChildProcessError(message) from None
            match received:
                case str():
                    raise RuntimeError(received)
                case []:
                    waiting.remove(connection)
                case _:
                    yield from received


@contextmanager
def _forked(
    work: Callable[[_Item], _Result], items: Sequence[_Item], count: int
) -> "Iterator[list[Connection]]":
    import multiprocessing  # noqa: PLC0415 - for much work alone

    context = multiprocessing.get_context("fork")
    processes = []
    connections = []
    numbered = list(enumerate(items))
    # Ctrl-C is for this process alone, which then ends the others.
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        try:
            for number in range(count):
                ours, theirs = context.Pipe(duplex=False)
                process = context.Process(
                    target=_work_off,
                    args=(work, numbered[number::count], ours, theirs),
                )
                process.start()
                theirs.close()
                processes.append(process)
                connections.append(ours)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        yield connections
    finally:
        for process in processes:
            process.kill()
        for process in processes:
            process.join()


def _work_off(
    work: Callable[[_Item], _Result],
    items: Sequence[tuple[int, _Item]],
    other_end: "Connection",
    connection: "Connection",
) -> None:
    """Sends results in batches, an empty one at the end; the traceback of an error."""
    other_end.close()
    try:
        for start in range(0, len(items), _BATCH):
            batch = items[start : start + _BATCH]
            connection.send([(number, work(item)) for number, item in batch])
        connection.send([])
    except BrokenPipeError:
        os._exit(1)  # nobody waits for the results any more
    except Exception:
        connection.send(traceback.format_exc())
