"""Realtime models: speech goes up and comes down over one socket, until somebody ends
the session ("Realtime models" in `wiro-api.md`).
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self, TypeVar

import anyio

from .. import PACKAGE
from ..client.drivers import AsyncDriver, Driver, attached
from ..client.effects import Flow, said
from ..client.flows import OutOfTime
from ..client.state import TaskState
from ..errors import SessionLost, TaskTimeout, WiroError
from .event_stream import Followed
from .events import Event

if TYPE_CHECKING:
    from ..client.task import AsyncTask, Task

logger = logging.getLogger(PACKAGE)

FRAME_BYTES: Final = 9_600
"""200 ms of 16-bit mono PCM at 24 kHz: what the service is sent at a time."""

_FAREWELL_SECONDS = 5.0


class Session:
    """A realtime session: `with` starts it, and ends it. Iterating gives its events.

    >>> with wiro.session("acme/talk", {"voice": "ava"}) as session:
    ...     session.send(pcm)
    ...     for event in session:
    ...         match event:
    ...             case Audio(pcm=pcm):
    ...                 play(pcm)
    ...             case TurnEnded():
    ...                 session.end()

    One thread at a time may receive; another one may send.
    """

    def __init__(
        self, driver: Driver | None, begin: Callable[[], Task], timeout: float | None
    ) -> None:
        self._driver = attached(driver)
        self._begin = begin
        self._timeout = timeout
        self._task: Task | None = None
        self._followed = Followed(self._driver.service, TaskState(), most_dials=0)
        self._speech = _Speech()
        self._lock = threading.Lock()

    @property
    def task(self) -> Task:
        """The session's task. Raises WiroError before the session was started."""
        return _started(self._task)

    def send(self, pcm: bytes) -> None:
        """Sends speech: 16-bit little-endian mono PCM at 24 kHz, any length of it.

        What does not fill a frame of 200 ms waits for more, or for the end. Raises
        SessionLost.
        """
        with self._lock:
            for frame in self._speech.frames(pcm):
                self._say(self._speech.addressed(frame, self.task.token))

    def interrupt(self) -> None:
        """Stops what the model is saying. Raises SessionLost."""
        self._say(_control("task_session_interrupt", self.task.token))

    def end(self) -> None:
        """Says that no more speech comes. The last events, and what was charged, are
        still to be received. Raises SessionLost.
        """
        with self._lock:
            if self._speech.is_over or self._followed.is_finished:
                return
            for frame in self._speech.rest():
                self._say(self._speech.addressed(frame, self.task.token))
            self._say(_control("task_session_end", self.task.token))
            self._speech.is_over = True

    def receive(self, timeout: float | None = None) -> Event | None:
        """The next event; None where there is none within `timeout` seconds (None:
        however long it takes), and after Finished.

        Raises SessionLost, ApiError, TransportError.
        """
        flow = _next_event(self._followed, timeout, self._speech)
        try:
            return self._driver.run(flow, self._tell)
        except _NoLine as lost:
            raise SessionLost(self.task, str(lost)) from None

    def __iter__(self) -> Iterator[Event]:
        """The events until Finished, which is the last one."""
        while (event := self.receive()) is not None:
            yield event

    def __enter__(self) -> Self:
        """Starts the task where that is not done, and waits until it is ready."""
        self._task = task = self._begin()
        service = self._driver.service
        self._followed = Followed(service, task._state, most_dials=1)  # noqa: SLF001
        try:
            self._driver.run(_until_ready(self._followed, self._timeout), self._tell)
        except (_NoLine, OutOfTime, WiroError) as why:
            self._close()
            raise _not_ready(task, why, self._timeout) from None
        except BaseException as interruption:
            interruption.add_note(_how_to_stop(task))
            self._close()
            raise
        if self._followed.is_finished:
            task.result()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Ends the session, if that was not done, and closes its socket."""
        try:
            self.end()
        except SessionLost as lost:
            logger.warning("%s", lost, extra={"wiro_task": self.task.id})
        finally:
            self._close()

    def _say(self, message: str | bytes) -> None:
        failure = self._driver.run(_said(self._followed, message))
        del message  # the token is in it, and some tracebacks show variables
        if failure:
            raise SessionLost(self.task, failure)

    def _tell(self, state: TaskState) -> None:
        self.task._state = state  # noqa: SLF001 - a session is part of its task

    def _close(self) -> None:
        self._driver.run(self._followed.hang_up())


class AsyncSession:
    """A realtime session: `async with` starts it, and ends it. Iterating gives its
    events. See `Session`.
    """

    def __init__(
        self,
        driver: AsyncDriver | None,
        begin: Callable[[], Awaitable[AsyncTask]],
        timeout: float | None,
    ) -> None:
        self._driver = attached(driver)
        self._begin = begin
        self._timeout = timeout
        self._task: AsyncTask | None = None
        self._followed = Followed(self._driver.service, TaskState(), most_dials=0)
        self._speech = _Speech()

    @property
    def task(self) -> AsyncTask:
        """The session's task. Raises WiroError before the session was started."""
        return _started(self._task)

    async def send(self, pcm: bytes) -> None:
        """Sends speech; see `Session.send`. One task at a time may send."""
        for frame in self._speech.frames(pcm):
            await self._say(self._speech.addressed(frame, self.task.token))

    async def interrupt(self) -> None:
        """Stops what the model is saying. Raises SessionLost."""
        await self._say(_control("task_session_interrupt", self.task.token))

    async def end(self) -> None:
        """Says that no more speech comes; see `Session.end`."""
        if self._speech.is_over or self._followed.is_finished:
            return
        for frame in self._speech.rest():
            await self._say(self._speech.addressed(frame, self.task.token))
        await self._say(_control("task_session_end", self.task.token))
        self._speech.is_over = True

    async def receive(self, timeout: float | None = None) -> Event | None:
        """The next event, or None; see `Session.receive`."""
        flow = _next_event(self._followed, timeout, self._speech)
        try:
            return await self._driver.run(flow, self._tell)
        except _NoLine as lost:
            raise SessionLost(self.task, str(lost)) from None

    async def __aiter__(self) -> AsyncIterator[Event]:
        """The events until Finished, which is the last one."""
        while (event := await self.receive()) is not None:
            yield event

    async def __aenter__(self) -> Self:
        """Starts the task where that is not done, and waits until it is ready."""
        self._task = task = await self._begin()
        service = self._driver.service
        self._followed = Followed(service, task._state, most_dials=1)  # noqa: SLF001
        try:
            flow = _until_ready(self._followed, self._timeout)
            await self._driver.run(flow, self._tell)
        except (_NoLine, OutOfTime, WiroError) as why:
            await self._close()
            raise _not_ready(task, why, self._timeout) from None
        except BaseException as interruption:
            interruption.add_note(_how_to_stop(task))
            await self._close()
            raise
        if self._followed.is_finished:
            task.result()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Ends the session, if that was not done, and closes its socket."""
        try:
            # Said by who was cancelled as well: a session that is not ended costs.
            with anyio.move_on_after(_FAREWELL_SECONDS, shield=True) as farewell:
                await self.end()
            if farewell.cancelled_caught:
                told = _how_to_stop(self.task)
                logger.warning("%s", told, extra={"wiro_task": self.task.id})
        except SessionLost as lost:
            logger.warning("%s", lost, extra={"wiro_task": self.task.id})
        finally:
            await self._close()

    async def _say(self, message: str | bytes) -> None:
        failure = await self._driver.run(_said(self._followed, message))
        del message  # the token is in it, and some tracebacks show variables
        if failure:
            raise SessionLost(self.task, failure)

    def _tell(self, state: TaskState) -> None:
        self.task._state = state  # noqa: SLF001 - a session is part of its task

    async def _close(self) -> None:
        await self._driver.run(self._followed.hang_up())


class _Speech:
    """Speech on its way up, cut into frames. Does no I/O."""

    def __init__(self) -> None:
        self.is_over = False
        self._rest = b""

    def frames(self, pcm: bytes) -> list[bytes]:
        """The whole frames that there are now."""
        if self.is_over:
            raise WiroError("this session was ended: it takes no more speech")
        speech = self._rest + pcm
        whole = len(speech) - len(speech) % FRAME_BYTES
        self._rest = speech[whole:]
        return [speech[at : at + FRAME_BYTES] for at in range(0, whole, FRAME_BYTES)]

    def rest(self) -> list[bytes]:
        """What does not fill a frame, once."""
        rest, self._rest = self._rest, b""
        return [rest] if rest else []

    @staticmethod
    def addressed(frame: bytes, token: str | None) -> bytes:
        """A frame as it is sent."""
        return f"{token}|".encode() + frame


class _NoLine(Exception):
    """A session has no socket; says why."""


def _until_ready(followed: Followed, timeout: float | None) -> Flow[None]:
    """Connects, and follows the task until it is ready for speech, or has ended.

    Raises _NoLine, OutOfTime, ApiError, TransportError.
    """
    clock = followed.service.clock
    deadline = None if timeout is None else clock() + timeout
    if followed.state.token is None:
        yield from followed.read(deadline)
    if not followed.is_finished:
        yield from followed.connect()
    while not (followed.is_finished or _is_ready(followed)):
        yield from _check_line(followed, deadline)
        yield from followed.advance(deadline)


def _is_ready(followed: Followed) -> bool:
    return followed.has_reached("task_stream_ready") and not followed.is_ending


def _next_event(
    followed: Followed, timeout: float | None, speech: _Speech
) -> Flow[Event | None]:
    """The next event; None after Finished and where none comes in time."""
    clock = followed.service.clock
    deadline = None if timeout is None else clock() + timeout
    try:
        while (event := followed.next_event()) is None:
            if followed.is_finished:
                return None
            if not speech.is_over:
                yield from _check_line(followed, deadline)
            yield from followed.advance(deadline)
    except OutOfTime:
        return None
    return event


def _check_line(followed: Followed, deadline: float | None) -> Flow[None]:
    """Raises _NoLine where the socket was lost before the task came to its end."""
    if followed.line is None and not followed.is_ending:
        yield from followed.read(deadline)
        if not followed.is_finished:
            raise _NoLine(followed.complaint or "it was closed")


def _said(followed: Followed, message: str | bytes) -> Flow[str]:
    """Sends a message; why that failed, or empty."""
    if followed.line is None:
        return followed.complaint or "it was closed"
    failure = yield from said(followed.line, message)
    return failure.reason if failure else ""


def _control(kind: str, token: str | None) -> str:
    return json.dumps({"type": kind, "tasktoken": token})


_T = TypeVar("_T", "Task", "AsyncTask")


def _started(task: _T | None) -> _T:
    if task is None:
        raise WiroError("this session was not started: use it in a `with` statement")
    return task


def _not_ready(
    task: Task | AsyncTask, why: Exception, timeout: float | None
) -> WiroError:
    if not isinstance(why, OutOfTime):
        return SessionLost(task, str(why))
    late = f"the session of task {task.id} was not ready after {timeout or 0:g} s"
    return TaskTimeout(task, f"{late} ({why}); it goes on")


def _how_to_stop(task: Task | AsyncTask) -> str:
    if task.id is None:
        return "Its task may go on: wiro.recent_tasks() tells which it is."
    return f"Task {task.id} may go on: wiro.task({task.id!r}).kill() stops it."
