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


@pytest.mark.parametrize("args", [(), ("2221", "--token", "t")])
def test_id_or_token_is_needed_and_not_both(
    command: Command, service: Service, args: tuple[str, ...]
) -> None:
    done = command("task", "status", *args)
    assert done.exit_code == 2
    assert "either the task's ID or --token" in done.stderr
    assert service.calls == []
