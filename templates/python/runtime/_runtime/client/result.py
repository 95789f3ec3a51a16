# Made from async_result.py by `make blocking`: change that file, never this one.
"""What a task has made: files to save, a language model's words, what it cost."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import DownloadFailed
from .driver import Driver, attached
from .result_view import FileView, ResultView, as_folder, is_new
from .state import FileFacts, TaskState

if TYPE_CHECKING:
    from .streams import FileStream
    from .task import Task


class OutputFile(FileView):
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
        from .fetching import save

        driver = attached(self._driver)
        return save(driver, self._facts, folder_or_path, overwrite=overwrite)

    def open(self) -> FileStream:
        """The file as it comes down, to be read without saving it, in a `with`: nothing
        of it is kept, and it cannot be sought in. Raises DownloadFailed; reading does,
        too, where the connection breaks or the file turns out to be none.
        """
        from .streams import FileStream

        return FileStream(attached(self._driver), self._facts)

    def read(self) -> bytes:
        """The file's content. A cut connection is taken up where it broke. Raises
        DownloadFailed, also for more than a gigabyte of which nobody tells the length.
        """
        from .fetching import read

        return read(attached(self._driver), self._facts)


class Result(ResultView):
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
                replace = overwrite and is_new(file.name, saved)
                saved.append(file.save(as_folder(folder), replace))
            except DownloadFailed as failure:
                failures.append(failure)
        if failures:
            raise failures[0]
        return tuple(saved)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.task, None, self._state)
