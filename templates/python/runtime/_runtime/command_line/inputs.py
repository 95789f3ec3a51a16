"""What the command line gives for a run: flags, `--params` and `--set`, and the request
that they make together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..errors import InvalidRequest, Problem
from ..files import Upload, url_or_upload, why_unfit
from ..inputs import (
    Files,
    FileUrl,
    Float,
    HasOptions,
    Input,
    Integer,
    Multiselect,
    Select,
    Switch,
    Text,
    unchecked,
)
from ..request import Request
from ..shown import shown
from .flags import allowed, condition_typed, parameter_name
from .named_values import Texts, Unreadable, assignment
from .terminal_text import one_line


@dataclass(frozen=True, slots=True, kw_only=True)
class Values:
    """Everything that was given, read but not judged.

    `flags` are Python values by the inputs' Python names; `params` wire values, None
    without `--params`; `sets` wire values that are not checked; `problems` what could
    not be read. Where that is `--params`, `is_whole` is False, and nobody can tell what
    is missing.
    """

    flags: Mapping[str, object]
    params: Mapping[str, Any] | None
    sets: Mapping[str, Any]
    problems: tuple[Problem, ...] = ()
    is_whole: bool = True

    @property
    def wire(self) -> dict[str, Any]:
        """The wire values alone, for a model whose inputs are not known."""
        return {**(self.params or {}), **self.sets}


def read_values(model: type[Request] | None, parsed: Mapping[str, Any]) -> Values:
    """Reads what click parsed, files and standard input included.

    `model` is None where no request class was generated: there are no flags then.
    """
    texts = Texts()
    problems: list[Problem] = []
    flags: dict[str, object] = {}
    for field in model.INPUTS if model else ():
        typed = parsed.get(parameter_name(field))
        if typed is None or typed == ():
            continue
        try:
            flags[field.name] = _python_value(field, typed, texts)
        except Unreadable as why:
            problems.append(Problem(field.name, field.wire_name, typed, str(why)))
    sets: dict[str, Any] = {}
    for text in parsed["sets"]:
        try:
            sets.update([assignment(text)])
        except Unreadable as why:
            problems.append(Problem("", "", text, f"--set: {why}"))
    params = None
    if parsed["params"] is not None:
        try:
            params = texts.json_object(parsed["params"])
        except Unreadable as why:
            problems.append(Problem("", "", parsed["params"], f"--params: {why}"))
    return Values(
        flags=flags,
        params=params,
        sets=sets,
        problems=tuple(problems),
        is_whole=params is not None or parsed["params"] is None,
    )


def request_from(model: type[Request], values: Values) -> Request:
    """The request: wire values, overridden by flags, both overridden by `--set`.

    The model's defaults are filled in only where there is no `--params`. Raises
    InvalidRequest with all that is wrong, in the order of the inputs.
    """
    wire, refused = _wire(model, values)
    named = {problem.field for problem in (*values.problems, *refused)} - {""}
    try:
        request = model.from_wire(wire)
    except InvalidRequest as error:
        if values.is_whole:
            refused += [found for found in error.problems if found.field not in named]
    else:
        if not (values.problems or refused):
            return request
    places = {field.name: place for place, field in enumerate(model.INPUTS)}
    problems = sorted(
        (*values.problems, *refused),
        key=lambda problem: places.get(problem.field, len(places)),
    )
    raise InvalidRequest(model.MODEL, problems)


def problem_line(model: type[Request] | None, problem: Problem, values: Values) -> str:
    """A problem on one line, under the flag where it can be put right."""
    field = next(
        (
            each
            for each in (model.INPUTS if model else ())
            if each.name == problem.field
        ),
        None,
    )
    place, expected = _place(field, problem, values), problem.expected
    if field is not None and place == field.flag:
        is_of_body = field.expected_wire in expected
        right = field.expected_wire if is_of_body else field.expected
        expected = expected.replace(right, allowed(field))
        for condition in (*field.required_when, *field.forbidden_when):
            typed = condition_typed(model, condition) if model else str(condition)
            expected = expected.replace(condition.wire_text, typed)
    near = f" (did you mean {problem.suggestion}?)" if problem.suggestion else ""
    return one_line(f"{place}: {expected}{near}" if place else f"{expected}{near}")


def _place(field: Input | None, problem: Problem, values: Values) -> str:
    if field is not None and field.name in values.flags:
        return field.flag
    if problem.wire_name in values.sets:
        return f"--set {one_line(problem.wire_name, 80)}"
    if problem.wire_name in (values.params or {}):
        return f"--params: {shown(problem.wire_name)}"
    return field.flag if field is not None else problem.wire_name


def _wire(model: type[Request], values: Values) -> tuple[dict[str, Any], list[Problem]]:
    """The wire values of everything that was given, in the model's own order, and what
    is wrong with the flags, whose values are left out then.
    """
    wire: dict[str, Any] = {}
    refused: list[Problem] = []
    params = dict(values.params or {})
    for field in model.INPUTS:
        own = {name: params.pop(name) for name in field.wire_names if name in params}
        if field.name in values.flags:
            value = values.flags[field.name]
            if problem := field.problem(value):
                refused.append(problem)
            else:
                field.put(value, wire)
        elif values.params is not None:
            wire |= own
        else:
            field.put(field.default, wire)
    sets = {name: unchecked(value) for name, value in values.sets.items()}
    return wire | params | sets, refused


def _python_value(field: Input, typed: Any, texts: Texts) -> object:
    match field:
        case Files(many=True):
            return [_file(text) for text in typed]
        case Files() | FileUrl():
            return _file(typed)
        case Text():
            return texts.named(typed)
        case Integer() | Float():
            return _number(typed)
        case Select() if not isinstance(field, Switch):
            return _option_value(field, typed)
        case Multiselect():
            return _option_values(field, typed)
        case _:
            return typed


def _file(text: str) -> str | Upload:
    value = url_or_upload(text) if text.strip() else text
    if isinstance(value, Upload) and (why := why_unfit(value)):
        raise Unreadable(why)
    return value


def _number(text: str) -> int | float | str:
    """The number, or the text itself, which the input will refuse as it was typed."""
    if "_" in text:
        return text
    try:
        return int(text)
    except ValueError:
        pass
    try:
        return float(text)
    except ValueError:
        return text


def _option_values(field: Multiselect, texts: Sequence[str]) -> tuple[object, ...]:
    """The options that were typed. An empty text alone, where that is no option, says
    that there are none.
    """
    values = tuple(_option_value(field, text) for text in texts)
    has_empty = any(option.value == "" for option in field.options)
    return () if values == ("",) and not has_empty else values


def _option_value(field: HasOptions, text: str) -> object:
    for option in field.options:
        if text == str(option.value):
            return option.value
    for option in field.options:
        if text == str(option.wire_value):
            return option.value
    return text
