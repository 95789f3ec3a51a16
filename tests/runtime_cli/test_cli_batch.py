"""`batch FILE`: checked as a whole, run one by one, taken up again."""

import errno
import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest

from runtime_cli.harness import Command, Service, lines

Write = Callable[..., str]
PRICED = {"model": "wiro/priced", "inputs": {"prompt": "x", "steps": 10}}
OTHER = {"model": "acme/not-generated", "inputs": {"prompt": "y"}}


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a file with these lines; gives its path."""

    def written(*requests: Any) -> str:
        texts = (one if isinstance(one, str) else json.dumps(one) for one in requests)
        path = tmp_path / "requests.jsonl"
        path.write_text("".join(f"{text}\n" for text in texts))
        return str(path)

    return written


def test_each_line_is_run_and_told(
    command: Command, service: Service, write: Write
) -> None:
    done = command("batch", write(PRICED, "", OTHER), "--concurrency", "1")
    assert done.exit_code == 0, done.output
    assert done.stdout == "https://cdn.test/0.png\n" * 2
    assert lines(done.stderr) == [
        "acme/not-generated is not in this package: its values are not checked",
        "2 runs, estimated $0.04, cost of 1 unknown",
        "line 1: done in 6.0 s for $0.0021",
        "line 3: done in 6.0 s for $0.0021",
        "2 succeeded; $0.0042 in all",
    ]
    assert [call for call in service.calls if "Run" in call] == [
        "Run/wiro/priced",
        "Run/acme/not-generated",
    ]


@pytest.mark.parametrize(
    ("line", "args"),
    [
        (PRICED, ()),
        ({"model": "wiro/priced", "prompt": "x", "steps": 10}, ()),
        ({"prompt": "x", "steps": 10}, ("--model", "wiro/priced")),
        (PRICED, ("--model", "acme/another")),
    ],
)
def test_a_line_may_have_each_of_three_forms(
    command: Command, service: Service, write: Write, line: Any, args: tuple[str, ...]
) -> None:
    assert command("batch", write(line), *args).exit_code == 0
    assert service.calls[0] == "Run/wiro/priced"
    assert json.loads(service.sent[0].content) == {"prompt": "x", "steps": 10}


def test_json_is_one_document_with_an_item_a_run(
    command: Command, service: Service, write: Write
) -> None:
    done = command("batch", write(PRICED, PRICED), "--json", "--concurrency", "1")
    told = json.loads(done.stdout)
    assert [one["line"] for one in told] == [1, 2]
    assert told[0]["model"] == "wiro/priced"
    assert told[0]["outcome"] == "succeeded"
    assert told[0]["task"] == "2221"
    assert told[0]["cost"] == "0.0021"
    assert told[0]["files"][0]["url"] == "https://cdn.test/0.png"


def test_nothing_is_run_before_all_lines_are_right(
    command: Command, service: Service, write: Write
) -> None:
    path = write(
        PRICED,
        "{",
        "[]",
        {"prompt": "x"},
        {"model": "wiro/priced", "inputs": {"steps": "ten"}},
        {"model": "wiro/priced", "inputs": {"prompt": "x", "face": "no-file.png"}},
        {"model": "priced", "inputs": {}},
        '{"model": "a/b", "inputs": {"x": NaN}}',
        {"model": "no/slug/this", "inputs": {}},
    )
    done = command("batch", path, "--json")
    assert done.exit_code == 2
    assert service.calls == []
    told = json.loads(done.stdout)["error"]["problems"]
    assert [one["line"] for one in told] == [2, 3, 4, 5, 6, 7, 8, 9]
    for expected in (
        "8 lines cannot be run, nothing was sent",
        "line 2: is not JSON",
        'line 3: must be like {"model"',
        "line 5: 'prompt': is required",
        "line 5: 'steps': must be a whole number, not 'ten'",
        "line 6: 'face': must be a file: there is no 'no-file.png'",
        "line 7: this package has no model 'priced' (did you mean 'wiro/priced'?)",
        "line 8: NaN is not a number that JSON can carry",
    ):
        assert expected in done.stderr


def test_a_dry_run_tells_what_it_would_cost(
    command: Command, service: Service, write: Write
) -> None:
    done = command("batch", write(PRICED, PRICED, OTHER), "--dry-run", "--json")
    assert json.loads(done.stdout) == {"runs": 3, "estimate": "0.08", "unknown": 1}
    assert service.calls == []


def test_inputs_that_are_files_may_be_paths(
    command: Command, service: Service, write: Write, tmp_path: Path
) -> None:
    (tmp_path / "face.png").write_bytes(b"pixels")
    face = {"prompt": "x", "face": str(tmp_path / "face.png")}
    url = {"prompt": "x", "face": "https://x.test/a.png"}
    path = write(*({"model": "wiro/priced", "inputs": one} for one in (face, url)))
    assert command("batch", path, "--concurrency", "1").exit_code == 0
    first, second = (one for one in service.sent if "/Run/" in one.url.path)
    assert b'filename="face.png"' in first.content
    assert json.loads(second.content) == url


def test_failures_stop_nothing_and_end_with_one(
    command: Command, service: Service, write: Write
) -> None:
    def refuse(request: httpx2.Request) -> None:
        if b'"bad"' in request.content:
            raise httpx2.ReadError("cut")

    service.before = refuse
    bad = {"model": "wiro/priced", "inputs": {"prompt": "bad"}}
    done = command("batch", write(bad, PRICED), "--json", "--concurrency", "1")
    assert done.exit_code == 1
    lost, fine = json.loads(done.stdout)
    assert (lost["outcome"], fine["outcome"]) == ("unknown", "succeeded")
    assert lost["error"]["error"]["type"] == "OutcomeUnknown"
    assert "line 1: unknown: it is not known whether" in done.stderr
    assert (
        "1 unknown, 1 succeeded; $0.0021 in all, and what the unknown ones cost; look"
        " for them with:\n  python -m cli_wiro_models task list --model wiro/priced\n"
    ) in done.stderr


def test_what_failed_tasks_cost_is_summed_up_too(
    command: Command, service: Service, write: Write
) -> None:
    service.task |= {"pexit": "1", "outputs": []}
    done = command("batch", write(PRICED))
    assert done.exit_code == 1
    assert "1 failed; $0.0021 in all" in done.stderr


@pytest.mark.parametrize("dry", [(), ("--dry-run",)])
def test_a_limit_is_looked_at_before_anything_is_sent(
    command: Command, service: Service, write: Write, dry: tuple[str, ...]
) -> None:
    dear = {"model": "wiro/priced", "inputs": {"prompt": "x", "steps": 20}}
    path = write(PRICED, OTHER, dear)
    done = command("batch", path, "--max-cost", "0.02", *dry)
    assert done.exit_code == 2
    assert service.calls == []
    assert "3 lines cannot be run, nothing was sent" in done.stderr
    for told in (
        "line 1: wiro/priced: estimated $0.04 (per request) is more than",
        "line 2: acme/not-generated: cost unknown",
        "line 3: wiro/priced: cost unknown",
        "and the run may cost $0.02 at most; nothing was sent",
    ):
        assert told in done.stderr


def test_a_misspelt_model_is_told_before_it_is_run(
    command: Command, service: Service, write: Write
) -> None:
    line = {"model": "wiro/prized", "inputs": {"prompt": "x"}}
    done = command("batch", write(PRICED, line))
    assert done.exit_code == 2
    assert service.calls == []
    assert (
        "line 2: this package has no model 'wiro/prized' (did you mean"
        " 'wiro/priced'?); --unchecked runs it as it is"
    ) in " ".join(done.stderr.split())


def test_a_model_of_a_near_name_is_run_where_it_is_meant(
    command: Command, service: Service, write: Write
) -> None:
    line = {"model": "wiro/prized", "inputs": {"prompt": "x"}}
    done = command("batch", write(line), "--unchecked")
    assert service.calls[0] == "Run/wiro/prized"
    assert lines(done.stderr)[0] == (
        "wiro/prized is not in this package: its values are not checked; did you mean"
        " wiro/priced?"
    )


def test_a_line_has_nothing_beside_model_and_inputs(
    command: Command, service: Service, write: Write
) -> None:
    done = command("batch", write({**PRICED, "note": 1, "x": 2}))
    assert done.exit_code == 2
    assert lines(done.stderr) == [
        "Error: 1 line cannot be run, nothing was sent",
        "  line 1: has beside `model` and `inputs` 'note', 'x'",
    ]


@pytest.mark.parametrize("model", ["wiro/priced", "acme/other"])
def test_inputs_under_a_misspelt_key_are_not_taken_for_an_input(
    command: Command, service: Service, write: Write, model: str
) -> None:
    line = {"model": model, "input": {"prompt": "x"}}
    done = command("batch", write(line), "--dry-run")
    assert done.exit_code == 2
    assert "line 1: has an object 'input' (did you mean 'inputs'?)" in done.stderr
    meant = {"model": "acme/other", "inputs": {"input": {"prompt": "x"}}}
    assert command("batch", write(meant), "--dry-run").exit_code == 0


def test_lines_may_come_from_standard_input_and_begin_with_a_mark(
    command: Command, service: Service
) -> None:
    text = f"\ufeff{json.dumps(PRICED)}\r\n{json.dumps(PRICED)}"
    done = command("batch", "-", "--json", stdin=text.encode())
    assert done.exit_code == 0, done.output
    assert sorted(one["line"] for one in json.loads(done.stdout)) == [1, 2]


def test_an_interruption_tells_the_task_of_each_run_that_goes_on(
    command: Command, service: Service, write: Write
) -> None:
    def interrupt(request: httpx2.Request) -> None:
        if request.url.path.endswith("/Task/Detail"):
            raise KeyboardInterrupt

    service.before = interrupt
    done = command("batch", write(PRICED), "--json")
    assert done.exit_code == 130
    told = "line 1: goes on; wait for it with: python -m cli_wiro_models task wait 2221"
    assert told in done.stderr
    assert "--journal" in done.stderr
    left, error = json.loads(done.stdout)
    assert (left["line"], left["outcome"], left["task"]) == (1, "running", "2221")
    assert error["error"]["message"] == "interrupted"


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EPIPE])
def test_where_nothing_can_be_printed_tasks_are_told_on_standard_error(
    command: Command,
    service: Service,
    write: Write,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
) -> None:
    def full(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    def wait_for_the_others(request: httpx2.Request) -> None:
        if "/Task/" in request.url.path:
            asked.append(request)
            while len(asked) < 3:
                time.sleep(0.001)

    asked: list[httpx2.Request] = []
    service.before = wait_for_the_others
    monkeypatch.setattr(
        "cli_wiro_models._runtime.command_line.printing.JsonItems.tell", full
    )
    done = command("batch", write(*[PRICED] * 3), "--json", "--concurrency", "3")
    assert done.exit_code == 1
    assert done.stderr.count("task wait 2221") == 3


def test_an_interruption_while_files_are_saved_tells_the_task(
    command: Command, service: Service, write: Write, tmp_path: Path
) -> None:
    def interrupt(request: httpx2.Request) -> None:
        if request.url.path.endswith(".png"):
            raise KeyboardInterrupt

    service.before = interrupt
    done = command("batch", write(PRICED), "--json", "--output", str(tmp_path / "out"))
    assert done.exit_code == 130
    assert "task wait 2221" in done.stderr
    left, _ = json.loads(done.stdout)
    assert left["task"] == "2221"


def test_lines_that_change_meanwhile_are_run_as_they_were_checked(
    command: Command, service: Service, write: Write
) -> None:
    path = write(PRICED, PRICED)
    service.before = lambda _: Path(path).write_text("nonsense")
    done = command("batch", path, "--concurrency", "1")
    assert done.exit_code == 0, done.output
    assert done.stderr.count("done") == 2


def test_files_of_one_name_are_each_fetched_again_where_one_is_missing(
    command: Command, service: Service, write: Write, tmp_path: Path
) -> None:
    service.task["outputs"] = [
        {"name": "0.png", "url": "https://cdn.test/first/0.png"},
        {"name": "0.png", "url": "https://cdn.test/second/0.png"},
    ]
    args = (
        *("batch", write(PRICED), "--output", str(tmp_path / "out")),
        *("--journal", str(tmp_path / "journal")),
    )
    assert len(set(command(*args).stdout.splitlines())) == 2
    (tmp_path / "out" / "00001-2221" / "0-2.png").unlink()
    paths = command(*args).stdout.splitlines()
    assert len(set(paths)) == 2
    assert all(Path(path).is_file() for path in paths)


def test_a_callback_that_is_no_url_is_refused_before_anything_is_sent(
    command: Command, service: Service, write: Write
) -> None:
    done = command("batch", write(PRICED), "--callback-url", "me")
    assert done.exit_code == 2
    assert "must be a URL" in done.stderr
    assert service.sent == []


def test_an_interrupted_run_without_a_task_may_run(
    command: Command, service: Service, write: Write
) -> None:
    service.before = lambda _: (_ for _ in ()).throw(KeyboardInterrupt)
    done = command("batch", write(PRICED), "--json")
    assert "line 1: it is not known whether it runs" in done.stderr
    left, _ = json.loads(done.stdout)
    assert (left["outcome"], left["task"]) == ("unknown", None)


def test_files_go_into_a_folder_for_each_task_and_are_fetched_once(
    command: Command, service: Service, write: Write, tmp_path: Path
) -> None:
    args = ("batch", write(PRICED), "--output", str(tmp_path / "out"))
    journal = ("--journal", str(tmp_path / "journal"))
    done = command(*args, *journal)
    saved = tmp_path / "out" / "00001-2221" / "0.png"
    assert done.stdout == f"{saved}\n"
    assert saved.read_bytes() == b"png"

    service.sent.clear()
    again = command(*args, *journal)
    assert again.stdout == f"{saved}\n"
    assert service.sent == []


def test_the_same_command_goes_on_where_it_was_interrupted(
    command: Command, service: Service, write: Write, tmp_path: Path
) -> None:
    def interrupt(request: httpx2.Request) -> None:
        if request.url.path.endswith("/Task/Detail"):
            raise KeyboardInterrupt

    args = ("batch", write(PRICED), "--journal", str(tmp_path / "journal"), "--json")
    service.before = interrupt
    done = command(*args)
    assert done.exit_code == 130
    assert "The same command takes it up" in done.stderr
    assert json.loads(done.stdout)[-1]["error"]["message"] == "interrupted"

    service.before = lambda _: None
    done = command(*args)
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)[0]["outcome"] == "succeeded"
    assert service.calls.count("Run/wiro/priced") == 1


def test_a_journal_of_other_requests_is_refused(
    command: Command, service: Service, write: Write, tmp_path: Path
) -> None:
    journal = ("--journal", str(tmp_path / "journal"))
    command("batch", write(PRICED), *journal)
    done = command("batch", write(OTHER), *journal)
    assert done.exit_code == 2
    assert "is of other requests" in done.stderr
    assert service.calls.count("Run/acme/not-generated") == 0


def test_an_empty_file_is_fine(
    command: Command, service: Service, write: Write
) -> None:
    done = command("batch", write(), "--json")
    assert done.exit_code == 0
    assert json.loads(done.stdout) == []


def test_a_file_that_is_not_there_is_told(command: Command, tmp_path: Path) -> None:
    done = command("batch", str(tmp_path / "none.jsonl"))
    assert done.exit_code == 2
    assert "does not exist" in done.stderr


def test_a_batch_waits_for_slots_and_says_so(
    command: Command, service: Service, write: Write
) -> None:
    accepted = service.run_answer
    service.run_answer = {"result": False, "errors": [{"code": 96, "message": "full"}]}

    def make_room(_: httpx2.Request) -> None:
        if len(service.calls) == 2:
            service.run_answer = accepted

    service.before = make_room
    done = command("batch", write(PRICED, PRICED), "--concurrency", "1")
    assert done.exit_code == 0, done.output
    assert service.calls.count("Run/wiro/priced") == 3
    waits = [line for line in lines(done.stderr) if "waiting for a slot" in line]
    assert len(waits) == 1
    assert "Run/wiro/priced: full (code 96, HTTP 200)" in waits[0]


@pytest.mark.parametrize("seconds", ["0", "0.1"])
def test_a_limit_on_waiting_holds_for_a_batch(
    command: Command, service: Service, write: Write, seconds: str
) -> None:
    service.run_answer = {"result": False, "errors": [{"code": 96, "message": "full"}]}
    done = command("batch", write(PRICED), "--wait-for-slot", seconds)
    assert done.exit_code == 1
    assert "line 1: failed: Run/wiro/priced: full" in done.stderr
