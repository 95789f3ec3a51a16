"""How the commands work on many specifications, and what they show of it meanwhile."""

import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from wirogen.cli.printing import say, say_over

if TYPE_CHECKING:
    from wirogen.pipeline.effort import Effort
    from wirogen.records import Note

_PATIENCE = 1.0
"""Seconds that somebody waits without being told what for."""

_PAUSE = 0.1


@contextmanager
def whole_effort(*, quiet: bool = False) -> "Iterator[Effort]":
    """An effort with all processes that there are. On a terminal a line tells from a
    second on how far it is, unless `quiet`; it is gone afterwards.
    """
    from wirogen.pipeline.effort import Effort, available_processes

    line = _Line()
    is_shown = sys.stderr.isatty() and not quiet
    processes = available_processes()
    effort = Effort(processes=processes, progress=line.show) if is_shown else None
    try:
        yield effort or Effort(processes=processes)
    finally:
        line.clear()


class _Line:
    """A line on a terminal that is written over."""

    def __init__(self) -> None:
        self._next = time.monotonic() + _PATIENCE
        self._width = 0

    def show(self, done: int, of: int) -> None:
        """Tells how far the work is, but not all the time."""
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + _PAUSE
        text = f"{done} of {of} specifications"
        self._width = max(self._width, len(text))
        say_over(f"{text:<{self._width}}")

    def clear(self) -> None:
        """Leaves the line empty."""
        if self._width:
            say_over(f"{'':<{self._width}}\r")


def print_notes(notes: "tuple[Note, ...]", *, verbose: bool) -> None:
    """Prints what nobody has to do anything about; what is routine, if `verbose`."""
    for note in notes:
        if verbose or not note.is_routine:
            say(f"note: {note.text}", err=True)


def print_profile(seconds: Mapping[str, float], whole: float) -> None:
    """Prints a table of where the time went: seconds of all processes together."""
    rest = max(0.0, whole - sum(seconds.values()))
    rows = {**seconds, "else, start-up not counted": rest}
    for step, spent in sorted(rows.items(), key=lambda row: -row[1]):
        say(f"{step:<32}{spent:>8.3f} s", err=True)
    say(f"{'from beginning to end':<32}{whole:>8.3f} s", err=True)
