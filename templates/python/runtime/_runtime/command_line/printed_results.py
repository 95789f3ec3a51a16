"""What a finished task gives: its files saved or listed, its text, its cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import DownloadFailed
from ..prices import dollars
from .printing import document, note, result
from .terminal_text import one_line

if TYPE_CHECKING:
    from ..client.result import OutputFile, Result
    from ..client.task import Task
    from ..prices import Estimate


def task_document(task: Task) -> dict[str, Any]:
    """A task as JSON."""
    return {"id": task.id, "token": task.token, "status": task.status}


def estimate_document(estimate: Estimate | None) -> dict[str, Any]:
    """An estimate as a part of JSON; nothing where the model has no prices."""
    if estimate is None:
        return {}
    shown = {"amount": estimate.amount, "basis": estimate.basis}
    return {"estimate": shown | {"approximate": estimate.approximate}}


def deliver(
    task: Task,
    found: Result,
    folder: Path | None,
    *,
    overwrite: bool,
    as_json: bool,
    estimate: Estimate | None = None,
) -> bool:
    """Saves the files into `folder`, where one is given, and prints what came of the
    task. False where a file could not be saved.
    """
    kept = keep(found, folder, overwrite=overwrite)
    if as_json:
        details = result_document(found, kept)
        document(
            {"task": task_document(task), **details, **estimate_document(estimate)}
        )
    else:
        for line in result_lines(found, kept):
            result(line)
    tell_failures(kept)
    note(summary(f"task {task.id}: done" if task.id else "done", found, kept, folder))
    return not any(each.failure for each in kept)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A file of the result, with the path that it was saved to or why it was not."""

    file: OutputFile
    path: Path | None = None
    failure: str = ""

    def as_json(self) -> dict[str, Any]:
        """The file as JSON."""
        shown: dict[str, Any] = {
            "name": self.file.name,
            "url": self.file.url,
            "content_type": self.file.content_type,
            "size": self.file.size,
        }
        if self.path is not None:
            shown["path"] = self.path
        if self.failure:
            shown["error"] = self.failure
        return shown


def keep(
    found: Result, folder: Path | None, *, overwrite: bool = False
) -> tuple[Kept, ...]:
    """Saves the files into `folder`; without one they are where they are.

    `overwrite` replaces files that were there before, never one of the result.
    """
    kept: list[Kept] = []
    for file in found.files:
        if folder is None:
            kept.append(Kept(file=file))
            continue
        names = {each.path.name.casefold() for each in kept if each.path is not None}
        try:
            path = file.save(folder, overwrite and file.name.casefold() not in names)
            kept.append(Kept(file=file, path=path))
        except (DownloadFailed, OSError) as error:
            kept.append(Kept(file=file, failure=str(error)))
    return tuple(kept)


def result_document(found: Result, kept: Sequence[Kept]) -> dict[str, Any]:
    """A result as JSON; `unknown_outputs` where there are any."""
    unknown = found.unknown_outputs
    return {
        "files": [each.as_json() for each in kept],
        "text": found.text,
        "answers": [asdict(answer) for answer in found.answers],
        "cost": found.cost,
        "elapsed": found.elapsed,
        **({"unknown_outputs": list(unknown)} if unknown else {}),
    }


def result_lines(found: Result, kept: Sequence[Kept]) -> list[str]:
    """A result as lines: paths or URLs, and text."""
    lines = [one_line(str(each.path or each.file.url)) for each in kept]
    return [*lines, found.text] if found.text else lines


def tell_failures(kept: Sequence[Kept]) -> None:
    """Tells which files could not be saved."""
    for each in kept:
        if each.failure:
            note(f"Error: {each.failure}; its URL: {one_line(each.file.url)}")


def summary(
    begin: str, found: Result, kept: Sequence[Kept], folder: Path | None
) -> str:
    """How long it took, what it cost, where files went."""
    parts = [begin]
    if found.elapsed is not None:
        parts.append(f"in {found.elapsed.total_seconds():.1f} s")
    if found.cost is not None:
        parts.append(f"for {dollars(found.cost)}")
    saved = sum(each.path is not None for each in kept)
    where = f"; {saved} of {len(kept)} files saved in {folder}" if folder else ""
    where = where if kept or not folder else "; there are no files"
    if unknown := len(found.unknown_outputs):
        where += f"; outputs that are not understood: {unknown}, which --json shows"
    return one_line(" ".join(parts) + where)


def standing(task: Task) -> str:
    """A task and its status on one line: `task 2221: task_start`."""
    return about(task, task.status or "sent")


def about(task: Task, what: str) -> str:
    """Something about a task, on one line: `task 2221: what`."""
    name = f"task {task.id}" if task.id else "task"
    return one_line(f"{name}: {what}")
