"""Texts of a specification, made fit to be shown: on one line, and printable."""

import re
from decimal import Decimal

from wirogen.card import Condition, FreeText, Input, Number
from wirogen.targets.wire import plain_number
from wirogen.values import LONGER_THAN_ANY_TEXT
from wirogen.wording import condition

INVISIBLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ud800-\uf8ff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff"
    "\U000e0000-\U0010ffff]"
)
"""Control, formatting, private and half characters, and those that show nothing. The
list is fixed, so that it is the same on every Python.
"""

_SHOWN = 300
_UNTRANSLATED = re.compile(r"[a-z0-9_-]+-help")


def one_line(text: str) -> str:
    """A text on one line, with what cannot be printed left out."""
    visible = INVISIBLE.sub("", " ".join(text.split()))
    return " ".join(visible.split())


def help_line(text: str) -> str:
    """A help text on one line; empty where it is a key that nobody translated
    (`guidancescale-help`).
    """
    line = one_line(text)
    return "" if _UNTRANSLATED.fullmatch(line) else line


def help_text(text: str) -> str:
    """A help text in its normal form: paragraphs, each on one line, with a blank line
    between two; empty where it is a key that nobody translated.
    """
    paragraphs = map(one_line, re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n")))
    normal = "\n\n".join(filter(None, paragraphs))
    return "" if _UNTRANSLATED.fullmatch(normal) else normal


def label_line(given: Input) -> str:
    """An input's label on one line; empty where it is a key that nobody translated
    (`guidancescale`, beside the help `guidancescale-help`).
    """
    is_key = one_line(given.help) == f"{given.label}-help"
    return "" if is_key and not help_line(given.help) else one_line(given.label)


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
