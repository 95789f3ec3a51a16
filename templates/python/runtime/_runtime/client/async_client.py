"""The client."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Self

import httpx2

from ..errors import SettingsError
from .answers import UploadedFile, UploadFolder, read_callback
from .async_batch import AsyncBatch
from .async_connections import AsyncConnections
from .async_driver import AsyncDriver
from .async_operations import (
    make_folder,
    recent_tasks,
    refresh,
    start_run,
    upload_file,
    uploaded,
)
from .async_realtime import AsyncSessions
from .async_task import AsyncTask
from .async_waiting import async_on_disk
from .calls import Call, service_of
from .http import timeouts_of
from .retries import slot_seconds
from .state import known_task

if TYPE_CHECKING:
    from ..files import FileLike
    from ..prices import Amount, Estimate
    from ..request import Request


class AsyncWiro(AsyncBatch, AsyncSessions):
    """Runs models of Wiro.

    >>> async with AsyncWiro() as wiro:
    ...     task = await wiro.run("wiro/instant-id", {"prompt": "a portrait"})
    ...     result = await task.wait(timeout=600)
    ...     await result.save_all("out")

    It may be used by several asyncio tasks at once.
    """

    def __init__(
        self,
        api_key: str | None = None,
        *,
        api_secret: str | None = None,
        base_url: str | None = None,
        socket_url: str | None = None,
        timeout: float | httpx2.Timeout | None = None,
        http_client: httpx2.AsyncClient | None = None,
        transport: httpx2.AsyncBaseTransport | None = None,
        user_agent: str | None = None,
        max_retries: int = 4,
    ) -> None:
        """Makes a client; sends nothing.

        Where `api_key`, `api_secret`, `base_url` or `socket_url` is None, the
        environment's `WIRO_API_KEY`, `WIRO_API_SECRET`, `WIRO_BASE_URL` or
        `WIRO_SOCKET_URL` counts; an empty one means none. A project of the key-only
        kind has no secret. Without a key a call raises MissingKey, unless a base
        address or an `http_client` is given: a proxy may hold the keys. The socket of
        another base address is in the same place, with `ws` for `http`.

        `timeout` is that of one call, in seconds, or by phase (None: 60 s, and 10 s to
        connect, or those of `http_client`). An `http_client` is used as it is and left
        open by `close`; a `transport` is for a client of our own. `max_retries` is how
        often a call is repeated, with growing pauses; a run only where it is sure that
        nothing was sent. Raises SettingsError.
        """
        if http_client is not None and transport is not None:
            raise SettingsError("give an http_client or a transport, not both")
        service = service_of(
            api_key=api_key,
            api_secret=api_secret,
            base_url=base_url,
            socket_url=socket_url,
            user_agent=user_agent,
            max_retries=max_retries,
            is_authenticated=http_client is not None,
        )
        self._driver = AsyncDriver(
            service=service,
            connections=AsyncConnections(http_client, transport),
            timeout=timeouts_of(timeout, http_client),
        )

    async def run(
        self,
        request: Request | str,
        inputs: Mapping[str, Any] | None = None,
        *,
        callback_url: str | None = None,
        project_id: str | None = None,
        extra: Mapping[str, Any] | None = None,
        max_cost: Amount | None = None,
        wait_for_slot: float | bool | None = None,
    ) -> AsyncTask:
        """Runs a model, once; gives its task.

        `request` is a request, or a model's slug with `inputs` by wire name, which are
        not checked. `extra` adds wire values, unchecked as well. The service posts the
        ended task to `callback_url`. `max_cost` is what the run may cost, in US
        dollars, by its `estimate`. Where it is refused because too many tasks run or
        too many calls come, it is sent again for `wait_for_slot` seconds (True: for as
        long as it takes).

        Raises InvalidRequest, TooExpensive and CostUnknown before anything is sent;
        ApiError where the run was refused; TransportError where it was not sent;
        OutcomeUnknown where it may have been accepted, which `recent_tasks` tells.
        """
        from .prepared_runs import run_of

        slot = slot_seconds(wait_for_slot)
        with ExitStack() as files:
            run = run_of(
                request,
                inputs,
                callback_url=callback_url,
                project_id=project_id,
                extra=extra,
                max_cost=max_cost,
            )
            if run.has_files:
                run = await async_on_disk(run.with_reusable_files, files)
                run = await uploaded(self._driver, run)
            state = await start_run(self._driver, run, slot)
        return AsyncTask(self._driver, state)

    def estimate(
        self,
        request: Request | str,
        inputs: Mapping[str, Any] | None = None,
        *,
        extra: Mapping[str, Any] | None = None,
    ) -> Estimate:
        """What a run will cost by the prices in the model's specification; sends
        nothing, and needs no key. Raises InvalidRequest as `run` does.
        """
        from .prepared_runs import run_of

        return run_of(request, inputs, extra=extra).estimate

    def prepare(
        self,
        request: Request | str,
        inputs: Mapping[str, Any] | None = None,
        *,
        callback_url: str | None = None,
        project_id: str | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> Call:
        """The call that `run` would send, without sending anything; needs no key.

        Raises InvalidRequest as `run` does.
        """
        from .prepared_runs import run_of

        run = run_of(
            request,
            inputs,
            callback_url=callback_url,
            project_id=project_id,
            extra=extra,
        )
        return run.call(self._driver.service)

    def task(
        self,
        id: str | int | None = None,  # noqa: A002 - the service's word
        *,
        token: str | None = None,
    ) -> AsyncTask:
        """A task to take up again, by its id or its token; reads nothing yet."""
        return AsyncTask(self._driver, known_task(id, token))

    async def upload(
        self, file: FileLike, *, folder_id: str | None = None
    ) -> UploadedFile:
        """Stores a file with the service; its `url` can be given for any file input.
        It is sent again where no answer can be read, and may be stored twice then.

        Raises InvalidRequest before anything is sent, ApiError, TransportError.
        """
        from .prepared_runs import upload_of

        with ExitStack() as files:
            upload = await async_on_disk(upload_of, file, files)
            return await upload_file(self._driver, upload, folder_id)

    async def create_folder(
        self, name: str, *, parent_id: str | None = None
    ) -> UploadFolder:
        """Makes a folder for uploads; its `id` is the `folder_id` of `upload`. Names
        are of letters, digits, `-` and `_`. It is sent again where no answer can be
        read, and may leave an empty folder of the same name then.

        Raises InvalidRequest before anything is sent, ApiError, TransportError.
        """
        from .prepared_runs import folder_name

        return await make_folder(self._driver, folder_name(name), parent_id)

    async def recent_tasks(
        self, *, model: str | None = None, limit: int = 50
    ) -> tuple[AsyncTask, ...]:
        """The newest tasks of the project, newest first; those of one model where its
        slug is given. Looks through the newest two thousand.

        Raises ApiError, TransportError.
        """
        states = await recent_tasks(self._driver, model, limit)
        return tuple(AsyncTask(self._driver, state) for state in states)

    async def task_from_callback(
        self, body: bytes | str | Mapping[str, Any]
    ) -> AsyncTask:
        """The task that a callback is about, read anew: callbacks are not signed, and
        nothing that they say is believed.

        Raises InvalidCallback, ApiError, TransportError.
        """
        state = await refresh(self._driver, read_callback(body))
        return AsyncTask(self._driver, state)

    async def close(self) -> None:
        """Closes the connections, but not those of an `http_client` that was given."""
        await self._driver.connections.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    def __repr__(self) -> str:
        return f"AsyncWiro({self._driver.service.base_url!r})"
