"""Keys and tokens that the service repeats are taken out where its words come in, so
that no `repr`, message or log has to look for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from ..files import is_url

REDACTED: Final = "***"
TOKEN_NAMES: Final = ("tasktoken", "socketaccesstoken")
_SHORTEST_IN_ANSWERS = 8


def redacted(text: str, secrets: Iterable[str]) -> str:
    """A text in which no secret is left. Secrets of one to three characters are no
    secrets, and stand in any text.
    """
    for secret in sorted(secrets, key=len, reverse=True):
        if len(secret) > 3:
            text = text.replace(secret, REDACTED)
    return text


def redact_answer(
    answer: object, secrets: Iterable[str], tokens: Iterable[str] = ()
) -> None:
    """Takes secrets and tokens of tasks out of the texts of an answer: the tokens that
    are given, and those of the tasks it tells of. Tokens stay in the fields that are
    for them, and in the URLs of files, which could not be fetched else. A secret of
    less than eight characters stays: `test` may be a key, and the name of a model.
    """
    keys = tuple(secret for secret in secrets if len(secret) >= _SHORTEST_IN_ANSWERS)
    places: list[tuple[Any, tuple[str, ...]]] = [(answer, (*keys, *tokens))]
    while places:
        place, known = places.pop()
        known = (*known, *_tokens(place))
        shortest = min(map(len, known), default=0)
        for key, value in _entries(place):
            if isinstance(value, str):
                if len(value) >= shortest and key not in TOKEN_NAMES:
                    place[key] = _without(known, keys, key, value)
            elif isinstance(value, (dict, list)):
                places.append((value, known))


def _without(
    known: tuple[str, ...], keys: tuple[str, ...], name: object, text: str
) -> str:
    found = [secret for secret in known if secret in text]
    if not found:
        return text
    return redacted(text, keys if _is_address(name, text) else found)


def _entries(place: object) -> list[tuple[Any, Any]]:
    if isinstance(place, dict):
        return list(place.items())
    return list(enumerate(place)) if isinstance(place, list) else []


def _tokens(place: object) -> list[str]:
    """The tokens of the task that an object tells of."""
    told = map(place.get, TOKEN_NAMES) if isinstance(place, dict) else ()
    return [token for token in told if isinstance(token, str)]


def _is_address(key: object, value: str) -> bool:
    """Whether a text is the URL of a file, in a place for one."""
    is_for_one = isinstance(key, int) or key in ("url", "outputs")
    return is_for_one and is_url(value) and not re.search(r"\s", value)
