"""Contracts → the plan of a Python package.

The plan decides everything that Python needs and templates must not: names,
annotations, defaults, constraints, docstrings, and how a statement is laid out.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import assert_never

from wirogen import __version__
from wirogen.card import Price, Prices
from wirogen.contract import (
    Condition,
    Contract,
    Files,
    FileUrl,
    HasBounds,
    Input,
    Multiselect,
    Number,
    Option,
    Select,
    Shape,
    Switch,
    Text,
    Unknown,
    WholeNumber,
    plain_number,
)
from wirogen.contract.texts import one_line
from wirogen.targets.docstrings import class_docstring, docstring, help_docstring
from wirogen.targets.entries import Entry
from wirogen.targets.printing import LINE_LENGTH, width_of
from wirogen.targets.runtime import WHOLE, Runtime
from wirogen.targets.syntax import (
    Call,
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
    "Sequence": "collections.abc",
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
    "multiselect": _FIELDS,
    "number": _FIELDS,
    "request": _FIELDS,
    "select": _FIELDS,
    "switch": _FIELDS,
    "text": _FIELDS,
}
"""The module that each name comes from: of the standard library, or of the runtime."""

_STANDARD = frozenset({"collections.abc", "decimal", "typing"})
_REGISTRY = "_registry"
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
    to the package, class name). `generator` names what wrote the package, `package`
    makes it known to its runtime.
    """

    path: str
    docstring: str
    runtime_import: Import
    generator: str
    models: Mapping
    package: Call


@dataclass(frozen=True, slots=True, kw_only=True)
class Public:
    """The stub of the package, for type checkers alone: what is offered at its root."""

    path: str
    imports: tuple[Import, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overload:
    """What `request_class` gives for one slug, and how black lays its signature out: on
    one line, its parameter on a line of its own, or that with its annotation on several
    lines.
    """

    slug: Expression
    class_name: Name
    layout: Layout


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryTypes:
    """The stub beside the registry, for type checkers alone: which class each slug
    gives. `overloads` are empty where the package has no model, or too many.
    """

    path: str
    standard_imports: tuple[Import, ...]
    relative_imports: tuple[Import, ...]
    overloads: tuple[Overload, ...]


NamesOfHomes = dict[str, tuple[str, ...]]
"""Names by the modules that they lie in, relative to the runtime."""

MOST_OVERLOADS = 500
"""mypy compares every overload with every other: 500 take it a second or two, 2,000
half a minute.
"""


def plan_public(names: NamesOfHomes, runtime: Runtime = WHOLE) -> Public:
    """The plan of the package's own stub. `names` are those that the modules of the
    runtime offer, as far as their rooms are there.
    """
    offered = {
        f".{_REGISTRY}": ("models", "request_class"),
        **{
            f"{runtime.place}.{home}": names_of_home
            for home, names_of_home in names.items()
            if runtime.has(home)
        },
    }
    return Public(
        path="__init__.pyi",
        imports=tuple(
            Import(module=module, names=tuple(f"{name} as {name}" for name in names))
            for module, names in offered.items()
        ),
    )


def plan_registry_types(
    entries: Sequence[Entry], runtime: Runtime = WHOLE
) -> RegistryTypes:
    """The plan of the stub beside the package's list of models."""
    listed = entries if len(entries) <= MOST_OVERLOADS else ()
    names = _short_names([each.title for each in listed])
    imports = [
        (_module(each), each.title if name == each.title else f"{each.title} as {name}")
        for each, name in zip(listed, names, strict=True)
    ]
    typing = Import(module="typing", names=("Literal", "overload"))
    package = Import(module=runtime.place, names=("package",))
    request = Import(module=f"{runtime.place}.request", names=("Request",))
    classes = (Import(module=module, names=(name,)) for module, name in sorted(imports))
    return RegistryTypes(
        path=f"{_REGISTRY}.pyi",
        standard_imports=(typing,) if listed else (),
        relative_imports=(package, request, *classes),
        overloads=tuple(
            _overload(each.model, name)
            for each, name in zip(listed, names, strict=True)
        ),
    )


_LONGEST_NAME = 60


def _short_names(titles: Sequence[str]) -> list[str]:
    """The names that classes have in the stub: their own, but for those that are long,
    or that another model's class has, too.
    """
    uses = Counter(titles)
    return [
        title if uses[title] == 1 and len(title) <= _LONGEST_NAME else f"Model_{number}"
        for number, title in enumerate(titles, start=1)
    ]


def _overload(model: str, class_name: str) -> Overload:
    slug = Subscript(Name("Literal"), (model,))
    width = width_of(None, slug)
    line = len("def request_class(slug: ) -> type[]: ...") + width + len(class_name)
    layout = Layout.LINE
    if line > LINE_LENGTH:
        is_wide = _INDENT + len("slug: ,") + width > LINE_LENGTH
        layout = Layout.ANNOTATION if is_wide else Layout.BLOCK
    return Overload(slug=slug, class_name=Name(class_name), layout=layout)


def plan_registry(entries: Iterable[Entry], runtime: Runtime = WHOLE) -> Registry:
    """The plan of the package's list of models."""
    places = ((each.model, Items((_module(each), each.title))) for each in entries)
    return Registry(
        path=f"{_REGISTRY}.py",
        docstring=docstring(
            "The models of this package, and where the request class of each is.", 0
        ),
        runtime_import=Import(module=f"{runtime.place}.package", names=("Package",)),
        generator=f"wirogen {__version__}",
        models=Mapping(tuple(places)),
        package=_package(runtime.shared_with),
    )


def _package(shared_with: tuple[str, ...]) -> Call:
    others = {"shared_with": Items(shared_with)} if shared_with else {}
    known = (Name("__name__"), Name("GENERATOR"), Name("MODELS"))
    return call("Package", *known, **others)


def plan_owners(entries: Iterable[Entry]) -> tuple[Owner, ...]:
    """The plans of the packages that hold the models' modules."""
    owners = {_first(each.model): _first(each.path) for each in entries}
    return tuple(
        Owner(
            path=f"{package}/__init__.py",
            docstring=docstring(f"The models of `{owner}`.", 0),
        )
        for owner, package in sorted(owners.items())
    )


def _module(entry: Entry) -> str:
    """The module of a model's request class, relative to the package."""
    return f".{entry.path.removesuffix('.py').replace('/', '.')}"


def _first(path: str) -> str:
    return path.partition("/")[0]


def plan_module(contract: Contract, runtime: Runtime = WHOLE) -> Module:
    """The plan of one model's module; it depends on nothing but the Contract and the
    place of the runtime.
    """
    shadows = frozenset(each.name for each in contract.listed)
    fields = tuple(_field(each, shadows) for each in contract.listed)
    decorated = _decorator(contract)
    used = {"Request", "request", *_names_in_arguments(decorated)}
    for field in fields:
        used.add(field.specifier.text)
        used.update(names_in(field.annotation), _names_in_arguments(field.arguments))
    return Module(
        path=f"{'/'.join(contract.module)}.py",
        docstring=docstring(f"The request for `{contract.model}`.", 0),
        standard_imports=_imports(used, ""),
        relative_imports=_imports(used, f"{runtime.place_below()}."),
        arguments=decorated,
        is_short=len("@request()") + _width(decorated) <= LINE_LENGTH,
        class_name=Name(contract.class_name),
        class_docstring=class_docstring(contract),
        fields=fields,
    )


def _decorator(contract: Contract) -> tuple[Argument, ...]:
    """What the decorator of a request class is given: the model, the path of a run
    where it is not the slug, and prices where there are any.
    """
    model, path = str(contract.model), str(contract.run_path)
    return (
        Argument(value=model),
        *_keywords(
            run_path=None if path == model else path, prices=_prices(contract.prices)
        ),
    )


def _names_in_arguments(arguments: Iterable[Argument]) -> set[str]:
    return {name for argument in arguments for name in names_in(argument.value)}


def _imports(used: Iterable[str], place: str) -> tuple[Import, ...]:
    """The imports from below a place, which is empty for the standard library."""
    by_module: dict[str, list[str]] = {}
    for name in used:
        public = name.removeprefix("_")
        origin = _ORIGINS.get(public)
        if origin is not None and (origin in _STANDARD) is not bool(place):
            imported = name if name == public else f"{public} as {name}"
            by_module.setdefault(place + origin, []).append(imported)
    return tuple(
        Import(module=module, names=tuple(sorted(names, key=_import_order)))
        for module, names in sorted(by_module.items())
    )


def _import_order(name: str) -> tuple[int, str]:
    return (0 if name.isupper() else 1 if name[0].isupper() else 2, name)


# --- inputs -------------------------------------------------------------------------


def _field(source: Input, shadows: frozenset[str]) -> Field:
    """The statement of an input. `shadows` are the names of all inputs: in the body of
    the class they hide a field specifier of the same name, which is imported privately.
    """
    annotation = _annotation(source.shape)
    if not source.required:
        annotation = _union(annotation, Name("Unset"))
    specifier, constraints, labels = _specifier(source.shape)
    specifier = f"_{specifier}" if specifier in shadows else specifier
    arguments = (
        Argument(value=source.wire_name),
        Argument(value=source.flag),
        *_keywords(
            default=_default(source),
            required=True if source.required and source.default else None,
            **constraints,
            required_when=_conditions(source.required_when),
            forbidden_when=_conditions(source.forbidden_when),
            sample=shortened(one_line(next(iter(source.samples), ""))) or None,
            refused=source.refused,
            label=source.label or None,
            labels=labels,
        ),
    )
    return Field(
        name=Name(source.name),
        annotation=annotation,
        specifier=Name(specifier),
        arguments=arguments,
        layout=_layout(source.name, annotation, specifier, arguments),
        help=help_docstring(source.help, 4),
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


def _annotation(shape: Shape) -> Expression:
    """The Python type that a caller writes for an input."""
    match shape:
        case Text():
            return _text_annotation(shape)
        case Unknown():
            return Name("str")
        case WholeNumber():
            return Name("int")
        case Number():
            return Name("float")
        case Switch():
            return Name("bool")
        case Select(options=options):
            return _literal(options)
        case Multiselect(options=options):
            return Subscript(Name("Sequence"), (_literal(options),))
        case Files(many=True):
            return Name("FilesLike")
        case Files() | FileUrl():
            return Name("FileLike")
    assert_never(shape)


def _text_annotation(shape: Text) -> Expression:
    if shape.fractional:
        return _union(Name("str"), Name("float"))
    return _union(Name("str"), Name("int")) if shape.numeric else Name("str")


def _default(source: Input) -> Expression:
    """The default of a field; None where the caller must give a value."""
    if source.default is not None:
        python = source.default.python
        return Items(python) if isinstance(python, tuple) else python
    return None if source.required else _UNSET


def _union(*members: Expression) -> Expression:
    flat: list[Expression] = []
    for member in members:
        flat.extend(member.members if isinstance(member, Union) else (member,))
    return Union(tuple(flat))


def _literal(options: tuple[Option, ...]) -> Expression:
    return Subscript(Name("Literal"), tuple(each.value for each in options))


def _labels(options: tuple[Option, ...]) -> Expression:
    labelled = tuple((o.value, "; ".join(o.labels)) for o in options if o.labels)
    return Mapping(labelled) if labelled else None


def _specifier(shape: Shape) -> tuple[str, dict[str, Expression], Expression]:
    """An input's field specifier, its constraints, and the labels of its options."""
    match shape:
        case Text(numeric=numeric, fractional=fractional):
            takes = {"numeric": numeric or None, "fractional": fractional or None}
            return "text", {**takes, **_lengths(shape)}, None
        case Unknown():
            return "text", {}, None
        case FileUrl():
            return "file_url", _lengths(shape), None
        case WholeNumber():
            return "integer", _bounds(shape), None
        case Number():
            return "number", _bounds(shape), None
        case Switch(on=on, off=off):
            labels = (shape.on_label, shape.off_label)
            wire: dict[str, Expression] = {
                name: value
                for name, value in (("on", on), ("off", off))
                if not shape.is_boolean
            }
            return "switch", wire, Items(labels) if any(labels) else None
        case Select(options=options):
            return "select", {}, _labels(options)
        case Multiselect(options=options, min_items=least, max_items=most):
            counts: dict[str, Expression] = {
                "min_items": least or None,
                "max_items": most,
            }
            return "multiselect", counts, _labels(options)
        case Files(many=many, companion=companion, companion_label=words):
            pair: dict[str, Expression] = {
                "companion": companion,
                "companion_label": words or None,
            }
            return "files", {"many": many or None, **pair}, None
    assert_never(shape)


def _lengths(shape: Text | FileUrl) -> dict[str, Expression]:
    return {
        "min_length": plain_number(shape.min_length),
        "max_length": plain_number(shape.max_length),
    }


def _bounds(shape: HasBounds) -> dict[str, Expression]:
    return {
        "minimum": plain_number(shape.minimum),
        "maximum": plain_number(shape.maximum),
        "step": plain_number(shape.step),
        "as_text": shape.as_text or None,
    }


def _conditions(conditions: tuple[Condition, ...]) -> Expression:
    """Conditions in Python's terms: the name of an input, and values of its own."""
    if not conditions:
        return None
    return Items(
        tuple(call("Condition", each.name, *each.values) for each in conditions)
    )


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
