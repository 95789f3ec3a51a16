"""Plans → the text of an output, proven to be what was planned."""

from pathlib import Path
from typing import TYPE_CHECKING

from wirogen.render.own_files import refuse_left_out, refuse_useless
from wirogen.render.printer import Printer
from wirogen.targets.runtime import WHOLE, Runtime

if TYPE_CHECKING:
    from wirogen.changes import History

__all__ = ["Printer", "printer_of", "refuse_left_out"]


def printer_of(
    target: str,
    package: str,
    templates: Path | None = None,
    history: "History" = (),
    runtime: Runtime = WHOLE,
) -> Printer:
    """What prints an output of a target for the client that is `package`, and uses such
    a runtime; pages show what changed.

    A file of `templates` goes before ours. Raises Refused where one of them would
    change nothing.
    """
    # ruff: noqa: PLC0415 - a run imports the targets that it prints
    if templates:
        refuse_useless(templates)
    match target:
        case "python":
            from wirogen.render.python import PythonPrinter

            return PythonPrinter(templates, runtime)
        case "json-schema":
            from wirogen.render.json_schema import JsonSchemaPrinter

            return JsonSchemaPrinter(templates)
        case "markdown":
            from wirogen.render.markdown import MarkdownPrinter

            return MarkdownPrinter(package, templates, runtime)
        case "html":
            from wirogen.render.html import HtmlPrinter

            return HtmlPrinter(package, templates, history, runtime)
        case _:
            raise ValueError(f"there is no target {target!r}")
