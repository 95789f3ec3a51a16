"""A task: one run of a model, to be watched, waited for, stopped, and taken up again
from its id or token at any time.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, Self

from ..errors import ApiError, TransportError
from .async_driver import AsyncDriver, attached
from .async_operations import follow, refresh, stop, stop_late
from .async_realtime import AsyncEvents
from .async_result import AsyncResult
from .retries import OutOfTime, cancels, seconds_of
from .state import TaskState
from .task_view import timed_out


class AsyncTask(AsyncEvents):
    """One run of a model."""

    __slots__ = ("_driver",)

    def __init__(self, driver: AsyncDriver | None, state: TaskState) -> None:
        super().__init__(state)
        self._driver = driver

    async def refresh(self) -> Self:
        """Reads the task; gives itself. Raises ApiError, TransportError."""
        driver = attached(self._driver)
        self._state = await refresh(driver, self._state)
        return self

    async def wait(
        self,
        timeout: float | None = None,
        on_update: Callable[[Self], object] | None = None,
        *,
        on_timeout: Literal["leave", "cancel"] = "leave",
        poll_interval: float | None = None,
    ) -> AsyncResult:
        """Reads the task at growing intervals, or every `poll_interval` seconds, until
        it has ended; gives its result.

        `on_update` gets the task after each reading. Raises TaskFailed, TaskCancelled,
        TaskTimeout after `timeout` seconds (None: never), and ApiError or
        TransportError where it cannot be read; it goes on then, and `wait` can be
        called again. With `on_timeout="cancel"` a task that takes too long is stopped.
        """

        def listener(state: TaskState) -> object:
            self._state = state
            return on_update(self) if on_update else None

        driver = attached(self._driver)
        timeout, is_stopped = seconds_of("timeout", timeout), cancels(on_timeout)
        try:
            await follow(driver, self._state, timeout, listener, poll_interval)
        except OutOfTime as late:
            stopped = await self._stopped() if is_stopped else ""
            raise timed_out(self, timeout, late, stopped) from None
        return self.result()

    def result(self) -> AsyncResult:
        """The result, from the last reading; reads nothing itself.

        Raises TaskFailed, TaskCancelled, TaskNotFinished.
        """
        if complaint := self._complaint():
            raise complaint
        return AsyncResult(self, self._driver, self._state)

    async def cancel(self) -> Self:
        """Takes the task out of the queue and reads it; gives itself.

        Raises ApiError, TransportError.
        """
        return await self._stop("Task/Cancel")

    async def kill(self) -> Self:
        """Stops the running task and reads it; gives itself.

        Raises ApiError, TransportError.
        """
        return await self._stop("Task/Kill")

    async def _stopped(self) -> str:
        """Stops the task; what came of that."""
        driver = attached(self._driver)
        try:
            self._state = await stop_late(driver, self._state)
        except (ApiError, TransportError) as error:
            return f"it could not be stopped: {error}"
        return "it was stopped" if self.is_terminal else "it is being stopped"

    async def _stop(self, call: str) -> Self:
        driver = attached(self._driver)
        self._state = await stop(driver, self._state, call)
        return self
