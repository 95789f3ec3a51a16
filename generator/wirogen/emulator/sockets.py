"""The socket: tells how tasks get on, and carries the speech of realtime models
(wiro-api.md, Following a task).
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from wirogen.emulator.answers import output_objects
from wirogen.emulator.bodies import Unreadable, read_body
from wirogen.emulator.connections import abort, cut
from wirogen.emulator.faults import Hit
from wirogen.emulator.realtime import Session
from wirogen.emulator.service import LocalWiro
from wirogen.emulator.tasks import Task, until_news
from wirogen.emulator.timeline import Moment

_MOST_MESSAGES_BEFORE_A_DROP = 8


def socket_endpoint(wiro: LocalWiro) -> Callable[[WebSocket], Awaitable[None]]:
    """Serves the sockets of a local Wiro."""

    async def serve(socket: WebSocket) -> None:
        entry = wiro.journal.note(
            at=wiro.clock.now(),
            method="SOCKET",
            path=socket.scope["path"],
            headers=dict(socket.headers),
        )
        hit = wiro.draws.draw("socket")
        entry.fault = None if hit is None else hit.name
        if hit is not None and hit.name == "refuse":
            await cut(socket.scope, socket.receive)
            return
        if hit is not None and hit.name == "delay":
            await asyncio.sleep(hit.seconds)
        await socket.accept()
        entry.status = 101
        await _Socket(wiro, socket, _messages_before_a_drop(hit)).serve()

    return serve


def _messages_before_a_drop(hit: Hit | None) -> int | None:
    if hit is None or hit.name != "socket-drop":
        return None
    return hit.chance.randrange(_MOST_MESSAGES_BEFORE_A_DROP)


class _Socket:
    """One socket, which may follow any number of tasks.

    What a task has told before a socket asks for it is not told again, but for the
    status that it has. The socket stays open when a task ends; closing it is the
    client's part.
    """

    def __init__(
        self, wiro: LocalWiro, socket: WebSocket, messages_left: int | None
    ) -> None:
        self._wiro = wiro
        self._socket = socket
        self._left = messages_left
        self._followers: set[asyncio.Task[None]] = set()
        self._tasks: dict[bytes, Task] = {}
        self._sessions: dict[bytes, Session] = {}

    async def serve(self) -> None:
        """Listens until the socket is closed."""
        try:
            while True:
                message = await self._socket.receive()
                if message["type"] == "websocket.disconnect":
                    return
                if message.get("bytes") is not None:
                    await self._hear(message["bytes"])
                else:
                    await self._obey(message.get("text") or "")
        except (WebSocketDisconnect, RuntimeError):
            return
        finally:
            await self._end()

    async def _obey(self, text: str) -> None:
        """Does what a text message asks."""
        asked = _object(text)
        self._note(asked)
        kind, token = asked.get("type"), asked.get("tasktoken")
        task = self._wiro.tasks.find(token=token) if isinstance(token, str) else None
        if task is None:
            await self._complain("Task not found")
            return
        match kind:
            case "task_info":
                self._follow(task)
            case "task_session_end":
                task.end_session(self._wiro.clock.now())
            case "task_session_interrupt":
                session = self._sessions.get(task.token.encode())
                if session is not None:
                    session.interrupt()
            case _:
                await self._complain("Unknown message type")

    def _note(self, asked: dict[str, Any]) -> None:
        entry = self._wiro.journal.note(
            at=self._wiro.clock.now(),
            method="MESSAGE",
            path=self._socket.scope["path"],
            headers={},
        )
        entry.body = self._wiro.journal.described(asked, {})
        entry.done = True

    async def _hear(self, frame: bytes) -> None:
        """Takes a frame of speech: the task's token, `|`, PCM."""
        token, bar, pcm = frame.partition(b"|")
        task = self._tasks.get(token)
        session = None if task is None else self._session(task)
        if not bar or session is None:
            await self._complain("No session for this frame")
        else:
            session.hear(pcm)

    def _session(self, task: Task) -> Session | None:
        """The session of a task over this socket, if it has one. It begins when the
        task is ready, which Task/Detail may tell before the socket does.
        """
        token, status = task.token.encode(), task.status(self._wiro.clock.now())
        if status == "task_stream_ready" and not task.has_session:
            task.has_session = True
            session = Session(task, self._wiro.clock, self._send_json, self._send_pcm)
            self._sessions[token] = session
            session.begin()
        return self._sessions.get(token)

    def _follow(self, task: Task) -> None:
        self._tasks[task.token.encode()] = task
        follower = asyncio.get_running_loop().create_task(self._followed(task))
        self._followers.add(follower)
        follower.add_done_callback(self._followers.discard)

    async def _followed(self, task: Task) -> None:
        """Tells the status that the task has, then everything, to its end."""
        wiro = self._wiro
        sent = max(0, len(task.passed(wiro.clock.now())) - 1)
        with suppress(WebSocketDisconnect, RuntimeError):
            while True:
                for moment in task.passed(wiro.clock.now())[sent:]:
                    await self._tell(task, moment)
                    sent += 1
                if task.has_ended(wiro.clock.now()):
                    if sent == len(task.passed(wiro.clock.now())):
                        return
                else:
                    await until_news(task, wiro.clock)

    async def _tell(self, task: Task, moment: Moment) -> None:
        message = moment.message
        if moment.status == "task_postprocess_end":
            now = self._wiro.clock.now()
            message = output_objects(task, self._wiro.tasks.user, now)
        await self._send_json(task, type=moment.status, message=message)
        if moment.status == "task_stream_ready":
            self._session(task)

    async def _send_json(self, task: Task, **content: Any) -> None:
        envelope = {"id": task.id, "tasktoken": task.token, "message": ""}
        await self._send(text=json.dumps({**envelope, "result": True, **content}))

    async def _send_pcm(self, task: Task, pcm: bytes) -> None:
        await self._send(bytes=task.token.encode() + b"|" + pcm)

    async def _complain(self, message: str) -> None:
        problem = {"type": "error", "message": message, "result": False}
        await self._send(text=json.dumps(problem))

    async def _send(self, **content: Any) -> None:
        if self._left is not None:
            if self._left == 0:
                await self._drop()
                raise WebSocketDisconnect(1006)
            self._left -= 1
        await self._socket.send({"type": "websocket.send", **content})

    async def _drop(self) -> None:
        try:
            abort(self._socket.scope)
        except ConnectionResetError:  # none of ours: close it as well as we can
            await self._socket.close(1011)

    async def _end(self) -> None:
        """Stops telling; a session without its socket comes to its end."""
        for session in self._sessions.values():
            session.close()
        waiting = [*self._followers]
        for follower in waiting:
            follower.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)


def _object(text: str) -> dict[str, Any]:
    try:
        return dict(read_body(text.encode(), "application/json").fields)
    except Unreadable:
        return {}
