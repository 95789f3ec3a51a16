"""Values as messages and `repr` show them: short, and secrets not at all."""

from __future__ import annotations

import re
import reprlib
from typing import Final

from .plain_values import plain_value

_SECRETS: Final = frozenset(
    {"token", "secret", "password", "passphrase", "credentials", "authorization"}
    | {"apikey", "cookie"}
)
_KEYS: Final = frozenset({"api", "access", "private", "secret", "auth"})
_WORD: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")

_SHORT: Final = reprlib.Repr()
_SHORT.maxstring = _SHORT.maxother = _SHORT.maxlong = 80
_HIDDEN: Final = "***"


def is_secret(name: str) -> bool:
    """Whether an input's name says that its value is a secret: its last word is one of
    `_SECRETS` (`github_token`, not `max_tokens`), or it is a key to something
    (`access_key`, not `hot_key`).
    """
    words = [word.lower() for word in _WORD.findall(name)] or [""]
    return words[-1] in _SECRETS or (words[-1] == "key" and bool(_KEYS & {*words}))


def shown(value: object, *, name: str = "", longest: int = 80) -> str:
    """A value as Python writes it, cut where it is long; hidden where the input `name`
    holds a secret.
    """
    if is_secret(name) and isinstance(value, str | bytes):
        return _HIDDEN
    text = _text(value, longest)
    return text if len(text) <= longest else f"{text[: longest - 3]}..."


def _text(value: object, longest: int) -> str:
    plain = plain_value(value)
    try:
        if isinstance(plain, str | bytes):
            return repr(plain[: longest + 1])
        is_group = isinstance(plain, list | tuple | dict | set | frozenset)
        return _SHORT.repr(plain) if is_group else repr(value)
    except ValueError:
        return "a number of too many digits"
    except Exception:  # it is of a class of the caller's
        return f"<{type(value).__name__}>"
