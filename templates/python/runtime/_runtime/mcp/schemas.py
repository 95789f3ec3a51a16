"""The JSON Schema of a model's inputs as Python has them: their names, their values.

The schema tells a program what it may give; whether it has is for the request class to
say, in words that are told back.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..inputs import (
    UNSET,
    Files,
    FileUrl,
    Float,
    Input,
    Integer,
    Select,
    Switch,
    Text,
)
from ..request import Request

Schema = dict[str, Any]

_MOST_OPTIONS_TOLD = 40
_A_FILE = "the URL of a file, or the path of one that a tool has saved"


def input_schema(model: type[Request]) -> Schema:
    """The schema of the arguments of a model's tool."""
    required = must_be_set(model)
    return {
        "type": "object",
        "properties": {each.name: _property(each) for each in model.INPUTS},
        **({"required": required} if required else {}),
        "additionalProperties": False,
    }


def must_be_set(model: type[Request]) -> list[str]:
    """The names of the inputs that nothing is sent for by itself."""
    return [
        each.name for each in model.INPUTS if each.required and each.default is UNSET
    ]


def _property(described: Input) -> Schema:
    default = described.default
    return {
        **_values(described),
        "description": _description(described),
        **({} if default is UNSET else {"default": default}),
        **({"examples": [described.sample]} if _has_sample(described) else {}),
    }


def _has_sample(described: Input) -> bool:
    return bool(described.sample) and isinstance(described, Text)


def _values(described: Input) -> Schema:
    match described:
        case FileUrl():
            return {"type": "string"}
        case Text(numeric=True):
            return {"type": ["string", "integer"]}
        case Text():
            lengths = {"minLength": described.min_length}
            return _set("string", **lengths, maxLength=described.max_length)
        case Switch():
            return {"type": "boolean"}
        case Select(options=options):
            return {"enum": [option.value for option in options]}
        case Integer():
            return _set("integer", **_limits(described))
        case Float():
            return _set("number", **_limits(described))
        case Files(many=True):
            one = {"type": "string"}
            return {"anyOf": [one, {"type": "array", "items": one, "minItems": 1}]}
        case Files():
            return {"type": "string"}
        case _:
            return {}


def _limits(number: Integer | Float) -> Mapping[str, float | None]:
    return {"minimum": number.minimum, "maximum": number.maximum}


def _set(kind: str, **limits: float | None) -> Schema:
    told = {name: value for name, value in limits.items() if value is not None}
    return {"type": kind, **told}


def _description(described: Input) -> str:
    """Label and help, and what a schema does not say."""
    sentences = [described.label, described.help]
    if isinstance(described, Files | FileUrl):
        several = ", or a list of these" if getattr(described, "many", False) else ""
        sentences.append(f"Give {_A_FILE}{several}.")
    elif isinstance(described, Select) and any(one.label for one in described.options):
        sentences.append(_labels(described))
    elif isinstance(described, Integer | Float) and described.step not in {None, 1}:
        sentences.append(f"In steps of {described.step}.")
    sentences += [f"Required when {one}." for one in described.required_when]
    sentences += [f"Not allowed when {one}." for one in described.forbidden_when]
    return "\n".join(dict.fromkeys(filter(None, sentences)))


def _labels(select: Select) -> str:
    options = select.options[:_MOST_OPTIONS_TOLD]
    told = [f"{one.value}: {one.label}" for one in options if one.label]
    return "\n".join(told)
