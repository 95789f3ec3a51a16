"""What both clients do with httpx2: a call becomes its request, its response becomes
our answer.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any, Final

import httpx2

from .. import PACKAGE
from ..errors import SettingsError
from ..files import Upload, opened
from ..plain_values import plain_value
from ..shown import shown
from .answers import Failure, Reply
from .calls import Call, FormBody, JsonBody, Service
from .redaction import redacted

if TYPE_CHECKING:
    from httpx2._types import FileTypes

logger = logging.getLogger(PACKAGE)

_SECRET_HEADERS = (b"x-api-key", b"x-nonce", b"x-signature", b"authorization")

_PROXIES: Final = frozenset({"HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"})
_CAS: Final = ("SSL_CERT_FILE", "SSL_CERT_DIR")

_DEFAULT_TIMEOUT: Final = httpx2.Timeout(60.0, connect=10.0)
_LONGEST_DIAL = 10.0

FAILURES: Final = (
    httpx2.HTTPError,
    httpx2.InvalidURL,
    httpx2.StreamError,
    OSError,
    ValueError,
)
"""What sending a request may raise when no answer comes: ValueError where an answer
redirects to something that is no address.
"""

_NOTHING_SENT: Final = (
    httpx2.ConnectError,
    httpx2.ConnectTimeout,
    httpx2.PoolTimeout,
    httpx2.ProxyError,
    httpx2.UnsupportedProtocol,
    httpx2.InvalidURL,
)


LONGEST_ANSWER: Final = 64 * 1024 * 1024
"""Bytes of an answer, decompressed. The longest that is known to make sense is a page
of fifty tasks, each with a megabyte of words.
"""


WAITS_FOR_HEADERS: Final = ".receive_response_headers."
"""A part of what httpx2 traces, in HTTP/1.1 as in HTTP/2."""


class AnswerTooSlow(httpx2.ReadTimeout):
    """The answer came, but too slowly: its bytes never stopped for long enough to time
    out one by one.
    """


class AnswerTooLong(httpx2.ReadError):
    """The answer does not end, or was small only as long as it was compressed."""


def request_parts(
    call: Call, service: Service, timeout: httpx2.Timeout, files: ExitStack
) -> dict[str, Any]:
    """What `build_request` of an httpx2 client takes to send a call, signed.

    Files stay open as long as `files`. Raises OSError where one cannot be opened.
    """
    headers = {**call.headers, **service.credentials()}
    parts = {"method": call.method, "url": call.url, "timeout": timeout}
    match call.body:
        case JsonBody() as body:
            return parts | {"headers": headers, "content": body.encoded}
        case FormBody(fields=fields):
            # httpx2 writes this header itself, with the form's boundary.
            del headers["content-type"]
            form = [(name, _form_field(value, files)) for name, value in fields]
            return parts | {"headers": headers, "files": form}


def fetch_request(
    url: str, headers: Mapping[str, str], timeout: httpx2.Timeout
) -> httpx2.Request:
    """The request of a file: made without the client, so that no header, cookie or
    key of the client's reaches the file's host.
    """
    extensions = {"timeout": timeout.as_dict()}
    return httpx2.Request("GET", url, headers=headers, extensions=extensions)


def dial_parts(service: Service, timeout: httpx2.Timeout) -> dict[str, Any]:
    """What asks for a socket. No key is in it: messages carry the tokens of tasks."""
    return {
        "url": service.socket_url,
        "headers": {"user-agent": service.user_agent, **service.socket_credentials},
        "timeout": shorter_than(timeout, _LONGEST_DIAL),
    }


def not_installed(missing: ModuleNotFoundError) -> Failure:
    """What stands for a socket where Python lacks what it needs."""
    reason = f"{missing.name} is not installed: pip install 'httpx2[ws]'"
    return Failure(sent=False, reason=reason)


def timeouts_of(
    timeout: float | httpx2.Timeout | None,
    http_client: httpx2.Client | httpx2.AsyncClient | None,
) -> httpx2.Timeout:
    """The time-outs that a client's arguments ask for. Raises SettingsError."""
    if timeout is None:
        return _DEFAULT_TIMEOUT if http_client is None else http_client.timeout
    if isinstance(timeout, httpx2.Timeout):
        return timeout
    seconds = plain_value(timeout)
    if isinstance(seconds, int | float) and seconds is not True and seconds > 0:
        return httpx2.Timeout(seconds)
    raise SettingsError(f"timeout must be seconds, above 0, not {shown(timeout)}")


def shorter_than(timeout: httpx2.Timeout, left: float | None) -> httpx2.Timeout:
    """Time-outs of which none is longer than what time is left (None: for ever)."""
    if left is None:
        return timeout
    return httpx2.Timeout(
        connect=_shorter(timeout.connect, left),
        read=_shorter(timeout.read, left),
        write=_shorter(timeout.write, left),
        pool=_shorter(timeout.pool, left),
    )


@contextmanager
def checked_environment() -> Iterator[None]:
    """Raises SettingsError where what httpx2 reads of the environment is of no use. An
    address of a proxy may hold a password, and is not shown.
    """
    proxies = " and ".join(sorted(_PROXIES & {name.upper() for name in os.environ}))
    try:
        yield
    except ImportError as error:
        raise SettingsError(f"the proxy of {proxies} needs more: {error}") from None
    except OSError as error:
        files = [f"{name}={os.environ[name]!r}" for name in _CAS if name in os.environ]
        why = error.strerror or str(error)
        raise SettingsError(f"{' and '.join(files)} cannot be used: {why}") from None
    except (ValueError, httpx2.InvalidURL):
        raise SettingsError(f"{proxies} must be the address of a proxy") from None


class Incoming:
    """The body of an answer that has begun, as it comes: its time and its length are
    those of the whole.
    """

    def __init__(self, service: Service, timeout: httpx2.Timeout) -> None:
        self.body = bytearray()
        self._clock = service.clock
        self._seconds = timeout.read
        self._begin = service.clock()

    def add(self, chunk: bytes) -> None:
        """Takes a piece. Raises AnswerTooSlow and AnswerTooLong."""
        self.body.extend(chunk)
        if self._seconds is not None and self._clock() - self._begin > self._seconds:
            raise too_slow(self._seconds)
        if len(self.body) > LONGEST_ANSWER:
            raise AnswerTooLong(f"the answer has more than {LONGEST_ANSWER:,} bytes")


def too_slow(seconds: float) -> AnswerTooSlow:
    """The error for an answer that took more than its time."""
    return AnswerTooSlow(f"the answer took more than {seconds:g} s")


def reply_of(
    call: Call, service: Service, response: httpx2.Response, body: bytes
) -> Reply:
    """Our answer to a call."""
    logger.debug(
        "%s: HTTP %d",
        call.name,
        response.status_code,
        extra={"wiro_call": call.name, "wiro_status": response.status_code},
    )
    return Reply(
        status=response.status_code,
        headers=response.headers,
        body=body,
        secrets=_secrets(service, response.request),
        tokens=call.tokens,
    )


def failure_of(
    error: Exception, call: Call, service: Service, request: httpx2.Request | None
) -> Failure:
    """What an exception comes to that was raised when a call was sent; `request` is
    None where it did not come to that.
    """
    reason = reason_of(error, (*_secrets(service, request), *call.tokens))
    return Failure(
        sent=request is not None and not isinstance(error, _NOTHING_SENT),
        reason=f"{reason} ({service.base_url})",
    )


def fetched(response: httpx2.Response) -> Reply:
    """Our answer to the request of a file, without its body."""
    return Reply(status=response.status_code, headers=response.headers)


def is_no_address(error: Exception) -> bool:
    """Whether a file could not be asked for because its URL is none."""
    return isinstance(error, httpx2.UnsupportedProtocol | httpx2.InvalidURL)


def reason_of(error: Exception, secrets: tuple[str, ...] = ()) -> str:
    """An exception as the end of a message, without secrets."""
    kind = type(error).__name__
    text = redacted(" ".join(str(error).split()), secrets)
    return f"{kind}: {text}" if text else kind


def _secrets(service: Service, request: httpx2.Request | None) -> tuple[str, ...]:
    """What no message about a call may repeat, beside its tokens."""
    headers = () if request is None else request.headers.raw
    sent = (
        value.decode("latin-1")
        for name, value in headers
        if name.lower() in _SECRET_HEADERS
    )
    return (*service.secrets, *sent)


def _form_field(value: str | Upload, files: ExitStack) -> FileTypes:
    if isinstance(value, str):
        return (None, value)
    content = files.enter_context(opened(value))
    return (value.name, content, value.content_type)


def _shorter(seconds: float | None, left: float) -> float:
    return left if seconds is None else min(seconds, left)
