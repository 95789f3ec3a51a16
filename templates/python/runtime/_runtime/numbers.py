"""Numbers, exact to the digit: what counts as one, what a text holds, and the text that
reads back equal. Doubles are taken for the shortest digits that tell them.
"""

from __future__ import annotations

import math
import re
import sys
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Final, TypeGuard

_WRITTEN_OUT: Final = re.compile(r"[+-]?([0-9]{1,308}(\.[0-9]{0,400})?|\.[0-9]{1,400})")
_WITH_EXPONENT: Final = re.compile(
    r"[+-]?(([0-9]{1,99}(\.[0-9]{0,99})?|\.[0-9]{1,99})"
    r"[eE](-[0-9]{1,4}|\+?0?[01]?[0-9]{1,2})"
    r"|[0-9](\.[0-9]{0,99})?[eE]\+?(2[0-9]{2}|30[0-7])"
    r"|1(\.[0-7][0-9]{0,98})?[eE]\+?308)"
)
_LARGEST: Final = Decimal(repr(sys.float_info.max))
_MOST_BITS: Final = 14_000
"""Those of a number of 4,200 digits; Python refuses to write one of more than 4,300."""

_LONGEST_PLAIN: Final = 24
_ROUNDINGS: Final = 8
"""So many units in the last place a few sums and products of floats may be off; a sum
of single steps may be off by one a step.
"""
_MOST_OF_A_STEP: Final = 1_000
"""By more than this part of a step no rounding is off."""


def is_integer(value: object) -> TypeGuard[int]:
    """Whether a value is a whole number, and one that Python can write as digits."""
    if not isinstance(value, int) or isinstance(value, bool):
        return False
    return value.bit_length() <= _MOST_BITS


def is_number(value: object) -> TypeGuard[int | float]:
    """Whether a value is a finite number."""
    return is_integer(value) or (isinstance(value, float) and math.isfinite(value))


def fits_a_double(number: Decimal) -> bool:
    """Whether a number is within the range of doubles."""
    return -_LARGEST <= number <= _LARGEST


def exact(number: float) -> Decimal:
    """A number by the digits that tell it, whatever its class says of them."""
    is_whole = isinstance(number, int)
    return Decimal(int.__repr__(number) if is_whole else float.__repr__(number))


def number_in(text: str, *, written_out: bool = False) -> Decimal | None:
    """The number that a text holds; None where it holds none, or one that is beyond
    every double. A number that is `written_out` has no exponent.
    """
    is_number_text = _WRITTEN_OUT.fullmatch(text) is not None
    if not (is_number_text or written_out):
        is_number_text = _WITH_EXPONENT.fullmatch(text) is not None
    if not is_number_text:
        return None
    number = Decimal(text)
    return number if fits_a_double(number) else None


def number_text(value: float, *, written_out: bool = False) -> str:
    """The shortest text that reads back equal, as a person would write it: `5.0`,
    `0.8`, `10000000000000000.0`; with an exponent only where a person would write one,
    and nothing else is asked for.
    """
    text = repr(float(value) if value == float(value) else value)
    if "e" not in text:
        return text
    plain = format(Decimal(text), "f")
    if len(plain.lstrip("-")) > _LONGEST_PLAIN and not written_out:
        return text
    return plain if "." in plain else f"{plain}.0"


def plain_text(number: float) -> str:
    """A number as Python writes it, whole ones without a point."""
    if isinstance(number, int) or number == int(number):
        return str(int(number))
    return number_text(number)


def decimals_of(number: float) -> int:
    """How many digits a number has after its point."""
    exponent = exact(number).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def is_within(number: Decimal, minimum: float | None, maximum: float | None) -> bool:
    """Whether a number lies within inclusive bounds."""
    return (minimum is None or number >= exact(minimum)) and (
        maximum is None or number <= exact(maximum)
    )


def is_multiple(number: Decimal, step: float | None, minimum: float | None) -> bool:
    """Whether a number is a multiple of a step. Steps are counted from zero or from the
    minimum: which of them the service does is not known.
    """
    if step is None:
        return True
    return any(
        (Fraction(number) - start) % Fraction(exact(step)) == 0
        for start in _starts(minimum)
    )


def nearest_multiple(number: float, step: float, minimum: float | None) -> float:
    """The multiple of a step that a float means (`3 * 0.1` means 0.3): one that is as
    near as rounding; the number itself where there is none.
    """
    if is_multiple(exact(number), step, minimum):
        return number
    unit = Fraction(exact(step))
    for start in _starts(minimum):
        steps = round((Fraction(number) - start) / unit)
        multiple = start + steps * unit
        largest = max(abs(number), abs(float(start)), step)
        rounding = max(_ROUNDINGS, abs(steps)) * Fraction(math.ulp(largest))
        if abs(multiple - Fraction(number)) <= min(rounding, unit / _MOST_OF_A_STEP):
            return float(multiple)
    return number


def _starts(minimum: float | None) -> Iterator[Fraction]:
    yield Fraction(0)
    if minimum is not None:
        yield Fraction(exact(minimum))


def without_zeros(number: Decimal) -> str:
    """A number as people write it: all its digits, no needless zero, and no -0."""
    text = f"{number or abs(number):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
