"""Regular expressions for texts that hold a number within limits.

JSON Schema has no bounds for numbers that travel as texts; a pattern can tell them,
digit by digit. All are anchored, and mean the same in Python and ECMAScript.

A number without limits may have an exponent. One with limits is written out: whether
`0.00075e4` is at most 7.5 is nothing that a pattern tells. The generated client's
`numbers.py` takes the same texts.
"""

from collections.abc import Iterator, Sequence
from decimal import Context, Decimal, localcontext
from fractions import Fraction

_EXACT = 2_000
"""Digits that hold the product of any two doubles."""

_WRITTEN_OUT = r"([0-9]{1,308}(\.[0-9]{0,400})?|\.[0-9]{1,400})"
_SHORT = r"([0-9]{1,99}(\.[0-9]{0,99})?|\.[0-9]{1,99})"
_EXPONENT = r"[eE](-[0-9]{1,4}|\+?0?[01]?[0-9]{1,2})"
_LARGE = r"[0-9](\.[0-9]{0,99})?[eE]\+?(2[0-9]{2}|30[0-7])"
_LARGEST = r"1(\.[0-7][0-9]{0,98})?[eE]\+?308"

_ANY = r"[0-9]*(\.[0-9]*)?"
_MOST_LISTED = 200
_END = r"(?!\n)$"
"""The very end: a bare `$` lets Python end before a closing line end."""


def any_number() -> str:
    """Any number within the range of doubles, with or without an exponent."""
    forms = (_WRITTEN_OUT, _SHORT + _EXPONENT, _LARGE, _LARGEST)
    return f"^[+-]?({'|'.join(forms)}){_END}"


def limited_number(
    minimum: Decimal | None, maximum: Decimal | None, step: Decimal | None
) -> tuple[str, ...]:
    """Patterns that a number matches, all of them, where it lies within inclusive
    bounds and is a multiple of `step`.

    Where there is no end to the multiples, or too many to list them, only the decimal
    places of the step are told.
    """
    spelling = f"^[+-]?{_WRITTEN_OUT}{_END}"
    if step is not None and minimum is not None and maximum is not None:
        listed = multiples(minimum, maximum, step, _MOST_LISTED)
        if listed is not None:
            return (spelling, _one_of(listed))
    patterns = [spelling]
    if minimum is not None:
        patterns.append(_whole_text(_at_least(minimum)))
    if maximum is not None:
        patterns.append(_whole_text(_at_most(maximum)))
    if step is not None:
        offset = minimum if minimum is not None and is_offset(minimum, step) else step
        places = max(len(_digits(each)[1]) for each in (step, offset))
        kept = f"[0-9]{{0,{places}}}" if places else ""
        patterns.append(_whole_text(rf"[+-]?[0-9]*(\.{kept}0*)?"))
    return tuple(patterns)


def multiples(
    minimum: Decimal, maximum: Decimal, step: Decimal, most: int
) -> tuple[Decimal, ...] | None:
    """All multiples of a step within inclusive bounds, counted from zero and from the
    minimum; None where they are more than `most`.
    """
    first = -(-Fraction(minimum) // Fraction(step))
    last = Fraction(maximum) // Fraction(step)
    if last - first >= most:
        return None
    with localcontext(Context(prec=_EXACT)):
        from_zero = {count * step for count in range(first, last + 1)}
        if is_offset(minimum, step):
            above = (Fraction(maximum) - Fraction(minimum)) // Fraction(step)
            from_zero |= {minimum + count * step for count in range(above + 1)}
    return tuple(sorted(from_zero)) if len(from_zero) <= most else None


def is_offset(minimum: Decimal | None, step: Decimal) -> bool:
    """Whether steps that are counted from a minimum are others than those from zero."""
    return minimum is not None and Fraction(minimum) % Fraction(step) != 0


def either_case(text: str) -> str:
    """A pattern for a text whatever its case."""
    return f"^{''.join(map(_in_either_case, text))}{_END}"


def _in_either_case(character: str) -> str:
    cases = dict.fromkeys((character.lower(), character.upper(), character))
    letters = [case for case in cases if len(case) == 1]
    if "k" in cases:
        letters.append("\u212a")
    if len(letters) < 2:
        return _escaped(character)
    return f"[{''.join(letters)}]"


def _escaped(character: str) -> str:
    """A character as itself; JSON Schema's patterns allow no needless escapes."""
    return f"\\{character}" if character in r"^$\.*+?()[]{}|/" else character


def _whole_text(number: str) -> str:
    return f"^({number}){_END}"


def _one_of(numbers: Sequence[Decimal]) -> str:
    if not numbers:
        return r"^\b\B$"
    return _whole_text("|".join(_signed(number) for number in numbers))


def _signed(number: Decimal) -> str:
    whole, places = _digits(number)
    sign = "[+-]?" if not number else "-" if number < 0 else r"\+?"
    return f"{sign}0*{whole}" + (rf"\.{places}0*" if places else r"(\.0*)?")


def _at_least(limit: Decimal) -> str:
    if limit > 0:
        return rf"\+?({_above(limit)})"
    return rf"\+?{_ANY}|-({_below(-limit)})"


def _at_most(limit: Decimal) -> str:
    if limit < 0:
        return f"-({_above(-limit)})"
    return rf"\+?({_below(limit)})|-{_ANY}"


def _below(limit: Decimal) -> str:
    """The numbers from zero up to a limit that is not negative, without signs."""
    return "|".join(_below_parts(*_digits(limit)))


def _below_parts(whole: str, places: str) -> Iterator[str]:
    anything = r"(\.[0-9]*)?"
    if whole:
        yield f"0*[0-9]{{0,{len(whole) - 1}}}{anything}"
    for at, digit in enumerate(whole):
        if digit != "0":
            rest = len(whole) - at - 1
            yield f"0*{whole[:at]}[0-{int(digit) - 1}][0-9]{{{rest}}}{anything}"
    for at, digit in enumerate(places):
        if digit != "0":
            yield rf"0*{whole}\.{places[:at]}[0-{int(digit) - 1}][0-9]*"
    starts = "".join(f"({digit}" for digit in places) + ")?" * len(places)
    yield rf"0*{whole}(\.{starts})?" if places else rf"0*{whole}(\.0*)?"
    if places:
        yield rf"0*{whole}\.{places}0*"


def _above(limit: Decimal) -> str:
    """The numbers from a limit above zero, without signs."""
    return "|".join(_above_parts(*_digits(limit)))


def _above_parts(whole: str, places: str) -> Iterator[str]:
    anything = r"(\.[0-9]*)?"
    yield f"0*[1-9][0-9]{{{len(whole)}}}[0-9]*{anything}"
    for at, digit in enumerate(whole):
        if digit != "9":
            rest = len(whole) - at - 1
            yield f"0*{whole[:at]}[{int(digit) + 1}-9][0-9]{{{rest}}}{anything}"
    for at, digit in enumerate(places):
        if digit != "9":
            yield rf"0*{whole}\.{places[:at]}[{int(digit) + 1}-9][0-9]*"
    yield rf"0*{whole}\.{places}[0-9]*" if places else f"0*{whole}{anything}"


def _digits(number: Decimal) -> tuple[str, str]:
    """The digits before and after the point, without needless zeros and sign."""
    whole, _, places = format(abs(number), "f").partition(".")
    return whole.lstrip("0"), places.rstrip("0")
