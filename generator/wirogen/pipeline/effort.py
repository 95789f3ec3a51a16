"""How a run goes about its work, and how long each step took."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

Progress = Callable[[int, int], None]
"""Is told, now and then, how many specifications are done, of how many."""


def available_processes() -> int:
    """How many processes this one may keep busy."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Clock:
    """Adds up the seconds of each step. A step within another counts for itself."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._inner = [0.0]

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Counts what is done here as a step."""
        started = time.perf_counter()
        self._inner.append(0.0)
        try:
            yield
        finally:
            whole = time.perf_counter() - started
            self.add(name, whole - self._inner.pop())
            self._inner[-1] += whole

    def add(self, name: str, seconds: float) -> None:
        """Adds seconds that a step took elsewhere."""
        self.seconds[name] = self.seconds.get(name, 0.0) + seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """With how many processes a run may work, and who is told how it goes."""

    processes: int = 1
    progress: Progress = lambda _done, _of: None
    clock: Clock = field(default_factory=Clock)
