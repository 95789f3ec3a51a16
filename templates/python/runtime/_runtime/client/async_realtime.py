"""What a client and its tasks have of the room `realtime`: events and sessions."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Mapping
from contextlib import aclosing
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, cast

from .async_driver import AsyncDriver, attached
from .retries import OutOfTime
from .task_view import TaskView, timed_out

if TYPE_CHECKING:
    from ..prices import Amount
    from ..realtime.async_session import AsyncSession
    from ..realtime.events import Event
    from ..request import Request
    from .async_task import AsyncTask


class _Runner(Protocol):
    """A client, as far as a session needs it."""

    _driver: AsyncDriver

    def run(self, *request: Any, **options: Any) -> Awaitable[AsyncTask]: ...


class AsyncSessions:
    """A part of AsyncWiro."""

    def session(
        self: _Runner,
        request: Request | str,
        inputs: Mapping[str, Any] | None = None,
        *,
        callback_url: str | None = None,
        project_id: str | None = None,
        extra: Mapping[str, Any] | None = None,
        max_cost: Amount | None = None,
        wait_for_slot: float | bool | None = None,
        timeout: float | None = None,
    ) -> AsyncSession:
        """A session of a realtime model, to be used in an `async with` statement, which
        runs the model as `run` does, and raises TaskTimeout where it is not ready for
        speech `timeout` seconds later.
        """
        from ..realtime.async_session import AsyncSession

        begin = partial(
            self.run,
            request,
            inputs,
            callback_url=callback_url,
            project_id=project_id,
            extra=extra,
            max_cost=max_cost,
            wait_for_slot=wait_for_slot,
        )
        return AsyncSession(self._driver, begin, timeout)


class AsyncEvents(TaskView):
    """A part of AsyncTask."""

    __slots__ = ()

    _driver: AsyncDriver | None

    async def events(
        self, timeout: float | None = None, *, use_socket: bool = True
    ) -> AsyncGenerator[Event]:
        """What happens to the task, as it happens, until Finished, the last event.

        It is told by the service's socket, and by Task/Detail where the socket cannot
        be had, has failed, or is not wanted (`use_socket`): that tells statuses and the
        end alone. What was told before is not told again. Raises TaskTimeout, ApiError
        and TransportError as `wait` does.
        """
        from ..realtime.async_following import MOST_DIALS, AsyncFollowed

        driver = attached(self._driver)
        most_dials = MOST_DIALS if use_socket else 0
        followed = AsyncFollowed(driver, self._state, self._keep, most_dials=most_dials)
        try:
            async with aclosing(followed.events(timeout)) as events:
                async for event in events:
                    yield event
        except OutOfTime as late:
            raise timed_out(self, timeout, late) from None

    def session(self, timeout: float | None = None) -> AsyncSession:
        """The session of a task of a realtime model, to be used in an `async with`
        statement, which raises TaskTimeout where it is not ready after `timeout`
        seconds.
        """
        from ..realtime.async_session import AsyncSession

        async def begin() -> AsyncTask:
            return cast("AsyncTask", self)  # of which this is a part

        return AsyncSession(self._driver, begin, timeout)
