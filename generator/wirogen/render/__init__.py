"""Plans → the text of an output, proven to be what was planned."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from wirogen.contract import Contract
from wirogen.render.own_files import refuse_useless
from wirogen.render.printer import Printer, print_all
from wirogen.targets.runtime import WHOLE, Runtime

if TYPE_CHECKING:
    from wirogen.changes import History

__all__ = ["Printer", "printer_of", "render"]


def printer_of(
    target: str,
    package: str,
    templates: Sequence[Path] = (),
    history: "History" = (),
    runtime: Runtime = WHOLE,
) -> Printer:
    """What prints an output of a target for the client that is `package`, and uses such
    a runtime; pages show what changed.

    A file of one of `templates` goes before ours. Raises Refused where one of them
    would change nothing.
    """
    # ruff: noqa: PLC0415 - a run imports the targets that it prints
    for folder in templates:
        refuse_useless(folder)
    match target:
        case "python":
            from wirogen.render.python import PythonPrinter

            return PythonPrinter(templates, runtime)
        case "json-schema":
            from wirogen.render.json_schema import JsonSchemaPrinter

            return JsonSchemaPrinter(templates)
        case "markdown":
            from wirogen.render.markdown import MarkdownPrinter

            return MarkdownPrinter(package, templates)
        case "html":
            from wirogen.render.html import HtmlPrinter

            return HtmlPrinter(package, templates, history)
        case _:
            raise ValueError(f"there is no target {target!r}")


def render(
    target: str,
    contracts: Sequence[Contract],
    *,
    package: str,
    templates: Sequence[Path] = (),
) -> dict[str, str]:
    """The files of an output of a target as {path below its folder: text}.

    Raises Refused where a template or what it gives is refused, and where one would
    change nothing.
    """
    return print_all(printer_of(target, package, templates), contracts)
