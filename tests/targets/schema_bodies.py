"""Random bodies for any model: right ones, and right ones with something wrong."""

import math
from collections.abc import Iterator
from random import Random
from typing import Any

from wirogen.card import Card
from wirogen.contract import (
    Contract,
    Files,
    FileUrl,
    HasOptions,
    Input,
    Multiselect,
    Number,
    Select,
    Switch,
    Text,
    WholeNumber,
    resolve,
)
from wirogen.targets.examples import sample_of

Body = dict[str, Any]

ANYTHING: tuple[Any, ...] = (
    *(None, True, False, 0, 1, -1, 5, 5.0, 0.1, 0.3, -0.0, 2**53 + 1, 10**300, 10**400),
    *(1e308, -1e308, "", " ", "x", "5", "5.0", "5e0", "5\n", "٥", "+5", "1e999", ".5"),
    *("5.", ".", "-", "NaN", "Infinity", "true", "TRUE", "on", "null", "1" * 99),
    *("7.5e2", "1e250", "12e250", "1e-5", "-.5E+2", "1e307", "1e308", "2e308"),
    *("1" * 100, "1" * 309, "-0", "https://x/a.png", "a,b", "\n", "🙂", "x" * 200),
    *([], [""], ["a"], ["a", "b"], ["a", 1], [None], [["a"]], {}, {"a": "b"}),
)
"""Values of every type; each is wrong for most inputs and right for some."""


def bodies(card: Card, count: int, seed: str) -> Iterator[Body]:
    """As many bodies as asked for, the same for the same seed."""
    random = Random(seed)
    contract = resolve(card)
    for _ in range(count):
        body = _right_body(contract, random)
        for _ in range(random.choice((0, 0, 1, 1, 2))):
            _spoil(body, contract, random)
        yield body


def _right_body(contract: Contract, random: Random) -> Body:
    often = random.random()
    return {
        key: _right_value(field, random)
        for field in contract.listed
        for key in field.wire_names
        if field.required or random.random() < often
    }


def _spoil(body: Body, contract: Contract, random: Random) -> None:
    """Takes a key away, adds one, or changes a value."""
    names = [name for field in contract.listed for name in field.wire_names]
    names += [*body, "callbackUrl", "projectid"]
    name = random.choice(names)
    match random.randrange(8):
        case 0:
            body.pop(name, None)
        case 1:
            body.setdefault(f"{name}s", random.choice(ANYTHING))
        case 2 | 3 | 4:
            body[name] = random.choice(ANYTHING)
        case _:
            field = contract.input(name)
            if field is not None:
                body[name] = _near_miss(field, random)


def _right_value(field: Input, random: Random) -> Any:
    match field.shape:
        case Select() | Switch() as shape:
            return random.choice(_values(shape))
        case Multiselect() as shape:
            return _several(shape, random)
        case Files(many=True):
            return random.choice(["https://x/a.png", ["https://x/a.png", "b"]])
        case (WholeNumber(as_text=False) | Number(as_text=False)) as shape if (
            random.random() < 0.3
        ):
            return _number(shape, random)
        case _:
            return sample_of(field).wire


def _several(shape: Multiselect, random: Random) -> list[Any]:
    values = _values(shape)
    most = len(values) if shape.max_items is None else shape.max_items
    least = min(shape.min_items, len(values))
    return random.sample(
        values, random.randint(least, max(least, min(most, len(values))))
    )


def _values(shape: HasOptions | Switch) -> list[Any]:
    match shape:
        case HasOptions(options=options):
            return [option.wire for option in options]
        case Switch(on=on, off=off):
            return [on, off]


def _number(shape: WholeNumber | Number, random: Random) -> int | float:
    least = float(shape.minimum if shape.minimum is not None else -20)
    most = float(shape.maximum if shape.maximum is not None else 20)
    step = float(shape.step or (1 if isinstance(shape, WholeNumber) else 0.1))
    number = random.uniform(least / 2, most / 2) * 2 // step * step
    number = round(number, 9) if math.isfinite(number) else least
    return random.choice([number, least, most, int(number)])


def _near_miss(field: Input, random: Random) -> Any:
    """A value beside the edges of what is allowed, or an allowed one of another type."""
    match field.shape:
        case Switch(on=bool()):
            return random.choice(["true", "false", 0, 1, "on"])
        case Switch(on=int()):
            return random.choice([True, False, "1", "0", 2])
        case Select() | Switch() as shape:
            value = random.choice(_values(shape))
            return random.choice([value.upper(), f" {value}", value[:-1], [value]])
        case Multiselect() as shape:
            values = _values(shape)
            more = [random.choice(values) for _ in range(random.randrange(4))]
            return random.choice([values, more, values[0], [*more, "x"], [[*more]]])
        case WholeNumber() | Number() as number:
            limits = [number.minimum, number.maximum, number.step, None]
            limit = random.choice(limits)
            edge = float(limit) if limit is not None else 1.0
            far = edge + random.choice([0, 1, -1, 0.5, -0.5, 0.05, 100])
            plain = int(far) if far == int(far) and random.random() < 0.5 else far
            text = format(far, "f") if number.as_text else str(far)
            return random.choice([plain, text])
        case Text(min_length=least, max_length=most) | FileUrl(
            min_length=least, max_length=most
        ):
            lengths = [int(one) for one in (least, most) if one and 0 < one < 10_000]
            length = random.choice([0, *lengths]) + random.choice([0, 1, -1])
            return "ü" * max(0, length)
        case _:
            return random.choice(ANYTHING)
