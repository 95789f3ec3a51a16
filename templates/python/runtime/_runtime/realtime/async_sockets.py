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

from ..client.async_waiting import AsyncLock, async_home, async_within
from .frames import BROKEN, Frames, as_connection_error

_CHUNK = 64 * 1024
_GOODBYE_SECONDS = 1.0
_LONGEST_CLOSE = 5.0
_LEAST_SECONDS = 0.001


class AsyncLine:
    """A socket that is open, to the process and event loop that have opened it. One
    asyncio task at a time may receive; any may send.
    """

    def __init__(self, response: httpx2.Response, write_timeout: float | None) -> None:
        self._home = async_home()
        self._response = response
        self._stream: Any = response.extensions["network_stream"]
        self._frames = Frames()
        self._writing = AsyncLock()
        self._write_timeout = write_timeout

    async def send(self, message: str | bytes) -> None:
        """Sends a message. Raises ConnectionError."""
        self._home.require(async_home())
        with as_connection_error():
            await self._send(message)

    async def receive(self, seconds: float) -> str | bytes | None:
        """The next message; None after that many seconds of silence. Raises
        ConnectionError.
        """
        self._home.require(async_home())
        end = time.monotonic() + seconds
        while not self._frames.have_message():
            left = max(end - time.monotonic(), _LEAST_SECONDS)
            with as_connection_error():
                try:
                    self._frames.feed(await self._stream.read(_CHUNK, left))
                except httpcore2.ReadTimeout:
                    return None
                await self._reply()
            if time.monotonic() >= end:
                break
        return self._frames.taken_message()

    async def close(self) -> None:
        """Says goodbye where that is possible, and closes the connection, also where
        the caller is cancelled. Elsewhere it is left alone.
        """
        if self._home != async_home():
            return
        await async_within(_LONGEST_CLOSE, self._close)

    async def _close(self) -> None:
        if self._writing.is_taken_now():
            with suppress(*BROKEN):
                goodbye = self._frames.goodbye()
                await self._stream.write(goodbye, _GOODBYE_SECONDS)
            self._writing.release()
        with suppress(*BROKEN):
            await self._response.aclose()

    async def _send(self, message: str | bytes) -> None:
        async with self._writing:
            data = self._frames.encoded(message)
            await self._stream.write(data, self._write_timeout)

    async def _reply(self) -> None:
        # Never waits for a writer, who may be waiting for this end to read.
        if self._frames.replies and self._writing.is_taken_now():
            try:
                replies = self._frames.taken_replies()
                await self._stream.write(replies, self._write_timeout)
            finally:
                self._writing.release()
