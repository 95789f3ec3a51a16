"""Request classes, rendered from Cards and imported as a package has them."""

import importlib
import importlib.util
import sys
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from rendered import render_python
from wirogen.card import Card, Input, ModelId
from wirogen.contract import resolve
from wirogen.render.marker import PYTHON_MARKER
from wirogen.render.python import PythonPrinter
from wirogen.shipped import templates_folder

PACKAGE = "built_models"


@cache
def runtime() -> ModuleType:
    """The runtime of generated packages, imported under a name of its own."""
    folder = templates_folder() / "python" / "runtime"
    spec = importlib.util.spec_from_file_location(
        PACKAGE, folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    assert spec is not None
    assert spec.loader is not None
    package = importlib.util.module_from_spec(spec)
    sys.modules[PACKAGE] = package
    spec.loader.exec_module(package)
    registry = ModuleType(f"{PACKAGE}._registry")
    known = importlib.import_module(f"{PACKAGE}._runtime.package").Package
    registry.PACKAGE = known(registry.__name__, "", {})  # type: ignore[attr-defined]
    sys.modules[registry.__name__] = registry
    return package


@cache
def _printer() -> PythonPrinter:
    """Our templates, compiled once for all tests."""
    return PythonPrinter()


def module_of(card: Card) -> str:
    """The module of a Card, below the marker that every one begins with."""
    _, text = _printer().model(resolve(card))
    return text.removeprefix(PYTHON_MARKER)


def request_class(card: Card) -> Any:
    """The request class of a Card."""
    runtime()
    entry, text = _printer().model(resolve(card))
    module = ModuleType(f"{PACKAGE}.owner.model")
    module.__package__ = f"{PACKAGE}.owner"
    sys.modules.setdefault(module.__package__, ModuleType(module.__package__))
    sys.modules[module.__name__] = module
    exec(compile(text, entry.path, "exec"), module.__dict__)
    return getattr(module, entry.title)


def request_class_of(*inputs: Input) -> Any:
    """The request class of a model that has these inputs."""
    model = ModelId("acme", "paint")
    card = Card(
        model=model, raw_slug="acme/paint", run_path="acme/paint", inputs=inputs
    )
    return request_class(card)


def package_of(folder: Path, *cards: Card, package: str = "wiro_models") -> Path:
    """A whole package of some Cards, written below a folder."""
    for path, text in render_python([*map(resolve, cards)]).items():
        target = folder / package / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return folder
