"""A service for tests of `pull`: it tells of models, and misbehaves as it is told."""

import json
from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2

from wirogen.card import Card, ModelId
from wirogen.emulator.model_card import card_text
from wirogen.remote import Pulled, PullRequest, Selection, pull, read_access

OPENAPI, DETAIL, LIST = "Tool/DetailOpenAPI", "Tool/Detail", "Tool/List"
CARD = "llms-full.txt"
KEY, SECRET = "key-0123456789", "secret-0123456789"
STRING = {"type": "string"}


def detail_of(slug: str, *items: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """The answer of Tool/Detail: one model whose form has these items."""
    groups = [{"title": "Basic", "items": list(items)}] if items else None
    return {
        "result": True,
        "errors": [],
        "tool": [tool(slug, **more, parameters=groups)],
    }


def tool(slug: str, **more: Any) -> dict[str, Any]:
    """A model as Tool/Detail and Tool/List tell it."""
    owner, _, name = slug.partition("/")
    model = ModelId.parse(slug)
    return {
        "id": "1",
        "title": name.title(),
        "slugowner": owner,
        "slugproject": name,
        "cleanslugowner": model.owner,
        "cleanslugproject": model.name,
        "description": f"What {name} does.",
        "categories": ["image"],
        **more,
    }


def openapi_of(
    slug: str, required: tuple[str, ...] = (), **properties: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """The answer of Tool/DetailOpenAPI for a model of these properties."""
    schema = {"type": "object", "properties": properties, "required": list(required)}
    operation = {
        "summary": f"Run {slug.partition('/')[2].title()}",
        "description": f"What {slug.partition('/')[2]} does.",
        "requestBody": {
            "content": {
                "application/json": {"schema": {"$ref": "#/components/schemas/Run"}}
            }
        },
    }
    document = {
        "openapi": "3.0.3",
        "info": {"title": f"{slug} API (Signature Auth)"},
        "paths": {f"/Run/{slug}": {"post": operation}},
        "components": {"schemas": {"Run": schema}},
    }
    return [{"type": "signature", "spec": document}]


PROMPT_ITEM = {"id": "prompt", "type": "textarea", "label": "Prompt", "required": True}
PROMPT = {**STRING, "title": "Prompt"}


@dataclass
class Wiro:
    """The service. `models` are what it tells by call and clean slug; `script` puts
    answers before that, each given once: a response, JSON, or an exception to raise.
    `requests` are its calls, `pages` what it was asked for without one.
    """

    models: dict[tuple[str, str], Any] = field(default_factory=dict)
    requests: list[httpx2.Request] = field(default_factory=list)
    pages: list[httpx2.Request] = field(default_factory=list)
    cards: dict[str, str] = field(default_factory=dict)
    waits: list[float] = field(default_factory=list)
    _scripts: defaultdict[tuple[str, str], deque[Any]] = field(
        default_factory=lambda: defaultdict(deque)
    )

    @classmethod
    def telling(cls, *slugs: str) -> "Wiro":
        """A service that has models with a prompt."""
        wiro = cls()
        for slug in slugs:
            wiro.tell(slug, openapi_of(slug, ("prompt",), prompt=PROMPT))
            wiro.tell(slug, detail_of(slug, PROMPT_ITEM))
        return wiro

    def show(self, card: Card) -> None:
        """Gives a model a public card that says what a Card holds."""
        self.cards[str(card.model)] = card_text(card, "https://api.wiro.ai")

    def tell(self, slug: str, answer: Any) -> None:
        """What it answers from now on about a model."""
        call = OPENAPI if isinstance(answer, list) else DETAIL
        self.models[call, str(ModelId.parse(slug))] = answer

    def script(self, call: str, slug: str, *answers: Any, times: int = 1) -> None:
        """What it answers next to a call."""
        self._scripts[call, slug].extend(answers * times)

    @property
    def asked(self) -> list[tuple[str, dict[str, Any]]]:
        """Every call that came, and its body."""
        return [
            (call_of(request), json.loads(request.content)) for request in self.requests
        ]

    def answer(self, request: httpx2.Request) -> httpx2.Response:
        """Answers one request."""
        if request.method == "GET":
            return self._page(request)
        self.requests.append(request)
        call, body = call_of(request), json.loads(request.content)
        slug = ""
        if call != LIST:
            slug = str(ModelId.parse(f"{body['slugowner']}/{body['slugproject']}"))
        script = self._scripts[call, slug]
        answer = script.popleft() if script else self._told(call, slug, body)
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, httpx2.Response):
            return answer
        return httpx2.Response(200, json=answer)

    def _page(self, request: httpx2.Request) -> httpx2.Response:
        self.pages.append(request)
        slug = "/".join(request.url.path.split("/")[-3:-1])
        script = self._scripts[CARD, slug]
        answer = script.popleft() if script else self.cards.get(slug)
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, httpx2.Response):
            return answer
        return httpx2.Response(404 if answer is None else 200, text=answer or "")

    def _told(self, call: str, slug: str, body: Mapping[str, Any]) -> Any:
        if call == LIST:
            slugs = list(dict.fromkeys(slug for _, slug in self.models))
            start, limit = body["start"], body["limit"]
            page = [tool(slug) for slug in slugs[start : start + limit]]
            return {"result": True, "total": str(len(slugs)), "tool": page}
        unknown = {"result": False, "errors": [{"code": 1, "message": "Not found"}]}
        return self.models.get((call, slug), unknown)

    async def sleep(self, seconds: float) -> None:
        """Keeps how long a wait would have been."""
        self.waits.append(seconds)

    def pull(self, folder: Path, *models: str, **more: Any) -> Pulled:
        """Pulls models from it into a folder; `selection` comes from the catalogue."""
        seams = {name: more.pop(name) for name in ("on_progress",) if name in more}
        environment = more.pop("environment", {"WIRO_API_KEY": KEY})
        request = PullRequest(
            access=read_access(environment), folder=folder, models=models, **more
        )
        transport = httpx2.MockTransport(self.answer)
        return pull(request, transport=transport, sleep=self.sleep, **seams)


def call_of(request: httpx2.Request) -> str:
    """The call that a request makes: `Tool/List`."""
    return request.url.path.removeprefix("/v1/")


EVERYTHING = Selection()


def codes_of(pulled: Pulled) -> list[str]:
    """The codes of all findings, in order."""
    return [finding.code.name for finding in pulled.report]


def files_in(folder: Path) -> dict[str, str]:
    """Every file below a folder, hidden and staged ones too, with its text."""
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
