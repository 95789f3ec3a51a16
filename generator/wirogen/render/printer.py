"""What every target has: a file for each model, and files that all models share."""

from collections.abc import Sequence
from typing import Protocol

from wirogen.contract import Contract
from wirogen.diagnostics import Position, Refused, Span, codes, refusal
from wirogen.targets.entries import Entry


class Printer(Protocol):
    """Prints the files of one output, each proven to be what was planned."""

    def model(self, contract: Contract) -> tuple[Entry, str]:
        """A model's entry, and the text of the file that it names.

        Raises Refused where a template or what it gives is refused, as `shared` does.
        """

    def shared(self, entries: Sequence[Entry]) -> dict[str, str]:
        """All other files, {path: text}; entries are in the order of the models."""


def not_as_planned(
    path: str, problem: str, hint: str, place: Position | None = None
) -> Refused:
    """What is raised where a file is not what was planned."""
    message = f"the rendered {path} is not what was planned: {problem}"
    span = Span(path, "", lambda _: place)
    return refusal(codes.NOT_WHAT_WAS_PLANNED, message, span, hint)
