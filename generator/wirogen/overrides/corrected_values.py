"""What a Card says about that which a correction is about: the same before and after
means that the correction has no effect.
"""

from collections.abc import Collection
from typing import assert_never

from wirogen import shown_values
from wirogen.card import Card, HasOptions, Input, Number
from wirogen.contract import FileUrl, resolve_inputs
from wirogen.overrides.correcting import word_for
from wirogen.overrides.corrections import (
    AddOptions,
    Answer,
    Conditions,
    Correction,
    Default,
    Limit,
    Omit,
    Recast,
    RemoveOptions,
    Rename,
    WireForm,
    Words,
)
from wirogen.readers.file_evidence import plain_texts, weigh


def said(card: Card, wire_name: str, correction: Correction) -> str | None:
    """What a Card says, as one text; None where it says nothing."""
    field = card.input(wire_name)
    if field is None:
        return None
    match correction:
        case Omit() | Recast():
            return word_for(field.kind)
        case WireForm() | Limit() | RemoveOptions() | AddOptions():
            return _constraint(field, correction)
        case Answer(key="required"):
            return shown_values.yes_or_no(field.required)
        case Default():
            return field.default
        case Words(key="label"):
            return field.label
        case Words():
            return field.help
        case Conditions(key=key):
            return shown_values.conditions(getattr(field.corrections, key))
        case Answer() | Rename():
            return _settled(card, field, correction)
    assert_never(correction)


def _constraint(
    field: Input, correction: WireForm | Limit | RemoveOptions | AddOptions
) -> str | None:
    match correction:
        case WireForm():
            return field.kind.wire.value if isinstance(field.kind, Number) else None
        case Limit(key=key):
            return shown_values.number(getattr(field.kind, key))
        case RemoveOptions(values=values):
            return _options(field, values)
        case AddOptions(options=options):
            return _options(field, [option.value for option in options])
    assert_never(correction)


def _settled(card: Card, field: Input, correction: Answer | Rename) -> str | None:
    resolved = {each.source: each for each in resolve_inputs(card)}.get(field)
    match correction:
        case Answer(key="always_send"):
            return shown_values.yes_or_no(resolved is not None and resolved.is_sent)
        case Answer():
            is_open = field.corrections.takes_file is None
            if is_open and weigh(field, plain_texts(card)).is_in_doubt:
                return None
            is_file = resolved is not None and isinstance(resolved.shape, FileUrl)
            return shown_values.yes_or_no(is_file)
        case Rename():
            return resolved.name if resolved else None
    assert_never(correction)


def _options(field: Input, values: Collection[str | None]) -> str | None:
    """Those of the options that have one of some values."""
    options = field.kind.options if isinstance(field.kind, HasOptions) else ()
    return shown_values.options(option for option in options if option.value in values)
