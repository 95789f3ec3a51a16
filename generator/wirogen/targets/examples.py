"""The smallest request that a model takes, with values that its specification shows."""

from collections.abc import Iterator, Mapping
from decimal import Context, Decimal, localcontext
from fractions import Fraction
from typing import assert_never

from wirogen.card import (
    Card,
    Choice,
    File,
    Flag,
    FreeText,
    Input,
    Number,
    Unknown,
)
from wirogen.contract import Json
from wirogen.contract.texts import one_line
from wirogen.contract.values import (
    Role,
    allows,
    condition_holds,
    fields_of,
    holds_whole_number,
    is_required,
    role_of_default,
    takes_file,
    wire_value,
)

Example = Mapping[str, str]
"""What a caller gives: the wire name of each input and its value, as specifications
write values.
"""

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


def example_of(card: Card) -> Example:
    """What a caller must give, where defaults are sent for the rest."""
    fields = fields_of(card)
    defaults = {
        given.wire_name: given.default
        for given in fields
        if role_of_default(card, given) is Role.DEFAULT and given.default is not None
    }
    example = {
        given.wire_name: sample_of(given)
        for given in fields
        if is_required(card, given) and given.wire_name not in defaults
    }
    return _completed(card, example, defaults)


def body_of(card: Card, example: Example) -> dict[str, Json]:
    """A body that holds what a caller gives, and nothing that the service knows by
    itself.
    """
    required = {
        given.wire_name: given.default or ""
        for given in fields_of(card)
        if is_required(card, given) and role_of_default(card, given) is Role.DEFAULT
    }
    told = _completed(card, {**required, **example}, {})
    body: dict[str, Json] = {}
    for given in fields_of(card):
        if given.wire_name in told:
            body |= _keys_and_values(card, given, told[given.wire_name])
    return body


def sample_of(given: Input) -> str:
    """A value that an input takes: what its specification shows, where it can be."""
    shown = [text for text in (given.default, given.sample) if text is not None]
    match given.kind:
        case FreeText():
            if takes_file(given):
                return _url(given, shown)
            usual = "42" if holds_whole_number(given) else "an example"
            return _fitting(given.kind, [one_line(text) for text in shown], usual)
        case Unknown() | Choice(values=()):
            return next((one_line(text) for text in shown if one_line(text)), "example")
        case File():
            return _url(given, shown)
        case Flag():
            return "true"
        case Choice(values=values):
            allowed = [text for text in shown if text in values]
            plain = [text for text in values if text and one_line(text) == text]
            return (allowed or plain or values)[0]
        case Number() as kind:
            allowed = [text for text in shown if allows(kind, text)]
            return allowed[0] if allowed else _number(kind)
    assert_never(given.kind)


def _fitting(kind: FreeText, shown: list[str], usual: str) -> str:
    """The first text, stretched or cut to the lengths allowed."""
    text = _beginning(next(filter(None, shown), usual))
    text = usual if text == "-" else text
    least = max(0, min(int(kind.min_length or 0), 10_000))
    while len(text) < least:
        text = f"{text}, {text}"
    if kind.max_length is not None and len(text) > kind.max_length:
        text = text[: max(0, int(kind.max_length))]
    return text


def _beginning(text: str) -> str:
    """A text, or its first words where it is long."""
    if len(text) <= _LONGEST:
        return text
    return text[:_LONGEST].rpartition(" ")[0].rstrip(" ,;:") or text[:_LONGEST]


def _url(given: Input, shown: list[str]) -> str:
    for text in map(one_line, shown):
        if text.startswith(("http://", "https://")) and " " not in text:
            return text
    name = given.wire_name.lower()
    endings = (ending for word, ending in _ENDINGS.items() if word in name)
    return f"https://example.com/input.{next(endings, 'png')}"


def _number(kind: Number) -> str:
    """The allowed number nearest to zero, where there is one at all."""
    least = None if kind.minimum is None else Fraction(kind.minimum)
    most = None if kind.maximum is None else Fraction(kind.maximum)
    step = Fraction(kind.step or (1 if kind.integer else 0))
    if kind.integer and step:
        step = Fraction(step.numerator)
    if least is not None and least > 0:
        number = -(-least // step) * step if step else least
    elif most is not None and most < 0:
        number = most // step * step if step else most
    else:
        number = Fraction(0)
    with localcontext(Context(prec=2_000)):
        return format(Decimal(number.numerator) / number.denominator, "f")


def _completed(
    card: Card, example: Example, defaults: Mapping[str, str]
) -> dict[str, str]:
    """An example with what conditions between inputs ask for."""
    told = dict(example)
    while (missing := next(_missing(card, {**defaults, **told}), None)) is not None:
        told[missing.wire_name] = sample_of(missing)
    return {
        given.wire_name: told[given.wire_name]
        for given in fields_of(card)
        if given.wire_name in told
    }


def _missing(card: Card, told: Example) -> Iterator[Input]:
    for given in fields_of(card):
        conditions = given.corrections.required_when
        if given.wire_name not in told and any(
            condition_holds(card, one, told) for one in conditions
        ):
            yield given


def _keys_and_values(card: Card, given: Input, text: str) -> dict[str, Json]:
    value = wire_value(given, text)
    match given.kind:
        case File(companion=str(companion)):
            unused: dict[str, Json] = (
                {given.wire_name: ""} if is_required(card, given) else {}
            )
            return {**unused, companion: text}
        case _:
            return {given.wire_name: text if value is None else value}
