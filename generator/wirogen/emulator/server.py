"""The local Wiro behind a real socket."""

import logging
import os
import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, Unpack

import uvicorn
from starlette.applications import Starlette
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from wirogen.card import Card
from wirogen.emulator.app import Settings, create_app
from wirogen.emulator.clock import Clock
from wirogen.emulator.connections import ABORT

DEFAULT_PORT: Final = 8765

_BACKLOG = 2048


@dataclass(frozen=True, slots=True, kw_only=True)
class Serving:
    """Where a local Wiro can be reached: what goes into `WIRO_BASE_URL` and
    `WIRO_SOCKET_URL`, and the address of its files and its journal.
    """

    host: str
    port: int

    @property
    def address(self) -> str:
        """The server itself."""
        return f"http://{self._place}"

    @property
    def base_url(self) -> str:
        """What the service's calls begin with."""
        return f"{self.address}/v1"

    @property
    def socket_url(self) -> str:
        """The service's socket."""
        return f"ws://{self._place}/v1"

    @property
    def _place(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"


def run_server(
    cards: Iterable[Card],
    *,
    host: str = "127.0.0.1",
    port: int = DEFAULT_PORT,
    speed: float = 1.0,
    announce: Callable[[str], None],
    **settings: Unpack[Settings],
) -> None:
    """Serves until it is interrupted; port 0 takes a free one, and tasks run `speed`
    times as fast.

    `announce` is called once with the base URL, as soon as connections are accepted.
    Raises OSError where the port cannot be had.
    """
    app = create_app(cards, clock=Clock(speed=speed), hosts=(host,), **settings)
    with _listening(host, port) as listener:
        serving = _serving(listener)
        server = _Server(app, lambda: announce(serving.base_url))
        with suppress(KeyboardInterrupt):
            server.run(sockets=[listener])


@contextmanager
def serve(
    cards: Iterable[Card],
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    speed: float = 1.0,
    **settings: Unpack[Settings],
) -> Iterator[Serving]:
    """A local Wiro in a thread of its own, for as long as the context lasts; its tasks
    run `speed` times as fast.

    Raises OSError where the port cannot be had.
    """
    app = create_app(cards, clock=Clock(speed=speed), hosts=(host,), **settings)
    with _listening(host, port) as listener:
        is_ready = threading.Event()
        server = _Server(app, is_ready.set)

        def run() -> None:
            try:
                server.run(sockets=[listener])
            finally:
                is_ready.set()

        thread = threading.Thread(target=run, name="local-wiro", daemon=True)
        thread.start()
        is_ready.wait()
        try:
            yield _serving(listener)
        finally:
            server.should_exit = True
            thread.join()


class _Server(uvicorn.Server):
    """Serves an application whose connections can be cut."""

    def __init__(self, app: Starlette, started: Callable[[], None]) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                http=_CuttableHttp,
                ws=_CuttableSocket,
                loop="asyncio",
                lifespan="on",
                log_config=None,
                log_level=logging.CRITICAL,
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=1,
            )
        )
        self._tell_started = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Starts, and says so."""
        await super().startup(sockets)
        self._tell_started()


class _CuttableHttp(H11Protocol):
    def connection_made(self, transport: Any) -> None:
        """Lets the application cut this connection."""
        super().connection_made(transport)
        self.app = _cuttable(self.app, transport.abort)


class _CuttableSocket(WebSocketsSansIOProtocol):
    def connection_made(self, transport: Any) -> None:
        """Lets the application cut this connection."""
        super().connection_made(transport)
        self.app = _cuttable(self.app, transport.abort)


def _cuttable(app: Any, abort: Callable[[], None]) -> Any:
    return partial(_with_abort, app, abort)


async def _with_abort(
    app: ASGIApp,
    abort: Callable[[], None],
    scope: Scope,
    receive: Receive,
    send: Send,
) -> None:
    extensions = {**scope.get("extensions", {}), ABORT: abort}
    await app({**scope, "extensions": extensions}, receive, send)


@contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    """A socket that accepts connections.

    It is said to be TCP, as asyncio sets TCP_NODELAY on no other; without, each answer
    waits 40 ms for an acknowledgement.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        if os.name == "posix":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(_BACKLOG)
        yield listener


def _serving(listener: socket.socket) -> Serving:
    host, port = listener.getsockname()[:2]
    return Serving(host=host, port=port)
