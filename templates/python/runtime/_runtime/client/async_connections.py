"""The HTTP client that a client sends with, and where its connections may be used."""

from __future__ import annotations

import httpx2

from ..errors import SettingsError, WiroError
from .async_waiting import async_home
from .http import checked_environment
from .waiting import Home


class AsyncConnections:
    """An HTTP client whose connections stay in the process and event loop that opened
    them: of two processes that share one, each reads the other's answers.
    """

    def __init__(
        self,
        http_client: httpx2.AsyncClient | None = None,
        transport: httpx2.AsyncBaseTransport | None = None,
    ) -> None:
        """With a client or a transport of the caller's, or with neither. Raises
        SettingsError.
        """
        self._is_own = http_client is None
        self._transport = transport
        self._is_renewable = http_client is None and transport is None
        self._client = http_client or self._made()
        self._is_closed = False
        self._home: Home | None = None

    def client(self) -> httpx2.AsyncClient:
        """The client to send with. Raises WiroError where it is closed, and
        SettingsError where it is the caller's and another process has used it.
        """
        if self._is_closed or self._client.is_closed:
            raise WiroError("this client is closed")
        here = async_home()
        if self._home is not None and here != self._home:
            self._move(self._home, here)
        self._home = here
        return self._client

    async def close(self) -> None:
        """Closes the client, unless it is the caller's. Connections of another process
        or loop are left to it.
        """
        if self._is_own:
            self._is_closed = True
            if self._home in (None, async_home()):
                await self._client.aclose()

    def _move(self, old: Home, new: Home) -> None:
        if self._is_renewable:
            self._client = self._made()
        elif new.process != old.process:
            raise SettingsError(
                "this http_client or transport was used before this process was"
                " forked, and would share connections: make a client in each process"
            )

    def _made(self) -> httpx2.AsyncClient:
        with checked_environment():
            return httpx2.AsyncClient(transport=self._transport)
