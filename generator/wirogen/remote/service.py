"""Asks the service. Every call is a read, so that it is sent again where an answer may
still come: with growing, jittered waits, or the one that the service asks for.
"""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Self, TypeVar
from urllib.parse import urlsplit

import httpx2

from wirogen import __version__
from wirogen.card import ModelId
from wirogen.characters import shortened
from wirogen.diagnostics import Refused, codes
from wirogen.plain_tree import Tree, scalar_text
from wirogen.readers.documents import Document
from wirogen.readers.json_document import parse_json
from wirogen.remote.access import BASE_URL, REDACTED, Access
from wirogen.remote.unanswered import Declined, KeysRefused, NotReached, Unanswered

MOST_BYTES = 20_000_000
"""How large an answer may be; the largest known have some hundred thousand bytes."""

LONGEST_WAIT = 60.0
"""Seconds. Where the service asks to be left alone for longer, the question is given
up: it can be asked in another pull.
"""

ATTEMPTS = 4

_FIRST_WAIT = 0.5
_TIMEOUT = httpx2.Timeout(30.0, connect=10.0)
_WHOLE_ANSWER = 60.0
"""Seconds for an answer as a whole: one that comes drop by drop is not waited for again
and again.
"""

_PASSING = frozenset({408, 425, 429})
_NO_CARD = frozenset({404, 405, 410, 501})
_MOST_UNREACHED = 3
_LEAST_SECRET = 8
_NOT_FOUND = "1"

Sleep = Callable[[float], Awaitable[object]]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Answer:
    """What the service said, as text and as the JSON in it."""

    text: str
    tree: Tree


class Service:
    """The service, while it is open: `async with Service(access) as service`.

    `transport` and `sleep` are seams for tests.
    """

    def __init__(
        self,
        access: Access,
        *,
        transport: httpx2.AsyncBaseTransport | None = None,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._access = access
        self._sleep = sleep
        self._unreached: Counter[str] = Counter()
        self._client = httpx2.AsyncClient(
            transport=transport,
            timeout=_TIMEOUT,
            follow_redirects=False,
            headers={"user-agent": f"wirogen/{__version__}"},
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.aclose()

    async def ask(self, call: str, body: Mapping[str, object]) -> Answer:
        """The answer to a call such as `Tool/Detail`.

        Raises Unanswered or Declined where there is none, and Stop where there will be
        none to any other call.
        """
        access = self._access

        def request() -> httpx2.Request:
            address = f"{access.base_url}/{call}"
            headers = access.headers()
            return self._client.build_request(
                "POST", address, json=body, headers=headers
            )

        return await self._repeated(access.base_url, request, self._judge)

    async def public_card(self, model: ModelId) -> str:
        """The public card of a model, which is read without a key.

        Raises Unanswered or Declined where there is none, and Stop where nobody is at
        its address.
        """
        access = self._access

        def request() -> httpx2.Request:
            address = f"{access.site_url}/models/{model}/llms-full.txt"
            headers = access.site_headers()
            return self._client.build_request("GET", address, headers=headers)

        return await self._repeated(access.site_url, request, self._judge_card)

    @property
    def has_account(self) -> bool:
        """Whether calls can be answered, or public cards alone."""
        return self._access.has_account

    async def _repeated(
        self,
        place: str,
        request: Callable[[], httpx2.Request],
        judge: Callable[[httpx2.Response, bytes], T],
    ) -> T:
        """What is judged of the answer to a request, which is made for each attempt;
        `place` is the address that it goes to.
        """
        for pause in _pauses():
            try:
                response, content = await self._attempt(place, request)
                self._unreached[place] = 0
                return judge(response, content)
            except _Passing as passing:
                await self._wait(passing, pause, place)
        raise AssertionError("the last pause is None")

    async def _wait(self, passing: "_Passing", pause: float | None, place: str) -> None:
        """Waits before the next attempt, if there is to be one."""
        if pause is None:
            self._count(passing, place)
            raise Unanswered(f"{passing} (tried {ATTEMPTS} times)")
        if passing.retry_after > LONGEST_WAIT:
            wanted = f"{passing.retry_after:.0f} seconds"
            raise Unanswered(f"{passing}, with the wish to be asked again in {wanted}")
        await self._sleep(max(pause, passing.retry_after))

    def _count(self, passing: "_Passing", place: str) -> None:
        """Counts questions that found nobody at an address since its last answer."""
        self._unreached[place] += passing.is_unreached
        if self._unreached[place] >= _MOST_UNREACHED:
            raise NotReached(str(passing))

    async def _attempt(
        self, place: str, request: Callable[[], httpx2.Request]
    ) -> tuple[httpx2.Response, bytes]:
        try:
            async with asyncio.timeout(_WHOLE_ANSWER):
                return await self._sent(request())
        except (httpx2.ConnectError, httpx2.TimeoutException) as error:
            host = self._shown(_host_of(place).rpartition("@")[2])
            why = f"{self._explained(error)}, at {host}"
            raise _Passing(why, is_unreached=True) from None
        except TimeoutError:
            late = _Passing(
                f"no whole answer in {_WHOLE_ANSWER:.0f} seconds", is_unreached=True
            )
            self._count(late, place)
            raise Unanswered(str(late)) from None
        except (httpx2.HTTPError, httpx2.StreamError, OSError) as error:
            raise _Passing(self._explained(error)) from None
        except httpx2.InvalidURL as error:
            raise Unanswered(self._explained(error)) from None

    async def _sent(self, request: httpx2.Request) -> tuple[httpx2.Response, bytes]:
        content = bytearray()
        response = await self._client.send(request, stream=True)
        try:
            async for chunk in response.aiter_bytes():
                content += chunk
                if len(content) > MOST_BYTES:
                    raise Unanswered(f"the answer is larger than {MOST_BYTES:,} bytes")
        finally:
            await response.aclose()
        return response, bytes(content)

    def _judge_card(self, response: httpx2.Response, content: bytes) -> str:
        status = response.status_code
        if status in _NO_CARD:
            raise Declined(f"HTTP {status}", is_final=True)
        self._refuse_status(response)
        if not response.is_success:
            raise Declined(f"HTTP {status}", is_final=False)
        text = self._text(content)
        if text.lstrip().startswith("<"):
            raise _Passing("a page for browsers in place of a card")
        return text

    def _judge(self, response: httpx2.Response, content: bytes) -> Answer:
        status = response.status_code
        if status == httpx2.codes.UNAUTHORIZED:
            raise KeysRefused(f"HTTP {status}")
        self._refuse_status(response)
        try:
            answer = self._read(content)
        except _Passing as passing:
            if response.is_success:
                raise
            raise _not_found(status, str(passing)) from None
        self._refuse_error(answer.tree)
        if not response.is_success:
            raise _not_found(status, "")
        return answer

    def _refuse_status(self, response: httpx2.Response) -> None:
        """Raises for a redirection, and for a failure that may pass."""
        status = response.status_code
        if response.is_redirect:
            host = _host_of(response.headers.get("location", ""))
            there = f" to {self._shown(host)}" if host else ""
            raise Unanswered(f"HTTP {status}, a redirection{there}; none is followed")
        if status in _PASSING or response.is_server_error:
            raise _Passing(f"HTTP {status}", retry_after=_retry_after(response))

    def _text(self, content: bytes) -> str:
        """The text of an answer; keys that it repeats are taken out."""
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise _Passing("the answer is not UTF-8") from None
        for secret in self._access.secrets:
            if len(secret) >= _LEAST_SECRET:
                text = text.replace(secret, REDACTED)
        return text

    def _read(self, content: bytes) -> Answer:
        """The JSON of an answer."""
        text = self._text(content)
        try:
            return Answer(text, parse_json(Document("", text)))
        except Refused as refused:
            if not text.strip():
                raise _Passing("an empty answer") from None
            if text.lstrip().startswith("<"):
                raise _Passing("a page for browsers in place of JSON") from None
            found = refused.report.findings[0]
            problem = f"no JSON: {self._shown(found.message)}"
            if found.code is codes.HALF_A_CHARACTER:  # whole, and always the same
                raise Unanswered(problem) from None
            raise _Passing(problem) from None

    def _refuse_error(self, tree: Tree) -> None:
        """Raises Declined for `{"result": false, "errors": […]}`."""
        if not isinstance(tree, dict):
            return
        if (scalar_text(tree.get("result")) or "").lower() != "false":
            return
        errors = tree.get("errors")
        words = [
            _error(error) for error in (errors if isinstance(errors, list) else [])
        ]
        messages = "; ".join(message for _, message in words if message)
        raise Declined(
            self._shown(messages) or "it gives no reason",
            is_final=any(code == _NOT_FOUND for code, _ in words),
        )

    def _explained(self, error: Exception) -> str:
        text = self._shown(" ".join(str(error).split()))
        return f"{type(error).__name__}: {text}" if text else type(error).__name__

    def _shown(self, text: str) -> str:
        text = self._access.redacted(text)
        return shortened(text, 200)


class _Passing(Exception):
    """An attempt failed for a reason that may pass."""

    def __init__(
        self, reason: str, *, retry_after: float = 0.0, is_unreached: bool = False
    ) -> None:
        super().__init__(reason)
        self.retry_after = retry_after
        self.is_unreached = is_unreached


def _pauses() -> Iterator[float | None]:
    """The wait after each attempt, in seconds; None after the last."""
    for attempt in range(ATTEMPTS - 1):
        yield _FIRST_WAIT * 2**attempt * random.uniform(1.0, 1.5)  # noqa: S311
    yield None


def _host_of(address: str) -> str:
    """The host of an address; empty where there is none, or it is no address."""
    try:
        return urlsplit(address).netloc
    except ValueError:
        return ""


def _not_found(status: int, problem: str) -> Unanswered:
    """What an answer of status 4xx comes to."""
    if status == httpx2.codes.NOT_FOUND:
        asking = f"is {BASE_URL} right? Wiro's ends in /v1"
        return Declined(f"HTTP {status}; {asking}", is_final=True)
    return Unanswered(f"HTTP {status}, and {problem}" if problem else f"HTTP {status}")


def _error(error: Tree) -> tuple[str, str]:
    """Code and message of an error, as far as it has them."""
    if not isinstance(error, dict):
        return "", scalar_text(error) or ""
    code, message = scalar_text(error.get("code")), scalar_text(error.get("message"))
    return code or "", message or ""


def _retry_after(response: httpx2.Response) -> float:
    """How many seconds the service wants to be left alone; 0 where it does not say."""
    words = response.headers.get("retry-after", "").strip()
    if words.isascii() and words.isdecimal():
        return float(words[:9])
    try:
        return max(0.0, parsedate_to_datetime(words).timestamp() - time.time())
    except (ValueError, TypeError, OverflowError):
        return 0.0
