"""Realtime sessions: speech up and down, turns, costs and the end, with both clients."""

import inspect
import json
import logging
import threading
import traceback
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import anyio
import httpcore2
import httpx2
import pytest
from acme.wiro_models import (
    AsyncSession,
    AsyncWiro,
    Audio,
    Finished,
    Outcome,
    Session,
    SessionLost,
    StatusChanged,
    TaskFailed,
    TaskTimeout,
    TooExpensive,
    Transcript,
    TurnCost,
    TurnEnded,
    Wiro,
    WiroError,
)
from acme.wiro_models._runtime.realtime.frames import Frames
from scripted_wiro import (
    ACCEPTED,
    KEY,
    SOCKET,
    TOKEN,
    Service,
    Socket,
    Time,
    detail,
    done,
)
from wsproto import ConnectionType
from wsproto import events as frames
from wsproto.connection import Connection

Do = Callable[[Any], Any]
Make = Callable[..., Any]
RUN = "Run/acme/talk"
READY = {"type": "task_stream_ready", "message": ""}
END = {"type": "task_postprocess_end", "message": []}


def frame(pcm: bytes) -> bytes:
    return f"{TOKEN}|".encode() + pcm


def control(kind: str) -> str:
    return json.dumps({"type": kind, "tasktoken": TOKEN})


class Entered:
    """Enters and leaves a session, whether blocking or asynchronous."""

    def __init__(self, do: Do) -> None:
        self._do = do

    def __call__(self, session: Any) -> Any:
        self.session = session
        enter = getattr(session, "__enter__", None) or session.__aenter__
        return self._do(enter())

    def leave(self) -> None:
        leave = getattr(self.session, "__exit__", None) or self.session.__aexit__
        self._do(leave(None, None, None))


@pytest.fixture
def enter(do: Do) -> Entered:
    return Entered(do)


@pytest.fixture
def wiro(make: Make, service: Service) -> Any:
    service.on(RUN, ACCEPTED)
    service.on("Task/Detail", detail("task_start"))
    return make()


def test_a_conversation_from_its_first_word_to_what_it_cost(
    wiro: Any, service: Service, do: Do, each: Any, enter: Entered, socket: Any
) -> None:
    end = socket(
        [
            {"type": "task_accept", "message": ""},
            READY,
            {"type": "task_output", "message": "TRANSCRIPT_USER:Hello there."},
            {"type": "task_output", "message": "TRANSCRIPT_AI: Hi!"},
            frame(b"\x01\x02"),
            {"type": "task_stream_end", "message": ""},
            {
                "type": "task_cost",
                "turnCost": "0.0021",
                "cumulativeCost": 0.0042,
                "usage": {"turns": 2},
            },
            END,
        ]
    )
    session = enter(wiro.session("acme/talk", {"voice": "ava"}))
    service.on("Task/Detail", done(outputs=[], totalcost="0.0042"))
    do(session.send(b"\0" * 9_600))
    do(session.end())

    events = [one for one in each(session) if not isinstance(one, StatusChanged)]

    assert events == [
        Transcript(speaker="user", text="Hello there."),
        Transcript(speaker="ai", text="Hi!"),
        Audio(pcm=b"\x01\x02"),
        TurnEnded(),
        TurnCost(
            turn=Decimal("0.0021"), cumulative=Decimal("0.0042"), usage={"turns": 2}
        ),
        Finished(status="task_postprocess_end", outcome=Outcome.SUCCEEDED),
    ]
    assert session.task.result().cost == Decimal("0.0042")
    assert do(session.receive()) is None
    enter.leave()
    assert end.heard == [
        control("task_info"),
        frame(b"\0" * 9_600),
        control("task_session_end"),
    ]
    assert end.is_closed


def test_speech_goes_up_in_frames_of_200_ms_and_its_rest_at_the_end(
    wiro: Any, do: Do, enter: Entered, socket: Any
) -> None:
    end = socket([READY])
    speech = bytes(n % 251 for n in range(25_000))
    session = enter(wiro.session("acme/talk", {}))
    do(session.send(speech[:5_000]))
    do(session.send(speech[5_000:]))
    do(session.interrupt())
    do(session.end())
    do(session.end())
    assert end.heard[1:] == [
        frame(speech[:9_600]),
        frame(speech[9_600:19_200]),
        control("task_session_interrupt"),
        frame(speech[19_200:]),
        control("task_session_end"),
    ]
    with pytest.raises(WiroError, match="ended"):
        do(session.send(b"more"))


def test_leaving_ends_the_session_and_closes_its_socket(
    wiro: Any, enter: Entered, socket: Any
) -> None:
    end = socket([READY])
    enter(wiro.session("acme/talk", {}))
    enter.leave()
    assert end.heard[-1] == control("task_session_end")
    assert end.is_closed


def test_a_task_can_have_its_session_later(
    make: Make, service: Service, do: Do, enter: Entered, socket: Any
) -> None:
    end = socket([1000])
    service.on("Task/Detail", detail("task_start"), detail("task_stream_ready"))
    session = enter(make().task("2221").session())
    do(session.send(b"\0" * 9_600))
    assert len(end.heard) == 2
    assert session.task.id == "2221"


def test_a_model_that_ends_its_session_itself_is_no_loss(
    wiro: Any, service: Service, each: Any, enter: Entered, socket: Any
) -> None:
    socket([READY, frame(b"\1\0"), {"type": "task_stream_end"}, END])
    session = enter(wiro.session("acme/talk"))
    service.on("Task/Detail", detail("task_end"), done(outputs=[]))
    assert [type(one) for one in each(session)][-1] is Finished
    enter.leave()


def test_nothing_within_the_time_is_none(
    wiro: Any, do: Do, enter: Entered, socket: Any
) -> None:
    socket([READY, 5, {"type": "task_stream_end"}, 100])
    session = enter(wiro.session("acme/talk"))
    while isinstance(do(session.receive(timeout=0)), StatusChanged):
        pass
    assert do(session.receive(timeout=1)) is None
    assert do(session.receive(timeout=10)) == TurnEnded()
    assert do(session.receive(timeout=0)) is None


def test_a_socket_that_is_lost_is_told_with_the_task(
    wiro: Any,
    do: Do,
    each: Any,
    enter: Entered,
    socket: Any,
    caplog: pytest.LogCaptureFixture,
) -> None:
    end = socket([READY, frame(b"\1\0"), httpcore2.ReadError(f"reset {TOKEN}")])
    session = enter(wiro.session("acme/talk"))
    heard: list[Any] = []
    with pytest.raises(SessionLost, match=r"task 2221 is lost.*reset") as lost:
        while True:
            heard.append(do(session.receive()))
    assert Audio(pcm=b"\1\0") in heard
    assert lost.value.task is session.task
    assert TOKEN not in str(lost.value)
    with pytest.raises(SessionLost):
        do(session.send(b"\0" * 9_600))
    with caplog.at_level(logging.WARNING):
        enter.leave()
    assert "kill" in caplog.text
    assert end.is_closed


def test_a_socket_that_is_lost_after_the_end_is_no_matter(
    wiro: Any, service: Service, do: Do, each: Any, enter: Entered, socket: Any
) -> None:
    socket([READY])
    session = enter(wiro.session("acme/talk"))
    do(session.end())
    service.on("Task/Detail", detail("task_end"), done(outputs=[]))
    assert isinstance(each(session)[-1], Finished)


@pytest.mark.parametrize(
    "answer", [httpx2.Response(403), httpx2.ConnectError("refused")]
)
def test_without_a_socket_there_is_no_session(
    wiro: Any, service: Service, enter: Entered, answer: Any
) -> None:
    service.on(SOCKET, answer)
    with pytest.raises(SessionLost) as lost:
        enter(wiro.session("acme/talk"))
    assert lost.value.task.id == "2221"
    assert service.paths.count(RUN) == 1


def test_a_session_whose_task_cannot_be_read_carries_it(
    wiro: Any, service: Service, enter: Entered, socket: Any
) -> None:
    end = socket([600])
    service.on("Task/Detail", httpx2.ReadError("reset"))
    with pytest.raises(SessionLost, match=r"task 2221 is lost.*reset") as lost:
        enter(wiro.session("acme/talk"))
    assert lost.value.task.id == "2221"
    assert end.is_closed


def test_an_interruption_before_it_is_ready_names_the_task(
    wiro: Any, service: Service, enter: Entered, socket: Any
) -> None:
    end = socket([KeyboardInterrupt()])
    with pytest.raises(KeyboardInterrupt) as interruption:
        enter(wiro.session("acme/talk"))
    assert "wiro.task('2221').kill()" in interruption.value.__notes__[0]
    assert end.is_closed


def test_a_cancelled_session_says_that_it_is_over(service: Service, time: Time) -> None:
    end = Socket([READY], "async", time)
    service.on(RUN, ACCEPTED)
    service.on(SOCKET, end.response)
    service.on("Task/Detail", detail("task_start"))

    async def talk() -> None:
        async with AsyncWiro(KEY, transport=httpx2.MockTransport(service)) as wiro:
            with anyio.CancelScope() as scope:
                async with wiro.session("acme/talk"):
                    scope.cancel()
                    await anyio.sleep_forever()

    anyio.run(talk)
    assert end.heard[-1] == control("task_session_end")
    assert end.is_closed


def test_a_farewell_that_nobody_takes_is_told(
    service: Service, time: Time, caplog: pytest.LogCaptureFixture, monkeypatch: Any
) -> None:
    end = Socket([READY], "async", time)
    service.on(RUN, ACCEPTED)
    service.on(SOCKET, end.response)
    service.on("Task/Detail", detail("task_start"))
    monkeypatch.setattr(
        "acme.wiro_models._runtime.realtime.async_session._FAREWELL_SECONDS", 0.05
    )
    waits = [anyio.sleep_forever, anyio.lowlevel.checkpoint]

    async def talk() -> None:
        async with (
            AsyncWiro(KEY, transport=httpx2.MockTransport(service)) as wiro,
            wiro.session("acme/talk"),
        ):
            end.write = lambda *_: waits.pop(0)()  # type: ignore[method-assign]

    with caplog.at_level(logging.WARNING):
        anyio.run(talk)
    assert "wiro.task('2221').kill()" in caplog.text


def test_a_task_that_fails_before_it_is_ready_says_so(
    wiro: Any, service: Service, enter: Entered, socket: Any
) -> None:
    end = socket([{"type": "task_accept"}, END])
    service.on("Task/Detail", detail("task_start"), done(pexit="1", outputs=[]))
    with pytest.raises(TaskFailed):
        enter(wiro.session("acme/talk"))
    assert end.is_closed


def test_a_session_that_is_not_ready_in_time_carries_its_task(
    wiro: Any, enter: Entered, socket: Any, time: Time
) -> None:
    end = socket([10_000])
    begin = time.now
    with pytest.raises(TaskTimeout, match="not ready after 20 s") as caught:
        enter(wiro.session("acme/talk", timeout=20))
    assert caught.value.task.id == "2221"
    assert time.now - begin == pytest.approx(20)
    assert end.is_closed


def test_a_session_that_may_cost_too_much_is_not_begun(
    wiro: Any, service: Service, enter: Entered
) -> None:
    with pytest.raises(WiroError, match="nothing was sent") as refused:
        enter(wiro.session("acme/talk", max_cost=1))
    assert not isinstance(refused.value, TooExpensive)
    assert service.requests == []


def test_a_session_that_was_not_started_says_so(wiro: Any, do: Do) -> None:
    session = wiro.session("acme/talk")
    with pytest.raises(WiroError, match="`with`"):
        do(session.send(b"\0" * 9_600))


def test_an_error_in_the_callers_own_code_ends_the_session_too(
    service: Service, time: Time
) -> None:
    end = Socket([READY], "sync", time)
    service.on(RUN, ACCEPTED)
    service.on(SOCKET, end.response)
    service.on("Task/Detail", detail("task_start"))
    wiro = Wiro(KEY, transport=httpx2.MockTransport(service))
    with pytest.raises(ZeroDivisionError), wiro.session("acme/talk"):
        raise ZeroDivisionError
    assert end.heard[-1] == control("task_session_end")


def test_one_thread_may_send_while_another_receives(
    service: Service, time: Time
) -> None:
    speech = [bytes([n, 0]) * 4_800 for n in range(50)]
    end = Socket([READY, *map(frame, speech), END], "sync", time)
    service.on(RUN, ACCEPTED)
    service.on(SOCKET, end.response)
    service.on("Task/Detail", detail("task_start"), done(outputs=[]))
    wiro = Wiro(KEY, transport=httpx2.MockTransport(service))
    with wiro.session("acme/talk") as session:
        sender = threading.Thread(target=lambda: [*map(session.send, speech)])
        sender.start()
        sender.join()
        heard = [one.pcm for one in session if isinstance(one, Audio)]
    assert heard == speech
    assert end.heard[1:51] == [*map(frame, speech)]


def test_a_frame_that_the_socket_refuses_is_not_repeated(
    wiro: Any, do: Do, enter: Entered, socket: Any
) -> None:
    socket([READY, 100])
    session = enter(wiro.session("acme/talk"))
    line = session._followed.line
    line._frames.goodbye()  # closed by us; wsproto refuses whatever comes now
    with pytest.raises(SessionLost, match="LocalProtocolError") as lost:
        do(session.send(b"\0" * 9_600))
    told = "".join(traceback.format_exception(lost.value))
    assert TOKEN not in told
    assert "BytesMessage" not in told


def test_the_variables_of_a_traceback_show_no_token(
    wiro: Any, do: Do, enter: Entered, socket: Any
) -> None:
    socket([READY, httpcore2.ReadError("reset")])
    session = enter(wiro.session("acme/talk"))
    with pytest.raises(SessionLost):
        while True:
            do(session.receive())
    for say in (lambda: session.send(b"\0" * 9_600), session.interrupt, session.end):
        with pytest.raises(SessionLost) as lost:
            do(say())
        told = traceback.TracebackException.from_exception(
            lost.value, capture_locals=True
        )
        frames = [one for one in told.stack if "wiro_models" in one.filename]
        assert frames
        assert TOKEN not in str([one.locals for one in frames])


def test_a_writer_who_is_held_up_does_not_hold_up_the_reader(
    service: Service, time: Time
) -> None:
    """A service that says much may take nothing until that was read."""
    is_writing, was_read = threading.Event(), threading.Event()

    class HeldUp(Socket):
        def write(self, data: bytes, seconds: float | None) -> None:
            if len(data) > 9_600:
                is_writing.set()
                assert was_read.wait(30)
            super().write(data, seconds)

    end = HeldUp([READY, frame(b"\1\0"), "ping", frame(b"\2\0"), END], "sync", time)
    ping = frames.Ping(payload=b"?")
    said, end.frame = end.frame, lambda one: (
        end.server.send(ping) if one == "ping" else said(one)
    )
    service.on(RUN, ACCEPTED)
    service.on(SOCKET, end.response)
    service.on("Task/Detail", detail("task_start"), done(outputs=[]))
    wiro = Wiro(KEY, transport=httpx2.MockTransport(service))
    with wiro.session("acme/talk") as session:
        sender = threading.Thread(target=session.send, args=(b"\0" * 9_600,))
        sender.start()
        assert is_writing.wait(30)
        heard = []
        while len(heard) < 2:
            event = session.receive()
            if isinstance(event, Audio):
                heard.append(event.pcm)
        was_read.set()
        sender.join()
        assert heard == [b"\1\0", b"\2\0"]
        assert isinstance([*session][-1], Finished)


def test_both_sessions_offer_the_same() -> None:
    def offered(kind: type) -> set[str]:
        return {name for name, _ in inspect.getmembers(kind) if name[0] != "_"}

    assert offered(Session) == offered(AsyncSession)


def test_a_message_that_does_not_end_is_not_collected() -> None:
    socket, server = Frames(), Connection(ConnectionType.SERVER)
    part = server.send(frames.TextMessage(data="x" * 2**20, message_finished=False))
    socket.feed(part)
    more = server.send(frames.TextMessage(data="x" * 2**20, message_finished=False))
    with pytest.raises(ConnectionResetError, match="longer than 16 MB"):
        for _ in range(20):
            socket.feed(more)
    assert not socket.have_message()
