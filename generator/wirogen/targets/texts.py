"""Texts of a specification, made fit to be shown: on one line, and printable."""

from decimal import Decimal

from wirogen.card import Condition, FreeText, Input, Number
from wirogen.contract.texts import one_line
from wirogen.contract.values import LONGER_THAN_ANY_TEXT, plain_number
from wirogen.wording import condition

_SHOWN = 300


def shortened(text: str) -> str:
    """A text that is not too long to be shown as an example."""
    if len(text) <= _SHOWN:
        return text
    return f"{text[:_SHOWN].rsplit(' ', 1)[0]} …"


def limits_told(kind: Number) -> str:
    """What a number may be: `from 1 to 50, in steps of 0.5`; empty for anything."""
    least, most = map(_digits, (kind.minimum, kind.maximum))
    step = "" if kind.step in (None, 1) else f"in steps of {_digits(kind.step)}"
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


def lengths_told(kind: FreeText) -> str:
    """How long a text may be: `of 2 to 9 characters`; empty for any length."""
    least = _digits(kind.min_length) if (kind.min_length or 0) > 0 else ""
    most = _digits(kind.max_length)
    if kind.max_length is not None and kind.max_length > LONGER_THAN_ANY_TEXT:
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


def conditions_told(given: Input) -> tuple[str, ...]:
    """The conditions between an input and others, in words."""
    settled = given.corrections
    required = (f"Required when {_condition(one)}." for one in settled.required_when)
    forbidden = (f"Forbidden when {_condition(one)}." for one in settled.forbidden_when)
    return (*required, *forbidden)


def _condition(told: Condition) -> str:
    return one_line(condition(told))


def _digits(value: Decimal | None) -> str:
    return "" if value is None else str(plain_number(value))
