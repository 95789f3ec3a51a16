"""The kind of an input, joined from what the two answers tell of it: what both allow.

A text says little, and any other kind whose values are texts on the wire says more. In
OpenAPI every float, file and plain select is a string, and two strings such as
`inputImage` and `inputImageUrl` are taken for a file by their names alone.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from decimal import Decimal

from wirogen.card import (
    Extra,
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
from wirogen.characters import quoted
from wirogen.diagnostics import codes
from wirogen.own_format.tree import decimal_text, kind_name
from wirogen.plain_tree import number_in
from wirogen.readers.companions import companion_of
from wirogen.remote.disagreements import (
    OPENAPI_CALL,
    Disagreements,
)

_MOST_SHOWN = 8

Range = tuple[Decimal | None, Decimal | None]


def join_kinds(
    openapi: Input, detail: Input, names: Collection[str], about: Disagreements
) -> Kind:
    """The kind that both answers allow; OpenAPI's where they have nothing in common.

    `names` are those of all inputs, among which a file may have its companion.
    """
    match openapi.kind, detail.kind:
        case (Unknown(), kind) | (kind, Unknown()):
            return kind
        case (File(), _) | (_, File()):
            return _with_file(openapi, detail, names, about)
        case (Text(), _) | (_, Text()):
            return _with_text(openapi, detail, about)
        case Number() as one, Number() as other:
            return _numbers(one, other, openapi.default, about)
        case Select() as one, Select() as other:
            return Select(options=_options(one, other, about))
        case Multiselect() as one, Multiselect() as other:
            return _multiselects(one, other, about)
        case Switch() as one, Switch():
            return one
        case _:
            return _openapi_goes_first(openapi, detail, about)


def _with_file(
    openapi: Input, detail: Input, names: Collection[str], about: Disagreements
) -> Kind:
    is_by_name = openapi.type == "string"
    match openapi.kind, detail.kind:
        case File(many=one), File(many=other) if not is_by_name:
            if one is not other:
                several = [
                    "several files" if many else "one file" for many in (one, other)
                ]
                about.add("it", several[0], several[1], "one file is taken")
            return File(many=one and other, companion=_companion(detail, names))
        case (Text() | File()), File(many=many):
            return File(many=many, companion=_companion(detail, names))
        case File(), _ if is_by_name:
            return _with_text(replace(openapi, kind=Text()), detail, about)
        case File(), Text():
            return openapi.kind
        case _:
            return _openapi_goes_first(openapi, detail, about)


def _with_text(openapi: Input, detail: Input, about: Disagreements) -> Kind:
    match openapi.kind, detail.kind:
        case Text() as one, Text() as other:
            return _texts(one, other, about)
        case Text(), Number() as number:
            return replace(number, wire=NumberWire.TEXT)
        case Text(), (Select() | Multiselect()) as select:
            return select
        case Number(wire=NumberWire.TEXT), Text() if openapi.type == "string":
            return detail.kind  # a number by its name alone, and Detail knows better
        case kind, Text():
            return kind
        case _:
            return _openapi_goes_first(openapi, detail, about)


def _openapi_goes_first(openapi: Input, detail: Input, about: Disagreements) -> Kind:
    one, other = _form(openapi), _form(detail)
    about.add("it", one, other, f"{one} is taken")
    return openapi.kind


def _texts(openapi: Text, detail: Text, about: Disagreements) -> Text:
    least, most = _range(
        "length",
        (openapi.min_length, openapi.max_length),
        (detail.min_length, detail.max_length),
        about,
    )
    return Text(min_length=least, max_length=most)


def _numbers(
    openapi: Number, detail: Number, default: str | None, about: Disagreements
) -> Number:
    minimum, maximum = _range(
        "value",
        (openapi.minimum, openapi.maximum),
        (detail.minimum, detail.maximum),
        about,
    )
    is_float = detail.wire is NumberWire.TEXT
    if openapi.integer and (is_float or not _is_whole(detail.step)):
        about.add("it", "a whole number", "any number", "a whole number is taken")
    return Number(
        integer=openapi.integer or _is_integer(openapi, detail, default),
        minimum=minimum,
        maximum=maximum,
        step=_step(openapi.step, detail.step, about),
        wire=openapi.wire,
    )


def _is_integer(openapi: Number, detail: Number, default: str | None) -> bool:
    """Whether a number of OpenAPI is whole because Detail says so, which takes it from
    the default and the step that it shows: those of OpenAPI may tell otherwise.
    """
    shown = (openapi.step, openapi.minimum, openapi.maximum, number_in(default or ""))
    return detail.integer and all(map(_is_whole, shown))


def _is_whole(number: Decimal | None) -> bool:
    return number is None or number == number.to_integral_value()


def _range(what: str, openapi: Range, detail: Range, about: Disagreements) -> Range:
    """What lies in both ranges; OpenAPI's where nothing does."""
    least, most = _picked(max, openapi[0], detail[0]), _picked(
        min, openapi[1], detail[1]
    )
    if least is not None and most is not None and least > most:
        about.add(
            f"the range of its {what}",
            _shown(openapi),
            _shown(detail),
            "they have nothing in common, and the first is taken",
        )
        return openapi
    for side, one, other, taken in (
        ("least", openapi[0], detail[0], least),
        ("greatest", openapi[1], detail[1], most),
    ):
        if None not in (one, other, taken) and one != other:
            texts = [
                decimal_text(end) for end in (one, other, taken) if end is not None
            ]
            hint = f"{texts[2]} is taken, which both allow"
            about.add(f"the {side} {what}", texts[0], texts[1], hint)
    return least, most


def _picked(
    pick: Callable[[Decimal, Decimal], Decimal],
    openapi: Decimal | None,
    detail: Decimal | None,
) -> Decimal | None:
    if openapi is None or detail is None:
        return detail if openapi is None else openapi
    return pick(openapi, detail)


def _step(
    openapi: Decimal | None, detail: Decimal | None, about: Disagreements
) -> Decimal | None:
    """The coarser step if it is a multiple of the finer one, else OpenAPI's."""
    if not openapi or not detail:
        return openapi or detail
    if openapi == detail:
        return openapi
    fine, coarse = sorted((openapi, detail))
    taken = openapi if coarse % fine else coarse
    about.add(
        "the step",
        decimal_text(openapi),
        decimal_text(detail),
        f"{decimal_text(taken)} is taken",
    )
    return taken


def _multiselects(
    openapi: Multiselect, detail: Multiselect, about: Disagreements
) -> Multiselect:
    least, most = _range(
        "number of options",
        (openapi.min_items, openapi.max_items),
        (detail.min_items, detail.max_items),
        about,
    )
    options = _options(openapi, detail, about)
    return Multiselect(min_items=least, max_items=most, options=options)


def _options(
    openapi: HasOptions, detail: HasOptions, about: Disagreements
) -> tuple[Option, ...]:
    """The options of OpenAPI that Detail has too, each with what both say of it; all
    that one of them has where the other lists none.
    """
    if not openapi.values:
        is_better = detail.values or not openapi.options
        return detail.options if is_better else openapi.options
    if not detail.values:
        return openapi.options
    kept = set(openapi.values) & set(detail.values) or set(openapi.values)
    _report_options(openapi, detail, kept, about)
    others: defaultdict[str | None, list[Option]] = defaultdict(list)
    for option in detail.options:
        others[option.value].append(option)
    joined = []
    for option in openapi.options:
        if option.value is None or option.value in kept:
            same = others[option.value]
            joined.append(_option(option, same.pop(0), about) if same else option)
    return tuple(joined)


def _report_options(
    openapi: HasOptions, detail: HasOptions, kept: Collection[str], about: Disagreements
) -> None:
    """Names the options that only one of the answers has."""
    parts = []
    for call, one, other in (
        (OPENAPI_CALL, openapi, detail),
        (about.second, detail, openapi),
    ):
        if alone := [value for value in one.values if value not in other.values]:
            parts.append(f"only {call} has {_listed(alone)}")
    if parts:
        about.find(
            codes.ANSWERS_DISAGREE,
            f"the options differ: {'; '.join(parts)}",
            f"offered: {_listed(value for value in openapi.values if value in kept)};"
            " `options` in the overrides adds others",
        )


def _option(openapi: Option, detail: Option, about: Disagreements) -> Option:
    name = f"of the option {openapi.value!r}"
    return Option(
        value=openapi.value,
        label=about.words(f"the label {name}", openapi.label, detail.label),
        description=about.words(
            f"the description {name}", openapi.description, detail.description
        ),
        extras=_extras(openapi.extras, detail.extras),
    )


def _extras(openapi: tuple[Extra, ...], detail: tuple[Extra, ...]) -> tuple[Extra, ...]:
    names = {extra.name for extra in detail}
    return (*detail, *(extra for extra in openapi if extra.name not in names))


def _companion(detail: Input, names: Collection[str]) -> str | None:
    """The companion of a file of Detail, which may stand in OpenAPI alone."""
    if detail.type == "combinefileinput":
        return None
    return companion_of(detail.wire_name, names)


def _form(field: Input) -> str:
    return f"a {field.type or kind_name(field.kind)}"


def _listed(values: Iterable[str]) -> str:
    shown = [quoted(value) for value in values]
    more = len(shown) - _MOST_SHOWN
    return ", ".join(shown[:_MOST_SHOWN]) + (f" and {more} more" if more > 0 else "")


def _shown(ends: Range) -> str:
    return " to ".join("any" if end is None else decimal_text(end) for end in ends)
