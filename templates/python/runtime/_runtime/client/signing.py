"""How calls prove who makes them: an API key, and for some projects a signature.

This module imports nothing from its package, so that other programs can use it alone.
"""

import hashlib
import hmac
import secrets
from typing import NoReturn


def sign(api_key: str, api_secret: str | None, nonce: str) -> dict[str, str]:
    """The headers that authenticate one call.

    With a secret: `x-signature = hex(HMAC-SHA256(key = API key, message = API secret +
    nonce))`, and the nonce. Without one: the key alone. The body is not signed.
    """
    if not api_secret:
        return {"x-api-key": api_key}
    signature = hmac.new(
        api_key.encode(), (api_secret + nonce).encode(), hashlib.sha256
    ).hexdigest()
    return {"x-api-key": api_key, "x-nonce": nonce, "x-signature": signature}


def fresh_nonce() -> str:
    """A random integer; every attempt of every call takes its own."""
    return str(secrets.randbits(62))


class Keys:
    """An API key and, for projects that sign, its secret. Shown and pickled nowhere."""

    __slots__ = ("_api_key", "_api_secret", "header_names")

    header_names: tuple[str, ...]
    """The names of the headers that `headers` gives."""

    def __init__(self, api_key: str, api_secret: str | None = None) -> None:
        self._api_key = api_key
        self._api_secret = api_secret
        self.header_names = tuple(sign("", api_secret, ""))

    @property
    def values(self) -> tuple[str, ...]:
        """What must not be shown."""
        return tuple(filter(None, (self._api_key, self._api_secret)))

    def headers(self) -> dict[str, str]:
        """The headers for one attempt, with a fresh nonce."""
        nonce = fresh_nonce() if self._api_secret else ""
        return sign(self._api_key, self._api_secret, nonce)

    def __repr__(self) -> str:
        return "Keys(***)"

    def __reduce__(self) -> NoReturn:
        raise TypeError("API keys are not pickled")
