"""What a task has made: files to save, a language model's words, what it cost."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from ..errors import DownloadFailed
from .async_driver import AsyncDriver, attached
from .async_waiting import async_on_disk
from .result_view import FileView, ResultView, as_folder, is_new
from .state import FileFacts, TaskState

if TYPE_CHECKING:
    from .async_task import AsyncTask


class AsyncOutputFile(FileView):
    """A file that a task has made."""

    __slots__ = ("_driver",)

    def __init__(self, driver: AsyncDriver | None, facts: FileFacts) -> None:
        super().__init__(facts)
        self._driver = driver

    async def save(
        self, folder_or_path: str | os.PathLike[str], overwrite: bool = False
    ) -> Path:
        """Saves the file, and gives the path that it has now.

        `folder_or_path` is a folder (one that exists, that ends with a slash, or whose
        name has no ending) or the file's own path; missing folders are made. In a
        folder the file has its `name`, with a number where that is taken; a path that
        is taken raises FileTaken. `overwrite` replaces what is there. A cut connection
        is taken up where it broke, and leaves no half file. Raises DownloadFailed.
        """
        from .async_saving import download

        driver = attached(self._driver)
        return await download(driver, self._facts, folder_or_path, overwrite=overwrite)

    @asynccontextmanager
    async def open(self) -> AsyncIterator[BinaryIO]:
        """The file's content, whole, to be read without saving it: it lies in a
        temporary file until the context ends. Raises DownloadFailed.
        """
        from tempfile import TemporaryDirectory

        with TemporaryDirectory() as folder:
            path = await self.save(as_folder(folder))
            with path.open("rb") as content:
                yield content

    async def read(self) -> bytes:
        """The file's content. Raises DownloadFailed."""
        async with self.open() as content:
            return await async_on_disk(content.read)


class AsyncResult(ResultView):
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
        """Saves every file into a folder; names that are taken get a number.

        `overwrite` replaces files that were there before, never one of this result by
        another. Where a file fails the others are saved all the same, then the first
        failure is raised. Raises DownloadFailed.
        """
        saved: list[Path] = []
        failures: list[DownloadFailed] = []
        for file in self.files:
            try:
                replace = overwrite and is_new(file.name, saved)
                saved.append(await file.save(as_folder(folder), replace))
            except DownloadFailed as failure:
                failures.append(failure)
        if failures:
            raise failures[0]
        return tuple(saved)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.task, None, self._state)
