"""What time it is for the tasks of a local Wiro."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field


def steady_time() -> Callable[[], float]:
    """Tells unix seconds that never jump, whatever happens to the machine's clock."""
    offset = time.time() - time.monotonic()
    return lambda: offset + time.monotonic()


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """Tells the time in unix seconds, and waits.

    Tasks live `speed` times as fast as they would with the service.
    """

    speed: float = 1.0
    now: Callable[[], float] = field(default_factory=steady_time)
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep

    def __post_init__(self) -> None:
        if not 0 < self.speed <= 1_000_000:
            raise ValueError(f"a speed is above 0 (1 is real), not {self.speed:g}")
