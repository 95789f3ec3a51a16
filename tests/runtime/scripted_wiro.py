"""The runtime as it lies in a generated package (`acme.wiro_models`), and a Wiro that
answers from a script.
"""

import asyncio
import atexit
import inspect
import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import httpcore2
import httpx2
import pytest
from wsproto import ConnectionType, events
from wsproto.connection import Connection

HERE = Path(__file__).parent
RUNTIME = HERE.parents[1] / "templates" / "python" / "runtime"


def _lay_out_package() -> None:
    folder = tempfile.TemporaryDirectory()
    atexit.register(folder.cleanup)
    package = Path(folder.name) / "acme" / "wiro_models"
    no_cache = shutil.ignore_patterns("__pycache__")
    for source in (RUNTIME, HERE / "package"):
        shutil.copytree(source, package, ignore=no_cache, dirs_exist_ok=True)
    (package.parent / "__init__.py").touch()
    sys.path.insert(0, folder.name)


_lay_out_package()

KEY, SECRET = "planted-key-77c1", "planted-secret-91ab"
TOKEN = "planted-token-5e0d"
SOCKET = "wss://socket.wiro.ai/v1"

Answer = dict[str, Any] | httpx2.Response | Exception | Callable[[httpx2.Request], Any]


def detail(status: str, **more: Any) -> dict[str, Any]:
    """An answer of Task/Detail about task 2221."""
    task = {"id": "2221", "socketaccesstoken": TOKEN, "status": status, "outputs": []}
    return {"result": True, "errors": [], "tasklist": [{**task, **more}]}


def done(**more: Any) -> dict[str, Any]:
    """The same, of a task that has made one picture."""
    picture = {
        "name": "0.png",
        "contenttype": "image/png",
        "size": "8",
        "url": "https://cdn.test/a/0.png",
    }
    told = {"pexit": "0", "outputs": [picture], "totalcost": "0.0035"}
    return detail("task_postprocess_end", **{**told, **more})


def refused(code: object, message: str = "no") -> dict[str, Any]:
    """A refusal with HTTP 200."""
    return {"result": False, "errors": [{"code": code, "message": message}]}


ACCEPTED = {
    "result": True,
    "errors": [],
    "taskid": "2221",
    "socketaccesstoken": TOKEN,
}


@dataclass
class Service:
    """Answers each path from its own script, whose last answer stands for ever."""

    scripts: dict[str, list[Answer]] = field(default_factory=dict)
    requests: list[httpx2.Request] = field(default_factory=list)

    def on(self, path: str, *answers: Answer) -> None:
        self.scripts[path] = list(answers)

    @property
    def paths(self) -> list[str]:
        """The calls that came, in order: `Run/acme/paint`, `Task/Detail`."""
        return [self._path(request) for request in self.requests]

    def sent_to(self, path: str) -> list[httpx2.Request]:
        return [sent for sent in self.requests if self._path(sent) == path]

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.requests.append(request)
        script = self.scripts[self._path(request)]
        answer = script.pop(0) if len(script) > 1 else script[0]
        if callable(answer) and not isinstance(answer, httpx2.Response):
            answer = answer(request)
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, httpx2.Response) and hasattr(answer, "_content"):
            # A response is used up by reading it, and scripts repeat themselves.
            return httpx2.Response(
                answer.status_code,
                headers=answer.headers,
                content=answer.content,
                extensions=answer.extensions,
            )
        if isinstance(answer, httpx2.Response):
            return answer
        return httpx2.Response(200, json=answer)

    @staticmethod
    def _path(request: httpx2.Request) -> str:
        if request.url.host != "api.wiro.ai":
            return str(request.url)
        return request.url.raw_path.decode().removeprefix("/v1/")


@dataclass
class Time:
    """A clock that sleeping moves."""

    now: float = 1000.0
    sleeps: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        if seconds:
            self.sleeps.append(seconds)
        self.now += seconds

    async def sleep_async(self, seconds: float) -> None:
        self.sleep(seconds)
        await asyncio.sleep(0)


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("WIRO_API_KEY", "WIRO_API_SECRET", "WIRO_BASE_URL", "WIRO_SOCKET_URL")
    for name in names:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def service() -> Service:
    return Service()


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture(params=["sync", "async"])
def mode(request: pytest.FixtureRequest) -> str:
    """Every test that uses `make` runs with both clients."""
    return str(request.param)


@pytest.fixture
def do(mode: str) -> Iterator[Callable[[Any], Any]]:
    """What a call gives, awaited where the client is the asynchronous one."""
    if mode == "sync":
        yield lambda value: value
        return
    with asyncio.Runner() as runner:

        async def awaited(value: Any) -> Any:
            return await value

        yield lambda value: (
            runner.run(awaited(value)) if inspect.isawaitable(value) else value
        )


@pytest.fixture
def each(mode: str, do: Callable[[Any], Any]) -> Callable[[Any], list[Any]]:
    """All that an iterator gives, blocking or asynchronous."""

    async def gathered(iterator: Any) -> list[Any]:
        return [item async for item in iterator]

    return lambda items: list(items) if mode == "sync" else do(gathered(items))


@dataclass
class Socket:
    """The service's end of a socket. Each reading takes the next of the script: what
    the service says (a dict: JSON, about task 2221), raw bytes, silence (a number of
    seconds), or an exception; at its end the service hangs up.
    """

    script: list[Any]
    mode: str
    time: Time
    heard: list[str | bytes] = field(default_factory=list)
    is_closed: bool = False
    server: Any = field(default_factory=lambda: Connection(ConnectionType.SERVER))

    def response(self, _: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(101, extensions={"network_stream": self})

    def frame(self, said: Any) -> bytes:
        if isinstance(said, dict):
            said = json.dumps({"id": "2221", "tasktoken": TOKEN, **said})
        kind = events.TextMessage if isinstance(said, str) else events.BytesMessage
        return self.server.send(kind(data=said))

    def read(self, _: int, seconds: float) -> Any:
        return self._read(seconds) if self.mode == "sync" else self._async_read(seconds)

    async def _async_read(self, seconds: float) -> bytes:
        await asyncio.sleep(0)
        return self._read(seconds)

    def _read(self, seconds: float) -> bytes:
        match self.script.pop(0) if self.script else b"":
            case BaseException() as error:
                raise error
            case int() | float() as silence:
                self.time.now += min(silence, seconds)
                if silence > seconds:
                    self.script.insert(0, silence - seconds)
                raise httpcore2.ReadTimeout
            case b"":
                return b""
            case said:
                return self.frame(said)

    def write(self, data: bytes, _: float | None) -> Any:
        self.server.receive_data(data)
        for event in self.server.events():
            match event:
                case events.TextMessage() | events.BytesMessage():
                    whole = (
                        event.data if isinstance(event.data, str) else bytes(event.data)
                    )
                    self.heard.append(whole)
                case events.CloseConnection():
                    self.is_closed = True
                case events.Pong():
                    self.heard.append("pong")
        return None if self.mode == "sync" else asyncio.sleep(0)


@pytest.fixture
def socket(mode: str, service: Service, time: Time) -> Callable[..., Socket]:
    """Lets the service have a socket that says these things; further ones for further
    connections.
    """

    def have(*scripts: list[Any]) -> Socket:
        ends = [Socket(script, mode, time) for script in scripts]
        service.on(SOCKET, *(end.response for end in ends))
        return ends[0]

    return have


@pytest.fixture
def make(mode: str, service: Service, time: Time) -> Callable[..., Any]:
    """Makes a client, blocking or asynchronous, of the scripted service."""
    from acme.wiro_models import AsyncWiro, Wiro

    def make_one(**settings: Any) -> Any:
        given = {"api_key": KEY, "api_secret": SECRET, **settings}
        kind = Wiro if mode == "sync" else AsyncWiro
        wiro = kind(**given, transport=httpx2.MockTransport(service))
        driver = wiro._driver
        driver.sleep = time.sleep if mode == "sync" else time.sleep_async
        driver.service = replace(driver.service, clock=lambda: time.now)
        return wiro

    return make_one
