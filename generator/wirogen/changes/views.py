"""Inputs as callers of a generated client meet them."""

from dataclasses import dataclass
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
    Unknown,
)
from wirogen.contract.naming import flag_names, names_of
from wirogen.contract.values import (
    Role,
    are_whole_numbers,
    condition_holds,
    decimal_of,
    holds_whole_number,
    is_required,
    is_switch,
    role_of_default,
    takes_file,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """An input, and what a client makes of it beside its neighbours.

    `name` and `flag` are None for the companion of a file input, which has no field of
    its own. `required` says whether a request must carry the input, `sent` what it
    carries when the caller says nothing. `is_required_by_default` and
    `is_forbidden_by_default` tell what conditions between inputs make of it then.
    """

    given: Input
    name: str | None = None
    flag: str | None = None
    required: bool = False
    sent: str | None = None
    is_required_by_default: bool = False
    is_forbidden_by_default: bool = False

    @property
    def must_be_given(self) -> bool:
        """Whether a caller cannot leave it out."""
        return self.required and self.sent is None

    def sends_like(self, other: "View") -> bool:
        """Whether both send the same when the caller says nothing."""
        if self.sent is None or other.sent is None:
            return self.sent == other.sent
        match self.given.kind, other.given.kind:
            case Number(), Number():
                return decimal_of(self.sent) == decimal_of(other.sent)
            case _:
                return self.sent == other.sent


def views_of(card: Card) -> dict[str, View]:
    """Every input of a Card, by its wire name."""
    inputs = card.inputs or ()
    names = names_of(card)
    flags = flag_names(names, frozenset(g.wire_name for g in inputs if is_switch(g)))
    defaults = {
        given.wire_name: sent
        for given in inputs
        if (sent := _sent(card, given)) is not None
    }

    def holds(conditions: tuple[Condition, ...]) -> bool:
        return any(condition_holds(card, one, defaults) for one in conditions)

    return {
        given.wire_name: (
            View(
                given=given,
                name=names[given.wire_name],
                flag=flags[given.wire_name],
                required=is_required(card, given),
                sent=defaults.get(given.wire_name),
                is_required_by_default=holds(given.corrections.required_when),
                is_forbidden_by_default=holds(given.corrections.forbidden_when),
            )
            if given.wire_name in names
            else View(given=given)
        )
        for given in inputs
    }


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


def python_type(given: Input) -> str:
    """The Python type of an input's values, in a few words."""
    match given.kind:
        case FreeText() | Unknown() if takes_file(given):
            return "file"
        case FreeText() | Unknown():
            return "str | int" if holds_whole_number(given) else "str"
        case Choice(options=options) if not is_switch(given):
            return "int" if are_whole_numbers(options) else "str"
        case Choice() | Flag():
            return "bool"
        case Number(integer=integer):
            return "int" if integer else "float"
        case File():
            return "file"
    assert_never(given.kind)


def _sent(card: Card, given: Input) -> str | None:
    is_default = role_of_default(card, given) is Role.DEFAULT
    return given.default if is_default else None
