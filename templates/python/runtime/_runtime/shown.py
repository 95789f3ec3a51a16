"""Values as messages and `repr` show them: short, and secrets not at all."""

from __future__ import annotations

import re
import reprlib
from typing import Final

from .plain_values import plain_value

_SECRETS: Final = (
    *("token", "secret", "password", "passphrase", "passwd", "passcode", "bearer"),
    *("authorization", "credential", "credentials", "cookie", "jwt"),
    *("apikey", "accesskey", "privatekey", "secretkey"),
)
_KEYS: Final = frozenset({"api", "access", "private", "secret", "auth"})
_COUNTS: Final = frozenset({"max", "min", "num", "count"})
_NO_NOUNS: Final = frozenset({"value", "text", "string", "header"})
_WORD: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")

_SHORT: Final = reprlib.Repr()
_SHORT.maxstring = _SHORT.maxother = _SHORT.maxlong = 80
_HIDDEN: Final = "***"
_LONGEST_CLASS: Final = 80


def is_secret(name: str) -> bool:
    """Whether an input's name says that its value is a secret: its last word ends as
    one of `_SECRETS` does (`github_token`, `hftoken2`, not `max_tokens`), or it is a
    key to something (`access_key`, not `hot_key`).
    """
    found: list[str] = _WORD.findall(name)
    words = [word.lower() for word in found if not word.isdigit()]
    while words and words[-1] in _NO_NOUNS:
        words.pop()
    if not words or _COUNTS & {*words}:
        return False
    if words[-1] == "key":
        return bool(_KEYS & {*words})
    return words[-1].endswith(_SECRETS)


def shown(value: object, *, name: str = "", longest: int = 80) -> str:
    """A value as Python writes it, cut where it is long, with its class where it hides
    that; hidden where the input `name` holds a secret.
    """
    plain = plain_value(value)
    is_text = isinstance(plain, str | bytes)
    if is_secret(name) and not _is_nothing(plain):
        return _HIDDEN if is_text else f"{_HIDDEN}, of {_class(value)}"
    text = _text(value, plain, longest)
    text = text if len(text) <= longest else f"{text[: longest - 3]}..."
    is_plain = is_text or type(value).__name__.lower() in text.lower()
    return text if is_plain or _is_built_in(value) else f"{text}, of {_class(value)}"


def _is_nothing(value: object) -> bool:
    """Whether a value is no secret in any input: it is empty, or True."""
    try:
        return value is True or bool(value) is False
    except Exception:  # it is of a class of the caller's
        return False


def _is_built_in(value: object) -> bool:
    return type(value).__module__ == "builtins"


def _class(value: object) -> str:
    kind = type(value)
    place = "" if _is_built_in(value) else f"{kind.__module__}."
    return f"{place}{kind.__qualname__}"[:_LONGEST_CLASS]


def _text(value: object, plain: object, longest: int) -> str:
    try:
        if isinstance(plain, str | bytes):
            return repr(plain[: longest + 1])
        is_group = isinstance(plain, list | tuple | dict | set | frozenset)
        return _SHORT.repr(plain) if is_group else repr(value)
    except ValueError:
        return "a number of too many digits"
    except Exception:  # it is of a class of the caller's
        return f"<{type(value).__name__}>"
