"""Checks of the values that nearly every request has, decided once for each input.

A quick check gives what the input itself would give, or SLOW where it is in doubt; then
the input is asked, which knows every case and says what is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from .inputs import Files, FileUrl, Float, Input, Integer, Select, Text, is_unicode

Check = Callable[[Any], Any]
"""A Python value → its wire value, or the other way round; SLOW where in doubt."""

SLOW: Final = object()
"""What a quick check gives that cannot tell."""

_SHORT_NUMBER: Final = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,6})?")
_LARGE: Final = 2**53


def quick_encoder(described: Input) -> Check:
    """Python value → wire value."""
    match described:
        case Select(options=options):
            return _looked_up({option.value: option.wire_value for option in options})
        case Float(step=None, as_text=True):
            return _text_of(quick_number(described))
        case Files() | FileUrl(min_length=None, max_length=None):
            return _url
        case FileUrl():
            return _slow
        case Text(numeric=True):
            return _text_or_integer(_text(described))
        case _ if getattr(described, "as_text", False):
            return _slow
        case _:
            return quick_decoder(described)


def quick_decoder(described: Input) -> Check:
    """Wire value → Python value."""
    match described:
        case Select(options=options):
            return _looked_up({option.wire_value: option.value for option in options})
        case Text():
            return _text(described)
        case Files():
            return _file_text
        case Integer(step=None, as_text=False):
            return _integer(described)
        case Float(step=None, as_text=True):
            return _number_in(quick_number(described))
        case Float(step=None):
            return quick_number(described)
        case _:
            return _slow


def quick_number(described: Float) -> Check:
    """A finite float within the bounds of an input."""
    least, most = _bounds(described)

    def check(value: Any) -> Any:
        # The difference of a number that is not finite with itself is not zero.
        is_fine = type(value) is float and value - value == 0.0
        return value if is_fine and least <= value <= most else SLOW

    return check


def _integer(described: Integer) -> Check:
    least, most = _bounds(described)
    least, most = max(least, -_LARGE), min(most, _LARGE)

    def check(value: Any) -> Any:
        return value if type(value) is int and least <= value <= most else SLOW

    return check


def _bounds(described: Float | Integer) -> tuple[float, float]:
    least = float("-inf") if described.minimum is None else described.minimum
    most = float("inf") if described.maximum is None else described.maximum
    return least, most


def _looked_up(values: dict[Any, Any]) -> Check:
    kinds = {type(value) for value in values}

    def check(value: Any) -> Any:
        return values.get(value, SLOW) if type(value) in kinds else SLOW

    return check if len(kinds) == 1 else _slow


def _text(described: Text) -> Check:
    least, most = described.min_length or 0, described.max_length
    longest = float("inf") if most is None else most

    def check(value: Any) -> Any:
        if type(value) is not str or not least <= len(value) <= longest:
            return SLOW
        return value if value.isascii() or is_unicode(value) else SLOW

    return check


def _text_or_integer(text: Check) -> Check:
    def check(value: Any) -> Any:
        is_short = type(value) is int and -_LARGE <= value <= _LARGE
        return text(str(value) if is_short else value)

    return check


def _file_text(value: Any) -> Any:
    return value if type(value) is str and value else SLOW


def _url(value: Any) -> Any:
    is_url = type(value) is str and value.isascii() and value.startswith("https://")
    return value if is_url and value[8:9].strip() else SLOW


def _text_of(number: Check) -> Check:
    def check(value: Any) -> Any:
        if number(value) is SLOW:
            return SLOW
        text = repr(value)
        return SLOW if "e" in text else text

    return check


def _number_in(number: Check) -> Check:
    def check(wire: Any) -> Any:
        if type(wire) is str and _SHORT_NUMBER.fullmatch(wire):
            return number(float(wire))
        return SLOW

    return check


def _slow(_value: Any) -> Any:
    return SLOW
