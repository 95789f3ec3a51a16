"""How a change writes what was there before and what is there after."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from wirogen.card import Condition, Extra, Option, Price, Prices, Status
from wirogen.own_format.tree import decimal_text

Bounds = tuple[Decimal | None, Decimal | None]
"""The smallest and the largest that is allowed; None where there is no bound."""


def yes_or_no(answer: bool | None) -> str:
    """Whether something is so, or not told."""
    return "not told" if answer is None else "yes" if answer else "no"


def number(value: Decimal | None) -> str | None:
    """A number with all its digits."""
    return None if value is None else decimal_text(value)


def bounds(limits: Bounds) -> str:
    """A range: `1 to 50`, `from 1`, `up to 50`, `any`."""
    match tuple(number(limit) for limit in limits):
        case (None, None):
            return "any"
        case (least, None):
            return f"from {least}"
        case (None, most):
            return f"up to {most}"
        case (least, most):
            return f"{least} to {most}"
    raise AssertionError("a range has two ends")


def texts(values: Iterable[str | None]) -> str:
    """Texts, each in quotes."""
    return ", ".join("no value" if value is None else repr(value) for value in values)


def options(listed: Iterable[Option]) -> str | None:
    """Options with their words: `'900' 'Sinatra'`; None for none."""
    return "; ".join(_option(option) for option in listed) or None


def conditions(listed: Iterable[Condition]) -> str | None:
    """Conditions, any of which is enough; None for none."""
    return (
        " or ".join(condition(each.wire_name, each.values) for each in listed) or None
    )


def condition(wire_name: str, values: Sequence[str]) -> str:
    """One condition: `multiShot is 'true'`."""
    if not values:
        return f"{wire_name} is given"
    return f"{wire_name} is {' or '.join(map(repr, values))}"


def extras(kept: Iterable[Extra]) -> str | None:
    """What a source says beyond what wirogen reads; None for nothing."""
    return "; ".join(f"{extra.name}: {extra.text!r}" for extra in kept) or None


def statuses(listed: Iterable[Status]) -> str | None:
    """Task statuses; None for none."""
    return "; ".join(_status(status) for status in listed) or None


def prices(costs: Prices | None) -> str:
    """What a run costs: `0.05 cpr; 0.1 cpr for mode 'pro'`."""
    if costs is None:
        return "not told"
    parts = [_price(price) for price in costs.table]
    if costs.per_second is not None:
        parts.append(f"{number(costs.per_second)} a second")
    if costs.approximate is not None:
        parts.append(f"about {number(costs.approximate)}")
    return "; ".join(parts) or "nothing told"


def _option(option: Option) -> str:
    value = "no value" if option.value is None else repr(option.value)
    words = (option.label, option.description) if option.description else ()
    parts = [value, *map(repr, words or filter(None, (option.label,)))]
    kept = extras(option.extras)
    return " ".join(parts) + (f" ({kept})" if kept else "")


def _status(status: Status) -> str:
    completed = " (completed)" if status.completed else ""
    description = f" {status.description!r}" if status.description else ""
    return f"{status.name!r}{completed}{description}"


def _price(price: Price) -> str:
    words = f"{number(price.price)} {price.method}"
    if price.price_extra is not None:
        words += f", extra {number(price.price_extra)}"
    if price.price_input is not None:
        words += f", an input {number(price.price_input)}"
    inputs = " and ".join(f"{name} {value!r}" for name, value in price.inputs)
    return f"{words} for {inputs}" if inputs else words
