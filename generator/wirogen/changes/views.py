"""Inputs as callers of a generated client meet them."""

from collections.abc import Mapping
from dataclasses import dataclass

from wirogen import card, contract
from wirogen.card import Card, Input, Multiselect, Number, Switch
from wirogen.changes.grading import ALL, BODIES, Audience


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """An input, and what a client makes of it beside its neighbours.

    `field` is what its Contract answers; None for the companion of a file input, which
    has no field of its own: callers give its values to that input, `carrier`.
    `is_required_by_default` and `is_forbidden_by_default` tell what conditions between
    inputs make of it when the caller says nothing.
    """

    source: Input
    field: contract.Input | None = None
    carrier: contract.Input | None = None
    is_required_by_default: bool = False
    is_forbidden_by_default: bool = False

    @property
    def name(self) -> str | None:
        """The argument that takes its values in Python."""
        field = self.field or self.carrier
        return field.name if field else None

    @property
    def flag(self) -> str | None:
        """The flag that takes its values."""
        field = self.field or self.carrier
        return field.flag if field else None

    @property
    def audiences(self) -> frozenset[Audience]:
        """Who meets it: a companion stands in nothing but bodies."""
        return ALL if self.field else BODIES

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
    def refused(self) -> str | None:
        """A default of the specification that its own constraints do not allow."""
        return self.field.refused if self.field else None

    @property
    def must_be_set(self) -> bool:
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
        match self.source.kind, other.source.kind:
            case Number(), Number():
                return mine.python == others.python
            case Switch(), Switch():
                return mine.python == others.python
            case Multiselect(), Multiselect() if isinstance(mine.wire, tuple):
                return isinstance(others.wire, tuple) and {*mine.wire} == {*others.wire}
            case _:
                return mine.text == others.text


def views_of(model: Card) -> dict[str, View]:
    """Every input of a Card, by its wire name."""
    inputs = contract.resolve_inputs(model)
    fields = {field.wire_name: field for field in inputs}
    carriers = {name: field for field in inputs for name in field.wire_names[1:]}
    defaults = {name: field.default for name, field in fields.items() if field.default}
    return {
        each.wire_name: _view(each, fields.get(each.wire_name), carriers, defaults)
        for each in model.inputs or ()
    }


def _view(
    source: card.Input,
    field: contract.Input | None,
    carriers: Mapping[str, contract.Input],
    defaults: Mapping[str, contract.Value],
) -> View:
    if field is None:
        return View(source=source, carrier=carriers.get(source.wire_name))
    return View(
        source=source,
        field=field,
        is_required_by_default=any(c.holds(defaults) for c in field.required_when),
        is_forbidden_by_default=any(c.holds(defaults) for c in field.forbidden_when),
    )
