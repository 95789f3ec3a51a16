"""The promise that a rendered module holds what was planned and nothing else."""

import ast
from collections.abc import Iterator
from itertools import zip_longest

from wirogen.diagnostics import Diagnostic, Position, Refused, Span, codes
from wirogen.render import code
from wirogen.targets.python import Module, Owner, Registry

_DECORATOR = "@dataclass(frozen=True, slots=True, kw_only=True)"


def verify_module(module: Module, text: str) -> None:
    """Raises Refused where a rendered module is not what its plan promises.

    The module is parsed and compared node by node with the plan: the docstring, the
    planned imports and the request class at the top level; in the class its docstring,
    its constants, and every field with its annotation, default and docstring. Every
    text of a specification is thereby a string constant that equals the plan's.
    """
    tree = _parsed(module.path, text)
    top = [*_module_lines(module), _class_frame(module)]
    body = tree.body
    for node in body:
        if isinstance(node, ast.ClassDef) and node.name == module.class_name.text:
            _compare(module.path, node.body, [*_class_lines(module)])
            node.body = [ast.Pass()]
            break
    _compare(module.path, body, top)


def verify_owner(owner: Owner, text: str) -> None:
    """Raises Refused where an owner's rendered module is not what its plan promises."""
    _compare(
        owner.path, _parsed(owner.path, text).body, [code.docstring(owner.docstring)]
    )


def verify_registry(registry: Registry, text: str) -> None:
    """Raises Refused where the list of models is not what its plan promises."""
    models = code.expression(registry.models, indent=0, before=0)
    planned = [
        code.docstring(registry.docstring),
        f"GENERATOR = {code.literal(registry.generator)}",
        f"MODELS: dict[str, tuple[str, str]] = {models}",
    ]
    _compare(registry.path, _parsed(registry.path, text).body, planned)


def _module_lines(module: Module) -> Iterator[str]:
    yield code.docstring(module.docstring)
    for line in (*module.standard_imports, *module.relative_imports):
        yield code.import_line(line.module, line.names)


def _class_frame(module: Module) -> str:
    return f"{_DECORATOR}\nclass {module.class_name.text}(Request):\n    pass"


def _class_lines(module: Module) -> Iterator[str]:
    yield code.docstring(module.class_docstring)
    yield f"MODEL = {code.literal(module.model)}"
    yield f"RUN_PATH = {code.literal(module.run_path)}"
    for field in module.fields:
        yield code.field(field.name, field.annotation, field.default, indent=0)
        yield code.docstring(field.docstring)
    yield f"INPUTS = {code.expression(module.inputs, indent=0, before=0)}"
    if module.prices is not None:
        yield f"PRICES = {code.expression(module.prices, indent=0, before=0)}"


def _compare(path: str, nodes: list[ast.stmt], planned: list[str]) -> None:
    for node, line in zip_longest(nodes, planned):
        if node is None:
            raise _refused(path, None, f"it lacks `{_short(line)}`")
        if line is None:
            raise _refused(path, node, f"nobody planned `{_short(ast.unparse(node))}`")
        if ast.dump(node) != ast.dump(_statement(line)):
            shown, wanted = _short(ast.unparse(node)), _short(line)
            raise _refused(path, node, f"it holds `{shown}` instead of `{wanted}`")


def _statement(line: str) -> ast.stmt:
    return ast.parse(line).body[0]


def _parsed(path: str, text: str) -> ast.Module:
    # As Python reads the file: it goes by a comment that names an encoding.
    try:
        return ast.parse(text.encode())
    except (SyntaxError, ValueError) as error:
        raise _refused(path, None, f"it does not parse: {error}") from error


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 100 else f"{line[:97]}..."


def _refused(path: str, node: ast.stmt | None, problem: str) -> Refused:
    place = Position(node.lineno, node.col_offset + 1) if node else None
    return Refused(
        Diagnostic(
            code=codes.NOT_WHAT_WAS_PLANNED,
            message=f"the rendered {path} is not what was planned: {problem}",
            span=Span(path, "", lambda _: place),
            hint="a template must print what the plan holds, and nothing else of it",
        )
    )
