"""Where the files lie that come with wirogen: its templates and JSON Schemas.

In a wheel they lie beside this module, in a checkout where people look for them.
"""

import hashlib
import sys
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parents[1]


def templates_folder() -> Path:
    """Our own templates."""
    packaged = _PACKAGE / "templates"
    return packaged if packaged.is_dir() else _CHECKOUT / "templates"


def runtime_module(name: str) -> ModuleType:
    """A module of the clients' runtime that imports no other one: `client.signing`."""
    runtime = templates_folder() / "python" / "runtime" / "_runtime"
    path = runtime.joinpath(*name.split(".")).with_suffix(".py")
    spec = spec_from_file_location(f"wirogen_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} cannot be loaded")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def schema_file(name: str) -> Path:
    """The JSON Schema of `card` (our own format), `config` or `overrides`."""
    packaged = _PACKAGE / "schema"
    folder = packaged if packaged.is_dir() else _CHECKOUT / "docs" / "schema"
    return folder / f"{name}.schema.json"


def code_digest() -> str:
    """The SHA-256 of wirogen's own code, and of the packages that read and print for
    it as their first modules tell them apart.
    """
    whole = hashlib.sha256(sys.version.encode())
    for path in sorted(_PACKAGE.rglob("*.py")):
        whole.update(path.relative_to(_PACKAGE).as_posix().encode() + b"\0")
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    for name in ("jinja2", "markdown_it", "yaml"):
        spec = find_spec(name)
        if spec and spec.origin:
            whole.update(Path(spec.origin).read_bytes())
    return whole.hexdigest()
