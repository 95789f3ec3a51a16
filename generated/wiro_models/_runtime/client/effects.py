"""What a flow may ask for. A flow is a generator that asks for one effect after the
other and gets its outcome sent back; the drivers do what is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from typing import Any, TypeVar

from ..realtime.events import Event
from .answers import Reply
from .calls import Call
from .state import TaskState


@dataclass(frozen=True, slots=True, kw_only=True)
class Send:
    """Sends a call, signed anew, and gives back a Reply or a Failure.

    The answer must be there within `time_left` seconds (None: the client's time-out).
    """

    call: Call
    time_left: float | None = None


@dataclass(frozen=True, slots=True)
class Sleep:
    """Waits that many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Tell:
    """Tells the caller how the task stands."""

    state: TaskState


@dataclass(frozen=True, slots=True)
class Emit:
    """Gives the caller an event; only where the caller iterates over them."""

    event: Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """Gets a file without any key: `begin` is given status and headers and says whether
    the body is wanted; `write` is given its pieces. Gives back a Reply without its
    body, or a Failure.
    """

    url: str
    headers: dict[str, str]
    begin: Callable[[Reply], bool] = field(repr=False)
    write: Callable[[bytes], object] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Work:
    """Calls a function that may take a while (the disk), and gives back a Done."""

    function: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Dial:
    """Connects to the service's socket; gives back a Dialled or a Failure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """Sends a message over a socket; gives back None or a Failure."""

    line: Dialled
    message: str | bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listen:
    """Waits for the next message of a socket; gives back a Heard, a Failure, or None
    after that many seconds of silence.
    """

    line: Dialled
    seconds: float


@dataclass(frozen=True, slots=True)
class HangUp:
    """Closes a socket."""

    line: Dialled


Effect = Send | Sleep | Tell | Emit | Fetch | Work | Dial | Say | Listen | HangUp


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """No whole answer came. `sent` is False where it is sure that nothing was sent."""

    sent: bool
    reason: str


@dataclass(frozen=True, slots=True, eq=False)
class Dialled:
    """A socket that is open: `end` is the driver's own end of it."""

    end: Any = field(repr=False)


@dataclass(frozen=True, slots=True)
class Heard:
    """A message of the socket."""

    message: str | bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Done:
    """What a function gave."""

    value: Any


T = TypeVar("T")
Back = Reply | Failure | Dialled | Heard | Done | None
Flow = Generator[Effect, Back, T]
"""Asks for effects and returns a T."""


def answer_to(effect: Send | Fetch) -> Flow[Reply | Failure]:
    """Asks for what is answered to a call or to the request of a file."""
    match (yield effect):
        case Reply() | Failure() as outcome:
            return outcome
        case other:
            raise _unfit(effect, other)


def done(function: Callable[[], T]) -> Flow[T]:
    """Asks for what a function gives."""
    match (yield Work(function)):
        case Done(value=value):
            result: T = value
            return result
        case other:
            raise _unfit(Work(function), other)


def dialled() -> Flow[Dialled | Failure]:
    """Asks for a socket."""
    match (yield Dial()):
        case Dialled() | Failure() as outcome:
            return outcome
        case other:
            raise _unfit(Dial(), other)


def said(line: Dialled, message: str | bytes) -> Flow[Failure | None]:
    """Asks for a message to be sent."""
    effect = Say(line=line, message=message)
    match (yield effect):
        case Failure() | None as outcome:
            return outcome
        case other:
            raise _unfit(effect, other)


def heard(line: Dialled, seconds: float) -> Flow[Heard | Failure | None]:
    """Asks for the next message."""
    effect = Listen(line=line, seconds=seconds)
    match (yield effect):
        case Heard() | Failure() | None as outcome:
            return outcome
        case other:
            raise _unfit(effect, other)


def _unfit(effect: Effect, back: object) -> AssertionError:
    kinds = type(effect).__name__, type(back).__name__
    return AssertionError("{} gave back {}".format(*kinds))
