"""Plans → the modules of a package, proven to be what was planned."""

from collections.abc import Sequence
from pathlib import Path

from wirogen.card import Card
from wirogen.diagnostics import Diagnostic, Refused, Span, codes
from wirogen.render import code
from wirogen.render.code import Code
from wirogen.render.environment import Filters, Templates
from wirogen.render.own_files import own_modules
from wirogen.render.verification import verify_module, verify_owner, verify_registry
from wirogen.shipped import templates_folder
from wirogen.targets.python import (
    Field,
    Import,
    plan_module,
    plan_owners,
    plan_registry,
)
from wirogen.targets.syntax import Constant, Expression, Name


def render_python(
    cards: Sequence[Card], templates: Sequence[Path] = ()
) -> dict[str, str]:
    """The files of a package as {path below its folder: text}.

    A file of one of `templates` goes before ours; what such a template gives is
    formatted with black. Raises Refused where a template or what it gives is refused.
    """
    printer = _Printer(templates)
    models = [card.model for card in cards]
    registry = plan_registry(models)
    files = {registry.path: printer.printed("registry.py.jinja", registry=registry)}
    verify_registry(registry, files[registry.path])
    for owner in plan_owners(models):
        files[owner.path] = printer.printed("owner.py.jinja", owner=owner)
        verify_owner(owner, files[owner.path])
    for card in cards:
        module = plan_module(card)
        files[module.path] = printer.printed("model.py.jinja", module=module)
        verify_module(module, files[module.path])
    runtime = {**_runtime(), **own_modules(templates, files)}
    return dict(sorted({**runtime, **files}.items()))


class _Printer:
    """Prints plans through our templates, and through a repository's own."""

    def __init__(self, own: Sequence[Path]) -> None:
        folders = (*own, templates_folder() / "python")
        self._own = own
        self._templates = Templates(*folders, filters=PYTHON_FILTERS)

    def printed(self, name: str, **plan: object) -> str:
        """A module's text. Raises Refused."""
        text = self._templates.render(name, **plan)
        is_own = any((folder / name).is_file() for folder in self._own)
        return _in_blacks_style(name, text) if is_own else text


def _in_blacks_style(name: str, text: str) -> str:
    # It is heavy, and for a repository's own templates alone.
    from black import format_str  # noqa: PLC0415
    from black.mode import Mode, TargetVersion  # noqa: PLC0415

    try:
        return format_str(text, mode=Mode(target_versions={TargetVersion.PY311}))
    except ValueError as error:
        raise Refused(
            Diagnostic(
                code=codes.NOT_WHAT_WAS_PLANNED,
                message=f"what {name} gives does not parse: {error}",
                span=Span(name),
                hint="look at what the template prints around that line",
            )
        ) from error


def _runtime() -> dict[str, str]:
    """The files that every package carries, as they are."""
    runtime = templates_folder() / "python" / "runtime"
    return {
        path.relative_to(runtime).as_posix(): path.read_text(encoding="utf-8")
        for path in runtime.rglob("*")
        if path.suffix in {".py", ".typed"}
    }


# --- filters ------------------------------------------------------------------------


def _literal(value: Constant) -> Code:
    if not isinstance(value, str | int | float | None):
        raise TypeError(f"it prints {value!r}, which is no constant, as a literal")
    return Code(code.literal(value))


def _assigned(value: Constant, *, name: str, indent: int) -> Code:
    if not isinstance(value, str | int | float | None):
        raise TypeError(f"it assigns {value!r}, which is no constant, to {name}")
    return Code(code.assignment(name, value, indent=indent))


def _identifier(name: Name) -> Code:
    return Code(name.text)


def _docstring(text: str) -> Code:
    return Code(code.docstring(text))


def _expression(value: Expression, *, indent: int, before: int) -> Code:
    return Code(code.expression(value, indent=indent, before=before))


def _field(field: Field, *, indent: int) -> Code:
    return Code(code.field(field.name, field.annotation, field.default, indent=indent))


def _imported(line: Import) -> Code:
    return Code(code.import_line(line.module, line.names))


PYTHON_FILTERS: Filters = {
    "literal": _literal,
    "assigned": _assigned,
    "identifier": _identifier,
    "docstring": _docstring,
    "expression": _expression,
    "field": _field,
    "imported": _imported,
}
