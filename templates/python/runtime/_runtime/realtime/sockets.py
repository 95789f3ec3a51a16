"""The two ends of a socket, blocking and with `async`, over the connection that httpx2
has upgraded.

httpx2's own sessions read in threads or tasks of their own. The blocking one leaves a
thread behind that lasts as long as the server keeps the connection, and Python does not
end before it; the other one cannot be held by a generator that its caller may drop. So
messages are read here when they are asked for, and nothing runs beside that.
"""

from __future__ import annotations

import base64
import secrets
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final

import anyio
import httpcore2
import httpx2
from wsproto import ConnectionType, events
from wsproto.connection import Connection
from wsproto.utilities import ProtocolError

LONGEST_MESSAGE: Final = 16 * 1024 * 1024
"""Bytes; a language model's answer so far is sent whole each time."""

_BROKEN: Final = (
    httpcore2.NetworkError,
    httpcore2.ProtocolError,
    httpcore2.TimeoutException,
    OSError,
    ProtocolError,
)
_CHUNK = 64 * 1024
_GOODBYE_SECONDS = 1.0
_LEAST_SECONDS = 0.001


def handshake(
    url: str, headers: dict[str, str], timeout: httpx2.Timeout
) -> httpx2.Request:
    """The request that asks for a socket: made without the client, so that no header,
    cookie or key of the client's is in it.
    """
    key = base64.b64encode(secrets.token_bytes(16)).decode()
    asked = {
        "connection": "upgrade",
        "upgrade": "websocket",
        "sec-websocket-key": key,
        "sec-websocket-version": "13",
    }
    return httpx2.Request(
        "GET", url, headers=headers | asked, extensions={"timeout": timeout.as_dict()}
    )


class Line:
    """A socket's blocking end. One thread at a time may receive; any may send."""

    def __init__(self, response: httpx2.Response, write_timeout: float | None) -> None:
        self._response = response
        self._stream: Any = response.extensions["network_stream"]
        self._frames = _Frames()
        self._writing = threading.Lock()
        self._write_timeout = write_timeout

    def send(self, message: str | bytes) -> None:
        """Sends a message. Raises ConnectionError."""
        with _as_connection_error(), self._writing:
            self._stream.write(self._frames.encoded(message), self._write_timeout)

    def receive(self, seconds: float) -> str | bytes | None:
        """The next message; None after that many seconds of silence. Raises
        ConnectionError.
        """
        end = time.monotonic() + seconds
        while not self._frames.have_message():
            left = max(end - time.monotonic(), _LEAST_SECONDS)
            with _as_connection_error():
                try:
                    self._frames.feed(self._stream.read(_CHUNK, left))
                except httpcore2.ReadTimeout:
                    return None
                self._reply()
            if time.monotonic() >= end:
                break
        return self._frames.taken_message()

    def close(self) -> None:
        """Says goodbye where that is possible, and closes the connection."""
        if self._writing.acquire(blocking=False):
            with suppress(*_BROKEN):
                self._stream.write(self._frames.goodbye(), _GOODBYE_SECONDS)
            self._writing.release()
        with suppress(*_BROKEN):
            self._response.close()

    def _reply(self) -> None:
        # Never waits for a writer, who may be waiting for this end to read.
        if self._frames.replies and self._writing.acquire(blocking=False):
            try:
                self._stream.write(self._frames.taken_replies(), self._write_timeout)
            finally:
                self._writing.release()


class AsyncLine:
    """A socket's end. One task at a time may receive; any may send."""

    def __init__(self, response: httpx2.Response, write_timeout: float | None) -> None:
        self._response = response
        self._stream: Any = response.extensions["network_stream"]
        self._frames = _Frames()
        self._writing = anyio.Lock()
        self._write_timeout = write_timeout

    async def send(self, message: str | bytes) -> None:
        """Sends a message. Raises ConnectionError."""
        with _as_connection_error():
            async with self._writing:
                data = self._frames.encoded(message)
                await self._stream.write(data, self._write_timeout)

    async def receive(self, seconds: float) -> str | bytes | None:
        """The next message; None after that many seconds of silence. Raises
        ConnectionError.
        """
        end = time.monotonic() + seconds
        while not self._frames.have_message():
            left = max(end - time.monotonic(), _LEAST_SECONDS)
            with _as_connection_error():
                try:
                    self._frames.feed(await self._stream.read(_CHUNK, left))
                except httpcore2.ReadTimeout:
                    return None
                await self._reply()
            if time.monotonic() >= end:
                break
        return self._frames.taken_message()

    async def close(self) -> None:
        """Says goodbye where that is possible, and closes the connection."""
        with anyio.CancelScope(shield=True):
            if not self._writing.locked():
                with suppress(*_BROKEN):
                    goodbye = self._frames.goodbye()
                    await self._stream.write(goodbye, _GOODBYE_SECONDS)
            with suppress(*_BROKEN):
                await self._response.aclose()

    async def _reply(self) -> None:
        # Never waits for a writer, who may be waiting for this end to read.
        if self._frames.replies and not self._writing.locked():
            async with self._writing:
                replies = self._frames.taken_replies()
                await self._stream.write(replies, self._write_timeout)


@contextmanager
def _as_connection_error() -> Iterator[None]:
    """Raises a ConnectionResetError for what breaks.

    An error of wsproto repeats the message that it is about, in which tokens stand:
    neither its words nor the error itself go any further.
    """
    try:
        yield
    except _BROKEN as error:
        kind = type(error).__name__
        told = "" if isinstance(error, ProtocolError) else str(error)
        why = f"{kind}: {told}" if told else kind
    else:
        return
    raise ConnectionResetError(why)


class _Frames:
    """Messages as bytes of the connection, and back: no I/O, and safe with threads."""

    def __init__(self) -> None:
        self.messages: deque[str | bytes] = deque()
        self.replies = b""
        self._protocol = Connection(ConnectionType.CLIENT)
        self._lock = threading.Lock()
        self._parts: list[Any] = []
        self._size = 0
        self._is_closed = False

    def have_message(self) -> bool:
        """Whether a whole message is there. Raises ConnectionResetError where none can
        come any more.
        """
        if not self.messages and self._is_closed:
            raise ConnectionResetError("the service closed the socket")
        return bool(self.messages)

    def taken_message(self) -> str | bytes | None:
        """The next message, if one is there, once."""
        return self.messages.popleft() if self.messages else None

    def encoded(self, message: str | bytes) -> bytes:
        """A message as it is sent. Raises ProtocolError on a closed socket."""
        event = (
            events.TextMessage(data=message)
            if isinstance(message, str)
            else events.BytesMessage(data=message)
        )
        with self._lock:
            return self._protocol.send(event)

    def goodbye(self) -> bytes:
        """What closes the socket. Raises ProtocolError where it is closed already."""
        with self._lock:
            return self._protocol.send(events.CloseConnection(code=1000))

    def taken_replies(self) -> bytes:
        """What must be answered, once."""
        with self._lock:
            taken, self.replies = self.replies, b""
            return taken

    def feed(self, data: bytes) -> None:
        """Takes what has come (nothing: the end of the connection). Raises
        ProtocolError and ConnectionResetError.
        """
        with self._lock:
            self._protocol.receive_data(data or None)
            for event in self._protocol.events():
                match event:
                    case events.Ping():
                        self.replies += self._protocol.send(event.response())
                    case events.TextMessage() | events.BytesMessage():
                        self._take(event)
                    case events.CloseConnection():
                        self._is_closed = True
                    case _:
                        pass

    def _take(self, event: events.TextMessage | events.BytesMessage) -> None:
        self._parts.append(event.data)
        self._size += len(event.data)
        if self._size > LONGEST_MESSAGE:
            raise ConnectionResetError("a message is longer than 16 MB")
        if event.message_finished:
            is_text = isinstance(event, events.TextMessage)
            whole = "".join(self._parts) if is_text else b"".join(self._parts)
            self.messages.append(whole)
            self._parts, self._size = [], 0
