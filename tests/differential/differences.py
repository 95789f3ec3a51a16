"""Where `from_wire` judges otherwise than the schema of a model's document: all of it.

Each difference has its reason here and in docs/decisions/006-judging-bodies.md. A new
one makes the tests fail until it stands in this table.
"""

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from differential.documents import Body, Judged
from wirogen.card import Card, File, Input, Number, NumberWire, Select
from wirogen.contract import required_names


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdicts:
    """What is said of one key of a body; `given` is None where it is no input."""

    card: Card
    given: Input | None
    name: str
    body: Body
    request_takes_it: bool

    @property
    def value(self) -> Any:
        """What the body holds under the key; None where it holds nothing."""
        return self.body.get(self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One way in which the two judge differently, and why."""

    name: str
    reason: str
    explains: Callable[[Verdicts], bool]


def differences_in(judged: Judged, body: Body, by_request: set[str]) -> Iterator[str]:
    """The names of the differences between the two judgements of a body: the schema's,
    and what the request class refused.

    Raises AssertionError where a difference is not in the table.
    """
    by_schema = judged.refused_by_schema(body)
    for name in sorted(by_schema ^ by_request):
        verdicts = Verdicts(
            card=judged.card,
            given=judged.card.input(name),
            name=name,
            body=body,
            request_takes_it=name in by_schema,
        )
        known = [one.name for one in DIFFERENCES if one.explains(verdicts)]
        takes = "takes" if verdicts.request_takes_it else "refuses"
        assert known, f"{judged.card.model} {takes} {name} in {body}"
        yield from known


def _is_unknown_key(verdicts: Verdicts) -> bool:
    return verdicts.given is None and not verdicts.request_takes_it


def _is_text_for_null_options(verdicts: Verdicts) -> bool:
    match verdicts.given:
        case Input(kind=Select(values=(), options=options)) if options:
            return verdicts.request_takes_it and isinstance(verdicts.value, str)
        case _:
            return False


def _is_list_of_files(verdicts: Verdicts) -> bool:
    match verdicts.given:
        case Input(kind=File(many=True, companion=companion)):
            values = [verdicts.value, verdicts.body.get(companion or "")]
            lists = [value for value in values if isinstance(value, list)]
            texts = all(isinstance(item, str) for value in lists for item in value)
            return verdicts.request_takes_it and bool(lists) and all(lists) and texts
        case _:
            return False


def _is_url_in_place_of_file(verdicts: Verdicts) -> bool:
    match verdicts.given:
        case Input(kind=File(companion=str(companion)), required=True):
            stands = bool(verdicts.body.get(companion))
            missing = verdicts.name not in verdicts.body
            return verdicts.request_takes_it and stands and missing
        case _:
            return False


def _is_exact_multiple(verdicts: Verdicts) -> bool:
    match verdicts.given:
        case Input(kind=Number(step=Decimal()) as kind):
            value = verdicts.value
            fits = _is_number(value) and (
                _allows(kind, str(value)) or _is_rounded(kind, value)
            )
            return verdicts.request_takes_it is fits
        case _:
            return False


def _is_rounded(kind: Number, value: float) -> bool:
    """Whether a number is a multiple but for the last digit of a double."""
    short = f"{value:.15g}"
    return isinstance(value, float) and short != repr(value) and _allows(kind, short)


def _is_no_number_in_text(verdicts: Verdicts) -> bool:
    match verdicts.given:
        case Input(kind=Number(wire=NumberWire.TEXT) as kind):
            text = verdicts.value
            limits = (kind.minimum, kind.maximum, kind.step, kind.integer or None)
            form = _NUMBER if limits == (None,) * 4 else _WRITTEN_OUT
            told = isinstance(text, str) and form.fullmatch(text) is not None
            number = told and math.isfinite(float(text)) and _allows(kind, text)
            return not (verdicts.request_takes_it or number)
        case _:
            return False


def _is_beyond_a_double(verdicts: Verdicts) -> bool:
    match verdicts.given:
        case Input(kind=Number()):
            huge = isinstance(verdicts.value, int) and abs(verdicts.value) > _LARGEST
            return huge and not verdicts.request_takes_it
        case _:
            return False


def _is_main_text_not_told(verdicts: Verdicts) -> bool:
    given = verdicts.given
    return (
        given is not None
        and given.required is None
        and given.wire_name in required_names(verdicts.card)
        and verdicts.name not in verdicts.body
    )


DIFFERENCES = (
    Difference(
        name="unknown key",
        reason="A key that is no input is mostly a typo. The schema lets it pass and the"
        " service ignores it: the run would cost money and not be what was meant.",
        explains=_is_unknown_key,
    ),
    Difference(
        name="text for null options",
        reason="A select all of whose options are null is one whose options the document"
        " does not tell. Its schema allows no value at all.",
        explains=_is_text_for_null_options,
    ),
    Difference(
        name="list of files",
        reason="Several URLs are a list in JSON, as the documentation has it; the schema"
        " knows only the one text that a form would carry.",
        explains=_is_list_of_files,
    ),
    Difference(
        name="URL in place of a file",
        reason="A required file is given when its companion holds a URL; the schema wants"
        " the key of the upload even then, be it empty.",
        explains=_is_url_in_place_of_file,
    ),
    Difference(
        name="exact multiple",
        reason="0.3 is a multiple of 0.1, as people and decimal numbers have it, and so is"
        " what rounding makes of it; the quotient of the two doubles is"
        " 2.9999999999999996. Steps count from zero or from the minimum.",
        explains=_is_exact_multiple,
    ),
    Difference(
        name="no number in a text",
        reason="What a card calls a float travels as a text. The schema takes any text"
        " for it, and the run would fail.",
        explains=_is_no_number_in_text,
    ),
    Difference(
        name="beyond a double",
        reason="A number above the largest double is infinity to whoever reads it.",
        explains=_is_beyond_a_double,
    ),
    Difference(
        name="main text not told to be required",
        reason="Model cards do not say what is required; a model's main text is, by the"
        " table in wirogen.contract.values.",
        explains=_is_main_text_not_told,
    ),
)

_WRITTEN_OUT = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)")
_NUMBER = re.compile(rf"{_WRITTEN_OUT.pattern}([eE][+-]?[0-9]+)?")
_LARGEST = 2**1024 - 2**970


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _allows(kind: Number, text: str) -> bool:
    number = Decimal(text)
    return (
        (not kind.integer or number % 1 == 0)
        and (kind.minimum is None or number >= kind.minimum)
        and (kind.maximum is None or number <= kind.maximum)
        and (
            kind.step is None
            or number % kind.step == 0
            or (number - (kind.minimum or 0)) % kind.step == 0
        )
    )
