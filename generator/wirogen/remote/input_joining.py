"""The inputs of a model, joined from what its sources tell of each."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from wirogen.card import File, Input, Kind, Multiselect, Number, Select, Switch, Unknown
from wirogen.characters import quoted
from wirogen.contract import allows
from wirogen.diagnostics import Diagnostic, codes
from wirogen.plain_tree import number_in
from wirogen.remote.disagreements import (
    OPENAPI_CALL,
    PUBLIC_CARD,
    Disagreements,
)
from wirogen.remote.kind_joining import join_kinds


def join_inputs(
    openapi: Sequence[Input], detail: Sequence[Input], second: str
) -> tuple[tuple[Input, ...], tuple[Diagnostic, ...]]:
    """The inputs that either source tells of, and what they disagree about; `second`
    names the one beside OpenAPI.

    They come in the order of OpenAPI, which tells companions too; what only the second
    has stands behind the input that it follows there.
    """
    by_openapi = {field.wire_name: field for field in openapi}
    by_detail = {field.wire_name: field for field in detail}
    names = _order(list(by_openapi), list(by_detail))
    inputs: list[Input] = []
    findings: list[Diagnostic] = []
    for name in names:
        one, other = by_openapi.get(name), by_detail.get(name)
        field = one or other
        if one is not None and other is not None:
            about = Disagreements(name, one.span, second)
            field = _join(one, other, names, about)
            findings.extend(about)
        if field is not None:
            inputs.append(field)
    companions = {
        field.kind.companion for field in inputs if isinstance(field.kind, File)
    }
    for field in inputs:
        if field.wire_name not in companions:
            findings.extend(_alone(field, by_openapi, by_detail, second))
    return tuple(inputs), tuple(findings)


def _order(openapi: Sequence[str], detail: Sequence[str]) -> list[str]:
    order = list(openapi)
    for index, name in enumerate(detail):
        if name not in openapi:
            order.insert(order.index(detail[index - 1]) + 1 if index else 0, name)
    return order


def _join(
    openapi: Input, detail: Input, names: Collection[str], about: Disagreements
) -> Input:
    kind = join_kinds(openapi, detail, names, about)
    return Input(
        wire_name=openapi.wire_name,
        kind=kind,
        type=detail.type or openapi.type,
        label=about.words("the label", openapi.label, detail.label),
        help=about.words("the help", openapi.help, detail.help),
        required=_required(openapi, detail, about),
        default=_default(openapi, detail, kind, about),
        sample=detail.sample or openapi.sample,
        extras=about.extras(openapi.extras, detail.extras),
        span=openapi.span,
    )


def _required(openapi: Input, detail: Input, about: Disagreements) -> bool | None:
    answers = (openapi.required, detail.required)
    if True in answers and False in answers:
        one, other = ("required" if needed else "not required" for needed in answers)
        about.add("it", one, other, "it is taken as required")
    return True if True in answers else (False if False in answers else None)


def _default(
    openapi: Input, detail: Input, kind: Kind, about: Disagreements
) -> str | None:
    one, other = openapi.default, detail.default
    if one is None or other is None:
        return other if one is None else one
    if _is_same(one, other, kind):
        return one
    is_better = allows(kind, other) and not allows(kind, one)
    taken = other if is_better else one
    about.add("the default", quoted(one), quoted(other), f"{quoted(taken)} is taken")
    return taken


def _is_same(one: str, other: str, kind: Kind) -> bool:
    if isinstance(kind, Number):
        number = number_in(one)
        return number is not None and number == number_in(other)
    if isinstance(kind, Multiselect):
        first, second = kind.chosen(one), kind.chosen(other)
        return first is not None and second is not None and {*first} == {*second}
    return one.split() == other.split()


def _alone(
    field: Input, openapi: Collection[str], detail: Collection[str], second: str
) -> Disagreements:
    """What is to be said of an input that only one source tells of."""
    about = Disagreements(field.wire_name, field.span)
    for call, names, other in (
        (OPENAPI_CALL, detail, second),
        (second, openapi, OPENAPI_CALL),
    ):
        if field.wire_name not in names:
            message = f"{call} has this input, and {other} does not"
            about.find(codes.INPUT_IN_ONE_ANSWER, message, _HOW_TO_OMIT)
    return about


_HOW_TO_OMIT = "it is kept; `omit` in the overrides takes it out"


def complete_inputs(
    inputs: Sequence[Input], public: Sequence[Input]
) -> tuple[tuple[Input, ...], tuple[Diagnostic, ...]]:
    """The inputs of the answers with what only the public card tells of them, and
    those that only it has; and what is odd about that.
    """
    by_public = {field.wire_name: field for field in public}
    names = _order([field.wire_name for field in inputs], list(by_public))
    by_name = {field.wire_name: field for field in inputs}
    completed: list[Input] = []
    findings: list[Diagnostic] = []
    for name in names:
        field, shown = by_name.get(name), by_public.get(name)
        about = Disagreements(name, (field or by_public[name]).span)
        if field is None:
            message = f"this input is in {PUBLIC_CARD} alone"
            about.find(codes.INPUT_IN_ONE_ANSWER, message, _HOW_TO_OMIT)
            completed.append(by_public[name])
        else:
            completed.append(_completed(field, shown) if shown else field)
        findings.extend(about)
    return tuple(completed), tuple(findings)


def _completed(field: Input, public: Input) -> Input:
    """An input with what the public card has where it has nothing.

    An empty default in a card may be none at all.
    """
    kind = field.kind
    match kind, public.kind:
        case Unknown(), _:
            kind = public.kind
        case Select(options=()), Select():
            kind = public.kind
        case (Multiselect(options=()), Multiselect()) | (Switch(), Switch()):
            kind = public.kind
        case _:
            pass
    return replace(
        field,
        kind=kind,
        type=field.type or public.type,
        label=field.label or public.label,
        help=field.help or public.help,
        default=(public.default or None) if field.default is None else field.default,
        sample=public.sample if field.sample is None else field.sample,
    )
