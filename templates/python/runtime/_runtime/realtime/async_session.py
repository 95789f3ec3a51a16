"""Realtime models: speech goes up and comes down over one socket, until somebody ends
the session ("Realtime models" in `wiro-api.md`).
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TYPE_CHECKING, Final, Self

from .. import PACKAGE
from ..client.async_driver import AsyncDriver, attached
from ..client.async_waiting import AsyncLock, async_within
from ..client.retries import OutOfTime, deadline_of, seconds_of
from ..client.state import TaskState
from ..errors import SessionLost, WiroError
from .async_following import AsyncFollowed
from .events import Event
from .speech import NoSocket, Speech, control, how_to_stop, not_ready

if TYPE_CHECKING:
    from ..client.async_task import AsyncTask

logger = logging.getLogger(PACKAGE)

_FAREWELL_SECONDS: Final = 5.0


class AsyncSession:
    """A realtime session: `async with` starts and ends it; iterating gives its events.

    >>> async with wiro.session("acme/talk", {"voice": "ava"}) as session:
    ...     await session.send(pcm)
    ...     async for event in session:
    ...         match event:
    ...             case Audio(pcm=pcm):
    ...                 play(pcm)
    ...             case TurnEnded():
    ...                 await session.end()

    One asyncio task at a time may receive; another one may send.
    """

    def __init__(
        self,
        driver: AsyncDriver | None,
        begin: Callable[[], Awaitable[AsyncTask]],
        timeout: float | None,
    ) -> None:
        self._driver = attached(driver)
        self._begin = begin
        self._timeout = seconds_of("timeout", timeout)
        self._task: AsyncTask | None = None
        self._followed = self._follow(TaskState(), most_dials=0)
        self._speech = Speech()
        self._lock = AsyncLock()

    @property
    def task(self) -> AsyncTask:
        """The session's task. Raises WiroError before the session was started."""
        if self._task is None:
            raise WiroError("this session was not started: use it in a `with` block")
        return self._task

    async def send(self, pcm: bytes) -> None:
        """Sends speech: 16-bit little-endian mono PCM at 24 kHz, any length of it.

        What does not fill a frame of 200 ms waits for more, or for the end. Raises
        SessionLost.
        """
        async with self._lock:
            for frame in self._speech.frames(pcm):
                await self._say(self._speech.addressed(frame, self.task.token))

    async def interrupt(self) -> None:
        """Stops what the model is saying. Raises SessionLost."""
        await self._say(control("task_session_interrupt", self.task.token))

    async def end(self) -> None:
        """Says that no more speech comes. The last events, and what was charged, are
        still to be received. Raises SessionLost.
        """
        async with self._lock:
            if self._speech.is_over or self._followed.is_finished:
                return
            for frame in self._speech.rest():
                await self._say(self._speech.addressed(frame, self.task.token))
            await self._say(control("task_session_end", self.task.token))
            self._speech.is_over = True

    async def receive(self, timeout: float | None = None) -> Event | None:
        """The next event; None where there is none within `timeout` seconds (None:
        however long it takes), and after Finished.

        Raises SessionLost, ApiError, TransportError.
        """
        try:
            return await self._next_event(self._deadline(timeout))
        except OutOfTime:
            return None
        except NoSocket as lost:
            raise SessionLost(self.task, str(lost)) from None

    async def __aiter__(self) -> AsyncIterator[Event]:
        """The events until Finished, which is the last one."""
        while (event := await self.receive()) is not None:
            yield event

    async def __aenter__(self) -> Self:
        """Starts the task where that is not done, and waits until it is ready."""
        self._task = task = await self._begin()
        self._followed = self._follow(task._state, most_dials=1)  # noqa: SLF001
        try:
            await self._wait_until_ready(self._deadline(self._timeout))
        except (NoSocket, OutOfTime, WiroError) as why:
            await self._followed.hang_up()
            raise not_ready(task, why, self._timeout) from None
        except BaseException as interruption:
            interruption.add_note(how_to_stop(task))
            await self._followed.hang_up()
            raise
        if self._followed.is_finished:
            task.result()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Ends the session, if that was not done, and closes its socket."""
        try:
            # Said by who was cancelled as well: a session that is not ended costs.
            if not await async_within(_FAREWELL_SECONDS, self.end):
                advice = how_to_stop(self.task)
                logger.warning("%s", advice, extra={"wiro_task": self.task.id})
        except SessionLost as lost:
            logger.warning("%s", lost, extra={"wiro_task": self.task.id})
        finally:
            await self._followed.hang_up()

    async def _wait_until_ready(self, deadline: float | None) -> None:
        """Connects, and follows the task until it is ready for speech, or has ended.

        Raises NoSocket, OutOfTime, ApiError, TransportError.
        """
        followed = self._followed
        if followed.state.token is None:
            await followed.read(deadline)
        if not followed.is_finished:
            await followed.connect()
        while not (followed.is_finished or followed.is_ready):
            await self._check_socket(deadline)
            await followed.advance(deadline)

    async def _next_event(self, deadline: float | None) -> Event | None:
        """The next event; None after Finished. Raises NoSocket, OutOfTime, ApiError,
        TransportError.
        """
        followed = self._followed
        while (event := followed.next_event()) is None:
            if followed.is_finished:
                return None
            if not self._speech.is_over:
                await self._check_socket(deadline)
            await followed.advance(deadline)
        return event

    async def _check_socket(self, deadline: float | None) -> None:
        """Raises NoSocket where it was lost before the task came to its end."""
        followed = self._followed
        if followed.line is None and not followed.is_ending:
            await followed.read(deadline)
            if not followed.is_finished:
                raise NoSocket(followed.complaint or "it was closed")

    async def _say(self, message: str | bytes) -> None:
        failure = await self._followed.say(message)
        del message  # the token is in it, and some tracebacks show variables
        if failure:
            raise SessionLost(self.task, failure)

    def _follow(self, state: TaskState, most_dials: int) -> AsyncFollowed:
        return AsyncFollowed(self._driver, state, self._keep, most_dials=most_dials)

    def _keep(self, state: TaskState) -> None:
        self.task._state = state  # noqa: SLF001 - a session is part of its task

    def _deadline(self, timeout: float | None) -> float | None:
        return deadline_of(self._driver.service, timeout)
