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
    Input,
    Integer,
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
    for known in cls.INPUTS:
        own, *companions = known.wire_names
        properties[own] = _described(known)
        for name in companions:
            told = f"URLs for {known.label or own}."
            properties[name] = {"description": told, **_constraints(known)}
    properties["callbackUrl"] = {
        "type": "string",
        "description": "Where the service POSTs the task when it has ended.",
    }
    properties["projectid"] = {}
    required = [
        known.wire_name
        for known in cls.INPUTS
        if known.must_be_given and len(known.wire_names) == 1
    ]
    return {
        "type": "object",
        "title": cls.__name__,
        "description": cleandoc(cls.__doc__ or ""),
        "properties": properties,
        **({"required": required} if required else {}),
        "additionalProperties": False,
    }


def _described(known: Input) -> dict[str, Any]:
    sentences = [known.help, *_further_words(known)]
    words: dict[str, Any] = {
        "title": known.label,
        "description": "\n\n".join(filter(None, sentences)),
        "examples": [known.sample] if known.sample else [],
    }
    schema = {name: value for name, value in words.items() if value}
    if known.default is not UNSET:
        schema["default"] = known.encode(known.default)
    return {**schema, **_constraints(known)}


def _further_words(known: Input) -> Iterator[str]:
    """What the schema of an input cannot say by itself."""
    has_labels = isinstance(known, Select) and any(each.label for each in known.options)
    if has_labels or (isinstance(known, Number) and known.as_text):
        words = known.expected_wire
        yield f"{words[:1].upper()}{words[1:]}."
    for condition in known.required_when:
        yield f"Required when {condition.wire_text}."
    for condition in known.forbidden_when:
        yield f"Not allowed when {condition.wire_text}."


def _constraints(known: Input) -> dict[str, Any]:
    match known:
        case Select(options=options):
            values = [option.wire_value for option in options]
            if all(isinstance(value, bool) for value in values):
                return {"type": "boolean"}
            return {"type": "string", "enum": values}
        case Text():
            longest = known.max_length
            return {
                "type": "string",
                **({"minLength": known.shortest} if known.shortest else {}),
                **({"maxLength": longest} if longest is not None else {}),
            }
        case Number(as_text=True):
            pattern = _WHOLE if isinstance(known, Integer) else _NUMBER
            return {"type": "string", "pattern": pattern}
        case Integer():
            return {"type": "integer", **_limits(known)}
        case Float():
            return {"type": "number", **_limits(known)}
        case Files(many=many):
            one = {"type": "string"}
            several = {"type": "array", "items": one, "minItems": 1}
            return {"anyOf": [one, several]} if many else one
        case _:
            return {}


def _limits(known: Number) -> dict[str, Any]:
    limits = {"minimum": known.minimum, "maximum": known.maximum}
    step, minimum = known.step, known.minimum or 0
    if step is not None and step == int(step) and minimum % step == 0:
        limits["multipleOf"] = step
    return {name: limit for name, limit in limits.items() if limit is not None}
