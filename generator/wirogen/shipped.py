"""Where the files lie that come with wirogen: its templates and JSON Schemas.

In a wheel they lie beside this module, in a checkout where people look for them.
"""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parents[1]


def templates_folder() -> Path:
    """Our own templates."""
    packaged = _PACKAGE / "templates"
    return packaged if packaged.is_dir() else _CHECKOUT / "templates"


def schema_file(name: str) -> Path:
    """The JSON Schema of `card` (our own format), `config` or `overrides`."""
    packaged = _PACKAGE / "schema"
    folder = packaged if packaged.is_dir() else _CHECKOUT / "docs" / "schema"
    return folder / f"{name}.schema.json"


def code_changed_at() -> float:
    """When wirogen's own code was last changed, in unix seconds; 0 for a wirogen that
    is installed, where its version stands for its code.
    """
    if (_PACKAGE / "templates").is_dir():
        return 0.0
    return max(path.stat().st_mtime for path in _PACKAGE.rglob("*.py"))
