"""The promise that no text of a specification becomes code.

What a template of ours gives is compared with its plan, statement by statement. What a
repository's own template gives may hold more, and in another order: it must hold all
that is planned, and be the same program as with harmless words in place of all texts.
"""

import ast
import io
import tokenize
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from wirogen.diagnostics import Diagnostic, Position, Refused, Span, codes
from wirogen.targets import printing
from wirogen.targets.python import Argument, Module, Owner, Registry


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """The statements of a module as its plan has them; `body` are those of its class,
    which is the last statement and stands there without them.
    """

    path: str
    top: tuple[str, ...]
    body: tuple[str, ...] = ()


def planned_module(module: Module) -> Planned:
    """What the module of a model holds."""
    lines = (*module.standard_imports, *module.relative_imports)
    return Planned(
        path=module.path,
        top=(
            printing.docstring(module.docstring),
            *(printing.import_line(line.module, line.names) for line in lines),
            _class_frame(module),
        ),
        body=tuple(_class_statements(module)),
    )


def planned_owner(owner: Owner) -> Planned:
    """What the package of an owner holds."""
    return Planned(path=owner.path, top=(printing.docstring(owner.docstring),))


def planned_registry(registry: Registry) -> Planned:
    """What the list of models holds."""
    models = printing.expression(registry.models, indent=0, before=0)
    return Planned(
        path=registry.path,
        top=(
            printing.docstring(registry.docstring),
            f"GENERATOR = {printing.literal(registry.generator)}",
            f"MODELS: dict[str, tuple[str, str]] = {models}",
        ),
    )


def verify(planned: Planned, text: str) -> None:
    """Raises Refused where a module is not exactly what is planned."""
    tree = _parsed(planned.path, text)
    for body, statements in _bodies(planned, tree):
        for node, statement in zip_longest(body, statements):
            if node is None:
                raise _missing(planned.path, statement)
            if statement is None or ast.dump(node) != _dumped(statement):
                raise _unexpected(planned.path, node)


def verify_own(
    planned: Planned, text: str, harmless: str, texts: Mapping[str, str]
) -> None:
    """Raises Refused where what a repository's own template gives lacks something that
    is planned, or differs from what it gives for `harmless` words in more than the
    constants that hold their `texts`.
    """
    tree = _parsed(planned.path, text)
    for node in _differing(tree, _parsed(planned.path, harmless), texts):
        raise _unexpected(planned.path, node)
    for body, statements in _bodies(planned, tree):
        found = [ast.dump(node) for node in body]
        for statement in statements:
            if not _is_docstring(statement) and found.count(_dumped(statement)) != 1:
                raise _missing(planned.path, statement)


def _class_statements(module: Module) -> Iterator[str]:
    yield printing.docstring(module.class_docstring)
    for field in module.fields:
        annotation = printing.annotation(field.annotation, indent=0, split=False)
        call = f"{field.specifier.text}({_arguments(field.arguments)})"
        yield f"{field.name.text}: {annotation} = {call}"
        if field.help:
            yield printing.docstring(field.help)


def _class_frame(module: Module) -> str:
    decorator = f"@request({_arguments(module.arguments)})"
    return f"{decorator}\nclass {module.class_name.text}(Request):\n    pass"


def _arguments(arguments: Sequence[Argument]) -> str:
    return ", ".join(
        printing.argument_line(argument.keyword, argument.value)
        for argument in arguments
    )


def _bodies(
    planned: Planned, tree: ast.Module
) -> Iterator[tuple[list[ast.stmt], tuple[str, ...]]]:
    """Each sequence of statements with what is planned for it. Of the class at the top
    stands its decorator of ours alone; what others a repository adds, is its own.
    """
    if not planned.body:
        yield tree.body, planned.top
        return
    wanted = _statement(planned.top[-1])
    assert isinstance(wanted, ast.ClassDef)  # noqa: S101 - it is printed above
    decorator = ast.dump(wanted.decorator_list[0])
    top: list[ast.stmt] = []
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and node.name == wanted.name:
            yield node.body, planned.body
            ours = [d for d in node.decorator_list if ast.dump(d) == decorator]
            bare = ast.ClassDef(
                node.name, node.bases, node.keywords, [ast.Pass()], ours
            )
            top.append(ast.copy_location(bare, node))
        else:
            top.append(node)
    yield top, planned.top


def _differing(
    found: ast.AST, expected: ast.AST, texts: Mapping[str, str]
) -> Iterator[ast.AST]:
    """The innermost nodes that are not as expected."""
    if type(found) is not type(expected):
        yield found
        return
    if isinstance(found, ast.Constant) and isinstance(expected, ast.Constant):
        planned = texts.get(str(expected.value), expected.value)
        if not _is_same_constant(found.value, planned):
            yield found
        return
    for name in found._fields:
        here, there = getattr(found, name, None), getattr(expected, name, None)
        if isinstance(here, list) and isinstance(there, list):
            if len(here) != len(there):
                yield found
                return
            pairs = list(zip(here, there, strict=True))
        else:
            pairs = [(here, there)]
        for part, other in pairs:
            if isinstance(part, ast.AST) and isinstance(other, ast.AST):
                yield from _differing(part, other, texts)
            elif part != other:
                yield found


def _is_same_constant(found: object, planned: object) -> bool:
    """Equal; docstrings may be indented otherwise, as black does it."""
    if isinstance(found, str) and isinstance(planned, str):
        return found == planned or found.split() == planned.split()
    return type(found) is type(planned) and repr(found) == repr(planned)


def _is_docstring(statement: str) -> bool:
    return statement.startswith('"')


def _dumped(statement: str) -> str:
    return ast.dump(_statement(statement))


def _statement(text: str) -> ast.stmt:
    return ast.parse(text).body[0]


def _parsed(path: str, text: str) -> ast.Module:
    data = text.encode()
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        if encoding != "utf-8":
            raise _refused(path, None, f"it names another encoding, {encoding}")
        return ast.parse(data)
    except (SyntaxError, ValueError, RecursionError) as error:
        raise _refused(path, None, f"it does not parse: {error}") from error


def _missing(path: str, statement: str) -> Refused:
    return _refused(path, None, f"it lacks `{_shortened(statement)}`, once and whole")


def _unexpected(path: str, node: ast.AST) -> Refused:
    shown = _shortened(ast.unparse(node))
    return _refused(path, node, f"unexpected `{shown}`")


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 100 else f"{line[:97]}..."


def _refused(path: str, node: ast.AST | None, problem: str) -> Refused:
    line = getattr(node, "lineno", None)
    place = Position(line, getattr(node, "col_offset", 0) + 1) if line else None
    return Refused(
        Diagnostic(
            code=codes.NOT_WHAT_WAS_PLANNED,
            message=f"the rendered {path} is not what was planned: {problem}",
            span=Span(path, "", lambda _: place),
            hint="a template prints all that the plan holds, and its texts only as"
            " constants",
        )
    )
