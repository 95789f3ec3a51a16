"""The local Wiro as an ASGI application: HTTP on the outside, `LocalWiro` inside."""

import asyncio
import hashlib
import json
import re
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from ipaddress import ip_address
from typing import Any, TypedDict

from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from wirogen.card import Card
from wirogen.changes import History
from wirogen.emulator.answers import Refusal, refused, task_object
from wirogen.emulator.authentication import Credentials
from wirogen.emulator.bodies import MOST_BYTES, Body, Unreadable, read_body
from wirogen.emulator.callbacks import post
from wirogen.emulator.clock import Clock
from wirogen.emulator.connections import cut
from wirogen.emulator.downloads import download
from wirogen.emulator.faults import KINDS, Faults, Hit
from wirogen.emulator.journal import Entry
from wirogen.emulator.playground import PAGES, Playground
from wirogen.emulator.service import CALLS, Call, LocalWiro
from wirogen.emulator.sockets import socket_endpoint
from wirogen.emulator.spoilt_answers import (
    HalfResponse,
    dripping,
    error_response,
    json_response,
    spoiled_json,
)
from wirogen.emulator.tasks import Task, until_ended
from wirogen.targets.runtime import WHOLE, Runtime


class Settings(TypedDict, total=False):
    """How a local Wiro is: `create_app` tells what each means, and its default."""

    faults: Faults
    seed: int
    api_key: str | None
    api_secret: str | None
    origins: Iterable[str]
    package: str
    runtime: Runtime
    history: History


def create_app(
    cards: Iterable[Card],
    *,
    faults: Faults = Faults(),  # noqa: B008 - a frozen value
    seed: int = 0,
    api_key: str | None = None,
    api_secret: str | None = None,
    clock: Clock | None = None,
    origins: Iterable[str] = (),
    hosts: Iterable[str] = (),
    package: str = "wiro_models",
    runtime: Runtime = WHOLE,
    history: History = (),
) -> Starlette:
    """A local Wiro that knows these models, with a site of them at `/`, whose pages
    show the calls of the client `package`, as far as its `runtime` has them, and the
    changes of `history`.

    `faults` go wrong, and `seed` decides what is random.
    Without a key every caller is served; with one, calls must carry it, and with a
    secret be signed, but for those of its own pages on this machine. Other pages in a
    browser are served where their origin, such as `http://localhost:3000`, is one of
    `origins`; requests by another host name than localhost, or an address, where it is
    one of `hosts`. Faults that cut connections need the server of `wirogen.emulator`;
    elsewhere they raise ConnectionResetError. Raises ValueError for a secret without
    its key.
    """
    known = tuple(cards)
    wiro = LocalWiro(
        known,
        faults=faults,
        seed=seed,
        credentials=Credentials(api_key=api_key, api_secret=api_secret),
        clock=Clock() if clock is None else clock,
    )
    doors = _Doors(wiro)
    control = _Control(wiro)
    playground = Playground(known, package, runtime, history)
    files = ["GET"]  # and HEAD, which Starlette adds
    return Starlette(
        routes=[
            Route("/v1/File/{key}/{name:path}", doors.stored_file, methods=files),
            Route("/files/{task}/{key}/{name:path}", doors.output, methods=files),
            Route("/models/{owner}/{name}/llms.txt", doors.card, methods=files),
            Route("/models/{owner}/{name}/llms-full.txt", doors.card, methods=files),
            Route("/v1/{path:path}", doors.call, methods=["POST"]),
            WebSocketRoute("/v1", socket_endpoint(wiro)),
            WebSocketRoute("/v1/", socket_endpoint(wiro)),
            Route("/_emulator/journal", control.journal, methods=["GET"]),
            Route("/_emulator/reset", control.reset, methods=["POST"]),
            Route("/_emulator/faults", control.faults, methods=["GET", "PUT"]),
            *(Route(path, playground.page, methods=files) for path in PAGES),
        ],
        lifespan=doors.lifespan,
        middleware=_middleware(origins, hosts),
    )


_HOST = re.compile(
    r"[A-Za-z0-9._-]+(?::[0-9]{1,5})?|\[[0-9a-fA-F:.]+\](?::[0-9]{1,5})?"
)
_NO_PAGE = {"content-security-policy": "sandbox", "x-content-type-options": "nosniff"}
"""What keeps a file, which may be anybody's, from acting as a page of this server."""

_GROUPS = {"File/Upload": "upload", "File/FolderCreate": "upload"}
_MOST_FAULT_BYTES = 64 * 1024
_NEVER_DONE = ("cut-before", "429", "96", "97")
_MAYBE_DONE = ("500", "html")


class _Doors:
    """What other programs call: the service's own paths, its files and its cards."""

    def __init__(self, wiro: LocalWiro) -> None:
        self._wiro = wiro
        self._callbacks: set[asyncio.Task[None]] = set()

    @asynccontextmanager
    async def lifespan(self, _: Starlette) -> AsyncIterator[None]:
        """Callbacks that are not due yet end with the server."""
        yield
        for callback in tuple(self._callbacks):
            callback.cancel()

    async def call(self, request: Request) -> Response:
        """Every POST below `/v1/`."""
        path: str = request.path_params["path"]
        entry, hit = self._begin(request, _GROUPS.get(path, path))
        if hit is not None and hit.name == "refuse":
            return await _cut(request)
        try:
            content = await _content(request)
        except ClientDisconnect:
            return Response()
        if content is None:
            return _finished(entry, _refusal("The request is larger than 512 MB", 413))
        body = _read(content, request.headers.get("content-type", ""))
        self._note_body(request, entry, content, body)
        if hit is not None and _prevents(hit):
            response = None
        else:
            response = self._answer(request, path, body, entry)
        return await self._give(request, entry, hit, response)

    async def stored_file(self, request: Request) -> Response:
        """A file that was sent to this server."""
        return await self._found(request, "file", self._stored)

    async def output(self, request: Request) -> Response:
        """A file that a task has given."""
        return await self._found(request, "file", self._output)

    async def card(self, request: Request) -> Response:
        """The public card of a model, which needs no key."""
        return await self._found(request, "card", self._card)

    def _begin(self, request: Request, path: str) -> tuple[Entry, Hit | None]:
        entry = self._wiro.journal.note(
            at=self._wiro.clock.now(),
            method=request.method,
            path=_asked(request.scope),
            headers=dict(request.headers),
        )
        hit = self._wiro.draws.draw(path.lower())
        entry.fault = None if hit is None else hit.name
        return entry, hit

    def _note_body(
        self, request: Request, entry: Entry, content: bytes, body: Body | Unreadable
    ) -> None:
        entry.size = len(content)
        entry.sha256 = hashlib.sha256(content).hexdigest()
        if isinstance(body, Body):
            entry.body = self._wiro.journal.describe(body, request.headers)

    def _answer(
        self, request: Request, path: str, body: Body | Unreadable, entry: Entry
    ) -> Response:
        """Does what is asked, as the service would."""
        is_ours = _is_from_own_page(request.scope) and _is_from_here(request.scope)
        if not (is_ours or self._wiro.credentials.admit(request.headers)):
            return _not_admitted()
        if isinstance(body, Unreadable):
            return _refusal(str(body))
        call = Call(
            path=path, body=body, shown=entry.body, address=_address(request.scope)
        )
        try:
            found = self._done(call)
        except Refusal as refusal:
            return json_response(refused(refusal))
        if found is None:
            return _refusal(f"There is no call /v1/{path}", 404)
        entry.done = True
        return json_response(found)

    def _done(self, call: Call) -> Any:
        """The answer to a call; None where there is no such call. Raises Refusal."""
        if call.path.startswith("Run/"):
            found, task = self._wiro.run(call)
            if task.order.callback_url:
                self._call_back(task)
            return found
        answered = CALLS.get(call.path)
        return None if answered is None else answered(self._wiro, call)

    def _call_back(self, task: Task) -> None:
        callback = asyncio.get_running_loop().create_task(self._called_back(task))
        self._callbacks.add(callback)
        callback.add_done_callback(self._callbacks.discard)

    async def _called_back(self, task: Task) -> None:
        wiro = self._wiro
        await until_ended(task, wiro.clock)
        shown = task_object(task, wiro.tasks.user, wiro.clock.now())
        url = task.order.callback_url
        wiro.journal.note_callback(
            url=url, task_id=task.id, outcome=await post(url, shown)
        )

    async def _found(
        self, request: Request, group: str, found: Callable[[Request], Response]
    ) -> Response:
        entry, hit = self._begin(request, group)
        if hit is not None and hit.name == "refuse":
            return await _cut(request)
        response = None if hit is not None and _prevents(hit) else found(request)
        entry.done = response is not None and response.status_code < 400
        return await self._give(request, entry, hit, response)

    def _stored(self, request: Request) -> Response:
        stored = self._wiro.uploads.find(request.path_params["key"])
        if stored is None or stored.name != request.path_params["name"]:
            return _no_file()
        digest = hashlib.sha256(stored.content).hexdigest()[:32]
        return _download(request, stored.content, stored.content_type, digest)

    def _output(self, request: Request) -> Response:
        asked = request.path_params
        task = self._wiro.tasks.find(id=asked["task"])
        outputs = () if task is None else task.outputs(self._wiro.clock.now())
        for output in outputs:
            if (output.access_key, output.name) == (asked["key"], asked["name"]):
                content = output.make()
                return _download(request, content, output.content_type, output.etag)
        return _no_file()

    def _card(self, request: Request) -> Response:
        named = request.path_params
        slug = f"{named['owner']}/{named['name']}"
        text = self._wiro.public_card(slug, _address(request.scope))
        content = (text or "Not found\n").encode("utf-8", "replace")
        return PlainTextResponse(content, 200 if text else 404)

    async def _give(
        self,
        request: Request,
        entry: Entry,
        hit: Hit | None,
        response: Response | None,
    ) -> Response:
        """The answer that is sent, as the fault will have it; `response` is None where
        nothing was done.
        """
        if hit is None and response is not None:
            return _finished(entry, response)
        if hit is None or hit.name in ("cut-before", "cut-after"):
            return await _cut(request)
        if response is None or hit.name in (*_NEVER_DONE, *_MAYBE_DONE):
            return _finished(entry, error_response(hit))
        match hit.name:
            case "delay":
                await asyncio.sleep(hit.seconds)
                return _finished(entry, response)
            case "slow-drip":
                return _finished(entry, dripping(response, hit.seconds))
            case "cut-file":
                return _finished(entry, HalfResponse(response))
            case _:
                return _finished(entry, spoiled_json(hit, response))


class _Control:
    """What tests call: the journal, a new beginning, other faults."""

    def __init__(self, wiro: LocalWiro) -> None:
        self._wiro = wiro

    async def journal(self, request: Request) -> Response:
        """Everything that was asked."""
        if not self._wiro.credentials.admit(request.headers):
            return _not_admitted()
        return json_response(self._wiro.journal.as_json())

    async def reset(self, request: Request) -> Response:
        """Forgets everything; the same seed and the faults of the start."""
        if not self._wiro.credentials.admit(request.headers):
            return _not_admitted()
        self._wiro.reset()
        return json_response({"result": True})

    async def faults(self, request: Request) -> Response:
        """The faults that are on, how often each has happened since, and all that are
        known; PUT replaces them.
        """
        if not self._wiro.credentials.admit(request.headers):
            return _not_admitted()
        if request.method == "PUT":
            content = await _content(request, _MOST_FAULT_BYTES)
            if content is None:
                return json_response({"error": "the body is larger than 64 KB"}, 413)
            try:
                self._wiro.set_faults(_faults_in(content))
            except ValueError as error:
                return json_response({"error": str(error)}, 400)
        draws = self._wiro.draws
        return json_response(
            {
                "faults": [str(fault) for fault in draws.faults.listed],
                "happened": draws.happened,
                "known": {name: kind.summary for name, kind in KINDS.items()},
            }
        )


class _Guard:
    """Refuses what a page in a browser could send to this machine: requests with the
    origin of a page that is not allowed, and those that reach it by the name of some
    other host (which a page can let point here).
    """

    def __init__(
        self, app: ASGIApp, *, origins: frozenset[str], hosts: frozenset[str]
    ) -> None:
        self._app = app
        self._origins = origins
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets a request through to the application, or answers HTTP 403."""
        problem = "" if scope["type"] == "lifespan" else self._problem(scope)
        if not problem:
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await WebSocketClose()(scope, receive, send)
        else:
            await _refusal(problem, 403)(scope, receive, send)

    def _problem(self, scope: Scope) -> str:
        headers = Headers(scope=scope)
        origin = headers.get("origin")
        is_served = origin in self._origins or _is_from_own_page(scope)
        if origin is not None and not is_served:
            return "Pages of this origin are not served: allow it with --origin"
        host = headers.get("host", "")
        if _HOST.fullmatch(host) and not self._is_served(host):
            return "This host name is not served"
        return ""

    def _is_served(self, host: str) -> bool:
        name = host.rpartition(":")[0] if host[-1] != "]" and ":" in host else host
        return name.lower() in self._hosts or _is_address(name.strip("[]"))


def _is_from_own_page(scope: Scope) -> bool:
    """Whether a page of this server itself asks. That its host is one of this server's
    names is for the guard to say.
    """
    headers = Headers(scope=scope)
    host = headers.get("host", "")
    is_named = _HOST.fullmatch(host) is not None
    return is_named and headers.get("origin") == f"http://{host}"


def _is_from_here(scope: Scope) -> bool:
    """Whether it comes from a program on this machine."""
    client = scope.get("client")
    name = client[0] if client else ""
    return _is_address(name) and ip_address(name).is_loopback


def _is_address(name: str) -> bool:
    """Whether a host is named by its IP address, which no page can let point here."""
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _middleware(origins: Iterable[str], hosts: Iterable[str]) -> list[Middleware]:
    """What stands before the application: the guard, and for browsers what they ask
    of a server that serves pages of other origins.
    """
    allowed = tuple(origins)
    names = frozenset(("localhost", *(host.lower() for host in hosts)))
    return [
        Middleware(_Guard, origins=frozenset(allowed), hosts=names),
        Middleware(
            CORSMiddleware,
            allow_origins=allowed,
            allow_methods=["*"],
            allow_headers=["*"],
            expose_headers=["Content-Range", "ETag", "Retry-After"],
        ),
    ]


def _faults_in(content: bytes) -> Faults:
    """The faults of a body: `["cut-after@run:0.2"]`, or that as `faults` of an object.

    Raises ValueError.
    """
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        raise ValueError("the body is not JSON") from None
    texts = found.get("faults") if isinstance(found, dict) else found
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise ValueError('the body must be like {"faults": ["cut-after@run:0.2"]}')
    return Faults.parse(texts)


def _prevents(hit: Hit) -> bool:
    """Whether a fault comes before what was asked is done."""
    return hit.name in _NEVER_DONE or (hit.name in _MAYBE_DONE and hit.coin())


async def _cut(request: Request) -> Response:
    await cut(request.scope, request.receive)
    return Response()


async def _content(request: Request, most: int = MOST_BYTES) -> bytes | None:
    """The whole body; None where it is too large. Raises ClientDisconnect."""
    chunks, size = [], 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > most:
            return None
        chunks.append(chunk)
    return b"".join(chunks)


def _read(content: bytes, content_type: str) -> Body | Unreadable:
    try:
        return read_body(content, content_type)
    except Unreadable as problem:
        return problem


def _address(scope: Scope) -> str:
    """The server's address as the caller knows it, without a path."""
    found = next((v for k, v in scope["headers"] if k == b"host"), b"").decode(
        "latin-1"
    )
    if _HOST.fullmatch(found):
        return f"{scope['scheme']}://{found}"
    host, port = scope.get("server") or ("127.0.0.1", 80)
    return f"{scope['scheme']}://{host}:{port}"


def _asked(scope: Scope) -> str:
    """The path that was asked for as it came, percent-encoded, with its query."""
    path: bytes = scope.get("raw_path") or scope["path"].encode()
    query: bytes = scope["query_string"]
    return (path + b"?" + query if query else path).decode("latin-1")


def _finished(entry: Entry, response: Response) -> Response:
    entry.status = response.status_code
    return response


def _refusal(message: str, status: int = 200) -> Response:
    return json_response(refused(Refusal(0, message)), status)


def _not_admitted() -> Response:
    return json_response(refused(Refusal(98, "Invalid API key or signature")), 401)


def _no_file() -> Response:
    return _refusal("File not found", 404)


def _download(
    request: Request, content: bytes, content_type: str, etag: str
) -> Response:
    file = download(content, content_type, etag, request.headers, request.method)
    return Response(file.content, file.status, {**file.headers, **_NO_PAGE})
