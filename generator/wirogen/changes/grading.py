"""Changes, their grades, and the rules that find them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Generic, TypeVar

from wirogen.card import ModelId
from wirogen.diagnostics import Span

_Side = TypeVar("_Side")
_Part = TypeVar("_Part")


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


class Audience(StrEnum):
    """Who calls a model: programs with its request class, people and scripts with the
    flags of its command, and whoever writes the bodies of requests.
    """

    PYTHON = "python"
    FLAGS = "flags"
    BODIES = "bodies"


ALL = frozenset(Audience)
CLIENTS = frozenset({Audience.PYTHON, Audience.FLAGS})
PYTHON = frozenset({Audience.PYTHON})
FLAGS = frozenset({Audience.FLAGS})
BODIES = frozenset({Audience.BODIES})


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference between two states of a model.

    `wire_name` is the input's (the old one, if it was renamed), None for what concerns
    the model itself. `audiences` are those whom it concerns. `rule`, `message` and
    `reason` are wirogen's own words; texts of a specification stand in the others
    alone: either in `before` and `after`, None where there was or is nothing, or in
    `about`, what the message speaks of.
    """

    model: ModelId
    wire_name: str | None = None
    grade: Grade
    audiences: frozenset[Audience] = ALL
    rule: str
    message: str
    before: str | None = None
    after: str | None = None
    about: str | None = None
    reason: str = ""
    span: Span = field(default=Span(""), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Difference:
    """What a rule finds; see `Change`. `audiences` are those of the rule where none are
    given.
    """

    before: str | None = None
    after: str | None = None
    about: str | None = None
    reason: str = ""
    audiences: frozenset[Audience] | None = None


Differences = Iterator[Difference]


@dataclass(frozen=True, slots=True)
class Rule(Generic[_Side]):
    """One way in which two states can differ; `find` gives every such difference."""

    name: str
    grade: Grade
    message: str
    find: Callable[[_Side, _Side], Differences]
    audiences: frozenset[Audience] = ALL


def backwards(
    find: Callable[[_Side, _Side], Differences],
) -> Callable[[_Side, _Side], Differences]:
    """The same differences, looked for from the new state to the old one, whose reasons
    are none then.
    """

    def find_backwards(old: _Side, new: _Side) -> Differences:
        for found in find(new, old):
            yield replace(found, before=found.after, after=found.before, reason="")

    return find_backwards


def differing(
    part: Callable[[_Side], _Part], shown: Callable[[_Part], str | None]
) -> Callable[[_Side, _Side], Differences]:
    """A part of both states that is not the same, as `shown` writes it."""

    def find_words(old: _Side, new: _Side) -> Differences:
        before, after = part(old), part(new)
        if before != after:
            yield Difference(shown(before), shown(after))

    return find_words


def worst(changes: Iterable[Change], audience: Audience | None = None) -> Grade | None:
    """The gravest grade among some changes, or among those that concern an audience;
    None if there are none.
    """
    grades = (
        change.grade
        for change in changes
        if audience is None or audience in change.audiences
    )
    return min(grades, key=lambda grade: grade.rank, default=None)
