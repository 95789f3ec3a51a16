"""What the name, help and values of an input say of the numbers that it takes, for
every format.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from wirogen.card import Input, Text
from wirogen.plain_tree import number_in
from wirogen.wire_names import words_of


@dataclass(frozen=True, slots=True)
class Bounds:
    """The range that a help text tells; one end may be open."""

    minimum: Decimal | None
    maximum: Decimal | None

    def __str__(self) -> str:
        match self.minimum, self.maximum:
            case Decimal(), Decimal():
                return f"{self.minimum} to {self.maximum}"
            case Decimal(), None:
                return f"{self.minimum} and more"
            case _:
                return f"at most {self.maximum}"


def bounds_in(help_text: str) -> Bounds | None:
    """The bounds that a help text tells (`between 0 and 6`, `Minimum: 1.5, maximum:
    10`); None where it tells none, or several.
    """
    ranges = {_bounds(*found) for found in _found(_RANGES, help_text)}
    if not ranges:
        least = {number for number, in _found(_LEAST, help_text)}
        most = {number for number, in _found(_MOST, help_text)}
        if len(least) > 1 or len(most) > 1:
            return None
        ranges = {_bounds(*(least or {""}), *(most or {""}))}
    (bounds,) = ranges if len(ranges) == 1 else (None,)
    return bounds


def is_number(name: str, help_text: str, default: str) -> bool:
    """Whether a text is a number: its name says so, and its help and default, if it has
    one, agree.
    """
    agrees = _WORDS_OF_NUMBERS.search(help_text) is not None
    fits = not default or number_in(default) is not None
    return _NAMES_OF_NUMBERS.search(name) is not None and agrees and fits


def may_be_number(field: Input) -> bool:
    """Whether a plain text of an OpenAPI document has the name of a number, or bounds
    in its help, and nothing says that it is none. Only there a text may be a number:
    others say what they are.
    """
    fits = not field.default or number_in(field.default) is not None
    is_plain = field.kind == Text() and field.type == "string" and fits
    words = words_of(field.wire_name) or ("",)
    has_name = _OF_NUMBER.fullmatch(words[-1]) or _NAMES_OF_NUMBERS.search(
        field.wire_name
    )
    has_bounds = bounds_in(field.help) and not _COUNTED.search(field.help)
    return is_plain and bool(has_name or has_bounds)


def is_whole(values: Iterable[str], help_text: str) -> bool:
    """Whether a number is a whole one as far as its bounds, step, default and other
    values go, and its help: none has a fraction, and more than 0 and 1 is between.
    """
    shown = [
        *values,
        *(number for found in _found(_TOLD, help_text) for number in found),
    ]
    bounds = bounds_in(help_text)
    return not (any(map(_has_fraction, shown)) or bounds == _SHARE)


_N = r"([-+]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+))(?![\w%]|\.[0-9])"
_RANGES = (
    re.compile(rf"\bbetween {_N} (?:and|to) {_N}", re.IGNORECASE),
    re.compile(rf"\bfrom {_N} to {_N}", re.IGNORECASE),
    re.compile(
        rf"\b(?:range|values?)(?: is| of| from)?:? ?[\[(]?{_N}"
        rf" ?(?:-|–|to|\.\.|,) ?{_N}",
        re.IGNORECASE,
    ),
    re.compile(rf"[\[(]{_N} ?(?:-|–|to|\.\.|,) ?{_N}[\])]", re.IGNORECASE),
    re.compile(
        rf"\bmin(?:imum)?(?: value)?(?: is|:)? {_N}\W{{1,3}}(?:and )?"
        rf"max(?:imum)?(?: value)?(?: is|:)? {_N}",
        re.IGNORECASE,
    ),
)
_LEAST = (re.compile(rf"\bmin(?:imum)?(?: value)?(?: is|:) {_N}", re.IGNORECASE),)
_MOST = (re.compile(rf"\bmax(?:imum)?(?: value)?(?: is|:) {_N}", re.IGNORECASE),)
_TOLD = (
    *_RANGES,
    re.compile(rf"\b(?:default|step)s?(?: is| of|:)? {_N}", re.IGNORECASE),
    re.compile(rf"\bincrements? of {_N}", re.IGNORECASE),
)
_SHARE = Bounds(Decimal(0), Decimal(1))

_NAMES_OF_NUMBERS = re.compile(
    r"(?:^|_)(?:temperature|top_?[pk]|min_?p|(?:re)?scale(?:_t)?|strength|guidance|\w*penalty)$"
    r"|[a-z](?:Scale|Strength|Guidance|Penalty)$|^(?:top[PK]|minP)$"
)
"""Names of inputs that only ever took numbers: those that cards call `float`, and that
OpenAPI documents call `string` (wiro-api.md, Where a model's specification comes from).
"""

_OF_NUMBER = re.compile(
    "amount|batch|cfg|count|epochs|fps|guidance|height|num|penalty|rank|scale|seconds"
    "|shift|size|steps|strength|temperature|threshold|tokens|weight|width"
)
"""Words that end the names of inputs that mostly are numbers."""

_COUNTED = re.compile(
    r"\b(?:char|word|letter|sentence|line|item|image|file|option|second|minute)\w*",
    re.IGNORECASE,
)
"""What the bounds of a text are about that is no number."""

_WORDS_OF_NUMBERS = re.compile(
    r"\b(?:[0-9]+|higher|lower|\w*scale|strength|number|percentage|randomness)\b",
    re.IGNORECASE,
)


def _found(patterns: Iterable[re.Pattern[str]], text: str) -> Iterable[tuple[str, ...]]:
    for pattern in patterns:
        for match in pattern.finditer(text):
            yield match.groups()


def _bounds(low: str, high: str) -> Bounds | None:
    minimum, maximum = number_in(low), number_in(high)
    is_crossed = minimum is not None and maximum is not None and minimum >= maximum
    is_open = minimum is None and maximum is None
    return None if is_crossed or is_open else Bounds(minimum, maximum)


def _has_fraction(text: str) -> bool:
    return number_in(text) is not None and not text.lstrip("+-").isdecimal()
