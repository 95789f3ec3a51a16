"""One correction of one input: what comes of it, or why it does not fit."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, assert_never

from wirogen.card import (
    Card,
    Corrections,
    File,
    HasOptions,
    Input,
    Kind,
    Multiselect,
    Number,
    NumberWire,
    Option,
    Select,
    Switch,
    Text,
    Unknown,
)
from wirogen.contract import allows
from wirogen.diagnostics import Refused, codes, refusal
from wirogen.diagnostics.near import did_you_mean
from wirogen.overrides.corrections import (
    AddOptions,
    Answer,
    Conditions,
    Correction,
    Default,
    KindName,
    Limit,
    Omit,
    Recast,
    RemoveOptions,
    Rename,
    WireForm,
    Words,
)
from wirogen.own_format.tree import kind_name
from wirogen.readers.companions import companion_of


def corrected(card: Card, wire_name: str, correction: Correction) -> Card:
    """The Card with one correction of the input of that name.

    Raises Refused where the correction does not fit the input.
    """
    inputs = card.inputs or ()
    if isinstance(correction, Omit):
        kept = (field for field in inputs if field.wire_name != wire_name)
        return replace(card, inputs=tuple(_parted(field, wire_name) for field in kept))
    corrected_inputs = (
        _corrected(card, field, correction) if field.wire_name == wire_name else field
        for field in inputs
    )
    return replace(card, inputs=tuple(corrected_inputs))


def word_for(kind: Kind) -> str:
    """The word that people write for a kind."""
    match kind:
        case Number(integer=True):
            return KindName.INTEGER.value
        case File(many=True):
            return KindName.FILES.value
        case _:
            return kind_name(kind)


def _parted(field: Input, companion: str) -> Input:
    """An input without its companion, if it is that one."""
    match field.kind:
        case File(companion=other) if other == companion:
            return replace(field, kind=replace(field.kind, companion=None))
        case _:
            return field


def _corrected(card: Card, field: Input, correction: Correction) -> Input:
    match correction:
        case Recast(kind=name):
            return replace(field, kind=_recast(card, field, name))
        case WireForm() | RemoveOptions() | AddOptions() | Limit():
            return replace(field, kind=_constrained(field, correction))
        case Answer(key="required", answer=answer):
            return replace(field, required=answer)
        case Default():
            return _with_default(field, correction)
        case Words(key="label", words=words):
            return replace(field, label=words)
        case Words(words=words):
            return replace(field, help=words)
        case Answer() | Conditions() | Rename():
            return replace(field, corrections=_settled(field, correction))
        case Omit():
            return field
    assert_never(correction)


def _with_default(field: Input, correction: Default) -> Input:
    default = correction.default
    if correction.is_list and not isinstance(field.kind, Multiselect):
        raise _misfit(field, correction, "multiselects where it is a list")
    if default is not None and not allows(field.kind, default):
        raise _default_refused(field, correction, default)
    return replace(field, default=default)


def _recast(card: Card, field: Input, name: KindName) -> Kind:
    """Another kind, with what the old one has of the same. A number keeps its form on
    the wire: what was a text is sent as one.
    """
    kind = field.kind
    match name:
        case KindName.TEXT:
            return kind if isinstance(kind, Text) else Text()
        case KindName.NUMBER | KindName.INTEGER:
            is_integer = name is KindName.INTEGER
            if isinstance(kind, Number):
                return replace(kind, integer=is_integer)
            return Number(integer=is_integer, wire=NumberWire.TEXT)
        case KindName.SELECT:
            return kind if isinstance(kind, Select) else Select(options=_options(kind))
        case KindName.MULTISELECT:
            if isinstance(kind, Multiselect):
                return kind
            return Multiselect(options=_options(kind))
        case KindName.SWITCH:
            return _switch(field)
        case KindName.FILE | KindName.FILES:
            names = [each.wire_name for each in card.inputs or ()]
            companion = companion_of(field.wire_name, names)
            if isinstance(kind, File):
                companion = kind.companion
            return File(many=name is KindName.FILES, companion=companion)
    assert_never(name)


def _switch(field: Input) -> Switch:
    """A switch that is sent as the texts that its options, or its default, are; a
    boolean where they may be booleans.
    """
    match field.kind:
        case Switch() as kind:
            return kind
        case HasOptions(values=values):
            return Switch.sent_as(next(iter(values), ""))
        case Unknown() if field.default in {"true", "false"}:
            return Switch()
        case _:
            return Switch.sent_as(field.default or "")


def _options(kind: Kind) -> tuple[Option, ...]:
    return kind.options if isinstance(kind, HasOptions) else ()


def _constrained(
    field: Input, correction: WireForm | RemoveOptions | AddOptions | Limit
) -> Kind:
    match field.kind, correction:
        case Number() as number, WireForm(wire=wire):
            return replace(number, wire=wire)
        case (
            (Number(), Limit(key="minimum" | "maximum" | "step" as key, limit=limit))
            | (Text(), Limit(key="min_length" | "max_length" as key, limit=limit))
            | (Multiselect(), Limit(key="min_items" | "max_items" as key, limit=limit))
        ):
            limits: dict[str, Any] = {key: limit}
            return replace(field.kind, **limits)
        case (Select() | Multiselect()) as select, RemoveOptions() | AddOptions():
            return replace(select, options=tuple(_offered(select, correction)))
        case _, WireForm() | Limit(key="minimum" | "maximum" | "step"):
            raise _misfit(field, correction, "numbers")
        case _, Limit(key="min_items" | "max_items"):
            raise _misfit(field, correction, "multiselects")
        case _, Limit():
            raise _misfit(field, correction, "texts")
        case _, RemoveOptions() | AddOptions():
            raise _misfit(field, correction, "selects")
    raise AssertionError("every correction of a constraint is handled above")


def _offered(
    select: HasOptions, correction: RemoveOptions | AddOptions
) -> Iterator[Option]:
    """The options of a select after a correction."""
    match correction:
        case RemoveOptions(values=values):
            yield from (one for one in select.options if one.value not in values)
        case AddOptions(options=options):
            yield from select.options
            yield from (one for one in options if one.value not in select.values)


def _settled(field: Input, correction: Answer | Conditions | Rename) -> Corrections:
    settled = field.corrections
    match correction:
        case Rename(name=name):
            return replace(settled, rename=name)
        case Conditions(key="required_when", conditions=conditions):
            return replace(settled, required_when=conditions)
        case Conditions(conditions=conditions):
            return replace(settled, forbidden_when=conditions)
        case _ if not isinstance(field.kind, Text | Unknown):
            raise _misfit(field, correction, "texts")
        case Answer(key="always_send", answer=answer):
            return replace(settled, always_send=answer)
        case Answer(answer=answer):
            return replace(settled, takes_file=answer)
    assert_never(correction)


def _misfit(field: Input, correction: Correction, fitting: str) -> Refused:
    return refusal(
        codes.CORRECTION_DOES_NOT_FIT,
        f"{field.wire_name}: `{correction.key}` is for {fitting}, and the kind of this"
        f" input is {word_for(field.kind)}",
        correction.span,
        f"correct its `kind` too, or leave `{correction.key}` out",
    )


def _default_refused(field: Input, correction: Correction, default: str) -> Refused:
    options = field.kind.values if isinstance(field.kind, HasOptions) else ()
    return refusal(
        codes.CORRECTION_DOES_NOT_FIT,
        f"{field.wire_name}: the default {default!r} is not allowed by the input",
        correction.span,
        did_you_mean(default, options) or "correct its constraints too",
    )
