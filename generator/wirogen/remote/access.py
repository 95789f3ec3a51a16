"""How the service is reached, and with which keys: what the environment says.

Keys stand in no representation and in no message. Signing is the runtime's, so that
there is one implementation of it.
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol, cast
from urllib.parse import unquote, urlsplit, urlunsplit

from wirogen.diagnostics import Span, codes, refusal
from wirogen.shipped import runtime_module

DEFAULT_BASE_URL = "https://api.wiro.ai/v1"
DEFAULT_SITE_URL = "https://wiro.ai"

KEY, SECRET = "WIRO_API_KEY", "WIRO_API_SECRET"
BASE_URL, SITE_URL = "WIRO_BASE_URL", "WIRO_SITE_URL"
"""The environment variables that count."""

REDACTED = "***"


class Keys(Protocol):
    """What `signing.Keys` of the runtime offers."""

    @property
    def values(self) -> tuple[str, ...]:
        """What must not be shown."""

    def headers(self) -> dict[str, str]:
        """The headers for one attempt, with a fresh nonce."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """The addresses of the service and what proves who asks.

    `keys` is None where a proxy at the base address holds them, and where there are
    none: then `has_account` is False, and only the public cards at `site_url` can be
    read. The authorizations are the headers that user and password in an address ask
    for, or empty.
    """

    base_url: str = DEFAULT_BASE_URL
    site_url: str = DEFAULT_SITE_URL
    has_account: bool = True
    keys: Keys | None = None
    authorization: str = field(default="", repr=False)
    site_authorization: str = field(default="", repr=False)

    @property
    def signs(self) -> bool:
        """Whether calls are signed with a secret."""
        return self.keys is not None and len(self.keys.values) > 1

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must be shown nowhere."""
        held = () if self.keys is None else self.keys.values
        authorizations = (self.authorization, self.site_authorization)
        users = (text.removeprefix("Basic ") for text in authorizations)
        return (*held, *filter(None, users))

    def headers(self) -> dict[str, str]:
        """The headers that authenticate one attempt."""
        headers = {} if self.keys is None else self.keys.headers()
        if self.authorization:
            headers["authorization"] = self.authorization
        return headers

    def site_headers(self) -> dict[str, str]:
        """The headers of one attempt to read a public card: no keys are among them."""
        held = self.site_authorization
        return {"authorization": held} if held else {}

    def redacted(self, text: str) -> str:
        """A text without keys."""
        for secret in self.secrets:
            text = text.replace(secret, REDACTED)
        return text


def read_access(environment: Mapping[str, str]) -> Access:
    """How the service is reached by what the environment says.

    An address may be a proxy that holds the keys. Where its own is not set, the site
    with the public cards is at the same address. Raises Refused where a variable cannot
    be used.
    """
    key, secret = (_secret(environment, variable) for variable in (KEY, SECRET))
    if secret and not key:
        raise refusal(
            codes.NO_API_KEY,
            f"{SECRET} is set, and {KEY} is not",
            Span(""),
            "set both for a project that signs its calls",
        )
    address, site = (environment.get(name, "").strip() for name in (BASE_URL, SITE_URL))
    base_url, authorization = _without_user(BASE_URL, address or DEFAULT_BASE_URL)
    site_url, site_authorization = base_url.removesuffix("/v1"), authorization
    if site or not address:
        site_url, site_authorization = _without_user(SITE_URL, site or DEFAULT_SITE_URL)
    return Access(
        base_url=base_url,
        site_url=site_url,
        has_account=bool(key or address),
        keys=_keys(key, secret or None) if key else None,
        authorization=authorization,
        site_authorization=site_authorization,
    )


def refuse_without_account(access: Access) -> None:
    """Raises Refused where there is no account, which the catalogue takes."""
    if not access.has_account:
        raise refusal(
            codes.NO_API_KEY,
            f"the catalogue takes an API key, and {KEY} is not set",
            Span(""),
            f"set {KEY}, and {SECRET} for a project that signs its calls; without them,"
            " `wirogen pull owner/model` reads the public card of a model",
        )


def _keys(api_key: str, api_secret: str | None) -> Keys:
    """The runtime's own keys. Its module stands alone, and is loaded by its path."""
    return cast(Keys, runtime_module("client.signing").Keys(api_key, api_secret))


def _secret(environment: Mapping[str, str], variable: str) -> str:
    secret = environment.get(variable, "").strip()
    if not (secret.isascii() and secret.isprintable()):
        raise refusal(
            codes.SETTING_NOT_USABLE,
            f"{variable} has characters that no header can carry",
            Span(""),
            "copy it again; its value is not shown",
        )
    return secret


def _without_user(variable: str, address: str) -> tuple[str, str]:
    """An address without user and password, and the header that they ask for."""
    usual = DEFAULT_BASE_URL if variable == BASE_URL else DEFAULT_SITE_URL
    unusable = refusal(
        codes.SETTING_NOT_USABLE,
        f"{variable} is no address of a service",
        Span(""),
        f"give one like {usual}; its value is not shown, as it may hold a password",
    )
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise unusable from None
    if not (host and host.isascii() and host.isprintable()) or parts.scheme not in (
        "http",
        "https",
    ):
        raise unusable
    place = f"[{host}]" if ":" in host else host
    netloc = place if port is None else f"{place}:{port}"
    bare = urlunsplit((parts.scheme, netloc, parts.path.rstrip("/"), "", ""))
    if parts.username is None:
        return bare, ""
    user = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
    return bare, f"Basic {base64.b64encode(user.encode()).decode()}"
