# Made from async_runs.py by `make blocking`: change that file, never this one.
"""Each of many runs: prepared, begun, followed to its end, with every step in the
journal, where there is one.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Container, Generator, Iterable
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final

from ..client.driver import Driver
from ..client.operations import follow, next_tasks, start_run, uploaded
from ..client.prepared_runs import Run, run_of
from ..client.result import Result
from ..client.retries import OutOfTime
from ..client.state import Listener, TaskState
from ..client.task import Task
from ..client.task_view import timed_out
from ..client.waiting import on_disk, to_its_end
from ..errors import (
    ApiError,
    ConcurrencyLimit,
    OutcomeUnknown,
    RateLimited,
    TransportError,
    WiroError,
)
from ..prices import check_cost
from .journal import Entry, Journal
from .lost_runs import EARLY, Candidate, LostRuns, candidate
from .many import (
    AnyRequest,
    LastState,
    Many,
    Page,
    Prepared,
    RunOutcome,
    RunSucceeded,
    failed,
    request_and_inputs,
)
from .pools import pooled

_MOST_PAGES: Final = 40
_UNTIL_LISTED: Final = 5.0
"""Seconds after which Task/List shows a task that there is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Runs:
    """Many runs with one client. `on_task` gets the place of a request and its task as
    soon as there is one.
    """

    driver: Driver
    many: Many
    on_task: Callable[[int, Task], object] | None = None
    task_ids: set[str] = field(default_factory=set)

    def outcomes(
        self,
        requests: Iterable[AnyRequest],
        concurrency: int,
        journal: str | os.PathLike[str] | None,
    ) -> Generator[RunOutcome[Result]]:
        """What becomes of each, as it ends."""
        with ExitStack() as stack:
            runs = self
            if journal is not None:
                opened = on_disk(Journal, journal)
                stack.enter_context(opened)
                self.task_ids.update(opened.task_ids())
                lost = LostRuns()
                if doubts := opened.doubts():
                    oldest = min(entry.at for entry in doubts) - EARLY
                    lost = look_for_lost(self.driver, oldest, self.task_ids)
                runs = replace(self, many=replace(self.many, journal=opened, lost=lost))
            outcomes = pooled(self.driver, requests, concurrency, runs.outcome)
            with closing(outcomes):
                yield from outcomes
            if runs.many.journal is not None:
                runs.many.journal.check()

    def outcome(
        self, driver: Driver, index: int, request: AnyRequest
    ) -> RunOutcome[Result]:
        """What becomes of one, with a driver whose sleep ends with the caller."""

        def begun(state: TaskState) -> None:
            if self.on_task is not None:
                self.on_task(index, Task(self.driver, state))

        last = LastState(begun)
        try:
            with ExitStack() as files:
                prepared = self._prepare(driver, index, request, files)
                state, page = to_its_end(
                    partial(self._begin, driver, prepared, last.keep)
                )
            try:
                state = follow(driver, state, self.many.timeout, last.keep)
            finally:
                self.many.slots.ended()
            if page is not None:
                on_disk(page.ended, state)
            result = Task(self.driver, state).result()
            return RunSucceeded(index=index, request=request, result=result)
        except OutOfTime as late:
            task = Task(self.driver, last.state)
            error = timed_out(task, self.many.timeout, late)
            return failed(index, request, error, last.state.id)
        except WiroError as error:
            return failed(index, request, error, last.state.id)

    def _prepare(
        self, driver: Driver, index: int, request: AnyRequest, files: ExitStack
    ) -> Prepared:
        """A run that can be begun, its files uploaded where it carries their URLs. What
        it sends along lives as long as `files`.

        Raises InvalidRequest, TooExpensive, CostUnknown, ApiError, TransportError, and
        JournalError.
        """
        many = self.many
        run = run_of(
            *request_and_inputs(request),
            callback_url=many.callback_url,
            project_id=many.project_id,
        )
        if run.has_files:
            run = on_disk(run.with_reusable_files, files)
        page = entry = None
        if many.journal is not None:
            page = on_disk(Page.of, many.journal, index, run)
            entry = page.entry()
        if entry is None:
            check_cost(run.model, run.estimate, many.max_cost)
            run = uploaded(driver, run)
        return Prepared(run, page, entry)

    def _begin(
        self, driver: Driver, prepared: Prepared, listener: Listener
    ) -> tuple[TaskState, Page | None]:
        """The run until it has its task, which is told: the one that it had before, or
        it is sent now. With the page where its end is noted, if it is not noted yet.

        Raises ApiError, TransportError, OutcomeUnknown, and JournalError.
        """
        run, page, entry = prepared.run, prepared.page, prepared.entry
        if page is None or entry is None:
            state = self._started(driver, run, page)
        elif entry.end is not None:
            self.many.slots.taken()
            return on_disk(page.end_of, entry), None
        else:
            state = self._taken_up(driver, run, page, entry)
        if state.id:
            self.task_ids.add(state.id)
        listener(state)
        return state, page

    def _started(self, driver: Driver, run: Run, page: Page | None) -> TaskState:
        """The task of a run that is sent as soon as there is a slot."""
        slots, clock = self.many.slots, driver.service.clock
        while True:
            while pause := slots.pause(clock()):
                driver.sleep(pause)
            sent = Entry(fingerprint="", model=run.model, at=time.time())
            try:
                state = start_run(driver, run, log=page)
            except (ConcurrencyLimit, RateLimited) as refusal:
                if not slots.is_waited_after(refusal, clock()):
                    raise
            except OutcomeUnknown:
                slots.left()
                if not self._has_no_trace(driver, run, sent):
                    raise
                if page is not None:
                    on_disk(page.withdrawn)
            except BaseException:
                slots.left()
                raise
            else:
                slots.accepted()
                return state

    def _has_no_trace(self, driver: Driver, run: Run, sent: Entry) -> bool:
        """Whether a run that may have been accepted is to be sent again."""
        if not self.many.resend_unknown:
            return False
        driver.sleep(_UNTIL_LISTED)
        lost = look_for_lost(driver, sent.at - EARLY, self.task_ids)
        return lost.have_no_trace(run, sent)

    def _taken_up(
        self, driver: Driver, run: Run, page: Page, entry: Entry
    ) -> TaskState:
        """The task that a run has which was sent before."""
        if entry.task_id is not None:
            self.many.slots.taken()
            return TaskState(id=entry.task_id, model=run.model)
        lost = self.many.lost
        if self.many.resend_unknown and lost.have_no_trace(run, entry):
            on_disk(page.withdrawn)
            return self._started(driver, uploaded(driver, run), page)
        task_id, why = lost.claim(run, entry)
        if task_id is None:
            raise OutcomeUnknown(run.model, f"the program ended meanwhile; {why}")
        found = TaskState(id=task_id, model=run.model)
        on_disk(page.accepted, found)
        self.many.slots.taken()
        return found


def look_for_lost(
    driver: Driver, oldest: float, claimed: Container[str | None]
) -> LostRuns:
    """Looks through the newest two thousand tasks for those since then (unix time) that
    belong to no other run.
    """
    seen: set[str | None] = set()
    found: list[Candidate] = []
    unclear: list[TaskState] = []
    for _ in range(_MOST_PAGES + 1):  # the last one tells that there are no more
        try:
            tasks = next_tasks(driver, seen)
        except (ApiError, TransportError) as error:
            return LostRuns(reason=f"its task could not be looked for: {error}")
        free = [task for task in tasks if task.id not in claimed]
        unclear += [task for task in free if candidate(task) is None]
        found += [each for task in free if (each := candidate(task))]
        if not tasks or any(
            each.created < oldest for task in tasks if (each := candidate(task))
        ):
            return LostRuns(found, unclear=unclear)
    return LostRuns(reason="there are too many tasks since then")
