# Made from async_runs.py by `make blocking`: change that file, never this one.
"""Each of many runs: prepared, begun, followed to its end, with every step in the
journal, where there is one.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
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
from ..errors import ApiError, OutcomeUnknown, TransportError, WiroError
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Runs:
    """Many runs with one client. `on_task` gets the place of a request and its task as
    soon as there is one.
    """

    driver: Driver
    many: Many
    on_task: Callable[[int, Task], object] | None = None

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
                lost = look_for_lost(self.driver, opened)
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
            state = follow(driver, state, self.many.timeout, last.keep)
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
        run = on_disk(self._ready, request, files)
        page = known = None
        if many.journal is not None:
            page = on_disk(Page.of, many.journal, index, run)
            known = page.entry()
        if known is None:
            check_cost(run.model, run.estimate, many.max_cost)
            run = uploaded(driver, run)
        return Prepared(run, page, known)

    def _begin(
        self, driver: Driver, prepared: Prepared, listener: Listener
    ) -> tuple[TaskState, Page | None]:
        """The run until it has its task, which is told: the one that it had before, or
        it is sent now. With the page where its end is noted, if it is not noted yet.

        Raises ApiError, TransportError, OutcomeUnknown, and JournalError.
        """
        run, page, known = prepared.run, prepared.page, prepared.known
        if page is None or known is None:
            state = start_run(driver, run, self.many.wait_for_slot, page)
        elif known.end is not None:
            return on_disk(page.end_of, known), None
        else:
            state = self._taken_up(run, page, known)
        listener(state)
        return state, page

    def _ready(self, request: AnyRequest, files: ExitStack) -> Run:
        run = run_of(
            *request_and_inputs(request),
            callback_url=self.many.callback_url,
            project_id=self.many.project_id,
        )
        return run.with_reusable_files(files)

    def _taken_up(self, run: Run, page: Page, known: Entry) -> TaskState:
        """The task that a run has which was sent before."""
        if known.task_id is not None:
            return TaskState(id=known.task_id, model=run.model)
        task_id, why = self.many.lost.claim(run, known)
        if task_id is None:
            raise OutcomeUnknown(run.model, f"the program ended meanwhile; {why}")
        found = TaskState(id=task_id, model=run.model)
        on_disk(page.accepted, found)
        return found


def look_for_lost(driver: Driver, journal: Journal) -> LostRuns:
    """Looks through the newest two thousand tasks for those that may belong to the runs
    that a journal leaves in doubt; before anything else is sent.
    """
    doubts, claimed = journal.doubts(), journal.task_ids()
    if not doubts:
        return LostRuns()
    oldest = min(entry.at for entry in doubts) - EARLY
    seen: set[str | None] = set()
    found: list[Candidate] = []
    for _ in range(_MOST_PAGES + 1):  # the last one tells that there are no more
        try:
            tasks = next_tasks(driver, seen)
        except (ApiError, TransportError) as error:
            return LostRuns(reason=f"its task could not be looked for: {error}")
        read = [one for task in tasks if (one := candidate(task))]
        found += [one for one in read if one.id not in claimed]
        if not tasks or any(one.created < oldest for one in read):
            return LostRuns(found)
    return LostRuns(reason="there are too many tasks since then")
