"""The calls that are sent to the service: where they go, what they carry, and how they
are shown. Nothing here does any I/O.
"""

from __future__ import annotations

import base64
import json
import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from ..errors import MissingKey, SettingsError
from ..files import Upload
from ..numbers import number_text
from ..plain_values import plain_value
from ..shown import is_secret, shown
from .redaction import REDACTED, TOKEN_NAMES
from .signing import Keys

if TYPE_CHECKING:
    from ..inputs import WireValue

DEFAULT_BASE_URL: Final = "https://api.wiro.ai/v1"
DEFAULT_SOCKET_URL: Final = "wss://socket.wiro.ai/v1"
DEFAULT_USER_AGENT: Final = "wirogen-client"

_PAGE: Final = 50


@dataclass(frozen=True)
class JsonBody:
    """A body of wire names and JSON values. Files that are uploaded before the call,
    and whose URL takes their place, stand in it as `Upload`.
    """

    values: Mapping[str, WireValue]

    @cached_property
    def encoded(self) -> bytes:
        """The bytes that are sent, the same at each attempt. Raises ValueError or
        TypeError where a value is no JSON.
        """
        return json_text(self.values).encode()

    def shown(self) -> dict[str, Any]:
        """The values as JSON, tokens redacted and files by name."""
        return {name: _shown(name, value) for name, value in self.values.items()}


@dataclass(frozen=True, slots=True)
class FormBody:
    """A multipart form: texts and files in order; a name may occur several times."""

    fields: tuple[tuple[str, str | Upload], ...]

    def shown(self) -> dict[str, Any]:
        """The fields as JSON; a list where a name occurs several times."""
        together: dict[str, list[Any]] = {}
        for name, value in self.fields:
            together.setdefault(name, []).append(_shown(name, value))
        return {
            name: values[0] if len(values) == 1 else values
            for name, values in together.items()
        }


Body = JsonBody | FormBody


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One HTTP call to the service. The values of the headers that authenticate it are
    redacted: the real ones are made when it is sent, anew for each attempt.
    """

    name: str
    method: str
    url: str
    headers: Mapping[str, str]
    body: Body = field(repr=False)

    @property
    def tokens(self) -> tuple[str, ...]:
        """The task tokens that it carries, which no message may repeat."""
        if isinstance(self.body, FormBody):
            return ()
        values = (self.body.values.get(name) for name in TOKEN_NAMES)
        return tuple(value for value in values if isinstance(value, str))

    def as_json(self) -> dict[str, Any]:
        """The call as JSON: `method`, `url`, `headers` and `body`.

        Keys, signatures, nonces and task tokens are redacted; a file is shown as
        `{"file": name, "content_type": …}`.
        """
        return {
            "method": self.method,
            "url": self.url,
            "headers": dict(self.headers),
            "body": self.body.shown(),
        }


@dataclass(frozen=True, kw_only=True)
class Service:
    """The service as one client reaches it.

    `keys` is None where somebody else holds them (a proxy); `is_key_needed` says
    whether a call without keys is an error. `authorization` is the header that user and
    password in the base address ask for, or empty. `clock` gives seconds.
    """

    base_url: str
    socket_url: str
    keys: Keys | None
    is_key_needed: bool
    user_agent: str
    max_retries: int
    authorization: str = field(default="", repr=False)
    socket_authorization: str = field(default="", repr=False)
    clock: Callable[[], float] = time.monotonic

    def call(self, path: str, body: Body) -> Call:
        """A call of a path below the base address, which is percent-encoded here."""
        content_type = (
            "application/json" if isinstance(body, JsonBody) else "multipart/form-data"
        )
        return Call(
            name=path,
            method="POST",
            url=f"{self.base_url}/{quote(path, safe='/')}",
            headers={"content-type": content_type, **self._headers},
            body=body,
        )

    def task_list(self, start: int) -> Call:
        """The call for a page of the project's tasks, newest first."""
        asked: dict[str, WireValue] = {
            "type": "model",
            "sort": "id",
            "order": "DESC",
            "start": str(start),
            "limit": str(_PAGE),
        }
        return self.call("Task/List", JsonBody(asked))

    def credentials(self) -> dict[str, str]:
        """The headers that authenticate one attempt. Raises MissingKey."""
        if self.keys is None and self.is_key_needed:
            raise MissingKey
        headers = {} if self.keys is None else self.keys.headers()
        if self.authorization:
            headers["authorization"] = self.authorization
        return headers

    @property
    def socket_credentials(self) -> dict[str, str]:
        """The headers that a socket's own address asks for; none of Wiro's keys."""
        held = self.socket_authorization
        return {"authorization": held} if held else {}

    @cached_property
    def secrets(self) -> tuple[str, ...]:
        """What must be shown nowhere."""
        held = () if self.keys is None else self.keys.values
        headers = (self.authorization, self.socket_authorization)
        return (*held, *(header.removeprefix("Basic ") for header in headers))

    @cached_property
    def _headers(self) -> Mapping[str, str]:
        """What every call carries, as it is shown."""
        hidden = dict.fromkeys(self._credential_names(), REDACTED)
        return {"user-agent": self.user_agent, **hidden}

    def _credential_names(self) -> Iterator[str]:
        if self.keys is not None:
            yield from self.keys.header_names
        elif self.is_key_needed:
            yield "x-api-key"
        if self.authorization:
            yield "authorization"


def service_of(
    *,
    api_key: str | None = None,
    api_secret: str | None = None,
    base_url: str | None = None,
    socket_url: str | None = None,
    user_agent: str | None = None,
    max_retries: int,
    is_authenticated: bool,
) -> Service:
    """The service that a client's arguments and the environment describe.

    Where an argument is None, `WIRO_API_KEY`, `WIRO_API_SECRET`, `WIRO_BASE_URL` and
    `WIRO_SOCKET_URL` count; an empty one means none. Keys are needed unless a base
    address is given or the caller's own HTTP client `is_authenticated`. Another base
    address than Wiro's own has its socket in the same place. Raises SettingsError.
    """
    key = _secret("WIRO_API_KEY", api_key)
    secret = _secret("WIRO_API_SECRET", api_secret)
    address = _setting("WIRO_BASE_URL", base_url)
    socket = _setting("WIRO_SOCKET_URL", socket_url)
    retries = plain_value(max_retries)
    if not isinstance(retries, int) or retries < 0:
        raise SettingsError(f"max_retries must be 0 or more, not {shown(max_retries)}")
    bare_url, authorization = _without_user(address or DEFAULT_BASE_URL, _HTTP)
    host = urlsplit(bare_url).netloc.lower().removesuffix(":443")
    is_of_wiro = host in ("wiro.ai", "www.wiro.ai", "api.wiro.ai", "socket.wiro.ai")
    if is_of_wiro and bare_url.replace(":443/", "/") != DEFAULT_BASE_URL:
        raise SettingsError(f"the base address of Wiro is {DEFAULT_BASE_URL}")
    bare_socket_url, socket_authorization = _without_user(
        socket or _socket_beside(address), _SOCKET
    )
    return Service(
        base_url=bare_url,
        socket_url=bare_socket_url,
        keys=Keys(key, secret or None) if key else None,
        is_key_needed=not (address or is_authenticated),
        user_agent=_checked_user_agent(user_agent) or DEFAULT_USER_AGENT,
        max_retries=retries,
        authorization=authorization,
        socket_authorization=socket_authorization,
    )


def body_of(wire: Mapping[str, WireValue], uploaded_first: Iterable[str] = ()) -> Body:
    """JSON, or a form where a file is sent along. The values named in `uploaded_first`
    will be URLs by the time the body is sent.
    """
    if sends_files(wire, uploaded_first):
        return FormBody(tuple(form_fields(wire)))
    return JsonBody(wire)


def sends_files(
    wire: Mapping[str, WireValue], uploaded_first: Iterable[str] = ()
) -> bool:
    """Whether files are sent along, which takes a form."""
    for name, value in wire.items():
        for item in value if isinstance(value, list) else (value,):
            if isinstance(item, Upload) and name not in uploaded_first:
                return True
    return False


def form_fields(wire: Mapping[str, WireValue]) -> Iterator[tuple[str, str | Upload]]:
    """The fields of a form: a list gives one field an item, or an empty one where it
    has none; everything but a file is a text.
    """
    for name, value in wire.items():
        for item in _each(value) or [""]:
            yield name, item if isinstance(item, Upload) else form_text(item)


def form_text(value: object) -> str:
    """A JSON value as the text that a form carries."""
    match plain_value(value):
        case str(text):
            return text
        case None:
            return ""
        case bool(is_on):
            return "true" if is_on else "false"
        case float(number):
            return number_text(number)
        case plain:
            return json_text(plain)


def json_text(value: object) -> str:
    """JSON text. Raises ValueError or TypeError where a value is no JSON."""
    return json.dumps(
        value,
        default=plain_json,
        ensure_ascii=False,
        separators=(",", ":"),
        allow_nan=False,
    )


def plain_json(value: object) -> object:
    """What a value in a list or an object stands for. Raises TypeError where that is
    itself.
    """
    plain = plain_value(value)
    if plain is value or isinstance(plain, bytes):
        raise TypeError("it is no JSON")
    return plain


def _each(value: WireValue) -> Iterable[Any]:
    return value if isinstance(value, list) else (value,)


def _shown(name: str, value: WireValue) -> Any:
    if name in TOKEN_NAMES or (value and is_secret(name)):
        return REDACTED
    if isinstance(value, Upload):
        return {"file": value.name, "content_type": value.content_type}
    return value


def _secret(variable: str, argument: str | None) -> str:
    secret = _setting(variable, argument)
    if not (secret.isascii() and secret.isprintable()):
        raise SettingsError(
            f"{variable} (or the argument in its place) has characters that no header"
            " can carry; its value is not shown"
        )
    return secret


def _checked_user_agent(given: str | None) -> str:
    text = "" if given is None else plain_value(given)
    if not (isinstance(text, str) and text.isascii() and text.isprintable()):
        raise SettingsError(f"user_agent must be printable ASCII, not {shown(given)}")
    return text


def _setting(variable: str, argument: str | None) -> str:
    text = os.environ.get(variable, "") if argument is None else argument
    if not isinstance(text, str):
        kind = type(text).__name__
        raise SettingsError(f"what stands for {variable} must be a text, not a {kind}")
    return text.strip()


def _socket_beside(address: str) -> str:
    """The socket of a service: where its calls go, but for Wiro's own."""
    scheme, colon, place = address.partition("://")
    if not address or address.rstrip("/") == DEFAULT_BASE_URL:
        return DEFAULT_SOCKET_URL
    return f"{'wss' if scheme.lower() == 'https' else 'ws'}{colon}{place}"


def _without_user(address: str, kind: _Kind) -> tuple[str, str]:
    """An address without user and password, and the header that they ask for."""
    refusal = SettingsError(
        f"the {kind.name} must be like {kind.example}, with {' or '.join(kind.schemes)}"
        " and a host; what was given is not shown, as it may hold a password"
    )
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise refusal from None
    if host is None or parts.scheme not in kind.schemes:
        raise refusal
    place = f"[{host}]" if ":" in host else host
    netloc = place if port is None else f"{place}:{port}"
    bare = urlunsplit((parts.scheme, netloc, parts.path.rstrip("/"), "", ""))
    if parts.username is None:
        return bare, ""
    user = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
    return bare, f"Basic {base64.b64encode(user.encode()).decode()}"


class _Kind(NamedTuple):
    name: str
    example: str
    schemes: tuple[str, ...]


_HTTP = _Kind("base address", DEFAULT_BASE_URL, ("http", "https"))
_SOCKET = _Kind("socket's address", DEFAULT_SOCKET_URL, ("ws", "wss"))
