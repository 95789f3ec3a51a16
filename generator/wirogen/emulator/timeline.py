"""The life of a task, laid down when it is accepted: what it tells, and when.

The statuses and their order are those of wiro-api.md ("Following a task"). Times are
seconds from the task's creation, as the service would take them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from random import Random
from typing import Any, Final

from wirogen.emulator.output_kinds import Gives

LONGEST_SESSION: Final = 600.0
"""Seconds after which a realtime session that nobody ends is ended."""


class Ending(StrEnum):
    """How a task ends, if nobody stops it."""

    SUCCESS = "success"
    EXIT_1 = "exit-1"
    ERROR = "error"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Something that a task tells its sockets. `is_status` is False for what
    Task/Detail does not show as its status: lines of its error output.
    """

    at: float
    status: str
    message: Any = ""
    is_status: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a language model says: its whole output, and that output split."""

    prompt: str
    thinking: tuple[str, ...]
    answer: tuple[str, ...]

    @property
    def raw(self) -> str:
        """The output before it was split."""
        thought = "".join(f"<think>{text}</think>\n" for text in self.thinking)
        return thought + "\n".join(self.answer)

    def content(self) -> dict[str, Any]:
        """What stands in an output of `contenttype` raw."""
        return {
            "prompt": self.prompt,
            "raw": self.raw,
            "thinking": list(self.thinking),
            "answer": list(self.answer),
        }


def life(
    gives: Gives, words: Words, ending: Ending, chance: Random
) -> tuple[Moment, ...]:
    """The moments of a task that is started once and ends by itself."""
    at = _Steps(chance)
    start = tuple(_beginning(at))
    moments = tuple(_telling(gives, words, at))
    if ending is Ending.ERROR:
        failure = Moment(at=at.next(0.2), status="task_error", message=COMPLAINT)
        return (*start, *moments[:2], failure)
    return (*start, *moments, *_warning(at), *closing(at.next(0.2), ending))


def session(ending: Ending, chance: Random, speed: float) -> tuple[Moment, ...]:
    """The moments of a realtime task whose session nobody ends."""
    at = _Steps(chance)
    start = tuple(_beginning(at))
    ready = Moment(at=at.next(0.1), status="task_stream_ready")
    end = ready.at + LONGEST_SESSION * speed
    return (*start, ready, *closing(end, ending))


def closing(at: float, ending: Ending) -> tuple[Moment, ...]:
    """The moments from the end of the model's own work to the end of the task."""
    failed = ending is Ending.EXIT_1
    return (
        Moment(at=at, status="task_output_full", message="" if failed else "done\n"),
        Moment(at=at, status="task_error_full", message=COMPLAINT if failed else ""),
        Moment(at=at + 0.1, status="task_end"),
        Moment(at=at + 0.2, status="task_postprocess_start"),
        Moment(at=at + 0.4, status="task_postprocess_end"),
    )


def words_of(prompt: str, chance: Random) -> Words:
    """What a language model answers to a prompt."""
    subject = " ".join(prompt.split())[:60] or "nothing"
    return Words(
        prompt=prompt,
        thinking=(f"They ask about: {subject}.",),
        answer=tuple(
            " ".join(chance.sample(_VOCABULARY, 8)).capitalize() + "." for _ in range(3)
        ),
    )


COMPLAINT: Final = "RuntimeError: the local Wiro lets this task fail\n"
"""What a task that fails writes to its error output."""

_WARNING = "UserWarning: this is a line of the error output, not a failure\n"
_VOCABULARY = (
    *("amber", "bridge", "copper", "delta", "ember", "forest", "garden", "harbour"),
    *("island", "juniper", "kettle", "lantern", "meadow", "north", "orchard", "river"),
)


class _Steps:
    """Hands out growing times."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._at = 0.0

    def next(self, seconds: float) -> float:
        """A time about so many seconds after the last one."""
        self._at += seconds * self._chance.uniform(0.5, 1.5)
        return self._at

    def coin(self) -> bool:
        """True every other time."""
        return self._chance.random() < 0.5


def _beginning(at: _Steps) -> Iterator[Moment]:
    yield Moment(at=0.0, status="task_queue")
    for status, seconds in (
        ("task_accept", 0.3),
        ("task_preprocess_start", 0.1),
        ("task_preprocess_end", 0.2),
        ("task_assign", 0.1),
        ("task_start", 0.3),
    ):
        yield Moment(at=at.next(seconds), status=status)


def _warning(at: _Steps) -> Iterator[Moment]:
    """Every other task writes something to its error output, and that is all."""
    if at.coin():
        yield Moment(
            at=at.next(0.1), status="task_error", message=_WARNING, is_status=False
        )


def _telling(gives: Gives, words: Words, at: _Steps) -> Iterator[Moment]:
    messages = _speaking(words) if gives is Gives.TEXT else _progress()
    for message in messages:
        yield Moment(at=at.next(0.6), status="task_output", message=message)


def _progress() -> Iterator[Any]:
    yield "Loading the model\n"
    steps = 5
    for step in range(1, steps + 1):
        yield {
            "type": "progressGenerate",
            "task": "Generate",
            "percentage": str(100 * step // steps),
            "stepCurrent": str(step),
            "stepTotal": str(steps),
            "speed": "1.6",
            "speedType": "it/s",
            "elapsedTime": f"00:0{step}",
            "remainingTime": f"00:0{steps - step}",
        }


def _speaking(words: Words) -> Iterator[Any]:
    """A language model's output so far: its thoughts first, then line after line."""
    for lines in range(len(words.answer) + 1):
        so_far = Words(
            prompt=words.prompt, thinking=words.thinking, answer=words.answer[:lines]
        )
        yield {
            "type": "progressGenerate",
            "task": "Generate",
            "raw": so_far.raw,
            "thinking": list(so_far.thinking),
            "answer": list(so_far.answer),
            "isThinking": lines == 0,
        }
