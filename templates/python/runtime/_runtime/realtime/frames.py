"""A socket's messages as bytes of its connection, and back. No I/O is done here."""

from __future__ import annotations

import base64
import secrets
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import httpcore2
import httpx2
from wsproto import ConnectionType, events
from wsproto.connection import Connection
from wsproto.utilities import ProtocolError

LONGEST_MESSAGE: Final = 16 * 1024 * 1024
"""Bytes; a language model's answer so far is sent whole each time."""

BROKEN: Final = (
    httpcore2.NetworkError,
    httpcore2.ProtocolError,
    httpcore2.TimeoutException,
    OSError,
    ProtocolError,
)
"""What the end of a connection may raise."""


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


@contextmanager
def as_connection_error() -> Iterator[None]:
    """Raises a ConnectionResetError for what breaks.

    An error of wsproto repeats the message that it is about, in which tokens stand:
    neither its words nor the error itself go any further.
    """
    try:
        yield
    except BROKEN as error:
        kind = type(error).__name__
        details = "" if isinstance(error, ProtocolError) else str(error)
        why = f"{kind}: {details}" if details else kind
    else:
        return
    raise ConnectionResetError(why)


class Frames:
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
