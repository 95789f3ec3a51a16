"""The two ways to do what a flow asks for: blocking, and with `async`, from one source.

A driver owns the HTTP client, and the keys by way of its Service. Everything that is
decided is decided in the flows; the drivers only send, read, sleep and tell.
"""

from __future__ import annotations

import inspect
import time
from abc import abstractmethod
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any, Generic, NoReturn, TypeVar, assert_never

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
_Http = TypeVar("_Http", httpx2.Client, httpx2.AsyncClient)
_Tell = Callable[[TaskState], object]


def attached(driver: _Driver | None) -> _Driver:
    """A driver that is there. Tasks and files that were pickled have left theirs."""
    if driver is None:
        raise WiroError("it was pickled, and has no client now: use wiro.task(id)")
    return driver


@dataclass(slots=True, kw_only=True)
class _Core(Generic[_Http]):
    """What both drivers do. It is written with `async`, and waits in nothing but the
    methods and functions that a driver brings; where those are blocking, it never
    suspends, and `_at_once` gives what it returns.
    """

    service: Service
    http: _Http
    timeout: httpx2.Timeout

    async def _driven(self, flow: Flow[T], tell: _Tell | None) -> T:
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

    async def _emitted(self, flow: Flow[None], tell: _Tell) -> AsyncGenerator[Event]:
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
                await _settled(socket.end.close())

    async def _perform(self, effect: Effect, tell: _Tell | None) -> Back:
        match effect:
            case Send():
                return await self._send(effect)
            case Fetch():
                return await self._fetch(effect)
            case Sleep(seconds=seconds):
                await self._pause(seconds)
                return None
            case Tell(state=state):
                if tell is not None:
                    await self._tell(tell, state)
                return None
            case Work(function=function):
                return Done(await self._work(function))
            case Dial() | Say() | Listen() | HangUp():
                return await self._use_socket(effect)
            case Emit():
                raise AssertionError("nobody takes events here")
        assert_never(effect)

    async def _send(self, effect: Send) -> Reply | Failure:
        self._refuse_closed()
        timeout = time_outs(self.timeout, effect)
        with ExitStack() as files:
            request: httpx2.Request | None = None
            try:
                request = self.http.build_request(
                    **request_parts(effect.call, self.service, timeout, files)
                )
                response = await self._answer(request)
                try:
                    patience, body = Patience(self.service, timeout), bytearray()

                    def take(chunk: bytes) -> None:
                        body.extend(chunk)
                        patience.check()

                    await self._read(response, take)
                finally:
                    await self._shut(response)
            except WiroError:
                raise
            except FAILURES as error:
                return failure_of(error, effect.call, self.service, request)
            return reply_of(effect.call, self.service, response, bytes(body))

    async def _fetch(self, effect: Fetch) -> Reply | Failure:
        self._refuse_closed()
        try:
            request = fetch_request(effect, self.timeout)
            response = await self._answer(request, auth=None)
            try:
                reply = fetched(response)
                if effect.begin(reply):
                    await self._read(response, effect.write)
            finally:
                await self._shut(response)
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
                    await _settled(line.end.send(message))
                case Listen(line=line, seconds=seconds):
                    message = await _settled(line.end.receive(seconds))
                    return None if message is None else Heard(message)
                case HangUp(line=line):
                    await _settled(line.end.close())
        except FAILURES as error:
            return fetch_failure_of(error)
        return None

    async def _dial(self) -> Dialled | Failure:
        self._refuse_closed()
        try:
            # It needs wsproto.
            from ..realtime.sockets import AsyncLine, Line, handshake  # noqa: PLC0415
        except ModuleNotFoundError as missing:
            return not_installed(missing)
        request = handshake(**dial_parts(self.service, self.timeout))
        response = await self._answer(request, auth=None)
        if "network_stream" in response.extensions and response.status_code == 101:
            end = AsyncLine if isinstance(self, AsyncDriver) else Line
            return Dialled(end(response, self.timeout.write))
        await self._shut(response)
        return Failure(sent=False, reason=f"HTTP {response.status_code}")

    def _refuse_closed(self) -> None:
        if self.http.is_closed:
            raise WiroError("this client is closed")

    def __reduce__(self) -> NoReturn:
        raise TypeError("a client holds keys and connections and cannot be pickled")

    @abstractmethod
    async def _answer(self, request: httpx2.Request, **auth: None) -> httpx2.Response:
        """The answer to a request, before it is read; `auth=None` sends it bare."""

    @abstractmethod
    async def _read(
        self, response: httpx2.Response, take: Callable[[bytes], object]
    ) -> None:
        """Reads an answer, chunk by chunk."""

    @abstractmethod
    async def _shut(self, response: httpx2.Response) -> None:
        """Lets go of an answer."""

    @abstractmethod
    async def _pause(self, seconds: float) -> None:
        """Sleeps."""

    @abstractmethod
    async def _tell(self, tell: _Tell, state: TaskState) -> None:
        """Tells a state."""

    @abstractmethod
    async def _work(self, function: Callable[[], T]) -> T:
        """What a function gives that may take its time."""


@dataclass(slots=True, kw_only=True)
class Driver(_Core[httpx2.Client]):
    """Drives flows, blocking. `sleep` is a seam for tests."""

    sleep: Callable[[float], object] = time.sleep

    def run(self, flow: Flow[T], tell: _Tell | None = None) -> T:
        """Does what a flow asks for, and gives what it returns. `tell` gets the states
        that it tells.
        """
        return _at_once(self._driven(flow, tell))

    def events(self, flow: Flow[None], tell: _Tell) -> Generator[Event]:
        """Does what a flow asks for, and gives the events that it emits. Sockets that
        it has opened are closed at the end, also where the caller goes away.
        """
        emitted = self._emitted(flow, tell)
        try:
            while True:
                try:
                    event = _at_once(emitted.__anext__())
                except StopAsyncIteration:
                    return
                yield event
        finally:
            _at_once(emitted.aclose())

    async def _answer(self, request: httpx2.Request, **auth: None) -> httpx2.Response:
        return self.http.send(request, stream=True, follow_redirects=False, **auth)

    async def _read(
        self, response: httpx2.Response, take: Callable[[bytes], object]
    ) -> None:
        for chunk in response.iter_bytes():
            take(chunk)

    async def _shut(self, response: httpx2.Response) -> None:
        response.close()

    async def _pause(self, seconds: float) -> None:
        self.sleep(seconds)

    async def _tell(self, tell: _Tell, state: TaskState) -> None:
        tell(state)

    async def _work(self, function: Callable[[], T]) -> T:
        return function()


@dataclass(slots=True, kw_only=True)
class AsyncDriver(_Core[httpx2.AsyncClient]):
    """Drives flows with `async`. `sleep` is a seam for tests."""

    sleep: Callable[[float], Awaitable[object]] = anyio.sleep

    async def run(self, flow: Flow[T], tell: _Tell | None = None) -> T:
        """The same, awaited; what `tell` gives is awaited where it can be."""
        return await self._driven(flow, tell)

    def events(self, flow: Flow[None], tell: _Tell) -> AsyncGenerator[Event]:
        """The same, as an asynchronous generator."""
        return self._emitted(flow, tell)

    async def _answer(self, request: httpx2.Request, **auth: None) -> httpx2.Response:
        return await self.http.send(
            request, stream=True, follow_redirects=False, **auth
        )

    async def _read(
        self, response: httpx2.Response, take: Callable[[bytes], object]
    ) -> None:
        async for chunk in response.aiter_bytes():
            take(chunk)

    async def _shut(self, response: httpx2.Response) -> None:
        await response.aclose()

    async def _pause(self, seconds: float) -> None:
        await self.sleep(seconds)

    async def _tell(self, tell: _Tell, state: TaskState) -> None:
        if inspect.isawaitable(message := tell(state)):
            await message

    async def _work(self, function: Callable[[], T]) -> T:
        return await to_thread.run_sync(function)


def _at_once(awaitable: Awaitable[T]) -> T:
    """What something gives that never suspends."""
    try:
        next(awaitable.__await__())
    except StopIteration as end:
        value: T = end.value
        return value
    raise RuntimeError("a blocking client has nobody who could wait for it")


async def _settled(outcome: Any) -> Any:
    """What an end of a socket gives: at once, or where it is awaited."""
    return await outcome if inspect.isawaitable(outcome) else outcome
