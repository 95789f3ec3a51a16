"""The JSON Schema of a model's body, as programs show it to those who fill it in: with
labels, help, defaults and samples. What hangs on other inputs is told in words; whether
a body is right is for the request class to say.
"""

from __future__ import annotations

from collections.abc import Iterator
from inspect import cleandoc
from typing import Any

from .inputs import (
    UNSET,
    Files,
    Float,
    HasOptions,
    Input,
    Integer,
    Multiselect,
    Number,
    Select,
    Text,
)
from .request import Request

_NUMBER = r"^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?$"
_WHOLE = r"^[+-]?[0-9]+(\.0*)?$"


def body_schema(cls: type[Request]) -> dict[str, Any]:
    """The schema of the bodies of a model."""
    properties: dict[str, Any] = {}
    for field in cls.INPUTS:
        own, *companions = field.wire_names
        properties[own] = _described(field)
        for name in companions:
            words = f"URLs for {field.label or own}."
            properties[name] = {"description": words, **_constraints(field)}
    properties["callbackUrl"] = {
        "type": "string",
        "description": "Where the service POSTs the task when it has ended.",
    }
    properties["projectid"] = {}
    required = [
        field.wire_name
        for field in cls.INPUTS
        if field.must_be_given and len(field.wire_names) == 1
    ]
    return {
        "type": "object",
        "title": cls.__name__,
        "description": cleandoc(cls.__doc__ or ""),
        "properties": properties,
        **({"required": required} if required else {}),
        "additionalProperties": False,
    }


def _described(field: Input) -> dict[str, Any]:
    sentences = [field.help, *_further_words(field)]
    words: dict[str, Any] = {
        "title": field.label,
        "description": "\n\n".join(filter(None, sentences)),
        "examples": [field.sample] if field.sample else [],
    }
    schema = {name: value for name, value in words.items() if value}
    if field.default is not UNSET:
        schema["default"] = field.encode(field.default)
    return {**schema, **_constraints(field)}


def _further_words(field: Input) -> Iterator[str]:
    """What the schema of an input cannot say by itself."""
    options = field.options if isinstance(field, HasOptions) else ()
    if any(each.label for each in options) or (
        isinstance(field, Number) and field.as_text
    ):
        words = field.expected_wire
        yield f"{words[:1].upper()}{words[1:]}."
    for condition in field.required_when:
        yield f"Required when {condition.wire_text}."
    for condition in field.forbidden_when:
        yield f"Not allowed when {condition.wire_text}."


def _constraints(field: Input) -> dict[str, Any]:
    match field:
        case Select(options=options):
            values = [option.wire_value for option in options]
            if all(isinstance(value, bool) for value in values):
                return {"type": "boolean"}
            return {"type": "string", "enum": values}
        case Multiselect(options=options):
            listed = {"type": "string", "enum": [each.wire_value for each in options]}
            schema = {"type": "array", "items": listed, "uniqueItems": True}
            counts = {"minItems": field.min_items or None, "maxItems": field.max_items}
            return schema | {name: n for name, n in counts.items() if n is not None}
        case Text():
            longest = field.max_length
            return {
                "type": "string",
                **({"minLength": field.shortest} if field.shortest else {}),
                **({"maxLength": longest} if longest is not None else {}),
            }
        case Number(as_text=True):
            pattern = _WHOLE if isinstance(field, Integer) else _NUMBER
            return {"type": "string", "pattern": pattern}
        case Integer():
            return {"type": "integer", **_limits(field)}
        case Float():
            return {"type": "number", **_limits(field)}
        case Files(many=many):
            single = {"type": "string"}
            several = {"type": "array", "items": single, "minItems": 1}
            return {"anyOf": [single, several]} if many else single
        case _:
            return {}


def _limits(field: Number) -> dict[str, Any]:
    limits = {"minimum": field.minimum, "maximum": field.maximum}
    step, minimum = field.step, field.minimum or 0
    if step is not None and step == int(step) and minimum % step == 0:
        limits["multipleOf"] = step
    return {name: limit for name, limit in limits.items() if limit is not None}
