"""`task events`, and progress that is told while a run goes on."""

import json
from collections.abc import Iterator

import click
import httpx2
import pytest

from held_time import HeldTime, held_until_a_socket_listens
from runtime_cli.harness import Command, Service
from wirogen.card import Card, Input, ModelId, Text
from wirogen.emulator import Serving, serve


def card(name: str, *categories: str) -> Card:
    return Card(
        model=ModelId("acme", name),
        raw_slug=f"acme/{name}",
        run_path=f"acme/{name}",
        categories=categories,
        inputs=(Input(wire_name="prompt", kind=Text()),),
    )


@pytest.fixture(scope="module")
def local() -> Iterator[tuple[Serving, HeldTime]]:
    cards = [card("paint"), card("chat", "llm"), card("talk", "realtime")]
    with pytest.MonkeyPatch.context() as patch:
        held = held_until_a_socket_listens(patch)
        with serve(cards, speed=20) as wiro:
            yield wiro, held


@pytest.fixture
def wiro(local: tuple[Serving, HeldTime], monkeypatch: pytest.MonkeyPatch) -> Serving:
    """A local Wiro, which the command line reaches."""
    wiro, held = local
    held.hold()
    for name in ("WIRO_API_KEY", "WIRO_API_SECRET", "WIRO_SOCKET_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("WIRO_BASE_URL", wiro.base_url)
    return wiro


def begin(wiro: Serving, model: str) -> str:
    """The id of a task that has just begun."""
    run = httpx2.post(f"{wiro.base_url}/Run/acme/{model}", json={"prompt": "x"})
    return str(run.json()["taskid"])


def test_events_are_told_line_by_line_until_the_end(
    command: Command, wiro: Serving
) -> None:
    done = command("task", "events", begin(wiro, "paint"))
    assert done.exit_code == 0, done.output
    told = done.stdout.splitlines()
    assert {"task_start", "task_end"} <= set(told)
    assert told[-2:] == ["task_postprocess_end", "succeeded"]


def test_events_as_json_are_one_document(command: Command, wiro: Serving) -> None:
    done = command("task", "events", begin(wiro, "chat"), "--json")
    told = json.loads(done.stdout)
    assert {one["event"] for one in told} >= {"StatusChanged", "AnswerSoFar"}
    assert told[-1] == {
        "event": "Finished",
        "status": "task_postprocess_end",
        "outcome": "succeeded",
    }
    assert all(
        line.startswith((" {", ",{", "[", "]")) for line in done.stdout.splitlines()
    )


def test_a_run_tells_its_progress(command: Command, wiro: Serving) -> None:
    args = ("run", "acme/paint", "--set", "prompt=x")
    done = command(*args)
    assert done.exit_code == 0, done.output
    assert "100 %, step 5 of 5" in done.stderr
    assert done.stdout.startswith(f"{wiro.address}/files/")


@pytest.mark.usefixtures("wiro")
def test_a_session_that_waits_for_speech_says_so(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def note_and_interrupt(text: str) -> None:
        click.echo(text, err=True)
        if "speech" in text:
            raise KeyboardInterrupt

    monkeypatch.setattr(
        "cli_wiro_models._runtime.command_line.realtime.note", note_and_interrupt
    )
    done = command("run", "acme/talk", "--set", "prompt=x")
    assert done.exit_code == 130
    assert "waits for speech, which is sent from Python (wiro.session)" in done.stderr
    assert "to end it: task kill" in done.stderr


def test_a_task_that_failed_ends_with_one_and_its_reason(
    command: Command, service: Service
) -> None:
    service.task |= {"pexit": "1", "debugerror": "out of memory", "outputs": []}
    done = command("task", "events", "2221", "--json")
    assert done.exit_code == 1
    assert "out of memory" in done.stderr
    *events, error = json.loads(done.stdout)
    assert events[-1] == {
        "event": "Finished",
        "status": "task_postprocess_end",
        "outcome": "failed",
    }
    assert error["error"]["type"] == "TaskFailed"
    assert error["task"]["id"] == "2221"


def test_a_time_out_tells_how_to_go_on(command: Command, service: Service) -> None:
    service.statuses = ["task_start"]
    done = command("task", "events", "2221", "--timeout", "0.001")
    assert done.exit_code == 1
    assert done.stdout == "task_start\n"
    assert "python -m cli_wiro_models task wait 2221" in done.stderr


def test_nothing_to_tell_is_an_empty_document(
    command: Command, service: Service
) -> None:
    service.before = lambda _: (_ for _ in ()).throw(KeyboardInterrupt)
    done = command("task", "events", "2221", "--json")
    assert done.exit_code == 130
    [error] = json.loads(done.stdout)
    assert error["error"]["message"] == "interrupted"
