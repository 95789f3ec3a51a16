"""A configuration to begin with."""

import json
from collections.abc import Sequence

from wirogen.config.settings import FOLDER, PACKAGE, SPECS


def example_config(
    *,
    specs: str = SPECS,
    output: str = FOLDER,
    package: str = PACKAGE,
    models: Sequence[str] = (),
    pyproject: bool = False,
) -> str:
    """The text of a wirogen.toml, or, for `pyproject`, of the table that a
    pyproject.toml gets. It reads back as what it is given.
    """
    chosen = f"models = [{', '.join(map(_quoted, models))}]"
    lines = (
        "# Where the specifications lie: a folder, a file, or a list of them.",
        f"specs = {_quoted(specs)}",
        "# The package that is generated, and the folder that it goes to.",
        f"output = {_quoted(output)}",
        f"package = {_quoted(package)}",
        "# The models that it has, by slug or pattern. Without this line: all.",
        chosen if models else '# models = ["wiro/*"]',
    )
    head = ("[tool.wirogen]",) if pyproject else ()
    return "\n".join((*head, *lines, ""))


def _quoted(text: str) -> str:
    """A text as TOML writes it, which is as JSON does but for one character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
