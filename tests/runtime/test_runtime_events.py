"""What happens to a task, told as it happens: by the socket, by polling, and by both
when the socket is no good. Each test with both clients.
"""

import asyncio
import logging
import sys
from collections.abc import Callable
from typing import Any

import anyio
import httpcore2
import httpx2
import pytest
from acme.wiro_models import (
    AnswerSoFar,
    ApiError,
    Audio,
    Event,
    Finished,
    Outcome,
    Progress,
    SettingsError,
    StatusChanged,
    TaskFailed,
    TaskTimeout,
    TextLine,
    Wiro,
)
from acme.wiro_models._runtime.client.waiting import Home
from acme.wiro_models._runtime.realtime.async_sockets import AsyncLine
from acme.wiro_models._runtime.realtime.sockets import Line
from scripted_wiro import (
    ACCEPTED,
    KEY,
    SECRET,
    SOCKET,
    TOKEN,
    Service,
    Time,
    detail,
    done,
    refused,
)
from wsproto import ConnectionType
from wsproto import events as frames
from wsproto.connection import Connection

Do = Callable[[Any], Any]
Each = Callable[[Any], list[Event]]
Make = Callable[..., Any]
RUN = "Run/acme/paint"
NO_SOCKET = httpx2.Response(404)
END = {"type": "task_postprocess_end", "message": []}


def said(status: str, message: Any = "") -> dict[str, Any]:
    return {"type": status, "message": message, "result": True}


def statuses(events: list[Event]) -> list[str]:
    return [event.status for event in events if isinstance(event, StatusChanged)]


@pytest.fixture
def task(make: Make, service: Service, do: Do) -> Any:
    """A task that was just accepted."""
    service.on(RUN, ACCEPTED)
    return do(make().run("acme/paint", {"prompt": "x"}))


def test_a_socket_that_was_opened_before_a_fork_is_left_to_its_opener(
    *,
    service: Service,
    task: Any,
    each: Each,
    socket: Any,
    mode: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    end = socket([said("task_start"), said("task_end"), END])
    service.on("Task/Detail", detail("task_start"), done())
    name = "sockets.home" if mode == "sync" else "async_sockets.async_home"
    places = iter([Home(1)] * 3)
    monkeypatch.setattr(
        f"acme.wiro_models._runtime.realtime.{name}", lambda: next(places, Home(2))
    )
    assert statuses(each(task.events()))[-1] == "task_postprocess_end"
    assert END in end.script
    assert not end.is_closed


def test_the_socket_tells_everything_and_task_detail_the_end(
    service: Service, task: Any, do: Do, each: Each, socket: Any
) -> None:
    socket(
        [
            said("task_start"),
            said("task_output", "Loading\nthe model\n"),
            said(
                "task_output",
                {
                    "percentage": "40",
                    "stepCurrent": "2",
                    "stepTotal": 5,
                    "speed": "1.6",
                    "speedType": "it/s",
                    "elapsedTime": "00:02",
                    "remainingTime": "00:03",
                },
            ),
            said("task_error", "a warning\n"),
            said("task_end"),
            END,
        ]
    )
    service.on("Task/Detail", detail("task_queue"), done())

    events = each(task.events())

    assert events == [
        StatusChanged(status="task_queue"),
        StatusChanged(status="task_start"),
        StatusChanged(status="task_output"),
        TextLine(text="Loading"),
        TextLine(text="the model"),
        Progress(
            percentage=40.0,
            step=2,
            steps=5,
            speed=1.6,
            speed_unit="it/s",
            elapsed="00:02",
            remaining="00:03",
        ),
        TextLine(text="a warning", is_error=True),
        StatusChanged(status="task_end"),
        StatusChanged(status="task_postprocess_end"),
        Finished(status="task_postprocess_end", outcome=Outcome.SUCCEEDED),
    ]
    assert len(task.result().files) == 1
    assert service.paths == [RUN, SOCKET, "Task/Detail", "Task/Detail"]


def test_a_language_models_answer_grows(
    service: Service, task: Any, each: Each, socket: Any
) -> None:
    thinking = {"raw": "<think>", "thinking": ["hm"], "answer": [], "isThinking": True}
    answering = {"raw": "4", "thinking": ["hm"], "answer": ["4", "four"]}
    socket([said("task_output", thinking), said("task_output", answering), END])
    service.on("Task/Detail", detail("task_start"), done())

    told = [one for one in each(task.events()) if isinstance(one, AnswerSoFar)]

    assert [one.is_thinking for one in told] == [True, False]
    assert [one.text for one in told] == ["", "4\nfour"]
    assert told[1].thinking == ("hm",)


def test_speech_is_told_as_it_comes_and_only_that_of_the_task(
    service: Service, task: Any, each: Each, socket: Any
) -> None:
    ours, another = f"{TOKEN}|".encode() + b"\x01|\x02", b"another-token|\x03\x04"
    socket([ours, another, b"no token", END])
    service.on("Task/Detail", detail("task_start"), done())
    heard = [one.pcm for one in each(task.events()) if isinstance(one, Audio)]
    assert heard == [b"\x01|\x02"]


def test_the_socket_is_asked_for_the_task_without_any_key(
    service: Service, task: Any, each: Each, socket: Any
) -> None:
    end = socket([END])
    service.on("Task/Detail", detail("task_start"), done())
    each(task.events())
    [asked] = service.sent_to(SOCKET)
    sent = str(asked.headers) + str(asked.url)
    assert asked.headers["upgrade"] == "websocket"
    assert not [secret for secret in (KEY, SECRET, TOKEN) if secret in sent]
    assert end.heard == [f'{{"type": "task_info", "tasktoken": "{TOKEN}"}}']
    assert end.is_closed


def test_statuses_never_go_back_whoever_tells_them_first(
    service: Service, task: Any, each: Each, socket: Any
) -> None:
    backlog = ["task_queue", "task_accept", "task_start", "task_of_tomorrow"]
    socket([*(said(status) for status in backlog), END])
    service.on("Task/Detail", detail("task_start"), done())
    assert statuses(each(task.events())) == [
        "task_start",
        "task_of_tomorrow",
        "task_postprocess_end",
    ]


def test_a_task_that_ended_before_it_was_asked_for_is_told_at_once(
    service: Service, task: Any, each: Each, socket: Any
) -> None:
    end = socket([600])
    service.on("Task/Detail", done())
    events = each(task.events())
    assert isinstance(events[-1], Finished)
    assert end.is_closed


def test_an_end_that_the_socket_does_not_tell_is_not_missed(
    service: Service, task: Any, each: Each, socket: Any, time: Time
) -> None:
    begin = time.now
    socket([said("task_start"), 600])
    service.on("Task/Detail", *[detail("task_start")] * 3, done())
    assert isinstance(each(task.events())[-1], Finished)
    assert time.now - begin < 60


def test_an_end_that_task_detail_does_not_know_yet_is_waited_for(
    service: Service, task: Any, each: Each, socket: Any
) -> None:
    socket([END])
    service.on("Task/Detail", *[detail("task_start")] * 4, done())
    assert each(task.events())[-1] == Finished(
        status="task_postprocess_end", outcome=Outcome.SUCCEEDED
    )
    assert service.paths.count(SOCKET) == 1


@pytest.mark.parametrize(
    "drop",
    [
        [],
        [httpcore2.ReadError("reset")],
        [OSError("no route")],
        [said("task_start"), b"", said("task_end")],
        [{"type": "error", "message": "Task not found", "result": False}],
    ],
)
def test_a_socket_that_drops_is_replaced_by_polling(
    *, service: Service, task: Any, each: Each, socket: Any, drop: list[Any]
) -> None:
    socket([said("task_accept"), *drop], [httpcore2.ReadError("reset")])
    service.on("Task/Detail", *[detail("task_start")] * 6, done())
    events = each(task.events())
    assert "task_start" in statuses(events)
    assert isinstance(events[-1], Finished)
    assert service.paths.count(SOCKET) == 3


@pytest.mark.parametrize(
    "answer",
    [
        NO_SOCKET,
        httpx2.Response(101),
        httpx2.ConnectError("refused"),
        httpx2.Response(302, headers={"location": "https://x.test/"}),
    ],
)
def test_without_a_socket_polling_tells_the_statuses_and_the_end(
    service: Service, task: Any, each: Each, answer: Any
) -> None:
    service.on(SOCKET, answer)
    service.on("Task/Detail", detail("task_queue"), detail("task_start"), done())
    events = each(task.events())
    assert statuses(events) == ["task_queue", "task_start", "task_postprocess_end"]
    assert isinstance(events[-1], Finished)
    assert service.paths.count("Task/Detail") == 3


def test_without_wsproto_polling_goes_on_alone(
    service: Service,
    task: Any,
    each: Each,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    for name in [
        name
        for name in sys.modules
        if name.endswith(
            ("realtime.sockets", "realtime.async_sockets", "realtime.frames")
        )
    ]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "wsproto", None)
    service.on("Task/Detail", detail("task_queue"), done())
    assert isinstance(each(task.events())[-1], Finished)
    assert "pip install 'httpx2[ws]'" in caplog.text


def test_a_socket_that_is_not_wanted_is_not_asked_for(
    service: Service, task: Any, each: Each
) -> None:
    service.on("Task/Detail", detail("task_queue"), done())
    each(task.events(use_socket=False))
    assert SOCKET not in service.paths


def test_a_task_known_by_its_id_is_read_once_for_its_token(
    make: Make, service: Service, each: Each, socket: Any
) -> None:
    end = socket([said("task_end"), END])
    service.on("Task/Detail", detail("task_start"), detail("task_start"), done())
    task = make().task("2221")
    assert "task_end" in statuses(each(task.events()))
    assert TOKEN in end.heard[0]


def test_a_time_out_carries_the_task_and_closes_the_socket(
    service: Service, task: Any, each: Each, socket: Any, time: Time
) -> None:
    begin = time.now
    end = socket([said("task_output"), 10_000])
    service.on("Task/Detail", detail("task_start"))
    late = r"after 30 s \(its status is task_output\)"
    with pytest.raises(TaskTimeout, match=late) as caught:
        each(task.events(timeout=30))
    assert caught.value.task is task
    assert time.now - begin == pytest.approx(30)
    assert end.is_closed


def test_a_time_out_holds_while_messages_come(
    service: Service, task: Any, each: Each, socket: Any, time: Time
) -> None:
    def talkative(said: Any) -> Any:
        time.now += 1
        return frame(said)

    end = socket([said("task_output", f"line {n}") for n in range(100)])
    frame, end.frame = end.frame, talkative
    service.on("Task/Detail", detail("task_start"))
    with pytest.raises(TaskTimeout):
        each(task.events(timeout=30))
    assert len(end.script) == pytest.approx(70, abs=1)


@pytest.mark.parametrize(
    "chatter",
    [
        {"type": "task_output", "tasktoken": "another"},
        {"type": "heartbeat"},
        {"type": "task_output", "message": "still at it"},
    ],
)
def test_an_end_is_not_missed_while_the_socket_chats(
    *, service: Service, task: Any, each: Each, socket: Any, time: Time, chatter: Any
) -> None:
    socket([chatter, 0.9] * 200)
    service.on("Task/Detail", detail("task_start"), detail("task_start"), done())
    begin = time.now
    assert isinstance(each(task.events())[-1], Finished)
    assert time.now - begin < (35 if "message" in chatter else 6)


@pytest.mark.parametrize("pace", [0.2, 2.5, 40])
def test_a_slow_listener_loses_nothing(
    *,
    service: Service,
    task: Any,
    do: Do,
    socket: Any,
    time: Time,
    mode: str,
    pace: float,
) -> None:
    lines = [said("task_output", f"line {n}") for n in range(100)]
    socket([said("task_start"), *lines, END])
    service.on("Task/Detail", detail("task_start"), done())
    events = task.events()
    texts = []
    while event := next(events, None) if mode == "sync" else do(anext(events, None)):
        time.now += pace
        if isinstance(event, TextLine):
            texts.append(event.text)
    assert texts == [f"line {n}" for n in range(100)]


def test_pings_are_no_messages_and_end_no_waiting(mode: str, do: Do) -> None:
    class Flood:
        def __init__(self) -> None:
            self.pings = 0

        def read(self, _: int, seconds: float) -> Any:
            self.pings += 1
            if self.pings > 1_000_000:
                raise httpcore2.ReadError("for ever")
            return ping if mode == "sync" else self._later()

        def write(self, data: bytes, _: float | None) -> Any:
            return None if mode == "sync" else anyio.sleep(0)

        async def _later(self) -> bytes:
            await anyio.sleep(0)
            return ping

    ping = Connection(ConnectionType.SERVER).send(frames.Ping(payload=b"?"))
    response = httpx2.Response(101, extensions={"network_stream": Flood()})

    async def received() -> Any:
        return await AsyncLine(response, None).receive(0.02)

    if mode == "async":
        assert do(received()) is None
    else:
        assert Line(response, None).receive(0.02) is None


def test_a_failed_task_ends_with_its_outcome(
    service: Service, task: Any, each: Each, socket: Any
) -> None:
    socket([END])
    service.on("Task/Detail", detail("task_start"), done(pexit="1"))
    finished = each(task.events())[-1]
    assert finished == Finished(status="task_postprocess_end", outcome=Outcome.FAILED)
    with pytest.raises(TaskFailed):
        task.result()


def test_events_of_a_task_that_has_ended_are_its_end_alone(
    service: Service, task: Any, do: Do, each: Each
) -> None:
    service.on("Task/Detail", done())
    do(task.wait())
    assert [type(event) for event in each(task.events())] == [Finished]
    assert service.paths.count("Task/Detail") == 1


def test_a_reading_that_is_refused_ends_the_events(
    service: Service, task: Any, each: Each, socket: Any
) -> None:
    end = socket([600])
    service.on("Task/Detail", refused(98))
    with pytest.raises(ApiError):
        each(task.events())
    assert end.is_closed


def test_a_caller_that_goes_away_leaves_no_open_socket(
    service: Service, task: Any, mode: str, do: Do, socket: Any
) -> None:
    end = socket([said("task_start"), 600])
    service.on("Task/Detail", detail("task_queue"))
    events = task.events()
    if mode == "sync":
        next(events)
        events.close()
    else:
        do(anext(events))
        do(events.aclose())
    assert end.is_closed


def test_messages_may_come_in_pieces_and_nonsense_is_passed_over(
    service: Service, task: Any, each: Each, socket: Any
) -> None:
    def in_pieces(said: Any) -> bytes:
        if said == "pieces":
            first = frames.TextMessage(data='{"type": "task_', message_finished=False)
            last = frames.TextMessage(data='start", "message": ""}')
            ping = frames.Ping(payload=b"?")
            return b"".join(end.server.send(one) for one in (first, ping, last))
        return frame(said)

    nonsense = ["", "[]", "<html>", '{"type": 7}', '{"tasktoken": "x"}']
    end = socket(["pieces", *nonsense, said("task_output", 7), END])
    frame, end.frame = end.frame, in_pieces
    service.on("Task/Detail", detail("task_queue"), done())
    assert statuses(each(task.events()))[:2] == ["task_queue", "task_start"]
    assert "pong" in end.heard


def test_tokens_and_keys_are_in_no_log(
    service: Service,
    task: Any,
    each: Each,
    socket: Any,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    broken = httpcore2.ReadError(f"cut while reading {TOKEN}")
    refusal = {"type": "error", "message": f"no task {TOKEN}", "result": False}
    socket([said("task_start"), broken], [refusal])
    service.on("Task/Detail", *[detail("task_start")] * 5, done())
    each(task.events())
    assert "no socket" in caplog.text
    for record in caplog.records:
        shown = f"{record.getMessage()} {vars(record)}"
        assert not [one for one in (KEY, SECRET, TOKEN) if one in shown]


@pytest.mark.parametrize(
    ("settings", "address"),
    [
        ({}, SOCKET),
        ({"base_url": "https://api.wiro.ai/v1/"}, SOCKET),
        ({"base_url": "http://127.0.0.1:8765/v1"}, "ws://127.0.0.1:8765/v1"),
        ({"base_url": "https://proxy.test/wiro"}, "wss://proxy.test/wiro"),
        ({"socket_url": "ws://other.test/s/"}, "ws://other.test/s"),
    ],
)
def test_the_socket_is_where_the_settings_say(
    make: Make, settings: dict[str, str], address: str
) -> None:
    assert make(**settings)._driver.service.socket_url == address


def test_the_environment_may_name_the_socket(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WIRO_SOCKET_URL", "wss://me:secret-word@s.test/v1")
    service = make()._driver.service
    assert service.socket_url == "wss://s.test/v1"
    assert "secret-word" not in repr(service)


@pytest.mark.parametrize(
    ("user", "told"), [("me:p%40ss-word@", "Basic bWU6cEBzcy13b3Jk"), ("", None)]
)
def test_a_socket_is_dialled_with_the_password_of_its_own_address(
    *, make: Make, service: Service, each: Each, socket: Any, user: str, told: Any
) -> None:
    socket([END])
    service.scripts["wss://s.test/v1"] = service.scripts.pop(SOCKET)
    service.on("Task/Detail", done())
    wiro = make(socket_url=f"wss://{user}s.test/v1")
    each(wiro.task(token=TOKEN).events())
    [dialled] = service.sent_to("wss://s.test/v1")
    assert dialled.headers.get("authorization") == told
    assert "Basic" not in repr(wiro._driver)


@pytest.mark.parametrize(
    "address", ["https://s.test/v1", "s.test", "ws://", "ws://a:b"]
)
def test_an_address_that_is_no_sockets_is_refused(make: Make, address: str) -> None:
    with pytest.raises(SettingsError, match="wss://socket"):
        make(socket_url=address)


@pytest.mark.parametrize("mode", ["sync"])
def test_the_blocking_client_serves_a_program_whose_loop_runs(
    service: Service, socket: Any
) -> None:
    service.on(RUN, ACCEPTED)
    socket([said("task_start"), END])
    service.on("Task/Detail", done())

    async def program() -> list[Any]:
        with Wiro(api_key="k", transport=httpx2.MockTransport(service)) as wiro:
            events = wiro.run("acme/paint", {"prompt": "x"}).events()
            began = next(events)
            return [began, *events]

    *_, last = asyncio.run(program())
    assert last == Finished(status="task_postprocess_end", outcome=Outcome.SUCCEEDED)
