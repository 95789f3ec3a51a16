"""Answers that are not what they should be."""

import asyncio
import json
import math
from collections.abc import AsyncIterator
from typing import Any

from starlette.responses import HTMLResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from wirogen.emulator.answers import Refusal, refused
from wirogen.emulator.connections import cut
from wirogen.emulator.faults import Hit

_PIECES = 25
_PAGE = """<!DOCTYPE html>
<html><head><title>502 Bad Gateway</title></head>
<body><h1>502 Bad Gateway</h1><p>The local Wiro plays a broken proxy.</p></body></html>
"""


def json_response(answer: Any, status: int = 200) -> Response:
    """An answer of the service. Texts may hold lone surrogates, so all is ASCII."""
    content = json.dumps(answer, allow_nan=False)
    return Response(content, status, media_type="application/json")


def spoiled_json(hit: Hit, response: Response) -> Response:
    """What comes in place of an answer in JSON, by faults that spoil its content."""
    content = bytes(response.body)
    if hit.name == "malformed-json":
        return Response(content[: len(content) // 2], media_type="application/json")
    return json_response(_with_other_types(json.loads(content)), response.status_code)


def error_response(hit: Hit) -> Response:
    """The answer that a fault gives in place of what was asked."""
    match hit.name:
        case "429":
            response = json_response(refused(Refusal(0, "Too many requests")), 429)
            response.headers["retry-after"] = str(math.ceil(hit.seconds))
            return response
        case "96":
            return json_response(refused(Refusal(96, "Concurrent task limit reached")))
        case "97":
            return json_response(refused(Refusal(97, "Insufficient balance")))
        case "html":
            return HTMLResponse(_PAGE, 200 if hit.coin() else 502)
        case _:
            return Response(status_code=500)


def dripping(response: Response, seconds: float) -> Response:
    """The same answer, in small pieces over so many seconds."""
    content = bytes(response.body)

    async def pieces() -> AsyncIterator[bytes]:
        size = max(1, math.ceil(len(content) / _PIECES))
        for start in range(0, len(content), size):
            await asyncio.sleep(seconds / _PIECES)
            yield content[start : start + size]

    return StreamingResponse(pieces(), response.status_code, dict(response.headers))


class HalfResponse(Response):
    """The headers and the first half of an answer; then the connection is cut."""

    def __init__(self, whole: Response) -> None:
        super().__init__(bytes(whole.body), whole.status_code, dict(whole.headers))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Sends what is sent of it."""
        await send(
            {
                "type": "http.response.start",
                "status": self.status_code,
                "headers": self.raw_headers,
            }
        )
        half = bytes(self.body[: len(self.body) // 2])
        await send({"type": "http.response.body", "body": half, "more_body": True})
        await cut(scope, receive)


def _with_other_types(answer: Any) -> Any:
    if isinstance(answer, dict):
        return {name: _other_type(value) for name, value in answer.items()}
    return _other_type(answer)


def _other_type(value: Any) -> Any:
    match value:
        case list():
            return {str(index): item for index, item in enumerate(value)}
        case dict():
            return [value]
        case bool():
            return None
        case None:
            return []
        case _:
            return [value]
