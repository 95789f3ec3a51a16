"""The plain Python value that a caller's value stands for: of an enum its member's, of
numpy, `decimal` and `fractions` the number, of a subclass the value below it.

Nothing here asks a value how it writes itself: `__str__` and `__repr__` are anybody's.
"""

from __future__ import annotations

import operator
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from numbers import Integral, Rational, Real
from typing import Final

_PLAIN: Final = frozenset({str, int, float, bool, bytes, type(None)})
_LONGEST: Final = 400
"""Digits; no double has so many before its point."""


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
        case bytearray():
            return bytes(value)
        case float():
            return float.__float__(value)
        case Decimal():
            return _number(Decimal(value), value)
        case Integral():
            return int.__index__(operator.index(value))
        case Rational():
            ratio = Fraction(int(value.numerator), int(value.denominator))
            return ratio.numerator if ratio.denominator == 1 else float(ratio)
        case Real():
            return float.__float__(float(value))
        case _:
            return value


def _number(number: Decimal, otherwise: object) -> object:
    """A number as Python has it: an int where it is whole. What is not finite, or is
    beyond every double, stays what it is.
    """
    if not number.is_finite() or number.adjusted() > _LONGEST:
        return otherwise
    is_whole = number == number.to_integral_value()
    return int(number) if is_whole else float(number)
