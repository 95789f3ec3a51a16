"""Outputs as {path below their folder: text}, without a configuration."""

from collections.abc import Iterable
from pathlib import Path

from wirogen.contract import Contract
from wirogen.render import Printer, printer_of
from wirogen.render.python import PythonPrinter
from wirogen.targets.runtime import WHOLE, Runtime


def render(
    target: str,
    contracts: Iterable[Contract],
    *,
    package: str,
    templates: Path | None = None,
) -> dict[str, str]:
    return print_all(printer_of(target, package, templates), contracts)


def render_python(
    contracts: Iterable[Contract],
    templates: Path | None = None,
    runtime: Runtime = WHOLE,
) -> dict[str, str]:
    """As `render`, and templates that would change nothing are no error."""
    return print_all(PythonPrinter(templates, runtime), contracts)


def print_all(printer: Printer, contracts: Iterable[Contract]) -> dict[str, str]:
    in_order = sorted(contracts, key=lambda contract: contract.model)
    printed = [printer.model(contract) for contract in in_order]
    shared = printer.shared([entry for entry, _ in printed])
    models = {entry.path: text for entry, text in printed}
    return dict(sorted({**shared, **models}.items()))
