"""What a task costs by its model's price table (wiro-api.md, Prices)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from wirogen.card import Card, Price
from wirogen.plain_tree import number_in, texts_in

TIER: Final = 1_048_576
"""Output pixels that one price of `cp-pixel` pays for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What a task has used.

    `inputs` are its parameters as texts, `files` how many files each input was given;
    `seconds` is how long it ran, `outputs` how many there are, `tokens` how many words
    a language model wrote, `pixels` the size of an output picture, `turns` those of a
    realtime session.
    """

    inputs: Mapping[str, str]
    files: Mapping[str, int]
    seconds: Decimal
    outputs: int
    tokens: int
    pixels: int
    turns: int


def cost(card: Card, usage: Usage) -> Decimal:
    """What a successful task costs in US dollars; 0 where no price is known."""
    if card.prices is None:
        return Decimal(0)
    for price in card.prices.table:
        if _applies(price, usage):
            return _cost(price, usage)
    return usage.seconds * (card.prices.per_second or Decimal(0))


def _applies(price: Price, usage: Usage) -> bool:
    for name, wanted in price.inputs:
        kind, colon, count = wanted.partition(":")
        if colon and kind == "QUANTITY":
            if str(usage.files.get(name, 0)) != count.strip():
                return False
        elif not _is_same(usage.inputs.get(name), wanted):
            return False
    return True


def _is_same(sent: str | None, wanted: str) -> bool:
    """Whether a text is another, or the same number, or names it among others."""
    if sent is None or sent == wanted:
        return sent == wanted
    if wanted in (texts_in(sent) or ()):
        return True
    number = number_in(sent.strip())
    return number is not None and number == number_in(wanted.strip())


def _cost(price: Price, usage: Usage) -> Decimal:
    """The amount of one row of the table. What the local Wiro does not measure (the
    length of a sound or a video) is what `duration` says, else 1; an input image is as
    large as the output.
    """
    match price.method:
        case "cps":
            return price.price * usage.seconds
        case "cpo" | "cp-readoutput":
            return price.price * usage.outputs
        case "cpt":
            return price.price * usage.tokens
        case "cp-promptlength":
            return price.price * len(usage.inputs.get("prompt", ""))
        case "cp-audiosecondslength" | "cp-outputVideoLength":
            duration = number_in(usage.inputs.get("duration", "").strip())
            return price.price * (Decimal(1) if duration is None else duration)
        case "cp-realtimeturn":
            return price.price * usage.turns
        case "cp-pixel":
            tiers = max(1, -(-usage.pixels * usage.outputs // TIER))
            images = sum(usage.files.values())
            return (
                price.price
                + (price.price_extra or Decimal(0)) * (tiers - 1)
                + (price.price_input or Decimal(0)) * images * tiers
            )
        case _:
            return price.price
