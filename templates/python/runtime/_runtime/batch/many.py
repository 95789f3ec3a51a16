"""Many runs: each to its own end, past the failures of others, and, with a journal,
across the end of the program.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Generic, TypeVar

from ..client.prepared_runs import Run
from ..client.state import TaskState
from ..errors import JournalError, OutcomeUnknown, SettingsError, WiroError
from ..plain_values import plain_value
from ..request import Request
from ..shown import shown
from .journal import Entry, Journal, fingerprint_of
from .lost_runs import LostRuns
from .slots import Slots

AnyRequest = Request | tuple[str, Mapping[str, Any]]
"""A request, or a model's slug with inputs by wire name, which are not checked."""

R_co = TypeVar("R_co", covariant=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSucceeded(Generic[R_co]):
    """A run of many with its result; `index` is the place of its request, from 0."""

    index: int
    request: AnyRequest = field(repr=False)
    result: R_co


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFailed:
    """A run of many without a result: it was refused, its task failed, or it could not
    be followed (`error` says which). `task_id` is None where there is no task, and
    where nothing but its token is known.
    """

    index: int
    request: AnyRequest = field(repr=False)
    error: WiroError
    task_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunUnknown:
    """A run of many that may have been accepted, and is not sent again. With the same
    journal it is looked for anew.
    """

    index: int
    request: AnyRequest = field(repr=False)
    error: OutcomeUnknown


RunOutcome = RunSucceeded[R_co] | RunFailed | RunUnknown
"""What becomes of one run of many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Many:
    """What is the same for all of many runs: seconds that each task may take, the most
    that each may cost, the slots that they share, whether a run that left no trace is
    sent again, and the journal with the runs that were lost.
    """

    slots: Slots

    timeout: float | None = None
    max_cost: Decimal | None = None
    resend_unknown: bool = False
    callback_url: str | None = None
    project_id: str | None = None
    journal: Journal | None = None
    lost: LostRuns = field(default_factory=LostRuns)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A run that can be begun, and what the journal tells of it, where there is one."""

    run: Run
    page: Page | None = None
    entry: Entry | None = None


class LastState:
    """How a task was when it was last read; `begun` is called the first time."""

    def __init__(self, begun: Callable[[TaskState], object]) -> None:
        self.state = TaskState()
        self._begun = begun
        self._is_begun = False

    def keep(self, state: TaskState) -> None:
        """Takes a newer state."""
        self.state = state
        if not self._is_begun:
            self._is_begun = True
            self._begun(state)


@dataclass(frozen=True, slots=True)
class Page:
    """What the journal tells of one run."""

    journal: Journal
    index: int
    model: str
    fingerprint: str

    @classmethod
    def of(cls, journal: Journal, index: int, run: Run) -> Page:
        """The page of a run, whose files are read. Raises InvalidRequest."""
        return cls(journal, index, run.model, fingerprint_of(run))

    def entry(self) -> Entry | None:
        """What it tells; None where nothing was sent. Raises JournalError."""
        return self.journal.entry(self.index, self.fingerprint)

    def sending(self) -> None:
        """The run is sent as soon as this returns."""
        self.journal.sending(self.index, self.model, self.fingerprint)

    def withdrawn(self) -> None:
        """It is sure that nothing runs."""
        self.journal.withdrawn(self.index)

    def accepted(self, state: TaskState) -> None:
        """The run has a task."""
        self.journal.accepted(self.index, state.id)

    def ended(self, state: TaskState) -> None:
        """The task has ended. `task_error` may be no end: it is read anew each time."""
        if state.status != "task_error":
            self.journal.ended(self.index, state)

    def end_of(self, entry: Entry) -> TaskState:
        """How the task has ended."""
        return self.journal.end_of(entry)


def request_and_inputs(
    request: AnyRequest,
) -> tuple[Request | str, Mapping[str, Any] | None]:
    """What `run` takes for one of many requests."""
    match request:
        case Request():
            return request, None
        case (str() as slug, Mapping() as inputs):
            return slug, inputs
        case _:
            raise TypeError(
                "run_many takes requests, and pairs of a model's slug and its inputs,"
                f" not {shown(request)}"
            )


def checked_requests(requests: Iterable[AnyRequest]) -> Iterable[AnyRequest]:
    """The requests that are to be run. Raises TypeError for what holds none."""
    if not isinstance(requests, Iterable):
        raise TypeError(f"run_many takes a list of requests, not {shown(requests)}")
    return requests


def checked_concurrency(concurrency: int) -> int:
    """How many runs at a time. Raises SettingsError."""
    plain = plain_value(concurrency)
    if not isinstance(plain, int) or plain < 1:
        raise SettingsError(f"concurrency must be 1 or more, not {shown(concurrency)}")
    return plain


def failed(
    index: int, request: AnyRequest, error: WiroError, task_id: str | None
) -> RunFailed | RunUnknown:
    """What an error makes of a run. Raises those again that all runs would meet."""
    match error:
        case OutcomeUnknown():
            return RunUnknown(index=index, request=request, error=error)
        case JournalError() | SettingsError():
            raise error
        case _:
            return RunFailed(index=index, request=request, error=error, task_id=task_id)
