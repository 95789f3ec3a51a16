"""What a task has made: files to save, a language model's words, what it cost."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import DownloadFailed
from .downloads import download, safe_name
from .drivers import AsyncDriver, Driver, attached
from .state import Answer, FileFacts, TaskState

if TYPE_CHECKING:
    from .task import AsyncTask, Task


class _FileView:
    """What is told of an output file."""

    __slots__ = ("_facts",)

    def __init__(self, facts: FileFacts) -> None:
        self._facts = facts

    @property
    def url(self) -> str:
        """Where the file lies; public, and not for ever."""
        return self._facts.url

    @property
    def name(self) -> str:
        """The file's name, made safe: what `save` calls it in a folder."""
        return safe_name(self._facts.name, self._facts.content_type)

    @property
    def content_type(self) -> str:
        """Such as `image/png`; empty where it is not told."""
        return self._facts.content_type

    @property
    def size(self) -> int | None:
        """Bytes, as the service tells; None where it does not."""
        return self._facts.size

    @property
    def id(self) -> str:
        """The service's name for the file."""
        return self._facts.id

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.name!r}, {self.content_type!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (None, self._facts)


class OutputFile(_FileView):
    """A file that a task has made."""

    __slots__ = ("_driver",)

    def __init__(self, driver: Driver | None, facts: FileFacts) -> None:
        super().__init__(facts)
        self._driver = driver

    def save(
        self, folder_or_path: str | os.PathLike[str], overwrite: bool = False
    ) -> Path:
        """Saves the file, and gives the path that it has now.

        `folder_or_path` is a folder (one that exists, that ends with a slash, or whose
        name has no ending) or the file's own path; missing folders are made. In a
        folder the file has its `name`, with a number where that is taken; a path that
        is taken raises FileTaken. `overwrite` replaces what is there. A cut connection
        is taken up where it broke, and leaves no half file. Raises DownloadFailed.
        """
        driver = attached(self._driver)
        return driver.run(
            download(driver.service, self._facts, folder_or_path, overwrite=overwrite)
        )


class AsyncOutputFile(_FileView):
    """A file that a task has made."""

    __slots__ = ("_driver",)

    def __init__(self, driver: AsyncDriver | None, facts: FileFacts) -> None:
        super().__init__(facts)
        self._driver = driver

    async def save(
        self, folder_or_path: str | os.PathLike[str], overwrite: bool = False
    ) -> Path:
        """Saves the file, and gives the path that it has now; see `OutputFile.save`."""
        driver = attached(self._driver)
        return await driver.run(
            download(driver.service, self._facts, folder_or_path, overwrite=overwrite)
        )


class _ResultView:
    """What is told of a result."""

    __slots__ = ("_state",)

    def __init__(self, state: TaskState) -> None:
        self._state = state

    @property
    def answers(self) -> tuple[Answer, ...]:
        """What a language model said, output by output; empty for other models."""
        return self._state.answers

    @property
    def text(self) -> str | None:
        """A language model's answer as one text; None where there is none."""
        return "\n".join(answer.text for answer in self.answers) or None

    @property
    def cost(self) -> Decimal | None:
        """What was charged, in US dollars; None where it is not told."""
        return self._state.cost

    @property
    def elapsed(self) -> timedelta | None:
        """How long the task ran; None where it is not told."""
        return self._state.elapsed

    @property
    def raw(self) -> Mapping[str, Any]:
        """The task in the service's own words, its token among them."""
        return self._state.raw

    def __repr__(self) -> str:
        files, answers = len(self._state.files), len(self._state.answers)
        return (
            f"{type(self).__name__}(task={self._state.id!r}, files={files},"
            f" answers={answers})"
        )


class Result(_ResultView):
    """The result of a task that succeeded: its `task`, and the `files` that it made, in
    the service's order.
    """

    __slots__ = ("files", "task")

    def __init__(self, task: Task, driver: Driver | None, state: TaskState) -> None:
        super().__init__(state)
        self.task = task
        self.files = tuple(OutputFile(driver, facts) for facts in state.files)

    def save_all(
        self, folder: str | os.PathLike[str], overwrite: bool = False
    ) -> tuple[Path, ...]:
        """Saves every file into a folder; names that are taken get a number.

        `overwrite` replaces files that were there before, never one of this result by
        another. Where a file fails the others are saved all the same, then the first
        failure is raised. Raises DownloadFailed.
        """
        saved: list[Path] = []
        failures: list[DownloadFailed] = []
        for file in self.files:
            try:
                replace = overwrite and _is_new(file.name, saved)
                saved.append(file.save(_as_folder(folder), replace))
            except DownloadFailed as failure:
                failures.append(failure)
        if failures:
            raise failures[0]
        return tuple(saved)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.task, None, self._state)


class AsyncResult(_ResultView):
    """The result of a task that succeeded: its `task`, and the `files` that it made, in
    the service's order.
    """

    __slots__ = ("files", "task")

    def __init__(
        self, task: AsyncTask, driver: AsyncDriver | None, state: TaskState
    ) -> None:
        super().__init__(state)
        self.task = task
        self.files = tuple(AsyncOutputFile(driver, facts) for facts in state.files)

    async def save_all(
        self, folder: str | os.PathLike[str], overwrite: bool = False
    ) -> tuple[Path, ...]:
        """Saves every file into a folder; see `Result.save_all`."""
        saved: list[Path] = []
        failures: list[DownloadFailed] = []
        for file in self.files:
            try:
                replace = overwrite and _is_new(file.name, saved)
                saved.append(await file.save(_as_folder(folder), replace))
            except DownloadFailed as failure:
                failures.append(failure)
        if failures:
            raise failures[0]
        return tuple(saved)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.task, None, self._state)


def _as_folder(folder: str | os.PathLike[str]) -> str:
    return os.path.join(folder, "")  # noqa: PTH118 - a Path would lose the slash


def _is_new(name: str, saved: Sequence[Path]) -> bool:
    return all(path.name.casefold() != name.casefold() for path in saved)
