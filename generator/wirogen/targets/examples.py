"""The smallest request that a model takes, with values that its specification shows."""

from collections.abc import Iterator, Mapping
from decimal import Context, Decimal, localcontext
from fractions import Fraction
from typing import assert_never
from urllib.parse import quote

from wirogen.contract import (
    Contract,
    Files,
    FileUrl,
    HasBounds,
    Input,
    Json,
    Multiselect,
    Select,
    Switch,
    Text,
    Unknown,
    Value,
    WholeNumber,
    judge,
)
from wirogen.contract.texts import one_line
from wirogen.plain_tree import json_text

Example = Mapping[str, Value]
"""The values that a caller gives, by the wire names of their inputs."""

_RUN = "https://api.wiro.ai/v1/Run/"
_LONGEST = 100
_ENDINGS = {
    "image": "png",
    "photo": "png",
    "mask": "png",
    "video": "mp4",
    "audio": "mp3",
    "voice": "mp3",
    "music": "mp3",
    "document": "pdf",
    "pdf": "pdf",
}


def run_url(contract: Contract) -> str:
    """The address that a run is sent to."""
    return _RUN + quote(str(contract.run_path), safe="/", errors="replace")


def example_of(contract: Contract) -> Example:
    """What a caller must give, where defaults are sent for the rest."""
    inputs = contract.listed
    defaults = {each.wire_name: each.default for each in inputs if each.default}
    needed = {each.wire_name: sample_of(each) for each in inputs if each.must_be_set}
    return _completed(contract, needed, defaults)


def body_of(contract: Contract, example: Example) -> dict[str, Json]:
    """A body that holds what a caller gives, and nothing that the service knows by
    itself.
    """
    required = {
        each.wire_name: each.default
        for each in contract.listed
        if each.required and each.default
    }
    values = _completed(contract, {**required, **example}, {})
    body: dict[str, Json] = {}
    for each in contract.listed:
        if each.wire_name in values:
            body |= _keys_and_values(each, values[each.wire_name])
    return body


def sample_of(field: Input) -> Value:
    """A value that an input takes: what its specification shows, where it can be."""
    shown = (*((field.default.text,) if field.default else ()), *field.samples)
    allowed = (value for text in shown if (value := judge(field, text)))
    match field.shape:
        case Text() as shape:
            return Value.of_text(_fitting(shape, shown))
        case Unknown():
            lines = map(one_line, shown)
            return Value.of_text(next(filter(None, lines), "example"))
        case Files() | FileUrl():
            return Value.of_text(_url(field, shown))
        case Switch(on=on):
            return next(allowed, None) or _value(field, _text(on))
        case Select(options=options):
            listed = [option.wire for option in options]
            plain = [text for text in listed if text and one_line(text) == text]
            return next(allowed, None) or _value(field, (plain or listed)[0])
        case Multiselect(options=options, min_items=least):
            listed = [option.wire for option in options][: max(least, 1)]
            return next(allowed, None) or _value(field, json_text([*listed]))
        case HasBounds() as shape:
            return next(allowed, None) or _value(field, _nearest_to_zero(shape))
    assert_never(field.shape)


def _value(field: Input, text: str) -> Value:
    return judge(field, text) or Value.of_text(text)


def _text(value: bool | int | str) -> str:
    return value if isinstance(value, str) else str(value).lower()


def _fitting(shape: Text, shown: tuple[str, ...]) -> str:
    """The first text, stretched or cut to the lengths allowed."""
    usual = "42" if shape.numeric or shape.fractional else "an example"
    text = _beginning(next(filter(None, map(one_line, shown)), usual))
    text = usual if text == "-" else text
    least = max(0, min(int(shape.min_length or 0), 10_000))
    while len(text) < least:
        text = f"{text}, {text}"
    if shape.max_length is not None and len(text) > shape.max_length:
        text = text[: max(0, int(shape.max_length))]
    return text


def _beginning(text: str) -> str:
    """A text, or its first words where it is long."""
    if len(text) <= _LONGEST:
        return text
    return text[:_LONGEST].rpartition(" ")[0].rstrip(" ,;:") or text[:_LONGEST]


def _url(field: Input, shown: tuple[str, ...]) -> str:
    for text in map(one_line, shown):
        if text.startswith(("http://", "https://")) and " " not in text:
            return text
    name = field.wire_name.lower()
    endings = (ending for word, ending in _ENDINGS.items() if word in name)
    return f"https://example.com/input.{next(endings, 'png')}"


def _nearest_to_zero(shape: HasBounds) -> str:
    """The allowed number nearest to zero, where there is one at all."""
    least = None if shape.minimum is None else Fraction(shape.minimum)
    most = None if shape.maximum is None else Fraction(shape.maximum)
    step = Fraction(shape.step or (1 if isinstance(shape, WholeNumber) else 0))
    if least is not None and least > 0:
        number = -(-least // step) * step if step else least
    elif most is not None and most < 0:
        number = most // step * step if step else most
    else:
        number = Fraction(0)
    with localcontext(Context(prec=2_000)):
        return format(Decimal(number.numerator) / number.denominator, "f")


def _completed(
    contract: Contract, example: Example, defaults: Example
) -> dict[str, Value]:
    """An example with what conditions between inputs ask for."""
    values = dict(example)
    while missing := next(_missing(contract, values, defaults), None):
        values[missing.wire_name] = sample_of(missing)
    return {
        each.wire_name: values[each.wire_name]
        for each in contract.listed
        if each.wire_name in values
    }


def _missing(
    contract: Contract, example: Example, defaults: Example
) -> Iterator[Input]:
    values = {**defaults, **example}
    for each in contract.listed:
        is_met = any(condition.holds(values) for condition in each.required_when)
        if is_met and each.wire_name not in values:
            yield each


def _keys_and_values(field: Input, value: Value) -> dict[str, Json]:
    match field.shape:
        case Files(companion=str(companion)):
            unused: dict[str, Json] = {field.wire_name: ""} if field.required else {}
            return {**unused, companion: value.text}
        case _:
            return {field.wire_name: value.wire}
