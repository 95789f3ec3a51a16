"""The command line of a package without batch, realtime and mcp."""

import importlib
import sys
from collections.abc import Iterator
from types import ModuleType

import pytest

from runtime_cli.harness import Command, Service, lines, write_package
from wirogen.targets.runtime import Runtime

PACKAGE = "cli_of_few_rooms"


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    folder = tmp_path_factory.mktemp("rooms")
    write_package(folder / PACKAGE, Runtime(rooms=("client", "cli")))
    sys.path.insert(0, str(folder))
    yield importlib.import_module(PACKAGE)
    sys.path.remove(str(folder))


def test_a_run_tells_its_statuses(command: Command, service: Service) -> None:
    service.statuses = ["task_queue", *["task_start"] * 3, "task_postprocess_end"]
    done = command("run", "wiro/instant-id", "--prompt", "x")
    assert done.stdout == "https://cdn.test/0.png\n"
    assert lines(done.stderr) == [
        "task 2221: task_queue",
        "task 2221: task_start",
        "task 2221: task_postprocess_end",
        "task 2221: done in 6.0 s for $0.0021",
    ]


@pytest.mark.parametrize(
    ("words", "room"),
    [
        (("task", "events", "2221"), "realtime"),
        (("batch", "lines.json", "--dry-run"), "batch"),
        (("mcp", "--models", "wiro/*"), "mcp"),
    ],
)
@pytest.mark.usefixtures("service")
def test_a_command_of_another_room_says_that_it_is_not_there(
    command: Command, words: tuple[str, ...], room: str
) -> None:
    done = command(*words)
    assert done.exit_code == 1
    assert f'needs "{room}", which {PACKAGE} was generated without' in done.stderr
    assert f"  {words[0]} " not in command("--help").output or words[0] == "task"
