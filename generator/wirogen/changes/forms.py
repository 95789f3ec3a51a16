"""The forms in which an input's values are given: in Python, as a flag, in a body."""

from collections.abc import Iterable, Iterator
from typing import assert_never

from wirogen import card, contract
from wirogen.changes.grading import Audience
from wirogen.changes.views import View


def form(source: card.Input) -> str:
    """What a body carries for an input, in a word or two.

    Inputs of an unknown type, and selects that list nothing, take any text.
    """
    match source.kind:
        case card.Text() | card.Unknown() | card.HasOptions(values=()):
            return "text"
        case card.Select():
            return "option"
        case card.Multiselect():
            return "several options"
        case card.Number(integer=integer):
            return "whole number" if integer else "number"
        case card.Switch():
            return "boolean"
        case card.File():
            return "file"
    assert_never(source.kind)


def python_type(view: View) -> str | None:
    """The Python type of an input's values, as its class has it; None without one."""
    return _type_of(view.field.shape) if view.field else None


def _type_of(shape: contract.Shape) -> str:
    match shape:
        case contract.Text():
            return _text_type(shape)
        case contract.Unknown():
            return "str"
        case contract.Select(options=options):
            return _literal(options)
        case contract.Multiselect(options=options):
            return f"Sequence[{_literal(options)}]"
        case contract.Switch():
            return "bool"
        case contract.WholeNumber():
            return "int"
        case contract.Number():
            return "float"
        case contract.Files(many=True):
            return "FilesLike"
        case contract.Files() | contract.FileUrl():
            return "FileLike"
    assert_never(shape)


def _literal(options: Iterable[contract.Option]) -> str:
    return f"Literal[{', '.join(repr(option.value) for option in options)}]"


def broken_by_form(old: View, new: View) -> frozenset[Audience]:
    """The audiences that gave values in a form that is not taken now."""
    return frozenset(
        audience
        for audience, before, after in _forms(old, new)
        if before != after and not _is_wider(old, new, audience, before, after)
    )


def widened_by_form(old: View, new: View) -> frozenset[Audience]:
    """The audiences whose values are taken, and others beside them now."""
    return frozenset(
        audience
        for audience, before, after in _forms(old, new)
        if _is_wider(old, new, audience, before, after)
    )


def _forms(old: View, new: View) -> Iterator[tuple[Audience, str, str]]:
    """The form before and after of each audience that has one on both sides."""
    if old.field and new.field:
        before, after = old.field.shape, new.field.shape
        yield Audience.PYTHON, _in_python(before), _in_python(after)
        yield Audience.FLAGS, _as_flag(before), _as_flag(after)
    yield Audience.BODIES, form(old.source), form(new.source)


def _text_type(shape: contract.Text) -> str:
    if shape.fractional:
        return "str | float"
    return "str | int" if shape.numeric else "str"


def _in_python(shape: contract.Shape) -> str:
    match shape:
        case contract.Text(fractional=True):
            return "text or number"
        case contract.Text(numeric=True):
            return "text or whole number"
        case contract.Text() | contract.Unknown():
            return "text"
        case contract.Select():
            return "whole option" if shape.of_integers else "option"
        case contract.Multiselect():
            return "several whole options" if shape.of_integers else "several options"
        case contract.Switch():
            return "boolean"
        case contract.WholeNumber():
            return "whole number"
        case contract.Number():
            return "number"
        case contract.Files() | contract.FileUrl():
            return "file"
    assert_never(shape)


def _as_flag(shape: contract.Shape) -> str:
    match shape:
        case contract.Text():
            return "text"
        case contract.Select():
            return "option"
        case contract.Multiselect():
            return "several options"
        case _:
            return _in_python(shape)


def _is_wider(
    old: View, new: View, audience: Audience, before: str, after: str
) -> bool:
    """Whether a form takes every value that another takes, and more.

    Bounds of two numbers are compared elsewhere; where the forms have no bounds in
    common, a form is wider only without any.
    """
    match before, after:
        case "whole number", "number":
            return True
        case "text", "text or whole number":
            return True
        case "option", "text":
            return _takes_any_text(new)
        case "whole number", "text or whole number":
            return _takes_any_text(new)
        case ("whole number" | "number" | "whole option"), "text":
            is_text = audience is Audience.FLAGS or _travels_as_text(old, audience)
            return is_text and _takes_any_text(new)
        case "whole option", "text or whole number":
            return _takes_any_text(new)
        case "whole option", ("whole number" | "number"):
            return _takes_options(old, new)
        case "option", ("whole number" | "number" | "several options"):
            return audience is Audience.FLAGS and _takes_options(old, new)
        case _:
            return False


def _travels_as_text(view: View, audience: Audience) -> bool:
    """Whether bodies have the numbers of an input as texts."""
    match view.source.kind:
        case card.Number(wire=card.NumberWire.TEXT):
            return audience is Audience.BODIES
        case _:
            return False


def _takes_any_text(view: View) -> bool:
    """Whether a text of any length is taken."""
    match view.source.kind:
        case card.Text(min_length=least, max_length=most):
            return most is None and (least is None or least <= 0)
        case _:
            return True


def _takes_options(old: View, new: View) -> bool:
    """Whether an input takes every option of a select."""
    field = new.field
    match old.source.kind:
        case card.Select(values=values) if field:
            return all(contract.judge(field, value) is not None for value in values)
        case _:
            return False
