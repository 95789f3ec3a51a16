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
from ..files import Upload, is_url
from ..realtime.events import Event
from ..request import Request, filled
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
        body: Mapping[str, Any],
        on_event: OnEvent,
    ) -> Ran:
        """Runs a model once, and saves its files. Where the call is cancelled, the task
        is stopped, too: a run that is being sent is sent whole before.

        Raises InvalidRequest and CostRefused before anything is sent, and WiroError as
        a client does.
        """
        request = filled(model, self._with_own_files(model, body))
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
        self, model: type[Request], body: Mapping[str, Any]
    ) -> dict[str, Any]:
        """A body, with the files that were saved here in place of their paths. Raises
        InvalidRequest for any other path.
        """
        whole = dict(body)
        problems: list[Problem] = []
        for field in model.INPUTS:
            names = field.wire_names if field.takes_files else ()
            for name in names:
                value = body.get(name, "")
                several = value if isinstance(value, list) else [value]
                are_urls = name != field.wire_name
                files = [self._file(item, are_urls=are_urls) for item in several]
                if None in files:
                    path = f", or the path of a file below {self.folder}"
                    expected = f"must be a URL{'' if are_urls else path}"
                    problems.append(
                        Problem(field.name, name, value, expected, in_body=True)
                    )
                elif name in body:
                    whole[name] = files if isinstance(value, list) else files[0]
        if problems:
            raise InvalidRequest(model.MODEL, problems)
        return whole

    def _file(self, value: object, *, are_urls: bool) -> str | Upload | None:
        """A URL or nothing as it is, a file of ours to upload; None for another path,
        and for what is no text.
        """
        if not isinstance(value, str):
            return None
        if not value or is_url(value):
            return value
        if are_urls:
            return None
        folder = self.folder.resolve()
        path = (folder / value.removeprefix("file://")).resolve()
        is_ours = path.is_relative_to(folder) and path.is_file()
        return Upload(source=path) if is_ours else None


async def _stop(task: AsyncTask) -> None:
    """Takes a task out of the queue, or kills it where it runs; where both are refused
    it has ended.
    """
    for stop in (task.cancel, task.kill):
        with suppress(WiroError):
            await stop()
        if task.is_terminal:
            return
