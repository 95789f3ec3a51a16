# Made from async_operations.py by `make blocking`: change that file, never this one.
"""What a client does: each operation sends its calls and reads their answers.

A run is sent once; everything else may be asked again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Final, TypeVar

from .. import PACKAGE
from ..errors import (
    ApiError,
    ConcurrencyLimit,
    OutcomeUnknown,
    RateLimited,
    TransportError,
    WiroError,
)
from ..files import Upload
from .answers import (
    Failure,
    Reply,
    UploadedFile,
    UploadFolder,
    read_folder,
    read_nothing,
    read_run,
    read_task,
    read_task_list,
    read_upload,
)
from .calls import Call, FormBody, JsonBody, form_text
from .driver import Driver
from .retries import (
    FIRST_POLL,
    LONGEST_PAUSE,
    OutOfTime,
    deadline_of,
    log_retry,
    pauses,
    poll_intervals,
    slot_waits,
    time_left,
)
from .state import Listener, TaskState
from .task_view import how_to_find
from .waiting import on_disk, tell, to_its_end

if TYPE_CHECKING:
    from .prepared_runs import Run, RunLog

logger = logging.getLogger(PACKAGE)

_MOST_PAGES: Final = 40
_PATIENCE: Final = 10.0
"""Seconds that a caller who is cancelled waits for the answer to a run."""


T = TypeVar("T")


def uploaded(driver: Driver, run: Run) -> Run:
    """The run after the files whose URLs it carries were uploaded. Raises ApiError and
    TransportError.
    """
    urls = {}
    for name in run.uploaded_first:
        file = run.wire[name]
        if isinstance(file, Upload):
            stored = upload_file(driver, file)
            urls[name] = stored.url
    return run.with_urls(urls)


def start_run(
    driver: Driver,
    run: Run,
    wait_for_slot: float = 0.0,
    log: RunLog | None = None,
) -> TaskState:
    """Sends a run, once, whose files are uploaded.

    It is sent again only after failures that show that nothing was sent, and, for
    `wait_for_slot` seconds, while too many tasks run at once (code 96) or too many
    calls come (HTTP 429). Raises
    OutcomeUnknown where it may have been accepted, and what `log.sending` raises.
    """
    call = run.call(driver.service)
    waited = slot_waits(driver.service, wait_for_slot)
    while True:
        try:
            return _run_once(driver, call, run.model, log)
        except (ConcurrencyLimit, RateLimited) as refusal:
            pause = next(waited)
            if pause is None:
                raise
            pause = max(pause, min(refusal.retry_after or 0.0, LONGEST_PAUSE))
            log_retry(call, str(refusal), pause)
            driver.sleep(pause)


def refresh(
    driver: Driver, task: TaskState, deadline: float | None = None
) -> TaskState:
    """Reads a task. `task_error` is read once more before it is believed."""

    def read(reply: Reply, name: str) -> TaskState:
        return read_task(reply, name, task)

    call = driver.service.call("Task/Detail", JsonBody(task.identity))
    state = _ask(driver, call, read, deadline)
    if state.status == "task_error":
        driver.sleep(FIRST_POLL)
        state = _ask(driver, call, read, deadline)
    return state


def follow(
    driver: Driver,
    task: TaskState,
    timeout: float | None,
    listener: Listener | None = None,
    poll_interval: float | None = None,
) -> TaskState:
    """Reads a task until it ends, at growing intervals, and gives its last state; the
    listener is told each.

    Raises OutOfTime where `timeout` seconds went by first; it is read at least once.
    """
    if task.is_settled:
        return task
    deadline = deadline_of(driver.service, timeout)
    for interval in poll_intervals(poll_interval):
        task = refresh(driver, task, deadline)
        tell(listener, task)
        if task.is_terminal:
            return task
        left = interval if deadline is None else deadline - driver.service.clock()
        if left <= 0:
            raise OutOfTime(f"its status is {task.status}")
        driver.sleep(min(interval, left))
    raise AssertionError("polling has no end of its own")


def stop_late(driver: Driver, task: TaskState) -> TaskState:
    """Cancels a task that is queued, kills one that runs."""
    if task.status == "task_queue":
        with suppress(ApiError):  # it has left the queue
            return stop(driver, task, "Task/Cancel")
    return stop(driver, task, "Task/Kill")


def stop(driver: Driver, task: TaskState, call_name: str) -> TaskState:
    """Cancels or kills a task (`Task/Cancel`, `Task/Kill`) and reads it again.

    Both are sent the task's id, which is looked up first where only its token is known.
    """
    if task.id is None:
        task = refresh(driver, task)
    call = driver.service.call(call_name, JsonBody(task.identity))
    _ask(driver, call, read_nothing)
    return refresh(driver, task)


def upload_file(
    driver: Driver, file: Upload, folder_id: str | None = None
) -> UploadedFile:
    """Stores a file with the service."""
    folder = () if folder_id is None else (("folderid", form_text(folder_id)),)
    call = driver.service.call("File/Upload", FormBody((("file", file), *folder)))
    return _ask(driver, call, read_upload)


def make_folder(driver: Driver, name: str, parent_id: str | None) -> UploadFolder:
    """Makes a folder for uploads, whose name is checked."""
    parent = {} if parent_id is None else {"parentid": parent_id}
    call = driver.service.call("File/FolderCreate", JsonBody({"name": name, **parent}))
    return _ask(driver, call, read_folder)


def recent_tasks(
    driver: Driver, model: str | None, limit: int
) -> tuple[TaskState, ...]:
    """The newest tasks, newest first, `limit` at most; looks through the newest two
    thousand for those of a model. A task that tells no model may be of any.
    """
    seen: set[str | None] = set()
    wanted: list[TaskState] = []
    for _ in range(_MOST_PAGES):
        new = next_tasks(driver, seen)
        wanted.extend(task for task in new if task.may_be_of(model))
        if not new or len(wanted) >= limit:
            break
    return tuple(wanted[:limit])


def next_tasks(driver: Driver, seen: set[str | None]) -> tuple[TaskState, ...]:
    """The next older tasks, newest first, that are not among those `seen`, which they
    join; none where there are no more.
    """
    page = _ask(driver, driver.service.task_list(len(seen)), read_task_list)
    new = tuple(task for task in page if task.id not in seen)
    seen.update(task.id for task in new)
    return new


def _run_once(driver: Driver, call: Call, model: str, log: RunLog | None) -> TaskState:
    for pause in pauses(driver.service):
        outcome = _attempt(driver, call, model, log)
        if isinstance(outcome, TaskState):
            return _accepted(driver, outcome, log)
        if pause is None:
            raise TransportError(f"{call.name}: {outcome.reason}; nothing was sent")
        log_retry(call, outcome.reason, pause)
        driver.sleep(pause)
    raise AssertionError("the last pause is None")


def _attempt(
    driver: Driver, call: Call, model: str, log: RunLog | None
) -> TaskState | Failure:
    """Sends a run, and tells the log before and after. A Failure has sent nothing."""
    driver.sleep(0)  # a caller who has gone away meanwhile is not charged
    if log is not None:
        on_disk(log.sending)
    try:
        outcome = _sent(driver, call, model)
    except OutcomeUnknown as unknown:
        logger.info("%s", unknown, extra={"wiro_model": model})
        raise
    except WiroError:
        if log is not None:
            on_disk(log.withdrawn)
        raise
    if isinstance(outcome, Failure) and log is not None:
        on_disk(log.withdrawn)
    return outcome


def _sent(driver: Driver, call: Call, model: str) -> TaskState | Failure:
    """Sends a run. Where the caller is cancelled meanwhile, the answer is awaited for a
    while, and the cancellation carries what it says.
    """
    answer: list[TaskState | Failure] = []

    def send() -> TaskState | Failure:
        outcome = driver.send(call)
        if isinstance(outcome, Reply):
            answer.append(read_run(outcome, call.name, model))
        elif outcome.sent:
            raise OutcomeUnknown(model, outcome.reason)
        else:
            answer.append(outcome)
        return answer[0]

    try:
        return to_its_end(send, _PATIENCE)
    except Exception:
        raise
    except BaseException as interruption:
        advice = how_to_find(model, answer)
        interruption.add_note(advice)
        logger.warning("%s", advice, extra={"wiro_model": model})
        raise


def _accepted(driver: Driver, state: TaskState, log: RunLog | None) -> TaskState:
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
            state = refresh(driver, state)
        except WiroError:
            return state  # its token is enough to go on with
    on_disk(log.accepted, state)
    return state


def _ask(
    driver: Driver,
    call: Call,
    read: Callable[[Reply, str], T],
    deadline: float | None = None,
) -> T:
    """Sends a call that may be repeated until it is answered, and reads the answer.

    Raises ApiError, TransportError, and OutOfTime where a repetition would come later
    than `deadline`.
    """
    for pause in pauses(driver.service):
        outcome = driver.send(call, time_left(driver.service, deadline))
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
            problem = TransportError(f"{call.name}: {outcome.reason}")
        longer = 0.0 if pause is None else max(pause, min(wanted, LONGEST_PAUSE))
        if deadline is not None and driver.service.clock() + longer >= deadline:
            raise OutOfTime(str(problem))
        if pause is None:
            raise problem
        log_retry(call, str(problem), longer)
        driver.sleep(longer)
    raise AssertionError("the last pause is None")
