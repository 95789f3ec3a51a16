"""Values of the service, which may be of another type than they should: read as what
they can be read as, and as nothing otherwise.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

_MOST_DIGITS = 40
_UNESCAPED_LIST = re.compile(r'("categories"\s*:\s*)"(\[[^\]]{0,2000}\])"')


def json_of(body: bytes | str) -> Any:
    """What a JSON text says, or None. `categories` in a published sample is a list
    between quotes that are not escaped.
    """
    text = body.decode("utf-8", "replace") if isinstance(body, bytes) else body
    text = text.removeprefix("\ufeff")
    try:
        return json.loads(text)
    except RecursionError:
        return None
    except ValueError:
        pass  # it may be the published sample
    try:
        return json.loads(_UNESCAPED_LIST.sub(r"\1\2", text))
    except (ValueError, RecursionError):
        return None


def mappings_of(value: object) -> list[Mapping[str, Any]]:
    """The objects of a list, which may be a JSON text, or one object alone."""
    if isinstance(value, str):
        value = json_of(value)
    if isinstance(value, Mapping):
        return [value]
    if isinstance(value, list):
        return [item for item in value if isinstance(item, Mapping)]
    return []


def texts_of(value: object) -> tuple[str, ...]:
    """The texts of a list, or one text alone."""
    values = value if isinstance(value, list) else [value]
    return tuple(text for item in values if (text := text_of(item)))


def text_of(value: object) -> str:
    """A text or a number as a text; empty for anything else. Halves of characters,
    which nothing can print or write, are replaced.
    """
    if isinstance(value, str):
        is_plain = value.isascii()
        return value if is_plain else value.encode("utf-8", "replace").decode()
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    if isinstance(value, float) and math.isfinite(value) and value == int(value):
        return str(int(value))
    return str(value)


def number_of(value: object) -> Decimal | None:
    """A number, which may be a text, or None: also where it is so large, or so small,
    that arithmetic with it could take for ever, or raise.
    """
    try:
        number = Decimal(text_of(value).strip())
    except ArithmeticError:
        return None
    if not number.is_finite():
        return None
    if number.is_zero():
        return Decimal(0)
    return number if abs(number.adjusted()) <= _MOST_DIGITS else None


def status_of(value: object) -> str:
    """A status or the type of a message, in the service's own spelling."""
    return "_".join(text_of(value).lower().replace("-", " ").split())


def size_of(value: object) -> int | None:
    """A number of bytes, or None."""
    number = number_of(value)
    return int(number) if number is not None and 0 <= number < 2**63 else None
