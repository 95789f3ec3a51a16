"""Cards → the plan of a Python package.

The plan decides everything that Python needs and templates must not: names,
annotations, defaults, constraints, docstrings, and how a statement is laid out.
"""

from collections.abc import Iterable
from collections.abc import Mapping as Names
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
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
from wirogen.contract.naming import class_name, flag_names, module_name, names_of
from wirogen.contract.texts import label_line, one_line
from wirogen.contract.values import (
    Role,
    decimal_of,
    fields_of,
    holds_whole_number,
    is_required,
    is_switch,
    opposites,
    plain_number,
    python_values,
    role_of_default,
    takes_file,
)
from wirogen.targets.docstrings import class_docstring, docstring, help_docstring
from wirogen.targets.printing import LINE_LENGTH, width_of
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
from wirogen.targets.texts import shortened

_FIELDS = "fields"
_ORIGINS = {
    "Decimal": "decimal",
    "Literal": "typing",
    "FileLike": _FIELDS,
    "FilesLike": _FIELDS,
    "Condition": _FIELDS,
    "Price": "prices",
    "Prices": "prices",
    "Request": _FIELDS,
    "UNSET": _FIELDS,
    "Unset": _FIELDS,
    "file_url": _FIELDS,
    "files": _FIELDS,
    "integer": _FIELDS,
    "number": _FIELDS,
    "request": _FIELDS,
    "select": _FIELDS,
    "switch": _FIELDS,
    "text": _FIELDS,
}
"""The module that each name comes from: of the standard library, or of the runtime."""

_STANDARD = frozenset({"decimal", "typing"})
_RUNTIME = ".._runtime"
_TAKEN = frozenset({*_ORIGINS, "Exception", "Ellipsis", "NotImplemented"})
_UNSET = Name("UNSET")
_INDENT = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """An argument of a call; `keyword` is None for a positional one."""

    keyword: Name | None = None
    value: Expression


class Layout(StrEnum):
    """How black lays the statement of an input out: on one line; its arguments on a
    line of their own; one argument a line; the latter with the annotation on several
    lines, or with the call in parentheses.
    """

    LINE = "line"
    BLOCK = "block"
    ARGUMENTS = "arguments"
    ANNOTATION = "annotation"
    PARENTHESES = "parentheses"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One input of a request class: a statement that says all of it, and its help, the
    docstring below; `help` is empty where the specification has none.
    """

    name: Name
    annotation: Expression
    specifier: Name
    arguments: tuple[Argument, ...]
    layout: Layout
    help: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """`from module import names`, the names in order."""

    module: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """The module of one model, as its template sees it: `arguments` are those of the
    class's decorator, which stand on one line where `is_short` is set.
    """

    path: str
    docstring: str
    standard_imports: tuple[Import, ...]
    relative_imports: tuple[Import, ...]
    arguments: tuple[Argument, ...]
    is_short: bool
    class_name: Name
    class_docstring: str
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
    docstring: str
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
        docstring=docstring(
            "The models of this package, and where the request class of each is.", 0
        ),
        generator=f"wirogen {__version__}",
        models=Mapping(tuple(places)),
    )


def plan_owners(models: Iterable[ModelId]) -> tuple[Owner, ...]:
    """The plans of the packages that hold the models' modules."""
    return tuple(
        Owner(
            path=f"{module_name(owner)}/__init__.py",
            docstring=docstring(f"The models of `{owner}`.", 0),
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
    inputs = fields_of(card)
    names = names_of(card)
    switches = frozenset(field.wire_name for field in inputs if is_switch(field))
    flags = flag_names(names, switches)
    fields = tuple(
        _field(card, field, names, flags[field.wire_name]) for field in inputs
    )
    decorated = _decorator(card)
    used = {"Request", "request", *_names_in_arguments(decorated)}
    for field in fields:
        used.add(field.specifier.text)
        used.update(names_in(field.annotation), _names_in_arguments(field.arguments))
    return Module(
        path=module_path(card.model),
        docstring=docstring(f"The request for `{card.model}`.", 0),
        standard_imports=_imports(used, relative=False),
        relative_imports=_imports(used, relative=True),
        arguments=decorated,
        is_short=len("@request()") + _width(decorated) <= LINE_LENGTH,
        class_name=Name(class_name(card.model, _TAKEN)),
        class_docstring=class_docstring(card),
        fields=fields,
    )


def _decorator(card: Card) -> tuple[Argument, ...]:
    """What the decorator of a request class is given: the model, the path of a run
    where it is not the slug, and prices where there are any.
    """
    model = str(card.model)
    path = None if card.run_path == model else card.run_path
    return (
        Argument(value=model),
        *_keywords(run_path=path, prices=_prices(card.prices)),
    )


def _names_in_arguments(arguments: Iterable[Argument]) -> set[str]:
    return {name for argument in arguments for name in names_in(argument.value)}


def _imports(used: Iterable[str], *, relative: bool) -> tuple[Import, ...]:
    by_module: dict[str, list[str]] = {}
    for name in used:
        origin = _ORIGINS.get(name)
        if origin is not None and (origin not in _STANDARD) is relative:
            module = f"{_RUNTIME}.{origin}" if relative else origin
            by_module.setdefault(module, []).append(name)
    return tuple(
        Import(module=module, names=tuple(sorted(names, key=_import_order)))
        for module, names in sorted(by_module.items())
    )


def _import_order(name: str) -> tuple[int, str]:
    return (0 if name.isupper() else 1 if name[0].isupper() else 2, name)


# --- inputs -------------------------------------------------------------------------


def _field(card: Card, field: Input, names: Names[str, str], flag: str) -> Field:
    default = _default(card, field)
    is_needed = is_required(card, field)
    kind = _annotation(field)
    annotation = kind if default is None or is_needed else _union(kind, Name("Unset"))
    specifier, constraints, labels = _specifier(field)
    arguments = (
        Argument(value=field.wire_name),
        Argument(value=flag),
        *_keywords(
            default=default,
            required=True if is_needed and default is not None else None,
            **constraints,
            required_when=_conditions(card, names, field.corrections.required_when),
            forbidden_when=_conditions(card, names, field.corrections.forbidden_when),
            sample=shortened(one_line(_sample(card, field))) or None,
            label=label_line(field) or None,
            labels=labels,
        ),
    )
    name = names[field.wire_name]
    return Field(
        name=Name(name),
        annotation=annotation,
        specifier=Name(specifier),
        arguments=arguments,
        layout=_layout(name, annotation, specifier, arguments),
        help=help_docstring(field.help, 4),
    )


def _layout(
    name: str, annotation: Expression, specifier: str, arguments: tuple[Argument, ...]
) -> Layout:
    before = _INDENT + len(f"{name}: ") + width_of(None, annotation)
    inside = _width(arguments)
    if before + len(f" = {specifier}()") + inside <= LINE_LENGTH:
        return Layout.LINE
    if before + len(f" = {specifier}(") <= LINE_LENGTH:
        is_short = 2 * _INDENT + inside <= LINE_LENGTH
        return Layout.BLOCK if is_short else Layout.ARGUMENTS
    if before + len(" = (") <= LINE_LENGTH or isinstance(annotation, Name):
        return Layout.PARENTHESES
    return Layout.ANNOTATION


def _annotation(field: Input) -> Expression:
    """The Python type that a caller writes for an input."""
    match field.kind:
        case FreeText() | Unknown():
            if takes_file(field):
                return Name("FileLike")
            text = Name("str")
            return _union(text, Name("int")) if holds_whole_number(field) else text
        case Flag():
            return Name("bool")
        case Number(integer=integer):
            return Name("int" if integer else "float")
        case Choice(values=()):
            return Name("str")
        case Choice(options=options):
            if is_switch(field):
                return Name("bool")
            return Subscript(
                Name("Literal"), tuple(value for value, _ in python_values(options))
            )
        case File(many=many):
            return Name("FilesLike" if many else "FileLike")
    assert_never(field.kind)


def _default(card: Card, field: Input) -> Expression:
    """The default of a field; None where the caller must give a value."""
    if role_of_default(card, field) is Role.DEFAULT and field.default is not None:
        return python_value(field, field.default)
    return None if is_required(card, field) else _UNSET


def _sample(card: Card, field: Input) -> str:
    """A value that the source shows and that nobody sends; empty without one."""
    match role_of_default(card, field):
        case Role.SAMPLE:
            return field.default or ""
        case _:
            return field.sample or ""


def python_value(field: Input, wire: str) -> Constant:
    """The Python value of an allowed wire value."""
    match field.kind:
        case Number(integer=integer):
            return int(Decimal(wire)) if integer else float(wire)
        case Flag():
            return wire == "true"
        case Choice(options=options):
            pair = opposites(field)
            if pair:
                return wire == pair[0]
            python = {str(value): value for value, _ in python_values(options)}
            return python.get(wire, wire)
        case FreeText() | File() | Unknown():
            return wire
    assert_never(field.kind)


def _union(*members: Expression) -> Expression:
    flat: list[Expression] = []
    for member in members:
        flat.extend(member.members if isinstance(member, Union) else (member,))
    return Union(tuple(flat))


def _specifier(field: Input) -> tuple[str, dict[str, Expression], Expression]:
    """An input's field specifier, its constraints, and the labels of its options."""
    match field.kind:
        case FreeText(min_length=shortest, max_length=longest):
            lengths: dict[str, Expression] = {
                "min_length": plain_number(shortest),
                "max_length": plain_number(longest),
            }
            if takes_file(field):
                return "file_url", lengths, None
            numeric = holds_whole_number(field) or None
            return "text", {"numeric": numeric, **lengths}, None
        case Unknown() | Choice(values=()):
            return "text", {}, None
        case Number() as number:
            step = None if number.integer and number.step == 1 else number.step
            bounds: dict[str, Expression] = {
                "minimum": plain_number(number.minimum),
                "maximum": plain_number(number.maximum),
                "step": plain_number(step),
                "as_text": number.wire is NumberWire.TEXT or None,
            }
            return "integer" if number.integer else "number", bounds, None
        case Flag():
            return "switch", {}, None
        case Choice(options=options):
            return _select(field, options)
        case File(many=many, companion=companion):
            return "files", {"many": many or None, "companion": companion}, None
    assert_never(field.kind)


def _select(
    field: Input, options: tuple[Option, ...]
) -> tuple[str, dict[str, Expression], Expression]:
    values = python_values(options)
    labels = {value: "; ".join(words) for value, words in values if words}
    pair = opposites(field)
    if pair:
        on, off = pair
        both = (labels.get(on, ""), labels.get(off, ""))
        return "switch", {"on": on, "off": off}, Items(both) if any(both) else None
    return "select", {}, Mapping(tuple(labels.items())) if labels else None


def _conditions(
    card: Card, names: Names[str, str], conditions: tuple[Condition, ...]
) -> Expression:
    """Conditions in Python's terms: the name of an input, and values of its own."""
    if not conditions:
        return None
    return Items(tuple(_condition(card, names, each) for each in conditions))


def _condition(card: Card, names: Names[str, str], condition: Condition) -> Call:
    other = card.input(condition.wire_name)
    name = names.get(condition.wire_name) or next(
        names[field.wire_name]
        for field in fields_of(card)
        if isinstance(field.kind, File) and field.kind.companion == condition.wire_name
    )
    values = (
        _condition_value(other, value) if other else value for value in condition.values
    )
    return call("Condition", name, *values)


def _condition_value(other: Input, text: str) -> Constant:
    """The Python value that a condition writes as a text, whatever its case."""
    match other.kind:
        case Number():
            number = decimal_of(text)
            return text if number is None else plain_number(number)
        case Choice(values=values):
            folded = {value.lower(): value for value in values}
            return python_value(other, folded.get(text.lower(), text))
        case Flag():
            return python_value(other, text.lower())
        case FreeText() | File() | Unknown():
            return text
    assert_never(other.kind)


def _keywords(**values: Expression) -> tuple[Argument, ...]:
    """The arguments that are not None; None is what every such parameter is without."""
    return tuple(
        Argument(keyword=Name(name), value=value)
        for name, value in values.items()
        if value is not None
    )


def _width(arguments: tuple[Argument, ...]) -> int:
    """The columns of the arguments of a call on one line."""
    parts = [width_of(argument.keyword, argument.value) for argument in arguments]
    return sum(parts) + len(", ") * (len(parts) - 1)


def _prices(prices: Prices | None) -> Expression:
    """What is known of prices; None for nothing."""
    if prices is None or prices == Prices():
        return None
    rows = Items(tuple(map(_price, prices.table)))
    return call(
        "Prices",
        **({"table": rows} if prices.table else {}),
        **_amounts(per_second=prices.per_second, approximate=prices.approximate),
    )


def _price(row: Price) -> Expression:
    conditions = Items(tuple(Items(condition) for condition in row.inputs))
    return call(
        "Price",
        method=row.method,
        **_amounts(
            price=row.price, price_extra=row.price_extra, price_input=row.price_input
        ),
        **({"inputs": conditions} if row.inputs else {}),
    )


def _amounts(**amounts: Decimal | None) -> dict[str, Expression]:
    """Amounts written as texts, so that nothing of them is lost."""
    return {
        name: call("Decimal", str(amount))
        for name, amount in amounts.items()
        if amount is not None
    }
