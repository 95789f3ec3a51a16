"""The rules by which two states of a model are told apart, its inputs aside."""

from dataclasses import replace

from wirogen.card import Card, Extra, Prices
from wirogen.changes.grading import (
    BEHAVIOUR,
    BREAKING,
    WORDS,
    Difference,
    Differences,
    Rule,
    backwards,
    differing,
    rule,
    rules_of,
)
from wirogen.shown_values import extras, prices, statuses, texts

_PRICES = ("dynamicprice", "cps", "approximatelycost")
"""What Tool/Detail tells of prices (wiro-api.md)."""


@rule(BREAKING, "was removed")
def model_removed(_old: Card | None, new: Card | None) -> Differences:
    if new is None:
        yield Difference()


model_added = backwards("was added", model_removed)

MODEL_PRESENCE: tuple[Rule[Card | None], ...] = rules_of(globals())
"""Whether a model is there."""


@rule(BREAKING, "no longer tells its inputs")
def inputs_untold(old: Card, new: Card) -> Differences:
    """The source no longer tells the inputs, without which there is no client."""
    if old.inputs is not None and new.inputs is None:
        yield Difference(about=texts(field.wire_name for field in old.inputs) or None)


inputs_told = backwards("tells its inputs now", inputs_untold)
run_path_changed: Rule[Card] = differing(
    "is run at another path", lambda card: card.run_path, BEHAVIOUR
)


@rule(BEHAVIOUR, "has another price")
def price_changed(old: Card, new: Card) -> Differences:
    if _in_order(old.prices) != _in_order(new.prices):
        yield Difference(prices(old.prices), prices(new.prices))


@rule(BEHAVIOUR, "has another price that is not understood")
def unread_price_changed(old: Card, new: Card) -> Differences:
    """What the source says of prices, and wirogen does not understand, is another."""
    before, after = _price_extras(old), _price_extras(new)
    if before != after:
        yield Difference(extras(before), extras(after))


@rule(WORDS, "has other extras")
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


@rule(WORDS, "has its prices in another order")
def prices_reordered(old: Card, new: Card) -> Differences:
    if old.prices != new.prices and _in_order(old.prices) == _in_order(new.prices):
        yield Difference(prices(old.prices), prices(new.prices))


def _in_order(prices: Prices | None) -> Prices | None:
    return prices and replace(prices, table=tuple(sorted(prices.table, key=repr)))


@rule(WORDS, "has another title")
def title_changed(old: Card, new: Card) -> Differences:
    """It is called something else, and not as its slug is."""
    is_slug = all(card.title == card.raw_slug.partition("/")[2] for card in (old, new))
    if old.title != new.title and not is_slug:
        yield Difference(old.title or None, new.title or None)


@rule(WORDS, "has its inputs in another order")
def inputs_reordered(old: Card, new: Card) -> Differences:
    names = [[field.wire_name for field in card.inputs or ()] for card in (old, new)]
    before, after = (
        [n for n in one if n in names[0] and n in names[1]] for one in names
    )
    if before != after:
        yield Difference(texts(before), texts(after))


@rule(WORDS, "has other task statuses")
def statuses_changed(old: Card, new: Card) -> Differences:
    if old.statuses != new.statuses:
        yield Difference(statuses(old.statuses), statuses(new.statuses))


slug_changed: Rule[Card] = differing(
    "has its name written otherwise", lambda card: card.raw_slug
)
summary_changed: Rule[Card] = differing(
    "has another summary", lambda card: card.summary or None
)
cover_changed: Rule[Card] = differing(
    "has another cover", lambda card: card.cover or None
)
categories_changed: Rule[Card] = differing(
    "has other categories", lambda card: texts(card.categories) or None
)
tags_changed: Rule[Card] = differing(
    "has other tags", lambda card: texts(card.tags) or None
)

MODEL_RULES: tuple[Rule[Card], ...] = rules_of(globals(), MODEL_PRESENCE)
"""Every way in which a model can change, its inputs aside, the gravest first."""
