"""Who may call: the API key, and the signature of projects that sign."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """What calls must prove: nothing without a key; the key; or, with a secret, a
    signature as well.
    """

    api_key: str | None = field(default=None, repr=False)
    api_secret: str | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if self.api_secret and not self.api_key:
            raise ValueError("an API secret needs its API key")

    @property
    def values(self) -> tuple[str, ...]:
        """What must not be shown."""
        return tuple(filter(None, (self.api_key, self.api_secret)))

    def admit(self, headers: Mapping[str, str]) -> bool:
        """Whether the headers of a call prove what is asked for:
        `x-signature = hex(HMAC-SHA256(key = API key, message = API secret + nonce))`.
        """
        if not self.api_key:
            return True
        if not _is_same(headers.get("x-api-key", ""), self.api_key):
            return False
        if not self.api_secret:
            return True
        nonce = headers.get("x-nonce", "")
        message = f"{self.api_secret}{nonce}".encode()
        expected = hmac.new(self.api_key.encode(), message, hashlib.sha256).hexdigest()
        # Commands of model cards send all that openssl prints: `SHA2-256(stdin)= …`.
        signature = headers.get("x-signature", "").rpartition("= ")[2]
        return bool(nonce) and _is_same(signature, expected)


def _is_same(signature: str, expected: str) -> bool:
    return hmac.compare_digest(signature.encode(), expected.encode())
