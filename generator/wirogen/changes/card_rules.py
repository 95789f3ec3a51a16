"""The rules by which two states of a model are told apart, its inputs aside."""

from dataclasses import replace

from wirogen.card import Card, Extra, Prices
from wirogen.changes.grading import Difference, Differences
from wirogen.shown_values import extras, prices, texts

_PRICES = ("dynamicprice", "cps", "approximatelycost")
"""What Tool/Detail tells of prices (wiro-api.md)."""


def gone(old: object | None, new: object | None) -> Differences:
    """Something was there and is not."""
    if old is not None and new is None:
        yield Difference()


def inputs_untold(old: Card, new: Card) -> Differences:
    """The source no longer tells the inputs, without which there is no client."""
    if old.inputs is not None and new.inputs is None:
        yield Difference(about=texts(field.wire_name for field in old.inputs) or None)


def price_changed(old: Card, new: Card) -> Differences:
    """A run costs something else."""
    if _in_order(old.prices) != _in_order(new.prices):
        yield Difference(prices(old.prices), prices(new.prices))


def unread_price_changed(old: Card, new: Card) -> Differences:
    """What the source says of prices, and wirogen does not understand, is another."""
    before, after = _price_extras(old), _price_extras(new)
    if before != after:
        yield Difference(extras(before), extras(after))


def extras_changed(old: Card, new: Card) -> Differences:
    """What the source says beside, and nobody here uses, is another."""
    before, after = (
        tuple(extra for extra in card.extras if extra.name not in _PRICES)
        for card in (old, new)
    )
    if before != after:
        yield Difference(extras(before), extras(after))


def _price_extras(card: Card) -> tuple[Extra, ...]:
    return tuple(extra for extra in card.extras if extra.name in _PRICES)


def prices_reordered(old: Card, new: Card) -> Differences:
    """The same rows of the price table stand in another order."""
    if old.prices != new.prices and _in_order(old.prices) == _in_order(new.prices):
        yield Difference(prices(old.prices), prices(new.prices))


def _in_order(prices: Prices | None) -> Prices | None:
    return prices and replace(prices, table=tuple(sorted(prices.table, key=repr)))


def inputs_reordered(old: Card, new: Card) -> Differences:
    """The inputs that stay stand in another order."""
    names = [[field.wire_name for field in card.inputs or ()] for card in (old, new)]
    before, after = (
        [n for n in one if n in names[0] and n in names[1]] for one in names
    )
    if before != after:
        yield Difference(texts(before), texts(after))
