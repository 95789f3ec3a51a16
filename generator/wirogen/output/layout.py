"""Whether two texts of a file say the same in another layout, as after a formatter."""

import ast
import io
import json
import tokenize
from collections import Counter


def is_same_but_layout(path: str, found: str, expected: str) -> bool:
    """Whether a file says what it should, in other lines, quotes or order of imports.

    A comment that came or went is more than layout.
    """
    try:
        if path.endswith((".py", ".pyi")):
            return _statements(found) == _statements(expected) and (
                _comments(found) == _comments(expected)
            )
        if path.endswith(".json"):
            return bool(json.loads(found) == json.loads(expected))
    except (ValueError, SyntaxError, tokenize.TokenError, RecursionError):
        return False
    return found.split() == expected.split()


def _statements(text: str) -> tuple[Counter[str], list[str]]:
    """What a module imports, in whatever order, and its other statements."""
    tree = _Docstrings().visit(ast.parse(text))
    imports = Counter(
        (
            ast.dump(ast.ImportFrom(node.module, [name], node.level))
            if isinstance(node, ast.ImportFrom)
            else ast.dump(ast.Import([name]))
        )
        for node in tree.body
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in node.names
    )
    others = [
        ast.dump(node)
        for node in tree.body
        if not isinstance(node, ast.Import | ast.ImportFrom)
    ]
    return imports, others


class _Docstrings(ast.NodeTransformer):
    """Takes the layout out of texts that stand for themselves."""

    def visit_Expr(self, node: ast.Expr) -> ast.Expr:
        match node.value:
            case ast.Constant(value=str(text)):
                return ast.Expr(ast.Constant(" ".join(text.split())))
            case _:
                return node


def _comments(text: str) -> Counter[str]:
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return Counter(
        token.string.lstrip("# ") for token in tokens if token.type == tokenize.COMMENT
    )
