"""Card → Contract: every question about a model and its inputs, answered once."""

import math
from decimal import Decimal
from fractions import Fraction
from typing import assert_never

from wirogen import card
from wirogen.contract import values
from wirogen.contract.model import (
    Condition,
    Contract,
    Files,
    FileUrl,
    Input,
    Json,
    Multiselect,
    Number,
    Option,
    PythonScalar,
    Select,
    Shape,
    Switch,
    Text,
    Unknown,
    Value,
    WholeNumber,
)
from wirogen.contract.naming import (
    class_name,
    field_name,
    flag_names,
    model_stem,
    module_name,
    names_of,
    renamed_to,
)
from wirogen.contract.texts import help_text, label_line, one_line
from wirogen.contract.values import Role
from wirogen.plain_tree import json_text
from wirogen.readers.number_evidence import may_be_number


def resolve(model: card.Card) -> Contract:
    """The Contract of a Card.

    Raises ValueError where the Card's path of a run is none (see `card.RunPath`).
    """
    identity = model.model
    return Contract(
        model=identity,
        raw_slug=model.raw_slug,
        run_path=card.RunPath.parse(model.run_path),
        class_name=class_name(identity),
        module=(module_name(identity.owner), module_name(identity.name)),
        file_stem=model_stem(identity),
        title=one_line(model.title),
        summary=one_line(model.summary),
        prices=model.prices,
        inputs=None if model.inputs is None else resolve_inputs(model),
        source=model,
    )


def resolve_inputs(model: card.Card) -> tuple[Input, ...]:
    """The inputs that a caller can set, in the order of the Card: all but those that
    take the URLs of a file input, which stands for both.
    """
    fields = values.fields_of(model)
    names = names_of(model)
    switches = frozenset(each.wire_name for each in fields if values.is_switch(each))
    flags = flag_names(names, switches)
    return tuple(_input(model, each, names, flags[each.wire_name]) for each in fields)


def required_names(model: card.Card) -> frozenset[str]:
    """The wire names of the inputs that the service requires of a request."""
    inputs = resolve_inputs(model)
    return frozenset(name for each in inputs for name in each.required_names)


def judge(field: Input, text: str) -> Value | None:
    """The value that a text of the specification is for an input; None where the input
    does not allow it.
    """
    return _judged(field.source, text)


def _input(
    model: card.Card, source: card.Input, names: dict[str, str], flag: str
) -> Input:
    role = values.role_of_default(model, source)
    required = values.is_required(model, source)
    corrections = source.corrections
    return Input(
        wire_name=source.wire_name,
        name=names[source.wire_name],
        own_name=renamed_to(source) or field_name(source.wire_name),
        flag=flag,
        shape=_shape(model, source),
        label=label_line(source),
        help=help_text(source.help),
        required=required,
        default=_sent(source) if role is Role.DEFAULT else None,
        refused=source.default if role is Role.REFUSED else None,
        samples=_samples(source, role),
        required_when=(
            () if required else _conditions(model, names, corrections.required_when)
        ),
        forbidden_when=_conditions(model, names, corrections.forbidden_when),
        source=source,
    )


def _sent(source: card.Input) -> Value:
    """The default, which the input's own constraints allow; a text may break lengths
    that its source gives.
    """
    text = source.default or ""
    return _judged(source, text) or Value.of_text(text)


def _judged(source: card.Input, text: str) -> Value | None:
    wire = values.wire_value(source, text)
    if wire is None:
        return None
    python = values.python_value(source, text)
    return Value(text=_text_of(source.kind, text, wire), python=python, wire=wire)


def _text_of(kind: card.Kind, text: str, wire: Json) -> str:
    """The one text of values that sources spell in several ways."""
    match wire:
        case tuple():
            return json_text([*map(str, wire)])
        case bool():
            return "true" if wire else "false"
        case str() if isinstance(kind, card.Switch):
            return wire
        case _:
            return text


def _samples(source: card.Input, role: Role | None) -> tuple[str, ...]:
    shown = [source.default] if role is Role.SAMPLE else []
    if source.sample != source.default:
        shown.append(source.sample)
    return tuple(text for text in shown if text is not None)


def _shape(model: card.Card, source: card.Input) -> Shape:
    kind = source.kind
    match kind:
        case card.Text(min_length=least, max_length=most):
            if values.takes_file(source):
                return FileUrl(min_length=least, max_length=most)
            return Text(
                numeric=values.holds_whole_number(source),
                fractional=may_be_number(source),
                min_length=least,
                max_length=most,
            )
        case card.Unknown():
            return FileUrl() if values.takes_file(source) else Unknown()
        case card.Select(values=()) | card.Multiselect(values=()):
            return Unknown()
        case card.Select(options=options):
            return _select(source, options)
        case card.Multiselect():
            return _multiselect(model, source, kind)
        case card.Switch(wire=wire):
            return Switch(on=wire[0], off=wire[1]) if wire else Switch()
        case card.Number():
            return _number(kind)
        case card.File(many=many):
            companion = values.companion_of(model, source)
            other = None if companion is None else model.input(companion)
            label = label_line(other) if other else ""
            return Files(
                many=many,
                companion=companion,
                companion_label=label,
                companion_required=(
                    other is not None and values.is_required(model, other)
                ),
            )
    assert_never(kind)


def _number(kind: card.Number) -> WholeNumber | Number:
    shape = WholeNumber if kind.integer else Number
    return shape(
        minimum=kind.minimum,
        maximum=kind.maximum,
        step=_whole_step(kind.step) if kind.integer else kind.step,
        as_text=kind.wire is card.NumberWire.TEXT,
    )


def _whole_step(step: Decimal | None) -> Decimal | None:
    """The step of the whole numbers among the multiples of one: 5 for 2.5; None for any
    whole number.
    """
    whole = Fraction(step).numerator if step else 1
    return None if whole == 1 else Decimal(whole)


def _select(source: card.Input, options: tuple[card.Option, ...]) -> Select | Switch:
    labels = values.labels_of(options)
    pair = values.opposites(source)
    if pair:
        on, off = pair
        return Switch(
            on=on,
            off=off,
            on_label="; ".join(labels[on]),
            off_label="; ".join(labels[off]),
        )
    return Select(options=_options(options))


def _multiselect(
    model: card.Card, source: card.Input, kind: card.Multiselect
) -> Multiselect:
    """A required one takes at least one option, as a required text is not empty."""
    required = values.is_required(model, source)
    most = kind.max_items
    return Multiselect(
        options=_options(kind.options),
        min_items=max(math.ceil(kind.min_items or 0), int(required)),
        max_items=None if most is None else math.floor(most),
    )


def _options(options: tuple[card.Option, ...]) -> tuple[Option, ...]:
    wires = values.labels_of(options)
    return tuple(
        Option(value=value, wire=wire, labels=words)
        for (value, words), wire in zip(
            values.python_values(options), wires, strict=True
        )
    )


def _conditions(
    model: card.Card, names: dict[str, str], conditions: tuple[card.Condition, ...]
) -> tuple[Condition, ...]:
    return tuple(
        Condition(
            name=_name(model, names, each.wire_name),
            values=tuple(
                _condition_value(model.input(each.wire_name), text)
                for text in each.values
            ),
            wire_name=each.wire_name,
            texts=each.values,
        )
        for each in conditions
    )


def _name(model: card.Card, names: dict[str, str], wire_name: str) -> str:
    """The Python name that stands for an input, or for the companion of one."""
    for field in values.fields_of(model):
        if values.companion_of(model, field) == wire_name:
            return names[field.wire_name]
    return names.get(wire_name) or field_name(wire_name)


def _condition_value(other: card.Input | None, text: str) -> PythonScalar:
    """The Python value that a condition writes as a text, whatever its case."""
    match other and other.kind:
        case card.Number():
            number = values.plain_number(values.decimal_of(text))
            return text if number is None else number
        case card.HasOptions(values=options) if other:
            folded = {option.lower(): option for option in options}
            return values.option_value(other, folded.get(text.lower(), text))
        case card.Switch():
            truth = card.truth_of(text)
            return text if truth is None else truth
        case _:
            return text
