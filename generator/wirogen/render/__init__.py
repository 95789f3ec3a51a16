"""Plans → the text of an output, proven to be what was planned."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from wirogen.contract import Contract
from wirogen.render.html import HtmlPrinter
from wirogen.render.json_schema import JsonSchemaPrinter
from wirogen.render.markdown import MarkdownPrinter
from wirogen.render.own_files import refuse_useless
from wirogen.render.printer import Printer, print_all
from wirogen.render.python import PythonPrinter

__all__ = ["TARGETS", "Printer", "printer_of", "render"]


def printer_of(target: str, package: str, templates: Sequence[Path] = ()) -> Printer:
    """What prints an output of a target for the client that is `package`.

    A file of one of `templates` goes before ours. Raises Refused where one of them
    would change nothing.
    """
    for folder in templates:
        refuse_useless(folder)
    return TARGETS[target](package, templates)


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


TARGETS: Mapping[str, Callable[[str, Sequence[Path]], Printer]] = {
    "python": lambda _, templates: PythonPrinter(templates),
    "json-schema": lambda _, templates: JsonSchemaPrinter(templates),
    "markdown": MarkdownPrinter,
    "html": HtmlPrinter,
}
"""What prints each target that can be configured: of the dotted name of the client, and
folders of templates.
"""
