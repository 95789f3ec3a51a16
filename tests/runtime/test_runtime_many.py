"""Many runs with both clients: past failures, in little memory, and across the end of
the program by way of a journal.
"""

import asyncio
import io
import itertools
import json
import os
import threading
import time as real_time
import tracemalloc
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import anyio
import httpx2
import pytest
from acme.wiro_models import (
    ApiError,
    AsyncWiro,
    ConcurrencyLimit,
    CostUnknown,
    InvalidRequest,
    JournalError,
    MissingKey,
    OutcomeUnknown,
    RunFailed,
    RunOutcome,
    RunSucceeded,
    RunUnknown,
    SettingsError,
    TaskFailed,
    TaskTimeout,
    TransportError,
    Wiro,
)
from acme.wiro_models.wiro.portrait import Portrait
from scripted_wiro import KEY, SECRET, Time, refused

Each = Callable[[Any], list[RunOutcome[Any]]]


class Town:
    """A Wiro for many: every run is a task that ends at once. A prompt may say what
    becomes of its run: `cut` (accepted, but nobody is told), `refused`, `away` (not
    reached), `fails`, `runs` (and does not end).
    """

    def __init__(self) -> None:
        self.accepted: Counter[str] = Counter()
        self.calls: Counter[str] = Counter()
        self.tasks: dict[str, dict[str, Any]] = {}
        self.is_list_told = True
        self.is_away = True
        self.forgets = False
        self.hides_ids = False
        self.lookups_refused = 0
        self._ids = itertools.count(1)
        self._lock = threading.Lock()

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        path = request.url.path.removeprefix("/v1/")
        with self._lock:
            self.calls[path.partition("/")[0] if "Run/" in path else path] += 1
        if path.startswith("Run/"):
            return self._run(path.removeprefix("Run/"), request)
        if path == "File/Upload":
            return self._answer(list=[{"url": "https://cdn.test/a.png"}])
        asked = json.loads(request.content)
        if path == "Task/List":
            return self._list(int(asked["start"]), int(asked["limit"]))
        if self.lookups_refused:
            self.lookups_refused -= 1
            return httpx2.Response(200, json=refused(0))
        by_token = asked.get("tasktoken", "").removeprefix("token-")
        task = self.tasks[asked.get("taskid") or by_token]
        if self.forgets:
            del self.tasks[asked["taskid"]]
        return self._answer(tasklist=[task])

    def _run(self, slug: str, request: httpx2.Request) -> httpx2.Response:
        is_form = b"form-data" in request.headers["content-type"].encode()
        sent = {"prompt": "form"} if is_form else json.loads(request.content)
        prompt = sent.get("prompt", "")
        if "away" in prompt and self.is_away:
            raise httpx2.ConnectError("refused")
        if "refused" in prompt:
            return httpx2.Response(200, json=refused(0))
        if self.forgets:
            return self._answer(taskid=self.add(slug, {}))
        with self._lock:
            self.accepted[prompt] += 1
        task_id = self.add(slug, sent)
        if "cut" in prompt:
            raise httpx2.ReadError("cut")
        told = {} if self.hides_ids else {"taskid": task_id}
        return self._answer(socketaccesstoken=f"token-{task_id}", **told)

    def add(self, slug: str, sent: dict[str, Any], age: float = 0) -> str:
        """A task that was accepted so many seconds ago."""
        task_id, prompt = str(next(self._ids)), sent.get("prompt", "")
        owner, _, name = slug.partition("/")
        output = {"name": "0.png", "url": f"https://cdn.test/{task_id}.png"}
        task = {
            "id": task_id,
            "socketaccesstoken": f"token-{task_id}",
            "status": "task_start" if "runs" in prompt else "task_postprocess_end",
            "pexit": "1" if "fails" in prompt else "0",
            "outputs": [output],
            "totalcost": "0.01",
            "debugerror": f"no token-{task_id}, no {KEY}" if "fails" in prompt else "",
            "parameters": sent,
            "createtime": str(int(real_time.time() - age)),
            "modelslugowner": owner,
            "modelslugproject": name,
        }
        with self._lock:
            self.tasks[task_id] = task
        return task_id

    def _list(self, start: int, limit: int) -> httpx2.Response:
        if not self.is_list_told:
            return httpx2.Response(200, json=refused(0, "no list"))
        newest = sorted(self.tasks.values(), key=lambda task: -int(task["id"]))
        return self._answer(tasklist=newest[start : start + limit])

    @staticmethod
    def _answer(**told: Any) -> httpx2.Response:
        return httpx2.Response(200, json={"result": True, "errors": [], **told})


@pytest.fixture
def town() -> Town:
    return Town()


@pytest.fixture
def wiro(mode: str, town: Town, time: Time) -> Any:
    kind = Wiro if mode == "sync" else AsyncWiro
    wiro = kind(
        KEY, api_secret=SECRET, transport=httpx2.MockTransport(town), max_retries=1
    )
    wiro._driver.sleep = time.sleep if mode == "sync" else time.sleep_async
    return wiro


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    return tmp_path / "runs.journal"


def paint(*prompts: str) -> list[tuple[str, dict[str, Any]]]:
    return [("acme/paint", {"prompt": prompt}) for prompt in prompts]


def kinds(outcomes: list[RunOutcome[Any]]) -> list[str]:
    ordered = sorted(outcomes, key=lambda outcome: outcome.index)
    return [type(one).__name__.removeprefix("Run").lower() for one in ordered]


def test_tasks_are_told_as_soon_as_they_are_there(
    wiro: Any, town: Town, each: Each, journal: Path
) -> None:
    told: dict[int, str] = {}

    def on_task(index: int, task: Any) -> None:
        assert index not in told
        told[index] = task.id

    requests = paint("a", "refused", "fails", "cut", "b")
    outcomes = each(wiro.run_many(requests, on_task=on_task, journal=journal))
    assert sorted(told) == [0, 2, 4]
    assert told[2] in [one.task_id for one in outcomes if isinstance(one, RunFailed)]
    told.clear()
    each(wiro.run_many(requests, on_task=on_task, journal=journal))
    assert not told.keys() & {0, 2, 4}


def test_each_run_has_its_outcome_and_failures_stop_nothing(
    wiro: Any, town: Town, each: Each
) -> None:
    requests = [
        *paint("a", "refused", "fails", "cut", "away"),
        ("no-slug", {}),
        Portrait(prompt="b"),
    ]
    outcomes = each(wiro.run_many(requests))

    assert kinds(outcomes) == [
        *("succeeded", "failed", "failed", "unknown", "failed", "failed", "succeeded")
    ]
    by_index = {one.index: one for one in outcomes}
    assert [one.request for _, one in sorted(by_index.items())] == requests
    match by_index[0], by_index[1], by_index[2], by_index[3]:
        case (
            RunSucceeded(result=result),
            RunFailed(error=ApiError(), task_id=None),
            RunFailed(error=TaskFailed(), task_id=str()),
            RunUnknown(error=OutcomeUnknown()),
        ):
            assert result.cost == Decimal("0.01")
        case others:
            pytest.fail(str(others))
    assert type(by_index[4].error) is TransportError
    assert isinstance(by_index[5].error, InvalidRequest)
    assert set(town.accepted.values()) == {1}


def test_a_task_that_is_known_by_its_token_is_in_the_journal_by_its_id(
    wiro: Any, town: Town, each: Each, journal: Path
) -> None:
    town.hides_ids = True
    assert kinds(each(wiro.run_many(paint("a"), journal=journal))) == ["succeeded"]
    assert '"step":"accepted","task":"1"' in journal.read_text()


def test_a_task_whose_id_cannot_be_looked_up_is_followed_by_its_token(
    wiro: Any, town: Town, each: Each, journal: Path
) -> None:
    town.hides_ids, town.lookups_refused = True, 1
    assert kinds(each(wiro.run_many(paint("a"), journal=journal))) == ["succeeded"]


def test_results_come_as_they_are_there_and_files_can_be_saved(
    wiro: Any, each: Each, do: Any, tmp_path: Path, town: Town
) -> None:
    [done] = each(wiro.run_many(paint("a")))
    assert isinstance(done, RunSucceeded)
    assert done.result.task.model == "acme/paint"
    do(done.result.task.refresh())
    with suppress(Exception):
        do(done.result.files[0].save(tmp_path))
    assert town.calls["files"] == 0


def test_requests_are_taken_as_runs_begin(wiro: Any, mode: str, do: Any) -> None:
    taken: list[int] = []

    def requests() -> Iterator[Any]:
        for n in range(100):
            taken.append(n)
            yield "acme/paint", {"prompt": str(n)}

    outcomes = wiro.run_many(requests(), concurrency=3)
    assert taken == []
    for expected in range(1, 10):
        next(outcomes) if mode == "sync" else do(anext(outcomes))
        assert len(taken) <= expected + 3
    outcomes.close() if mode == "sync" else do(outcomes.aclose())
    assert len(taken) < 15


def test_thousands_of_runs_take_little_memory(
    wiro: Any, mode: str, town: Town, do: Any
) -> None:
    count = 700
    padding = "x" * 10_000
    requests = (("acme/paint", {"prompt": f"{n}{padding}"}) for n in range(count))
    outcomes = wiro.run_many(requests, concurrency=8)

    async def drained() -> int:
        return len([1 async for _ in outcomes])

    town.forgets = True  # the service is no part of what is measured
    tracemalloc.start()
    try:
        seen = sum(1 for _ in outcomes) if mode == "sync" else do(drained())
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert seen == count
    assert most < count * len(padding) / 4


def test_a_journal_takes_what_a_body_does(
    wiro: Any, each: Each, town: Town, tmp_path: Path
) -> None:
    inputs = {"prompt": "x", "more": {"scale": Decimal("0.5")}}
    given = [("acme/paint", inputs)]
    for _ in range(2):
        (outcome,) = each(wiro.run_many(given, journal=tmp_path / "journal"))
        assert isinstance(outcome, RunSucceeded)


@pytest.mark.parametrize("seconds", ["30", float("nan"), True, object()])
@pytest.mark.parametrize("name", ["timeout", "wait_for_slot"])
def test_seconds_that_are_none_are_refused_before_anything_is_sent(
    wiro: Any, name: str, seconds: object
) -> None:
    if (name, seconds) != ("wait_for_slot", True):
        with pytest.raises(SettingsError, match=f"{name} must be seconds"):
            wiro.run_many([], **{name: seconds})


@pytest.mark.parametrize("concurrency", [0, -1, "3", 2.5, None])
def test_settings_that_make_no_sense_are_refused_at_once(
    wiro: Any, concurrency: Any
) -> None:
    with pytest.raises(SettingsError):
        wiro.run_many([], concurrency=concurrency)
    with pytest.raises(SettingsError):
        wiro.run_many([], max_cost="much")


def test_what_is_no_request_is_the_callers_mistake(wiro: Any, each: Each) -> None:
    with pytest.raises(TypeError, match="pairs"):
        each(wiro.run_many(["acme/paint"]))
    with pytest.raises(TypeError, match=r"a list of requests, not Portrait\("):
        wiro.run_many(Portrait(prompt="b"))


def test_without_a_key_nothing_goes_on(each: Each, mode: str, town: Town) -> None:
    kind = Wiro if mode == "sync" else AsyncWiro
    wiro = kind("", transport=httpx2.MockTransport(town))
    with pytest.raises(MissingKey):
        each(wiro.run_many(paint("a", "b")))


@pytest.mark.parametrize(("last", "concurrency"), [(None, 4), ("no pair", 1)])
def test_after_the_callers_own_error_what_is_under_way_is_told_and_nothing_begun(
    *, wiro: Any, mode: str, do: Any, town: Town, last: Any, concurrency: int
) -> None:
    def requests() -> Iterator[Any]:
        yield from paint("a", "fails", "cut")
        if last is None:
            raise ZeroDivisionError
        yield last
        yield from paint("never")

    before = threading.active_count()
    outcomes = wiro.run_many(requests(), concurrency=concurrency)
    told = [next(outcomes) if mode == "sync" else do(anext(outcomes)) for _ in range(3)]
    assert kinds(told) == ["succeeded", "failed", "unknown"]
    with pytest.raises(TypeError if last else ZeroDivisionError):
        next(outcomes) if mode == "sync" else do(anext(outcomes))
    assert "never" not in town.accepted
    if mode == "sync":
        assert threading.active_count() <= before


class Slow(httpx2.MockTransport):
    """Takes everything at once, and its time to answer runs whose prompt says so: with
    `async` until it has taken three runs, which it tells `when_taken` of, and longer.
    """

    when_taken: Callable[[], object] = staticmethod(lambda: None)
    _seconds = 0.1

    def __init__(self, town: Town) -> None:
        super().__init__(town)
        self._tasks = town.tasks
        self._are_taken = asyncio.Event()

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        response = super().handle_request(request)
        if b"slow" in request.content:
            real_time.sleep(self._seconds)
        return response

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        response = await super().handle_async_request(request)
        if len(self._tasks) == 3 and not self._are_taken.is_set():
            self.when_taken()
            self._are_taken.set()
        if b"slow" in request.content:
            await self._are_taken.wait()
            await asyncio.sleep(self._seconds)
        return response


class LeftAlone(httpx2.MockTransport):
    """Answers the run `slow` once another call has come, and uploads once the caller
    has gone away, which threads learn of.
    """

    def __init__(self, town: Town) -> None:
        super().__init__(town)
        self.has_another = threading.Event()
        self.is_left = threading.Event()

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        request.read()
        self._until_answered(request).wait()
        return super().handle_request(request)

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        await request.aread()
        answered = self._until_answered(request)
        while not answered.is_set():
            await asyncio.sleep(0)
        return await super().handle_async_request(request)

    def _until_answered(self, request: httpx2.Request) -> threading.Event:
        if b"slow" not in request.content:
            self.has_another.set()
        is_upload = "Upload" in request.url.path
        return self.is_left if is_upload else self.has_another


def close(outcomes: Any, mode: str, do: Any) -> None:
    """Takes the first outcome, and goes away."""
    next(outcomes) if mode == "sync" else do(anext(outcomes))
    outcomes.close() if mode == "sync" else do(outcomes.aclose())


def test_where_the_caller_goes_away_accepted_runs_are_told_all_the_same(
    mode: str, do: Any, town: Town, journal: Path
) -> None:
    wiro = (Wiro if mode == "sync" else AsyncWiro)(KEY, transport=Slow(town))
    told: dict[int, str] = {}
    outcomes = wiro.run_many(
        paint("a", "slow", "slow too"),
        on_task=lambda index, task: told.__setitem__(index, task.id),
        journal=journal,
    )
    close(outcomes, mode, do)
    assert sorted(told.values()) == sorted(town.tasks)
    assert journal.read_text().count("accepted") == len(told)


async def cancelled_by_a_scope(slow: Slow, work: Any) -> None:
    with anyio.CancelScope() as scope:
        slow.when_taken = scope.cancel
        async with anyio.create_task_group() as group:
            group.start_soon(work)


async def cancelled_twice(slow: Slow, work: Any) -> None:
    is_taken = asyncio.Event()
    slow.when_taken = is_taken.set
    task = asyncio.create_task(work())
    await is_taken.wait()
    for _ in range(2):
        task.cancel()
        await asyncio.sleep(0.01)
    await asyncio.gather(task, return_exceptions=True)
    others = asyncio.all_tasks() - {asyncio.current_task()}
    await asyncio.gather(
        *others, return_exceptions=True
    )  # who does not wait is told later


async def cancelled_by_a_time_out(slow: Slow, work: Any) -> None:
    now = asyncio.get_running_loop().time
    with suppress(TimeoutError):
        async with asyncio.timeout(None) as limit:
            slow.when_taken = lambda: limit.reschedule(now())
            await work()


@pytest.mark.parametrize(
    "cancelled", [cancelled_by_a_scope, cancelled_twice, cancelled_by_a_time_out]
)
def test_however_a_caller_is_cancelled_accepted_runs_are_told(
    town: Town, journal: Path, cancelled: Callable[[Any], Any]
) -> None:
    told: dict[int, str] = {}
    slow = Slow(town)

    async def consume() -> None:
        async with AsyncWiro(KEY, transport=slow) as wiro:
            outcomes = wiro.run_many(
                paint("slow", "slow too", "slow as well"),
                on_task=lambda index, task: told.__setitem__(index, task.id),
                journal=journal,
            )
            async for _ in outcomes:
                pytest.fail("an outcome in spite of the end")

    asyncio.run(cancelled(slow, consume))
    assert sorted(told.values()) == sorted(town.tasks)
    assert len(told) == 3


@pytest.mark.parametrize("is_uploaded", [True, False])
def test_where_the_caller_goes_away_nothing_more_is_sent(
    *,
    mode: str,
    do: Any,
    town: Town,
    monkeypatch: pytest.MonkeyPatch,
    is_uploaded: bool,
) -> None:
    transport, shut_down = LeftAlone(town), ThreadPoolExecutor.shutdown

    def shut_down_left_alone(pool: ThreadPoolExecutor, **how: bool) -> None:
        town.is_away = False
        transport.is_left.set()
        shut_down(pool, **how)

    monkeypatch.setattr(ThreadPoolExecutor, "shutdown", shut_down_left_alone)
    wiro = (Wiro if mode == "sync" else AsyncWiro)(KEY, transport=transport)
    requests: list[Any] = paint("away", "away again")
    if is_uploaded:
        requests = [Portrait(prompt="b", input_image_url=b"PNG") for _ in range(3)]
    close(wiro.run_many([*paint("slow"), *requests]), mode, do)
    assert transport.has_another.is_set()
    assert town.accepted == {"slow": 1}


def test_a_task_that_takes_too_long_is_told_with_its_id(
    wiro: Any, town: Town, each: Each
) -> None:
    [late] = each(wiro.run_many(paint("runs"), timeout=0))
    assert isinstance(late, RunFailed)
    assert isinstance(late.error, TaskTimeout)
    assert late.task_id == late.error.task.id == "1"


def test_a_limit_counts_for_each_run(wiro: Any, town: Town, each: Each) -> None:
    requests = [Portrait(prompt="a", steps=1), Portrait(prompt="b", steps=50)]
    outcomes = each(wiro.run_many(requests, max_cost="0.05"))
    assert kinds(outcomes) == ["succeeded", "failed"]
    assert town.accepted == {"a": 1}
    [error] = [one.error for one in outcomes if isinstance(one, RunFailed)]
    assert isinstance(error, CostUnknown)


def test_what_has_ended_is_told_again_without_any_call(
    wiro: Any, town: Town, each: Each, journal: Path
) -> None:
    requests = paint("a", "fails")
    first = each(wiro.run_many(requests, journal=journal))
    calls = town.calls.copy()

    again = each(wiro.run_many(requests, journal=journal))

    assert town.calls == calls
    assert kinds(again) == kinds(first) == ["succeeded", "failed"]
    [before] = [one.result for one in first if isinstance(one, RunSucceeded)]
    [after] = [one.result for one in again if isinstance(one, RunSucceeded)]
    assert after.cost == before.cost
    assert [file.url for file in after.files] == [file.url for file in before.files]
    assert after.task.id == before.task.id
    errors = [str(one.error) for one in [*first, *again] if isinstance(one, RunFailed)]
    assert len(set(errors)) == 1


def test_what_is_under_way_is_taken_up_by_its_id(
    wiro: Any, town: Town, each: Each, journal: Path
) -> None:
    each(wiro.run_many(paint("runs"), journal=journal, timeout=0))
    town.tasks["1"]["status"] = "task_postprocess_end"
    [done] = each(wiro.run_many(paint("runs"), journal=journal))
    assert isinstance(done, RunSucceeded)
    assert town.accepted == {"runs": 1}
    assert town.calls["Task/List"] == 0


def test_what_was_not_sent_or_refused_is_sent_again(
    wiro: Any, town: Town, each: Each, journal: Path
) -> None:
    each(wiro.run_many(paint("refused", "away"), journal=journal))
    calls = town.calls["Run"]
    each(wiro.run_many(paint("refused", "away"), journal=journal))
    assert town.calls["Run"] == 2 * calls
    assert town.calls["Task/List"] == 0


def test_more_requests_may_follow_those_of_the_journal(
    wiro: Any, town: Town, each: Each, journal: Path
) -> None:
    each(wiro.run_many(paint("a"), journal=journal))
    outcomes = each(wiro.run_many(paint("a", "b"), journal=journal))
    assert kinds(outcomes) == ["succeeded", "succeeded"]
    assert town.accepted == {"a": 1, "b": 1}


def test_a_lost_run_is_found_where_one_task_fits(
    wiro: Any, town: Town, each: Each, journal: Path
) -> None:
    [lost] = each(wiro.run_many(paint("cut"), journal=journal))
    assert isinstance(lost, RunUnknown)
    town.add("acme/paint", {"prompt": "another"})
    town.add("acme/other", {"prompt": "cut"})
    town.add("acme/paint", {"prompt": "cut", "steps": 9})
    town.add("acme/paint", {"prompt": "cut"}, age=301)

    [found] = each(wiro.run_many(paint("cut"), journal=journal))

    assert isinstance(found, RunSucceeded)
    assert found.result.task.id == "1"
    calls = town.calls.copy()
    assert calls["Task/List"] == 1
    assert kinds(each(wiro.run_many(paint("cut"), journal=journal))) == ["succeeded"]
    assert town.calls == calls
    assert town.accepted == {"cut": 1}


def test_lost_runs_are_told_apart_by_what_was_sent(
    wiro: Any, town: Town, each: Each, journal: Path
) -> None:
    requests = [
        ("Acme/Paint", {"prompt": "cut", "steps": 20, "scale": "5.0", "on": True}),
        ("acme/paint", {"prompt": "cut", "steps": 21, "tags": ["a", "b"], "no": ""}),
        ("acme/paint", {"prompt": "cut", "callbackUrl": "https://x.test/"}),
    ]
    assert kinds(each(wiro.run_many(requests, journal=journal))) == ["unknown"] * 3
    for task in town.tasks.values():
        told = {name: str(value) for name, value in task["parameters"].items()}
        task["parameters"] = json.dumps(
            {**told, "on": "true"} if "on" in told else told
            if "tags" not in told
            else {**task["parameters"], "no": None}
        )  # fmt: skip
        told.pop("callbackUrl", None)
    outcomes = each(wiro.run_many(requests, journal=journal))
    assert kinds(outcomes) == ["succeeded"] * 3
    found = {one.index: one.result.task.id for one in outcomes}  # type: ignore[union-attr]
    sent = {n: json.loads(town.tasks[id]["parameters"]) for n, id in found.items()}
    assert [sent[0].get("steps"), sent[1].get("steps")] == ["20", 21]


def test_a_lost_run_that_two_tasks_fit_stays_unknown_and_is_not_sent(
    wiro: Any, town: Town, each: Each, journal: Path
) -> None:
    each(wiro.run_many(paint("cut"), journal=journal))
    town.add("acme/paint", {"prompt": "cut"})
    for _ in range(2):
        [lost] = each(wiro.run_many(paint("cut"), journal=journal))
        assert isinstance(lost, RunUnknown)
        assert "2 could be its own" in str(lost.error)
    assert town.accepted == {"cut": 1}


def test_a_task_that_another_run_has_is_not_taken_up(
    wiro: Any, town: Town, each: Each, journal: Path
) -> None:
    requests = paint("same", "same cut")
    requests[1] = ("acme/paint", {"prompt": "same cut"})
    each(wiro.run_many(requests, journal=journal))
    for task in town.tasks.values():
        task["parameters"] = {"prompt": "same cut"}
    outcomes = each(wiro.run_many(requests, journal=journal))
    assert kinds(outcomes) == ["succeeded", "succeeded"]
    assert len({one.result.task.id for one in outcomes}) == 2  # type: ignore[union-attr]


def test_of_two_lost_runs_alike_one_task_is_one_runs(
    wiro: Any, town: Town, each: Each, journal: Path
) -> None:
    each(wiro.run_many(paint("cut", "cut"), journal=journal))
    del town.tasks["1"]
    outcomes = each(wiro.run_many(paint("cut", "cut"), journal=journal))
    assert sorted(kinds(outcomes)) == ["succeeded", "unknown"]
    assert town.accepted == {"cut": 2}


def test_a_lost_run_that_no_task_fits_stays_unknown_until_one_does(
    wiro: Any, town: Town, each: Each, journal: Path
) -> None:
    each(wiro.run_many(paint("cut"), journal=journal))
    hidden = town.tasks.pop("1")
    [lost] = each(wiro.run_many(paint("cut"), journal=journal))
    assert isinstance(lost, RunUnknown)
    assert "none could be its own" in str(lost.error)
    town.tasks["1"] = hidden
    assert kinds(each(wiro.run_many(paint("cut"), journal=journal))) == ["succeeded"]
    assert town.accepted == {"cut": 1}


def test_lost_runs_with_files_stay_unknown_for_no_task_tells_its_files(
    wiro: Any, town: Town, each: Each, journal: Path
) -> None:
    def cut(_: str, request: httpx2.Request) -> httpx2.Response:
        town.add("acme/paint", {"prompt": "form", "face": "https://cdn.test/a.png"})
        raise httpx2.ReadError("cut")

    town._run = cut  # type: ignore[method-assign]
    request = ("acme/paint", {"prompt": "form", "face": b"one"})
    each(wiro.run_many([request], journal=journal))
    assert kinds(each(wiro.run_many([request], journal=journal))) == ["unknown"]


def test_where_the_list_cannot_be_read_lost_runs_stay_unknown(
    wiro: Any, town: Town, each: Each, journal: Path
) -> None:
    each(wiro.run_many(paint("cut", "a"), journal=journal))
    town.is_list_told = False
    outcomes = each(wiro.run_many(paint("cut", "a", "b"), journal=journal))
    assert kinds(outcomes) == ["unknown", "succeeded", "succeeded"]
    assert "no list" in str(next(one for one in outcomes if one.index == 0).error)  # type: ignore[union-attr]


def test_where_there_are_too_many_tasks_lost_runs_stay_unknown(
    wiro: Any, town: Town, each: Each, journal: Path
) -> None:
    each(wiro.run_many(paint("cut"), journal=journal))
    for _ in range(2_000):
        town.add("acme/paint", {"prompt": "another"})
    assert kinds(each(wiro.run_many(paint("cut"), journal=journal))) == ["unknown"]
    assert town.calls["Task/List"] == 41


@pytest.mark.parametrize(
    "others",
    [
        paint("b", "a"),
        [("acme/other", {"prompt": "a"})],
        [("acme/paint", {"prompt": "a", "steps": 1})],
    ],
)
def test_the_journal_of_other_requests_is_refused_before_anything_is_sent(
    *, wiro: Any, town: Town, each: Each, journal: Path, others: Any
) -> None:
    each(wiro.run_many(paint("a"), journal=journal))
    with pytest.raises(JournalError, match="is of other requests: number 1"):
        each(wiro.run_many(others, journal=journal, concurrency=1))
    assert town.accepted == {"a": 1}


def test_a_file_with_another_content_is_another_request(
    wiro: Any, each: Each, journal: Path, tmp_path: Path
) -> None:
    face = tmp_path / "a.png"
    face.write_bytes(b"one")
    each(wiro.run_many([("acme/paint", {"face": face})], journal=journal))
    face.write_bytes(b"two")
    with pytest.raises(JournalError, match="other requests"):
        each(wiro.run_many([("acme/paint", {"face": face})], journal=journal))


def test_two_programs_cannot_use_one_journal(
    wiro: Any, mode: str, do: Any, each: Each, journal: Path
) -> None:
    outcomes = wiro.run_many(paint("a", "runs"), journal=journal)
    next(outcomes) if mode == "sync" else do(anext(outcomes))
    with pytest.raises(JournalError, match="in use"):
        each(wiro.run_many(paint("a"), journal=journal))
    outcomes.close() if mode == "sync" else do(outcomes.aclose())
    assert kinds(each(wiro.run_many(paint("a"), journal=journal))) == ["succeeded"]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ('{"model": "acme/paint"}\n', "is no journal"),
        ("prompts\nof mine", "is no journal"),
        ("PNG", "is no journal"),
        ('{"journal":"wiro runs","version":1}\nnonsense\n{}\n', "line 2"),
        ('{"journal":"wiro runs","version":1}\n{"index":0}\n{}\n', "line 2"),
        ('{"journal":"wiro runs","version":1}\n{"index":0,"step":"ended"}\n', "line 2"),
        (
            '{"journal":"wiro runs","version":1}\n{"step":"sending","at":"noon"}\n',
            "line 2",
        ),
        ('{"journal":"wiro runs","version":1}\n' + "[" * 100_000 + "\n", "line 2"),
    ],
)
def test_a_file_that_is_no_journal_is_refused_and_left_as_it_is(
    *, wiro: Any, town: Town, each: Each, journal: Path, content: str, why: str
) -> None:
    journal.write_text(content)
    with pytest.raises(JournalError, match=why):
        each(wiro.run_many(paint("a"), journal=journal))
    assert journal.read_text() == content
    assert not town.accepted


def test_a_folder_that_is_not_there_is_told(
    wiro: Any, each: Each, tmp_path: Path
) -> None:
    with pytest.raises(JournalError, match="No such file"):
        each(wiro.run_many(paint("a"), journal=tmp_path / "no" / "folder"))


def test_wherever_the_journal_was_torn_nothing_that_it_tells_is_sent_again(
    wiro: Any, town: Town, each: Each, journal: Path
) -> None:
    requests = paint("a", "cut", "fails")
    each(wiro.run_many(requests, journal=journal, concurrency=1))
    whole = journal.read_bytes()
    for end in range(0, len(whole), 23):
        journal.write_bytes(whole[:end])
        told = sum(b'"sending"' in line for line in whole[:end].split(b"\n")[:-1])
        before = town.calls["Run"]
        outcomes = each(wiro.run_many(requests, journal=journal))
        assert len(outcomes) == 3
        assert town.calls["Run"] - before == 3 - told


def test_a_step_that_a_full_disk_took_half_of_is_no_step(
    wiro: Any, town: Town, each: Each, journal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    each(wiro.run_many([], journal=journal))
    before, write = journal.read_bytes(), os.write
    monkeypatch.setattr("os.write", lambda file, line: write(file, line[:9]))
    with pytest.raises(JournalError, match="the disk is full"):
        each(wiro.run_many(paint("a"), journal=journal))
    assert journal.read_bytes() == before
    assert not town.accepted


def test_a_run_is_not_sent_where_the_journal_cannot_be_written(
    wiro: Any, town: Town, each: Each, journal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    each(wiro.run_many([], journal=journal))
    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(JournalError, match="No space left"):
        each(wiro.run_many(paint("a"), journal=journal))
    assert not town.accepted


def test_accepted_runs_are_told_where_the_journal_cannot_note_them(
    *,
    wiro: Any,
    mode: str,
    town: Town,
    do: Any,
    each: Each,
    journal: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write, told = os.write, set[int]()

    def full(file: int, line: bytes) -> int:
        if b"accepted" in line:
            raise OSError(28, "No space left on device")
        return write(file, line)

    monkeypatch.setattr("os.write", full)
    outcomes = wiro.run_many(
        paint("a", "b", "c"),
        journal=journal,
        concurrency=2,
        on_task=lambda index, _: told.add(index),
    )
    seen = []
    with pytest.raises(JournalError, match="No space left"):
        while True:
            seen.append(next(outcomes) if mode == "sync" else do(anext(outcomes)))
    assert {one.index for one in seen} == told
    assert kinds(seen) == ["succeeded"] * len(town.accepted)
    monkeypatch.undo()
    resumed = each(wiro.run_many(paint("a", "b", "c"), journal=journal))
    assert kinds(resumed) == ["succeeded"] * 3, resumed
    assert town.accepted == {"a": 1, "b": 1, "c": 1}


@pytest.mark.parametrize("step", ["accepted", "ended"])
def test_a_journal_that_misses_the_last_step_is_told_at_the_end(
    *, wiro: Any, each: Each, journal: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = os.write

    def full(file: int, line: bytes) -> int:
        if step.encode() in line:
            raise OSError(28, "No space left on device")
        return write(file, line)

    monkeypatch.setattr("os.write", full)
    with pytest.raises(JournalError, match="No space left"):
        each(wiro.run_many(paint("a"), journal=journal))


def test_a_run_whose_intent_is_not_on_disk_for_sure_is_sent_the_next_time(
    wiro: Any, town: Town, each: Each, journal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    each(wiro.run_many([], journal=journal))
    with monkeypatch.context() as patched:
        patched.setattr("os.fsync", full)
        with pytest.raises(JournalError):
            each(wiro.run_many(paint("a"), journal=journal))
    assert kinds(each(wiro.run_many(paint("a"), journal=journal))) == ["succeeded"]
    assert town.accepted == {"a": 1}


def test_what_was_surely_not_sent_is_sent_the_next_time(
    *, wiro: Any, mode: str, town: Town, each: Each, journal: Path, time: Time
) -> None:
    class Killed(BaseException):
        pass

    def killed(seconds: float) -> None:
        if seconds:
            raise Killed

    async def killed_async(seconds: float) -> None:
        killed(seconds)

    wiro._driver.sleep = killed if mode == "sync" else killed_async
    with pytest.raises(Killed):
        each(wiro.run_many(paint("away"), journal=journal))
    wiro._driver.sleep = time.sleep if mode == "sync" else time.sleep_async
    town.is_away = False
    assert kinds(each(wiro.run_many(paint("away"), journal=journal))) == ["succeeded"]


def test_the_journal_holds_neither_keys_nor_tokens_nor_inputs(
    wiro: Any, each: Each, journal: Path
) -> None:
    requests = paint("a secret portrait", "fails", "cut", "refused")
    each(wiro.run_many(requests, journal=journal))
    text = journal.read_text()
    assert "no ***, no ***" in text
    assert not [one for one in (KEY, SECRET, "token-", "portrait") if one in text]
    assert journal.stat().st_mode & 0o777 == 0o600


def test_options_of_a_run_reach_every_run(wiro: Any, town: Town, each: Each) -> None:
    each(wiro.run_many(paint("a", "b"), callback_url="https://x.test/", project_id="7"))
    sent = [task["parameters"] for task in town.tasks.values()]
    assert {one["callbackUrl"] for one in sent} == {"https://x.test/"}
    assert {one["projectid"] for one in sent} == {"7"}


class Hurry:
    """A clock that goes twenty times as fast, in all threads."""

    FACTOR = 20

    def __init__(self) -> None:
        self.slept = 0.0

    @property
    def now(self) -> float:
        return real_time.monotonic() * self.FACTOR

    def sleep(self, seconds: float) -> None:
        self.slept += seconds
        real_time.sleep(seconds / self.FACTOR)

    async def sleep_async(self, seconds: float) -> None:
        self.slept += seconds
        await asyncio.sleep(seconds / self.FACTOR)


class Narrow(Town):
    """Takes `slots` tasks at a time (code 96), and one call to run within `seconds`
    (HTTP 429); a task lasts for `readings` of it.
    """

    def __init__(self, hurry: Hurry, slots: int = 99, seconds: float = 0) -> None:
        super().__init__()
        self.time, self.slots, self.seconds = hurry, slots, seconds
        self.readings = 3
        self.most_at_once = 0
        self.under_way: Counter[str] = Counter()
        self._last = -1e9

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        if "/Run/" in str(request.url):
            return self._limited(request)
        if request.url.path.endswith("Task/Detail"):
            task_id = json.loads(request.content)["taskid"]
            with self._lock:
                self.under_way[task_id] -= 1
                is_over = self.under_way[task_id] <= 0
                self.under_way = +self.under_way
            if not is_over:
                task = {**self.tasks[task_id], "status": "task_start"}
                return self._answer(tasklist=[task])
        return super().__call__(request)

    def _limited(self, request: httpx2.Request) -> httpx2.Response:
        with self._lock:
            now, wait = self.time.now, self._last + self.seconds - self.time.now
            is_full = len(self.under_way) >= self.slots
            if wait <= 0 and not is_full:
                self._last = now
                task_id = str(len(self.tasks) + 1)
                self.under_way[task_id] = self.readings
                self.most_at_once = max(self.most_at_once, len(self.under_way))
            else:
                self.calls["refused"] += 1
        if wait > 0:
            header = {"retry-after": str(self.seconds)}
            return httpx2.Response(429, headers=header)
        if is_full:
            return httpx2.Response(200, json=refused(96, "too many"))
        return super().__call__(request)


@pytest.fixture
def hurry() -> Hurry:
    return Hurry()


def narrow_wiro(mode: str, town: Narrow, hurry: Hurry) -> Any:
    kind = Wiro if mode == "sync" else AsyncWiro
    wiro = kind(KEY, transport=httpx2.MockTransport(town))
    wiro._driver.sleep = hurry.sleep if mode == "sync" else hurry.sleep_async
    wiro._driver.service = replace(wiro._driver.service, clock=lambda: hurry.now)
    return wiro


@pytest.mark.parametrize("slots", [1, 2, 3])
def test_many_runs_wait_for_the_slots_that_there_are(
    mode: str, each: Each, hurry: Hurry, slots: int
) -> None:
    town, waits = Narrow(hurry, slots), []
    wiro = narrow_wiro(mode, town, hurry)
    prompts = [f"p{n}" for n in range(20)]
    outcomes = each(wiro.run_many(paint(*prompts), on_wait=waits.append))
    assert kinds(outcomes) == ["succeeded"] * 20
    assert town.accepted == dict.fromkeys(prompts, 1)
    assert town.most_at_once <= slots
    assert {type(refusal) for refusal in waits} <= {ConcurrencyLimit}
    assert waits


def test_many_runs_honour_the_pauses_that_the_service_asks_for(
    mode: str, each: Each, hurry: Hurry
) -> None:
    town = Narrow(hurry, seconds=1)
    wiro = narrow_wiro(mode, town, hurry)
    prompts = [f"p{n}" for n in range(20)]
    outcomes = each(wiro.run_many(paint(*prompts)))
    assert kinds(outcomes) == ["succeeded"] * 20
    assert town.accepted == dict.fromkeys(prompts, 1)


def test_many_runs_do_not_wait_for_ever_for_slots_that_others_hold(
    mode: str, each: Each, hurry: Hurry
) -> None:
    town = Narrow(hurry, slots=0)
    wiro = narrow_wiro(mode, town, hurry)
    outcomes = each(wiro.run_many(paint(*"abcdefgh"), wait_for_slot=20))
    assert kinds(outcomes) == ["failed"] * 8
    assert {type(outcome.error) for outcome in outcomes} == {ConcurrencyLimit}
    assert town.calls["refused"] > 8
    assert hurry.slept > 20


def test_many_runs_wait_for_a_task_of_theirs_that_there_was_before(
    mode: str, each: Each, hurry: Hurry, journal: Path
) -> None:
    town = Narrow(hurry, slots=1)
    wiro = narrow_wiro(mode, town, hurry)
    each(wiro.run_many(paint("a"), journal=journal, timeout=0))
    town.readings, town.under_way["1"] = 1, 5
    outcomes = each(wiro.run_many(paint("a", "b"), journal=journal, wait_for_slot=0.01))
    assert kinds(outcomes) == ["succeeded"] * 2


def test_a_pipe_is_whole_when_its_run_is_sent_again(
    mode: str, each: Each, hurry: Hurry, journal: Path
) -> None:
    class Once(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_: int) -> int:
            raise io.UnsupportedOperation

    class Full(Narrow):
        def __call__(self, request: httpx2.Request) -> httpx2.Response:
            if "/Run/" in str(request.url):
                self.calls["whole"] += b"PNG" in request.read()
            return super().__call__(request)

    town = Full(hurry, seconds=1)
    wiro = narrow_wiro(mode, town, hurry)
    faces = [("acme/paint", {"face": Once(b"PNG")}) for _ in range(2)]
    assert kinds(each(wiro.run_many(faces, journal=journal))) == ["succeeded"] * 2
    assert town.calls["whole"] == 2 + town.calls["refused"] > 2


def test_whatever_becomes_of_a_run_it_holds_no_slot_for_ever(
    mode: str, each: Each, hurry: Hurry, journal: Path
) -> None:
    class Closing(Narrow):
        def _run(self, slug: str, request: httpx2.Request) -> httpx2.Response:
            if b"refused" in request.content:
                self.slots = 0
            return super()._run(slug, request)

    town, waits = Closing(hurry), itertools.count()
    wiro = narrow_wiro(mode, town, hurry)

    def wait(_: ApiError) -> None:
        assert next(waits) < 8

    def outcomes() -> list[RunOutcome[Any]]:
        requests = paint("a", "cut", "refused", "last")
        how = {"journal": journal, "wait_for_slot": 3, "on_wait": wait}
        return each(wiro.run_many(requests, concurrency=1, **how))

    assert kinds(outcomes()) == ["succeeded", "unknown", "failed", "failed"]
    again = outcomes()
    assert kinds(again) == ["succeeded", "succeeded", "failed", "failed"]
    assert {type(one.error) for one in again[2:]} == {ConcurrencyLimit}  # type: ignore[union-attr]


@pytest.mark.parametrize("wait", [False, None, 0])
def test_many_runs_that_are_not_to_wait_fail_at_once(
    mode: str, each: Each, hurry: Hurry, wait: Any
) -> None:
    town = Narrow(hurry, slots=0)
    wiro = narrow_wiro(mode, town, hurry)
    outcomes = each(wiro.run_many(paint(*"abcd"), wait_for_slot=wait))
    assert kinds(outcomes) == ["failed"] * 4
    assert town.calls["refused"] == 4


def test_an_unknown_run_that_left_no_trace_is_sent_again_where_that_is_wanted(
    mode: str, each: Each, hurry: Hurry, journal: Path
) -> None:
    class Forgetful(Narrow):
        def _run(self, slug: str, request: httpx2.Request) -> httpx2.Response:
            if b"gone" in request.content and not self.calls["cut"]:
                self.calls["cut"] += 1
                raise httpx2.ReadError("cut")
            return super()._run(slug, request)

    town = Forgetful(hurry)
    wiro = narrow_wiro(mode, town, hurry)
    prompts = ["a", "gone", "cut", "b"]
    outcomes = each(
        wiro.run_many(paint(*prompts), resend_unknown=True, journal=journal)
    )
    by_index = {outcome.index: outcome for outcome in outcomes}
    assert [kinds([by_index[n]])[0] for n in range(4)] == [
        *("succeeded", "succeeded", "unknown", "succeeded"),
    ]
    assert town.accepted == dict.fromkeys(prompts, 1)
    assert journal.read_text().count("withdrawn") == 1


def test_a_run_that_waited_for_an_hour_is_looked_for_where_it_was_sent(
    mode: str, each: Each, hurry: Hurry, monkeypatch: pytest.MonkeyPatch
) -> None:
    town, now = Narrow(hurry, slots=0), real_time.time()
    wiro = narrow_wiro(mode, town, hurry)

    def wait(_: ApiError) -> None:
        town.slots = 9
        monkeypatch.setattr("time.time", lambda: now + 4_000)

    cut = wiro.run_many(paint("cut"), resend_unknown=True, on_wait=wait)
    assert kinds(each(cut)) == ["unknown"]
    assert town.accepted == {"cut": 1}
    assert hurry.slept > 5, "a list that was read too early"


def test_a_task_of_another_run_is_no_trace(mode: str, each: Each, hurry: Hurry) -> None:
    class Forgetful(Narrow):
        def _run(self, slug: str, request: httpx2.Request) -> httpx2.Response:
            self.calls["sent"] += 1
            if self.calls["sent"] == 2:
                raise httpx2.ReadError("cut")
            return super()._run(slug, request)

    wiro = narrow_wiro(mode, town := Forgetful(hurry), hurry)
    twice = wiro.run_many(paint("a", "a"), resend_unknown=True, concurrency=1)
    assert kinds(each(twice)) == ["succeeded"] * 2
    assert town.accepted == {"a": 2}


def test_a_lost_run_of_a_journal_with_a_trace_is_not_sent_again(
    wiro: Any, town: Town, each: Each, journal: Path
) -> None:
    each(wiro.run_many(paint("cut"), journal=journal))
    again = wiro.run_many(paint("cut"), journal=journal, resend_unknown=True)
    assert kinds(each(again)) == ["succeeded"]
    assert town.accepted == {"cut": 1}


def test_a_lost_run_of_a_journal_without_a_trace_is_sent_again_where_that_is_wanted(
    mode: str, each: Each, hurry: Hurry, journal: Path
) -> None:
    class Cutting(Narrow):
        is_cutting = True

        def _run(self, slug: str, request: httpx2.Request) -> httpx2.Response:
            if self.is_cutting:
                raise httpx2.ReadError("cut")
            return super()._run(slug, request)

    town = Cutting(hurry)
    wiro = narrow_wiro(mode, town, hurry)
    assert kinds(each(wiro.run_many(paint("a"), journal=journal))) == ["unknown"]
    town.is_cutting = False
    assert kinds(each(wiro.run_many(paint("a"), journal=journal))) == ["unknown"]
    again = wiro.run_many(paint("a"), journal=journal, resend_unknown=True)
    assert kinds(each(again)) == ["succeeded"]
    assert town.accepted == {"a": 1}
    assert journal.read_text().count("withdrawn") == 1
