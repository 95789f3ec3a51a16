"""How a client reaches the service: it sends calls, fetches files, and sleeps. What is
sent when, and how often, is decided in `operations`.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from typing import NoReturn

import httpx2

from ..errors import WiroError
from .answers import Failure, Reply
from .async_connections import AsyncConnections
from .async_waiting import async_begun, async_home, async_sleep
from .calls import Call, Service
from .http import (
    FAILURES,
    Incoming,
    failure_of,
    fetch_request,
    fetched,
    is_no_address,
    reason_of,
    reply_of,
    request_parts,
    shorter_than,
)


class AsyncFetched:
    """The answer to the request of a file: `outcome` is how it stands, without the
    body, whose pieces come one by one, in the process and event loop that asked.
    """

    def __init__(
        self, outcome: Reply | Failure, response: httpx2.Response | None = None
    ) -> None:
        self.outcome = outcome
        self._home = async_home() if response else None
        self._response = response
        self._pieces: AsyncIterator[bytes] | None = (
            response.aiter_bytes() if response else None
        )

    async def piece(self) -> bytes:
        """The next piece of the body; empty at its end, and where it breaks: `outcome`
        is a Failure then.
        """
        if not (self._pieces and self._home):
            return b""
        try:
            self._home.require(async_home())
            return await anext(self._pieces, b"")
        except FAILURES as error:
            self.outcome = Failure(sent=True, reason=reason_of(error))
            return b""
        except BaseException:
            self.outcome = Failure(sent=True, reason="it was interrupted")
            raise

    async def close(self) -> None:
        """Closes the connection where the body has not ended."""
        if not self._response or self._home != async_home():
            return
        with suppress(*FAILURES):
            if isinstance(self._pieces, AsyncGenerator):
                await self._pieces.aclose()
        with suppress(*FAILURES):
            await self._response.aclose()


@dataclass(slots=True, kw_only=True)
class AsyncDriver:
    """Has the HTTP client, and the keys by way of its Service. `sleep` is a seam: for
    tests, and for work that is to end.
    """

    service: Service
    connections: AsyncConnections
    timeout: httpx2.Timeout
    sleep: Callable[[float], Awaitable[object]] = async_sleep

    async def send(self, call: Call, time_left: float | None = None) -> Reply | Failure:
        """Sends a call, signed anew; the answer must be there within `time_left`
        seconds (None: the client's time-out). Raises MissingKey.
        """
        http = self.connections.client()
        timeout = shorter_than(self.timeout, time_left)
        with ExitStack() as files:
            request: httpx2.Request | None = None
            try:
                request = http.build_request(
                    **request_parts(call, self.service, timeout, files)
                )
                response = await self._begun(request)
                try:
                    answer = Incoming(self.service, timeout)
                    async for chunk in response.aiter_bytes():
                        answer.add(chunk)
                finally:
                    await response.aclose()
            except WiroError:
                raise
            except Exception as error:
                if request is None and not isinstance(error, FAILURES):
                    raise
                return failure_of(error, call, self.service, request)
            return reply_of(call, self.service, response, bytes(answer.body))

    async def fetch(self, url: str, headers: dict[str, str]) -> AsyncFetched:
        """Asks for a file without any key; gives the answer, whose body is to come."""
        try:
            request = fetch_request(url, headers, self.timeout)
            response = await self.bare(request)
        except WiroError:
            raise
        except FAILURES as error:
            sent = not is_no_address(error)
            return AsyncFetched(Failure(sent=sent, reason=reason_of(error)))
        return AsyncFetched(fetched(response), response)

    async def bare(self, request: httpx2.Request) -> httpx2.Response:
        """The answer to a request that carries nothing of the client's."""
        return await self._begun(request, auth=None)

    async def _begun(
        self, request: httpx2.Request, **settings: None
    ) -> httpx2.Response:
        """The answer to a request, whose body is still to come."""
        http = self.connections.client()
        return await async_begun(
            request,
            lambda: http.send(request, stream=True, follow_redirects=False, **settings),
        )

    def __reduce__(self) -> NoReturn:
        raise TypeError("a client holds keys and connections and cannot be pickled")


def attached(driver: AsyncDriver | None) -> AsyncDriver:
    """A driver that is there. Tasks and files that were pickled have left theirs."""
    if driver is None:
        raise WiroError("it was pickled, and has no client now: use wiro.task(id)")
    return driver
