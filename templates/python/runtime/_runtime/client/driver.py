# Made from async_driver.py by `make blocking`: change that file, never this one.
"""How a client reaches the service: it sends calls, fetches files, and sleeps. What is
sent when, and how often, is decided in `operations`.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from typing import NoReturn

import httpx2

from ..errors import WiroError
from .answers import Failure, Reply
from .calls import Call, Service
from .connections import Connections
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
from .waiting import begun, home, sleep


class Fetched:
    """The answer to the request of a file: `outcome` is how it stands, without the
    body, whose pieces come one by one, in the process and event loop that asked.
    """

    def __init__(
        self, outcome: Reply | Failure, response: httpx2.Response | None = None
    ) -> None:
        self.outcome = outcome
        self._home = home() if response else None
        self._response = response
        self._pieces: Iterator[bytes] | None = (
            response.iter_bytes() if response else None
        )

    def piece(self) -> bytes:
        """The next piece of the body; empty at its end, and where it breaks: `outcome`
        is a Failure then.
        """
        if not (self._pieces and self._home):
            return b""
        try:
            self._home.require(home())
            return next(self._pieces, b"")
        except FAILURES as error:
            self.outcome = Failure(sent=True, reason=reason_of(error))
            return b""
        except BaseException:
            self.outcome = Failure(sent=True, reason="it was interrupted")
            raise

    def close(self) -> None:
        """Closes the connection where the body has not ended."""
        if not self._response or self._home != home():
            return
        with suppress(*FAILURES):
            if isinstance(self._pieces, Generator):
                self._pieces.close()
        with suppress(*FAILURES):
            self._response.close()


@dataclass(slots=True, kw_only=True)
class Driver:
    """Has the HTTP client, and the keys by way of its Service. `sleep` is a seam: for
    tests, and for work that is to end.
    """

    service: Service
    connections: Connections
    timeout: httpx2.Timeout
    sleep: Callable[[float], object] = sleep

    def send(self, call: Call, time_left: float | None = None) -> Reply | Failure:
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
                response = self._begun(request)
                try:
                    answer = Incoming(self.service, timeout)
                    for chunk in response.iter_bytes():
                        answer.add(chunk)
                finally:
                    response.close()
            except WiroError:
                raise
            except Exception as error:
                if request is None and not isinstance(error, FAILURES):
                    raise
                return failure_of(error, call, self.service, request)
            return reply_of(call, self.service, response, bytes(answer.body))

    def fetch(self, url: str, headers: dict[str, str]) -> Fetched:
        """Asks for a file without any key; gives the answer, whose body is to come."""
        try:
            request = fetch_request(url, headers, self.timeout)
            response = self.bare(request)
        except WiroError:
            raise
        except FAILURES as error:
            sent = not is_no_address(error)
            return Fetched(Failure(sent=sent, reason=reason_of(error)))
        return Fetched(fetched(response), response)

    def bare(self, request: httpx2.Request) -> httpx2.Response:
        """The answer to a request that carries nothing of the client's."""
        return self._begun(request, auth=None)

    def _begun(self, request: httpx2.Request, **settings: None) -> httpx2.Response:
        """The answer to a request, whose body is still to come."""
        http = self.connections.client()
        return begun(
            request,
            lambda: http.send(request, stream=True, follow_redirects=False, **settings),
        )

    def __reduce__(self) -> NoReturn:
        raise TypeError("a client holds keys and connections and cannot be pickled")


def attached(driver: Driver | None) -> Driver:
    """A driver that is there. Tasks and files that were pickled have left theirs."""
    if driver is None:
        raise WiroError("it was pickled, and has no client now: use wiro.task(id)")
    return driver
