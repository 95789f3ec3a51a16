"""The small changes that `mutants.py` makes to a file, one at a time."""

import ast
import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
SOURCES = ("generator/", "templates/python/runtime/")
CONDITIONS = ast.Compare | ast.Call | ast.UnaryOp | ast.Name | ast.Attribute
OTHER = {
    ast.Eq: "!=",
    ast.NotEq: "==",
    ast.Is: "is not",
    ast.IsNot: "is",
    ast.In: "not in",
    ast.NotIn: "in",
    ast.Lt: "<=",
    ast.LtE: "<",
    ast.Gt: ">=",
    ast.GtE: ">",
    ast.Add: "-",
    ast.Sub: "+",
    ast.Mult: "+",
}
"""What is put in an operator's place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """A change of one place in one file."""

    path: str
    line: int
    place: str
    """The outermost function it is in, as `MODULE:LINE`; `MODULE:` outside of any."""
    before: str
    after: str
    text: bytes
    """The whole file, changed."""
    key: str
    """The same as long as the statement around it is, and those like it before it."""


def mutants_of(path: str) -> Iterator[Mutant]:
    """All mutants of a file."""
    source = (ROOT / path).read_bytes()
    starts = [0, *(at + 1 for at, byte in enumerate(source) if byte == 10)]
    alike: Counter[str] = Counter()

    def span(node: Any) -> tuple[int, int]:
        end: int = starts[node.end_lineno - 1] + node.end_col_offset
        return starts[node.lineno - 1] + node.col_offset, end

    def text_of(node: Any) -> str:
        return source[slice(*span(node))].decode()

    def visit(node: Any, line: str, around: str) -> Iterator[Mutant]:
        for target, after in replacements(node, text_of):
            start, end = span(target)
            before = source[start:end].decode()
            tag = "\0".join((path, around, before, after, str(target.col_offset)))
            alike[tag] += 1
            tag += "\0" * (alike[tag] - 1)
            yield Mutant(
                path=path,
                line=target.lineno,
                place=f"{module_of(path)}:{line}",
                before=" ".join(before.split()),
                after=" ".join(after.split()),
                text=source[:start] + after.encode() + source[end:],
                key=hashlib.sha256(tag.encode()).hexdigest()[:20],
            )
        inner = line
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not line:
            inner = str(min(one.lineno for one in (*node.decorator_list, node)))
        for child in mutable_children(node):
            is_statement = isinstance(child, ast.stmt)
            within = line if isinstance(child, ast.arguments) else inner
            text = text_of(child) if is_statement else around
            yield from visit(child, within, text)

    yield from visit(ast.parse(source), "", "")


def mutable_children(node: ast.AST) -> Iterator[ast.AST]:
    """What is in a node, less annotations, patterns, docstrings and printed texts."""
    if isinstance(node, ast.JoinedStr | ast.pattern | ast.arg | ast.Raise):
        return
    for name, value in ast.iter_fields(node):
        if name in {"annotation", "returns", "decorator_list"}:
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield child


def replacements(  # noqa: C901, PLR0912 - a case for each kind of node
    node: ast.AST, text_of: Callable[[ast.AST], str]
) -> Iterator[tuple[Any, str]]:
    """What a node could say instead: the part that changes, and its new text."""
    match node:
        case ast.If(test=test):
            if text_of(test) != "TYPE_CHECKING":
                yield test, "False"
        case ast.While(test=test) | ast.IfExp(test=test):
            yield test, f"(not ({text_of(test)}))"
        case ast.comprehension(ifs=ifs):
            yield from ((test, "True") for test in ifs)
        case ast.match_case(guard=ast.expr() as guard):
            yield guard, "True"
        case ast.Compare(left=left, ops=[operator], comparators=[right]):
            yield node, f"{text_of(left)} {OTHER[type(operator)]} {text_of(right)}"
        case ast.BoolOp(op=operator, values=values):
            neutral = str(isinstance(operator, ast.And))
            yield from ((v, neutral) for v in values if isinstance(v, CONDITIONS))
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub() | ast.Mult(), right=right):
            yield node, f"{text_of(left)} {OTHER[type(node.op)]} {text_of(right)}"
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield node, f"({text_of(operand)})"
        case ast.Constant(value=bool() as value):
            yield node, str(not value)
        case ast.Constant(value=int() as value):
            yield node, str(value + 1)
        case ast.Return(value=ast.expr() as value):
            if not isinstance(value, ast.Constant):
                yield value, "None"
        case ast.Expr(value=ast.Call() | ast.Await() as value):
            if not text_of(value).startswith("assert_never"):
                yield node, "None"
        case ast.Expr(value=ast.YieldFrom(value=value)):
            yield value, "()"
        case ast.Continue():
            yield node, "break"
        case ast.Break():
            yield node, "continue"


def module_of(path: str) -> str:
    """A module, wherever its package lies."""
    for source in SOURCES:
        path = path.removeprefix(source)
    return path
