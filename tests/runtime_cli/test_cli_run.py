"""A run from its first call to its files, its failures, and Ctrl-C."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest

from runtime_cli.harness import Command, Service, lines

RUN = ("run", "wiro/instant-id", "--prompt", "x")


def test_a_run_of_unknown_outcome_tells_how_to_look_for_it(
    command: Command, service: Service
) -> None:
    def cut(_: httpx2.Request) -> None:
        raise httpx2.ReadError("cut")

    service.before = cut
    done = command("run", "wiro/instant-id", "--prompt", "x")
    assert done.exit_code == 1
    look = "python -m cli_wiro_models task list --model wiro/instant-id"
    assert look in done.stderr


def test_a_run_lists_urls_and_tells_cost_and_time(
    command: Command, service: Service
) -> None:
    done = command(*RUN)
    assert done.exit_code == 0
    assert done.stdout == "https://cdn.test/0.png\n"
    assert lines(done.stderr) == [
        "task 2221: task_queue",
        "task 2221: task_start",
        "task 2221: task_postprocess_end",
        "task 2221: done in 6.0 s for $0.0021",
    ]
    assert service.calls[0] == "Run/wiro/instant-id"


def test_each_status_is_told_once(command: Command, service: Service) -> None:
    service.statuses = ["task_start"] * 5 + ["task_postprocess_end"]
    assert command(*RUN).stderr.count("task_start") == 1


@pytest.mark.usefixtures("service")
def test_files_are_saved_and_where_is_told(command: Command, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "out"
    done = command(*RUN, "--output", str(folder))
    assert done.exit_code == 0
    assert done.stdout == f"{folder}/0.png\n"
    assert (folder / "0.png").read_bytes() == b"png"
    assert f"1 of 1 files saved in {folder}" in " ".join(done.stderr.split())
    again = command(*RUN, "--output", str(folder))
    assert again.stdout == f"{folder}/0-2.png\n"


def test_a_folder_that_cannot_be_made_is_told_before_anything_is_sent(
    command: Command, service: Service, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    done = command(*RUN, "--output", str(tmp_path / "file" / "out"))
    assert done.exit_code == 2
    assert "--output: cannot save files in" in done.stderr
    assert service.calls == []


def test_a_file_that_cannot_be_fetched_is_told_with_its_url(
    command: Command, service: Service, tmp_path: Path
) -> None:
    lost = {"name": "1.png", "url": "https://gone.test/1.png"}
    service.task["outputs"].append(lost)
    done = command(*RUN, "--output", str(tmp_path), "--json")
    assert done.exit_code == 1
    kept, missing = json.loads(done.stdout)["files"]
    assert kept["path"] == str(tmp_path / "0.png")
    assert "error" in missing
    assert "https://gone.test/1.png" in done.stderr


@pytest.mark.usefixtures("service")
def test_json_is_one_document_with_everything(command: Command) -> None:
    done = command(*RUN, "--json")
    assert json.loads(done.stdout) == {
        "task": {
            "id": "2221",
            "token": "token-of-2221",
            "status": "task_postprocess_end",
        },
        "files": [
            {
                "name": "0.png",
                "url": "https://cdn.test/0.png",
                "content_type": "image/png",
                "size": 3,
            }
        ],
        "text": None,
        "answers": [],
        "cost": "0.0021",
        "elapsed": 6.0,
    }


def test_a_language_models_answer_is_printed_without_escape_sequences(
    command: Command, service: Service
) -> None:
    content = {"prompt": "x", "raw": "", "thinking": ["hm"], "answer": ["a\x1b[2J\nb"]}
    service.task["outputs"] = [{"contenttype": "raw", "content": content}]
    assert command(*RUN).stdout == "a\nb\n"
    (answer,) = json.loads(command(*RUN, "--json").stdout)["answers"]
    assert answer["answer"] == ["a\x1b[2J\nb"]


def test_no_wait_tells_how_to_wait(command: Command, service: Service) -> None:
    done = command(*RUN, "--no-wait")
    assert done.stdout == "2221\n"
    assert "python -m cli_wiro_models task wait 2221" in done.stderr
    assert service.calls == ["Run/wiro/instant-id"]
    told = json.loads(command(*RUN, "--no-wait", "--json").stdout)
    assert told["task"]["id"] == "2221"


@pytest.mark.parametrize(
    ("last", "kind"),
    [
        ({"status": "task_postprocess_end", "pexit": "1"}, "TaskFailed"),
        ({"status": "task_cancel"}, "TaskCancelled"),
        ({"status": "task_error"}, "TaskFailed"),
    ],
)
def test_a_task_that_fails_ends_with_one(
    command: Command, service: Service, last: dict[str, str], kind: str
) -> None:
    service.statuses = ["task_start", last["status"]]
    service.task |= {"debugerror": "out of memory", **last}
    done = command(*RUN, "--json")
    assert done.exit_code == 1
    told = json.loads(done.stdout)
    assert told["error"]["type"] == kind
    assert told["task"]["id"] == "2221"
    assert "Error: task 2221" in done.stderr


def test_a_refused_run_ends_with_one_and_the_services_words(
    command: Command, service: Service
) -> None:
    errors = [{"code": 97, "message": "balance \x1b[31mtoo low"}]
    service.run_answer = {"result": False, "errors": errors}
    done = command(*RUN)
    assert done.exit_code == 1
    assert done.stdout == ""
    assert "Run/wiro/instant-id: balance too low (code 97" in done.stderr


def test_a_missing_key_ends_with_two(
    command: Command, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("WIRO_API_KEY")
    done = command(*RUN)
    assert done.exit_code == 2
    assert "WIRO_API_KEY" in done.stderr
    assert service.calls == []


def test_a_time_out_tells_how_to_take_the_task_up(
    command: Command, service: Service
) -> None:
    service.statuses = ["task_start"]
    done = command(*RUN, "--timeout", "0.001", "--json")
    assert done.exit_code == 1
    assert "python -m cli_wiro_models task wait 2221" in done.stderr
    told = json.loads(done.stdout)
    assert told["error"]["type"] == "TaskTimeout"
    assert told["task"]["id"] == "2221"


@pytest.mark.parametrize("seconds", ["0", "-1", "nan", "inf", "soon"])
def test_a_time_out_is_a_number_above_zero(
    command: Command, service: Service, seconds: str
) -> None:
    done = command(*RUN, "--timeout", seconds)
    assert done.exit_code == 2
    assert service.calls == []


def interrupting(at: str) -> Callable[[httpx2.Request], None]:
    """Types Ctrl-C during the first call of that name."""
    typed: list[bool] = []

    def interrupt(request: httpx2.Request) -> None:
        if at in request.url.path and not typed:
            typed.append(True)
            raise KeyboardInterrupt

    return interrupt


def test_ctrl_c_leaves_the_task_and_tells_how_to_take_it_up(
    command: Command, service: Service
) -> None:
    service.before = interrupting("Task/Detail")
    done = command(*RUN)
    assert done.exit_code == 130
    assert lines(done.stderr) == [
        "Error: interrupted",
        (
            "The task goes on. Wait for it with:"
            " python -m cli_wiro_models task wait 2221"
        ),
    ]
    assert service.calls == ["Run/wiro/instant-id", "Task/Detail"]


@pytest.mark.parametrize(
    ("status", "call"), [("task_queue", "Task/Cancel"), ("task_start", "Task/Kill")]
)
def test_ctrl_c_stops_the_task_when_told_to(
    command: Command,
    service: Service,
    status: str,
    call: str,
) -> None:
    service.statuses = [status]
    service.before = interrupting("Task/Detail")
    done = command(*RUN, "--on-interrupt", "cancel")
    assert done.exit_code == 130
    assert call in service.calls
    assert lines(done.stderr)[-1] == "task 2221: task_cancel"


def test_ctrl_c_while_the_run_is_sent_says_that_it_may_have_been_accepted(
    command: Command, service: Service
) -> None:
    service.before = interrupting("Run/")
    done = command(*RUN)
    assert done.exit_code == 130
    assert "may have been accepted" in done.stderr
    assert service.calls == ["Run/wiro/instant-id"]


@pytest.mark.usefixtures("service")
def test_an_unexpected_error_is_told_without_a_traceback_and_without_keys(
    command: Command, part: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(_folder: object) -> None:
        raise ZeroDivisionError("planted-key \x1b[31m and planted-secret")

    monkeypatch.setattr(part("_runtime.command_line.run"), "make_ready", break_down)
    done = command(*RUN, "--json")
    assert done.exit_code == 1
    assert "unexpected ZeroDivisionError at test_cli_run.py:" in done.stderr
    assert "please report" in done.stderr
    assert "Traceback" not in done.output
    assert "planted" not in done.output
    assert "\x1b" not in done.output
    assert json.loads(done.stdout)["error"]["type"] == "ZeroDivisionError"


def test_an_error_after_the_run_tells_how_to_take_the_task_up(
    command: Command, service: Service
) -> None:
    service.task["id"] = "another"
    done = command(*RUN)
    assert done.exit_code == 1
    assert "python -m cli_wiro_models task wait 2221" in done.stderr
    assert service.calls.count("Run/wiro/instant-id") == 1


def test_the_text_of_an_uploaded_file_is_sent(
    command: Command, service: Service, tmp_path: Path
) -> None:
    (tmp_path / "a.png").write_bytes(b"pixels")
    done = command(*RUN, "--poses", str(tmp_path / "a.png"))
    assert done.exit_code == 0, done.output
    run = service.sent[0]
    assert run.headers["content-type"].startswith("multipart/form-data")
    assert b"pixels" in run.content


def test_an_output_that_is_not_understood_is_told(
    command: Command, service: Service, tmp_path: Path
) -> None:
    service.task["outputs"] = [{"path": "/x.png"}]
    done = command(*RUN, "--output", str(tmp_path), "--json")
    assert json.loads(done.stdout)["unknown_outputs"] == [{"path": "/x.png"}]
    assert "outputs that are not understood: 1" in done.stderr
    assert "0 of 0" not in done.stderr
