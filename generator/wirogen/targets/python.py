"""Cards → the plan of a Python package.

The plan decides everything that Python needs and templates must not: names,
annotations, defaults, descriptions, docstrings.
"""

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
    Price,
    Prices,
    Unknown,
)
from wirogen.naming import class_name, flag_names, module_name, names_of
from wirogen.targets.docstrings import class_docstring, docstring, field_docstring
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
from wirogen.targets.wire import plain_number, python_values
from wirogen.values import (
    Role,
    fields_of,
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
    "Sequence": "collections.abc",
    "FileLike": ".._runtime.files",
    "Price": ".._runtime.prices",
    "Prices": ".._runtime.prices",
    "Request": ".._runtime.request",
    "Condition": ".._runtime.inputs",
    "FileUrl": ".._runtime.inputs",
    "Files": ".._runtime.inputs",
    "Float": ".._runtime.inputs",
    "Integer": ".._runtime.inputs",
    "Option": ".._runtime.inputs",
    "Select": ".._runtime.inputs",
    "Switch": ".._runtime.inputs",
    "Text": ".._runtime.inputs",
    "UNSET": ".._runtime.inputs",
    "Unset": ".._runtime.inputs",
}
_TAKEN = frozenset({*_ORIGINS, "Exception", "Ellipsis", "NotImplemented"})
_UNSET = Name("UNSET")


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
    shown = fields_of(card)
    names = names_of(card)
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
        docstring=docstring(f"The request for `{card.model}`.", 0),
        class_docstring=class_docstring(card),
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
        docstring=field_docstring(card, given),
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
                Name("Literal"), tuple(value for value, _ in python_values(options))
            )
        case File(many=many):
            file = Name("FileLike")
            several = Subscript(Name("Sequence"), (file,))
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
            python = {str(value): value for value, _ in python_values(options)}
            return python.get(wire, wire)
        case FreeText() | File() | Unknown():
            return wire
    assert_never(given.kind)


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
    values = python_values(given.kind.options)
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
