"""Where wirogen's own templates lie."""

from pathlib import Path


def templates_folder() -> Path:
    """Our own templates: in the wheel beside this package's modules, in a checkout at
    the top level.
    """
    package = Path(__file__).resolve().parent
    packaged = package / "templates"
    return packaged if packaged.is_dir() else package.parents[1] / "templates"
