# Made from async_sockets.py by `make blocking`: change that file, never this one.
"""A socket of the service, over the connection that httpx2 has upgraded.

httpx2's own sessions read in threads or tasks of their own. The blocking one leaves a
thread behind that lasts as long as the server keeps the connection, and Python does not
end before it; the other one cannot be held by a generator that its caller may drop. So
messages are read here when they are asked for, and nothing runs beside that.
"""

from __future__ import annotations

import time
from contextlib import suppress
from typing import Any

import httpcore2
import httpx2

from ..client.waiting import Lock, home, within
from .frames import BROKEN, Frames, as_connection_error

_CHUNK = 64 * 1024
_GOODBYE_SECONDS = 1.0
_LONGEST_CLOSE = 5.0
_LEAST_SECONDS = 0.001


class Line:
    """A socket that is open, to the process and event loop that have opened it. One
    thread at a time may receive; any may send.
    """

    def __init__(self, response: httpx2.Response, write_timeout: float | None) -> None:
        self._home = home()
        self._response = response
        self._stream: Any = response.extensions["network_stream"]
        self._frames = Frames()
        self._writing = Lock()
        self._write_timeout = write_timeout

    def send(self, message: str | bytes) -> None:
        """Sends a message. Raises ConnectionError."""
        self._home.require(home())
        with as_connection_error():
            self._send(message)

    def receive(self, seconds: float) -> str | bytes | None:
        """The next message; None after that many seconds of silence. Raises
        ConnectionError.
        """
        self._home.require(home())
        end = time.monotonic() + seconds
        while not self._frames.have_message():
            left = max(end - time.monotonic(), _LEAST_SECONDS)
            with as_connection_error():
                try:
                    self._frames.feed(self._stream.read(_CHUNK, left))
                except httpcore2.ReadTimeout:
                    return None
                self._reply()
            if time.monotonic() >= end:
                break
        return self._frames.taken_message()

    def close(self) -> None:
        """Says goodbye where that is possible, and closes the connection, also where
        the caller is cancelled. Elsewhere it is left alone.
        """
        if self._home != home():
            return
        within(_LONGEST_CLOSE, self._close)

    def _close(self) -> None:
        if self._writing.is_taken_now():
            with suppress(*BROKEN):
                goodbye = self._frames.goodbye()
                self._stream.write(goodbye, _GOODBYE_SECONDS)
            self._writing.release()
        with suppress(*BROKEN):
            self._response.close()

    def _send(self, message: str | bytes) -> None:
        with self._writing:
            data = self._frames.encoded(message)
            self._stream.write(data, self._write_timeout)

    def _reply(self) -> None:
        # Never waits for a writer, who may be waiting for this end to read.
        if self._frames.replies and self._writing.is_taken_now():
            try:
                replies = self._frames.taken_replies()
                self._stream.write(replies, self._write_timeout)
            finally:
                self._writing.release()
