"""The plain Python value that a caller's value stands for: of an enum its member's, of
numpy, `decimal` and `fractions` the number, of a subclass the value below it.

Nothing here asks a value how it writes itself: `__str__` and `__repr__` are anybody's.
"""

from __future__ import annotations

import operator
from collections import UserString
from contextlib import suppress
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from numbers import Integral, Number, Rational, Real
from typing import Any, Final

_PLAIN: Final = frozenset({str, int, float, bool, bytes, type(None)})
_LONGEST: Final = 400
"""Digits; no double has so many before its point."""
_DIGITS_OF_A_DOUBLE: Final = 17


def plain_value(value: object) -> object:
    """The plain value; the value itself where it stands for no other."""
    if type(value) in _PLAIN:
        return value
    try:
        return _below(value)
    except Exception:  # it is of a class of the caller's
        return value


def _below(value: object) -> object:
    match value:
        case Enum():
            # Not `value`, which a member may write anew.
            return plain_value(value._value_)
        case str():
            return str.__str__(value)
        case UserString():
            return plain_value(value.data)
        case bytearray() | memoryview():
            return bytes(value)
        case Number():
            return _number(value)
        case _ if getattr(value, "shape", None) == ():
            # A scalar, or an array of no dimension, of numpy and those like it.
            item = value.item()  # type: ignore[attr-defined] # see above
            return item if item is value else plain_value(item)
        case _:
            return value


def _number(value: Number) -> object:
    match value:
        case float():
            return float.__float__(value)
        case Decimal():
            return _of_decimal(Decimal(value), value)
        case Integral():
            return int.__index__(operator.index(value))
        case Rational():
            ratio = Fraction(int(value.numerator), int(value.denominator))
            return ratio.numerator if ratio.denominator == 1 else float(ratio)
        case Real():
            return _shortest(value)
        case _:
            return value


def _shortest(number: Real) -> float:
    """The number of the fewest digits that its class takes for it: 0.3 of
    `numpy.float32(0.3)`, which is 0.30000001192092896 as a double.
    """
    double = float.__float__(float(number))
    kind: Any = type(number)
    with suppress(Exception):  # it may take no float
        for digits in range(1, _DIGITS_OF_A_DOUBLE):
            short = float(f"{double:.{digits}g}")
            if kind(short) == number:
                return short
    return double


def _of_decimal(number: Decimal, otherwise: object) -> object:
    """A number as Python has it: an int where it is whole. What is not finite, or is
    beyond every double, stays what it is.
    """
    if not number.is_finite() or number.adjusted() > _LONGEST:
        return otherwise
    is_whole = number == number.to_integral_value()
    return int(number) if is_whole else float(number)
