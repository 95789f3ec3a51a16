"""A task: one run of a model, to be watched, waited for, stopped, and taken up again
from its id or token at any time.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Generator, Mapping
from contextlib import aclosing
from decimal import Decimal
from typing import Any, Self

from ..errors import (
    ResultUnknown,
    TaskCancelled,
    TaskError,
    TaskFailed,
    TaskNotFinished,
    TaskTimeout,
)
from ..realtime.event_stream import watch
from ..realtime.events import Event
from ..realtime.session import AsyncSession, Session
from .drivers import AsyncDriver, Driver, attached
from .flows import OutOfTime, follow, refresh, stop
from .result import AsyncResult, Result
from .state import Outcome, TaskState


class _TaskView:
    """What is told of a task."""

    __slots__ = ("_state",)

    def __init__(self, state: TaskState) -> None:
        self._state = state

    @property
    def id(self) -> str | None:
        """Its id; None where only its token is known and it was not read yet."""
        return self._state.id

    @property
    def token(self) -> str | None:
        """Its token (`socketaccesstoken`), with which anybody can follow it."""
        return self._state.token

    @property
    def status(self) -> str:
        """The service's word for how it stands, as last read; empty before that."""
        return self._state.status

    @property
    def outcome(self) -> Outcome:
        """How it stands, as last read: running, succeeded, failed, cancelled, or, where
        it ended and nothing says whether it succeeded, unknown.
        """
        return self._state.outcome

    @property
    def model(self) -> str:
        """The slug of its model; empty where it is not told."""
        return self._state.model

    @property
    def is_terminal(self) -> bool:
        """Whether it has ended, as last read."""
        return self._state.is_terminal

    @property
    def cost(self) -> Decimal | None:
        """What was charged so far, in US dollars, as last read; None where that is not
        told.
        """
        return self._state.cost

    @property
    def raw(self) -> Mapping[str, Any]:
        """The service's own words, the token among them: the answer to the run, or the
        task as last read; empty before either.
        """
        return self._state.raw

    def _complaint(self) -> TaskError | None:
        """Why there is no result, or None."""
        if not (self._state.is_whole and self.is_terminal):
            status = self.status or "not read yet"
            return TaskNotFinished(self, f"{self._name} has no result yet ({status})")
        match self.outcome:
            case Outcome.CANCELLED:
                return TaskCancelled(self, f"{self._name} was cancelled")
            case Outcome.FAILED:
                return TaskFailed(self, f"{self._name} failed ({self._reason})")
            case Outcome.UNKNOWN:
                return ResultUnknown(
                    self,
                    f"{self._name} ended without exit code and outputs: it is not known"
                    " whether it succeeded",
                )
            case _:
                return None

    def _tell(self, state: TaskState) -> None:
        self._state = state

    @property
    def _name(self) -> str:
        return _named(self)

    @property
    def _reason(self) -> str:
        code = self._state.exit_code
        status = f"exit code {code}" if code else self.status
        words = self._state.last_words
        return f"{status}: {words}" if words else status

    def __repr__(self) -> str:
        return (
            f"{type(self).__name__}(id={self.id!r}, model={self.model!r},"
            f" status={self.status!r})"
        )

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (None, self._state)


class Task(_TaskView):
    """One run of a model."""

    __slots__ = ("_driver",)

    def __init__(self, driver: Driver | None, state: TaskState) -> None:
        super().__init__(state)
        self._driver = driver

    def refresh(self) -> Self:
        """Reads the task; gives itself. Raises ApiError, TransportError."""
        driver = attached(self._driver)
        self._state = driver.run(refresh(driver.service, self._state))
        return self

    def wait(
        self,
        timeout: float | None = None,
        on_update: Callable[[Self], object] | None = None,
    ) -> Result:
        """Reads the task at growing intervals until it has ended; gives its result.

        `on_update` gets the task after each reading. Raises TaskFailed, TaskCancelled,
        TaskTimeout after `timeout` seconds (None: never), and ApiError or
        TransportError where it cannot be read; it goes on then, and `wait` can be
        called again.
        """

        def tell(state: TaskState) -> object:
            self._state = state
            return on_update(self) if on_update else None

        driver = attached(self._driver)
        try:
            driver.run(follow(driver.service, self._state, timeout), tell)
        except OutOfTime as late:
            raise timed_out(self, timeout, late) from None
        return self.result()

    def events(
        self, timeout: float | None = None, *, use_socket: bool = True
    ) -> Generator[Event]:
        """What happens to the task, as it happens, until Finished, the last event.

        It is told by the service's socket, and by Task/Detail where the socket cannot
        be had, has failed, or is not wanted (`use_socket`): that tells statuses and the
        end alone. What was told before is not told again. Raises TaskTimeout, ApiError
        and TransportError as `wait` does.
        """
        driver = attached(self._driver)
        flow = watch(driver.service, self._state, timeout, use_socket=use_socket)
        try:
            yield from driver.events(flow, self._tell)
        except OutOfTime as late:
            raise timed_out(self, timeout, late) from None

    def session(self, timeout: float | None = None) -> Session:
        """The session of a task of a realtime model, to be used in a `with` statement,
        which raises TaskTimeout where it is not ready after `timeout` seconds.
        """
        return Session(self._driver, lambda: self, timeout)

    def result(self) -> Result:
        """The result, from the last reading; reads nothing itself.

        Raises TaskFailed, TaskCancelled, TaskNotFinished.
        """
        if complaint := self._complaint():
            raise complaint
        return Result(self, self._driver, self._state)

    def cancel(self) -> Self:
        """Takes the task out of the queue and reads it; gives itself.

        Raises ApiError, TransportError.
        """
        return self._stop("Task/Cancel")

    def kill(self) -> Self:
        """Stops the running task and reads it; gives itself.

        Raises ApiError, TransportError.
        """
        return self._stop("Task/Kill")

    def _stop(self, call: str) -> Self:
        driver = attached(self._driver)
        self._state = driver.run(stop(driver.service, self._state, call))
        return self


class AsyncTask(_TaskView):
    """One run of a model."""

    __slots__ = ("_driver",)

    def __init__(self, driver: AsyncDriver | None, state: TaskState) -> None:
        super().__init__(state)
        self._driver = driver

    async def refresh(self) -> Self:
        """Reads the task; gives itself. Raises ApiError, TransportError."""
        driver = attached(self._driver)
        self._state = await driver.run(refresh(driver.service, self._state))
        return self

    async def wait(
        self,
        timeout: float | None = None,
        on_update: Callable[[Self], object] | None = None,
    ) -> AsyncResult:
        """Reads the task at growing intervals until it has ended; gives its result.

        See `Task.wait`. What `on_update` gives is awaited where it can be. Cancelling
        the wait leaves the task running.
        """

        def tell(state: TaskState) -> object:
            self._state = state
            return on_update(self) if on_update else None

        driver = attached(self._driver)
        try:
            await driver.run(follow(driver.service, self._state, timeout), tell)
        except OutOfTime as late:
            raise timed_out(self, timeout, late) from None
        return self.result()

    async def events(
        self, timeout: float | None = None, *, use_socket: bool = True
    ) -> AsyncGenerator[Event]:
        """What happens to the task, as it happens; see `Task.events`."""
        driver = attached(self._driver)
        flow = watch(driver.service, self._state, timeout, use_socket=use_socket)
        try:
            async with aclosing(driver.events(flow, self._tell)) as events:
                async for event in events:
                    yield event
        except OutOfTime as late:
            raise timed_out(self, timeout, late) from None

    def session(self, timeout: float | None = None) -> AsyncSession:
        """The session of a task of a realtime model; see `Task.session`."""

        async def begin() -> AsyncTask:
            return self

        return AsyncSession(self._driver, begin, timeout)

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

    async def _stop(self, call: str) -> Self:
        driver = attached(self._driver)
        self._state = await driver.run(stop(driver.service, self._state, call))
        return self


def timed_out(
    task: Task | AsyncTask, seconds: float | None, why: Exception
) -> TaskTimeout:
    """The error for a task that has not ended in time."""
    late = f"{_named(task)} had not ended after {seconds or 0:g} s ({why})"
    return TaskTimeout(task, f"{late}; it goes on")


def _named(task: _TaskView) -> str:
    name = f"task {task.id}" if task.id else "the task"
    return f"{name} of {task.model}" if task.model else name
