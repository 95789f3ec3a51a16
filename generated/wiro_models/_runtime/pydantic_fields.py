"""A request class as a field of a pydantic model and as a body in FastAPI: in JSON it
is the body of a run. It is judged by our checks, and what it does not say is filled in
as the constructor does. pydantic is asked for by name: this package needs none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from inspect import cleandoc
from typing import Any, TypeVar

from .errors import InvalidRequest, Problem
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
from .request import Request, filled
from .shown import is_secret

_Made = TypeVar("_Made", bound=Request)

_NUMBER = r"^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?$"
_WHOLE = r"^[+-]?[0-9]+(\.0*)?$"


def core_schema(cls: type[_Made]) -> Any:
    """How pydantic reads and writes a request of a class."""
    core = import_module("pydantic_core.core_schema")
    to_wire = core.plain_serializer_function_ser_schema(cls.to_wire)

    def read(value: Any) -> _Made:
        if isinstance(value, cls):
            return value
        try:
            return filled(cls, value)
        except InvalidRequest as refused:
            raise _validation_error(cls, value, refused) from None

    ref = f"{cls.__module__}.{cls.__qualname__}:{id(cls)}"
    return core.no_info_plain_validator_function(read, ref=ref, serialization=to_wire)


def _validation_error(
    cls: type[Request], body: object, refused: InvalidRequest
) -> Exception:
    """The same problems as pydantic tells them, each at its key of the body."""
    core = import_module("pydantic_core")
    errors = [
        {
            "type": core.PydanticCustomError(_kind(problem, body), _message(problem)),
            "loc": (problem.wire_name,) if problem.wire_name else (),
            "input": "***" if is_secret(problem.wire_name) else problem.value,
        }
        for problem in refused.problems
    ]
    made: Exception = core.ValidationError.from_exception_data(cls.__name__, errors)
    return made


def _kind(problem: Problem, body: object) -> str:
    is_there = isinstance(body, Mapping) and problem.wire_name in body
    if problem.wire_name and not is_there:
        return "missing"
    is_known = problem.field or not problem.wire_name
    return "value_error" if is_known else "extra_forbidden"


def _message(problem: Problem) -> str:
    near = f" (did you mean {problem.suggestion}?)" if problem.suggestion else ""
    return _sentence(f"{problem.expected}{near}")


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


# --- JSON Schema --------------------------------------------------------------------


def json_schema(cls: type[Request]) -> dict[str, Any]:
    """The JSON Schema of a body. What hangs on other inputs is told in words."""
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
        yield f"{_sentence(known.expected_wire)}."
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
