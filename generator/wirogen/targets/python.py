"""Cards → the plan of a Python package.

The plan decides everything that Python needs and templates must not: names,
annotations, defaults, descriptions, docstrings.
"""

import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import assert_never

from wirogen import __version__
from wirogen.card import (
    Card,
    Choice,
    Condition,
    File,
    Flag,
    FreeText,
    Input,
    ModelId,
    Number,
    NumberWire,
    Option,
    Price,
    Prices,
    Unknown,
)
from wirogen.naming import class_name, field_names, flag_names, module_name
from wirogen.targets.syntax import (
    Call,
    Constant,
    Expression,
    Items,
    Mapping,
    Name,
    Subscript,
    Union,
    call,
    names_in,
)
from wirogen.targets.texts import help_line, one_line, shortened
from wirogen.targets.wire import fields_of, labels_of, plain_number
from wirogen.values import (
    Role,
    are_whole_numbers,
    holds_whole_number,
    is_required,
    is_switch,
    opposites,
    role_of_default,
    takes_file,
)

_ORIGINS = {
    "dataclass": "dataclasses",
    "Decimal": "decimal",
    "Literal": "typing",
    "FileLike": ".._files",
    "Price": ".._prices",
    "Prices": ".._prices",
    "Request": ".._request",
    "Condition": ".._inputs",
    "FileUrl": ".._inputs",
    "Files": ".._inputs",
    "Float": ".._inputs",
    "Integer": ".._inputs",
    "Option": ".._inputs",
    "Select": ".._inputs",
    "Switch": ".._inputs",
    "Text": ".._inputs",
    "UNSET": ".._inputs",
    "Unset": ".._inputs",
}
_TAKEN = frozenset({*_ORIGINS, "Exception", "Ellipsis", "NotImplemented"})
_UNSET = Name("UNSET")
_WIDTH = 84
_LISTED_OPTIONS = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a request class; `default` is None where the caller must give it."""

    wire_name: str
    name: Name
    annotation: Expression
    default: Expression
    docstring: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """`from module import names`, the names in order."""

    module: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """The module of one model, as its template sees it; `prices` is None where its
    specification tells none.
    """

    path: str
    model: str
    run_path: str
    class_name: Name
    standard_imports: tuple[Import, ...]
    relative_imports: tuple[Import, ...]
    docstring: str
    class_docstring: str
    inputs: Items
    prices: Expression
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """The package of one owner's models."""

    path: str
    docstring: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry:
    """Every model of the package in the order of their slugs: slug → (module relative
    to the package, class name). `generator` names what wrote the package.
    """

    path: str
    generator: str
    models: Mapping


def plan_registry(models: Iterable[ModelId]) -> Registry:
    """The plan of the package's list of models."""
    places = (
        (str(model), Items((_module(model), class_name(model, _TAKEN))))
        for model in sorted(models)
    )
    return Registry(
        path="_registry.py",
        generator=f"wirogen {__version__}",
        models=Mapping(tuple(places)),
    )


def plan_owners(models: Iterable[ModelId]) -> tuple[Owner, ...]:
    """The plans of the packages that hold the models' modules."""
    return tuple(
        Owner(
            path=f"{module_name(owner)}/__init__.py",
            docstring=_docstring(f"The models of `{owner}`.", 0),
        )
        for owner in sorted({model.owner for model in models})
    )


def module_path(model: ModelId) -> str:
    """The path of a model's module below the package's folder."""
    return f"{module_name(model.owner)}/{module_name(model.name)}.py"


def _module(model: ModelId) -> str:
    return f".{module_name(model.owner)}.{module_name(model.name)}"


def plan_module(card: Card) -> Module:
    """The plan of one model's module; it depends on nothing but the Card."""
    shown = fields_of(card)
    renamed = {
        given.wire_name: given.corrections.rename
        for given in shown
        if given.corrections.rename
    }
    names = field_names([given.wire_name for given in shown], renamed)
    switches = frozenset(given.wire_name for given in shown if is_switch(given))
    flags = flag_names(names, switches)
    fields = tuple(_field(card, given, names[given.wire_name]) for given in shown)
    inputs = Items(
        tuple(
            _description(card, given, names[given.wire_name], flags[given.wire_name])
            for given in shown
        )
    )
    prices = _prices(card.prices)
    used = {"Request", "dataclass", *names_in(inputs), *names_in(prices)}
    for field in fields:
        used.update(names_in(field.annotation), names_in(field.default))
    return Module(
        path=module_path(card.model),
        model=str(card.model),
        run_path=card.run_path,
        class_name=Name(class_name(card.model, _TAKEN)),
        standard_imports=_imports(used, relative=False),
        relative_imports=_imports(used, relative=True),
        docstring=_docstring(f"The request for `{card.model}`.", 0),
        class_docstring=_class_docstring(card),
        inputs=inputs,
        prices=prices,
        fields=fields,
    )


def _imports(used: Iterable[str], *, relative: bool) -> tuple[Import, ...]:
    by_module: dict[str, list[str]] = {}
    for name in used:
        module = _ORIGINS.get(name)
        if module is not None and module.startswith(".") is relative:
            by_module.setdefault(module, []).append(name)
    return tuple(
        Import(module=module, names=tuple(sorted(names, key=_import_order)))
        for module, names in sorted(by_module.items())
    )


def _import_order(name: str) -> tuple[int, str]:
    return (0 if name.isupper() else 1 if name[0].isupper() else 2, name)


# --- fields -------------------------------------------------------------------------


def _field(card: Card, given: Input, name: str) -> Field:
    default = _default(card, given)
    optional = default is not None and not is_required(card, given)
    kind = _annotation(given)
    return Field(
        wire_name=given.wire_name,
        name=Name(name),
        annotation=_union(kind, Name("Unset")) if optional else kind,
        default=default,
        docstring=_field_docstring(card, given),
    )


def _annotation(given: Input) -> Expression:
    """The Python type that a caller writes for an input."""
    match given.kind:
        case FreeText() | Unknown():
            if takes_file(given):
                return Name("FileLike")
            text = Name("str")
            return _union(text, Name("int")) if holds_whole_number(given) else text
        case Flag():
            return Name("bool")
        case Number(integer=integer):
            return Name("int" if integer else "float")
        case Choice(values=()):
            return Name("str")
        case Choice(options=options):
            if is_switch(given):
                return Name("bool")
            return Subscript(
                Name("Literal"), tuple(value for value, _ in _python_values(options))
            )
        case File(many=many):
            file = Name("FileLike")
            several = Subscript(Name("list"), (file,))
            return _union(file, several) if many else file
    assert_never(given.kind)


def _default(card: Card, given: Input) -> Expression:
    """The default of a field; None where the caller must give a value."""
    if role_of_default(card, given) is Role.DEFAULT and given.default is not None:
        return python_value(given, given.default)
    return None if is_required(card, given) else _UNSET


def python_value(given: Input, wire: str) -> Constant:
    """The Python value of an allowed wire value."""
    match given.kind:
        case Number(integer=integer):
            return int(Decimal(wire)) if integer else float(wire)
        case Flag():
            return wire == "true"
        case Choice(options=options):
            pair = opposites(given)
            if pair:
                return wire == pair[0]
            python = {str(value): value for value, _ in _python_values(options)}
            return python.get(wire, wire)
        case FreeText() | File() | Unknown():
            return wire
    assert_never(given.kind)


def _python_values(
    options: tuple[Option, ...],
) -> tuple[tuple[str | int, tuple[str, ...]], ...]:
    """Each value of a select once, with its different labels. Where all values are
    whole numbers that their labels repeat (`5`, `10 seconds`), they are ints.
    """
    whole = are_whole_numbers(options)
    return tuple(
        (int(value) if whole else value, labels)
        for value, labels in labels_of(options).items()
    )


def _union(*members: Expression) -> Expression:
    flat: list[Expression] = []
    for member in members:
        flat.extend(member.members if isinstance(member, Union) else (member,))
    return Union(tuple(flat))


# --- descriptions -------------------------------------------------------------------


def _description(card: Card, given: Input, name: str, flag: str) -> Call:
    """The entry of an input in `INPUTS`."""
    words: dict[str, Expression] = {
        "wire_name": given.wire_name,
        "name": name,
        "flag": flag,
        "label": given.label,
        "help": given.help,
        "required": is_required(card, given),
        "required_when": _conditions(given.corrections.required_when),
        "forbidden_when": _conditions(given.corrections.forbidden_when),
    }
    function, constraints = _constraints(given)
    told = {name: value for name, value in words.items() if value not in ("", False)}
    told = {name: value for name, value in told.items() if value != Items(())}
    return call(function, **told, **constraints)


def _conditions(conditions: tuple[Condition, ...]) -> Items:
    return Items(
        tuple(
            (
                call("Condition", wire_name=one.wire_name, values=Items(one.values))
                if one.values
                else call("Condition", wire_name=one.wire_name)
            )
            for one in conditions
        )
    )


def _constraints(given: Input) -> tuple[str, dict[str, Expression]]:
    """The class that describes an input, and what it says beyond names and words."""
    match given.kind:
        case FreeText(min_length=shortest, max_length=longest):
            lengths = _told(
                min_length=plain_number(shortest), max_length=plain_number(longest)
            )
            if takes_file(given):
                return "FileUrl", lengths
            numeric: dict[str, Expression] = {"numeric": True}
            return "Text", (numeric if holds_whole_number(given) else {}) | lengths
        case Unknown() | Choice(values=()):
            return "Text", {}
        case Number() as number:
            bounds = _told(
                minimum=plain_number(number.minimum),
                maximum=plain_number(number.maximum),
                step=plain_number(number.step),
                as_text=number.wire is NumberWire.TEXT or None,
            )
            if number.integer and number.step == 1:
                del bounds["step"]
            return "Integer" if number.integer else "Float", bounds
        case Flag():
            options = (call("Option", True), call("Option", False))
            return "Switch", {"options": Items(options)}
        case Choice():
            return _select(given)
        case File(many=many, companion=companion):
            return "Files", _told(many=many or None, companion=companion)
    assert_never(given.kind)


def _select(given: Input) -> tuple[str, dict[str, Expression]]:
    assert isinstance(given.kind, Choice)  # noqa: S101 - for the type checker
    values = _python_values(given.kind.options)
    pair = opposites(given)
    if pair:
        labels = dict(values)
        told_apart = zip((True, False), pair, strict=True)
        switch = (_option(value, labels[wire], wire) for value, wire in told_apart)
        return "Switch", {"options": Items(tuple(switch))}
    options = (
        _option(value, labels, str(value) if isinstance(value, int) else None)
        for value, labels in values
    )
    return "Select", {"options": Items(tuple(options))}


def _option(value: Constant, labels: tuple[str, ...], wire: str | None) -> Call:
    told = ("; ".join(labels),) if labels else ()
    words: dict[str, Expression] = {} if wire is None else {"wire": wire}
    return call("Option", value, *told, **words)


def _told(**words: Expression) -> dict[str, Expression]:
    return {name: value for name, value in words.items() if value is not None}


def _prices(prices: Prices | None) -> Expression:
    """What `PRICES` holds; None where there is nothing to tell."""
    if prices is None or prices == Prices():
        return None
    rows = Items(tuple(map(_price, prices.table)))
    return call(
        "Prices",
        **({"table": rows} if prices.table else {}),
        **_told(
            per_second=_amount(prices.per_second),
            approximate=_amount(prices.approximate),
        ),
    )


def _price(row: Price) -> Expression:
    conditions = Items(tuple(Items(condition) for condition in row.inputs))
    return call(
        "Price",
        method=row.method,
        **_told(
            price=_amount(row.price),
            price_extra=_amount(row.price_extra),
            price_input=_amount(row.price_input),
        ),
        **({"inputs": conditions} if row.inputs else {}),
    )


def _amount(value: Decimal | None) -> Expression:
    """An amount written as text, so that nothing of it is lost."""
    return None if value is None else call("Decimal", str(value))


# --- docstrings ---------------------------------------------------------------------


def _class_docstring(card: Card) -> str:
    paragraphs = [f"A request for `{card.model}`."]
    if card.title and card.title != card.raw_slug.partition("/")[2]:
        paragraphs.append(_sentence(card.title))
    if card.summary:
        paragraphs.append(one_line(card.summary))
    if card.raw_slug != str(card.model):
        paragraphs.append(f"Wiro writes its name `{one_line(card.raw_slug)}`.")
    return _docstring("\n\n".join(dict.fromkeys(paragraphs)), 4)


def _field_docstring(card: Card, given: Input) -> str:
    label = one_line(given.label)
    paragraphs = [f"{_named(given.wire_name, label)}."]
    helped = help_line(given.help)
    if helped and helped != label:
        paragraphs.append(helped)
    paragraphs += _facts(card, given)
    return _docstring("\n\n".join(paragraphs), 4)


def _named(wire_name: str, label: str) -> str:
    """A wire name, with its label where that says more."""
    says_more = label and label.casefold() != wire_name.casefold()
    return f"`{one_line(wire_name)}`" + (f": {label}" if says_more else "")


def _facts(card: Card, given: Input) -> Iterable[str]:
    """What a docstring tells beyond the words of the specification."""
    if is_required(card, given) and role_of_default(card, given) is not Role.DEFAULT:
        yield "Required."
    match given.kind:
        case Number(minimum=None, maximum=None):
            pass
        case Number(minimum=minimum, maximum=maximum, step=step):
            low = f"from {plain_number(minimum)}" if minimum is not None else ""
            high = f"up to {plain_number(maximum)}" if maximum is not None else ""
            steps = f"in steps of {plain_number(step)}" if step not in (None, 1) else ""
            limits = " ".join(part for part in (low, high, steps) if part)
            yield f"{limits[0].upper()}{limits[1:]}."
        case Choice(options=options) if not is_switch(given):
            yield from _options_listed(options)
        case File(companion=str(companion)):
            other = card.input(companion)
            label = one_line(other.label) if other else ""
            yield f"URLs go into {_named(companion, label)}."
        case _:
            pass
    shown = shortened(one_line(given.default or ""))
    match role_of_default(card, given):
        case Role.REFUSED:
            yield (
                f"The specification's default {shown!r} is not allowed by its own"
                " constraints: it is not sent."
            )
        case Role.SAMPLE if shown:
            yield f"For example: {shown}"
        case _ if given.sample:
            yield f"For example: {shortened(one_line(given.sample))}"


def _options_listed(options: tuple[Option, ...]) -> Iterable[str]:
    labelled = [(value, labels) for value, labels in _python_values(options) if labels]
    lines = [
        f"- {value!r}: {one_line('; '.join(labels))}"
        for value, labels in labelled[:_LISTED_OPTIONS]
    ]
    if len(labelled) > len(lines):
        lines.append(f"- and {len(labelled) - len(lines)} more: see `INPUTS`")
    if lines:
        yield "\n".join(lines)


def _docstring(text: str, indent: int) -> str:
    """A docstring's normal form: wrapped, printable, never ending with a quote.

    The first paragraph stands on the line of the opening quotes; the closing quotes
    stand alone where there is more than one line.
    """
    wrapped = [_wrapped(part, indent) for part in text.split("\n\n") if part.strip()]
    lines = "\n\n".join(wrapped).split("\n")
    if len(lines) == 1:
        only = lines[0]
        return f"{only}." if only[-1] in '"\\' else only
    padding = " " * indent
    body = "\n".join(f"{padding}{line}" if line else "" for line in lines[1:])
    return f"{lines[0]}\n{body}\n{padding}"


def _wrapped(paragraph: str, indent: int) -> str:
    return "\n".join(
        textwrap.fill(
            line,
            _WIDTH - indent,
            subsequent_indent="  " if line.startswith("- ") else "",
            break_long_words=False,
            break_on_hyphens=False,
        )
        for line in paragraph.split("\n")
    )


def _sentence(text: str) -> str:
    line = one_line(text)
    return line if line.endswith((".", "!", "?")) else f"{line}."
