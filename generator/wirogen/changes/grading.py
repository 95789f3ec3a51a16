"""Changes, their grades, and the rules that find them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

from wirogen.card import ModelId
from wirogen.diagnostics import Span

_Side = TypeVar("_Side")
_Part = TypeVar("_Part")

Differences = Iterator[tuple[str | None, str | None]]
"""What was before and what is after; None where there is nothing to show."""


class Grade(StrEnum):
    """How much a change matters to callers, the gravest first.

    Breaking: a request or a program that was right may be so no more. Behaviour: the
    same program sends or pays something else. Compatible: more is possible than
    before. Words: nothing but texts and their order.
    """

    BREAKING = "breaking"
    BEHAVIOUR = "behaviour"
    COMPATIBLE = "compatible"
    WORDS = "words"

    @property
    def rank(self) -> int:
        """0 for the gravest, so that grades can be sorted."""
        return tuple(Grade).index(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference between two states of a model.

    `wire_name` is the input's (the old one, if it was renamed), None for what concerns
    the model itself. `rule` and `message` are wirogen's own words; texts of a
    specification stand in `before` and `after` alone, None where there is nothing.
    """

    model: ModelId
    wire_name: str | None = None
    grade: Grade
    rule: str
    message: str
    before: str | None = None
    after: str | None = None
    span: Span = field(default=Span(""), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Rule(Generic[_Side]):
    """One way in which two states can differ; `find` gives every such difference."""

    name: str
    grade: Grade
    message: str
    find: Callable[[_Side, _Side], Differences]


def backwards(
    find: Callable[[_Side, _Side], Differences],
) -> Callable[[_Side, _Side], Differences]:
    """The same differences, looked for from the new state to the old one."""

    def find_backwards(old: _Side, new: _Side) -> Differences:
        for after, before in find(new, old):
            yield before, after

    return find_backwards


def told(
    part: Callable[[_Side], _Part], shown: Callable[[_Part], str | None]
) -> Callable[[_Side, _Side], Differences]:
    """A part of both states that is not the same, as `shown` writes it."""

    def find_told(old: _Side, new: _Side) -> Differences:
        before, after = part(old), part(new)
        if before != after:
            yield shown(before), shown(after)

    return find_told


def worst(changes: Iterable[Change]) -> Grade | None:
    """The gravest grade among some changes; None if there are none."""
    grades = (change.grade for change in changes)
    return min(grades, key=lambda grade: grade.rank, default=None)
