"""Speech on its way up, and what is said of sessions. Nothing here does any I/O."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from ..client.retries import OutOfTime
from ..errors import SessionLost, TaskTimeout, WiroError

if TYPE_CHECKING:
    from ..client.task_view import TaskView

FRAME_BYTES: Final = 9_600
"""200 ms of 16-bit mono PCM at 24 kHz: what the service is sent at a time."""


class Speech:
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


class NoSocket(Exception):
    """A session has no socket; says why."""


def control(kind: str, token: str | None) -> str:
    """A message that steers a session."""
    return json.dumps({"type": kind, "tasktoken": token})


def not_ready(task: TaskView, why: Exception, timeout: float | None) -> WiroError:
    """The error for a session that has not begun."""
    if not isinstance(why, OutOfTime):
        return SessionLost(task, str(why))
    late = f"the session of task {task.id} was not ready after {timeout or 0:g} s"
    return TaskTimeout(task, f"{late} ({why}); it goes on")


def how_to_stop(task: TaskView) -> str:
    """What to do about a task that is left to itself."""
    if task.id is None:
        return "Its task may go on: wiro.recent_tasks() tells which it is."
    return f"Task {task.id} may go on: wiro.task({task.id!r}).kill() stops it."
