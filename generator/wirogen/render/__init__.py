"""Plans → the text of an output, proven to be what was planned."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from wirogen.card import Card, ModelId
from wirogen.render.environment import Templates
from wirogen.render.json_schema import render_json_schema
from wirogen.render.markdown import render_markdown
from wirogen.render.verification import verify_module, verify_parses
from wirogen.shipped import templates_folder
from wirogen.targets.python import plan_module, plan_owners, plan_registry

Render = Callable[[Sequence[Card], str, Sequence[Path]], dict[str, str]]
"""Cards, the dotted name of the client and folders of templates → {path: text}."""


def render(
    target: str, cards: Sequence[Card], *, package: str, templates: Sequence[Path] = ()
) -> dict[str, str]:
    """The files of an output of a target as {path below its folder: text}.

    A file of one of `templates` goes before ours. Raises Refused where a template or
    what it gives is refused.
    """
    return TARGETS[target](cards, package, templates)


def render_python(
    cards: Sequence[Card], templates: Iterable[Path] = ()
) -> dict[str, str]:
    """The files of a package as {path below its folder: text}.

    A file of one of `templates` goes before ours. Raises Refused where a template or
    what it gives is refused.
    """
    ours = templates_folder() / "python"
    folders = (*templates, ours)
    printer = Templates(*folders)
    files = {**_runtime(folders), **_package_files(printer, cards)}
    return dict(sorted(files.items()))


def _package_files(printer: Templates, cards: Sequence[Card]) -> dict[str, str]:
    models: list[ModelId] = [card.model for card in cards]
    registry = plan_registry(models)
    files = {registry.path: printer.render("registry.py.jinja", registry=registry)}
    for owner in plan_owners(models):
        files[owner.path] = printer.render("owner.py.jinja", owner=owner)
    for path, text in files.items():
        verify_parses(path, text)
    for card in cards:
        module = plan_module(card)
        text = printer.render("model.py.jinja", module=module)
        verify_module(module, text)
        files[module.path] = text
    return files


def _runtime(folders: Iterable[Path]) -> dict[str, str]:
    """The files that every package carries, as they are."""
    files: dict[str, str] = {}
    for folder in folders:
        runtime = folder / "runtime"
        for path in sorted(runtime.rglob("*")):
            name = path.relative_to(runtime).as_posix()
            if path.suffix in {".py", ".typed"} and "__pycache__" not in path.parts:
                files.setdefault(name, path.read_text(encoding="utf-8"))
    return files


TARGETS: Mapping[str, Render] = {
    "python": lambda cards, _, templates: render_python(cards, templates),
    "json-schema": lambda cards, _, templates: render_json_schema(cards, templates),
    "markdown": render_markdown,
}
"""How each target that can be configured is rendered."""
