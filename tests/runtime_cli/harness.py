"""A generated package as a person would have it: the runtime as it is, and three models
written by hand; and a service for it to talk to.
"""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import httpx2
from click.testing import Result
from wsproto import ConnectionType
from wsproto.connection import Connection
from wsproto.events import TextMessage

from rendered import render_python
from wirogen.targets.runtime import WHOLE, Runtime

PACKAGE = "cli_wiro_models"

INSTANT_ID = '''\
from typing import Literal

from .._runtime.fields import (
    UNSET, FileLike, FilesLike, Request, Unset, file_url, files, integer, number,
    request, select, switch, text
)


@request("wiro/instant-id")
class InstantId(Request):
    """Portraits that keep [bold]an identity[/bold], 100% of it."""

    selected_model: Literal["900", "1049"] | Unset = select(
        "selectedModel", "--selected-model", default=UNSET, label="select-model",
        labels={"900": "RDXL SFW", "1049": "Purple XL (Anime)"},
    )
    """select-model-help"""

    input_image_url: FileLike | Unset = file_url(
        "inputImageUrl", "--input-image-url", default=UNSET
    )
    """A face."""

    prompt: str = text("prompt", "--prompt", label="prompt")
    """prompt-help"""

    negative_prompt: str | Unset = text(
        "negativePrompt", "--negative-prompt", default="blurry"
    )
    """Not {wanted} at 100%"""

    steps: int | Unset = integer(
        "steps", "--steps", default=20, minimum=1, maximum=50, label="inferencesteps"
    )
    scale: float | Unset = number("scale", "--scale", default=5.0, as_text=True)
    seed: str | int | Unset = text("seed", "--seed", default="3572004920", numeric=True)
    scheduler: Literal["DDIMScheduler", "PNDMScheduler"] | Unset = select(
        "scheduler", "--scheduler", default="DDIMScheduler"
    )
    seconds: Literal[5, 10] | Unset = select(
        "seconds", "--seconds", default=UNSET, labels={10: "ten"}
    )
    watermark: bool | Unset = switch(
        "watermark", "--watermark", default=False, on="on", off="off"
    )
    poses: FilesLike | Unset = files(
        "poses", "--poses", default=UNSET, many=True, companion="posesUrl"
    )
    output: str | Unset = text("output", "--input-output", default=UNSET)
'''
VIRTUAL_TRY_ON = f'''\
from typing import Literal

from .._runtime.fields import UNSET, Request, Unset, request, select


@request("wiro/virtual-try-on", run_path="wiro/Virtual Try-On")
class VirtualTryOn(Request):
    """Clothes."""

    language: Literal[{", ".join(f'"lang-{n}"' for n in range(215))}] | Unset = select(
        "language", "--language", default=UNSET,
        labels={{{", ".join(f'"lang-{n}": "Language {n}"' for n in range(215))}}},
    )
'''
PRICED = '''\
from decimal import Decimal

from .._runtime.fields import (
    UNSET, FileLike, Request, Unset, files, integer, request, text
)
from .._runtime.prices import Price, Prices


@request(
    "wiro/priced",
    prices=Prices(
        table=(
            Price(method="cpr", price=Decimal("0.04")),
            Price(method="cps", price=Decimal("0.001"), inputs=(("steps", "20"),)),
        ),
    ),
)
class Priced(Request):
    """Has a price, but not for twenty steps."""

    prompt: str = text("prompt", "--prompt")
    steps: int | Unset = integer("steps", "--steps", default=10)
    face: FileLike | Unset = files("face", "--face", default=UNSET)
'''
REGISTRY = """\
from ._runtime.package import Package

MODELS: dict[str, tuple[str, str]] = {
    "broken/never-imported": (".broken.never_imported", "Never"),
    "wiro/instant-id": (".wiro.instant_id", "InstantId"),
    "wiro/priced": (".wiro.priced", "Priced"),
    "wiro/virtual-try-on": (".wiro.virtual_try_on", "VirtualTryOn"),
}
PACKAGE = Package(__name__, "wirogen", MODELS)
"""


def write_package(folder: Path, runtime: Runtime = WHOLE) -> None:
    """A generated package in that folder."""
    files = {
        **render_python([], runtime=runtime),
        "_registry.py": REGISTRY,
        "wiro/__init__.py": "",
        "wiro/instant_id.py": INSTANT_ID,
        "wiro/priced.py": PRICED,
        "wiro/virtual_try_on.py": VIRTUAL_TRY_ON,
        "broken/__init__.py": "",
        "broken/never_imported.py": "raise AssertionError('not asked for')",
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text(text)


Command = Callable[..., Result]
"""Runs the command line with these arguments (and `stdin=`)."""


class Service:
    """Answers as Wiro would: one task, whose statuses are those of `statuses`, the last
    one for ever. Keeps what it was sent; `before` may raise in place of an answer;
    without `said`, what its socket says, it has no socket.
    """

    def __init__(self) -> None:
        self.before: Callable[[httpx2.Request], object] = lambda _request: None
        self.sent: list[httpx2.Request] = []
        self.said: list[dict[str, Any]] = []
        self.statuses: list[str] = ["task_queue", "task_start", "task_postprocess_end"]
        self.task: dict[str, Any] = {
            "id": "2221",
            "socketaccesstoken": "token-of-2221",
            "pexit": "0",
            "totalcost": "0.002100000000",
            "elapsedseconds": "6.0000",
            "outputs": [
                {
                    "name": "0.png",
                    "url": "https://cdn.test/0.png",
                    "contenttype": "image/png",
                    "size": "3",
                }
            ],
        }
        self.run_answer: dict[str, Any] = {
            "result": True,
            "errors": [],
            "taskid": "2221",
            "socketaccesstoken": "token-of-2221",
        }

    @property
    def calls(self) -> list[str]:
        """The calls that were made, in order: `Run/wiro/instant-id`, `Task/Detail`."""
        return [
            request.url.path.removeprefix("/v1/")
            for request in self.sent
            if request.method == "POST"
        ]

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.sent.append(request)
        self.before(request)
        path = request.url.path.removeprefix("/v1/")
        if request.url.scheme == "wss" and self.said:
            return httpx2.Response(
                101, extensions={"network_stream": Socket(self.said)}
            )
        if request.method == "GET":
            is_there = request.url.host == "cdn.test"
            return httpx2.Response(200 if is_there else 404, content=b"png")
        if path.startswith("Run/"):
            return httpx2.Response(200, json=self.run_answer)
        if path in ("Task/Cancel", "Task/Kill"):
            self.statuses = ["task_cancel"]
            return httpx2.Response(200, json={"result": True, "errors": []})
        return httpx2.Response(200, json=self._detail())

    def _detail(self) -> dict[str, Any]:
        status = self.statuses[0]
        if len(self.statuses) > 1:
            self.statuses.pop(0)
        ended = status == "task_postprocess_end"
        task = self.task if ended else {**self.task, "pexit": None, "outputs": []}
        return {"result": True, "errors": [], "tasklist": [{**task, "status": status}]}


class Socket:
    """The service's end of a socket: it says so much, and hangs up."""

    def __init__(self, said: Sequence[dict[str, Any]]) -> None:
        connection = Connection(ConnectionType.SERVER)
        texts = (json.dumps({"tasktoken": "token-of-2221", **one}) for one in said)
        self._frames = [connection.send(TextMessage(data=text)) for text in texts]

    def read(self, _: int, __: float | None = None) -> bytes:
        return self._frames.pop(0) if self._frames else b""

    def write(self, _: bytes, __: float | None = None) -> None:
        """Hears nothing."""


def lines(text: str) -> Sequence[str]:
    """The lines of an output that say something."""
    return [line for line in text.splitlines() if line.strip()]
