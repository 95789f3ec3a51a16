"""Inputs as callers of a generated client meet them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import assert_never

from wirogen import card, contract
from wirogen.card import Card, Choice, File, Flag, FreeText, Input, Number, Unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """An input, and what a client makes of it beside its neighbours.

    `field` is what its Contract answers; None for the companion of a file input, which
    has no field of its own. `is_required_by_default` and `is_forbidden_by_default` tell
    what conditions between inputs make of it when the caller says nothing.
    """

    given: Input
    field: contract.Input | None = None
    is_required_by_default: bool = False
    is_forbidden_by_default: bool = False

    @property
    def name(self) -> str | None:
        """Its Python name."""
        return self.field.name if self.field else None

    @property
    def flag(self) -> str | None:
        """Its flag."""
        return self.field.flag if self.field else None

    @property
    def required(self) -> bool:
        """Whether a request must carry it."""
        return self.field is not None and self.field.required

    @property
    def sent(self) -> str | None:
        """The default, as the specification writes it."""
        default = self.default
        return default.text if default else None

    @property
    def must_be_given(self) -> bool:
        """Whether a caller cannot leave it out."""
        return self.field is not None and self.field.must_be_set

    @property
    def default(self) -> contract.Value | None:
        """What a request carries when the caller says nothing."""
        return self.field.default if self.field else None

    def sends_like(self, other: "View") -> bool:
        """Whether both send the same when the caller says nothing."""
        mine, others = self.default, other.default
        if mine is None or others is None:
            return mine is others
        match self.given.kind, other.given.kind:
            case Number(), Number():
                return mine.python == others.python
            case _:
                return mine.text == others.text


def views_of(model: Card) -> dict[str, View]:
    """Every input of a Card, by its wire name."""
    fields = {field.wire_name: field for field in contract.resolve_inputs(model)}
    defaults = {name: field.default for name, field in fields.items() if field.default}
    return {
        each.wire_name: _view(each, fields.get(each.wire_name), defaults)
        for each in model.inputs or ()
    }


def _view(
    source: card.Input,
    field: contract.Input | None,
    defaults: Mapping[str, contract.Value],
) -> View:
    if field is None:
        return View(given=source)
    return View(
        given=source,
        field=field,
        is_required_by_default=any(c.holds(defaults) for c in field.required_when),
        is_forbidden_by_default=any(c.holds(defaults) for c in field.forbidden_when),
    )


def form(given: Input) -> str:
    """What a request carries for an input, in one word.

    Inputs of an unknown type, and selects that list nothing, take any text.
    """
    match given.kind:
        case FreeText() | Unknown() | Choice(values=()):
            return "text"
        case Choice():
            return "choice"
        case Number(integer=integer):
            return "integer" if integer else "number"
        case Flag():
            return "flag"
        case File():
            return "file"
    assert_never(given.kind)


def python_type(view: View) -> str | None:
    """The Python type of an input's values, in a few words; None without a field."""
    if view.field is None:
        return None
    shape = view.field.shape
    match shape:
        case contract.Text(numeric=numeric):
            return "str | int" if numeric else "str"
        case contract.Unknown():
            return "str"
        case contract.Select():
            return "int" if shape.of_integers else "str"
        case contract.Switch():
            return "bool"
        case contract.WholeNumber():
            return "int"
        case contract.Number():
            return "float"
        case contract.Files() | contract.FileUrl():
            return "file"
    assert_never(shape)
