"""What happens to a task while it runs, and how the socket's messages tell it
("Following a task" in `wiro-api.md`). Nothing here does any I/O.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final, Literal

from ..client.coercion import json_of, number_of, status_of, text_of, texts_of
from ..client.redaction import redact_answer
from ..client.state import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusChanged:
    """The task has another status: the service's word for it."""

    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLine:
    """A line that the task has written; `is_error` where it went to its error output,
    which is no failure.
    """

    text: str
    is_error: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far the task is. What the service does not tell is None, or empty.

    `percentage` is 0 to 100; `speed` counts in `speed_unit` (`it/s`); `elapsed` and
    `remaining` are the service's own words (`00:03`).
    """

    percentage: float | None = None
    step: int | None = None
    steps: int | None = None
    speed: float | None = None
    speed_unit: str = ""
    elapsed: str = ""
    remaining: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerSoFar:
    """All that a language model has said until now: its whole raw output, and that
    output split into what it thought and what it answered.
    """

    raw: str
    thinking: tuple[str, ...] = ()
    answer: tuple[str, ...] = ()
    is_thinking: bool = False

    @property
    def text(self) -> str:
        """The answer as one text, or the raw output where it was not split."""
        return "\n".join(self.answer) or ("" if self.thinking else self.raw)


@dataclass(frozen=True, slots=True, kw_only=True)
class Audio:
    """Speech of a realtime model: 16-bit little-endian mono PCM at 24 kHz."""

    pcm: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """What was said in a realtime session, as text."""

    speaker: Literal["user", "ai"]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnEnded:
    """A turn of a realtime session has ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnCost:
    """What a turn of a realtime session cost and all of them so far, in US dollars
    (None where it is not told), and `usage` in the service's own words.
    """

    turn: Decimal | None
    cumulative: Decimal | None
    usage: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """The task has ended; the last event. `task.result()` gives the result, or raises
    what went wrong.
    """

    status: str
    outcome: Outcome


Event = (
    StatusChanged
    | TextLine
    | Progress
    | AnswerSoFar
    | Audio
    | Transcript
    | TurnEnded
    | TurnCost
    | Finished
)
"""What `task.events()` and sessions give."""


_ENDS: Final = ("task_postprocess_end", "task_cancel")
_ORDER: Final = {
    status: rank
    for rank, status in enumerate(
        (
            *("task_queue", "task_accept", "task_preprocess_start"),
            *("task_preprocess_end", "task_assign", "task_start"),
            *("task_stream_ready", "task_output", "task_output_full"),
            *("task_error_full", "task_end", "task_postprocess_start"),
            *("task_postprocess_end", "task_error", "task_cancel"),
        )
    )
}
_FIRST_SILENCE, _LONGEST_SILENCE, _SILENCE_GROWTH = 2.0, 10.0, 1.5
_SILENCE_AFTER_ERROR = 0.5
_NO_STATUSES: Final = ("task_stream_end", "task_cost")
_SPEAKERS: Final[tuple[tuple[str, Literal["user", "ai"]], ...]] = (
    ("TRANSCRIPT_USER:", "user"),
    ("TRANSCRIPT_AI:", "ai"),
)


class Statuses:
    """The statuses that a task has had: each is told once, and none after a later one,
    whether the socket or Task/Detail tells it first. `last` is empty before the first.
    """

    def __init__(self) -> None:
        self._rank = -1
        self.last = ""

    def news(self, status: str) -> tuple[StatusChanged, ...]:
        """The event that a status is, if it is news."""
        rank = _ORDER.get(status)
        is_old = status in ("", self.last) or (rank is not None and rank <= self._rank)
        if is_old:
            return ()
        self.last = status
        self._rank = self._rank if rank is None else rank
        return (StatusChanged(status=status),)

    def have_reached(self, status: str) -> bool:
        """Whether the task is as far as a status that is known."""
        return self._rank >= _ORDER[status]


@dataclass(frozen=True, slots=True, kw_only=True)
class SocketNews:
    """What a message of the socket says: a status (or empty), events, that the task is
    at its end, that it may be, or why the service refuses.
    """

    status: str = ""
    events: tuple[Event, ...] = ()
    is_end: bool = False
    may_be_end: bool = False
    refusal: str = ""


def read_message(
    message: str | bytes, token: str, secrets: Iterable[str] = ()
) -> SocketNews:
    """What a message says about the task of that token; nothing where it is about
    another, or cannot be read. No text of it repeats the token, or a secret.
    """
    if isinstance(message, bytes):
        owner, bar, pcm = message.partition(b"|")
        is_ours = bar and owner == token.encode()
        return SocketNews(events=(Audio(pcm=pcm),)) if is_ours else SocketNews()
    content = json_of(message)
    if not isinstance(content, Mapping) or content.get("tasktoken", token) != token:
        return SocketNews()
    redact_answer(content, secrets, (token,))
    kind = status_of(content.get("type"))
    if content.get("result") is False and not kind.startswith("task_"):
        return SocketNews(refusal=text_of(content.get("message")) or "refused")
    return SocketNews(
        # On the socket `task_error` is a line of the error output, and no status.
        status="" if kind == "task_error" or kind in _NO_STATUSES else kind,
        events=tuple(_events(kind, content)),
        is_end=kind in _ENDS,
        may_be_end=kind == "task_error",
    )


def silences(may_be_end: bool = False) -> Iterator[float]:
    """How long a socket may be silent before the task is read."""
    seconds = _SILENCE_AFTER_ERROR if may_be_end else _FIRST_SILENCE
    while True:
        yield seconds
        seconds = min(seconds * _SILENCE_GROWTH, _LONGEST_SILENCE)


def _events(kind: str, content: Mapping[str, Any]) -> Iterator[Event]:
    message = content.get("message")
    match kind, message:
        case "task_stream_end", _:
            yield TurnEnded()
        case "task_cost", _:
            usage = content.get("usage")
            yield TurnCost(
                turn=number_of(content.get("turnCost")),
                cumulative=number_of(content.get("cumulativeCost")),
                usage=dict(usage) if isinstance(usage, Mapping) else {},
            )
        case "task_output", Mapping():
            yield _progress(message)
        case "task_output" | "task_error", str():
            yield from _lines(text_of(message), is_error=kind == "task_error")
        case _:
            return


def _lines(text: str, *, is_error: bool) -> Iterator[TextLine | Transcript]:
    for begin, speaker in _SPEAKERS:
        if text.startswith(begin) and not is_error:
            yield Transcript(speaker=speaker, text=text.removeprefix(begin).strip())
            return
    for line in text.splitlines():
        if line.strip():
            yield TextLine(text=line.rstrip(), is_error=is_error)


def _progress(content: Mapping[str, Any]) -> Progress | AnswerSoFar:
    if not {"raw", "thinking", "answer"}.isdisjoint(content):
        return AnswerSoFar(
            raw=text_of(content.get("raw")),
            thinking=texts_of(content.get("thinking")),
            answer=texts_of(content.get("answer")),
            is_thinking=content.get("isThinking") in (True, "true", 1, "1"),
        )
    return Progress(
        percentage=_float(content.get("percentage")),
        step=_whole(content.get("stepCurrent")),
        steps=_whole(content.get("stepTotal")),
        speed=_float(content.get("speed")),
        speed_unit=text_of(content.get("speedType")),
        elapsed=text_of(content.get("elapsedTime")),
        remaining=text_of(content.get("remainingTime")),
    )


def _float(value: object) -> float | None:
    number = number_of(value)
    return None if number is None or abs(number) > 10**12 else float(number)


def _whole(value: object) -> int | None:
    number = number_of(value)
    return None if number is None or abs(number) > 10**12 else int(number)
