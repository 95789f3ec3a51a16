"""Stands for what the command line has of the room `realtime`, which is not there: how
a task gets on, as its statuses alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from ..left_out import left_out
from .printed_results import standing
from .printing import note

if TYPE_CHECKING:
    from ..client.task import Task


def watch(task: Task, timeout: float | None) -> None:
    """Tells the statuses of a task on standard error, until it has ended."""
    before = ""

    def tell(read: Task) -> None:
        nonlocal before
        if (line := standing(read)) != before:
            note(line)
        before = line

    task.wait(timeout=timeout, on_update=tell)


def shown_events(
    _task: Task, _timeout: float | None
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Raises ClickException: there are none."""
    raise click.ClickException(left_out("`task events`", "realtime"))
