"""When a call is sent again, and a task read again: pauses that grow, and how long they
may take. Nothing here does any I/O.
"""

from __future__ import annotations

import logging
import math
import random
from collections.abc import Iterator
from typing import Final

from .. import PACKAGE
from ..errors import SettingsError
from ..plain_values import plain_value
from ..shown import shown
from .calls import Call, Service

logger = logging.getLogger(PACKAGE)

LONGEST_PAUSE: Final = 60.0
"""Seconds that a `Retry-After` is honoured at most."""

FIRST_POLL: Final = 0.5
"""Seconds between the first two readings of a task."""

_SHORTEST_POLL, _LONGEST_POLL, _POLL_GROWTH = 0.1, 10.0, 1.5
_FIRST_RETRY, _LONGEST_RETRY = 0.5, 8.0
_LEAST_TIME = 1.0
_FIRST_SLOT, _LONGEST_SLOT = 2.0, 30.0


class OutOfTime(Exception):
    """The time is up; says what was last heard of the task."""


def pauses(service: Service) -> Iterator[float | None]:
    """How long to wait after each failed attempt, growing, jittered; None: give up."""
    pause = _FIRST_RETRY
    for _ in range(service.max_retries):
        yield pause * random.uniform(0.5, 1.0)  # noqa: S311 - spreads clients out
        pause = min(pause * 2, _LONGEST_RETRY)
    yield None


def poll_intervals(interval: float | None = None) -> Iterator[float]:
    """How long to wait between two readings of a task: growing, or always the same."""
    given = seconds_of("poll_interval", interval)
    growth = _POLL_GROWTH if given is None else 1.0
    interval = FIRST_POLL if given is None else max(given, _SHORTEST_POLL)
    while True:
        yield interval
        interval = min(interval * growth, max(interval, _LONGEST_POLL))


def slot_waits(service: Service, seconds: float) -> Iterator[float | None]:
    """How long to wait each time that too many tasks run; None when the time is up."""
    end = service.clock() + seconds
    pause = _FIRST_SLOT
    while (left := end - service.clock()) > 0:
        yield min(left, pause * random.uniform(0.5, 1.0))  # noqa: S311 - spreads out
        pause = min(pause * 1.5, _LONGEST_SLOT)
    yield None


def time_left(service: Service, deadline: float | None) -> float | None:
    """Seconds until a deadline, and never so few that no answer could come."""
    if deadline is None:
        return None
    return max(deadline - service.clock(), _LEAST_TIME)


def log_retry(call: Call, reason: str, pause: float) -> None:
    """Logs that a call is sent again."""
    logger.info(
        "%s is sent again in %.1f s: %s",
        call.name,
        pause,
        reason,
        extra={"wiro_call": call.name, "wiro_pause": pause},
    )


def slot_seconds(wait: float | bool | None) -> float:
    """Seconds to wait for a slot: for ever where it is True. Raises SettingsError."""
    plain = plain_value(wait)
    if plain is True:
        return math.inf
    if plain is None:
        return 0.0
    if not (isinstance(plain, int | float) and plain >= 0):
        raise SettingsError(f"wait_for_slot must be seconds or True, not {shown(wait)}")
    return plain


def seconds_of(name: str, seconds: float | None) -> float | None:
    """The seconds that an argument gives; None for ever. Raises SettingsError."""
    plain = plain_value(seconds)
    if plain is None:
        return None
    if not isinstance(plain, int | float) or plain is True or math.isnan(plain):
        raise SettingsError(f"{name} must be seconds, not {shown(seconds)}")
    return plain


def cancels(on_timeout: object) -> bool:
    """Whether a task that takes too long is stopped. Raises SettingsError."""
    word = plain_value(on_timeout)
    if not (isinstance(word, str) and word in ("leave", "cancel")):
        said = shown(on_timeout)
        raise SettingsError(f"on_timeout must be 'leave' or 'cancel', not {said}")
    return word == "cancel"


def deadline_of(service: Service, seconds: float | None) -> float | None:
    """When so many seconds have gone by; None for never. Raises SettingsError."""
    left = seconds_of("timeout", seconds)
    return None if left is None else service.clock() + left
