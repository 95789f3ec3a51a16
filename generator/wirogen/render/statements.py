"""The statements that a module is planned to hold, and whether parsed ones are those.

Trees are compared with plans as they are: nothing is printed for it, so that a mistake
in printing is seen, too.
"""

import ast
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

from wirogen.targets import printing
from wirogen.targets.python import (
    Argument,
    Import,
    Module,
    Registry,
    RegistryTypes,
)
from wirogen.targets.syntax import (
    Call,
    Constant,
    Expression,
    Items,
    Mapping,
    Name,
    Subscript,
    Union,
)


@dataclass(frozen=True, slots=True)
class Docstring:
    """A text that stands alone."""

    text: str


@dataclass(frozen=True, slots=True)
class Assignment:
    """`name: annotation = value`, or without the annotation."""

    name: Name
    annotation: Expression
    value: Expression


@dataclass(frozen=True, slots=True)
class RequestClass:
    """A class below `@request(…)`, with the statements of its body."""

    name: Name
    decorator: Call
    body: tuple["Statement", ...]


@dataclass(frozen=True, slots=True)
class Declaration:
    """`name: annotation`, without a value."""

    name: Name
    annotation: Expression


@dataclass(frozen=True, slots=True)
class Signature:
    """`def request_class(slug: annotation) -> returned: ...`, perhaps an overload."""

    annotation: Expression
    returned: Expression
    is_overload: bool


@dataclass(frozen=True, slots=True)
class Fixed:
    """A statement that is the same in every package."""

    text: str


Statement = (
    Docstring | Import | Assignment | RequestClass | Declaration | Signature | Fixed
)


@dataclass(frozen=True, slots=True)
class Planned:
    """The statements of a module as its plan has them."""

    path: str
    statements: tuple[Statement, ...]


def planned_module(module: Module) -> Planned:
    """What the module of a model holds."""
    body: list[Statement] = [Docstring(module.class_docstring)]
    for field in module.fields:
        call = _called(field.specifier, field.arguments)
        body.append(Assignment(field.name, field.annotation, call))
        if field.help:
            body.append(Docstring(field.help))
    decorator = _called(Name("request"), module.arguments)
    return Planned(
        module.path,
        (
            Docstring(module.docstring),
            *module.standard_imports,
            *module.relative_imports,
            RequestClass(module.class_name, decorator, tuple(body)),
        ),
    )


_TEXT = Name("str")
_MODELS = Subscript(Name("dict"), (_TEXT, Subscript(Name("tuple"), (_TEXT, _TEXT))))


def planned_registry(registry: Registry) -> Planned:
    """What the list of models holds."""
    return Planned(
        registry.path,
        (
            Docstring(registry.docstring),
            registry.runtime_import,
            Assignment(Name("GENERATOR"), None, registry.generator),
            Assignment(Name("MODELS"), _MODELS, registry.models),
            Assignment(Name("PACKAGE"), None, registry.package),
        ),
    )


def planned_registry_types(types: RegistryTypes) -> Planned:
    """What the stub beside the list of models holds."""
    any_class = Subscript(Name("type"), (Name("Request"),))
    return Planned(
        types.path,
        (
            *types.standard_imports,
            *types.relative_imports,
            Declaration(Name("GENERATOR"), _TEXT),
            Declaration(Name("MODELS"), _MODELS),
            Fixed("PACKAGE: package.Package"),
            Fixed("def models() -> tuple[str, ...]: ..."),
            *(
                Signature(one.slug, Subscript(Name("type"), (one.class_name,)), True)
                for one in types.overloads
            ),
            Signature(_TEXT, any_class, bool(types.overloads)),
        ),
    )


def is_statement(node: ast.stmt, planned: Statement) -> bool:
    """Whether a statement is the planned one; the body of a class does not count, nor
    do decorators beside the planned one.
    """
    match planned:
        case Docstring(text):
            return isinstance(node, ast.Expr) and _is(node.value, text)
        case Import(module=module, names=names):
            return (
                isinstance(node, ast.ImportFrom)
                and "." * node.level + (node.module or "") == module
                and tuple(map(_imported, node.names)) == names
            )
        case Assignment(name, None, value):
            return (
                isinstance(node, ast.Assign)
                and _are(node.targets, [name])
                and _is(node.value, value)
            )
        case Assignment(name, annotation, value):
            return (
                isinstance(node, ast.AnnAssign)
                and node.simple == 1
                and _is(node.target, name)
                and _is(node.annotation, annotation)
                and _is(node.value, value)
            )
        case Declaration(name, annotation):
            return (
                isinstance(node, ast.AnnAssign)
                and node.simple == 1
                and node.value is None
                and _is(node.target, name)
                and _is(node.annotation, annotation)
            )
        case Fixed(text):
            return ast.dump(node) == ast.dump(ast.parse(text).body[0])
        case Signature():
            return isinstance(node, ast.FunctionDef) and _is_signature(node, planned)
        case RequestClass(name, decorator):
            return (
                isinstance(node, ast.ClassDef)
                and node.name == name.text
                and _are(node.bases, [Name("Request")])
                and not (node.keywords or getattr(node, "type_params", []))
                and sum(_is(one, decorator) for one in node.decorator_list) == 1
            )
    assert_never(planned)


def shown(planned: Statement) -> str:
    """A statement as its template would print it, on as few lines as it takes."""
    match planned:
        case Docstring(text):
            return printing.docstring(text)
        case Import(module=module, names=names):
            return printing.import_line(module, names)
        case Assignment(name, annotation, value):
            typed = f": {printing.argument_line(None, annotation)}"
            known = "" if annotation is None else typed
            return f"{name.text}{known} = {printing.argument_line(None, value)}"
        case Declaration(name, annotation):
            return f"{name.text}: {printing.argument_line(None, annotation)}"
        case Fixed(text):
            return text
        case Signature(annotation, returned, is_overload):
            before = "@overload " if is_overload else ""
            slug_type, gives = (
                printing.argument_line(None, one) for one in (annotation, returned)
            )
            return f"{before}def request_class(slug: {slug_type}) -> {gives}: ..."
        case RequestClass(name, decorator):
            call = printing.argument_line(None, decorator)
            return f"@{call} class {name.text}(Request)"
    assert_never(planned)


def _is_signature(node: ast.FunctionDef, planned: Signature) -> bool:
    decorators = [Name("overload")] if planned.is_overload else []
    match node:
        case ast.FunctionDef(
            name="request_class",
            args=ast.arguments(
                posonlyargs=[],
                args=[ast.arg(arg="slug") as parameter],
                vararg=None,
                kwonlyargs=[],
                kwarg=None,
                defaults=[],
            ),
            body=[ast.Expr(value=ast.Constant(value=body))],
        ):
            return (
                body is Ellipsis
                and not getattr(node, "type_params", [])
                and _are(node.decorator_list, decorators)
                and _is(parameter.annotation, planned.annotation)
                and _is(node.returns, planned.returned)
            )
        case _:
            return False


def _called(function: Name, arguments: Sequence[Argument]) -> Call:
    return Call(
        function,
        tuple(one.value for one in arguments if one.keyword is None),
        tuple((one.keyword, one.value) for one in arguments if one.keyword),
    )


def _imported(alias: ast.alias) -> str:
    return f"{alias.name} as {alias.asname}" if alias.asname else alias.name


def _are(nodes: Sequence[ast.expr | None], planned: Sequence[Expression]) -> bool:
    return len(nodes) == len(planned) and all(map(_is, nodes, planned))


def _is(node: ast.expr | None, planned: Expression) -> bool:
    """Whether an expression is the planned one."""
    match node, planned:
        case ast.Name(), Name(text):
            return node.id == text
        case ast.Call(), Call(function, positional, keywords):
            return (
                _is(node.func, function)
                and _are(node.args, positional)
                and [one.arg for one in node.keywords] == [k.text for k, _ in keywords]
                and _are([k.value for k in node.keywords], [v for _, v in keywords])
            )
        case ast.Tuple(), Items(parts):
            return _are(node.elts, parts)
        case ast.Dict(), Mapping(pairs):
            keys, values = [k for k, _ in pairs], [v for _, v in pairs]
            return _are(node.keys, keys) and _are(node.values, values)
        case ast.Subscript(), Subscript(name, parts):
            return _is(node.value, name) and _is(node.slice, _index(parts))
        case ast.BinOp(op=ast.BitOr()), Union((*before, last)):
            return _is(node.left, _union(before)) and _is(node.right, last)
        case ast.UnaryOp(op=ast.USub()), int() | float():
            return _is_negative(planned) and _is(node.operand, -planned)
        case ast.Constant(), str() | int() | float() | None:
            return (
                node.kind is None
                and node.value == planned
                and (isinstance(planned, str) or type(node.value) is type(planned))
                and not _is_negative(planned)
            )
        case _:
            return False


def _index(parts: tuple[Expression, ...]) -> Expression:
    return parts[0] if len(parts) == 1 else Items(parts)


def _union(members: list[Expression]) -> Expression:
    return members[0] if len(members) == 1 else Union(tuple(members))


def _is_negative(constant: Constant) -> bool:
    return isinstance(constant, int | float) and math.copysign(1, constant) == -1
