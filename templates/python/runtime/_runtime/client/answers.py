"""What the service's answers say, read leniently and without doing any I/O.

The answer to a call may stand at the top level or under `data`. What cannot be read
raises an ApiError, never anything else.
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from ..errors import (
    AccountSuspended,
    AddressNotAllowed,
    ApiError,
    ConcurrencyLimit,
    FileRequired,
    InsufficientBalance,
    InvalidCallback,
    ModelNotAccessible,
    NotCancellable,
    NotFound,
    OutcomeUnknown,
    RateLimited,
    SignInRequired,
    UnreadableAnswer,
)
from .coercion import json_of, mappings_of, number_of, size_of, text_of
from .redaction import redact_answer, redacted
from .state import TaskState, named_task, task_state_of

_BY_CODE: Final[Mapping[int, type[ApiError]]] = {
    1: NotFound,
    96: ConcurrencyLimit,
    97: InsufficientBalance,
    98: SignInRequired,
    99: SignInRequired,
}
_BY_STATUS: Final[Mapping[int, type[ApiError]]] = {
    401: SignInRequired,
    403: SignInRequired,
    404: NotFound,
    429: RateLimited,
}
_FIREWALL: Final = "it is no JSON: a firewall or proxy has answered, not Wiro"
_ELSEWHERE: Final = "is the base address right? Wiro's ends in /v1"
_BY_WORDS: Final[tuple[tuple[re.Pattern[str], type[ApiError]], ...]] = tuple(
    (re.compile(words, re.IGNORECASE), kind)
    for words, kind in (
        (r"\bip\b.* is not allowed", AddressNotAllowed),
        (r"\baccount\b.*\bsuspended\b", AccountSuspended),
        (r"tool-not-accessible", ModelNotAccessible),
        (r"request files \[.*\] required", FileRequired),
        (r"not in a cancellable state|could not be killed", NotCancellable),
    )
)
"""Published messages whose codes say less than they do: "Errors" in `wiro-api.md`."""
_TOLD_TOKEN = re.compile(
    r"""((?:socketaccesstoken|tasktoken)[^\w,}\]]{1,20})[^"'\\,}\]]+"""
)
"""Also where it stands in a list, or in a JSON text within another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An HTTP answer. Header names are asked for in lower case; `secrets` are texts
    that its call carried, `tokens` those of its tasks: no message may repeat them.
    """

    status: int
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes = field(default=b"", repr=False)
    secrets: tuple[str, ...] = field(default=(), repr=False)
    tokens: tuple[str, ...] = field(default=(), repr=False)

    @property
    def begin(self) -> str:
        """How the body begins, as a message may show it."""
        return self.shown(self.body.decode("utf-8", "replace"))

    @property
    def retry_after(self) -> float | None:
        """How many seconds the service wants to be left alone."""
        wait = self.headers.get("retry-after", "").strip()
        if re.fullmatch(r"\d{1,9}(\.\d{1,9})?", wait):
            return float(wait)
        from email.utils import parsedate_to_datetime

        try:
            return max(0.0, parsedate_to_datetime(wait).timestamp() - time.time())
        except (ValueError, TypeError, OverflowError):
            return None

    def shown(self, text: str) -> str:
        """A text of the service as a message may show it: short, without secrets."""
        text = _TOLD_TOKEN.sub(r"\1***", redacted(text, (*self.secrets, *self.tokens)))
        text = " ".join(text.split())
        return text if len(text) <= 300 else f"{text[:297]}..."


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """No whole answer came. `sent` is False where it is sure that nothing was sent."""

    sent: bool
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadedFile:
    """A file that the service keeps: `url` can be given for any file input."""

    url: str
    name: str
    content_type: str
    size: int | None
    id: str


@dataclass(frozen=True, slots=True)
class UploadFolder:
    """A folder of uploaded files: its `id` is the `folder_id` of an upload."""

    id: str
    name: str


def read_envelope(reply: Reply, call: str) -> dict[str, Any]:
    """The answer's top level, what it nests under `data` included.

    Raises ApiError where the service refused, UnreadableAnswer where it is no answer.
    """
    judged = _envelope_or_refusal(reply, call)
    if isinstance(judged, ApiError):
        # Raised here, as all errors of this module are, where no local variable holds
        # the service's own words: they may repeat a key, and some programs show the
        # variables of a traceback.
        raise judged
    return judged


def unreadable(reply: Reply, call: str, what: str) -> UnreadableAnswer:
    """The error for an answer that makes no sense; shows how it begins."""
    shown = f"{what}: {reply.begin!r}" if reply.begin else what
    return UnreadableAnswer(call, shown, status=reply.status)


def read_run(reply: Reply, call: str, model: str) -> TaskState:
    """The task that a run has started.

    Raises ApiError only where the answer shows that the run was refused; every other
    answer without a task raises OutcomeUnknown.
    """
    try:
        state = _started(read_envelope(reply, call), model)
    except ApiError as refusal:
        if _shows_that_nothing_runs(refusal) and not _names_a_task(reply):
            raise
        raise OutcomeUnknown(model, f"{refusal.message}, HTTP {reply.status}") from None
    if state.id is None and state.token is None:
        raise OutcomeUnknown(model, "the answer names no task")
    return state


def read_task(reply: Reply, call: str, asked: TaskState) -> TaskState:
    """The task that was asked for, as Task/Detail tells it.

    Raises NotFound where the list is empty, UnreadableAnswer where it holds another
    task or one without a status.
    """
    if asked.token:
        reply = replace(reply, tokens=(asked.token,))
    tasks = read_task_list(reply, call)
    if not tasks:
        raise NotFound(call, f"there is no {_named(asked)}", status=reply.status)
    for task in tasks:
        if _is_same(asked, task):
            if not task.status:
                raise unreadable(reply, call, f"{_named(asked)} has no status")
            return replace(
                task,
                id=task.id or asked.id,
                token=task.token or asked.token,
                model=task.model or asked.model,
                is_whole=True,
            )
    raise unreadable(reply, call, f"the answer is not about {_named(asked)}")


def read_task_list(reply: Reply, call: str) -> tuple[TaskState, ...]:
    """All tasks of an answer."""
    tasks = _listed(read_envelope(reply, call).get("tasklist"))
    if tasks is None:
        raise unreadable(reply, call, "the answer has no list of tasks")
    return tasks


def read_upload(reply: Reply, call: str) -> UploadedFile:
    """The file that an upload has stored."""
    stored = _stored(read_envelope(reply, call).get("list"))
    if stored is None:
        raise unreadable(reply, call, "the answer names no stored file")
    return stored


def read_folder(reply: Reply, call: str) -> UploadFolder:
    """The folder that was made."""
    for folder in mappings_of(read_envelope(reply, call).get("list")):
        if folder_id := text_of(folder.get("id")):
            return UploadFolder(id=folder_id, name=text_of(folder.get("name")))
    raise unreadable(reply, call, "the answer names no folder")


def read_nothing(reply: Reply, call: str) -> None:
    """Raises ApiError where the service refused."""
    read_envelope(reply, call)


def read_callback(body: bytes | str | Mapping[str, Any]) -> TaskState:
    """Which task a callback is about: its id, or its token where it tells no id.

    Nothing else that it says is believed. Raises InvalidCallback.
    """
    callback = json_of(body) if isinstance(body, bytes | str) else body
    if not isinstance(callback, Mapping):
        raise InvalidCallback("the callback's body is no JSON object")
    task_id, token = _named_task(_envelope(callback), also_id=True)
    if not (task_id or token):
        raise InvalidCallback("the callback's body names no task")
    return TaskState(id=task_id, token=None if task_id else token)


def _envelope_or_refusal(reply: Reply, call: str) -> dict[str, Any] | ApiError:
    answer = json_of(reply.body)
    redact_answer(answer, reply.secrets, reply.tokens)
    if isinstance(answer, Mapping):
        envelope = _envelope(answer)
        if reply.status >= 300 or _is_refusal(envelope):
            return _refusal(reply, call, envelope)
        return envelope
    if reply.status >= 300:
        return _refusal(reply, call, {})
    return unreadable(reply, call, "the answer is no JSON object")


def _envelope(answer: Mapping[str, Any]) -> dict[str, Any]:
    """The top level, where what is empty is filled from what is nested under `data`,
    and under its `data`.
    """
    envelope = dict(answer)
    below = mappings_of(answer.get("data"))
    for nested in below:
        for name, value in nested.items():
            if envelope.get(name) in (None, "", "0"):
                envelope[name] = value
        below += mappings_of(nested.get("data"))
    return envelope


def _named_task(
    envelope: Mapping[str, Any], *, also_id: bool = False
) -> tuple[str | None, str | None]:
    """Id and token of the task that an answer names, or that of its first task."""
    listed = (mappings_of(envelope.get(name)) for name in ("task", "tasklist"))
    named = (
        named_task(envelope, also_id=also_id),
        *(named_task(task, also_id=True) for tasks in listed for task in tasks),
    )
    return next((task for task in named if any(task)), (None, None))


def _started(envelope: Mapping[str, Any], model: str) -> TaskState:
    task_id, token = _named_task(envelope)
    return TaskState(id=task_id, token=token, model=model, raw=envelope)


def _listed(listed: object) -> tuple[TaskState, ...] | None:
    """The tasks of a list; None where it is no list of tasks."""
    tasks = mappings_of(listed)
    if not tasks and listed != []:
        return None
    return tuple(map(task_state_of, tasks))


def _stored(listed: object) -> UploadedFile | None:
    """The first file of a list; None where there is none."""
    for file in mappings_of(listed):
        if url := text_of(file.get("url")):
            return UploadedFile(
                url=url,
                name=text_of(file.get("name")),
                content_type=text_of(file.get("contenttype")),
                size=size_of(file.get("size")),
                id=text_of(file.get("id")),
            )
    return None


def _is_refusal(envelope: Mapping[str, Any]) -> bool:
    result = envelope.get("result")
    if isinstance(result, str):
        result = {"true": True, "1": True, "false": False, "0": False}.get(
            result.strip().lower()
        )
    if isinstance(result, bool | int):
        return not result
    return bool(envelope.get("errors"))


def _refusal(reply: Reply, call: str, envelope: Mapping[str, Any]) -> ApiError:
    found = envelope.get("errors")
    errors = found if isinstance(found, list) else [found]
    code = next((code for error in errors if (code := _code(error)) is not None), None)
    messages = [
        reply.shown(message) for error in errors if (message := _message(error))
    ]
    words = "; ".join(messages)
    kind = (
        next((kind for pattern, kind in _BY_WORDS if pattern.search(words)), None)
        or _BY_CODE.get(code if code is not None else -1)
        or _BY_STATUS.get(reply.status, ApiError)
    )
    return kind(
        call,
        words or _without_reason(reply),
        status=reply.status,
        code=code,
        retry_after=reply.retry_after,
        hint=_hint(reply, words, is_json=bool(envelope)),
    )


def _hint(reply: Reply, words: str, *, is_json: bool) -> str | None:
    if reply.status in (401, 403) and not is_json:
        return _FIREWALL
    return _ELSEWHERE if reply.status == 404 and not words else None


def _without_reason(reply: Reply) -> str:
    if 300 <= reply.status < 400:
        place = reply.shown(reply.headers.get("location", "another address"))
        return f"redirected to {place}, which is not followed"
    return f"refused: {reply.begin!r}" if reply.begin else "refused without a reason"


def _code(error: object) -> int | None:
    number = number_of(error.get("code")) if isinstance(error, Mapping) else None
    return int(number) if number is not None and abs(number) < 10**9 else None


def _message(error: object) -> str:
    return text_of(error.get("message") if isinstance(error, Mapping) else error)


def _shows_that_nothing_runs(refusal: ApiError) -> bool:
    """An explicit refusal does. A server error, a page of HTML, a time-out of a proxy,
    or a redirect that may follow a run that was accepted does not.
    """
    if isinstance(refusal, UnreadableAnswer):
        return False
    return refusal.status < 300 or (
        (refusal.status in (307, 308) or 400 <= refusal.status < 500)
        and refusal.status != 408
    )


def _names_a_task(reply: Reply) -> bool:
    answer = json_of(reply.body)
    return isinstance(answer, Mapping) and any(_named_task(_envelope(answer)))


def _is_same(asked: TaskState, found: TaskState) -> bool:
    if asked.id and found.id:
        return asked.id == found.id
    if asked.token and found.token:
        return asked.token == found.token
    return True


def _named(task: TaskState) -> str:
    return f"task {task.id}" if task.id else "task of that token"
