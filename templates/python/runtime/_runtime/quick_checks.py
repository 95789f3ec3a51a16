"""Checks of the values that nearly every request has, decided once for each input.

For each type of value that an input knows there is one quick check. It gives what the
input itself would give, or None where it is in doubt; then the input is asked, which
knows every case and says what is wrong. A type that is not listed is in doubt, too.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from .inputs import (
    Files,
    FileUrl,
    Float,
    Input,
    Integer,
    Multiselect,
    Number,
    Select,
    Text,
    is_unicode,
)
from .numbers import decimals_of

Check = Callable[[Any], Any]
"""A Python value → its wire value, or the other way round; None where in doubt."""

Checks = Mapping[type, Check]
"""The check for each type of value."""

_LARGE: Final = 2**53
_LARGEST: Final = sys.float_info.max
_MOST_DIGITS: Final = 15
"""Numbers of so many digits differ where their doubles do."""
_MOST_STEPPED: Final = 10**9
_MOST_DECIMALS: Final = 6


def quick_encoders(described: Input) -> Checks:
    """Python value → wire value."""
    match described:
        case Select(options=options):
            return _looked_up((each.value, each.wire_value) for each in options)
        case Multiselect(options=options):
            pairs = ((each.value, each.wire_value) for each in options)
            check = _several(described, _looked_up(pairs))
            return {tuple: check, list: check}
        case Integer(as_text=True):
            return {int: _text_of(_number(described, _LARGE), str)}
        case Float(as_text=True):
            return {
                float: _text_of(_number(described, _LARGEST), repr),
                int: _text_of(_number(described, _LARGE), _with_point),
            }
        case Files() | FileUrl(min_length=None, max_length=None):
            return {str: _url}
        case FileUrl():
            return {}
        case Text(numeric=numeric, fractional=fractional):
            text = _text(described.shortest, described.max_length)
            is_number = numeric or fractional
            return {str: text, int: _whole_as(text)} if is_number else {str: text}
        case _:
            return quick_decoders(described)


def quick_decoders(described: Input) -> Checks:
    """Wire value → anything but None where it is allowed."""
    match described:
        case Select(options=options):
            return _looked_up((each.wire_value, each.wire_value) for each in options)
        case Multiselect(options=options):
            pairs = ((each.wire_value, each.wire_value) for each in options)
            return {list: _several(described, _looked_up(pairs))}
        case Text(min_length=least, max_length=most):
            return {str: _text(least or 0, most)}
        case Files(many=many):
            return {str: _file_text, list: _file_texts} if many else {str: _file_text}
        case Integer(as_text=True):
            return {str: _whole_in(_number(described, _LARGE))}
        case Float(as_text=True):
            return {str: _number_in(_number(described, _LARGEST))}
        case Integer():
            return {int: _number(described, _LARGE)}
        case Float():
            number = _number(described, _LARGEST)
            return {float: number, int: _number(described, _LARGE)}
        case _:
            return {}


def _looked_up(pairs: Iterable[tuple[Any, Any]]) -> Checks:
    values: dict[type, dict[Any, Any]] = {}
    for value, other in pairs:
        values.setdefault(type(value), {})[value] = other
    return {kind: others.get for kind, others in values.items()}


def _several(described: Multiselect, checks: Checks) -> Check:
    """Options, each once, and as many as an input takes. A value of another type is a
    KeyError, which stands for doubt as well.
    """
    least = described.min_items
    most = len(described.options)
    if described.max_items is not None:
        most = min(most, described.max_items)

    def check(values: Any) -> Any:
        if not least <= len(values) <= most:
            return None
        wire = [checks[type(value)](value) for value in values]
        return wire if len({*wire} - {None}) == len(wire) else None

    return check


def _number(described: Number, largest: float) -> Check:
    """A number within the bounds and steps of an input; no larger than told, which no
    number is that is not finite.
    """
    low, high = described.minimum, described.maximum
    least = -largest if low is None else max(low, -largest)
    most = largest if high is None else min(high, largest)

    def check(value: Any) -> Any:
        return value if least <= value <= most else None

    step = described.step
    return check if step is None else _stepped(check, step)


def _stepped(check: Check, step: float) -> Check:
    """A check, and whether a number is a multiple of a step, counted from zero."""
    decimals = decimals_of(step)
    if decimals > _MOST_DECIMALS:
        return _in_doubt
    scale = 10**decimals
    units = round(step * scale)

    def stepped(value: Any) -> Any:
        if check(value) is None or not -_MOST_STEPPED < value < _MOST_STEPPED:
            return None
        is_short = round(value, decimals) == value
        return value if is_short and round(value * scale) % units == 0 else None

    return stepped


def _text(least: int, most: int | None) -> Check:
    longest = float("inf") if most is None else most

    def check(value: Any) -> Any:
        if least <= len(value) <= longest and (value.isascii() or is_unicode(value)):
            return value
        return None

    return check


def _whole_as(text: Check) -> Check:
    def check(value: Any) -> Any:
        return text(str(value)) if -_LARGE <= value <= _LARGE else None

    return check


def _text_of(number: Check, write: Callable[[Any], str]) -> Check:
    def check(value: Any) -> Any:
        if number(value) is None:
            return None
        text = write(value)
        return None if "e" in text else text

    return check


def _with_point(value: int) -> str:
    return f"{value}.0"


def _number_in(number: Check) -> Check:
    def check(wire: Any) -> Any:
        digits = wire.removeprefix("-").replace(".", "", 1)
        is_short = digits.isdigit() and wire.isascii() and len(digits) <= _MOST_DIGITS
        return number(float(wire)) if is_short else None

    return check


def _whole_in(number: Check) -> Check:
    def check(wire: Any) -> Any:
        digits = wire.removeprefix("-")
        is_short = digits.isdigit() and wire.isascii() and len(digits) <= _MOST_DIGITS
        return number(int(wire)) if is_short else None

    return check


def _file_text(value: Any) -> Any:
    return value or None


def _file_texts(values: Any) -> Any:
    return values if values and all(type(each) is str for each in values) else None


def _url(value: Any) -> Any:
    is_url = value.isascii() and value.startswith("https://") and value[8:9].strip()
    return value if is_url else None


def _in_doubt(_value: Any) -> None:
    return None
