"""How a command ends: every error is one clear message and an exit status, never a
traceback.

0 fine; 1 the run, the task or the service failed; 2 wrong input or usage, nothing was
sent; 130 interrupted; 143 terminated.
"""

from __future__ import annotations

import errno
import io
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

import click

from ..errors import (
    CostUnknown,
    InvalidRequest,
    SettingsError,
    TaskError,
    TooExpensive,
    UnknownModel,
    WiroError,
)
from .printed_results import task_document
from .printing import (
    JsonItems,
    close_quietly,
    document,
    note,
    take_any_character,
    without_keys,
)

if TYPE_CHECKING:
    from ..client.task import Task

_LONGEST_LINE: Final = 1_000
_FAILED, _WRONG, _INTERRUPTED, _TERMINATED = 1, 2, 130, 143


class Program(click.Group):
    """A group of commands that ends as this module says, however it is started."""

    def main(self, args: Sequence[str] | None = None, *rest: Any, **named: Any) -> Any:
        """Runs the command that is typed and exits with its status."""
        typed = list(sys.argv[1:] if args is None else args)
        named |= {"standalone_mode": False, "windows_expand_args": False}
        take_any_character()
        try:
            with _ended_by_sigterm():
                status = super().main(typed, *rest, **named)
            sys.stdout.flush()
        except (Exception, KeyboardInterrupt) as error:
            status = _end(error, as_json="--json" in typed)
        sys.exit(status if isinstance(status, int) else 0)


class Terminated(KeyboardInterrupt):
    """The program is to end: somebody has sent SIGTERM. It ends as after Ctrl-C."""


@contextmanager
def _ended_by_sigterm() -> Iterator[None]:
    """Raises Terminated where SIGTERM comes; the main thread alone can do that."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(_number: int, _frame: object) -> NoReturn:
        raise Terminated

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


class WrongValues(Exception):
    """Values that were refused before anything was sent: a heading, and each problem as
    a line and as JSON. It stands for the InvalidRequest that it tells.
    """

    def __init__(
        self, heading: str, lines: Sequence[str], problems: Sequence[dict[str, Any]]
    ) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join((heading, *(f"  {line}" for line in lines))))


class NothingSent(Exception):
    """The command ends, because of `error`, before it has sent anything."""

    def __init__(self, error: WiroError) -> None:
        self.error = error
        super().__init__(str(error))


class Unfinished(Exception):
    """The command ends before its task does, because of `error`; `hint` says how the
    task is taken up again.
    """

    def __init__(self, task: Task, error: BaseException, hint: str) -> None:
        self.task = task
        self.error = error
        self.hint = hint
        super().__init__(hint)


class _Told(Exception):
    """An error that stands in a JSON document which was printed already."""

    def __init__(self, error: BaseException) -> None:
        self.error = error
        super().__init__(str(error))


@contextmanager
def json_items() -> Iterator[Callable[[object], None]]:
    """Prints what is told as one JSON array, an item a line. An error ends it, and is
    its last item.
    """
    items = JsonItems()
    try:
        yield items.tell
    except BrokenPipeError:
        raise
    except (Exception, KeyboardInterrupt) as error:
        with suppress(OSError):  # it may be why nothing can be printed
            items.tell(error_document(error))
            items.close()
        raise _Told(error) from error
    items.close()


def _end(error: BaseException, *, as_json: bool) -> int:
    """Tells the error and gives the exit status."""
    if isinstance(error, _Told):
        return _end(error.error, as_json=False)
    if isinstance(error, click.exceptions.Abort) and error.__cause__ is not None:
        return _end(error.__cause__, as_json=as_json)
    if isinstance(error, OSError) and error.errno == errno.EPIPE:
        close_quietly()
        return _FAILED
    try:
        if isinstance(error, click.ClickException):
            note(_usage(error))
        else:
            note("\n".join((f"Error: {_message(error)}", *_hints(error))))
        if as_json:
            document(error_document(error))
        sys.stdout.flush()
    except OSError:
        close_quietly()
    return _status(error)


def _usage(error: click.ClickException) -> str:
    """What click says, which repeats what was typed."""
    shown = io.StringIO()
    error.show(shown)
    lines = shown.getvalue().splitlines()
    return "\n".join(
        line if len(line) <= _LONGEST_LINE else f"{line[:_LONGEST_LINE]}…"
        for line in lines
    )


def _status(error: BaseException) -> int:
    match error:
        case Unfinished(error=cause):
            return _status(cause)
        case NothingSent():
            return _WRONG
        case Terminated():
            return _TERMINATED
        case click.ClickException():
            return error.exit_code
        case click.exceptions.Abort() | KeyboardInterrupt():
            return _INTERRUPTED
        case WrongValues() | InvalidRequest() | UnknownModel() | SettingsError():
            return _WRONG
        case TooExpensive() | CostUnknown():
            return _WRONG
        case _:
            return _FAILED


def _message(error: BaseException) -> str:
    match error:
        case Unfinished(error=cause) | NothingSent(error=cause):
            return _message(cause)
        case click.ClickException():
            return error.format_message()
        case Terminated():
            return "terminated"
        case click.exceptions.Abort() | KeyboardInterrupt():
            return "interrupted"
        case WiroError():
            return error.in_shell
        case WrongValues():
            return str(error)
        case OSError(strerror=str(why)):
            place = f": {error.filename}" if error.filename else ""
            return f"{why}{place}"
        case ModuleNotFoundError(name="httpx2"):
            return "this needs httpx2: pip install httpx2"
        case _:
            return _unexpected(error)


def _unexpected(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
    return (
        f"unexpected {type(error).__name__} at {place}: {error}\n"
        "This is a mistake in the program, not in what you typed: please report these"
        " lines, together with the command, to those who maintain this package."
    )


def _kind(error: BaseException) -> str:
    return (InvalidRequest if isinstance(error, WrongValues) else type(error)).__name__


def _hints(error: BaseException) -> Sequence[str]:
    """What to do next, as far as the error tells."""
    if isinstance(error, Unfinished):
        return (*_hints(error.error), error.hint)
    return getattr(error, "__notes__", ())


def error_document(error: BaseException) -> dict[str, Any]:
    """An error as JSON."""
    cause = error.error if isinstance(error, Unfinished | NothingSent) else error
    details: dict[str, Any] = {
        "type": _kind(cause),
        "message": without_keys(_message(cause)),
    }
    if isinstance(cause, WrongValues):
        details["problems"] = cause.problems
    if isinstance(error, Unfinished | TaskError):
        return {"error": details, "task": task_document(error.task)}
    return {"error": details}
