"""What a Card says about that which a correction is about: the same before and after
means that the correction has no effect.
"""

from collections.abc import Collection
from typing import assert_never

from wirogen import shown_values
from wirogen.card import Card, Choice, Input, Number
from wirogen.contract import FileUrl, resolve_inputs
from wirogen.overrides.correcting import word_for
from wirogen.overrides.corrections import (
    AddOptions,
    AlwaysSend,
    Conditions,
    Correction,
    Default,
    Limit,
    Omit,
    Recast,
    RemoveOptions,
    Rename,
    Require,
    TakesFile,
    WireForm,
    Words,
)


def said(card: Card, wire_name: str, correction: Correction) -> str | None:
    """What a Card says, as one text; None where it says nothing."""
    given = card.input(wire_name)
    if given is None:
        return None
    match correction:
        case Omit() | Recast():
            return word_for(given.kind)
        case WireForm() | Limit() | RemoveOptions() | AddOptions():
            return _constraint(given, correction)
        case Require():
            return shown_values.yes_or_no(given.required)
        case Default():
            return given.default
        case Words(key="label"):
            return given.label
        case Words():
            return given.help
        case AlwaysSend() | TakesFile() | Conditions() | Rename():
            return _settled(card, given, correction)
    assert_never(correction)


def _constraint(
    given: Input, correction: WireForm | Limit | RemoveOptions | AddOptions
) -> str | None:
    match correction:
        case WireForm():
            return given.kind.wire.value if isinstance(given.kind, Number) else None
        case Limit(key=key):
            return shown_values.number(getattr(given.kind, key))
        case RemoveOptions(values=values):
            return _options(given, values)
        case AddOptions(options=options):
            return _options(given, [option.value for option in options])
    assert_never(correction)


def _settled(
    card: Card, given: Input, correction: AlwaysSend | TakesFile | Conditions | Rename
) -> str | None:
    resolved = (each for each in resolve_inputs(card) if each.source is given)
    field = next(resolved, None)
    match correction:
        case AlwaysSend():
            return shown_values.yes_or_no(
                field is not None and field.default is not None
            )
        case TakesFile():
            is_file = field is not None and isinstance(field.shape, FileUrl)
            return shown_values.yes_or_no(is_file)
        case Conditions(key="required_when"):
            return shown_values.conditions(given.corrections.required_when)
        case Conditions():
            return shown_values.conditions(given.corrections.forbidden_when)
        case Rename():
            return field.name if field else None
    assert_never(correction)


def _options(given: Input, values: Collection[str | None]) -> str | None:
    """Those of the options that have one of some values."""
    options = given.kind.options if isinstance(given.kind, Choice) else ()
    return shown_values.options(option for option in options if option.value in values)
