"""Plans → the modules of a package, proven to be what was planned."""

from collections.abc import Sequence
from pathlib import Path

from wirogen.contract import Contract
from wirogen.diagnostics import Span, codes, refusal
from wirogen.render.environment import Code, Filters, Templates
from wirogen.render.harmless import Words
from wirogen.render.marker import PYTHON_MARKER, marked_modules
from wirogen.render.own_files import own_modules
from wirogen.render.statements import (
    Docstring,
    Planned,
    planned_module,
    planned_registry,
    planned_registry_types,
)
from wirogen.render.verification import refuse_unreadable, verify, verify_own
from wirogen.shipped import runtime_module, templates_folder
from wirogen.targets import printing
from wirogen.targets.entries import Entry
from wirogen.targets.python import (
    Argument,
    Import,
    NamesOfHomes,
    plan_module,
    plan_owners,
    plan_public,
    plan_registry,
    plan_registry_types,
)
from wirogen.targets.runtime import WHOLE, Runtime
from wirogen.targets.syntax import Constant, Expression, Name


class PythonPrinter:
    """Prints a package, through our templates and a repository's own.

    A file of `own` goes before ours; what such a template gives is formatted with
    black.
    """

    def __init__(self, own: Path | None = None, runtime: Runtime = WHOLE) -> None:
        self._own = own
        self._runtime = runtime
        self._are_own: dict[str, bool] = {}
        self._templates = Templates(own, _folder(), filters=PYTHON_FILTERS)

    def model(self, contract: Contract) -> tuple[Entry, str]:
        """A model's entry in the registry, and its module."""
        module = plan_module(contract, self._runtime)
        text = self._printed("model.py.jinja", planned_module(module), module=module)
        model, title = str(contract.model), contract.class_name
        return Entry(model=model, path=module.path, title=title), PYTHON_MARKER + text

    def shared(self, entries: Sequence[Entry]) -> dict[str, str]:
        """The registry, the packages of owners, and the runtime."""
        registry = plan_registry(entries, self._runtime)
        text = self._printed(
            "registry.py.jinja", planned_registry(registry), registry=registry
        )
        types = plan_registry_types(entries, self._runtime)
        stub = self._printed(
            "registry.pyi.jinja", planned_registry_types(types), types=types
        )
        public = plan_public(_public_names(), self._runtime)
        offered = self._printed(
            "package.pyi.jinja", Planned(public.path, public.imports), public=public
        )
        printed = {registry.path: text, types.path: stub, public.path: offered}
        for owner in plan_owners(entries):
            planned = Planned(owner.path, (Docstring(owner.docstring),))
            printed[owner.path] = self._printed("owner.py.jinja", planned, owner=owner)
        rendered = {*printed, *(entry.path for entry in entries)}
        modules = own_modules(self._own, rendered) if self._own else {}
        own = {p: t for p, t in modules.items() if self._runtime.carries(p)}
        return marked_modules({**_runtime_files(self._runtime), **own, **printed})

    def _printed(self, name: str, planned: Planned, **plan: object) -> str:
        """The text of a module. Raises Refused where it is not what is planned."""
        text = self._templates.render(name, **plan)
        if not self._is_own(name):
            verify(planned, text)
            return text
        words = Words()
        harmless = {key: words.put_into(value) for key, value in plan.items()}
        refuse_unreadable(planned.path, text)
        formatted = _in_blacks_style(name, text)
        verify_own(
            planned, formatted, self._templates.render(name, **harmless), words.texts
        )
        return formatted

    def _is_own(self, name: str) -> bool:
        """Whether a template, or what it extends or includes, is a repository's."""
        if name not in self._are_own:
            own = self._own
            self._are_own[name] = own is not None and any(
                (own / part).is_file() for part in self._templates.reached(name)
            )
        return self._are_own[name]


def _in_blacks_style(name: str, text: str) -> str:
    # It is heavy, and for a repository's own templates alone.
    from black import format_str  # noqa: PLC0415
    from black.mode import Mode, TargetVersion  # noqa: PLC0415

    try:
        is_stub = name.endswith(".pyi.jinja")
        mode = Mode(target_versions={TargetVersion.PY311}, is_pyi=is_stub)
        return format_str(text, mode=mode)
    except ValueError as error:
        raise refusal(
            codes.NOT_WHAT_WAS_PLANNED,
            f"what {name} gives does not parse: {error}",
            Span(name),
            "look at what the template prints around that line",
        ) from error


def _runtime_files(runtime: Runtime) -> dict[str, str]:
    """The files that a package carries as they are."""
    files = _modules("runtime")
    stand_ins = {p: t for p, t in _modules("without").items() if runtime.is_own}
    return {
        **{p: text for p, text in files.items() if runtime.carries(p)},
        **{p: text for p, text in stand_ins.items() if runtime.stands_in(p)},
    }


def _folder() -> Path:
    return templates_folder() / "python"


def _modules(folder: str) -> dict[str, str]:
    """The modules of a folder of the target by their paths."""
    root = _folder() / folder
    return {
        path.relative_to(root).as_posix(): path.read_text(encoding="utf-8")
        for path in root.rglob("*")
        if path.suffix in {".py", ".typed"}
    }


def _public_names() -> NamesOfHomes:
    homes: NamesOfHomes = runtime_module("public_names").HOMES
    return homes


# --- filters ------------------------------------------------------------------------


def _literal(value: Constant) -> Code:
    if not isinstance(value, str | int | float | None):
        raise TypeError(f"it prints {value!r}, which is no constant, as a literal")
    return Code(printing.literal(value))


def _identifier(name: Name) -> Code:
    if not isinstance(name, Name):
        raise TypeError(f"it prints {name!r}, which is no name, as an identifier")
    return Code(name.text)


def _expression(value: Expression, *, indent: int, before: int) -> Code:
    return Code(printing.expression(value, indent=indent, before=before))


def _annotation(value: Expression, *, split: bool = False) -> Code:
    return Code(printing.annotation(value, indent=4, split=split))


def _argument(argument: Argument, *, indent: int | None = None) -> Code:
    if indent is None:
        return Code(printing.argument_line(argument.keyword, argument.value))
    return Code(printing.argument(argument.keyword, argument.value, indent=indent))


def _imported(line: Import) -> Code:
    return Code(printing.import_line(line.module, line.names))


PYTHON_FILTERS: Filters = {
    "annotation": _annotation,
    "argument": _argument,
    "docstring": lambda text: Code(printing.docstring(text)),
    "expression": _expression,
    "identifier": _identifier,
    "imported": _imported,
    "literal": _literal,
}
