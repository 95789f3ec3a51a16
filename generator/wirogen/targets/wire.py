"""Values of a specification as a request carries them: JSON."""

from decimal import Context, Decimal, localcontext
from fractions import Fraction

from wirogen.card import File, Input

COMMON_INPUTS = ("callbackUrl", "projectid")
"""Keys that every model's run takes beside its own inputs."""

_EXACT = 2_000
"""Digits that hold the product of any two doubles."""


def keys_of(given: Input) -> tuple[str, ...]:
    """The keys of a request that an input has: its own, and its companion's."""
    match given.kind:
        case File(companion=str(companion)):
            return (given.wire_name, companion)
        case _:
            return (given.wire_name,)


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
