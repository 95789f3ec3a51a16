"""Following a task: what its socket tells as it comes, with Task/Detail as the judge of
how it ends.

The socket's end has no exit code and may never be heard, so nothing is believed to have
ended before Task/Detail says so. Where there is no socket, polling goes on alone.
"""

from __future__ import annotations

import json
import logging
from collections import deque
from collections.abc import AsyncGenerator
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from .. import PACKAGE
from ..client.answers import Failure
from ..client.async_driver import AsyncDriver
from ..client.async_operations import refresh
from ..client.async_waiting import async_tell
from ..client.http import FAILURES, reason_of
from ..client.redaction import redacted
from ..client.retries import OutOfTime, deadline_of, poll_intervals
from ..client.state import Listener, TaskState
from .async_dialing import dial
from .events import Event, Finished, Statuses, read_message, silences

if TYPE_CHECKING:
    from .async_sockets import AsyncLine

logger = logging.getLogger(PACKAGE)

MOST_DIALS: Final = 3
_LONGEST_TRUST: Final = 30.0
"""Seconds after which the task is read, whatever its socket keeps telling."""

_LONGEST_HEARING, _END_OF_SPEECH = 5.0, 0.2


class AsyncFollowed:
    """A task and how far it was followed: what was read, what was heard, the socket."""

    def __init__(
        self,
        driver: AsyncDriver,
        state: TaskState,
        listener: Listener,
        *,
        most_dials: int,
    ) -> None:
        self.state = state
        self.line: AsyncLine | None = None
        self.is_ending = False
        self.is_finished = False
        self.complaint = ""
        self._driver = driver
        self._listener = listener
        self._dials_left = most_dials
        self._may_dial = most_dials > 0
        self._statuses = Statuses()
        self._news: deque[Event] = deque()
        self._is_fresh = False
        self._polls = poll_intervals()
        self._silences = silences()
        self._read_at = self._read_by = 0.0

    async def events(self, timeout: float | None) -> AsyncGenerator[Event]:
        """What happens until the task has ended. The socket is closed at the end, also
        where the caller goes away.

        Raises OutOfTime after `timeout` seconds; the task is read at least once.
        """
        state, clock = self.state, self._driver.service.clock
        if state.is_settled:
            yield Finished(status=state.status, outcome=state.outcome)
            return
        deadline = deadline_of(self._driver.service, timeout)
        try:
            while not self.is_finished:
                await self.advance(deadline)
                while event := self.next_event():
                    yield event
                if deadline is not None and clock() >= deadline:
                    self.check_finished()
        finally:
            await self.hang_up()

    def next_event(self) -> Event | None:
        """The next of what has happened, or None."""
        return self._news.popleft() if self._news else None

    @property
    def is_ready(self) -> bool:
        """Whether the task is ready for speech."""
        is_stream_ready = self._statuses.have_reached("task_stream_ready")
        return is_stream_ready and not self.is_ending

    def check_finished(self) -> None:
        """Raises OutOfTime where the task has not ended."""
        if not self.is_finished:
            last = self._statuses.last or self.state.status
            raise OutOfTime(f"its status is {last}")

    async def advance(self, deadline: float | None) -> None:
        """One step: connects, reads, listens or waits, whatever comes next.

        Raises OutOfTime where the step would come later than `deadline`, and ApiError
        and TransportError where the task cannot be read.
        """
        if self.is_finished:
            return
        if self.line is None and self._may_dial and self.state.token:
            await self.connect()
        if self._is_fresh:
            await self._wait(deadline)
        else:
            await self.read(deadline)

    async def connect(self) -> bool:
        """Connects to the socket and asks for the task; whether that succeeded."""
        self._dials_left -= 1
        self._may_dial = False
        if self.state.token is None:
            self._complain("its token is not known")
            return False
        line = await dial(self._driver)
        if isinstance(line, Failure):
            self._complain(line.reason)
            return False
        self.line = line
        # What ended before the socket was asked is told by Task/Detail alone.
        self._is_fresh = False
        asked = json.dumps({"type": "task_info", "tasktoken": self.state.token})
        failure = await self.say(asked)
        if failure:
            await self._lose(failure)
        return not failure

    async def say(self, message: str | bytes) -> str:
        """Sends a message; why that failed, or empty."""
        if self.line is None:
            return self.complaint or "it was closed"
        try:
            await self.line.send(message)
        except FAILURES as error:
            return reason_of(error)
        return ""

    async def read(self, deadline: float | None) -> None:
        """Reads Task/Detail."""
        self.state = await refresh(self._driver, self.state, deadline)
        self._is_fresh = True
        now = self._driver.service.clock()
        self._read_at, self._read_by = now + next(self._silences), now + _LONGEST_TRUST
        if self.state.is_terminal:
            await self._hear_out()
        self._news.extend(self._statuses.news(self.state.status))
        await async_tell(self._listener, self.state)
        if self.state.is_terminal:
            await self.hang_up()
            state = self.state
            self._news.append(Finished(status=state.status, outcome=state.outcome))
            self.is_finished = True

    async def hang_up(self) -> None:
        """Closes the socket, where there is one."""
        if self.line is not None:
            line, self.line = self.line, None
            with suppress(*FAILURES):
                await line.close()

    async def _wait(self, deadline: float | None) -> None:
        """Listens, or sleeps, until something comes or the task is to be read again."""
        now = self._driver.service.clock()
        left = float("inf") if deadline is None else max(0.0, deadline - now)
        if self.line is None:
            if left == 0:
                self.check_finished()
            await self._driver.sleep(min(next(self._polls), left))
            self._is_fresh = False
            self._may_dial = self._dials_left > 0
            return
        if now >= self._read_by:
            self._is_fresh = False
            return
        silence = max(0.0, min(self._read_at, self._read_by) - now)
        try:
            message = await self.line.receive(min(silence, left))
        except FAILURES as error:
            await self._lose(reason_of(error))
            return
        if message is not None:
            await self._take(message)
        elif silence <= left:
            self._is_fresh = False
        else:
            self.check_finished()

    async def _hear_out(self) -> None:
        """Takes what the socket of an ended task has told, and a slow listener has not
        heard yet.
        """
        end = self._driver.service.clock() + _LONGEST_HEARING
        while self.line is not None and self._driver.service.clock() < end:
            try:
                message = await self.line.receive(_END_OF_SPEECH)
            except FAILURES:
                return
            if message is None:
                return
            await self._take(message)

    async def _take(self, message: str | bytes) -> None:
        socket_news = read_message(message, *self._secrets)
        news = (*self._statuses.news(socket_news.status), *socket_news.events)
        self._news.extend(news)
        if news or socket_news.may_be_end:
            self._silences = silences(socket_news.may_be_end)
            self._read_at = self._driver.service.clock() + next(self._silences)
        if socket_news.refusal:
            await self._lose(socket_news.refusal)
        if socket_news.is_end:
            self.is_ending = True
            await self.hang_up()
            self._dials_left = 0
            self._is_fresh = False

    async def _lose(self, reason: str) -> None:
        self._complain(reason)
        await self.hang_up()
        self._is_fresh = False

    def _complain(self, reason: str) -> None:
        token, secrets = self._secrets
        self.complaint = redacted(reason, (token, *secrets))
        logger.info(
            "task %s: no socket (%s)",
            self.state.id,
            self.complaint,
            extra={"wiro_task": self.state.id},
        )

    @property
    def _secrets(self) -> tuple[str, tuple[str, ...]]:
        """The task's token, and what must be shown nowhere either."""
        return self.state.token or "", self._driver.service.secrets
