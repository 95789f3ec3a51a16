"""Random bodies for any model: right ones, and right ones with something wrong."""

from collections.abc import Iterator
from random import Random
from typing import Any

from wirogen.card import Card, Choice, File, Flag, FreeText, Input, Number, NumberWire
from wirogen.contract.values import fields_of, wire_value
from wirogen.targets.examples import sample_of
from wirogen.targets.wire import keys_of

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
    for _ in range(count):
        body = _right_body(card, random)
        for _ in range(random.choice((0, 0, 1, 1, 2))):
            _spoil(body, card, random)
        yield body


def _right_body(card: Card, random: Random) -> Body:
    often = random.random()
    return {
        key: _right_value(given, random)
        for given in fields_of(card)
        for key in keys_of(given)
        if given.required or random.random() < often
    }


def _spoil(body: Body, card: Card, random: Random) -> None:
    """Takes a key away, adds one, or changes a value."""
    names = [given.wire_name for given in card.inputs or ()]
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
            given = card.input(name)
            if given is not None:
                body[name] = _near_miss(given, random)


def _right_value(given: Input, random: Random) -> Any:
    match given.kind:
        case Choice(values=values) if values:
            return random.choice(values)
        case Flag():
            return random.random() < 0.5
        case File(many=True):
            return random.choice(["https://x/a.png", ["https://x/a.png", "b"]])
        case Number(wire=NumberWire.NUMBER) if random.random() < 0.3:
            return _number(given.kind, random)
        case _:
            text = sample_of(given)
            value = wire_value(given, text)
            return text if value is None else value


def _number(kind: Number, random: Random) -> int | float:
    least = float(kind.minimum if kind.minimum is not None else -20)
    most = float(kind.maximum if kind.maximum is not None else 20)
    step = float(kind.step or (1 if kind.integer else 0.1))
    number = round(random.uniform(least, most) // step * step, 9)
    return random.choice([number, least, most, int(number)])


def _near_miss(given: Input, random: Random) -> Any:
    """A value beside the edges of what is allowed, or an allowed one of another type."""
    match given.kind:
        case Choice(values=values) if values:
            value = random.choice(values)
            return random.choice([value.upper(), f" {value}", value[:-1], [value]])
        case Number(wire=wire, minimum=least, maximum=most) as kind:
            edge = random.choice([least, most, kind.step, None])
            edge = float(edge) if edge is not None else 1.0
            far = edge + random.choice([0, 1, -1, 0.5, -0.5, 0.05, 100])
            plain = int(far) if far == int(far) and random.random() < 0.5 else far
            text = format(far, "f") if wire is NumberWire.TEXT else str(far)
            return random.choice([plain, text])
        case FreeText(min_length=least, max_length=most):
            lengths = [int(one) for one in (least, most) if one and 0 < one < 10_000]
            length = random.choice([0, *lengths]) + random.choice([0, 1, -1])
            return "ü" * max(0, length)
        case Flag():
            return random.choice(["true", "false", 0, 1, "on"])
        case _:
            return random.choice(ANYTHING)
