"""One call of a tool: the run that it makes, once, and what comes of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from contextlib import aclosing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import anyio

from ..client.async_client import AsyncWiro
from ..client.async_result import AsyncResult
from ..client.async_task import AsyncTask
from ..errors import InvalidRequest, Problem, WiroError
from ..files import is_url
from ..inputs import UNSET, Files, FileUrl
from ..realtime.events import Event
from ..request import Request
from .schemas import must_be_set
from .spending import Spending

OnEvent = Callable[[Event], Awaitable[None]]

_GRACE = 15.0
"""Seconds that stopping a task may take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """A run that has ended well, and its files where they lie now."""

    result: AsyncResult
    files: tuple[Path, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Runner:
    """Runs models for tools. Files are saved below `folder`, and files to send are
    taken from there alone: a tool reads nothing else of this machine.
    """

    wiro: AsyncWiro
    folder: Path
    spending: Spending
    timeout: float | None = None

    async def run(
        self,
        model: type[Request],
        inputs: Mapping[str, Any],
        on_event: OnEvent,
    ) -> Ran:
        """Runs a model once, and saves its files. Where the call is cancelled, the task
        is stopped, too: a run that is being sent is sent whole before.

        Raises InvalidRequest and CostRefused before anything is sent, and WiroError as
        a client does.
        """
        request = model(**self._with_own_files(model, inputs))
        with self.spending.reserved(self.wiro.estimate(request)) as bill:
            task = await self._sent(request)
            try:
                await self._followed(task, on_event)
            except anyio.get_cancelled_exc_class():
                with anyio.move_on_after(_GRACE, shield=True):
                    await _stop(task)
                raise
            finally:
                if task.cost is not None:
                    bill.amount = task.cost
        result = task.result()
        folder = self.folder / model.MODEL / (task.id or "task")
        return Ran(result=result, files=await result.save_all(folder))

    async def _sent(self, request: Request) -> AsyncTask:
        with anyio.CancelScope() as scope:
            scope.shield = True
            return await self.wiro.run(request)
        raise AssertionError("a shielded scope is not cancelled")

    async def _followed(self, task: AsyncTask, on_event: OnEvent) -> None:
        async with aclosing(task.events(self.timeout)) as events:
            async for event in events:
                await on_event(event)

    def _with_own_files(
        self, model: type[Request], inputs: Mapping[str, Any]
    ) -> dict[str, Any]:
        """The inputs, with paths where they name files that were saved here. Raises
        InvalidRequest for any other path, and for names that are none.
        """
        described = {each.name: each for each in model.INPUTS}
        problems: list[Problem] = []
        values: dict[str, Any] = dict.fromkeys(must_be_set(model), UNSET)
        values |= inputs
        for name, value in inputs.items():
            known = described.get(name)
            if known is None:
                near = f"the inputs are {', '.join(described)}"
                problems.append(Problem("", name, value, f"is no input: {near}"))
            elif isinstance(known, Files | FileUrl):
                several = value if isinstance(value, list) else [value]
                files = [self._file(item) for item in several]
                if None in files:
                    told = f"must be a URL, or the path of a file below {self.folder}"
                    problems.append(Problem(name, known.wire_name, value, told))
                values[name] = files if isinstance(value, list) else files[0]
        if problems:
            raise InvalidRequest(model.MODEL, problems)
        return values

    def _file(self, value: object) -> str | Path | None:
        """A URL as it is, the path of a file of ours; None for anything else."""
        if not isinstance(value, str):
            return None
        if is_url(value):
            return value
        folder = self.folder.resolve()
        path = (folder / value.removeprefix("file://")).resolve()
        return path if path.is_relative_to(folder) and path.is_file() else None


async def _stop(task: AsyncTask) -> None:
    """Takes a task out of the queue, or kills it where it runs; where both are refused
    it has ended.
    """
    for stop in (task.cancel, task.kill):
        with suppress(WiroError):
            await stop()
        if task.is_terminal:
            return
