# Made from async_realtime.py by `make blocking`: change that file, never this one.
"""What a client and its tasks have of the room `realtime`: events and sessions."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, cast

from .driver import Driver, attached
from .retries import OutOfTime
from .task_view import TaskView, timed_out

if TYPE_CHECKING:
    from ..prices import Amount
    from ..realtime.events import Event
    from ..realtime.session import Session
    from ..request import Request
    from .task import Task


class _Runner(Protocol):
    """A client, as far as a session needs it."""

    _driver: Driver

    def run(self, *request: Any, **options: Any) -> Task: ...


class Sessions:
    """A part of Wiro."""

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
    ) -> Session:
        """A session of a realtime model, to be used in a `with` statement, which
        runs the model as `run` does, and raises TaskTimeout where it is not ready for
        speech `timeout` seconds later.
        """
        from ..realtime.session import Session

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
        return Session(self._driver, begin, timeout)


class Events(TaskView):
    """A part of Task."""

    __slots__ = ()

    _driver: Driver | None

    def events(
        self, timeout: float | None = None, *, use_socket: bool = True
    ) -> Generator[Event]:
        """What happens to the task, as it happens, until Finished, the last event.

        It is told by the service's socket, and by Task/Detail where the socket cannot
        be had, has failed, or is not wanted (`use_socket`): that tells statuses and the
        end alone. What was told before is not told again. Raises TaskTimeout, ApiError
        and TransportError as `wait` does.
        """
        from ..realtime.following import MOST_DIALS, Followed

        driver = attached(self._driver)
        most_dials = MOST_DIALS if use_socket else 0
        followed = Followed(driver, self._state, self._keep, most_dials=most_dials)
        try:
            with closing(followed.events(timeout)) as events:
                yield from events
        except OutOfTime as late:
            raise timed_out(self, timeout, late) from None

    def session(self, timeout: float | None = None) -> Session:
        """The session of a task of a realtime model, to be used in a `with`
        statement, which raises TaskTimeout where it is not ready after `timeout`
        seconds.
        """
        from ..realtime.session import Session

        def begin() -> Task:
            return cast("Task", self)  # of which this is a part

        return Session(self._driver, begin, timeout)
