"""What requests are judged against: a JSON Schema for each model.

Documents of the corpus bring their own. For a Card the schema is written here, from its
facts, in the shape that Wiro's documents have, and independently of the generator.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from built import request_class
from repository import CORPUS
from wirogen.card import (
    Card,
    Condition,
    Corrections,
    File,
    Input,
    ModelId,
    Multiselect,
    Number,
    NumberWire,
    Option,
    Select,
    Switch,
    Text,
    Unknown,
)
from wirogen.config import chosen_config
from wirogen.pipeline.specifications import read_specifications
from wirogen.readers import read_file, read_text

Schema = dict[str, Any]
Body = dict[str, Any]

REPOSITORY = Path(__file__).parents[2]
DOCUMENTS = sorted(CORPUS.glob("openapi/*.json"))


@dataclass(frozen=True)
class Judged:
    """A model, its request class, and the schema that says what a body may hold."""

    card: Card
    schema: Schema = field(repr=False)
    request: Any = field(repr=False)

    def refused_by_schema(self, body: Body) -> set[str]:
        """The inputs that the schema finds something wrong with. What is wrong with the
        companion of a file input is wrong with that input.
        """
        names: set[str] = set()
        for error in Draft202012Validator(self.schema).iter_errors(body):
            match [*error.absolute_schema_path]:
                case ["properties", str(name), *_]:
                    names.add(name)
                case ["required", *_]:
                    names.update(set(self.schema["required"]) - body.keys())
                case ["allOf", int(index), *_]:
                    names.add(self.schema["allOf"][index]["$comment"])
                case path:
                    raise AssertionError(f"an error of another kind, at {path}")
        return {self.owner_of(name) for name in names}

    def refused_by_request(self, body: Body) -> set[str]:
        """The inputs and keys that `from_wire` finds something wrong with."""
        try:
            request = self.request.from_wire(body)
        except ValueError as refused:
            names = {problem.wire_name for problem in _problems(refused)}
            return {self.owner_of(name) for name in names}
        assert request.to_wire() == body
        return set()

    def owner_of(self, name: str) -> str:
        """The file input that a companion belongs to, or the name itself."""
        return next(
            (
                given.wire_name
                for given in self.card.inputs or ()
                if isinstance(given.kind, File) and given.kind.companion == name
            ),
            name,
        )


def _problems(refused: ValueError) -> Any:
    problems: Any = vars(refused)["problems"]
    return problems


@cache
def judged_document(path: Path) -> Judged:
    """A document of the corpus, with its own schema."""
    (card,) = read_file(path).cards
    return Judged(card, schema_in(json.loads(path.read_text())), request_class(card))


@cache
def always_judged() -> tuple[Judged, ...]:
    """Every Card of specs/, corrected, and two of every shape."""
    specifications = read_specifications(chosen_config(REPOSITORY))
    document = json.dumps(EVERY_SHAPE)
    (card,) = read_text(document, "every-shape.json").cards
    return (
        Judged(card, schema_in(EVERY_SHAPE), request_class(card)),
        *(
            Judged(card, schema_of(card), request_class(card))
            for card in (EVERY_KIND, *specifications.cards)
        ),
    )


def all_cards() -> tuple[Card, ...]:
    """The Card of every document of the corpus, and those always judged; of a model in
    both, the latter.
    """
    judged = (*map(judged_document, DOCUMENTS), *always_judged())
    cards = {one.card.model: one.card for one in judged}
    return tuple(cards[model] for model in sorted(cards))


# --- documents ----------------------------------------------------------------------

_JUDGING = {
    *("type", "enum", "required", "properties", "minimum", "maximum", "multipleOf"),
    *("minLength", "maxLength"),
}
_TELLING = {
    *("title", "description", "default", "format", "example"),
    *("x-input-type", "x-options", "x-label", "x-help"),
}


def schema_in(document: Any) -> Schema:
    """The schema of an OpenAPI 3.0 document's run.

    Of the words that the documents use, those that judge mean the same in JSON Schema
    2020-12 (a null in an enum of texts allows no null: `nullable` would). `format` only
    tells. A word that is not known here would be judged wrongly: it is refused.
    """
    schema: Schema = document["components"]["schemas"]["RunToolSchema"]
    for part in (schema, *schema["properties"].values()):
        unknown = part.keys() - _JUDGING - _TELLING
        assert not unknown, f"what do {unknown} mean?"
    return schema


# --- Cards --------------------------------------------------------------------------


def schema_of(card: Card) -> Schema:
    """A schema in the shape of Wiro's documents. What people corrected stands in it,
    conditions as `if` and `then`.
    """
    inputs = card.inputs or ()
    properties: Schema = {"callbackUrl": {"type": "string", "format": "uri"}}
    for given in inputs:
        properties[given.wire_name] = _property(given)
        if isinstance(given.kind, File) and given.kind.companion:
            properties.setdefault(given.kind.companion, {"type": "string"})
    return {
        "type": "object",
        "properties": properties,
        "required": [given.wire_name for given in inputs if given.required],
        "allOf": [rule for given in inputs for rule in _conditions(card, given)],
    }


def _property(given: Input) -> Schema:
    match given.kind:
        case Text(min_length=least, max_length=most):
            return {"type": "string", **_told(minLength=least, maxLength=most)}
        case Number(wire=NumberWire.TEXT):
            return {"type": "string", "examples": ["1", "5.0", "7.5", "8", "-2e0"]}
        case Number(integer=integer, minimum=least, maximum=most, step=step):
            step = step or (Decimal(1) if integer else None)
            bounds = _told(minimum=least, maximum=most, multipleOf=step)
            return {"type": "number", **bounds}
        case Select(options=()):
            return {"type": "string"}
        case Select(options=options):
            return {"type": "string", "enum": [option.value for option in options]}
        case Multiselect(options=options):
            several = {"type": "string", "enum": [option.value for option in options]}
            return {"type": "array", "items": several, "uniqueItems": True}
        case Switch():
            return {"type": "boolean"}
        case File() | Unknown():
            return {"type": "string"}


def _told(**numbers: Decimal | None) -> Schema:
    return {
        name: int(number) if number == int(number) else float(number)
        for name, number in numbers.items()
        if number is not None
    }


def _conditions(card: Card, given: Input) -> Iterator[Schema]:
    is_given = _is_given(given)
    for condition in given.corrections.required_when:
        rule = {"if": _holds(card, condition), "then": is_given}
        yield {"$comment": given.wire_name, **rule}
    for condition in given.corrections.forbidden_when:
        rule = {"if": _holds(card, condition), "then": {"not": is_given}}
        yield {"$comment": given.wire_name, **rule}


_BOOLEANS = ("true", "false")


def _holds(card: Card, condition: Condition) -> Schema:
    other = card.input(condition.wire_name)
    assert other is not None
    if not condition.values:
        return _is_given(other)
    values: list[Any] = [
        written
        for value in condition.values
        for written in (value, value.upper(), value.title())
    ]
    values += [value == "true" for value in condition.values if value in _BOOLEANS]
    name = condition.wire_name
    return {"required": [name], "properties": {name: {"enum": values}}}


def _is_given(given: Input) -> Schema:
    names = [given.wire_name]
    if isinstance(given.kind, File) and given.kind.companion:
        names.append(given.kind.companion)
    said: Schema = {"not": {"enum": [None, "", []]}}
    return {
        "anyOf": [{"required": [name], "properties": {name: said}} for name in names]
    }


# --- every shape --------------------------------------------------------------------


def _select(*values: str | None, **words: Any) -> Schema:
    options = [{"value": value, "label": f"the {value}"} for value in values]
    judging = {"type": "string", "enum": [*values], "x-options": options}
    return {"x-input-type": "select", **judging, **words}


EVERY_SHAPE: Schema = {
    "openapi": "3.0.3",
    "info": {"title": "acme/every-shape API (Signature Auth)"},
    "paths": {
        "/Run/acme/every-shape": {
            "post": {
                "requestBody": {
                    "content": {
                        "application/json": {
                            "schema": {"$ref": "#/components/schemas/RunToolSchema"}
                        }
                    }
                }
            }
        }
    },
    "components": {
        "schemas": {
            "RunToolSchema": {
                "type": "object",
                "required": ["prompt", "inputImage", "quality"],
                "properties": {
                    "prompt": {"type": "string", "minLength": 2, "maxLength": 9},
                    "seed": {
                        "type": "string",
                        "minLength": 0,
                        "maxLength": 9999999999,
                        "default": "42",
                    },
                    "maskUrl": {"type": "string", "minLength": 3, "maxLength": 40},
                    "inputImage": {"type": "string"},
                    "inputImageUrl": {"type": "string"},
                    "inputDocumentMultiple": {"type": "string"},
                    "inputDocumentUrlMultiple": {"type": "string"},
                    "inputVideo": {
                        "type": "string",
                        "format": "uri",
                        "x-input-type": "combinefileinput",
                    },
                    "strength": {
                        "type": "number",
                        "minimum": -1,
                        "maximum": 1.5,
                        "multipleOf": 0.1,
                        "default": 0.3,
                    },
                    "scale": {"type": "number"},
                    "offset": {"type": "number", "maximum": 0.5, "default": 0},
                    "width": {"type": "number", "minimum": 1, "multipleOf": 16},
                    "count": {"type": "integer", "minimum": 0, "maximum": 3},
                    "draft": {"type": "boolean", "default": False},
                    "quality": _select("low", "high", "low", default="high"),
                    "sound": _select("ON", "off", default="off"),
                    "duration": _select("5", "10", "-1", default="5"),
                    "frames": _select("08", "8"),
                    "ratio": _select("", "16:9", None),
                    "style": _select(None, None),
                    "voice": {"type": "string", "x-input-type": "selectwithcover"},
                    "callbackUrl": {"type": "string", "format": "uri"},
                },
            }
        }
    },
}
"""A document with what the corpus has, and with what others may."""

EVERY_KIND = Card(
    model=ModelId("acme", "every-kind"),
    raw_slug="acme/every-kind",
    run_path="acme/every-kind",
    inputs=(
        Input(wire_name="prompt", kind=Text()),
        Input(wire_name="mystery", kind=Unknown()),
        Input(wire_name="tiled", kind=Switch()),
        Input(
            wire_name="guidance",
            kind=Number(integer=False, maximum=Decimal("7.5"), wire=NumberWire.TEXT),
            default="5.0",
        ),
        Input(
            wire_name="steps",
            kind=Number(integer=True, minimum=Decimal(1), wire=NumberWire.TEXT),
        ),
        Input(wire_name="inputVideo", kind=File(many=False, companion="inputVideoUrl")),
        Input(
            wire_name="use",
            kind=Select(options=(Option(value="follow"), Option(value="edit"))),
            corrections=Corrections(
                required_when=(Condition(wire_name="inputVideo"),),
            ),
        ),
        Input(
            wire_name="frames",
            kind=File(many=True),
            corrections=Corrections(
                required_when=(Condition(wire_name="tiled", values=("true",)),),
                forbidden_when=(Condition(wire_name="use", values=("edit",)),),
            ),
        ),
    ),
)
"""What no document tells: numbers that travel as texts, conditions, unknown types."""
