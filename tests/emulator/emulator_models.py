"""Made-up models, and ways to call a local Wiro that knows them."""

import asyncio
from decimal import Decimal
from typing import Any

import httpx2
from starlette.applications import Starlette

from wirogen.card import (
    Card,
    File,
    Input,
    Kind,
    ModelId,
    Number,
    NumberWire,
    Option,
    Price,
    Prices,
    Select,
    Switch,
    Text,
)
from wirogen.emulator import Faults, create_app
from wirogen.emulator.clock import Clock


def model(slug: str, *inputs: Input, **facts: Any) -> Card:
    return Card(
        model=ModelId.parse(slug),
        raw_slug=slug,
        run_path=facts.pop("run_path", slug),
        inputs=inputs,
        **facts,
    )


def given(wire_name: str, kind: Kind, **facts: Any) -> Input:
    return Input(wire_name=wire_name, kind=kind, **facts)


def choice(*values: str | None) -> Select:
    return Select(options=tuple(Option(value=value) for value in values))


PROMPT = given("prompt", Text(), required=True)

PAINT = model(
    "acme/Paint 2.0",
    PROMPT,
    given(
        "steps",
        Number(integer=True, minimum=Decimal(1), maximum=Decimal(50)),
        default="20",
    ),
    given(
        "scale",
        Number(integer=False, step=Decimal("0.5"), wire=NumberWire.TEXT),
        type="float",
    ),
    given("ratio", choice("16:9", "1:1"), type="select", default="1:1"),
    given("watermark", Switch()),
    given("samples", Number(integer=True)),
    given("inputImage", File(many=False, companion="inputImageUrl")),
    given("references", File(many=True)),
    title="Paint",
    summary="Paints pictures.",
    categories=("text-to-image",),
    prices=Prices(table=(Price(method="cpo", price=Decimal("0.04")),)),
)
CHAT = model("acme/chat", PROMPT, categories=("llm", "tool"))
SPEAK = model("acme/speak", PROMPT, categories=("text-to-speech",))
TALK = model(
    "acme/talk",
    categories=("realtime",),
    prices=Prices(table=(Price(method="cp-realtimeturn", price=Decimal("0.1")),)),
)
MODELS = (PAINT, CHAT, SPEAK, TALK)


class Time:
    """A clock that goes on only when it is told to, or slept by."""

    def __init__(self) -> None:
        self.seconds = 1_700_000_000.0

    async def sleep(self, seconds: float) -> None:
        self.seconds += seconds
        await asyncio.sleep(0)

    @property
    def clock(self) -> Clock:
        return Clock(now=lambda: self.seconds, sleep=self.sleep)


class Local:
    """A local Wiro without a server, and the time by which its tasks live."""

    def __init__(
        self, *cards: Card, faults: tuple[str, ...] = (), **facts: Any
    ) -> None:
        self.time = Time()
        facts.setdefault("clock", self.time.clock)
        facts.setdefault("hosts", ["wiro.test", "testserver"])
        self.app: Starlette = create_app(
            cards or MODELS, faults=Faults.parse(faults), **facts
        )

    def ask(self, method: str, path: str, **parts: Any) -> httpx2.Response:
        return asyncio.run(self.asked(method, path, **parts))

    async def asked(self, method: str, path: str, **parts: Any) -> httpx2.Response:
        transport = httpx2.ASGITransport(app=self.app)
        async with httpx2.AsyncClient(
            transport=transport, base_url="http://wiro.test"
        ) as client:
            return await client.request(method, path, **parts)

    def post(self, path: str, told: Any = None, **parts: Any) -> Any:
        """What is answered to a POST below `/v1/`, as JSON."""
        if not parts:
            parts = {"json": {} if told is None else told}
        return self.ask("POST", f"/v1/{path}", **parts).json()

    def run(self, card: Card, **inputs: Any) -> dict[str, Any]:
        """The answer to a run that is taken."""
        answer: dict[str, Any] = self.post(f"Run/{card.run_path}", inputs)
        assert answer["result"] is True, answer
        return answer

    def task(self, answer: dict[str, Any]) -> dict[str, Any]:
        """The task of a run as it stands now."""
        found = self.post("Task/Detail", {"taskid": answer["taskid"]})
        assert found["result"] is True, found
        task: dict[str, Any] = found["tasklist"][0]
        return task

    def finished(self, card: Card, **inputs: Any) -> dict[str, Any]:
        """The task of a run, at its end."""
        answer = self.run(card, **inputs)
        self.time.seconds += 60
        return self.task(answer)

    def journal(self) -> dict[str, Any]:
        journal: dict[str, Any] = self.ask("GET", "/_emulator/journal").json()
        return journal


def refusal(*messages: str, code: int = 0) -> dict[str, Any]:
    """The answer of the service to what it refuses."""
    errors = [{"code": code, "message": message} for message in messages]
    return {"result": False, "errors": errors}
