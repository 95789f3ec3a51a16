"""Each of many runs: prepared, begun, followed to its end, with every step in the
journal, where there is one.
"""

from __future__ import annotations

import os
import time
from collections.abc import AsyncGenerator, Callable, Container, Iterable
from contextlib import ExitStack, aclosing
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final

from ..client.async_driver import AsyncDriver
from ..client.async_operations import follow, next_tasks, start_run, uploaded
from ..client.async_result import AsyncResult
from ..client.async_task import AsyncTask
from ..client.async_waiting import async_on_disk, async_to_its_end
from ..client.prepared_runs import Run, run_of
from ..client.retries import OutOfTime
from ..client.state import Listener, TaskState
from ..client.task_view import timed_out
from ..errors import (
    ApiError,
    ConcurrencyLimit,
    OutcomeUnknown,
    RateLimited,
    TransportError,
    WiroError,
)
from ..prices import check_cost
from .async_pools import async_pooled
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

_MOST_PAGES: Final = 40
_UNTIL_LISTED: Final = 5.0
"""Seconds after which Task/List shows a task that there is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AsyncRuns:
    """Many runs with one client. `on_task` gets the place of a request and its task as
    soon as there is one.
    """

    driver: AsyncDriver
    many: Many
    on_task: Callable[[int, AsyncTask], object] | None = None
    task_ids: set[str] = field(default_factory=set)

    async def outcomes(
        self,
        requests: Iterable[AnyRequest],
        concurrency: int,
        journal: str | os.PathLike[str] | None,
    ) -> AsyncGenerator[RunOutcome[AsyncResult]]:
        """What becomes of each, as it ends."""
        with ExitStack() as stack:
            runs = self
            if journal is not None:
                opened = await async_on_disk(Journal, journal)
                stack.enter_context(opened)
                self.task_ids.update(opened.task_ids())
                lost = LostRuns()
                if doubts := opened.doubts():
                    oldest = min(entry.at for entry in doubts) - EARLY
                    lost = await look_for_lost(self.driver, oldest, self.task_ids)
                runs = replace(self, many=replace(self.many, journal=opened, lost=lost))
            outcomes = async_pooled(self.driver, requests, concurrency, runs.outcome)
            async with aclosing(outcomes):
                async for outcome in outcomes:
                    yield outcome
            if runs.many.journal is not None:
                runs.many.journal.check()

    async def outcome(
        self, driver: AsyncDriver, index: int, request: AnyRequest
    ) -> RunOutcome[AsyncResult]:
        """What becomes of one, with a driver whose sleep ends with the caller."""

        def begun(state: TaskState) -> None:
            if self.on_task is not None:
                self.on_task(index, AsyncTask(self.driver, state))

        last = LastState(begun)
        try:
            with ExitStack() as files:
                prepared = await self._prepare(driver, index, request, files)
                state, page = await async_to_its_end(
                    partial(self._begin, driver, prepared, last.keep)
                )
            try:
                state = await follow(driver, state, self.many.timeout, last.keep)
            finally:
                self.many.slots.ended()
            if page is not None:
                await async_on_disk(page.ended, state)
            result = AsyncTask(self.driver, state).result()
            return RunSucceeded(index=index, request=request, result=result)
        except OutOfTime as late:
            task = AsyncTask(self.driver, last.state)
            error = timed_out(task, self.many.timeout, late)
            return failed(index, request, error, last.state.id)
        except WiroError as error:
            return failed(index, request, error, last.state.id)

    async def _prepare(
        self, driver: AsyncDriver, index: int, request: AnyRequest, files: ExitStack
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
            run = await async_on_disk(run.with_reusable_files, files)
        page = entry = None
        if many.journal is not None:
            page = await async_on_disk(Page.of, many.journal, index, run)
            entry = page.entry()
        if entry is None:
            check_cost(run.model, run.estimate, many.max_cost)
            run = await uploaded(driver, run)
        return Prepared(run, page, entry)

    async def _begin(
        self, driver: AsyncDriver, prepared: Prepared, listener: Listener
    ) -> tuple[TaskState, Page | None]:
        """The run until it has its task, which is told: the one that it had before, or
        it is sent now. With the page where its end is noted, if it is not noted yet.

        Raises ApiError, TransportError, OutcomeUnknown, and JournalError.
        """
        run, page, entry = prepared.run, prepared.page, prepared.entry
        if page is None or entry is None:
            state = await self._started(driver, run, page)
        elif entry.end is not None:
            self.many.slots.taken()
            return await async_on_disk(page.end_of, entry), None
        else:
            state = await self._taken_up(driver, run, page, entry)
        if state.id:
            self.task_ids.add(state.id)
        listener(state)
        return state, page

    async def _started(
        self, driver: AsyncDriver, run: Run, page: Page | None
    ) -> TaskState:
        """The task of a run that is sent as soon as there is a slot."""
        slots, clock = self.many.slots, driver.service.clock
        while True:
            while pause := slots.pause(clock()):
                await driver.sleep(pause)
            sent = Entry(fingerprint="", model=run.model, at=time.time())
            try:
                state = await start_run(driver, run, log=page)
            except (ConcurrencyLimit, RateLimited) as refusal:
                if not slots.is_waited_after(refusal, clock()):
                    raise
            except OutcomeUnknown:
                slots.left()
                if not await self._has_no_trace(driver, run, sent):
                    raise
                if page is not None:
                    await async_on_disk(page.withdrawn)
            except BaseException:
                slots.left()
                raise
            else:
                slots.accepted()
                return state

    async def _has_no_trace(self, driver: AsyncDriver, run: Run, sent: Entry) -> bool:
        """Whether a run that may have been accepted is to be sent again."""
        if not self.many.resend_unknown:
            return False
        await driver.sleep(_UNTIL_LISTED)
        lost = await look_for_lost(driver, sent.at - EARLY, self.task_ids)
        return lost.have_no_trace(run, sent)

    async def _taken_up(
        self, driver: AsyncDriver, run: Run, page: Page, entry: Entry
    ) -> TaskState:
        """The task that a run has which was sent before."""
        if entry.task_id is not None:
            self.many.slots.taken()
            return TaskState(id=entry.task_id, model=run.model)
        lost = self.many.lost
        if self.many.resend_unknown and lost.have_no_trace(run, entry):
            await async_on_disk(page.withdrawn)
            return await self._started(driver, await uploaded(driver, run), page)
        task_id, why = lost.claim(run, entry)
        if task_id is None:
            raise OutcomeUnknown(run.model, f"the program ended meanwhile; {why}")
        found = TaskState(id=task_id, model=run.model)
        await async_on_disk(page.accepted, found)
        self.many.slots.taken()
        return found


async def look_for_lost(
    driver: AsyncDriver, oldest: float, claimed: Container[str | None]
) -> LostRuns:
    """Looks through the newest two thousand tasks for those since then (unix time) that
    belong to no other run.
    """
    seen: set[str | None] = set()
    found: list[Candidate] = []
    unclear: list[TaskState] = []
    for _ in range(_MOST_PAGES + 1):  # the last one tells that there are no more
        try:
            tasks = await next_tasks(driver, seen)
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
