"""Values of a specification as a request carries them: JSON."""

import re
from collections.abc import Mapping
from decimal import Context, Decimal, localcontext
from fractions import Fraction
from typing import TypeAlias, assert_never

from wirogen.card import (
    Choice,
    File,
    Flag,
    FreeText,
    Input,
    Number,
    NumberWire,
    Option,
    Unknown,
)
from wirogen.values import allows, are_whole_numbers, decimal_of

Json: TypeAlias = (
    "str | int | float | bool | tuple[Json, ...] | Mapping[str, Json] | None"
)
"""A JSON value. Plans hold it and nobody changes it."""

COMMON_INPUTS = ("callbackUrl", "projectid")
"""Keys that every model's run takes beside its own inputs."""

_EXACT = 2_000
"""Digits that hold the product of any two doubles."""

_PLAIN = re.compile(r"-?[0-9]{1,99}(\.[0-9]{1,99})?")


def keys_of(given: Input) -> tuple[str, ...]:
    """The keys of a request that an input has: its own, and its companion's."""
    match given.kind:
        case File(companion=str(companion)):
            return (given.wire_name, companion)
        case _:
            return (given.wire_name,)


def plain_number(value: Decimal | None) -> int | float | None:
    """A number as programs have it: an int where it is whole, else a double."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def multiples(
    minimum: Decimal, maximum: Decimal, step: Decimal, most: int
) -> tuple[Decimal, ...] | None:
    """All multiples of a step within inclusive bounds; None where they are more than
    `most`.
    """
    first = -(-Fraction(minimum) // Fraction(step))
    last = Fraction(maximum) // Fraction(step)
    if last - first >= most:
        return None
    with localcontext(Context(prec=_EXACT)):
        return tuple(count * step for count in range(first, last + 1))


def wire_value(given: Input, text: str) -> Json:
    """The wire value that a value of the specification is; None where the input's own
    constraints do not allow it.
    """
    match given.kind:
        case Number() as kind:
            value = decimal_of(text)
            if value is None or not allows(kind, text):
                return None
            as_text = kind.wire is NumberWire.TEXT
            return _number_text(text, value) if as_text else plain_number(value)
        case Flag():
            return {"true": True, "false": False}.get(text)
        case FreeText(min_length=least, max_length=most):
            short = least is not None and len(text) < least
            long = most is not None and len(text) > most
            return None if short or long else text
        case Choice() as kind:
            return text if allows(kind, text) else None
        case File() | Unknown():
            return text
    assert_never(given.kind)


def labels_of(options: tuple[Option, ...]) -> dict[str, tuple[str, ...]]:
    """The values of a select, each with the different words that tell what it is."""
    labels: dict[str, list[str]] = {}
    for option in options:
        if option.value is not None:
            known = labels.setdefault(option.value, [])
            told = (option.label, option.description)
            known.extend(
                text
                for text in dict.fromkeys(told)
                if text and text != option.value and text not in known
            )
    return {value: tuple(known) for value, known in labels.items()}


def python_values(
    options: tuple[Option, ...],
) -> tuple[tuple[str | int, tuple[str, ...]], ...]:
    """Each value of a select once, with its different labels. Where all values are
    whole numbers that their labels repeat (`5`, `10 seconds`), they are ints.
    """
    whole = are_whole_numbers(options)
    return tuple(
        (int(value) if whole else value, labels)
        for value, labels in labels_of(options).items()
    )


def _number_text(text: str, value: Decimal) -> str:
    """The text of a number: as the source writes it, unless only Python reads that."""
    return text if _PLAIN.fullmatch(text) else format(value, "f")
