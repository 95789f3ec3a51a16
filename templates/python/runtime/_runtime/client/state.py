"""A task as the service last told it: how it stands, what it has made, what it cost.

Numbers may arrive as texts, and fields may be absent or of another type: see "Following
a task" in `wiro-api.md`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ..files import is_url
from ..numbers import without_zeros
from ..package import clean_slug
from ..plain_values import plain_value
from .coercion import json_of, number_of, size_of, status_of, text_of, texts_of
from .redaction import REDACTED, redacted

if TYPE_CHECKING:
    from ..inputs import WireValue


_BETWEEN_URLS = re.compile(r"\s*,\s*(?=https?://)|\s+", re.IGNORECASE)


class Outcome(StrEnum):
    """How a task stands."""

    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"
    """It ended, and nothing says whether it succeeded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """What a task's outputs tell of one file."""

    url: str
    name: str
    content_type: str
    size: int | None
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a language model said: its prompt, its whole raw output, and that output
    split into what it thought and what it answered.
    """

    prompt: str
    raw: str
    thinking: tuple[str, ...]
    answer: tuple[str, ...]

    @property
    def text(self) -> str:
        """The answer as one text, or the raw output where it was not split."""
        return "\n".join(self.answer) or self.raw


@dataclass(frozen=True, kw_only=True)
class TaskState:
    """A task as it was last read. `raw` is the service's own words; `is_whole` tells
    whether they are those of Task/Detail, which alone decide how a task ended.
    """

    id: str | None = None
    token: str | None = field(default=None, repr=False)
    status: str = ""
    model: str = ""
    raw: Mapping[str, Any] = field(default_factory=dict, repr=False)
    is_whole: bool = False

    @property
    def is_settled(self) -> bool:
        """Whether reading it again tells nothing new; after `task_error` it is read
        once more (wiro-api.md, Statuses).
        """
        return self.is_whole and self.is_terminal and self.status != "task_error"

    @property
    def identity(self) -> dict[str, WireValue]:
        """What names the task in a call: its id where that is known, else its token."""
        return {"taskid": self.id} if self.id else {"tasktoken": self.token}

    def may_be_of(self, model: str | None) -> bool:
        """Whether the task may be of a model (None: of any). One that tells no model
        may.
        """
        # Judged by us and not by `modelName` in the call: a filter that misses a task
        # gets it paid twice.
        if model is None or not self.model:
            return True
        return clean_slug(self.model) == clean_slug(model)

    @property
    def is_terminal(self) -> bool:
        """Whether the task has ended."""
        return self.outcome is not Outcome.RUNNING

    @cached_property
    def outcome(self) -> Outcome:
        """How the task stands ("Terminal for a poller" in `wiro-api.md`)."""
        match self.status:
            case "task_cancel":
                return Outcome.CANCELLED
            case "task_error":
                return Outcome.FAILED
            case "task_postprocess_end":
                return self._outcome_of_the_end()
            case _:
                return Outcome.RUNNING

    def _outcome_of_the_end(self) -> Outcome:
        match self.exit_code, self.files or self.answers:
            case "", ():
                return Outcome.UNKNOWN
            case "", _:
                return Outcome.SUCCEEDED
            case code, _:
                return Outcome.SUCCEEDED if number_of(code) == 0 else Outcome.FAILED

    @property
    def exit_code(self) -> str:
        """`pexit`, or empty where the answer has none. A truth value is its number,
        also where it is a text.
        """
        code = self.raw.get("pexit")
        text = (str(code) if isinstance(code, bool) else text_of(code)).strip().lower()
        return {"true": "1", "false": "0", "null": ""}.get(text, text)

    @cached_property
    def files(self) -> tuple[FileFacts, ...]:
        """The files among the outputs."""
        outputs = filter(_is_file, self._outputs)
        return tuple(_file_facts(output, self.token or "") for output in outputs)

    @cached_property
    def answers(self) -> tuple[Answer, ...]:
        """The language-model answers among the outputs."""
        said = filter(_is_answer, self._outputs)
        return tuple(_answer(output["content"]) for output in said)

    @property
    def unknown_outputs(self) -> tuple[Any, ...]:
        """The outputs that are understood in no way, in the service's own words."""
        return tuple(
            output
            for output in self._outputs
            if not (_is_file(output) or _is_answer(output))
        )

    @property
    def text(self) -> str:
        """A language model's answer, or empty. It stands in the outputs, and, merged,
        in `debugoutput`, where other models print what they like.
        """
        texts = (answer.text for answer in self.answers)
        said = "\n".join(text for text in texts if text.strip())
        if said or self.files or self.unknown_outputs:
            return said
        return text_of(self.raw.get("debugoutput")).strip()

    @property
    def cost(self) -> Decimal | None:
        """What was charged, in US dollars; None where it is not told."""
        cost = number_of(self.raw.get("totalcost"))
        return None if cost is None else Decimal(without_zeros(cost))

    @property
    def elapsed(self) -> timedelta | None:
        """How long the task ran; None where it is not told."""
        seconds = number_of(self.raw.get("elapsedseconds"))
        if seconds is None:
            start, end = (
                number_of(self.raw.get(name)) for name in ("starttime", "endtime")
            )
            seconds = end - start if start and end else None
        if seconds is None or not 0 <= seconds < 10**9:
            return None
        return timedelta(seconds=float(seconds))

    @property
    def last_words(self) -> str:
        """The end of what the task wrote to its error output."""
        words = text_of(self.raw.get("debugerror")) or text_of(
            self.raw.get("debugoutput")
        )
        return " ".join(words[-2000:].split())[-300:]

    @property
    def _outputs(self) -> list[Any]:
        """What the task has made, one by one; a bare URL as the file that it is."""
        outputs = self.raw.get("outputs")
        if isinstance(outputs, str) and not _addresses(outputs):
            outputs = json_of(outputs) or outputs
        listed = outputs if isinstance(outputs, list) else [outputs]
        return [one for output in listed if output for one in _spelt_out(output)]


Listener = Callable[[TaskState], object]
"""Is told each state of a task that is read."""


def known_task(task_id: str | int | None, token: str | None) -> TaskState:
    """A task that is known by its id or its token."""
    if not (task_id or token):
        raise TypeError("a task is known by its id or its token: give one of them")
    known = str(plain_value(task_id)) if task_id else None
    return TaskState(id=known, token=token or None)


def named_task(
    raw: Mapping[str, Any], *, also_id: bool = False
) -> tuple[str | None, str | None]:
    """Id and token of the task that an object names; an id of 0, or one that was a
    secret, is none. In a task itself its id is also called `id`.
    """
    ids = ("taskid", "id") if also_id else ("taskid",)
    return _first(raw, ids), _first(raw, ("socketaccesstoken", "tasktoken"))


def task_state_of(raw: Mapping[str, Any]) -> TaskState:
    """A task as one of the service's lists tells it."""
    slug = [text_of(raw.get(name)) for name in ("modelslugowner", "modelslugproject")]
    task_id, token = named_task(raw, also_id=True)
    return TaskState(
        id=task_id,
        token=token,
        status=status_of(raw.get("status")),
        model="/".join(slug) if all(slug) else "",
        raw=raw,
    )


def _first(raw: Mapping[str, Any], names: Iterable[str]) -> str | None:
    texts = (text_of(raw.get(name)).strip() for name in names)
    return next((text for text in texts if _names_something(text)), None)


def _names_something(text: str) -> bool:
    return bool(text.strip("0.")) and text.lower() != "null" and REDACTED not in text


def _spelt_out(output: object) -> list[object]:
    """An output, or all that one holds."""
    if isinstance(output, list) and any(map(_is_made, output)):
        return [one for item in output for one in _each_file(item)]
    return _each_file(output)


def _each_file(output: object) -> list[object]:
    """An output; one for each URL where it has several."""
    urls = output.get("url") if isinstance(output, Mapping) else None
    if isinstance(output, Mapping) and isinstance(urls, list):
        return [{**output, "url": url} for url in urls] or [output]
    return [{"url": url} for url in _addresses(output)] or [output]


def _is_made(item: object) -> bool:
    return _is_file(item) or _is_answer(item) or bool(_addresses(item))


def _addresses(value: object) -> list[str]:
    """The URLs that a text consists of, with blanks or commas between them."""
    parts = _BETWEEN_URLS.split(value.strip()) if isinstance(value, str) else []
    return [text_of(part) for part in parts] if all(map(is_url, parts)) else []


def _is_file(output: object) -> bool:
    return isinstance(output, Mapping) and bool(text_of(output.get("url")))


def _is_answer(output: object) -> bool:
    if not isinstance(output, Mapping):
        return False
    content = output.get("content")
    return isinstance(content, str | Mapping) or bool(_texts_alone(content))


def _texts_alone(content: object) -> tuple[str, ...]:
    """The texts of a list of nothing else."""
    is_list = isinstance(content, list) and all(isinstance(one, str) for one in content)
    return texts_of(content) if is_list else ()


def _file_facts(output: Mapping[str, Any], token: str) -> FileFacts:
    url = text_of(output.get("url"))
    last = re.split(r"[?#]", url)[0].rpartition("/")[2]
    return FileFacts(
        url=url,
        name=text_of(output.get("name")) or redacted(last, (token,)),
        content_type=text_of(output.get("contenttype")),
        size=size_of(output.get("size")),
        id=text_of(output.get("id")),
    )


def _answer(content: str | list[str] | Mapping[str, Any]) -> Answer:
    if isinstance(content, str):
        return Answer(prompt="", raw=content, thinking=(), answer=())
    if isinstance(content, list):
        return Answer(prompt="", raw="", thinking=(), answer=_texts_alone(content))
    return Answer(
        prompt=text_of(content.get("prompt")),
        raw=text_of(content.get("raw")),
        thinking=texts_of(content.get("thinking")),
        answer=texts_of(content.get("answer")),
    )
