"""Judges what a client told of its runs by what the local Wiro knows of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from faulty_runs import KEY, SECRET, Plan, Told

NOT_SENT = {"TransportError"}
"""What is told of a run that never left this machine."""

REFUSED = {"ConcurrencyLimit", "InsufficientBalance", "RateLimited"}
"""What is told of a run that was refused."""

NOT_READ = {"ApiError", "RateLimited", "TransportError", "UnreadableAnswer"}
"""What is told where a call that may be repeated came to nothing."""

NO_END = NOT_READ | {"SessionLost"}
"""What is told of a task that may go on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A run: its plan, what was told of it, the tasks that it has, how often the
    journal counts it, the folder of its files, and how a file of the service is had.
    """

    plan: Plan
    told: Told
    tasks: list[dict[str, Any]]
    accepted: int
    folder: Path
    content: Callable[[str], bytes]


def wrongs(case: Case) -> Iterator[str]:
    """All that is wrong about a run; nothing where nothing is."""
    told = case.told
    if not case.accepted == len(case.tasks) <= 1:
        yield f"accepted {case.accepted} times, as {len(case.tasks)} tasks"
        return
    if any(key in text for key in (KEY, SECRET) for text in (told.shown, told.pickled)):
        yield f"a key is shown: {told.shown}"
    if told.error != "interrupted":
        yield from _wrongs_of_a_run(case)
    for task in case.tasks:
        yield from _wrongs_of_files_that_were_sent(case, task)
    yield from _wrongs_of_files_that_were_saved(case)


def _wrongs_of_a_run(case: Case) -> Iterator[str]:
    match case.told:
        case Told(stage="run", error="OutcomeUnknown"):
            return
        case Told(stage="run", error=error):
            if case.tasks:
                yield f"accepted, and told as {error}"
            is_upload = case.plan.sent == "uploaded first"
            if error not in REFUSED | (NOT_READ if is_upload else NOT_SENT):
                yield f"run raised {error}: {case.told.shown}"
        case Told(task_id=task_id):
            if [task["id"] for task in case.tasks] != [task_id]:
                yield f"task {task_id} is none of its own"
            else:
                yield from _wrongs_of_an_end(case, case.tasks[0])


def _wrongs_of_an_end(case: Case, task: dict[str, Any]) -> Iterator[str]:
    end = _end_of(task)
    match case.told:
        case Told(stage="task", error=""):
            if case.plan.followed != "by nobody":
                yield "its end was not told"
        case Told(stage="task", error="TaskFailed" | "TaskCancelled" as error):
            if error != end:
                yield f"told as {error}, and it is: {end}"
        case Told(stage="task", error=error):
            if error not in NO_END:
                yield f"following it raised {error}: {case.told.shown}"
        case _:
            yield from _wrongs_of_a_result(case.told, end, task)


def _wrongs_of_a_result(told: Told, end: str, task: dict[str, Any]) -> Iterator[str]:
    if (end, told.result_of) != ("a result", task["id"]):
        yield f"has a result of {told.result_of}, and it is: {end}"
    if told.prompt != task["parameters"]["prompt"]:
        yield f"has the result of {told.prompt!r}"
    if not told.error and told.text != _words(task):
        yield f"has the words {told.text!r}"


def _wrongs_of_files_that_were_sent(case: Case, task: dict[str, Any]) -> Iterator[str]:
    inputs = task["parameters"]
    names = ("inputImage", "inputImageUrl", "poses")
    kept = [url for name in names for url in _each(inputs.get(name)) if url]
    if [case.content(url) for url in kept] != [case.plan.content] * case.plan.files:
        yield "what was sent has arrived as something else"


def _wrongs_of_files_that_were_saved(case: Case) -> Iterator[str]:
    urls = {one["name"]: one["url"] for one in _files(case.tasks)}
    found = {path.name: path.read_bytes() for path in _within(case.folder / "saved")}
    for name, content in found.items():
        if name not in urls:
            yield f"{name} was left behind"
        elif content != case.content(urls[name]):
            yield f"{name} is damaged"
    yield from _wrongs_of_saving(case.told, [*urls], {*found})


def _wrongs_of_saving(told: Told, names: list[str], found: set[str]) -> Iterator[str]:
    match told:
        case Told(stage="files", error=""):
            if [*told.saved] != names or found != {*names}:
                yield f"told as saved: {told.saved}, saved: {found}"
        case Told(stage="files", error="DownloadFailed"):
            if found == {*names}:
                yield f"told as not saved, saved: {found}"
        case Told(stage="files", error=error):
            yield f"saving raised {error}: {told.shown}"
        case Told(error=error):
            if found and error != "interrupted":
                yield f"saved, and nobody has asked: {found}"


def _end_of(task: dict[str, Any]) -> str:
    """What a task's end must be told as."""
    match task["status"], task["pexit"]:
        case "task_postprocess_end", "0":
            return "a result"
        case ("task_postprocess_end" | "task_error"), "1":
            return "TaskFailed"
        case "task_cancel", _:
            return "TaskCancelled"
        case status, _:
            return f"no end ({status})"


def _within(folder: Path) -> list[Path]:
    return [*folder.iterdir()] if folder.is_dir() else []


def _words(task: dict[str, Any]) -> str | None:
    said = [one["content"] for one in task["outputs"] if "content" in one]
    return "\n".join("\n".join(content["answer"]) for content in said) or None


def _files(tasks: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    return (one for task in tasks for one in task["outputs"] if "url" in one)


def _each(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
