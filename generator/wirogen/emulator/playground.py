"""The site of the local Wiro's models, whose pages run them here."""

from collections.abc import Iterable
from functools import cached_property
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from wirogen.card import Card
from wirogen.changes import History
from wirogen.contract import Contract, resolve
from wirogen.render.html import HtmlPrinter
from wirogen.targets.runtime import Runtime

PAGES: Final = ("/", "/index.html", "/site/{name}", "/{owner}/{name}.html")
"""The paths of its files."""

_KINDS: Final = {
    "html": "text/html",
    "js": "text/javascript",
    "css": "text/css",
    "svg": "image/svg+xml",
}
_HEADERS: Final = {
    "cache-control": "no-store",
    "content-security-policy": "frame-ancestors 'none'",
    "cross-origin-resource-policy": "same-origin",
    "x-content-type-options": "nosniff",
}


class Playground:
    """The pages; each is rendered when it is first asked for. `package` is the client
    that their calls use, with its runtime, `history` what they tell of changes.
    """

    def __init__(
        self,
        cards: Iterable[Card],
        package: str,
        runtime: Runtime,
        history: History,
    ) -> None:
        self._cards = tuple(card for card in cards if card.inputs is not None)
        self._printer = HtmlPrinter(package, None, history, runtime, is_served=True)
        self._files: dict[str, str] = {}

    async def page(self, request: Request) -> Response:
        """A file of the site."""
        path = request.url.path.removeprefix("/") or "index.html"
        text = self._file(path)
        if text is None:
            return Response("There is no such page", 404, _HEADERS)
        kind = _KINDS[path.rpartition(".")[2]]
        return Response(text, 200, _HEADERS, f"{kind}; charset=utf-8")

    def _file(self, path: str) -> str | None:
        if path in self._contracts and path not in self._files:
            _, self._files[path] = self._printer.model(self._contracts[path])
        if path not in self._files:
            return self._shared.get(path)
        return self._files[path]

    @cached_property
    def _contracts(self) -> dict[str, Contract]:
        contracts = map(resolve, sorted(self._cards, key=lambda card: card.model))
        return {self._printer.entry(each).path: each for each in contracts}

    @cached_property
    def _shared(self) -> dict[str, str]:
        return self._printer.shared(
            [*map(self._printer.entry, self._contracts.values())]
        )
