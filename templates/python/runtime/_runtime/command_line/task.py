"""`task wait|status|events|cancel|kill|list`, and following a task to its end."""

from __future__ import annotations

import math
import os
import shlex
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..client.coercion import number_of
from ..errors import ApiError, TaskCancelled, TaskFailed, WiroError
from ..shown import shown
from .exit_codes import Unfinished, WrongValues, json_items
from .printed_results import deliver, standing, task_document
from .printing import document, result
from .realtime import shown_events, watch
from .terminal_text import one_line

if TYPE_CHECKING:
    from ..client.client import Wiro
    from ..client.task import Task
    from ..prices import Estimate


def following_options() -> list[click.Parameter]:
    """The options of every command that follows a task to its end."""
    return [
        timeout_option(),
        output_option("Save the files in this folder"),
        overwrite_option(),
        click.Option(
            ["--on-interrupt"],
            type=click.Choice(["leave", "cancel"]),
            default="leave",
            help="What Ctrl-C does to the task.  [default: leave]",
        ),
        json_option(),
    ]


def timeout_option() -> click.Option:
    """`--timeout`."""
    return click.Option(
        ["--timeout"],
        metavar="SECONDS",
        callback=seconds_typed,
        help="Stop waiting after that many seconds; the task goes on.",
    )


def output_option(what: str) -> click.Option:
    """`--output`."""
    return click.Option(
        ["--output", "-o"],
        type=click.Path(file_okay=False, path_type=Path),
        help=f"{what}; without it their URLs are listed.",
    )


def overwrite_option() -> click.Option:
    """`--overwrite`."""
    return click.Option(
        ["--overwrite"],
        is_flag=True,
        help="Replace files that are there; without it names get a number.",
    )


def json_option() -> click.Option:
    """`--json`."""
    return click.Option(
        ["--json", "as_json"],
        is_flag=True,
        help="Print one JSON document on standard output, and nothing else there.",
    )


def open_client() -> Wiro:
    """The client that calls go through; its module is imported now."""
    from ..client.client import Wiro  # noqa: PLC0415 - help needs no HTTP client

    return Wiro()


def make_ready(folder: Path | None) -> None:
    """Makes the folder for the output before anything is paid. Raises WrongValues."""
    if folder is None:
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        why = "" if os.access(folder, os.W_OK | os.X_OK) else "it is not writable"
    except OSError as error:
        why = error.strerror or str(error)
    if why:
        line = f"--output: cannot save files in {str(folder)!r}: {why}"
        raise WrongValues("nothing was sent", [line], [])


def follow(
    task: Task, parsed: Mapping[str, Any], estimate: Estimate | None = None
) -> None:
    """Waits for a task's end and delivers its result; `parsed` has the values of
    `following_options`.

    Raises Unfinished where it ends early, TaskFailed and TaskCancelled as they come.
    """
    with _taken_up_later(task, parsed["on_interrupt"]):
        watch(task, parsed["timeout"])
        is_whole = deliver(
            task,
            task.result(),
            parsed["output"],
            overwrite=parsed["overwrite"],
            as_json=parsed["as_json"],
            estimate=estimate,
        )
    if not is_whole:
        click.get_current_context().exit(1)


def how_to_take_up(task: Task) -> str:
    """The command that waits for a task."""
    name = [task.id] if task.id else ["--token", task.token or ""]
    return _command_line("wait", *name)


def how_to_look_for(model: str) -> str:
    """The command that lists the newest tasks of a model."""
    return _command_line("list", "--model", model)


def _command_line(*words: str) -> str:
    program = click.get_current_context().find_root().info_name
    return one_line(f"{program} task {shlex.join(words)}")


def seconds_typed(
    _ctx: click.Context, _param: click.Parameter, typed: str | None
) -> float | None:
    """A number of seconds above 0, or None. Raises BadParameter."""
    if typed is None:
        return None
    try:
        seconds = float(typed)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds < math.inf:
        raise click.BadParameter(f"must be a number above 0, not {shown(typed)}")
    return seconds


@contextmanager
def _taken_up_later(task: Task, on_interrupt: str) -> Iterator[None]:
    try:
        yield
    except (TaskFailed, TaskCancelled, BrokenPipeError):
        raise
    except KeyboardInterrupt as interruption:
        outcome = _stopped(task) if on_interrupt == "cancel" else ""
        hint = outcome or f"The task goes on. Wait for it with: {how_to_take_up(task)}"
        raise Unfinished(task, interruption, hint) from None
    except Exception as error:
        hint = f"Take the task up again with: {how_to_take_up(task)}"
        raise Unfinished(task, error, hint) from error


def _stopped(task: Task) -> str:
    """Cancels a task that is queued, kills one that runs; what came of it."""
    try:
        task.refresh()
        if task.status == "task_queue":
            try:
                task.cancel()
            except ApiError:  # it has left the queue
                task.kill()
        elif not task.is_terminal:
            task.kill()
    except WiroError as error:
        way = how_to_take_up(task)
        return f"The task could not be cancelled: {error}\nWait for it with: {way}"
    return standing(task)


@click.group("task")
def task_group() -> None:
    """Follow, cancel or kill a task by its id or token."""


def _command(
    name: str,
    act: Callable[[Task, Mapping[str, Any]], None],
    help_text: str,
    options: list[click.Parameter],
) -> None:
    def run(**parsed: Any) -> None:
        task_id, token = parsed["task_id"] or None, parsed["token"] or None
        if (task_id is None) == (token is None):
            raise click.UsageError("Give either the task's ID or --token.")
        make_ready(parsed.get("output"))
        with open_client() as wiro:
            act(wiro.task(task_id, token=token), parsed)

    task_id = click.Argument(["task_id"], required=False, metavar="[ID]")
    token = click.Option(["--token"], help="The task's token, in place of its ID.")
    task_group.add_command(
        click.Command(
            name, callback=run, params=[task_id, token, *options], help=help_text
        )
    )


def _tell(task: Task, parsed: Mapping[str, Any]) -> None:
    if parsed["as_json"]:
        document({"task": task_document(task)})
    else:
        result(standing(task))


def _status(task: Task, parsed: Mapping[str, Any]) -> None:
    task.refresh()
    _tell(task, parsed)


def _cancel(task: Task, parsed: Mapping[str, Any]) -> None:
    task.cancel()
    _tell(task, parsed)


def _kill(task: Task, parsed: Mapping[str, Any]) -> None:
    task.kill()
    _tell(task, parsed)


def _events(task: Task, parsed: Mapping[str, Any]) -> None:
    events = shown_events(task, parsed["timeout"])
    if parsed["as_json"]:
        with json_items() as tell, _taken_up_later(task, "leave"):
            for _, item in events:
                tell(item)
            task.result()
        return
    with _taken_up_later(task, "leave"):
        for words, _ in events:
            if words:
                result(words)
        task.result()


_command("wait", follow, "Wait for a task and give its result.", following_options())
_command("status", _status, "Tell how a task stands.", [json_option()])
_command(
    "events",
    _events,
    "Tell what happens to a task, as it happens, until its end.",
    [timeout_option(), json_option()],
)
_command("cancel", _cancel, "Cancel a task that is queued.", [json_option()])
_command("kill", _kill, "Stop a task that runs.", [json_option()])


@task_group.command("list")
@click.option("--model", metavar="SLUG", help="Tasks of this model alone.")
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=20,
    help="How many at most.  [default: 20]",
)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON document.")
def list_tasks(model: str | None, limit: int, as_json: bool) -> None:
    """List the newest tasks of the project, newest first."""
    with open_client() as wiro:
        tasks = wiro.recent_tasks(model=model, limit=limit)
    if as_json:
        document([{**task_document(task), **_origin(task)} for task in tasks])
        return
    for task in tasks:
        origin = (text or "-" for text in _origin(task).values())
        words = (task.id or "-", *origin, task.status)
        result("  ".join(map(one_line, words)))


def _origin(task: Task) -> dict[str, str | None]:
    """When a task was made (UTC), and of which model."""
    return {"created": _created(task), "model": task.model or None}


def _created(task: Task) -> str | None:
    seconds = number_of(task.raw.get("createtime"))
    if seconds is None:
        return None
    try:
        moment = datetime.fromtimestamp(float(seconds), UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return moment.strftime("%Y-%m-%d %H:%M:%S")
