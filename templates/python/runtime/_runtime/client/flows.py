"""What the clients do, without doing it: each flow is a generator that asks for one
effect after the other, and gets its outcome sent back.

The synchronous and the asynchronous client each drive the same flows; only what happens
at a `yield` differs. A run is sent once; everything else may be asked again.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Callable, Iterator
from functools import partial
from typing import Final, Protocol, TypeVar

from .. import PACKAGE
from ..errors import (
    ApiError,
    ConcurrencyLimit,
    OutcomeUnknown,
    TransportError,
    WiroError,
)
from ..files import Upload
from ..inputs import WireValue
from ..models import clean_slug
from .answers import (
    Reply,
    UploadedFile,
    read_nothing,
    read_run,
    read_task,
    read_task_list,
    read_upload,
)
from .calls import Call, FormBody, JsonBody, Service
from .effects import Failure, Flow, Send, Sleep, Tell, answer_to, done
from .prepared_runs import Run
from .state import TaskState

logger = logging.getLogger(PACKAGE)

LONGEST_PAUSE: Final = 60.0
"""Seconds that a `Retry-After` is honoured at most."""

_FIRST_POLL, _LONGEST_POLL, _POLL_GROWTH = 0.5, 10.0, 1.5
_FIRST_RETRY, _LONGEST_RETRY = 0.5, 8.0
_LEAST_TIME = 1.0
_FIRST_SLOT, _LONGEST_SLOT = 2.0, 30.0
_PAGE = 50
_MOST_PAGES = 40

T = TypeVar("T")


class RunLog(Protocol):
    """Is told, on disk for instance, what becomes of a run."""

    def sending(self) -> None:
        """The run is sent as soon as this returns, and not where it raises."""

    def withdrawn(self) -> None:
        """It is sure that nothing runs."""

    def accepted(self, state: TaskState) -> None:
        """The run has a task."""


def uploaded(service: Service, run: Run) -> Flow[Run]:
    """The run after the files whose URLs it carries were uploaded. Raises ApiError and
    TransportError.
    """
    urls = {}
    for name in run.uploaded_first:
        file = run.wire[name]
        if isinstance(file, Upload):
            stored = yield from upload_file(service, file)
            urls[name] = stored.url
    return run.with_urls(urls)


def start_run(
    service: Service,
    run: Run,
    wait_for_slot: float | None = None,
    log: RunLog | None = None,
) -> Flow[TaskState]:
    """Sends a run, once, whose files are uploaded.

    It is sent again only after failures that show that nothing was sent, and, for
    `wait_for_slot` seconds, while too many tasks run at once (code 96). Raises
    OutcomeUnknown where it may have been accepted, and what `log.sending` raises.
    """
    call = run.call(service)
    waited = _waits_for_a_slot(service, wait_for_slot)
    while True:
        try:
            return (yield from _run_once(service, call, run.model, log))
        except ConcurrencyLimit as limit:
            pause = next(waited)
            if pause is None:
                raise
            _log_retry(call, str(limit), pause)
            yield Sleep(pause)


def refresh(
    service: Service, known: TaskState, deadline: float | None = None
) -> Flow[TaskState]:
    """Reads a task. `task_error` is read once more before it is believed."""

    def read(reply: Reply, name: str) -> TaskState:
        return read_task(reply, name, known)

    call = service.call("Task/Detail", JsonBody(_identity(known)))
    state = yield from _ask(service, call, read, deadline)
    if state.status == "task_error":
        yield Sleep(_FIRST_POLL)
        state = yield from _ask(service, call, read, deadline)
    return state


def follow(
    service: Service, known: TaskState, timeout: float | None
) -> Flow[TaskState]:
    """Reads a task until it ends, at growing intervals, telling each state; gives the
    last one.

    Raises OutOfTime where `timeout` seconds went by first; it is read at least once.
    """
    if known.is_whole and known.is_terminal and known.status != "task_error":
        return known
    deadline = None if timeout is None else service.clock() + timeout
    for interval in poll_intervals():
        known = yield from refresh(service, known, deadline)
        yield Tell(known)
        if known.is_terminal:
            return known
        left = interval if deadline is None else deadline - service.clock()
        if left <= 0:
            raise OutOfTime(f"its status is {known.status}")
        yield Sleep(min(interval, left))
    raise AssertionError("polling has no end of its own")


def stop(service: Service, known: TaskState, call_name: str) -> Flow[TaskState]:
    """Cancels or kills a task (`Task/Cancel`, `Task/Kill`) and reads it again.

    Both are sent the task's id, which is looked up first where only its token is known.
    """
    if known.id is None:
        known = yield from refresh(service, known)
    call = service.call(call_name, JsonBody(_identity(known)))
    yield from _ask(service, call, read_nothing)
    return (yield from refresh(service, known))


def upload_file(
    service: Service, file: Upload, folder_id: str | None = None
) -> Flow[UploadedFile]:
    """Stores a file with the service."""
    folder = () if folder_id is None else (("folderid", folder_id),)
    call = service.call("File/Upload", FormBody((("file", file), *folder)))
    return (yield from _ask(service, call, read_upload))


def recent_tasks(
    service: Service, model: str | None, limit: int
) -> Flow[tuple[TaskState, ...]]:
    """The newest tasks, newest first, `limit` at most; looks through the newest two
    thousand for those of a model. A task that tells no model may be of any.
    """
    seen: set[str | None] = set()
    wanted: list[TaskState] = []
    for _ in range(_MOST_PAGES):
        new = yield from next_tasks(service, seen)
        wanted.extend(task for task in new if _is_of(model, task))
        if not new or len(wanted) >= limit:
            break
    return tuple(wanted[:limit])


def next_tasks(service: Service, seen: set[str | None]) -> Flow[tuple[TaskState, ...]]:
    """The next older tasks, newest first, that are not among those `seen`, which they
    join; none where there are no more.
    """
    page = yield from _ask(service, _page_call(service, len(seen)), read_task_list)
    new = tuple(task for task in page if task.id not in seen)
    seen.update(task.id for task in new)
    return new


def pauses(service: Service) -> Iterator[float | None]:
    """How long to wait after each failed attempt, growing, jittered; None: give up."""
    pause = _FIRST_RETRY
    for _ in range(service.max_retries):
        yield pause * random.uniform(0.5, 1.0)  # noqa: S311 - spreads clients out
        pause = min(pause * 2, _LONGEST_RETRY)
    yield None


def poll_intervals() -> Iterator[float]:
    """How long to wait between two readings of a task, growing."""
    interval = _FIRST_POLL
    while True:
        yield interval
        interval = min(interval * _POLL_GROWTH, _LONGEST_POLL)


class OutOfTime(Exception):
    """The time is up; says what was last heard of the task."""


def _run_once(
    service: Service, call: Call, model: str, log: RunLog | None
) -> Flow[TaskState]:
    for pause in pauses(service):
        outcome = yield from _attempt(call, model, log)
        if isinstance(outcome, TaskState):
            return (yield from _accepted(service, outcome, log))
        if pause is None:
            raise _not_reached(call, f"{outcome.reason}; nothing was sent")
        _log_retry(call, outcome.reason, pause)
        yield Sleep(pause)
    raise AssertionError("the last pause is None")


def _attempt(call: Call, model: str, log: RunLog | None) -> Flow[TaskState | Failure]:
    """Sends a run, and tells the log before and after. A Failure has sent nothing."""
    yield Sleep(0)  # a caller who has gone away meanwhile is not charged
    yield from _noted(log.sending if log else None)
    try:
        outcome = yield from _sent(call, model)
    except OutcomeUnknown as unknown:
        logger.info("%s", unknown, extra={"wiro_model": model})
        raise
    except WiroError:
        yield from _noted(log.withdrawn if log else None)
        raise
    if isinstance(outcome, Failure):
        yield from _noted(log.withdrawn if log else None)
    return outcome


def _sent(call: Call, model: str) -> Flow[TaskState | Failure]:
    try:
        outcome = yield from answer_to(Send(call=call))
    except WiroError:
        raise
    except BaseException as interruption:
        interruption.add_note(
            f"The run of {model} may have been accepted: look for its task with"
            f" wiro.recent_tasks(model={model!r})."
        )
        raise
    if isinstance(outcome, Reply):
        return read_run(outcome, call.name, model)
    if outcome.sent:
        raise OutcomeUnknown(model, outcome.reason)
    return outcome


def _accepted(
    service: Service, state: TaskState, log: RunLog | None
) -> Flow[TaskState]:
    """The task of a run, which the log is told by its id."""
    logger.info(
        "%s runs as task %s",
        state.model,
        state.id,
        extra={"wiro_model": state.model, "wiro_task": state.id},
    )
    if log is None:
        return state
    if state.id is None:
        try:
            state = yield from refresh(service, state)
        except WiroError:
            return state  # its token is enough to go on with
    yield from done(partial(log.accepted, state))
    return state


def _noted(step: Callable[[], object] | None) -> Flow[None]:
    if step is not None:
        yield from done(step)


def _waits_for_a_slot(
    service: Service, seconds: float | None
) -> Iterator[float | None]:
    """How long to wait each time that too many tasks run; None when the time is up."""
    end = service.clock() + (seconds or 0.0)
    pause = _FIRST_SLOT
    while (left := end - service.clock()) > 0:
        yield min(left, pause * random.uniform(0.5, 1.0))  # noqa: S311 - spreads out
        pause = min(pause * 1.5, _LONGEST_SLOT)
    yield None


def _ask(
    service: Service,
    call: Call,
    read: Callable[[Reply, str], T],
    deadline: float | None = None,
) -> Flow[T]:
    """Sends a call that may be repeated until it is answered, and reads the answer.

    Raises ApiError, TransportError, and OutOfTime where a repetition would come later
    than `deadline`.
    """
    for pause in pauses(service):
        outcome = yield from answer_to(
            Send(call=call, time_left=_time_left(service, deadline))
        )
        problem: WiroError
        wanted = 0.0
        if isinstance(outcome, Reply):
            try:
                return read(outcome, call.name)
            except ApiError as refusal:
                if not refusal.is_passing:
                    raise
                problem, wanted = refusal, outcome.retry_after or 0.0
        else:
            problem = _not_reached(call, outcome.reason)
        longer = 0.0 if pause is None else max(pause, min(wanted, LONGEST_PAUSE))
        if deadline is not None and service.clock() + longer >= deadline:
            raise OutOfTime(str(problem))
        if pause is None:
            raise problem
        _log_retry(call, str(problem), longer)
        yield Sleep(longer)
    raise AssertionError("the last pause is None")


def _time_left(service: Service, deadline: float | None) -> float | None:
    if deadline is None:
        return None
    return max(deadline - service.clock(), _LEAST_TIME)


def _identity(task: TaskState) -> dict[str, WireValue]:
    return {"taskid": task.id} if task.id else {"tasktoken": task.token}


def _is_of(model: str | None, task: TaskState) -> bool:
    # Told by us and not by `modelName`: a filter that misses a task gets it paid twice.
    if model is None or not task.model:
        return True
    return clean_slug(task.model) == clean_slug(model)


def _page_call(service: Service, start: int) -> Call:
    asked: dict[str, WireValue] = {
        "type": "model",
        "sort": "id",
        "order": "DESC",
        "start": str(start),
        "limit": str(_PAGE),
    }
    return service.call("Task/List", JsonBody(asked))


def _not_reached(call: Call, reason: str) -> TransportError:
    return TransportError(f"{call.name}: {reason}")


def _log_retry(call: Call, reason: str, pause: float) -> None:
    logger.info(
        "%s is sent again in %.1f s: %s",
        call.name,
        pause,
        reason,
        extra={"wiro_call": call.name, "wiro_pause": pause},
    )
