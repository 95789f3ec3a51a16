"""Following a task: what its socket tells as it comes, with Task/Detail as the judge of
how it ends.

The socket's end has no exit code and may never be heard, so nothing is believed to have
ended before Task/Detail says so. Where there is no socket, polling goes on alone.
"""

from __future__ import annotations

import json
import logging
from collections import deque
from collections.abc import Iterator
from typing import Final

from .. import PACKAGE
from ..client.calls import Service
from ..client.effects import (
    Dialled,
    Emit,
    Failure,
    Flow,
    HangUp,
    Heard,
    Sleep,
    Tell,
    dialled,
    heard,
    said,
)
from ..client.flows import OutOfTime, poll_intervals, refresh
from ..client.state import TaskState
from .events import Event, Finished, Statuses, read_message

logger = logging.getLogger(PACKAGE)

_MOST_DIALS: Final = 3
_FIRST_SILENCE, _LONGEST_SILENCE, _SILENCE_GROWTH = 2.0, 10.0, 1.5
_SILENCE_AFTER_ERROR = 0.5
_LONGEST_TRUST = 30.0
"""Seconds after which the task is read, whatever its socket keeps telling."""

_LONGEST_HEARING, _END_OF_SPEECH = 5.0, 0.2


def watch(
    service: Service, known: TaskState, timeout: float | None, *, use_socket: bool
) -> Flow[None]:
    """Emits what happens to a task until it has ended, telling each state that is read.

    Raises OutOfTime after `timeout` seconds; the task is read at least once.
    """
    if known.is_whole and known.is_terminal and known.status != "task_error":
        yield Emit(Finished(status=known.status, outcome=known.outcome))
        return
    followed = Followed(service, known, most_dials=_MOST_DIALS if use_socket else 0)
    deadline = None if timeout is None else service.clock() + timeout
    while not followed.is_finished:
        yield from followed.advance(deadline)
        while event := followed.next_event():
            yield Emit(event)
        if deadline is not None and service.clock() >= deadline:
            followed.check_finished()


class Followed:
    """A task and how far it was followed: what was read, what was heard, the socket."""

    def __init__(self, service: Service, known: TaskState, *, most_dials: int) -> None:
        self.state = known
        self.line: Dialled | None = None
        self.is_ending = False
        self.is_finished = False
        self.complaint = ""
        self.service = service
        self._dials_left = most_dials
        self._may_dial = most_dials > 0
        self._statuses = Statuses()
        self._news: deque[Event] = deque()
        self._is_fresh = False
        self._polls = poll_intervals()
        self._silences = _silences()
        self._read_at = self._read_by = 0.0

    def next_event(self) -> Event | None:
        """The next of what has happened, or None."""
        return self._news.popleft() if self._news else None

    def has_reached(self, status: str) -> bool:
        """Whether the task is as far as a status that is known."""
        return self._statuses.have_reached(status)

    def check_finished(self) -> None:
        """Raises OutOfTime where the task has not ended."""
        if not self.is_finished:
            raise OutOfTime(f"its status is {self.state.status}")

    def advance(self, deadline: float | None) -> Flow[None]:
        """One step: connects, reads, listens or waits, whatever comes next.

        Raises OutOfTime where the step would come later than `deadline`, and ApiError
        and TransportError where the task cannot be read.
        """
        if self.is_finished:
            return
        if self.line is None and self._may_dial and self.state.token:
            yield from self.connect()
        if self._is_fresh:
            yield from self._wait(deadline)
        else:
            yield from self.read(deadline)

    def connect(self) -> Flow[bool]:
        """Connects to the socket and asks for the task; whether that succeeded."""
        self._dials_left -= 1
        self._may_dial = False
        if self.state.token is None:
            self._complain("its token is not known")
            return False
        line = yield from dialled()
        if isinstance(line, Failure):
            self._complain(line.reason)
            return False
        self.line = line
        # What ended before the socket was asked is told by Task/Detail alone.
        self._is_fresh = False
        asked = json.dumps({"type": "task_info", "tasktoken": self.state.token})
        failure = yield from said(line, asked)
        if failure is not None:
            yield from self._lose(failure.reason)
        return failure is None

    def read(self, deadline: float | None) -> Flow[None]:
        """Reads Task/Detail."""
        self.state = yield from refresh(self.service, self.state, deadline)
        self._is_fresh = True
        now = self.service.clock()
        self._read_at, self._read_by = now + next(self._silences), now + _LONGEST_TRUST
        if self.state.is_terminal:
            yield from self._hear_out()
        self._news.extend(self._statuses.news(self.state.status))
        yield Tell(self.state)
        if self.state.is_terminal:
            yield from self.hang_up()
            state = self.state
            self._news.append(Finished(status=state.status, outcome=state.outcome))
            self.is_finished = True

    def hang_up(self) -> Flow[None]:
        """Closes the socket, where there is one."""
        if self.line is not None:
            yield HangUp(self.line)
            self.line = None

    def _wait(self, deadline: float | None) -> Flow[None]:
        """Listens, or sleeps, until something comes or the task is to be read again."""
        now = self.service.clock()
        left = float("inf") if deadline is None else max(0.0, deadline - now)
        if self.line is None:
            if left == 0:
                self.check_finished()
            yield Sleep(min(next(self._polls), left))
            self._is_fresh = False
            self._may_dial = self._dials_left > 0
            return
        if now >= self._read_by:
            self._is_fresh = False
            return
        silence = max(0.0, min(self._read_at, self._read_by) - now)
        match (yield from heard(self.line, min(silence, left))):
            case Heard(message=message):
                yield from self._take(message)
            case Failure(reason=reason):
                yield from self._lose(reason)
            case None if silence <= left:
                self._is_fresh = False
            case None:
                self.check_finished()

    def _hear_out(self) -> Flow[None]:
        """Takes what the socket of an ended task has told, and a slow listener has not
        heard yet.
        """
        end = self.service.clock() + _LONGEST_HEARING
        while self.line is not None and self.service.clock() < end:
            match (yield from heard(self.line, _END_OF_SPEECH)):
                case Heard(message=message):
                    yield from self._take(message)
                case _:
                    return

    def _take(self, message: str | bytes) -> Flow[None]:
        told = read_message(message, self.state.token or "")
        news = (*self._statuses.news(told.status), *told.events)
        self._news.extend(news)
        if news or told.may_be_end:
            self._silences = _silences(told.may_be_end)
            self._read_at = self.service.clock() + next(self._silences)
        if told.refusal:
            yield from self._lose(told.refusal)
        if told.is_end:
            self.is_ending = True
            yield from self.hang_up()
            self._dials_left = 0
            self._is_fresh = False

    def _lose(self, reason: str) -> Flow[None]:
        self._complain(reason)
        yield from self.hang_up()
        self._is_fresh = False

    def _complain(self, reason: str) -> None:
        token = self.state.token or ""
        self.complaint = reason.replace(token, "***") if token else reason
        logger.info(
            "task %s: no socket (%s)",
            self.state.id,
            self.complaint,
            extra={"wiro_task": self.state.id},
        )


def _silences(may_be_end: bool = False) -> Iterator[float]:
    """How long a socket may be silent before the task is read."""
    seconds = _SILENCE_AFTER_ERROR if may_be_end else _FIRST_SILENCE
    while True:
        yield seconds
        seconds = min(seconds * _SILENCE_GROWTH, _LONGEST_SILENCE)
