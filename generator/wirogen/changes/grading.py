"""Changes, their grades, and the rules that find them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Generic, TypeVar

from wirogen.card import ModelId
from wirogen.diagnostics import Span

_Side = TypeVar("_Side")


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


BREAKING, BEHAVIOUR, COMPATIBLE, WORDS = Grade

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
    span: Span = field(default=Span(""))


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


Find = Callable[[_Side, _Side], Differences]
"""Gives every difference of one kind between the old state and the new one."""


@dataclass(frozen=True, slots=True)
class Rule(Generic[_Side]):
    """One way in which two states can differ. `message` goes on after the name of an
    input or a model, and holds no outside text; `name` is that of its variable.
    """

    grade: Grade
    message: str
    find: Find[_Side]
    audiences: frozenset[Audience] = ALL
    name: str = ""


def rule(
    grade: Grade, message: str, audiences: frozenset[Audience] = ALL
) -> Callable[[Find[_Side]], Rule[_Side]]:
    """Makes a rule of a function."""

    def made(find: Find[_Side]) -> Rule[_Side]:
        return Rule(grade, message, find, audiences)

    return made


def backwards(message: str, forwards: Rule[_Side]) -> Rule[_Side]:
    """What is compatible where the same from the new state to the old one is breaking;
    it has no reasons.
    """

    def find(old: _Side, new: _Side) -> Differences:
        for found in forwards.find(new, old):
            yield replace(found, before=found.after, after=found.before, reason="")

    return Rule(COMPATIBLE, message, find, forwards.audiences)


def differing(
    message: str, part: Callable[[_Side], str | None], grade: Grade = Grade.WORDS
) -> Rule[_Side]:
    """Words of both states that are not the same; None where there are none."""

    def find(old: _Side, new: _Side) -> Differences:
        if (before := part(old)) != (after := part(new)):
            yield Difference(before, after)

    return Rule(grade, message, find)


def rules_of(
    module: Mapping[str, object], but: Iterable[Rule[Any]] = ()
) -> tuple[Rule[Any], ...]:
    """The rules that a module holds so far, `but` some, the gravest first."""
    others = {rule.name for rule in but}
    named = {
        name: replace(value, name=name)
        for variable, value in module.items()
        if isinstance(value, Rule)
        and (name := variable.replace("_", "-")) not in others
    }
    return tuple(sorted(named.values(), key=lambda rule: rule.grade.rank))


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
