"""Answers made hostile, value by value, through whole runs: only our own errors come
out, and no key is in a message or a log.
"""

import asyncio
import copy
import inspect
import json
import logging
import pickle
import tempfile
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import httpx2
import pytest
from acme.wiro_models import AsyncWiro, Wiro, WiroError
from hypothesis import given
from hypothesis import strategies as st
from scripted_wiro import (
    ACCEPTED,
    KEY,
    SECRET,
    SOCKET,
    TOKEN,
    Service,
    Socket,
    Time,
    detail,
    done,
)

from effort import examples

NESTED = {"~deep": 150, "~deeper": 900, "~deepest": 50_000}
HOSTILE: st.SearchStrategy[Any] = st.sampled_from(
    [
        *(None, True, False, 0, 1, -1, 2**63, 10**400, 1e308, float("nan"), 0.5),
        *(float("inf"), "", " ", "0", "2221", "-1", "1e999999999", "9" * 5000, "NaN"),
        *("\ud800", "a\udfffb.png", "\x00\x1b[31m", "../../etc/passwd", "\u202e"),
        *("https://[x/", "https://cdn.test/\ud800", "ftp://x", "http://:99999/a", "[]"),
        *([], {}, [[]], [None], [{}], [[{"id": "2221"}]], {"id": {}}, {"": None}),
        *([1, "2", None], {"code": [], "message": {}}, [{"url": "https://cdn.test/b"}]),
        *NESTED,
    ]
)
ECHOES: st.SearchStrategy[Any] = st.sampled_from(
    [KEY, f"no {KEY}", f"{SECRET}{KEY}", [f"no {KEY}"], {"message": KEY}]
)
"""What a service may repeat of what it was sent."""
STATUSES = st.sampled_from([200] * 12 + [201, 302, 400, 403, 404, 429, 500])
ANSWER = {
    "name": "",
    "contenttype": "raw",
    "content": {"prompt": "p", "raw": "r", "thinking": ["t"], "answer": ["a"]},
}
STORED = {"url": "https://cdn.test/a", "name": "a", "size": "3", "id": "5"}
PICTURE = done()["tasklist"][0]["outputs"][0]
TOLD = {
    "debugerror": "words",
    "elapsedseconds": "6.0",
    "modelslugowner": "acme",
    "modelslugproject": "paint",
    "parameters": {"prompt": "a"},
}
ANSWERS: dict[str, Any] = {
    "Run/acme/paint": ACCEPTED,
    "Task/Detail": done(outputs=[PICTURE, ANSWER], **TOLD),
    "Task/List": done(createtime="1700000000", **TOLD),
    "Task/Kill": detail("task_cancel"),
    "File/Upload": {"result": True, "errors": [], "list": [STORED]},
    "File/FolderCreate": {"result": True, "list": [{"id": "5", "name": "faces"}]},
}
REFUSAL = {"result": False, "errors": [{"code": 96, "message": "too many", "time": 1}]}
MESSAGES: list[Any] = [
    {"type": "connected", "result": True},
    {"type": "task_start", "message": "words"},
    {
        "type": "task_output",
        "message": {
            "percentage": "50",
            "stepCurrent": 1,
            "stepTotal": "2",
            "speed": "1.5",
            "speedType": "it/s",
            "elapsedTime": "00:01",
        },
    },
    {"type": "task_output", "message": {"raw": "r", "thinking": [], "answer": ["a"]}},
    {"type": "task_cost", "turnCost": "0.1", "cumulativeCost": 1, "usage": {"a": 1}},
    {"type": "task_postprocess_end", "message": ""},
]


def places(tree: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where the values of a tree stand."""
    yield at
    inner = tree.items() if isinstance(tree, dict) else ()
    for key, value in enumerate(tree) if isinstance(tree, list) else inner:
        yield from places(value, (*at, key))


@st.composite
def spoilt(draw: st.DrawFn, tree: Any) -> Any:
    """A tree of which some values are others, are gone, in a list, or a text."""
    for _ in range(draw(st.integers(0, 3))):
        root = {"": copy.deepcopy(tree)}
        *way, last = draw(st.sampled_from(list(places(root))[1:]))
        holder: Any = root
        for key in way:
            holder = holder[key]
        match draw(
            st.sampled_from(["other", "other", "other", "gone", "list", "text"])
        ):
            case "other":
                holder[last] = draw(HOSTILE | ECHOES)
            case "gone" if way:
                del holder[last]
            case "list":
                holder[last] = [holder[last]]
            case _:
                holder[last] = json.dumps(holder[last])
        tree = root[""]
    return tree


def as_json(tree: Any) -> bytes:
    """The tree as JSON; what is nested deeply is written out."""
    text = json.dumps(tree)
    for name, depth in NESTED.items():
        text = text.replace(f'"{name}"', "[" * depth + "]" * depth)
    return text.encode()


@st.composite
def answer(draw: st.DrawFn, tree: Any) -> httpx2.Response:
    """An answer with such a tree, or a refusal."""
    told = draw(spoilt(draw(st.sampled_from([tree, tree, tree, REFUSAL]))))
    wait = draw(st.sampled_from(["", "1", "soon", "9" * 30, "-1", "\xff"]))
    headers = {"retry-after": wait.encode("latin-1")}
    return httpx2.Response(draw(STATUSES), headers=headers, content=as_json(told))


class Hosts(Service):
    """A service beside which there is nothing but small files."""

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        if self._path(request) in self.scripts:
            return super().__call__(request)
        return httpx2.Response(200, content=b"12345678")


@cache
def keyless(text: str) -> str:
    assert not [key for key in (KEY, SECRET, TOKEN) if key in text], text
    return text


@contextmanager
def no_key_is_logged() -> Iterator[None]:
    records: list[logging.LogRecord] = []
    logger, handler = logging.getLogger("acme.wiro_models"), logging.Handler()
    handler.emit = records.append  # type: ignore[method-assign] - a listener of ours
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(logging.NOTSET)
    for record in records:
        keyless(record.getMessage() + repr(vars(record)))


class Caller:
    """Somebody who calls, and looks at all that comes of it."""

    def __init__(self, mode: str, service: Service) -> None:
        self.time = Time()
        self.mode = mode
        self.runner = asyncio.Runner()
        kind = Wiro if mode == "sync" else AsyncWiro
        self.wiro: Any = kind(
            KEY,
            api_secret=SECRET,
            transport=httpx2.MockTransport(service),
            max_retries=1,
        )
        driver = self.wiro._driver
        driver.sleep = self.time.sleep if mode == "sync" else self.time.sleep_async
        driver.service = replace(driver.service, clock=lambda: self.time.now)

    def do(self, step: Callable[[], Any]) -> Any:
        """What a step gives; None where it raises one of our errors."""
        try:
            given = step()
            if inspect.isasyncgen(given):
                given = self.all_of(given)
            if inspect.isawaitable(given):
                given = self.runner.run(self.awaited(given))
            if inspect.isgenerator(given):
                given = list(given)
        except WiroError as error:
            keyless(repr(error) + "".join(traceback.format_exception(error)))
            pickle.loads(pickle.dumps(error))
            return None
        return given

    @staticmethod
    async def awaited(given: Any) -> Any:
        return await given

    @staticmethod
    async def all_of(given: Any) -> list[Any]:
        return [item async for item in given]

    def look_at(self, result: Any) -> None:
        keyless(repr(result))
        assert result.cost is None or result.cost.is_finite()
        keyless(repr((result.text, result.answers, result.unknown_outputs)))
        assert repr(result.elapsed)
        assert result._repr_mimebundle_()
        for file in result.files:
            keyless(repr(file))
            assert file.name.encode()
            assert file._repr_mimebundle_()
            assert file.size is None or file.size >= 0
        with tempfile.TemporaryDirectory() as folder:
            self.do(lambda: result.save_all(folder))
        pickle.loads(pickle.dumps(result))


MODES = st.sampled_from(["sync", "async"])


@given(MODES, st.fixed_dictionaries({path: answer(ANSWERS[path]) for path in ANSWERS}))
@examples(60)
def test_whatever_is_answered_only_our_errors_come_out(
    mode: str, answers: dict[str, httpx2.Response]
) -> None:
    service = Hosts({path: [answer] for path, answer in answers.items()})
    caller = Caller(mode, service)
    wiro, do = caller.wiro, caller.do
    with no_key_is_logged(), caller.runner:
        task = do(lambda: wiro.run("acme/paint", {"prompt": "a"}, wait_for_slot=3))
        task = task or wiro.task("2221")
        keyless(repr(task))
        if result := do(lambda: task.wait(timeout=60)):
            caller.look_at(result)
        do(task.kill)
        for found in do(lambda: wiro.recent_tasks(model="acme/paint")) or ():
            keyless(repr(found))
        keyless(repr(do(lambda: wiro.upload(b"123"))))
        keyless(repr(do(lambda: wiro.create_folder("faces"))))
        body = answers["Task/Detail"].content
        do(lambda: wiro.task_from_callback(body))


@given(MODES, st.data())
@examples(60)
def test_whatever_a_socket_says_only_our_errors_come_out(
    mode: str, data: st.DataObject
) -> None:
    said = [
        as_json(
            data.draw(spoilt({"id": "2221", "tasktoken": TOKEN, **message}))
        ).decode()
        for message in MESSAGES
    ]
    said += data.draw(st.lists(st.binary(max_size=20) | st.just(b"~|"), max_size=2))
    service = Hosts({"Task/Detail": [detail("task_start")] * 3 + [done()]})
    caller = Caller(mode, service)
    service.on(SOCKET, Socket(said, mode, caller.time).response)
    with no_key_is_logged(), caller.runner:
        task = caller.wiro.task("2221", token=TOKEN)
        for event in caller.do(lambda: task.events(timeout=60)) or ():
            assert repr(event)
            pickle.loads(pickle.dumps(event))


REQUESTS = [("acme/paint", {"prompt": prompt}) for prompt in ("a", "b", "c")]


@cache
def journal() -> bytes:
    """The journal of three runs: one has ended, one goes on, one is in doubt."""
    service = Hosts({path: [ANSWERS[path]] for path in ANSWERS})
    service.on("Run/acme/paint", ACCEPTED, httpx2.ReadError("cut"), ACCEPTED)
    service.on("Task/Detail", done(), detail("task_start"))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "runs.journal")
        caller = Caller("sync", service)
        list(caller.wiro.run_many(REQUESTS, concurrency=1, journal=path, timeout=0))
        return path.read_bytes()


def runs_with(lines: list[bytes]) -> list[Any] | None:
    """What comes of the runs of a journal; None where it is refused."""
    caller = Caller("sync", Hosts({path: [ANSWERS[path]] for path in ANSWERS}))
    with tempfile.TemporaryDirectory() as folder, no_key_is_logged():
        path = Path(folder, "runs.journal")
        path.write_bytes(b"\n".join([*lines, b""]))
        return caller.do(lambda: caller.wiro.run_many(REQUESTS, journal=path))


@given(st.data())
@examples(60)
def test_whatever_a_journal_holds_only_our_errors_come_out(data: st.DataObject) -> None:
    lines = journal().splitlines()
    broken = data.draw(st.integers(0, len(lines) - 1))
    lines[broken] = as_json(data.draw(spoilt(json.loads(lines[broken]))))
    for run in runs_with(lines) or ():
        keyless(repr(run))
        assert isinstance(getattr(run, "error", None), WiroError | None)


@pytest.mark.parametrize("at", [float("nan"), float("inf"), -1, 10**400])
def test_a_run_that_was_sent_at_no_time_damages_a_journal(at: float) -> None:
    *lines, doubtful, sent, accepted = journal().splitlines()
    doubtful = as_json({**json.loads(doubtful), "at": at})
    assert runs_with([*lines, doubtful, sent, accepted]) is None


def test_the_journal_that_is_spoilt_is_one() -> None:
    runs = runs_with(journal().splitlines()) or []
    assert [type(run).__name__ for run in sorted(runs, key=lambda run: run.index)] == [
        "RunSucceeded",
        "RunUnknown",
        "RunSucceeded",
    ]
