# Made from async_batch.py by `make blocking`: change that file, never this one.
"""What a client has of the room `batch`: many runs at a time."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable
from typing import TYPE_CHECKING

from ..errors import ApiError
from .driver import Driver
from .retries import seconds_of, slot_seconds

if TYPE_CHECKING:
    from ..batch.many import AnyRequest, RunOutcome
    from ..prices import Amount
    from .result import Result
    from .task import Task


class Batch:
    """A part of Wiro."""

    _driver: Driver

    def run_many(
        self,
        requests: Iterable[AnyRequest],
        *,
        concurrency: int = 4,
        journal: str | os.PathLike[str] | None = None,
        timeout: float | None = None,
        max_cost: Amount | None = None,
        wait_for_slot: float | bool | None = 600.0,
        resend_unknown: bool = False,
        callback_url: str | None = None,
        project_id: str | None = None,
        on_task: Callable[[int, Task], object] | None = None,
        on_wait: Callable[[ApiError], object] | None = None,
    ) -> Generator[RunOutcome[Result]]:
        """Runs many requests, `concurrency` at a time, and gives what becomes of each,
        as it ends: RunSucceeded, RunFailed or RunUnknown. Nothing is sent before the
        first is asked for.

        `requests` may be a generator; it is read as far as runs are begun. `timeout`
        is how many seconds each task may take; `max_cost` counts for each run.

        Where the service refuses more tasks or calls (code 96, HTTP 429), all runs wait
        for a slot: one is free when a task of theirs ends, and more are tried now and
        then. `wait_for_slot` is how many seconds they wait while no task of theirs is
        under way (True: as long as it takes; False: not at all, and a run that is
        refused has failed). `on_wait` gets the refusals that they wait after.

        With a `journal` (a file, which is made where there is none) the same requests
        can be given again after the program has ended in whatever way: what has ended
        is told again without any call, what was under way is taken up, and nothing is
        sent twice. A run of which not even its task is known is looked for, and
        RunUnknown where no task, or more than one, could be its own, and where it
        carried a file, which no task tells. With `resend_unknown` a run is sent again
        of which the list of tasks shows no trace: that may pay twice for it.

        Where `requests` raises, or the journal cannot be written, nothing more is
        begun, what is under way is given first, and then that is raised. Where the
        caller goes away, nothing more is sent, and a run that is being sent is awaited.

        `on_task` gets the place of a request and its task as soon as there is one, in
        the thread that runs it.

        Raises SettingsError, MissingKey, and JournalError where the journal is of other
        requests, or another program uses it.
        """
        from ..batch.many import Many, checked_concurrency, checked_requests
        from ..batch.runs import Runs
        from ..batch.slots import Slots
        from ..prices import amount_of

        concurrency = checked_concurrency(concurrency)
        many = Many(
            timeout=seconds_of("timeout", timeout),
            max_cost=amount_of(max_cost),
            slots=Slots(slot_seconds(wait_for_slot), on_wait),
            resend_unknown=resend_unknown,
            callback_url=callback_url,
            project_id=project_id,
        )
        runs = Runs(driver=self._driver, many=many, on_task=on_task)
        return runs.outcomes(checked_requests(requests), concurrency, journal)
