"""A request class as a field of a pydantic model and as a body in FastAPI: in JSON it
is the body of a run. It is judged by our checks, and what it does not say is filled in
as the constructor does. pydantic is asked for by name: this package needs none.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any, TypeVar

from .errors import InvalidRequest, Problem
from .request import Request, filled
from .shown import is_secret

_Made = TypeVar("_Made", bound=Request)


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
    expected = problem.expected
    return f"{expected[:1].upper()}{expected[1:]}{near}"
