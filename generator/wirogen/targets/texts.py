"""Texts of a specification, made fit to be shown: on one line, and printable."""

from decimal import Decimal

from wirogen import contract
from wirogen.contract.texts import one_line
from wirogen.shown_values import condition

_SHOWN = 300


def shortened(text: str) -> str:
    """A text that is not too long to be shown as an example."""
    if len(text) <= _SHOWN:
        return text
    return f"{text[:_SHOWN].rsplit(' ', 1)[0]} …"


def limits_words(shape: contract.HasBounds) -> str:
    """What a number may be: `from 1 to 50, in steps of 0.5`; empty for anything."""
    least, most = map(_digits, (shape.minimum, shape.maximum))
    step = "" if shape.step is None else f"in steps of {_digits(shape.step)}"
    match least, most:
        case "", "":
            bounds = ""
        case _, "":
            bounds = f"{least} or more"
        case "", _:
            bounds = f"at most {most}"
        case _:
            bounds = f"from {least} to {most}"
    return ", ".join(filter(None, (bounds, step)))


def lengths_words(shape: contract.Text | contract.FileUrl) -> str:
    """How long a text may be: `of 2 to 9 characters`; empty for any length."""
    least = _digits(shape.min_length) if (shape.min_length or 0) > 0 else ""
    most = _digits(shape.max_length)
    if isinstance(shape, contract.Text) and shape.has_range_as_length:
        most = ""
    match least, most:
        case "", "":
            return ""
        case _, "":
            return f"of {least} or more characters"
        case "", _:
            return f"of at most {most} characters"
        case _:
            return f"of {least} to {most} characters"
    raise AssertionError("a range has two ends")


def counts_words(shape: contract.Multiselect) -> str:
    """How many options may be chosen: `1 to 3`, `any`."""
    match shape.min_items, shape.max_items:
        case 0, None:
            return "any"
        case least, None:
            return f"{least} or more"
        case 0, most:
            return f"at most {most}"
        case least, most:
            return str(least) if least == most else f"{least} to {most}"
    raise AssertionError("a count has two ends")


def conditions_words(field: contract.Input) -> tuple[str, ...]:
    """The conditions between an input and others, in the words of the specification."""
    required = (f"Required when {_condition(one)}." for one in field.required_when)
    forbidden = (f"Forbidden when {_condition(one)}." for one in field.forbidden_when)
    return (*required, *forbidden)


def _condition(held: contract.Condition) -> str:
    return one_line(condition(held.wire_name, held.texts))


def _digits(value: Decimal | None) -> str:
    return "" if value is None else str(contract.plain_number(value))
