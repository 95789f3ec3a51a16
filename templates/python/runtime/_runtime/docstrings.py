"""The docstrings below the statements of a class, read from its source when somebody
asks: they are nothing that a program needs to run.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import cache


@cache
def docstrings_of(module: str, class_name: str) -> Mapping[str, str]:
    """The text below each annotated statement of a class, by its name: paragraphs, each
    on one line. Empty where there is no source (a frozen program, `.pyc` files alone).
    """
    import ast  # noqa: PLC0415 - only help needs it
    import inspect  # noqa: PLC0415

    try:
        tree = ast.parse(inspect.getsource(sys.modules[module]))
    except (KeyError, OSError, SyntaxError, TypeError):
        return {}
    found: dict[str, str] = {}
    for owner in tree.body:
        if isinstance(owner, ast.ClassDef) and owner.name == class_name:
            for statement, below in zip(owner.body, owner.body[1:], strict=False):
                match statement, below:
                    case (
                        ast.AnnAssign(target=ast.Name(id=name)),
                        ast.Expr(value=ast.Constant(value=str(text))),
                    ):
                        found[name] = _unwrapped(inspect.cleandoc(text))
    return found


def _unwrapped(text: str) -> str:
    paragraphs = (" ".join(part.split("\n")) for part in text.split("\n\n"))
    return "\n\n".join(part.strip() for part in paragraphs)
