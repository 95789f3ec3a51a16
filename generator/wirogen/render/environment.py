"""Jinja, set up so that a template can print nothing but code.

Outside text becomes code only through the filters below; everything else that a
template tries to print is refused, and so is every Jinja construct that templates do
not need.
"""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, nodes
from jinja2.exceptions import TemplateError, TemplateSyntaxError

from wirogen.diagnostics import Diagnostic, Position, Refused, Span, codes
from wirogen.render.code import Code
from wirogen.targets import VALUES_VERSION

_ALLOWED = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Block, nodes.Extends),
    *(nodes.For, nodes.If, nodes.CondExpr, nodes.Macro, nodes.Call, nodes.Include),
    *(nodes.Filter, nodes.Keyword, nodes.Getattr, nodes.Name, nodes.Const),
    *(nodes.Test, nodes.Not, nodes.And, nodes.Or, nodes.Compare, nodes.Operand),
)


class Templates:
    """The templates of a target; an earlier folder's file goes before a later one's.

    `filters` are those that make code of values.
    """

    def __init__(self, *folders: Path, filters: "Filters") -> None:
        self._environment = _CodeEnvironment(
            loader=FileSystemLoader([str(folder) for folder in folders]),
            undefined=StrictUndefined,
            finalize=_only_code(filters),
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self._environment.filters = dict(filters)
        self._environment.globals = {}

    def render(self, name: str, **plan: object) -> str:
        """A template's text for a plan.

        Raises Refused where there is no such template, where it is no template or uses
        what templates may not use, and where it prints what is not code.
        """
        try:
            return str(self._environment.get_template(name).render(**plan))
        except TemplateSyntaxError as error:
            place = Position(error.lineno, 1)
            raise _refused(error.name or name, str(error.message), place) from error
        except TemplateError as error:
            raise _refused(name, str(error.message or error)) from error
        except (TypeError, ValueError) as error:
            raise _refused(name, str(error)) from error


class _CodeEnvironment(Environment):
    """An environment whose templates, macros and blocks give `Code`."""

    @staticmethod
    def concat(parts: Iterable[str]) -> Code:  # type: ignore[override]
        return Code("".join(parts))

    def _parse(self, source: str, name: str | None, filename: str | None) -> Any:
        template = super()._parse(source, name, filename)
        for node in template.find_all(nodes.Node):
            if problem := _forbidden(node):
                raise TemplateSyntaxError(problem, node.lineno, name, filename)
        return template


def _forbidden(node: nodes.Node) -> str:
    """Why a template may not hold a node; empty where it may."""
    match node:
        case nodes.Getattr(attr=name) if name.startswith("_"):
            return f"a template may not read {name!r}"
        case nodes.Call(node=callee) if not isinstance(callee, nodes.Name):
            return "a template may call nothing but its own macros and blocks"
        case nodes.EvalContextModifier() | nodes.Assign() | nodes.Import():
            return f"a template may not use `{type(node).__name__.lower()}`"
        case nodes.Expr() | nodes.Stmt() if not isinstance(node, _ALLOWED):
            return f"a template may not use `{type(node).__name__.lower()}`"
        case _:
            return ""


def _only_code(filters: "Filters") -> Callable[[object], Code]:
    def finalize(value: object) -> Code:
        if isinstance(value, Code):
            return value
        raise TypeError(
            f"it prints {value!r}, which is not code; print it through one of the"
            f" filters {', '.join(filters)}"
        )

    return finalize


def _refused(name: str, problem: str, position: Position | None = None) -> Refused:
    return Refused(
        Diagnostic(
            code=codes.TEMPLATE_REFUSED,
            message=f"the template {name} cannot be used: {problem}",
            span=Span(name, "", lambda _: position),
            hint="docs/templates.md tells what a template may do, and the values of"
            f" version {VALUES_VERSION} that it sees",
        )
    )


Filters = Mapping[str, Callable[..., Code]]
"""The filters of a target by their names."""
