"""Contracts → the plan of a JSON Schema (draft 2020-12) for each model's request.

A schema takes the bodies that `from_wire` of the generated request class takes, and no
others. docs/outputs.md tells where no schema can say as much.
"""

import math
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import assert_never

from wirogen.card import COMMON_INPUTS
from wirogen.contract import (
    Condition,
    Contract,
    Files,
    FileUrl,
    HasBounds,
    HasOptions,
    Input,
    Json,
    Multiselect,
    Number,
    Select,
    Shape,
    Switch,
    Text,
    Unknown,
    WholeNumber,
    judge,
    plain_number,
)
from wirogen.contract.texts import one_line
from wirogen.plain_tree import number_in
from wirogen.targets.entries import Entry
from wirogen.targets.examples import body_of, example_of
from wirogen.targets.number_patterns import (
    any_number,
    either_case,
    is_offset,
    limited_number,
    multiples,
)
from wirogen.targets.texts import conditions_words, limits_words, shortened

Schema = dict[str, Json]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_NOTHING: Schema = {"not": {}}
_SAID: Schema = {"not": {"enum": (None, "", ())}}
_LARGEST = sys.float_info.max
_MOST_LISTED, _MOST_TRIED = 1_000, 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSchema:
    """The schema of one model's request, as its template sees it."""

    path: str
    model: str
    title: str
    schema: Schema


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaIndex:
    """The list of all schemas of an output."""

    path: str
    index: Json


def plan_schema(contract: Contract) -> ModelSchema:
    """The schema of a model's request; it depends on nothing but the Contract."""
    return ModelSchema(
        path=f"{contract.file_stem}.schema.json",
        model=str(contract.model),
        title=contract.title,
        schema=_schema(contract),
    )


def plan_index(entries: Sequence[Entry]) -> SchemaIndex:
    """The index of an output: each model with its title and the path of its schema."""
    models = tuple(
        _without_empty({"model": one.model, "title": one.title, "schema": one.path})
        for one in entries
    )
    return SchemaIndex(path="index.json", index={"models": models})


def _schema(contract: Contract) -> Schema:
    properties: dict[str, list[Schema]] = {}
    for field in contract.listed:
        for key in field.wire_names:
            words = _words(field) if key == field.wire_name else _url_words(field)
            properties.setdefault(key, []).append({**words, **_values(field.shape)})
    for key in COMMON_INPUTS:
        properties.setdefault(key, [])
    properties["callbackUrl"].append(_CALLBACK)
    rules = [*_required_files(contract), *_conditions(contract)]
    return _without_empty(
        {
            "$schema": _DIALECT,
            "title": contract.title or str(contract.model),
            "description": contract.summary,
            "type": "object",
            "properties": {key: _all_of(each) for key, each in properties.items()},
            "required": tuple(
                field.wire_name
                for field in contract.listed
                if field.required and len(field.wire_names) == 1
            ),
            "allOf": tuple(rules),
            "additionalProperties": False,
            "examples": (body_of(contract, example_of(contract)),),
        }
    )


_CALLBACK: Schema = {
    "type": "string",
    "description": "Where the service POSTs the task when it has ended.",
}


def _all_of(schemas: Sequence[Schema]) -> Schema:
    """A schema for what all of some take: nearly always one, where names clash two."""
    match schemas:
        case []:
            return {}
        case [only]:
            return only
        case _:
            return {"allOf": tuple(schemas)}


# --- words --------------------------------------------------------------------------


def _words(field: Input) -> Schema:
    """What an editor shows and offers for an input."""
    default = judge(field, field.default.text) if field.default else None
    samples = (judge(field, text) for text in field.samples)
    shown = [value.wire for value in samples if value and value != default]
    sentences = (one_line(field.help), *_form_words(field), *conditions_words(field))
    return _without_empty(
        {
            "title": field.label,
            "description": " ".join(filter(None, sentences)),
            **({"default": default.wire} if default else {}),
            "examples": tuple(shown),
        }
    )


def _form_words(field: Input) -> Iterator[str]:
    """What the pattern of a number says that travels as a text."""
    match field.shape:
        case HasBounds(as_text=True) as shape:
            whole = isinstance(shape, WholeNumber)
            noun = "A whole number" if whole else "A number"
            limits = limits_words(shape)
            yield f"{noun} {limits}, as a text." if limits else f"{noun}, as a text."


def _url_words(field: Input) -> Schema:
    name = field.label or one_line(field.wire_name)
    return {"description": f"URLs for {shortened(name)}."}


# --- values -------------------------------------------------------------------------


def _values(shape: Shape) -> Schema:
    """What a value must be."""
    match shape:
        case Text() | FileUrl():
            return {"type": "string", **_lengths(shape)}
        case Unknown():
            return {"type": "string"}
        case Switch(on=int()):
            return _switch(shape)
        case Select() | Switch():
            return {"type": "string", **_options(shape)}
        case Multiselect(min_items=least, max_items=most):
            return {
                "type": "array",
                "items": {"type": "string", **_options(shape)},
                "uniqueItems": True,
                **({"minItems": least} if least else {}),
                **({} if most is None else {"maxItems": most}),
            }
        case HasBounds(as_text=True):
            return _number_text(shape)
        case WholeNumber():
            return {"type": "integer", **_whole_limits(shape)}
        case Number():
            return {"type": "number", **_limits(shape)}
        case Files(many=many):
            one: Schema = {"type": "string"}
            several: Schema = {"type": "array", "items": one, "minItems": 1}
            return {"anyOf": (one, several)} if many else one
    assert_never(shape)


def _lengths(shape: Text | FileUrl) -> Schema:
    least, most = plain_number(shape.min_length), plain_number(shape.max_length)
    if most is not None and most < 0:
        return _NOTHING
    return {
        **({"minLength": math.ceil(least)} if least is not None and least > 0 else {}),
        **({"maxLength": math.floor(most)} if most is not None else {}),
    }


def _switch(shape: Switch) -> Schema:
    """A switch that is no text."""
    return {"type": "boolean"} if shape.is_boolean else {"enum": (shape.on, shape.off)}


def _options(shape: HasOptions | Switch) -> Schema:
    """The values, with their labels where there are any."""
    labels = _labels(shape)
    if not any(labels.values()):
        return {"enum": tuple(labels)}
    return {
        "oneOf": tuple(
            {"const": value, **_without_empty({"title": one_line(label)})}
            for value, label in labels.items()
        )
    }


def _labels(shape: HasOptions | Switch) -> dict[str, str]:
    """The values of a select, as texts on the wire, each with its label."""
    match shape:
        case HasOptions(options=options):
            return {option.wire: "; ".join(option.labels) for option in options}
        case Switch():
            labels = {shape.on: shape.on_label, shape.off: shape.off_label}
            return {str(value): label for value, label in labels.items()}


def _whole_limits(shape: WholeNumber) -> Schema:
    limits = _set(
        minimum=plain_number(shape.minimum), maximum=plain_number(shape.maximum)
    )
    return {**limits, **_stepped(shape)}


def _limits(shape: Number) -> Schema:
    least, most = plain_number(shape.minimum), plain_number(shape.maximum)
    limits = _set(
        minimum=-_LARGEST if least is None else least,
        maximum=_LARGEST if most is None else most,
    )
    return {**limits, **_stepped(shape)}


def _stepped(shape: HasBounds) -> Schema:
    """A step. Validators divide doubles, by which 0.3 is no multiple of 0.1: so the
    multiples of a fraction are listed, or, where they are many, those that a division
    misses. Listed are also those that are counted from a minimum that is no multiple
    itself; where they are too many no step is told.
    """
    step = plain_number(shape.step)
    if shape.step is None or step is None:
        return {}
    multiple: Schema = {"multipleOf": step}
    is_offset = _is_offset(shape)
    listed = _multiples(shape) if is_offset or isinstance(step, float) else ()
    if 0 < len(listed) <= _MOST_LISTED:
        return {"enum": listed}
    if is_offset:
        return {}
    missed = tuple(value for value in listed if not (value / step).is_integer())
    return {"anyOf": (multiple, {"enum": missed})} if missed else multiple


def _is_offset(shape: HasBounds) -> bool:
    """Whether a step is counted from a minimum that is none of its multiples, too."""
    if shape.step is None or shape.minimum is None:
        return False
    minimum, step = _exact(shape.minimum), _exact(shape.step)
    is_whole = minimum == minimum.to_integral_value()
    return is_offset(minimum, step) and (is_whole or isinstance(shape, Number))


def _multiples(shape: HasBounds) -> tuple[int | float, ...]:
    """The multiples of a step within bounds; none where they are too many."""
    if shape.minimum is None or shape.maximum is None or shape.step is None:
        return ()
    least, most, step = map(_exact, (shape.minimum, shape.maximum, shape.step))
    listed = multiples(least, most, step, _MOST_TRIED) or ()
    values = ((plain_number(one), one) for one in listed)
    return tuple(
        value for value, one in values if value is not None and _exact(one) == one
    )


def _number_text(shape: HasBounds) -> Schema:
    whole = isinstance(shape, WholeNumber)
    least, most, step = (
        None if limit is None else _exact(limit)
        for limit in (
            shape.minimum,
            shape.maximum,
            shape.step or (1 if whole else None),
        )
    )
    if least is most is step is None:
        return {"type": "string", "pattern": any_number()}
    patterns = limited_number(least, most, step)
    if whole and least is not None and least != least.to_integral_value():
        patterns += limited_number(None, None, Decimal(1))
    rest = tuple({"pattern": pattern} for pattern in patterns[1:])
    return _without_empty({"type": "string", "pattern": patterns[0], "allOf": rest})


def _exact(limit: Decimal | int) -> Decimal:
    """A limit as the generated client has it: the digits of its double."""
    return Decimal(repr(plain_number(Decimal(limit))))


# --- between inputs -----------------------------------------------------------------


def _required_files(contract: Contract) -> Iterator[Schema]:
    """A required file is given under its own key, or as a URL under its companion's."""
    for field in contract.listed:
        own, *companions = field.wire_names
        if companions and field.required:
            urls = (_holds(key, _SAID) for key in companions)
            yield {"anyOf": (_holds(own, {}), *urls)}


def _conditions(contract: Contract) -> Iterator[Schema]:
    for field in contract.listed:
        is_set = _is_set(contract, field.wire_name)
        for condition in field.required_when:
            yield {"if": _is_met(contract, condition), "then": is_set}
        for condition in field.forbidden_when:
            yield {"if": _is_met(contract, condition), "then": {"not": is_set}}


def _is_met(contract: Contract, condition: Condition) -> Schema:
    """Whether a condition holds. The URL under a file's companion stands for the file
    where its own key says nothing.
    """
    name = condition.wire_name
    if not condition.texts:
        return _is_set(contract, name)
    own, *companions = _keys(contract, name)
    other = contract.input(name)
    match other and other.shape:
        case Multiselect() as shape:
            return _holds(own, {"contains": _among(shape, condition.texts)})
        case Switch(on=on, off=off):
            truths = (each for each in condition.values if isinstance(each, bool))
            return _holds(own, {"enum": tuple(on if each else off for each in truths)})
    texts = [text for text in condition.texts if text]
    any_of = [_holds(own, _one_of(contract, name, texts))] if texts else []
    for key in companions if texts else ():
        unset: Schema = {"not": _holds(own, _SAID)}
        any_of.append({"allOf": (unset, _holds(key, _one_of(contract, name, texts)))})
    if "" in condition.texts:
        unset = {"not": _is_set(contract, name)}
        any_of.append({"allOf": (unset, _holds(own, {"const": ""}))})
    return any_of[0] if len(any_of) == 1 else {"anyOf": tuple(any_of)}


def _one_of(contract: Contract, name: str, texts: Sequence[str]) -> Schema:
    """A value that a condition writes as one of some texts."""
    other = contract.input(name)
    match other and other.shape:
        case Select() as shape:
            return _among(shape, texts)
        case HasBounds(as_text=False):
            return {"enum": tuple(_numbers(texts))}
        case _:
            matching = _matching(texts)
            if other is not None or name not in COMMON_INPUTS:
                return matching
            others: Schema = {"enum": (*_booleans(texts), *_numbers(texts))}
            return {"anyOf": (matching, others)}


def _among(shape: HasOptions, texts: Iterable[str]) -> Schema:
    """An option that is one of some texts, whatever their case."""
    lower = {text.lower() for text in texts}
    return {"enum": tuple(each for each in _labels(shape) if each.lower() in lower)}


def _matching(texts: Sequence[str]) -> Schema:
    return _any_of([{"type": "string", "pattern": either_case(text)} for text in texts])


def _any_of(schemas: Sequence[Schema]) -> Schema:
    return schemas[0] if len(schemas) == 1 else {"anyOf": tuple(schemas)}


def _booleans(texts: Iterable[str]) -> Iterator[bool]:
    for text in texts:
        if text.lower() in {"true", "false"}:
            yield text.lower() == "true"


def _numbers(texts: Iterable[str]) -> Iterator[int | float]:
    for text in texts:
        number = plain_number(number_in(text))
        if number is not None:
            yield number


def _is_set(contract: Contract, name: str) -> Schema:
    return _any_of([_holds(key, _SAID) for key in _keys(contract, name)])


def _keys(contract: Contract, name: str) -> tuple[str, ...]:
    """The keys that stand for a name in a condition."""
    field = contract.input(name)
    return field.wire_names if field else (name,)


def _holds(key: str, schema: Schema) -> Schema:
    return {"required": (key,), "properties": {key: schema}}


def _set(**values: float | None) -> Schema:
    return {name: value for name, value in values.items() if value is not None}


def _without_empty(schema: Schema) -> Schema:
    """A schema without words that say nothing."""
    return {
        name: value
        for name, value in schema.items()
        if value is False or isinstance(value, Mapping) or value not in ("", ())
    }
