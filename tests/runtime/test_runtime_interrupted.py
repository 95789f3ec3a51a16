"""A paid run never hides: not behind another process's answer, another event loop, a
time-out of the caller's, an error that nobody expected, or an odd refusal.
"""

import asyncio
import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import acme.wiro_models
import anyio
import httpx2
import pytest
from acme.wiro_models import (
    AsyncWiro,
    ConcurrencyLimit,
    OutcomeUnknown,
    SettingsError,
    Wiro,
    WiroError,
)
from hypothesis import given
from hypothesis import strategies as st
from scripted_wiro import ACCEPTED, KEY, Service, detail, done, refused

Make = Callable[..., Any]
Do = Callable[[Any], Any]
RUN = "Run/acme/paint"


class KeepAlive(BaseHTTPRequestHandler):
    """Keeps connections open, and gives each run a task of its prompt's name."""

    protocol_version = "HTTP/1.1"
    accepted: ClassVar[list[str]] = []

    def do_POST(self) -> None:
        sent = json.loads(self.rfile.read(int(self.headers["content-length"])))
        prompt = sent.get("prompt") or sent["taskid"]
        if "prompt" in sent:
            self.accepted.append(prompt)
        task = done()["tasklist"][0] | {"id": prompt}
        body = json.dumps({"result": True, "taskid": prompt, "tasklist": [task]})
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def address() -> Iterator[str]:
    KeepAlive.accepted.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), KeepAlive) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def program(folder: Path, text: str, *arguments: str) -> Any:
    """A program that has ended well. Of connections left open Python may warn."""
    path = folder / "program.py"
    path.write_text(text)
    package = Path(acme.wiro_models.__file__).parents[2]
    finished = subprocess.run(
        [sys.executable, "-W", "ignore", path, *arguments],
        env={**os.environ, "PYTHONPATH": str(package)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert finished.returncode == 0, finished.stderr
    return finished


FORKING = """
import asyncio, multiprocessing, os, sys
import httpx2
from acme.wiro_models import AsyncWiro, SettingsError, Wiro

kind, how, address = sys.argv[1:]
own = {} if how == "own" else {"http_client": (httpx2.Client if kind == "sync" else
    httpx2.AsyncClient)()}
wiro = (Wiro if kind == "sync" else AsyncWiro)("k", base_url=address, **own)

loops = {}

def run(prompt):
    async def awaited():
        return (await wiro.run("acme/paint", {"prompt": prompt})).id
    if kind == "async":
        return loops.setdefault(os.getpid(), asyncio.Runner()).run(awaited())
    return wiro.run("acme/paint", {"prompt": prompt}).id

def work(number):
    try:
        got = [run(f"{number}-{n}") for n in range(10)]
        return got == [f"{number}-{n}" for n in range(10)]
    except SettingsError as error:
        return str(error)

if __name__ == "__main__":
    if how != "unused":
        assert run("parent") == "parent"
    with multiprocessing.get_context("fork").Pool(8) as pool:
        print(set(pool.map(work, range(16), chunksize=1)))
    if how == "own":
        assert run("parent again") == "parent again"
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
@pytest.mark.parametrize(
    ("how", "outcome"), [("own", "True"), ("given", "forked"), ("unused", "True")]
)
def test_a_client_from_before_a_fork_gives_each_process_its_own_tasks(
    mode: str, address: str, tmp_path: Path, how: str, outcome: str
) -> None:
    finished = program(tmp_path, FORKING, mode, how, address)
    assert outcome in finished.stdout
    assert "False" not in finished.stdout
    sent = 0 if how == "given" else 160
    assert len(KeepAlive.accepted) == sent + {"own": 2, "given": 1, "unused": 0}[how]


LOOPS = """
import asyncio, sys
from acme.wiro_models import AsyncWiro, WiroError

wiro = AsyncWiro("k", base_url=sys.argv[1])

async def run(prompt):
    task = await wiro.run("acme/paint", {"prompt": prompt})
    await task.wait()
    return task.id

print([asyncio.run(run(f"p{n}")) for n in range(4)])
asyncio.run(wiro.close())
try:
    asyncio.run(run("late"))
except WiroError as error:
    print(error)
"""


def test_an_asynchronous_client_can_be_used_in_one_event_loop_after_the_other(
    address: str, tmp_path: Path
) -> None:
    finished = program(tmp_path, LOOPS, address)
    prompts = ["p0", "p1", "p2", "p3"]
    assert finished.stdout.splitlines() == [str(prompts), "this client is closed"]
    assert KeepAlive.accepted == prompts


class Late(httpx2.AsyncBaseTransport):
    """Takes runs at once, when something is done, and answers after that many seconds."""

    def __init__(self, seconds: float, answer: Any = ACCEPTED) -> None:
        self.seconds = seconds
        self.answer = answer
        self.taken = 0
        self.answered = 0
        self.when_taken: Callable[[], object] = lambda: None

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        self.taken += 1
        self.when_taken()
        await asyncio.sleep(self.seconds)
        self.answered += 1
        return httpx2.Response(200, json=self.answer)


async def by_a_time_out(late: Late, work: Any) -> BaseException:
    now = asyncio.get_running_loop().time
    with pytest.raises(TimeoutError) as caught:
        async with asyncio.timeout(None) as limit:
            late.when_taken = lambda: limit.reschedule(now())
            await work()
    assert caught.value.__cause__ is not None
    return caught.value.__cause__


async def by_wait_for(late: Late, work: Any) -> BaseException:
    task = await begun(late, work)
    with pytest.raises(TimeoutError) as caught:
        await asyncio.wait_for(task, 0.001)
    assert caught.value.__cause__ is not None
    return caught.value.__cause__


async def begun(late: Late, work: Any) -> Any:
    """The task of some work whose run was taken."""
    is_taken = asyncio.Event()
    late.when_taken = is_taken.set
    task = asyncio.create_task(work())
    await is_taken.wait()
    return task


async def by_cancelling(late: Late, work: Any) -> BaseException:
    task = await begun(late, work)
    task.cancel()
    with pytest.raises(asyncio.CancelledError) as caught:
        await task
    return caught.value


async def by_a_scope(late: Late, work: Any) -> BaseException:
    kept: list[BaseException] = []
    with anyio.CancelScope() as scope:
        late.when_taken = scope.cancel
        try:
            await work()
        except BaseException as error:
            kept.append(error)
            raise
    return kept[0]


WAYS = [by_a_time_out, by_wait_for, by_cancelling, by_a_scope]


@pytest.mark.parametrize("interrupted", WAYS)
def test_who_is_interrupted_while_a_run_is_sent_learns_its_task(
    interrupted: Any, caplog: pytest.LogCaptureFixture
) -> None:
    late = Late(0.3)

    async def main() -> BaseException:
        async with AsyncWiro(KEY, transport=late) as wiro:
            error: BaseException = await interrupted(
                late, lambda: wiro.run("acme/paint", {"prompt": "x"})
            )
            return error

    error = asyncio.run(main())
    assert isinstance(error, asyncio.CancelledError)
    assert late.taken == late.answered == 1
    assert error.__notes__ == [
        "The run of acme/paint was accepted: wiro.task('2221') is its task."
    ]
    warnings = [one.getMessage() for one in caplog.records if one.levelno > 20]
    assert warnings == error.__notes__


def test_who_has_gone_away_before_a_run_is_sent_pays_for_none() -> None:
    late = Late(0)

    async def main() -> None:
        async with AsyncWiro(KEY, transport=late) as wiro:
            with anyio.CancelScope() as scope:
                scope.cancel()
                await wiro.run("acme/paint", {})

    asyncio.run(main())
    assert late.taken == 0


def test_a_run_is_not_sent_where_work_is_to_end(
    make: Make, service: Service, mode: str, do: Do
) -> None:
    class Ending(Exception):
        pass

    def end(_: float) -> None:
        raise Ending

    async def end_async(_: float) -> None:
        raise Ending

    wiro = make()
    wiro._driver.sleep = end if mode == "sync" else end_async
    with pytest.raises(Ending):
        do(wiro.run("acme/paint", {}))
    assert service.paths == []


@pytest.mark.parametrize("interrupted", WAYS)
def test_who_is_interrupted_does_not_wait_for_ever(
    interrupted: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "acme.wiro_models._runtime.client.async_operations._PATIENCE", 0.05
    )
    late = Late(600)

    async def main() -> BaseException:
        async with AsyncWiro(KEY, transport=late) as wiro:
            error: BaseException = await interrupted(
                late, lambda: wiro.run("acme/paint", {})
            )
            return error

    error = asyncio.run(main())
    assert "recent_tasks(model='acme/paint')" in error.__notes__[0]
    assert late.taken == 1


def test_who_is_interrupted_while_a_refusal_comes_is_told_no_task() -> None:
    late = Late(0.2, refused(97))

    async def main() -> BaseException:
        async with AsyncWiro(KEY, transport=late) as wiro:
            return await by_cancelling(late, lambda: wiro.run("acme/paint", {}))

    assert "wiro.task(" not in asyncio.run(main()).__notes__[0]


def test_an_interruption_of_the_blocking_client_stays_what_it_is(
    service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    service.on(RUN, lambda _: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt) as caught:
        Wiro(KEY, transport=httpx2.MockTransport(service)).run("acme/paint", {})
    assert "recent_tasks" in caught.value.__notes__[0]
    assert caplog.records[-1].levelno == logging.WARNING


@pytest.mark.parametrize(
    "error",
    [RuntimeError("Event loop is closed"), KeyError("hook"), ZeroDivisionError()],
)
def test_whatever_is_raised_once_a_run_may_have_left_leaves_it_unknown(
    make: Make, service: Service, do: Do, error: Exception
) -> None:
    service.on(RUN, error)
    with pytest.raises(OutcomeUnknown, match=type(error).__name__):
        do(make().run("acme/paint", {}))
    assert service.paths == [RUN]


NAMED = [{"taskid": "9"}, {"taskid": 9}, {"socketaccesstoken": "planted-t"}]
NO_TASK = [
    *({}, {"taskid": "0"}, {"taskid": 0}, {"taskid": None}, {"taskid": ""}),
    *({"taskid": "00"}, {"taskid": "0.0"}, {"taskid": "null"}),
]
PLACES = [
    lambda named: {**refused(96), **named},
    lambda named: {**refused(96), "data": named},
    lambda named: {**refused(96), "taskid": None, "data": named},
    lambda named: {**refused(96), "taskid": "0", "data": json.dumps(named)},
    lambda named: {"data": {**refused(96), **named}},
    lambda named: {**refused(96), "data": {"data": named}},
    lambda named: {**refused(96), "data": [{}, named]},
    lambda named: {**refused(96), "task": named},
    lambda named: {**refused(96), "data": {"tasklist": [named]}},
]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("named", NAMED)
def test_a_refusal_that_names_a_task_is_never_sent_again(
    make: Make, service: Service, do: Do, named: Any, place: Any
) -> None:
    service.on(RUN, place(named), ACCEPTED)
    with pytest.raises(OutcomeUnknown):
        do(make().run("acme/paint", {}, wait_for_slot=True))
    assert service.paths == [RUN]


@pytest.mark.parametrize("place", PLACES)
def test_an_accepted_run_is_the_task_that_a_refusal_would_have_named(
    make: Make, service: Service, do: Do, place: Any
) -> None:
    answer = place({"taskid": "9"})
    below = answer if "result" in answer else answer["data"]
    below.update(result=True, errors=[])
    service.on(RUN, answer)
    assert do(make().run("acme/paint", {})).id == "9"


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("named", NO_TASK)
def test_a_refusal_that_names_none_is_a_refusal(
    make: Make, service: Service, do: Do, named: Any, place: Any
) -> None:
    service.on(RUN, place(named))
    with pytest.raises(ConcurrencyLimit):
        do(make().run("acme/paint", {}))


@pytest.mark.parametrize("answer", [*NO_TASK, {"data": {"taskid": "0"}}])
def test_an_accepted_run_without_a_task_is_unknown(
    make: Make, service: Service, do: Do, answer: Any
) -> None:
    service.on(RUN, {"result": True, "errors": [], **answer})
    with pytest.raises(OutcomeUnknown, match="names no task"):
        do(make().run("acme/paint", {}))


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["1e999999999", "-0", "0", "9" * 400, "NaN", "task_end"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(
            [
                *("result", "errors", "code", "message", "data", "taskid"),
                *("socketaccesstoken", "tasklist", "id", "status"),
            ]
        ),
        inner,
        max_size=5,
    ),
    max_leaves=12,
)


@given(body=JSON, status=st.sampled_from([200, 302, 400, 401, 408, 429, 500]))
def test_no_answer_to_a_run_raises_anything_but_our_errors(
    body: Any, status: int
) -> None:
    text = json.dumps(body)

    def answer(_: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(status, content=text)

    with (
        Wiro(KEY, max_retries=0, transport=httpx2.MockTransport(answer)) as wiro,
        suppress(WiroError),
    ):
        wiro.run("acme/paint", {})


PROXY = "socks5://someone:pass-word@proxy.test:1080"


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("HTTP_PROXY", PROXY, "HTTP_PROXY.*socks"),
        ("all_proxy", PROXY, "ALL_PROXY.*socks"),
        ("HTTPS_PROXY", "ftp://someone:pass-word@x.test", "HTTPS_PROXY must be the"),
        ("HTTPS_PROXY", "http://someone:pass-word", "HTTPS_PROXY must be the address"),
        ("SSL_CERT_FILE", "/nowhere/ca.pem", "SSL_CERT_FILE='/nowhere/ca.pem'"),
        ("SSL_CERT_FILE", __file__, "SSL_CERT_FILE="),
    ],
)
def test_an_environment_that_is_of_no_use_is_a_settings_error(
    monkeypatch: pytest.MonkeyPatch, mode: str, name: str, value: str, message: str
) -> None:
    monkeypatch.setenv(name, value)
    kind = Wiro if mode == "sync" else AsyncWiro
    with pytest.raises(SettingsError, match=message) as caught:
        kind(KEY)
    assert "pass-word" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_task_whose_id_is_zero_has_none(make: Make, service: Service, do: Do) -> None:
    task = make().task(token="planted-token-5e0d")
    service.on("Task/Detail", detail("task_start", id="0"))
    assert do(task.refresh()).id is None
