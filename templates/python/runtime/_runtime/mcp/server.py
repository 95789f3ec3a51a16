"""A server of the Model Context Protocol, made with its official SDK."""

# Who does not serve tools need not have the SDK, and checks types without it.
# mypy: disable-error-code="import-not-found"
# pyright: reportMissingImports=false

from __future__ import annotations

import asyncio
import base64
import json
import socket
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import mcp_types as types
from mcp.server import Server, ServerRequestContext
from mcp.server.stdio import stdio_server
from mcp.shared.exceptions import MCPError

from ..client.async_client import AsyncWiro
from ..errors import SettingsError, WiroError
from ..files import content_type_of
from ..realtime.events import Event, Progress, StatusChanged
from .running import Ran, Runner
from .spending import Spending
from .tools import SEARCH, Tools, ToolWords, UnknownTool

_LARGEST_SHOWN = 4 * 1024 * 1024
"""Bytes of a picture or sound that go into an answer; larger ones are links alone."""

LOOPBACK = "127.0.0.1"


class ModelServer:
    """Answers for some models; the files that runs have saved are its resources."""

    def __init__(self, tools: Tools, runner: Runner) -> None:
        self._tools = tools
        self._runner = runner
        self._files: dict[str, Path] = {}
        self.server: Server[Any] = Server(
            tools.package.name,
            version=tools.package.generator,
            instructions="Each tool runs a model of Wiro, which costs money.",
            on_list_tools=self._list_tools,
            on_call_tool=self._call_tool,
            on_list_resources=self._list_resources,
            on_read_resource=self._read_resource,
        )

    async def _list_tools(
        self, _context: ServerRequestContext[Any], _params: object
    ) -> Any:
        return types.ListToolsResult(tools=[_tool(t) for t in self._tools.listed()])

    async def _call_tool(
        self, context: ServerRequestContext[Any], params: types.CallToolRequestParams
    ) -> types.CallToolResult:
        """The answer to a call; what is wrong is told in it, so that whoever called can
        do better.
        """
        arguments = params.arguments or {}
        try:
            if self._tools.are_many and params.name == SEARCH:
                return _json(self._tools.found(str(arguments.get("query", ""))))
            model, inputs = self._tools.chosen(params.name, arguments)
            notes = _Notes(context)
            return await self._answer(await self._runner.run(model, inputs, notes.tell))
        except WiroError as error:
            return _failed(error.in_shell)
        except UnknownTool as error:
            return _failed(str(error))

    async def _answer(self, ran: Ran) -> types.CallToolResult:
        result = ran.result
        outcome: dict[str, Any] = {
            "task": result.task.id,
            "cost": None if result.cost is None else str(result.cost),
            "files": [str(path) for path in ran.files],
            "text": result.text,
        }
        content: list[Any] = [types.TextContent(type="text", text=_text(outcome))]
        for path in ran.files:
            self._files[path.resolve().as_uri()] = path
            content.extend(await asyncio.to_thread(_of_file, path))
        return types.CallToolResult(content=content, structured_content=outcome)

    async def _list_resources(
        self, _context: ServerRequestContext[Any], _params: object
    ) -> Any:
        return types.ListResourcesResult(
            resources=[
                types.Resource(
                    uri=uri, name=path.name, mime_type=content_type_of(path.name)
                )
                for uri, path in self._files.items()
                if path.is_file()
            ]
        )

    async def _read_resource(
        self,
        _context: ServerRequestContext[Any],
        params: types.ReadResourceRequestParams,
    ) -> types.ReadResourceResult:
        uri = str(params.uri)
        path = self._files.get(uri)
        if path is None or not path.is_file():
            raise MCPError(types.INVALID_PARAMS, f"there is no resource {uri}")
        content = await asyncio.to_thread(path.read_bytes)
        blob = types.BlobResourceContents(
            uri=uri,
            mime_type=content_type_of(path.name),
            blob=base64.b64encode(content).decode(),
        )
        return types.ReadResourceResult(contents=[blob])


class _Notes:
    """Tells whoever called how far a run is: each note counts one more, as the protocol
    wants numbers that grow, and a percentage may begin anew.
    """

    def __init__(self, context: ServerRequestContext[Any]) -> None:
        self._session = context.session
        self._notes = 0

    async def tell(self, event: Event) -> None:
        """Tells of what has happened, if that says anything of progress."""
        match event:
            case StatusChanged(status=status):
                words = status
            case Progress(percentage=float(percentage)):
                words = f"{percentage:g} %"
            case _:
                return
        self._notes += 1
        await self._session.report_progress(self._notes, None, words)


async def serve(
    tools: Tools,
    spending: Spending,
    folder: Path,
    *,
    timeout: float | None,
    port: int | None,
    on_address: Callable[[str], object],
) -> None:
    """Serves over standard input and output, or, with a port, over HTTP, until the
    other side or the program ends. `on_address` gets the address once it is served.
    """
    async with AsyncWiro() as wiro:
        runner = Runner(wiro=wiro, folder=folder, spending=spending, timeout=timeout)
        server = ModelServer(tools, runner)
        if port is None:
            await serve_stdio(server)
        else:
            await serve_http(server, LOOPBACK, port, on_address)


async def serve_stdio(server: ModelServer) -> None:
    """Serves over standard input and output, until the other side goes away."""
    inner = server.server
    async with stdio_server() as (read, write):
        await inner.run(read, write, inner.create_initialization_options())


async def serve_http(
    server: ModelServer, host: str, port: int, on_address: Callable[[str], object]
) -> None:
    """Serves over streamable HTTP at `/mcp`, for programs on this machine. Raises
    SettingsError where it cannot.
    """
    import uvicorn  # noqa: PLC0415 - comes with the SDK

    app = server.server.streamable_http_app(host=host)
    config = uvicorn.Config(app, log_level="warning")
    try:
        listening = socket.create_server((host, port))
    except OSError as error:
        problem = f"cannot serve over HTTP: {error.strerror}"
        raise SettingsError(problem) from error
    on_address(f"http://{host}:{listening.getsockname()[1]}/mcp")
    await uvicorn.Server(config).serve([listening])


def _tool(words: ToolWords) -> types.Tool:
    return types.Tool(
        name=words.name,
        description=words.description,
        input_schema=words.schema,
        annotations=types.ToolAnnotations(
            read_only_hint=not words.runs,
            destructive_hint=False,
            idempotent_hint=not words.runs,
            open_world_hint=True,
        ),
    )


def _of_file(path: Path) -> Sequence[Any]:
    """A file as a resource; a picture or a sound that is not too large, before it, as
    content that a program can see or hear.
    """
    kind, size = content_type_of(path.name), path.stat().st_size
    link = types.ResourceLink(
        type="resource_link",
        uri=path.resolve().as_uri(),
        name=path.name,
        mime_type=kind,
        size=size,
    )
    if size > _LARGEST_SHOWN or not kind.startswith(("image/", "audio/")):
        return (link,)
    data = base64.b64encode(path.read_bytes()).decode()
    if kind.startswith("image/"):
        return types.ImageContent(type="image", data=data, mime_type=kind), link
    return types.AudioContent(type="audio", data=data, mime_type=kind), link


def _json(value: Any) -> types.CallToolResult:
    content = types.TextContent(type="text", text=_text(value))
    structured = {"models": value}
    return types.CallToolResult(content=[content], structured_content=structured)


def _text(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)


def _failed(message: str) -> types.CallToolResult:
    content = types.TextContent(type="text", text=message)
    return types.CallToolResult(content=[content], is_error=True)
