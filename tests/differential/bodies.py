"""Random bodies, drawn from a schema: right ones, and right ones with something wrong.

The same seed gives the same bodies anywhere.
"""

import json
import string
from collections.abc import Iterator
from random import Random
from typing import Any

from differential.documents import Body, Schema


def bodies(schema: Schema, count: int, seed: str) -> Iterator[Body]:
    """As many bodies as asked for; about a third of them as the schema has it."""
    random = Random(seed)
    for _ in range(count):
        body = _right_body(schema, random)
        for _ in range(random.choice((0, 0, 1, 1, 1, 2))):
            _spoil(body, schema, random)
        yield json.loads(json.dumps(body))


def _right_body(schema: Schema, random: Random) -> Body:
    often = random.random()
    return {
        name: _right_value(part, random)
        for name, part in schema["properties"].items()
        if name in schema["required"] or random.random() < often
    }


def _spoil(body: Body, schema: Schema, random: Random) -> None:
    """Takes a key away, adds one, or changes a value."""
    name = random.choice([*schema["properties"]])
    match random.randrange(12):
        case 0:
            body.pop(name, None)
        case 1:
            unknown = random.choice([name.upper(), f"{name}s", "", "projectid", "x y"])
            body.setdefault(unknown, random.choice(_ANYTHING))
        case 2 | 3 | 4:
            body[name] = random.choice(_ANYTHING)
        case _:
            body[name] = random.choice(_near_misses(schema["properties"][name], random))


_ANYTHING: tuple[Any, ...] = (
    *(
        None,
        True,
        False,
        0,
        1,
        -1,
        5,
        5.0,
        0.1,
        -0.0,
        2**53 + 1,
        10**300,
        1e308,
        -1e308,
    ),
    *("", " ", "x", "5", "5.0", "5e0", "٥", "+5", "NaN", "Infinity", "1e999", "true"),
    *("null", "https://x/a.png", "a,b", "\n", "\ud83d\ude00", "x" * 5000),
    *([], [""], ["a"], ["a", "b"], ["a", 1], [None], [["a"]], {}, {"a": "b"}),
)
"""Values of every type; each is wrong for most inputs and right for some."""


def _right_value(part: Schema, random: Random) -> Any:
    values = [value for value in part.get("enum", ()) if value is not None]
    if values:
        return random.choice(values)
    if "examples" in part and random.random() < 0.8:
        return random.choice(part["examples"])
    match part["type"]:
        case "string":
            longest = min(part.get("maxLength", 30), 30)
            return _text(random, random.randint(part.get("minLength", 0), longest))
        case "boolean":
            return random.random() < 0.5
        case _:
            number = _right_number(part, random)
            return float(number) if random.random() < 0.2 else number


def _right_number(part: Schema, random: Random) -> int | float:
    """A number in the range, often one at its edge; a multiple of the step."""
    step = part.get("multipleOf", 1 if part["type"] == "integer" else None)
    least = part.get("minimum", part.get("maximum", 500) - 1000)
    most = part.get("maximum", least + 1000)
    if step is None:
        number = random.choice([least, most, random.uniform(least, most)])
        return number if random.random() < 0.5 else _rounded(number, least, most)
    low, high = -(-least // step), most // step
    many = int(random.choice([low, high, random.randint(int(low), int(high))]))
    multiple: int | float = round(many * step, 6)
    return multiple


def _rounded(number: float, least: float, most: float) -> float:
    return min(max(round(number, 1), least), most)


def _near_misses(part: Schema, random: Random) -> list[Any]:
    """Values beside the edges of what is allowed, and allowed ones of another type."""
    values = [value for value in part.get("enum", ()) if value is not None]
    if values:
        value = random.choice(values)
        return [
            *(value.upper(), value.title(), f" {value}", value[:-1], f"{value}0"),
            *([value], value in ("true", "on"), _as_number(value), None),
        ]
    if part["type"] == "string":
        shortest, longest = part.get("minLength", 0), part.get("maxLength", 30)
        lengths = (shortest - 1, shortest, longest, longest + 1)
        return [
            *(_text(random, length) for length in lengths if 0 <= length < 10_000),
            *(random.randint(0, 99), [_text(random, 4)], random.random() < 0.5),
        ]
    if part["type"] == "boolean":
        return ["true", "false", 0, 1, "on", None, True]
    least, most = part.get("minimum", 0), part.get("maximum", 1000)
    step = part.get("multipleOf", 1)
    right = _right_number(part, random)
    if "multipleOf" not in part and random.random() < 0.2:
        return [10**400]  # jsonschema cannot divide it by a step
    return [
        *(least, least - 1, least - step, least - 0.5, least + step / 2, least + 0.0),
        *(most, most + 1, most + step, most + 0.5, most - step / 2, float(most)),
        *(right + step / 3, right + 1, str(right), f"{right}.0", [right], True),
    ]


def _as_number(text: str) -> int | float | str:
    try:
        return int(text)
    except ValueError:
        return text


def _text(random: Random, length: int) -> str:
    return "".join(random.choices(string.printable + "äß日本🙂", k=length))
