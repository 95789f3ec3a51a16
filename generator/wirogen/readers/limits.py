"""How much a specification may hold. Real ones hold a hundredth of it, and up to here
every step takes time and memory in proportion.
"""

from collections.abc import Iterator

from wirogen.card import Card, HasOptions
from wirogen.diagnostics import Diagnostic, Span
from wirogen.diagnostics.codes import TOO_MUCH

MOST_BYTES = 10_000_000
MOST_INPUTS = 2_000
MOST_OPTIONS = 20_000
"""Of all inputs of a model together."""

MOST_PRICES = 20_000


def too_large(span: Span) -> Diagnostic:
    """The finding about a text that is too large to be read."""
    message = f"it has more than {MOST_BYTES:,} bytes, and is not read"
    hint = "a specification describes a model, or a few; split it if it has many"
    return Diagnostic(TOO_MUCH, message, span, hint)


def too_much(card: Card) -> Iterator[Diagnostic]:
    """What a Card has too much of."""
    inputs = card.inputs or ()
    kinds = [field.kind for field in inputs]
    options = sum(len(kind.options) for kind in kinds if isinstance(kind, HasOptions))
    prices = len(card.prices.table) if card.prices else 0
    for count, most, what in (
        (len(inputs), MOST_INPUTS, "inputs"),
        (options, MOST_OPTIONS, "options"),
        (prices, MOST_PRICES, "rows of prices"),
    ):
        if count > most:
            yield Diagnostic(
                TOO_MUCH,
                f"{card.model} has {count:,} {what}; {most:,} is the most",
                card.span,
                "check where this comes from: no model of Wiro's has so many",
            )
