"""A configuration to begin with."""

import json
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from wirogen.config.config_file import config_in, tells_settings
from wirogen.config.settings import (
    FOLDER,
    PACKAGE,
    SPECS,
    is_file,
    is_package_name,
)
from wirogen.config.toml import OWN_FILE, PYPROJECT
from wirogen.diagnostics import Span, codes, refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """What a first configuration says; paths are relative to its folder."""

    specs: str = SPECS
    output: str = FOLDER
    package: str = PACKAGE
    models: Sequence[str] = ()


def suggested_beginning(folder: Path) -> Beginning:
    """What suits a folder: a client inside the package that its project consists of,
    where it has one, else a package of its own.
    """
    name = _project_package(folder)
    for place in ("src", ".") if name else ():
        if is_file(folder / place / name / "__init__.py"):
            return Beginning(output=place, package=f"{name}.{PACKAGE}")
    return Beginning()


def begin_config(folder: Path, beginning: Beginning) -> Path:
    """Writes a configuration, at the end of the folder's pyproject.toml or, where there
    is none that takes a table there, as its wirogen.toml; gives the file's path.

    Raises Refused, with nothing written, where the folder is configured already, and
    where this would be no configuration.
    """
    own, pyproject = folder / OWN_FILE, folder / PYPROJECT
    if any(is_file(path) and tells_settings(path) for path in (own, pyproject)):
        raise refusal(
            codes.CONFIGURED_ALREADY,
            "wirogen is configured here already",
            Span.of_file(own if is_file(own) else pyproject),
            "change what stands there",
        )
    path, whole = own, example_config(beginning)
    if is_file(pyproject):
        before = pyproject.read_bytes().decode()
        added = _with_added(before, example_config(beginning, pyproject=True))
        if _is_toml(added):
            path, whole = pyproject, added
    config_in(path, whole)
    path.write_bytes(whole.encode())
    return path


def example_config(beginning: Beginning, *, pyproject: bool = False) -> str:
    """The text of a wirogen.toml, or, for `pyproject`, of the table that a
    pyproject.toml gets. It reads back as what it is given.
    """
    models = ", ".join(map(_quoted, beginning.models))
    lines = (
        "# Where the specifications lie: a folder, a file, or a list of them.",
        f"specs = {_quoted(beginning.specs)}",
        "# The package that is generated, and the folder that it goes to.",
        f"output = {_quoted(beginning.output)}",
        f"package = {_quoted(beginning.package)}",
        "# The models that it has, by slug or pattern. Without this line: all.",
        f"models = [{models}]" if models else '# models = ["wiro/*"]',
    )
    head = ("[tool.wirogen]",) if pyproject else ()
    return "\n".join((*head, *lines, ""))


def _project_package(folder: Path) -> str:
    """The name that the package of a folder's project should have, or empty."""
    try:
        settings = tomllib.loads((folder / PYPROJECT).read_text(encoding="utf-8"))
        name = re.sub("[-.]", "_", settings["project"]["name"]).lower()
    except (OSError, ValueError, LookupError, TypeError):
        return ""
    return name if is_package_name(name) else ""


def _with_added(text: str, added: str) -> str:
    """A text with another below it, one empty line between them, in its line ends."""
    line_end = "\r\n" if "\r\n" in text else "\n"
    kept = text.rstrip()
    gap = "\n\n" if kept else ""
    return kept + f"{gap}{added}".replace("\n", line_end)


def _is_toml(text: str) -> bool:
    """Whether a text is TOML; no table follows `tool = {…}`, which is complete."""
    try:
        tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError:
        return False
    return True


def _quoted(text: str) -> str:
    """A text as TOML writes it, which is as JSON does but for one character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
