"""Cards → the plan of a JSON Schema (draft 2020-12) for each model's request.

A schema takes the bodies that `from_wire` of the generated request class takes, and no
others. docs/outputs.md tells where no schema can say as much.
"""

import math
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import assert_never

from wirogen.card import (
    Card,
    Choice,
    Condition,
    File,
    Flag,
    FreeText,
    Input,
    Number,
    NumberWire,
    Unknown,
)
from wirogen.contract import Json
from wirogen.contract.naming import file_stem
from wirogen.contract.texts import help_line, one_line
from wirogen.contract.values import (
    Role,
    fields_of,
    is_required,
    labels_of,
    plain_number,
    role_of_default,
    wire_value,
)
from wirogen.plain_tree import number_in
from wirogen.targets.examples import body_of, example_of
from wirogen.targets.number_patterns import any_number, either_case, limited_number
from wirogen.targets.texts import (
    conditions_told,
    limits_told,
    shortened,
)
from wirogen.targets.wire import (
    COMMON_INPUTS,
    keys_of,
    multiples,
)

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


def plan_schema(card: Card) -> ModelSchema:
    """The schema of a model's request; it depends on nothing but the Card."""
    model = card.model
    return ModelSchema(
        path=f"{file_stem(model.owner)}/{file_stem(model.name)}.schema.json",
        model=str(model),
        title=one_line(card.title),
        schema=_schema(card),
    )


def plan_index(schemas: Sequence[ModelSchema]) -> SchemaIndex:
    """The index of an output: each model with its title and the path of its schema."""
    models = tuple(
        _without_empty({"model": one.model, "title": one.title, "schema": one.path})
        for one in schemas
    )
    return SchemaIndex(path="index.json", index={"models": models})


def _schema(card: Card) -> Schema:
    properties: dict[str, list[Schema]] = {}
    for given in fields_of(card):
        for key in keys_of(given):
            told = _words(card, given) if key == given.wire_name else _url_words(given)
            properties.setdefault(key, []).append({**told, **_constraints(given)})
    for key in COMMON_INPUTS:
        properties.setdefault(key, [])
    properties["callbackUrl"].append(_CALLBACK)
    rules = [*_required_files(card), *_conditions(card)]
    return _without_empty(
        {
            "$schema": _DIALECT,
            "title": one_line(card.title) or str(card.model),
            "description": one_line(card.summary),
            "type": "object",
            "properties": {key: _all_of(told) for key, told in properties.items()},
            "required": tuple(
                given.wire_name
                for given in fields_of(card)
                if is_required(card, given) and len(keys_of(given)) == 1
            ),
            "allOf": tuple(rules),
            "additionalProperties": False,
            "examples": (body_of(card, example_of(card)),),
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


def _words(card: Card, given: Input) -> Schema:
    """What an editor shows and offers for an input."""
    role = role_of_default(card, given)
    default = None if given.default is None else wire_value(given, given.default)
    sample = None if given.sample is None else wire_value(given, given.sample)
    is_default = role is Role.DEFAULT
    samples = [None if is_default else default, None if sample == default else sample]
    sentences = (help_line(given.help), *_form_told(given), *conditions_told(given))
    return _without_empty(
        {
            "title": one_line(given.label),
            "description": " ".join(filter(None, sentences)),
            **({"default": default} if is_default and default is not None else {}),
            "examples": tuple(one for one in samples if one is not None),
        }
    )


def _form_told(given: Input) -> Iterator[str]:
    """What the pattern of a number says that travels as a text."""
    match given.kind:
        case Number(wire=NumberWire.TEXT, integer=integer) as kind:
            noun = "A whole number" if integer else "A number"
            limits = limits_told(kind)
            yield f"{noun} {limits}, as a text." if limits else f"{noun}, as a text."


def _url_words(given: Input) -> Schema:
    name = one_line(given.label) or one_line(given.wire_name)
    return {"description": f"URLs for {shortened(name)}."}


# --- values -------------------------------------------------------------------------


def _constraints(given: Input) -> Schema:
    """What an input's value must be."""
    match given.kind:
        case FreeText() as kind:
            return {"type": "string", **_lengths(kind)}
        case Unknown() | Choice(values=()):
            return {"type": "string"}
        case Choice() as kind:
            return {"type": "string", **_options(kind)}
        case Flag():
            return {"type": "boolean"}
        case Number(wire=NumberWire.TEXT) as kind:
            return _number_text(kind)
        case Number(integer=True) as kind:
            return {"type": "integer", **_whole_limits(kind)}
        case Number() as kind:
            return {"type": "number", **_limits(kind)}
        case File(many=many):
            one: Schema = {"type": "string"}
            several: Schema = {"type": "array", "items": one, "minItems": 1}
            return {"anyOf": (one, several)} if many else one
    assert_never(given.kind)


def _lengths(kind: FreeText) -> Schema:
    least, most = plain_number(kind.min_length), plain_number(kind.max_length)
    if most is not None and most < 0:
        return _NOTHING
    return {
        **({"minLength": math.ceil(least)} if least is not None and least > 0 else {}),
        **({"maxLength": math.floor(most)} if most is not None else {}),
    }


def _options(kind: Choice) -> Schema:
    """The values, with their labels where there are any."""
    labels = labels_of(kind.options)
    if not any(labels.values()):
        return {"enum": kind.values}
    return {
        "oneOf": tuple(
            {"const": value, **_without_empty({"title": one_line("; ".join(words))})}
            for value, words in labels.items()
        )
    }


def _whole_limits(kind: Number) -> Schema:
    step = kind.step and _exact(kind.step)
    return _told(
        minimum=plain_number(kind.minimum),
        maximum=plain_number(kind.maximum),
        multipleOf=Fraction(step).numerator if step and step != 1 else None,
    )


def _limits(kind: Number) -> Schema:
    least, most = plain_number(kind.minimum), plain_number(kind.maximum)
    limits = _told(
        minimum=-_LARGEST if least is None else least,
        maximum=_LARGEST if most is None else most,
    )
    return {**limits, **_stepped(kind)}


def _stepped(kind: Number) -> Schema:
    """A step. Validators divide doubles, by which 0.3 is no multiple of 0.1: so the
    multiples of a fraction are listed, or, where they are many, those that a division
    misses.
    """
    step = plain_number(kind.step)
    if step is None:
        return {}
    multiple: Schema = {"multipleOf": step}
    listed = _multiples(kind) if isinstance(step, float) else ()
    if 0 < len(listed) <= _MOST_LISTED:
        return {"enum": listed}
    missed = tuple(value for value in listed if not (value / step).is_integer())
    return {"anyOf": (multiple, {"enum": missed})} if missed else multiple


def _multiples(kind: Number) -> tuple[int | float, ...]:
    """The multiples of a step within bounds; none where they are too many."""
    if kind.minimum is None or kind.maximum is None or kind.step is None:
        return ()
    least, most, step = map(_exact, (kind.minimum, kind.maximum, kind.step))
    listed = multiples(least, most, step, _MOST_TRIED) or ()
    values = ((plain_number(one), one) for one in listed)
    return tuple(
        value for value, one in values if value is not None and _exact(one) == one
    )


def _number_text(kind: Number) -> Schema:
    least, most, step = (
        None if told is None else _exact(told)
        for told in (kind.minimum, kind.maximum, kind.step)
    )
    if not kind.integer and least is most is step is None:
        return {"type": "string", "pattern": any_number()}
    patterns = limited_number(least, most, step)
    if kind.integer and step != 1:
        patterns += limited_number(None, None, Decimal(1))
    rest = tuple({"pattern": pattern} for pattern in dict.fromkeys(patterns[1:]))
    return _without_empty({"type": "string", "pattern": patterns[0], "allOf": rest})


def _exact(limit: Decimal) -> Decimal:
    """A limit as the generated client has it: the digits of its double."""
    return Decimal(repr(plain_number(limit)))


# --- between inputs -----------------------------------------------------------------


def _required_files(card: Card) -> Iterator[Schema]:
    """A required file is given under its own key, or as a URL under its companion's."""
    for given in fields_of(card):
        own, *companions = keys_of(given)
        if companions and is_required(card, given):
            urls = (_holds(key, _SAID) for key in companions)
            yield {"anyOf": (_holds(own, {}), *urls)}


def _conditions(card: Card) -> Iterator[Schema]:
    for given in fields_of(card):
        for condition in given.corrections.required_when:
            is_given = _is_given(card, given.wire_name)
            yield {"if": _is_met(card, condition), "then": is_given}
        for condition in given.corrections.forbidden_when:
            is_given = _is_given(card, given.wire_name)
            yield {"if": _is_met(card, condition), "then": {"not": is_given}}


def _is_met(card: Card, condition: Condition) -> Schema:
    """Whether a condition holds. The URL under a file's companion stands for the file
    where its own key says nothing.
    """
    name = condition.wire_name
    if not condition.values:
        return _is_given(card, name)
    own, *companions = _keys(card, name)
    said = [value for value in condition.values if value]
    any_of = [_holds(own, _called(card, name, said))] if said else []
    for key in companions if said else ():
        unsaid: Schema = {"not": _holds(own, _SAID)}
        any_of.append({"allOf": (unsaid, _holds(key, _called(card, name, said)))})
    if "" in condition.values:
        unsaid = {"not": _is_given(card, name)}
        any_of.append({"allOf": (unsaid, _holds(own, {"const": ""}))})
    return any_of[0] if len(any_of) == 1 else {"anyOf": tuple(any_of)}


def _called(card: Card, name: str, values: Sequence[str]) -> Schema:
    """A value that a condition writes as one of some texts."""
    other = _field(card, name)
    match other and other.kind:
        case Choice(values=options) if options:
            lower = {value.lower() for value in values}
            return {"enum": tuple(one for one in options if one.lower() in lower)}
        case Flag():
            return {"enum": tuple(_flags(values))}
        case Number(wire=NumberWire.NUMBER):
            return {"enum": tuple(_numbers(values))}
        case _:
            texts = _one_of_texts(values)
            if other is not None or name not in COMMON_INPUTS:
                return texts
            return {"anyOf": (texts, {"enum": (*_flags(values), *_numbers(values))})}


def _one_of_texts(values: Sequence[str]) -> Schema:
    return _any_of([{"type": "string", "pattern": either_case(one)} for one in values])


def _any_of(schemas: Sequence[Schema]) -> Schema:
    return schemas[0] if len(schemas) == 1 else {"anyOf": tuple(schemas)}


def _flags(values: Iterable[str]) -> Iterator[bool]:
    for value in values:
        if value.lower() in {"true", "false"}:
            yield value.lower() == "true"


def _numbers(values: Iterable[str]) -> Iterator[int | float]:
    for value in values:
        number = plain_number(number_in(value))
        if number is not None:
            yield number


def _is_given(card: Card, name: str) -> Schema:
    return _any_of([_holds(key, _SAID) for key in _keys(card, name)])


def _keys(card: Card, name: str) -> tuple[str, ...]:
    """The keys that stand for a name in a condition."""
    known = _field(card, name)
    return keys_of(known) if known else (name,)


def _field(card: Card, name: str) -> Input | None:
    """What a caller gives under a wire name, or None."""
    return next((one for one in fields_of(card) if one.wire_name == name), None)


def _holds(key: str, schema: Schema) -> Schema:
    return {"required": (key,), "properties": {key: schema}}


def _told(**values: float | None) -> Schema:
    return {name: value for name, value in values.items() if value is not None}


def _without_empty(schema: Schema) -> Schema:
    """A schema without words that say nothing."""
    return {
        name: value
        for name, value in schema.items()
        if value is False or isinstance(value, Mapping) or value not in ("", ())
    }
