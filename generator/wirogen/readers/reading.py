"""What reading a specification gives."""

from dataclasses import dataclass

from wirogen.card import Card
from wirogen.diagnostics import Report


@dataclass(frozen=True, slots=True)
class Reading:
    """The Cards that a specification holds (usually one), and what was found on the
    way.

    A reading whose report has errors may still hold Cards; they are not to be generated
    from.
    """

    cards: tuple[Card, ...]
    report: Report
