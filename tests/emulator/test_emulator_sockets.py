"""The socket: following tasks, and talking with realtime models."""

import asyncio
import json
from collections.abc import Iterator
from itertools import pairwise
from random import Random
from typing import Any

import httpx2
import pytest
import websockets
from emulator_models import CHAT, MODELS, PAINT, TALK, Local, model
from starlette.testclient import TestClient, WebSocketTestSession
from websockets.asyncio.client import ClientConnection, connect

from wirogen.card import Card
from wirogen.emulator import Serving, serve
from wirogen.emulator.clock import Clock
from wirogen.emulator.output_kinds import Gives
from wirogen.emulator.timeline import Ending, life, words_of

FRAME = bytes(9_600)
TTS = model("acme/voice", categories=("realtime", "text-to-speech"))
STT = model("acme/ears", categories=("realtime",), tags=("speech-to-text",))


class Line:
    """A socket to a local Wiro, without a network. Its time goes on by being waited
    for, so nothing is ever missed.
    """

    def __init__(self, client: TestClient, socket: WebSocketTestSession) -> None:
        self.client = client
        self._socket = socket

    def run(self, card: Card) -> str:
        """Runs a model and gives the task's token."""
        answer = self.client.post(f"/v1/Run/{card.model}", json={"prompt": "why?"})
        token: str = answer.json()["socketaccesstoken"]
        return token

    def ask(self, kind: str, token: str) -> None:
        self._socket.send_text(json.dumps({"type": kind, "tasktoken": token}))

    def say(self, token: str, pcm: bytes) -> None:
        self._socket.send_bytes(token.encode() + b"|" + pcm)

    def send(self, message: str | bytes) -> None:
        if isinstance(message, str):
            self._socket.send_text(message)
        else:
            self._socket.send_bytes(message)

    def next(self) -> Any:
        """The next message: JSON, or bytes."""
        message = self._socket.receive()
        assert message["type"] == "websocket.send", message
        return message["bytes"] if "bytes" in message else json.loads(message["text"])

    def until(self, kind: str) -> list[Any]:
        """All messages up to the first of that type."""
        received = [self.next()]
        while isinstance(received[-1], bytes) or received[-1]["type"] != kind:
            received.append(self.next())
        return received

    def followed(self, token: str) -> list[Any]:
        self.ask("task_info", token)
        return self.until("task_postprocess_end")

    def task(self, token: str) -> dict[str, Any]:
        answer = self.client.post("/v1/Task/Detail", json={"tasktoken": token})
        task: dict[str, Any] = answer.json()["tasklist"][0]
        return task


@pytest.fixture
def line() -> Iterator[Line]:
    with (
        TestClient(Local(*MODELS, TTS, STT).app) as client,
        client.websocket_connect("/v1") as socket,
    ):
        yield Line(client, socket)


def told(messages: list[Any], kind: str) -> list[Any]:
    return [
        message["message"]
        for message in messages
        if isinstance(message, dict) and message["type"] == kind
    ]


def frames(messages: list[Any]) -> list[bytes]:
    return [message for message in messages if isinstance(message, bytes)]


def test_a_socket_tells_the_whole_life_of_a_task(line: Line) -> None:
    token = line.run(PAINT)
    messages = line.followed(token)
    for message in messages:
        assert message.keys() == {"type", "id", "tasktoken", "message", "result"}
        assert message["tasktoken"] == token
    kinds = dict.fromkeys(message["type"] for message in messages)
    assert [kind for kind in kinds if kind != "task_error"] == [
        "task_queue",
        "task_accept",
        "task_preprocess_start",
        "task_preprocess_end",
        "task_assign",
        "task_start",
        "task_output",
        "task_output_full",
        "task_error_full",
        "task_end",
        "task_postprocess_start",
        "task_postprocess_end",
    ]
    text, *progress = told(messages, "task_output")
    assert isinstance(text, str)
    assert [step["percentage"] for step in progress] == ["20", "40", "60", "80", "100"]
    assert messages[-1]["message"] == line.task(token)["outputs"] != []


def test_a_language_models_words_grow(line: Line) -> None:
    messages = line.followed(line.run(CHAT))
    said = told(messages, "task_output")
    assert [step["isThinking"] for step in said] == [True, False, False, False]
    for before, after in pairwise(said):
        assert after["answer"][: len(before["answer"])] == before["answer"]
        assert after["raw"].startswith(before["raw"])
    (output,) = messages[-1]["message"]
    assert output["content"]["answer"] == said[-1]["answer"]


def test_some_tasks_write_a_line_of_errors_that_is_no_status() -> None:
    lives = [
        life(
            Gives.PICTURE,
            words_of("x", Random(0)),
            Ending.SUCCESS,
            Random(seed),
        )
        for seed in range(50)
    ]
    for moments in lives:
        assert list(moments) == sorted(moments, key=lambda moment: moment.at)
    errors = [m for moments in lives for m in moments if m.status == "task_error"]
    assert 10 < len(errors) < 40
    assert not any(moment.is_status for moment in errors)


def test_who_comes_late_is_told_the_status_and_what_follows(line: Line) -> None:
    token = line.run(CHAT)
    end = line.followed(token)[-1]
    assert line.followed(token) == [end]


def test_a_killed_task_is_told(line: Line) -> None:
    token = line.run(TALK)
    line.ask("task_info", token)
    line.until("task_stream_ready")
    line.client.post("/v1/Task/Kill", json={"socketaccesstoken": token})
    assert line.until("task_cancel")[-1]["tasktoken"] == token


@pytest.mark.parametrize(
    "sent",
    [
        "no JSON",
        "[]",
        "{}",
        '{"type": "task_info", "tasktoken": "none"}',
        '{"type": "task_info", "tasktoken": {}}',
        "[" * 100_000,
        '{"a":' * 100_000,
        b"no bar",
        b"none|pcm",
    ],
)
def test_nonsense_is_answered_and_the_socket_goes_on(
    line: Line, sent: str | bytes
) -> None:
    line.send(sent)
    complaint = line.next()
    assert (complaint["type"], complaint["result"]) == ("error", False)
    assert line.followed(line.run(CHAT))


def test_a_conversation_goes_turn_by_turn(line: Line) -> None:
    token = line.run(TALK)
    line.ask("task_info", token)
    line.until("task_stream_ready")
    for _ in range(5):
        line.say(token, FRAME)
    first = line.until("task_cost")
    line.say(token, FRAME * 5)
    second = line.until("task_cost")
    assert told(first, "task_output") == [
        "TRANSCRIPT_USER:This is turn 1.",
        "TRANSCRIPT_AI:I have heard turn 1.",
    ]
    assert [len(frame) for frame in frames(first)] == [len(token) + 1 + 9_600] * 5
    assert all(frame.startswith(token.encode() + b"|") for frame in frames(first))
    assert any(frames(first)[0][31:])
    assert [message["type"] for message in first[-2:]] == [
        "task_stream_end",
        "task_cost",
    ]
    assert first[-1]["cumulativeCost"] == "0.100000000000"
    assert second[-1]["cumulativeCost"] == "0.200000000000"
    assert second[-1]["turnCost"] == "0.100000000000"
    assert second[-1]["usage"]["turns"] == 2


def test_the_client_ends_a_session(line: Line) -> None:
    token = line.run(TALK)
    line.ask("task_info", token)
    line.until("task_stream_ready")
    line.say(token, FRAME * 5)
    line.until("task_cost")
    line.ask("task_session_end", token)
    assert line.until("task_postprocess_end")[-1]["message"] == []
    task = line.task(token)
    assert (task["pexit"], task["totalcost"]) == ("0", "0.100000000000")


def test_a_session_that_is_ended_before_it_is_ready_ends_when_it_is(line: Line) -> None:
    token = line.run(TALK)
    line.ask("task_info", token)
    line.ask("task_session_end", token)
    told = [message["type"] for message in line.until("task_postprocess_end")]
    assert "task_stream_ready" in told
    assert line.task(token)["totalcost"] == "0.000000000000"


def test_an_interrupted_answer_ends_early() -> None:
    wiro = Local(TALK)
    line: Line
    is_interrupted = False

    async def sleep(seconds: float) -> None:
        wiro.time.seconds += seconds
        while seconds == 0.2 and not is_interrupted:  # the pause after a frame
            await asyncio.sleep(0.001)
        await asyncio.sleep(0.01)

    clock = Clock(now=lambda: wiro.time.seconds, sleep=sleep)
    app = Local(TALK, clock=clock).app
    with TestClient(app) as client, client.websocket_connect("/v1") as socket:
        line = Line(client, socket)
        token = line.run(TALK)
        line.ask("task_info", token)
        line.until("task_stream_ready")
        line.say(token, FRAME * 5)
        while not isinstance(line.next(), bytes):
            pass
        line.ask("task_session_interrupt", token)
        line.ask("no such type", token)
        line.until("error")  # so that the interruption has arrived
        is_interrupted = True
        assert frames(line.until("task_stream_end")) == []


def test_text_to_speech_speaks_and_ends(line: Line) -> None:
    messages = line.followed(line.run(TTS))
    assert len(frames(messages)) == 5
    assert told(messages, "task_stream_end") == [""]
    assert told(messages, "task_output") == []


def test_speech_to_text_gives_nothing_to_hear(line: Line) -> None:
    token = line.run(STT)
    line.ask("task_info", token)
    line.until("task_stream_ready")
    line.say(token, FRAME * 5)
    messages = line.until("task_cost")
    assert told(messages, "task_output") == ["TRANSCRIPT_USER:This is turn 1."]
    assert frames(messages) == []


def test_who_reads_that_a_session_is_ready_may_speak_before_the_socket_says_so() -> (
    None
):
    wiro = Local(STT)

    async def never(_: float) -> None:
        await asyncio.Event().wait()  # the socket falls behind

    clock = Clock(now=lambda: wiro.time.seconds, sleep=never)
    app = Local(STT, clock=clock).app
    with TestClient(app) as client, client.websocket_connect("/v1") as socket:
        line = Line(client, socket)
        token = line.run(STT)
        line.ask("task_info", token)
        assert line.next()["type"] == "task_queue"
        wiro.time.seconds += 10
        assert line.task(token)["status"] == "task_stream_ready"
        line.say(token, FRAME * 5)
        assert line.next()["message"] == "TRANSCRIPT_USER:This is turn 1."


def test_a_session_ends_with_its_socket(line: Line) -> None:
    token = line.run(TALK)
    with line.client.websocket_connect("/v1/") as socket:
        other = Line(line.client, socket)
        other.ask("task_info", token)
        other.until("task_stream_ready")
    assert line.followed(token)[-1]["type"] == "task_postprocess_end"


@pytest.fixture(scope="module")
def serving() -> Iterator[Serving]:
    with serve(MODELS, speed=20) as serving:
        yield serving


def converse(serving: Serving, faults: list[str]) -> list[Any]:
    """What one socket is told of a task, over a real connection."""
    httpx2.put(f"{serving.address}/_emulator/faults", json=faults)
    url = f"{serving.base_url}/Run/acme/chat"
    token = httpx2.post(url, json={"prompt": "x"}).json()["socketaccesstoken"]

    async def follow(socket: ClientConnection) -> list[Any]:
        await socket.send(json.dumps({"type": "task_info", "tasktoken": token}))
        received: list[Any] = []
        while not told(received, "task_postprocess_end"):
            received.append(json.loads(await socket.recv()))
        return received

    async def conversation() -> list[Any]:
        async with asyncio.timeout(60), connect(serving.socket_url) as socket:
            return await follow(socket)

    return asyncio.run(conversation())


def test_a_task_is_followed_over_a_real_connection(serving: Serving) -> None:
    (outputs,) = told(converse(serving, []), "task_postprocess_end")
    assert outputs[0]["contenttype"] == "raw"


def test_a_dropped_socket_is_cut_without_a_closing_frame(serving: Serving) -> None:
    with pytest.raises(websockets.ConnectionClosedError) as closed:
        converse(serving, ["socket-drop"])
    assert closed.value.rcvd is None


def test_a_refused_socket_is_cut_before_it_opens(serving: Serving) -> None:
    with pytest.raises((websockets.InvalidMessage, ConnectionError)):
        converse(serving, ["refuse@socket"])
