"""A Card as a plain tree: the shape of our own format, in YAML as in JSON.

Keys come in a fixed order, and what equals its default is left out. Texts are texts;
bounds and prices are numbers, written with all their digits. `readers.own_format` reads
such a tree back to an equal Card. An absent `inputs` says that the inputs are not told,
an empty one that there are none.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import TypeVar, assert_never

from wirogen.card import (
    Card,
    Condition,
    Corrections,
    Extra,
    File,
    Input,
    Kind,
    Multiselect,
    Number,
    NumberWire,
    Option,
    Price,
    Prices,
    Select,
    Status,
    Switch,
    Text,
    Unknown,
)
from wirogen.plain_tree import Tree, Unquoted, json_text, texts_in

VERSION = "1"
"""The version of the format; a later one need not be readable by this wirogen."""

_Item = TypeVar("_Item")


def card_json(card: Card) -> str:
    """A Card as `wirogen inspect` prints it: JSON that reads back to an equal Card."""
    return json_text(card_tree(card), indent="  ") + "\n"


def cards_json(cards: Sequence[Card]) -> str:
    """Cards as one JSON document: the one, or a list of several."""
    if len(cards) == 1:
        return card_json(cards[0])
    return json_text([*map(card_tree, cards)], indent="  ") + "\n"


def card_tree(card: Card) -> dict[str, Tree]:
    """Everything that a Card holds but where it was read.

    Raises ValueError where two inputs have the same name, which no reader lets through.
    """
    slug = str(card.model)
    return {
        "wirogen": Unquoted(VERSION),
        "model": slug,
        **_text("slug", card.raw_slug, unless=slug),
        **_text("run_path", card.run_path, unless=card.raw_slug),
        **_text("title", card.title),
        **_text("summary", card.summary),
        **_text("cover", card.cover),
        **_items("categories", card.categories, str),
        **_items("tags", card.tags, str),
        **({} if card.prices is None else {"prices": _prices(card.prices)}),
        **({} if card.inputs is None else {"inputs": _inputs(card.inputs)}),
        **_items("statuses", card.statuses, _status),
        **_extras(card.extras),
    }


def kind_name(kind: Kind) -> str:
    """The name of a kind in our format."""
    match kind:
        case Text():
            return "text"
        case Number():
            return "number"
        case Select():
            return "select"
        case Multiselect():
            return "multiselect"
        case Switch():
            return "switch"
        case File():
            return "file"
        case Unknown():
            return "unknown"
    assert_never(kind)


def decimal_text(number: Decimal) -> str:
    """A number as a person would write it, with all its digits."""
    plain = format(number, "f")
    return plain if len(plain) <= len(str(number)) + 12 else str(number)


def _inputs(inputs: Iterable[Input]) -> Tree:
    return _named((field.wire_name, _input(field)) for field in inputs)


def _input(field: Input) -> Tree:
    return {
        "kind": kind_name(field.kind),
        **_text("type", field.type),
        **({} if field.required is None else {"required": field.required}),
        **_text("label", field.label),
        **_text("help", field.help),
        **_value("default", field.default, field.kind),
        **_value("sample", field.sample, field.kind),
        **_constraints(field.kind),
        **_extras(field.extras),
        **_corrections(field.corrections),
    }


def _constraints(kind: Kind) -> dict[str, Tree]:
    match kind:
        case Text():
            return {
                **_number("min_length", kind.min_length),
                **_number("max_length", kind.max_length),
            }
        case Number():
            return {
                **_true("integer", kind.integer),
                **_number("minimum", kind.minimum),
                **_number("maximum", kind.maximum),
                **_number("step", kind.step),
                **_text("wire", kind.wire.value, unless=NumberWire.NUMBER),
            }
        case Select():
            return _items("options", kind.options, _option)
        case Multiselect():
            return {
                **_number("min_items", kind.min_items),
                **_number("max_items", kind.max_items),
                **_items("options", kind.options, _option),
            }
        case File():
            return {
                **_true("many", kind.many),
                **_optional_text("companion", kind.companion),
            }
        case Switch(wire=(str(on), str(off))):
            return {"on": on, "off": off}
        case Switch(wire=(int(), int())):
            return {"wire": NumberWire.NUMBER.value}
        case Switch() | Unknown():
            return {}
    assert_never(kind)


def _option(option: Option) -> Tree:
    """A text where an option has nothing but its value."""
    if option == Option(value=option.value) and option.value is not None:
        return option.value
    return {
        **_optional_text("value", option.value),
        **_text("label", option.label),
        **_text("description", option.description),
        **_extras(option.extras),
    }


def _corrections(corrections: Corrections) -> dict[str, Tree]:
    if corrections == Corrections():
        return {}
    takes_file = corrections.takes_file
    return {
        "corrections": {
            **_optional_text("rename", corrections.rename),
            **_true("always_send", corrections.always_send),
            **({} if takes_file is None else {"takes_file": takes_file}),
            **_items("required_when", corrections.required_when, _condition),
            **_items("forbidden_when", corrections.forbidden_when, _condition),
        }
    }


def _condition(condition: Condition) -> Tree:
    return {"input": condition.wire_name, **_items("values", condition.values, str)}


def _prices(prices: Prices) -> Tree:
    return {
        **_number("per_second", prices.per_second),
        **_number("approximate", prices.approximate),
        **_items("table", prices.table, _price),
    }


def _price(price: Price) -> Tree:
    inputs = {"inputs": _named(price.inputs)} if price.inputs else {}
    return {
        "method": price.method,
        **_number("price", price.price),
        **_number("price_extra", price.price_extra),
        **_number("price_input", price.price_input),
        **inputs,
    }


def _status(status: Status) -> Tree:
    return {
        "name": status.name,
        **_true("completed", status.completed),
        **_text("description", status.description),
    }


def _extras(extras: Sequence[Extra]) -> dict[str, Tree]:
    """By name; a list where a name occurs twice."""
    pairs: list[Tree] = [{"name": extra.name, "text": extra.text} for extra in extras]
    named: dict[str, Tree] = {extra.name: extra.text for extra in extras}
    if not pairs:
        return {}
    return {"extras": named if len(named) == len(pairs) else pairs}


def _named(members: Iterable[tuple[str, Tree]]) -> dict[str, Tree]:
    tree: dict[str, Tree] = {}
    for name, value in members:
        if name in tree:
            raise ValueError(f"two inputs are named {name!r}")
        tree[name] = value
    return tree


_JSON_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")


def _value(key: str, text: str | None, kind: Kind) -> dict[str, Tree]:
    """The value of an input; that of a number or a switch without quotes if it is one,
    that of a multiselect as a list.
    """
    match kind, text:
        case _, None:
            return {}
        case Number(), str() if _JSON_NUMBER.fullmatch(text):
            return {key: Unquoted(text)}
        case Switch(), "true" | "false":
            return {key: text == "true"}
        case Multiselect(), str() if json_text([*(texts_in(text) or ())]) == text:
            return {key: [*(texts_in(text) or ())]}
        case _:
            return {key: text}


def _text(key: str, text: str, *, unless: str = "") -> dict[str, Tree]:
    return {} if text == unless else {key: text}


def _optional_text(key: str, text: str | None) -> dict[str, Tree]:
    return {} if text is None else {key: text}


def _true(key: str, holds: bool) -> dict[str, Tree]:
    return {key: True} if holds else {}


def _number(key: str, number: Decimal | None) -> dict[str, Tree]:
    return {} if number is None else {key: Unquoted(decimal_text(number))}


def _items(
    key: str, items: Iterable[_Item], tree: Callable[[_Item], Tree]
) -> dict[str, Tree]:
    trees = [tree(item) for item in items]
    return {key: trees} if trees else {}
