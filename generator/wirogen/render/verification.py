"""The promise that no text of a specification becomes code.

What a template of ours gives is compared with its plan, statement by statement. What a
repository's own template gives may hold more, and in another order: it must hold all
that is planned, and be the same program as with harmless words in place of all texts.
"""

import ast
import io
import tokenize
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest

from wirogen.diagnostics import Position, Refused
from wirogen.render.printer import not_as_planned
from wirogen.render.statements import (
    Docstring,
    Planned,
    RequestClass,
    Statement,
    is_statement,
    shown,
)

MOST_LEVELS = 200
"""How deep the program of a repository's own template may be nested."""


def verify(planned: Planned, text: str) -> None:
    """Raises Refused where a module is not exactly what is planned."""
    tree = _parsed(planned.path, text)
    _verify_body(planned.path, tree.body, planned.statements)


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
    _verify_own_body(planned.path, tree.body, planned.statements)


def _verify_body(
    path: str, body: Sequence[ast.stmt], planned: Sequence[Statement]
) -> None:
    for node, statement in zip_longest(body, planned):
        if node is None:
            raise _missing(path, statement)
        if statement is None or not is_statement(node, statement):
            raise _unexpected(path, node)
        if isinstance(node, ast.ClassDef) and isinstance(statement, RequestClass):
            if len(node.decorator_list) != 1:
                raise _unexpected(path, node)
            _verify_body(path, node.body, statement.body)


def _verify_own_body(
    path: str, body: Sequence[ast.stmt], planned: Sequence[Statement]
) -> None:
    for statement in planned:
        if isinstance(statement, Docstring):
            continue
        found = [node for node in body if is_statement(node, statement)]
        if len(found) != 1:
            raise _missing(path, statement)
        if isinstance(found[0], ast.ClassDef) and isinstance(statement, RequestClass):
            _verify_own_body(path, found[0].body, statement.body)


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


def refuse_unreadable(path: str, text: str) -> None:
    """Raises Refused where a module is no Python in UTF-8, or is nested deeper than
    anybody means it to be: black and Python itself crash somewhere beyond.
    """
    level: list[ast.AST] = [_parsed(path, text)]
    for _ in range(MOST_LEVELS):
        level = [child for node in level for child in ast.iter_child_nodes(node)]
        if not level:
            return
    place = next((node for node in level if hasattr(node, "lineno")), None)
    raise _refused(path, place, f"it is nested deeper than {MOST_LEVELS} levels")


def _parsed(path: str, text: str) -> ast.Module:
    data = text.encode()
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        if encoding != "utf-8":
            raise _refused(path, None, f"it names another encoding, {encoding}")
        return ast.parse(data)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise _refused(path, None, f"it does not parse: {error}") from error


def _missing(path: str, statement: Statement) -> Refused:
    missing = _shortened(shown(statement))
    return _refused(path, None, f"it lacks `{missing}`, once and whole")


def _unexpected(path: str, node: ast.AST) -> Refused:
    return _refused(path, node, f"unexpected `{_shortened(ast.unparse(node))}`")


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 100 else f"{line[:97]}..."


def _refused(path: str, node: ast.AST | None, problem: str) -> Refused:
    line = getattr(node, "lineno", None)
    place = Position(line, getattr(node, "col_offset", 0) + 1) if line else None
    hint = "a template prints all that the plan holds, and its texts only as constants"
    return not_as_planned(path, problem, hint, place)
