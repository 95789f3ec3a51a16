"""`task wait|status|cancel|kill`."""

import json
from pathlib import Path

import pytest

from runtime_cli.harness import Command, Service


def test_wait_gives_what_run_would_have_given(
    command: Command, service: Service, tmp_path: Path
) -> None:
    done = command("task", "wait", "2221", "--output", str(tmp_path))
    assert done.exit_code == 0
    assert done.stdout == f"{tmp_path}/0.png\n"
    assert service.calls == ["Task/Detail"] * 3


def test_status_reads_once(command: Command, service: Service) -> None:
    done = command("task", "status", "2221")
    assert done.stdout == "task 2221: task_queue\n"
    assert service.calls == ["Task/Detail"]
    told = json.loads(command("task", "status", "2221", "--json").stdout)
    assert told["task"]["status"] == "task_start"


@pytest.mark.parametrize(
    ("name", "call"), [("cancel", "Task/Cancel"), ("kill", "Task/Kill")]
)
def test_a_task_is_stopped(
    command: Command, service: Service, name: str, call: str
) -> None:
    done = command("task", name, "2221")
    assert done.stdout == "task 2221: task_cancel\n"
    assert service.calls[0] == call


def test_a_task_can_be_named_by_its_token(command: Command, service: Service) -> None:
    done = command("task", "status", "--token", "token-of-2221")
    assert done.stdout == "task 2221: task_queue\n"
    assert json.loads(service.sent[0].content) == {"tasktoken": "token-of-2221"}


@pytest.mark.parametrize("args", [(), ("",), ("--token", ""), ("2221", "--token", "t")])
def test_id_or_token_is_needed_and_not_both(
    command: Command, service: Service, args: tuple[str, ...]
) -> None:
    done = command("task", "status", *args)
    assert done.exit_code == 2
    assert "either the task's ID or --token" in done.stderr
    assert service.calls == []


def test_the_newest_tasks_are_listed(command: Command, service: Service) -> None:
    slug = {"modelslugowner": "wiro", "modelslugproject": "instant-id"}
    service.task |= {**slug, "createtime": "1700000000"}
    service.statuses = ["task_postprocess_end"]
    done = command("task", "list", "--model", "wiro/instant-id")
    assert done.exit_code == 0, done.output
    assert done.stdout == (
        "2221  2023-11-14 22:13:20  wiro/instant-id  task_postprocess_end\n"
    )
    (told,) = json.loads(command("task", "list", "--json").stdout)
    assert told["id"] == "2221"
    assert told["created"] == "2023-11-14 22:13:20"
    assert command("task", "list", "--model", "wiro/other").stdout == ""


def test_a_task_of_which_little_is_told_is_listed(
    command: Command, service: Service
) -> None:
    service.statuses = ["task_queue"]
    service.task["createtime"] = "1e300"
    assert command("task", "list").stdout == "2221  -  -  task_queue\n"
