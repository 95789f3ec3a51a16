"""How many of many runs may be sent now: the service takes only so many tasks at once,
and so many calls, and says which number only by refusing one more. No I/O is done here.
"""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Callable

from .. import PACKAGE
from ..errors import ApiError, ConcurrencyLimit

logger = logging.getLogger(PACKAGE)

_FIRST_PAUSE, _LONGEST_PAUSE, _GROWTH = 2.0, 30.0, 1.5
_SHORT = 0.25
"""Seconds until a run that waits for another one's end looks again."""


class Slots:
    """The slots that many runs share. Several threads may use it.

    A refusal teaches how many slots there are: as many as tasks of these runs are under
    way. One that ends leaves its own; whether there are more is tried now and then.
    """

    def __init__(
        self, patience: float, on_wait: Callable[[ApiError], object] | None = None
    ) -> None:
        """`patience` is how many seconds to wait while no task of these runs is under
        way; `on_wait` is told the refusals that are waited after.
        """
        self._patience = patience
        self._on_wait = on_wait
        self._lock = threading.Lock()
        self._sending = 0
        self._running = 0
        self._limit: int | None = None
        self._pause = _FIRST_PAUSE
        self._open_at = self._try_at = 0.0
        self._stuck_since: float | None = None

    def pause(self, now: float) -> float:
        """Seconds until a run should ask again; 0 where it is to be sent now."""
        with self._lock:
            wait = self._wait(now)
            if wait <= 0:
                self._sending += 1
            return max(wait, 0.0)

    def accepted(self) -> None:
        """A run that was sent has its task."""
        with self._lock:
            self._sending -= 1
            self._running += 1
            self._pause = _FIRST_PAUSE
            self._stuck_since = None
            if self._limit is not None:
                self._limit = max(self._limit, self._running)

    def taken(self) -> None:
        """A task that there was before holds a slot."""
        with self._lock:
            self._running += 1

    def left(self) -> None:
        """A run that was sent has no task, and holds no slot."""
        with self._lock:
            self._sending -= 1

    def ended(self) -> None:
        """A task has ended, and its slot is free."""
        with self._lock:
            self._running -= 1

    def is_waited_after(self, refusal: ApiError, now: float) -> bool:
        """Whether a run that was refused is to wait and be sent again."""
        with self._lock:
            self._sending -= 1
            if self._running:
                self._stuck_since = None
            elif self._stuck_since is None and not self._sending:
                self._stuck_since = now
            if self._is_out_of_patience(now):
                return False
            wait = max(
                self._pause * random.uniform(0.5, 1.0),  # noqa: S311 - spreads out
                refusal.retry_after or 0.0,
            )
            self._pause = min(self._pause * _GROWTH, _LONGEST_PAUSE)
            self._limit = self._running + self._sending
            self._try_at = now + wait
            if not isinstance(refusal, ConcurrencyLimit):
                self._open_at = now + wait
        logger.info("the runs wait for %.1f s: %s", wait, refusal)
        if self._on_wait is not None:
            self._on_wait(refusal)
        return True

    def _wait(self, now: float) -> float:
        if self._is_out_of_patience(now):
            return 0.0
        if now < self._open_at:
            return self._open_at - now
        if self._limit is None or self._running + self._sending < self._limit:
            return 0.0
        if self._sending:
            return _SHORT
        # Now and then one more is tried: a refusal is no news for ever.
        until_try = self._try_at - now
        return min(until_try, _SHORT) if self._running else until_try

    def _is_out_of_patience(self, now: float) -> bool:
        since = self._stuck_since
        return self._patience <= 0 or (
            since is not None and now - since >= self._patience
        )
