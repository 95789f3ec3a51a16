"""Whole runs with both clients against the local Wiro, over real connections: events,
sessions, files and costs, with sockets that work and sockets that do not.
"""

import asyncio
import inspect
import threading
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx2
import pytest
from acme.wiro_models import (
    AnswerSoFar,
    AsyncWiro,
    Audio,
    Finished,
    Outcome,
    Progress,
    RunSucceeded,
    TaskFailed,
    Transcript,
    TurnCost,
    Wiro,
)

from wirogen.card import Card, Input, ModelId, Price, Prices, Text
from wirogen.emulator import Serving, serve

Do = Callable[[Any], Any]
Each = Callable[[Any], list[Any]]


def card(name: str, *categories: str) -> Card:
    return Card(
        model=ModelId("acme", name),
        raw_slug=f"acme/{name}",
        run_path=f"acme/{name}",
        categories=categories,
        inputs=(Input(wire_name="prompt", kind=Text()),),
        prices=Prices(table=(Price(method="cpr", price=Decimal("0.04")),)),
    )


CARDS = (
    card("paint"),
    card("chat", "llm"),
    card("talk", "realtime"),
    card("say", "realtime", "text-to-speech"),
    card("hear", "realtime", "speech-to-text"),
)
FAULTS = {
    "none": (),
    "drops": ("socket-drop",),
    "refuses": ("refuse@socket",),
    "everything": (
        *("socket-drop:0.5", "500@task:0.2", "cut-after@task:0.1", "html@task:0.1"),
        *("malformed-json@task:0.1", "wrong-types@task:0.1", "cut-file:0.3"),
    ),
}


@pytest.fixture(scope="module")
def shared() -> Iterator[Serving]:
    with serve(CARDS, speed=20) as local:
        yield local


@pytest.fixture
def faults(shared: Serving) -> Iterator[Callable[..., object]]:
    """Turns faults on, until the test ends."""

    def turn_on(*given: str) -> None:
        told = {"faults": given}
        httpx2.put(f"{shared.address}/_emulator/faults", json=told).raise_for_status()

    yield turn_on
    turn_on()


@pytest.fixture
def wiro(mode: str, do: Do, shared: Serving) -> Iterator[Any]:
    """A client of the local Wiro, closed at the end; it does not wait long."""

    async def nap(seconds: float) -> None:
        await asyncio.sleep(min(seconds, 0.02))

    kind = Wiro if mode == "sync" else AsyncWiro
    client: Any = kind("key", base_url=shared.base_url, max_retries=20)
    blocking = threading.Event().wait
    client._driver.sleep = (
        (lambda seconds: blocking(min(seconds, 0.02))) if mode == "sync" else nap
    )
    yield client
    if inspect.isawaitable(closing := client.close()):
        do(closing)


@pytest.mark.parametrize("name", [*FAULTS])
def test_a_run_is_followed_to_its_picture_whatever_the_socket_does(
    *, wiro: Any, do: Do, each: Each, tmp_path: Path, faults: Any, name: str
) -> None:
    task = do(wiro.run("acme/paint", {"prompt": "x"}))
    faults(*FAULTS[name])
    events = each(task.events(timeout=60))
    [saved] = do(task.result().save_all(tmp_path))
    assert events[-1] == Finished(
        status="task_postprocess_end", outcome=Outcome.SUCCEEDED
    )
    assert saved.read_bytes().startswith(b"\x89PNG")
    assert task.result().cost == Decimal("0.04")
    if name == "none":
        shares = [one.percentage for one in events if isinstance(one, Progress)]
        assert shares == sorted(shares)


@pytest.mark.parametrize("fate", ["task-error", "pexit-1"])
def test_a_run_that_fails_is_told(
    wiro: Any, do: Do, each: Each, faults: Any, fate: str
) -> None:
    faults(fate)
    task = do(wiro.run("acme/paint", {"prompt": "x"}))
    finished = each(task.events(timeout=60))[-1]
    assert finished.outcome is Outcome.FAILED
    with pytest.raises(TaskFailed):
        task.result()


def test_a_language_model_answers_as_it_goes(wiro: Any, do: Do, each: Each) -> None:
    task = do(wiro.run("acme/chat", {"prompt": "why"}))
    events = each(task.events(timeout=60))
    whole = task.result().text
    assert whole
    assert all(
        whole.startswith(one.text) for one in events if isinstance(one, AnswerSoFar)
    )


@pytest.mark.parametrize("model", ["talk", "say", "hear"])
def test_a_session_speaks_and_listens(wiro: Any, do: Do, mode: str, model: str) -> None:
    session = wiro.session(f"acme/{model}", {"prompt": "hello"})
    do(session.__enter__() if mode == "sync" else session.__aenter__())
    if model != "say":
        do(session.send(bytes(48_000)))
    events = []
    while (event := do(session.receive(timeout=30))) is not None:
        events.append(event)
        if isinstance(event, TurnCost):
            do(session.end())
    leave = session.__exit__ if mode == "sync" else session.__aexit__
    do(leave(None, None, None))

    heard = b"".join(one.pcm for one in events if isinstance(one, Audio))
    assert (len(heard) == 48_000) is (model != "hear")
    speakers = {one.speaker for one in events if isinstance(one, Transcript)}
    assert speakers == {"talk": {"user", "ai"}, "say": set(), "hear": {"user"}}[model]
    assert isinstance(events[-1], Finished)
    assert session.task.result().cost == Decimal("0.04")


def test_many_runs_each_have_their_own_result(
    wiro: Any, each: Each, tmp_path: Path
) -> None:
    requests = [("acme/paint", {"prompt": f"n{n}"}) for n in range(20)]
    journal = tmp_path / "journal"
    outcomes = each(wiro.run_many(requests, concurrency=10, journal=journal))
    again = each(wiro.run_many(requests, journal=journal))
    assert {one.index for one in outcomes} == set(range(20))
    assert all(isinstance(one, RunSucceeded) for one in [*outcomes, *again])
    first, second = (
        {one.index: one.result.files[0].url for one in told}
        for told in (outcomes, again)
    )
    assert first == second
    assert len(set(first.values())) == 20


def test_a_caller_that_goes_away_can_come_back(
    wiro: Any, mode: str, do: Do, each: Each
) -> None:
    async def leave_early(task: Any) -> None:
        async for _ in task.events():
            break

    task = do(wiro.run("acme/paint", {"prompt": "x"}))
    if mode == "async":
        do(leave_early(task))
    else:
        for _ in task.events():
            break
    assert isinstance(each(task.events(timeout=60))[-1], Finished)
