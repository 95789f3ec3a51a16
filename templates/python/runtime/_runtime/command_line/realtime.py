"""What the command line has of the room `realtime`: how a task gets on, as a bar on a
terminal, as plain lines elsewhere; and its events.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from ..prices import dollars
from ..realtime.events import (
    AnswerSoFar,
    Audio,
    Event,
    Finished,
    Progress,
    StatusChanged,
    TextLine,
    Transcript,
    TurnCost,
    TurnEnded,
)
from .printed_results import about, standing
from .printing import note
from .terminal_text import one_line

if TYPE_CHECKING:
    from ..client.task import Task

Tell = Callable[[Event], None]


def watch(task: Task, timeout: float | None) -> None:
    """Shows on standard error what happens to a task, until it has ended.

    On a terminal `rich` draws a bar; elsewhere, and without `rich`, it is lines.
    """
    with _progress(task) as tell:
        for event in task.events(timeout=timeout):
            tell(event)


@contextmanager
def _progress(task: Task) -> Iterator[Tell]:
    """Gives a function that shows what happens to a task."""
    if sys.stderr.isatty() and find_spec("rich"):
        with _bar(task) as tell:
            yield tell
    else:
        yield _Lines(task)


def shown_events(
    task: Task, timeout: float | None
) -> Iterator[tuple[str, dict[str, Any]]]:
    """What happens to a task until it has ended: each event in words, on one line,
    which are empty where it says nothing to a reader; and as JSON.
    """
    for event in task.events(timeout=timeout):
        yield one_line(described(event)), _as_json(event)


def _as_json(event: Event) -> dict[str, Any]:
    """An event as JSON; speech by its length."""
    fields = {
        name: f"{len(value)} bytes" if isinstance(value, bytes) else value
        for name, value in asdict(event).items()
    }
    return {"event": type(event).__name__, **fields}


def described(event: Event) -> str:
    """An event in words, on one line; empty where it says nothing to a reader."""
    match event:
        case StatusChanged(status=status):
            return status
        case TextLine(text=text):
            return text
        case Progress():
            return _how_far(event)
        case AnswerSoFar(text=text):
            return text
        case Transcript(speaker=speaker, text=text):
            return f"{speaker}: {text}"
        case Audio(pcm=pcm):
            return f"{len(pcm)} bytes of speech"
        case TurnEnded():
            return "turn ended"
        case TurnCost(cumulative=cost):
            return "" if cost is None else f"{dollars(cost)} so far"
        case Finished(outcome=outcome):
            return outcome.value


def _how_far(event: Progress) -> str:
    share = None if event.percentage is None else f"{event.percentage:g} %"
    steps = None if event.steps is None else f"step {event.step} of {event.steps}"
    left = f"{event.remaining} left" if event.remaining else None
    return ", ".join(filter(None, (share, steps, left)))


def _tell_of_speech(task: Task, event: Event) -> None:
    """Says that a realtime session goes on which the command line takes no part in."""
    if event == StatusChanged(status="task_stream_ready"):
        note(
            about(
                task,
                "waits for speech, which is sent from Python (wiro.session), and costs"
                f" as long as it lasts; to end it: task kill {task.id}",
            )
        )


class _Lines:
    def __init__(self, task: Task) -> None:
        self._task = task

    def __call__(self, event: Event) -> None:
        _tell_of_speech(self._task, event)
        # What the end and an answer are is told by the result.
        if not isinstance(event, AnswerSoFar | Finished) and (what := described(event)):
            note(about(self._task, what))


@contextmanager
def _bar(task: Task) -> Iterator[Tell]:
    from rich import progress as rich  # noqa: PLC0415
    from rich.console import Console  # noqa: PLC0415 - for terminals alone

    columns = (
        rich.SpinnerColumn(),
        rich.BarColumn(bar_width=20),
        rich.TextColumn("{task.description}", markup=False),
        rich.TimeElapsedColumn(),
    )
    console = Console(stderr=True)
    with rich.Progress(*columns, console=console, transient=True) as bar:
        shown = bar.add_task(standing(task), total=None)

        def tell(event: Event) -> None:
            _tell_of_speech(task, event)
            if isinstance(event, Progress) and event.percentage is not None:
                bar.update(shown, total=100.0, completed=event.percentage)
            if what := described(event):
                bar.update(shown, description=one_line(about(task, what), 100))

        yield tell
