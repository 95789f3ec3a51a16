"""Jinja, set up so that a template can print nothing but code.

Outside text becomes code only through the filters below; everything else that a
template tries to print is refused, and so is every Jinja construct that templates do
not need.
"""

import os
import re
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import is_dataclass
from functools import wraps
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, meta, nodes
from jinja2.exceptions import TemplateNotFound, TemplateSyntaxError, UndefinedError
from jinja2.utils import missing

from wirogen.diagnostics import Position, Refused, Span, codes, refusal
from wirogen.diagnostics.near import did_you_mean
from wirogen.targets import VALUES_VERSION

_ALLOWED = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Block, nodes.Extends),
    *(nodes.For, nodes.If, nodes.CondExpr, nodes.Macro, nodes.Call, nodes.Include),
    *(nodes.Filter, nodes.Keyword, nodes.Getattr, nodes.Name, nodes.Const),
    *(nodes.Test, nodes.Not, nodes.And, nodes.Or, nodes.Compare, nodes.Operand),
)


MOST_STEPS = 2_000_000
"""How many turns of loops, calls of macros and printed parts a template may take: a
model with 100,000 options needs a third of them.
"""

MOST_CHARACTERS = 500_000_000
"""How long a rendering may be."""

_MOST_COLUMNS = 1_000
"""The largest number that a template may give to a filter."""

_COUNTED = "_counted"
"""The filter that every loop's values go through."""


class Code:
    """Text that may stand in a program. Templates print nothing else.

    It is no `str`, so that no text becomes code by accident: only the filters of
    `wirogen.render` and Jinja's own joining of template text make it.
    """

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def __str__(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return f"Code({self._text!r})"


class Templates:
    """The templates of a target; an earlier folder's file goes before a later one's.

    `filters` are those that make code of values.
    """

    def __init__(self, *folders: Path | None, filters: "Filters") -> None:
        self._folders = tuple(filter(None, folders))
        self._environment = _CodeEnvironment(
            loader=FileSystemLoader([*map(str, self._folders)], encoding="utf-8-sig"),
            undefined=_NotThere,
            finalize=_only_code(filters),
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self._environment.filters = {
            name: _of_what_is_there(make) for name, make in filters.items()
        } | {_COUNTED: self._environment.counted}
        self._environment.globals = {}

    def render(self, name: str, **plan: object) -> str:
        """A template's text for a plan.

        Raises Refused where there is no such template, where it is no template or uses
        what templates may not use, and where it prints what is not code.
        """
        with self._telling(name, plan):
            self._environment.begin()
            return str(self._environment.get_template(name).render(**plan))

    def reached(self, name: str) -> frozenset[str]:
        """A template, and all that it extends or includes that are in the folders.

        Raises Refused as `render` does for what can be seen without a plan.
        """
        found: set[str] = set()
        waiting = [name]
        while waiting:
            one = waiting.pop()
            if one not in found and (path := self._path(one)):
                found.add(one)
                with self._telling(one):
                    text = path.read_text(encoding="utf-8-sig")
                    tree = self._environment.parse(text, one, str(path))
                    names = meta.find_referenced_templates(tree)
                    waiting += (name for name in names if name)
        return frozenset(found)

    def _path(self, name: str) -> Path | None:
        paths = (folder / name for folder in self._folders)
        return next((path for path in paths if path.is_file()), None)

    @contextmanager
    def _telling(
        self, name: str, plan: Mapping[str, object] | None = None
    ) -> Iterator[None]:
        """Makes what goes wrong with a template a finding that names its place; `plan`
        has the values that it sees.
        """
        try:
            yield
        except TemplateSyntaxError as error:
            place = Position(error.lineno, 1)
            file = Path(error.filename) if error.filename else self._path(name)
            problem = self._with_near_name(str(error.message))
            raise _refused(file or Path(name), problem, place) from error
        except TemplateNotFound as error:
            raise self._refused_at(error, name, f"there is no {error.name}") from error
        except Refused:
            raise
        except UndefinedError as error:
            problem = str(error) + _near_miss(str(error), plan or {})
            raise self._refused_at(error, name, problem) from error
        except Exception as error:  # a template can fail in any way that code can
            raise self._refused_at(error, name, str(error)) from error

    def _with_near_name(self, problem: str) -> str:
        """What Jinja says, with the filter or test that was meant by one of no use."""
        found = re.match(r"No (filter|test) named '(\w+)'", problem)
        if found is None:
            return problem
        is_filter = found[1] == "filter"
        there = self._environment.filters if is_filter else self._environment.tests
        names = sorted(name for name in there if name[0] != "_")
        near = did_you_mean(found[2], names) or f"there is {', '.join(names)}"
        return f"there is no {found[1]} {found[2]!r} here; {near}"

    def _refused_at(self, error: Exception, name: str, problem: str) -> Refused:
        """What is told of an error: the innermost line of a template that led to it."""
        for frame in reversed(traceback.extract_tb(error.__traceback__)):
            path = Path(frame.filename)
            if path.suffix == ".jinja" and frame.lineno:
                return _refused(path, problem, Position(frame.lineno, 1))
        return _refused(self._path(name) or Path(name), problem)


class _NotThere(StrictUndefined):
    """A value that a template asks for and that no plan has."""

    @property
    def _undefined_message(self) -> str:
        name = str(self._undefined_name)
        if self._undefined_obj is missing:
            return f"there is no value {name!r} here"
        values = _values_of(self._undefined_obj)
        has = f"it has {', '.join(values)}" if values else "it has no values"
        hint = did_you_mean(name, values, likeness=0.7) or has
        kind = type(self._undefined_obj).__name__
        return f"a value of the kind {kind} has no {name!r}; {hint}"


def _values_of(value: object) -> list[str]:
    """The names of the values that a template sees of one."""
    return [
        name for name in dir(value) if is_dataclass(value) and not name.startswith("_")
    ]


def _near_miss(problem: str, plan: Mapping[str, object]) -> str:
    """What the plan has in place of a value that is not there."""
    if not (found := re.fullmatch(r"there is no value '(\w+)' here", problem)):
        return ""
    near = did_you_mean(found[1], plan)
    within = [name for name, value in plan.items() if found[1] in _values_of(value)]
    if near:
        return f"; {near}"
    if within:
        return f"; did you mean '{within[0]}.{found[1]}'?"
    return f"; there is {' and '.join(map(repr, plan))}"


class _CodeEnvironment(Environment):
    """An environment whose templates, macros and blocks give `Code`, within the bounds
    of one rendering.
    """

    _steps = 0
    _characters = 0

    def begin(self) -> None:
        """Begins a rendering, with all of its bounds ahead."""
        self._steps = self._characters = 0

    def counted(self, values: Iterable[object]) -> Iterator[object]:
        """The values of a loop, each a step."""
        for value in values:
            self._step()
            yield value

    def concat(self, parts: Iterable[str]) -> Code:  # type: ignore[override]
        return Code("".join(self._within_bounds(parts)))

    def _within_bounds(self, parts: Iterable[str]) -> Iterator[str]:
        for part in parts:
            self._step()
            self._characters += len(part)
            if self._characters > MOST_CHARACTERS:
                raise ValueError(f"it prints more than {MOST_CHARACTERS:,} characters")
            yield part

    def _step(self) -> None:
        self._steps += 1
        if self._steps > MOST_STEPS:
            raise ValueError(f"it takes more than {MOST_STEPS:,} steps")

    def _parse(self, source: str, name: str | None, filename: str | None) -> Any:
        template = super()._parse(source, name, filename)
        for node in template.find_all(nodes.Node):
            if problem := _forbidden(node):
                raise TemplateSyntaxError(problem, node.lineno, name, filename)
        for loop in template.find_all(nodes.For):
            loop.iter = nodes.Filter(loop.iter, _COUNTED, [], [], None, None)
            loop.iter.lineno = loop.lineno
        return template


def _forbidden(node: nodes.Node) -> str:
    """Why a template may not hold a node; empty where it may."""
    match node:
        case nodes.Getattr(attr=name) if name.startswith("_"):
            return f"a template may not read {name!r}"
        case nodes.Call(node=callee) if not isinstance(callee, nodes.Name):
            return "a template may call nothing but its own macros and blocks"
        case nodes.Extends() | nodes.Include() if not _is_text(node.template):
            return "a template names what it extends or includes as a text"
        case nodes.Extends() | nodes.Include() if not _is_below(node.template):
            return "a template extends and includes what lies in its folder"
        case nodes.Expr() | nodes.Stmt() if not isinstance(node, _ALLOWED):
            return f"a template may not use `{type(node).__name__.lower()}`"
        case _:
            return ""


def _is_text(node: nodes.Expr) -> bool:
    return isinstance(node, nodes.Const) and isinstance(node.value, str)


def _is_below(node: nodes.Expr) -> bool:
    """Whether a template's name leads to a place in its folder."""
    parts = node.value.split("/") if isinstance(node, nodes.Const) else []
    is_plain = not any(os.sep in part or (os.altsep or "/") in part for part in parts)
    return is_plain and not {"", ".", ".."}.intersection(parts)


def _only_code(filters: "Filters") -> Callable[[object], Code]:
    def finalize(value: object) -> Code:
        if isinstance(value, Code):
            return value
        _refuse_what_is_not_there(value)
        raise TypeError(
            f"it prints {value!r}, which is not code; print it through one of the"
            f" filters {', '.join(filters)}"
        )

    return finalize


def _of_what_is_there(make: Callable[..., Code]) -> Callable[..., Code]:
    """A filter that names a value which is not there, before it looks at it."""

    @wraps(make)
    def made(value: object, *settings: object, **named: object) -> Code:
        _refuse_what_is_not_there(value)
        for setting in (*settings, *named.values()):
            if isinstance(setting, int) and abs(setting) > _MOST_COLUMNS:
                raise ValueError(f"{setting} is no number of columns")
        return make(value, *settings, **named)

    return made


def _refuse_what_is_not_there(value: object) -> None:
    if isinstance(value, _NotThere):
        str(value)  # raises UndefinedError, which names it


def _refused(path: Path, problem: str, position: Position | None = None) -> Refused:
    return refusal(
        codes.TEMPLATE_REFUSED,
        f"the template {path.name} cannot be used: {problem}",
        Span.of_file(path, position),
        "docs/templates.md tells what a template may do, and the values of"
        f" version {VALUES_VERSION} that it sees",
    )


Filters = Mapping[str, Callable[..., Code]]
"""The filters of a target by their names."""
