"""The two ways to do what a flow asks for: blocking, and with `async`.

A driver owns the HTTP client, and the keys by way of its Service. Everything that is
decided is decided in the flows; the drivers only send, read, sleep and tell.
"""

from __future__ import annotations

import inspect
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import NoReturn, TypeVar, assert_never

import anyio
import httpx2
from anyio import to_thread

from ..errors import WiroError
from ..realtime.events import Event
from .answers import Reply
from .calls import Service
from .effects import (
    Back,
    Dial,
    Dialled,
    Done,
    Effect,
    Emit,
    Failure,
    Fetch,
    Flow,
    HangUp,
    Heard,
    Listen,
    Say,
    Send,
    Sleep,
    Tell,
    Work,
)
from .http import (
    FAILURES,
    Patience,
    dial_parts,
    failure_of,
    fetch_failure_of,
    fetch_request,
    fetched,
    not_installed,
    reply_of,
    request_parts,
    time_outs,
)
from .state import TaskState

T = TypeVar("T")
_Driver = TypeVar("_Driver", "Driver", "AsyncDriver")


def attached(driver: _Driver | None) -> _Driver:
    """A driver that is there. Tasks and files that were pickled have left theirs."""
    if driver is None:
        raise WiroError("it was pickled, and has no client now: use wiro.task(id)")
    return driver


@dataclass(slots=True, kw_only=True)
class Driver:
    """Drives flows, blocking. `sleep` is a seam for tests."""

    service: Service
    http: httpx2.Client
    timeout: httpx2.Timeout
    sleep: Callable[[float], object] = time.sleep

    def run(
        self, flow: Flow[T], tell: Callable[[TaskState], object] | None = None
    ) -> T:
        """Does what a flow asks for, and gives what it returns. `tell` gets the states
        that it tells.
        """
        try:
            effect = next(flow)
            while True:
                try:
                    outcome = self._perform(effect, tell)
                except BaseException as error:
                    effect = flow.throw(error)
                else:
                    effect = flow.send(outcome)
        except StopIteration as end:
            result: T = end.value
            return result

    def events(
        self, flow: Flow[None], tell: Callable[[TaskState], object]
    ) -> Generator[Event]:
        """Does what a flow asks for, and gives the events that it emits. Sockets that
        it has opened are closed at the end, also where the caller goes away.
        """
        sockets: list[Dialled] = []
        try:
            effect = next(flow)
            while True:
                if isinstance(effect, Emit):
                    yield effect.event
                    effect = flow.send(None)
                    continue
                try:
                    outcome = self._perform(effect, tell)
                except BaseException as error:
                    effect = flow.throw(error)
                    continue
                if isinstance(outcome, Dialled):
                    sockets.append(outcome)
                effect = flow.send(outcome)
        except StopIteration:
            return
        finally:
            for socket in sockets:
                socket.end.close()

    def _perform(
        self, effect: Effect, tell: Callable[[TaskState], object] | None
    ) -> Back:
        match effect:
            case Send():
                return self._send(effect)
            case Fetch():
                return self._fetch(effect)
            case Sleep(seconds=seconds):
                self.sleep(seconds)
                return None
            case Tell(state=state):
                if tell is not None:
                    tell(state)
                return None
            case Work(function=function):
                return Done(function())
            case Dial() | Say() | Listen() | HangUp():
                return self._use_socket(effect)
            case Emit():
                raise AssertionError("nobody takes events here")
        assert_never(effect)

    def _send(self, effect: Send) -> Reply | Failure:
        _refuse_closed(self.http)
        timeout = time_outs(self.timeout, effect)
        with ExitStack() as files:
            request: httpx2.Request | None = None
            try:
                request = self.http.build_request(
                    **request_parts(effect.call, self.service, timeout, files)
                )
                response = self.http.send(request, stream=True, follow_redirects=False)
                try:
                    patience, body = Patience(self.service, timeout), bytearray()
                    for chunk in response.iter_bytes():
                        body += chunk
                        patience.check()
                finally:
                    response.close()
            except WiroError:
                raise
            except FAILURES as error:
                return failure_of(error, effect.call, self.service, request)
            return reply_of(effect.call, self.service, response, bytes(body))

    def _fetch(self, effect: Fetch) -> Reply | Failure:
        _refuse_closed(self.http)
        try:
            response = self.http.send(
                fetch_request(effect, self.timeout),
                stream=True,
                auth=None,
                follow_redirects=False,
            )
            try:
                reply = fetched(response)
                if effect.begin(reply):
                    for chunk in response.iter_bytes():
                        effect.write(chunk)
            finally:
                response.close()
        except WiroError:
            raise
        except FAILURES as error:
            return fetch_failure_of(error)
        return reply

    def _use_socket(self, effect: Dial | Say | Listen | HangUp) -> Back:
        try:
            match effect:
                case Dial():
                    return self._dial()
                case Say(line=line, message=message):
                    line.end.send(message)
                case Listen(line=line, seconds=seconds):
                    message = line.end.receive(seconds)
                    return None if message is None else Heard(message)
                case HangUp(line=line):
                    line.end.close()
        except FAILURES as error:
            return fetch_failure_of(error)
        return None

    def _dial(self) -> Dialled | Failure:
        _refuse_closed(self.http)
        try:
            # It needs wsproto.
            from ..realtime.sockets import Line, handshake  # noqa: PLC0415
        except ModuleNotFoundError as missing:
            return not_installed(missing)
        request = handshake(**dial_parts(self.service, self.timeout))
        response = self.http.send(
            request, stream=True, auth=None, follow_redirects=False
        )
        if "network_stream" in response.extensions and response.status_code == 101:
            return Dialled(Line(response, self.timeout.write))
        response.close()
        return Failure(sent=False, reason=f"HTTP {response.status_code}")

    def __reduce__(self) -> NoReturn:
        raise TypeError("a client holds keys and connections and cannot be pickled")


@dataclass(slots=True, kw_only=True)
class AsyncDriver:
    """Drives flows with `async`. `sleep` is a seam for tests."""

    service: Service
    http: httpx2.AsyncClient
    timeout: httpx2.Timeout
    sleep: Callable[[float], Awaitable[object]] = anyio.sleep

    async def run(
        self, flow: Flow[T], tell: Callable[[TaskState], object] | None = None
    ) -> T:
        """Does what a flow asks for, and gives what it returns. `tell` gets the states
        that it tells; what it gives is awaited where it can be.
        """
        try:
            effect = next(flow)
            while True:
                try:
                    outcome = await self._perform(effect, tell)
                except BaseException as error:
                    effect = flow.throw(error)
                else:
                    effect = flow.send(outcome)
        except StopIteration as end:
            result: T = end.value
            return result

    async def events(
        self, flow: Flow[None], tell: Callable[[TaskState], object]
    ) -> AsyncGenerator[Event]:
        """Does what a flow asks for, and gives the events that it emits. Sockets that
        it has opened are closed at the end, also where the caller goes away.
        """
        sockets: list[Dialled] = []
        try:
            effect = next(flow)
            while True:
                if isinstance(effect, Emit):
                    yield effect.event
                    effect = flow.send(None)
                    continue
                try:
                    outcome = await self._perform(effect, tell)
                except BaseException as error:
                    effect = flow.throw(error)
                    continue
                if isinstance(outcome, Dialled):
                    sockets.append(outcome)
                effect = flow.send(outcome)
        except StopIteration:
            return
        finally:
            for socket in sockets:
                await socket.end.close()

    async def _perform(
        self, effect: Effect, tell: Callable[[TaskState], object] | None
    ) -> Back:
        match effect:
            case Send():
                return await self._send(effect)
            case Fetch():
                return await self._fetch(effect)
            case Sleep(seconds=seconds):
                await self.sleep(seconds)
                return None
            case Tell(state=state):
                if tell is not None and inspect.isawaitable(told := tell(state)):
                    await told
                return None
            case Work(function=function):
                return Done(await to_thread.run_sync(function))
            case Dial() | Say() | Listen() | HangUp():
                return await self._use_socket(effect)
            case Emit():
                raise AssertionError("nobody takes events here")
        assert_never(effect)

    async def _send(self, effect: Send) -> Reply | Failure:
        _refuse_closed(self.http)
        timeout = time_outs(self.timeout, effect)
        with ExitStack() as files:
            request: httpx2.Request | None = None
            try:
                request = self.http.build_request(
                    **request_parts(effect.call, self.service, timeout, files)
                )
                response = await self.http.send(
                    request, stream=True, follow_redirects=False
                )
                try:
                    patience, body = Patience(self.service, timeout), bytearray()
                    async for chunk in response.aiter_bytes():
                        body += chunk
                        patience.check()
                finally:
                    await response.aclose()
            except WiroError:
                raise
            except FAILURES as error:
                return failure_of(error, effect.call, self.service, request)
            return reply_of(effect.call, self.service, response, bytes(body))

    async def _fetch(self, effect: Fetch) -> Reply | Failure:
        _refuse_closed(self.http)
        try:
            response = await self.http.send(
                fetch_request(effect, self.timeout),
                stream=True,
                auth=None,
                follow_redirects=False,
            )
            try:
                reply = fetched(response)
                if effect.begin(reply):
                    async for chunk in response.aiter_bytes():
                        effect.write(chunk)
            finally:
                await response.aclose()
        except WiroError:
            raise
        except FAILURES as error:
            return fetch_failure_of(error)
        return reply

    async def _use_socket(self, effect: Dial | Say | Listen | HangUp) -> Back:
        try:
            match effect:
                case Dial():
                    return await self._dial()
                case Say(line=line, message=message):
                    await line.end.send(message)
                case Listen(line=line, seconds=seconds):
                    message = await line.end.receive(seconds)
                    return None if message is None else Heard(message)
                case HangUp(line=line):
                    await line.end.close()
        except FAILURES as error:
            return fetch_failure_of(error)
        return None

    async def _dial(self) -> Dialled | Failure:
        _refuse_closed(self.http)
        try:
            # It needs wsproto.
            from ..realtime.sockets import AsyncLine, handshake  # noqa: PLC0415
        except ModuleNotFoundError as missing:
            return not_installed(missing)
        request = handshake(**dial_parts(self.service, self.timeout))
        response = await self.http.send(
            request, stream=True, auth=None, follow_redirects=False
        )
        if "network_stream" in response.extensions and response.status_code == 101:
            return Dialled(AsyncLine(response, self.timeout.write))
        await response.aclose()
        return Failure(sent=False, reason=f"HTTP {response.status_code}")

    def __reduce__(self) -> NoReturn:
        raise TypeError("a client holds keys and connections and cannot be pickled")


def _refuse_closed(http: httpx2.Client | httpx2.AsyncClient) -> None:
    if http.is_closed:
        raise WiroError("this client is closed")
