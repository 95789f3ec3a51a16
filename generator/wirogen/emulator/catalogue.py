"""Models as Tool/List, Tool/Explore and Tool/Detail tell them (wiro-api.md, "Where a
model's specification comes from").
"""

import json
from collections.abc import Iterable
from contextlib import suppress
from decimal import Decimal
from typing import Any, Final, assert_never

from wirogen.card import (
    Card,
    File,
    Input,
    ModelId,
    Multiselect,
    Number,
    NumberWire,
    Option,
    Prices,
    Select,
    Status,
    Switch,
    Text,
    Unknown,
)
from wirogen.contract import required_names
from wirogen.emulator.bodies import Body, as_text
from wirogen.plain_tree import Tree, Unquoted, json_text

_EXTRAS = ("id", "computingtime", "readme", "samples", "inspire")
"""What a Card keeps as extras and Tool/Detail tells at the top level of a model."""

_WORDS: Final = {
    Text: ("text", "textarea"),
    Select: ("select", "selectwithcover"),
    Multiselect: ("multiselect", "multiOptions"),
    Switch: ("checkbox", "boolean"),
}
"""The types of Tool/Detail for a kind, the usual one first."""

_NUMBERS = ("number", "range", "integer", "numeric")
_STATUSES = tuple(
    Status(name=name, completed=completed, description=description)
    for name, completed, description in (
        ("task_postprocess_end", True, "Task completed and post-processing is done"),
        ("task_cancel", True, "Task was cancelled by the user or system"),
        ("task_queue", False, "Task is waiting in the queue"),
        ("task_accept", False, "Task has been accepted for processing"),
        ("task_assign", False, "Task is being assigned to a worker"),
        ("task_preprocess_start", False, "Preprocessing is starting"),
        ("task_preprocess_end", False, "Preprocessing is complete"),
        ("task_start", False, "Task execution has started"),
        ("task_output", False, "Output is being generated"),
    )
)


def split_slug(card: Card) -> tuple[str, str]:
    """Owner and name of a model as its source writes them."""
    owner, _, name = card.raw_slug.partition("/")
    return owner, name


def tool(number: int, card: Card, *, is_summary: bool = False) -> dict[str, Any]:
    """A model as Tool/Detail tells it; a summary leaves its inputs out."""
    owner, name = split_slug(card)
    entry: dict[str, Any] = {
        "id": str(number),
        "title": card.title,
        "slugowner": owner,
        "slugproject": name,
        "cleanslugowner": card.model.owner,
        "cleanslugproject": card.model.name,
        "description": card.summary,
        "image": card.cover,
        "categories": list(card.categories),
        "tags": list(card.tags),
        "computingtime": "",
        "readme": "",
        "samples": [],
        "inspire": [],
        **_prices(card.prices or Prices()),
        **{extra.name: extra.text for extra in card.extras if extra.name in _EXTRAS},
    }
    if not is_summary:
        entry["parameters"] = _parameters(card)
    return entry


def option_object(option: Option) -> dict[str, Any]:
    """An option with everything that is known of it."""
    entry: dict[str, Any] = {"value": option.value, "label": option.label}
    if option.description:
        entry["description"] = option.description
    return entry | {extra.name: _extra_value(extra.text) for extra in option.extras}


def type_word(field: Input) -> str:
    """The service's word for a type that says most of an input's kind."""
    match field.kind:
        case Text() | Select() | Multiselect() | Switch():
            words = _WORDS[type(field.kind)]
            return field.type if field.type in words else words[0]
        case Number() as kind:
            if kind.wire is NumberWire.TEXT:
                return "float"
            return field.type if field.type in _NUMBERS else "number"
        case File(many=True, companion=None):
            return "combinefileinput"
        case File(many=many):
            return "multifileinput" if many else "fileinput"
        case Unknown():
            return field.type or "unknown"
    assert_never(field.kind)


def statuses_of(card: Card) -> tuple[Status, ...]:
    """The statuses that a model's sources list, or the usual ones where those that end
    a task, or those that do not, are missing.
    """
    is_whole = len({status.completed for status in card.statuses}) > 1
    return card.statuses if is_whole else _STATUSES


def dynamic_price(prices: Prices) -> str:
    """A price table as JSON inside a text, empty without one."""
    rows: list[Tree] = [
        {
            "inputs": dict(price.inputs),
            "price": _number(price.price),
            "priceMethod": price.method,
            **_amount("priceExtra", price.price_extra),
            **_amount("priceInput", price.price_input),
        }
        for price in prices.table
    ]
    return json_text(rows) if rows else ""


class Catalogue:
    """The models that are there, found by raw or clean slug or the path of a run."""

    def __init__(self, cards: Iterable[Card]) -> None:
        self._cards: dict[ModelId, Card] = {}
        for card in cards:
            self._cards.setdefault(card.model, card)
        self._numbers = {model: n for n, model in enumerate(self._cards, start=1)}
        self._by_run_path = {
            model: card
            for card in self._cards.values()
            if (model := _model_id(card.run_path)) is not None
        }

    def find(self, slug: str) -> Card | None:
        """The model of a slug, or None."""
        model = _model_id(slug)
        if model is None:
            return None
        return self._cards.get(model) or self._by_run_path.get(model)

    def number(self, card: Card) -> int:
        """The number that stands for a model's id."""
        return self._numbers[card.model]

    def groups(self) -> dict[str, list[Card]]:
        """The models by category, as far as they have any; all others are `other`."""
        groups: dict[str, list[Card]] = {}
        for card in self._cards.values():
            for category in card.categories or ("other",):
                groups.setdefault(category, []).append(card)
        return groups

    def page(self, body: Body) -> tuple[list[Card], int]:
        """The models that Tool/List asks for, and how many there are in all."""
        found = [card for card in self._cards.values() if _is_wanted(card, body)]
        if body.text("sort") in ("title", "slugproject"):
            found.sort(key=lambda card: (card.title or card.model.name).lower())
        if body.text("order").upper() == "DESC":
            found.reverse()
        start = body.number("start", default=0, most=10**9)
        limit = body.number("limit", default=20, most=1_000)
        return found[start : start + limit], len(found)


def _extra_value(text: str) -> Any:
    """An extra's own value: JSON where its source has more than a scalar."""
    if text[:1] in ("[", "{"):
        with suppress(ValueError):
            return json.loads(text)
    return text


def _amount(name: str, amount: Decimal | None) -> dict[str, Tree]:
    return {} if amount is None else {name: _number(amount)}


def _number(number: Decimal) -> Unquoted:
    return Unquoted(f"{number:f}")


def _prices(prices: Prices) -> dict[str, Any]:
    amounts = {"cps": prices.per_second, "approximatelycost": prices.approximate}
    return {
        "dynamicprice": dynamic_price(prices),
        **{name: "" if n is None else f"{n:f}" for name, n in amounts.items()},
    }


def _model_id(slug: str) -> ModelId | None:
    try:
        return ModelId.parse(slug)
    except ValueError:
        return None


def _is_wanted(card: Card, body: Body) -> bool:
    wanted = body.text("search").strip().lower()
    owner = body.text("slugowner").strip().lower()
    texts = (str(card.model), card.raw_slug, card.title, card.summary)
    return (
        any(wanted in text.lower() for text in texts)
        and owner in ("", card.model.owner, split_slug(card)[0].lower())
        and _has_any(card.categories, body, "categories")
        and _has_any(card.tags, body, "tags")
    )


def _has_any(words: tuple[str, ...], body: Body, name: str) -> bool:
    asked = [
        text
        for value in body.values(name)
        for item in (value if isinstance(value, list) else [value])
        if (text := as_text(item))
    ]
    return not asked or not set(asked).isdisjoint(words)


def _parameters(card: Card) -> list[dict[str, Any]] | None:
    if card.inputs is None:
        return None
    required = required_names(card)
    items = [_item(field, field.wire_name in required) for field in card.inputs]
    return [{"title": "", "items": items}]


def _item(field: Input, required: bool) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "id": field.wire_name,
        "type": type_word(field),
        "label": field.label,
        "description": field.help,
        "required": required,
    }
    if field.default is not None:
        entry["default"] = field.default
    match field.kind:
        case Select(options=options):
            entry["options"] = [option_object(option) for option in options]
        case Multiselect(options=options) as kind:
            entry["options"] = [option_object(option) for option in options]
            entry |= _limits(min=kind.min_items, max=kind.max_items)
        case Number() as kind:
            entry |= _limits(min=kind.minimum, max=kind.maximum, step=kind.step)
        case Text() | Switch() | File() | Unknown():
            pass
        case _:
            assert_never(field.kind)
    return entry


def _limits(**limits: Decimal | None) -> dict[str, str]:
    return {name: f"{n:f}" for name, n in limits.items() if n is not None}
