"""What a reader finds in one document, and the places of it."""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

from wirogen.card import Card, Multiselect
from wirogen.diagnostics import Code, Diagnostic, Refused, Report, Span
from wirogen.diagnostics.codes import (
    MINIMUM_ABOVE_MAXIMUM,
    NO_WHOLE_NUMBER,
    STEP_NOT_POSITIVE,
)
from wirogen.plain_tree import Tree
from wirogen.readers.documents import Document
from wirogen.readers.reading import Reading

Places = Callable[[str], Iterable[tuple[str, int]]]
"""Gives the JSON pointer and the offset of every value in a text."""

Bound = tuple[str, Decimal | None]
"""A source's own word for a bound, and the bound."""


def child(pointer: str, key: str | int) -> str:
    """The JSON pointer to a member of what a pointer names."""
    return f"{pointer}/{str(key).replace('~', '~0').replace('/', '~1')}"


def last_key(pointer: str) -> str:
    """The key that the last step of a JSON pointer goes to."""
    return pointer.rpartition("/")[2].replace("~1", "/").replace("~0", "~")


def finding_about(
    wire_name: str, code: Code, message: str, span: Span, hint: str
) -> Diagnostic:
    """A finding whose message begins with the input that it is about, if any is."""
    return Diagnostic(
        code=code,
        message=f"{wire_name}: {message}" if wire_name else message,
        span=span,
        hint=hint,
        wire_name=wire_name,
    )


def lacks_whole_number(
    minimum: Decimal, maximum: Decimal, step: Decimal | None
) -> bool:
    """Whether no whole number is within bounds and one of a step's multiples, counted
    from zero or from the minimum.
    """
    whole_step = Fraction(step).numerator if step and step > 0 else 1
    first = -(-Fraction(minimum) // whole_step) * whole_step
    return minimum != minimum.to_integral_value() and first > maximum


class Findings:
    """Collects the findings of one document; looks places up only when asked to."""

    def __init__(self, document: Document, places: Places) -> None:
        self.document = document
        self._places = places
        self._offsets: dict[str, int] | None = None
        self._inputs: dict[str, str] = {}
        self._found: list[Diagnostic] = []

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(self._found)

    def span(self, pointer: str) -> Span:
        """The span of what a pointer names; of what it should stand in if it is not
        there.
        """
        return self.document.span_found(pointer, self._offset)

    def name_input(self, pointer: str, wire_name: str) -> None:
        """Lets all findings about what stands at a pointer, or in it, name an input."""
        self._inputs[pointer] = wire_name

    def add(
        self,
        code: Code,
        message: str,
        pointer: str,
        hint: str = "",
        wire_name: str = "",
    ) -> None:
        """Adds a finding about what a pointer names, and the input that this is of."""
        name = wire_name or self._name_at(pointer)
        found = finding_about(name, code, message, self.span(pointer), hint)
        self._found.append(found)

    def _name_at(self, pointer: str) -> str:
        while pointer and pointer not in self._inputs:
            pointer = pointer.rpartition("/")[0]
        return self._inputs.get(pointer, "")

    def check_range(
        self,
        pointer: str,
        low: Bound,
        high: Bound,
        step: Bound = ("", None),
        *,
        whole: bool = False,
    ) -> None:
        """Reports bounds that allow no value, `whole` ones at that, and steps that are
        none.
        """
        (low_key, minimum), (high_key, maximum), (step_key, size) = low, high, step
        if minimum is None or maximum is None:
            pass
        elif minimum > maximum:
            self.add(
                MINIMUM_ABOVE_MAXIMUM,
                f"{low_key} {minimum} is above {high_key} {maximum}, which no value is",
                child(pointer, low_key),
                "swap them, or leave one of them out",
            )
        elif whole and lacks_whole_number(minimum, maximum, size):
            steps = "" if size is None else f" in steps of {size}"
            self.add(
                NO_WHOLE_NUMBER,
                f"no whole number is between {low_key} {minimum} and {high_key} "
                f"{maximum}{steps}",
                child(pointer, low_key),
                "correct the bounds, or make it a number that need not be whole",
            )
        if size is not None and size <= 0:
            self.add(
                STEP_NOT_POSITIVE,
                f"{step_key} {size} is not a distance between values",
                child(pointer, step_key),
                f"leave `{step_key}` out for any number, or give a positive one",
            )

    def check_items(
        self,
        pointer: str,
        kind: Multiselect,
        keys: tuple[str, str] = ("min_items", "max_items"),
    ) -> None:
        """Reports counts of options that nobody can keep to."""
        low, high = keys
        least, most = kind.min_items, kind.max_items
        self.check_range(pointer, (low, least), (high, most))
        if kind.values and least is not None and least > len(kind.values):
            self.add(
                MINIMUM_ABOVE_MAXIMUM,
                f"{low} {least} is above the number of options, {len(kind.values)}",
                child(pointer, low),
                f"leave `{low}` out, or list more options",
            )

    def reading(
        self, read: Callable[[Tree, "Findings"], tuple[Card, ...]], tree: Tree
    ) -> Reading:
        """What a reader makes of the document's tree, with all that was found."""
        try:
            cards = read(tree, self)
        except Refused as refused:
            return Reading((), Report.of(self._found) + refused.report)
        return Reading(cards, Report.of(self._found))

    def _offset(self, pointer: str) -> int | None:
        if self._offsets is None:
            self._offsets = dict(self._places(self.document.text))
        while pointer and pointer not in self._offsets:
            pointer = pointer.rpartition("/")[0]
        return self._offsets.get(pointer)
