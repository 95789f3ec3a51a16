"""When an input must be set, or must not, because of what another one is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple, final

from .errors import Problem
from .numbers import exact, is_number, number_in

if TYPE_CHECKING:
    from .inputs import Input

_NOTHING: Final[tuple[object, ...]] = (None, "", [])
"""Wire values of an input that is not set."""


@final
class Condition:
    """Holds when the input `name` has one of `values`, or, without values, when it is
    set and not empty. Both are Python's: `Condition("multi_shot", True)`.
    """

    __slots__ = (
        *("_is_of_several", "_numbers", "_texts"),
        *("name", "values", "wire_name", "wire_values"),
    )

    def __init__(self, name: str, *values: str | float | bool) -> None:
        self.name = name
        self.values = values
        self.wire_name = name
        self._is_of_several = False
        self._put(map(str, values))

    def _put(self, wire_values: Iterable[str]) -> None:
        self.wire_values = tuple(wire_values)
        self._texts = frozenset(value.lower() for value in self.wire_values)
        self._numbers = frozenset(map(number_in, self.wire_values)) - {None}

    def resolve(self, inputs: Iterable[Input]) -> None:
        """Finds out what the condition means in a body of these inputs."""
        for other in inputs:
            if other.name == self.name:
                self.wire_name = other.wire_name
                self._is_of_several = other.takes_several_options
                self._put(
                    str(other.encode(value)) if other.accepts(value) else str(value)
                    for value in self.values
                )

    def holds(self, wire: Mapping[str, object]) -> bool:
        """Whether it holds for a request's wire values."""
        return self.is_met_by(wire.get(self.wire_name))

    def is_met_by(self, found: object) -> bool:
        """Whether it holds where its input has this wire value: of several options,
        where one meets it. Case does not matter, and neither does the form of a number.
        """
        if not self.values:
            return bool(found) or _is_set(found)
        if isinstance(found, str):
            return found.lower() in self._texts
        if isinstance(found, list):
            return self._is_of_several and any(map(self.is_met_by, found))
        if isinstance(found, bool):
            return str(found).lower() in self._texts
        return is_number(found) and exact(found) in self._numbers

    def __str__(self) -> str:
        return _text(self.name, self.values)

    @property
    def wire_text(self) -> str:
        """The condition in the words of a body."""
        return _text(self.wire_name, self.wire_values)


class _Demand(NamedTuple):
    """While a condition holds, the inputs of some wire names must be set, and those of
    others must not.
    """

    condition: Condition
    to_set: list[str]
    to_leave: list[str]


@dataclass(frozen=True, slots=True)
class Conditions:
    """The conditions between the inputs of a model. `conditional` are the inputs that
    have some, `paired` those whose URLs travel under another key than their own;
    `demands` says for each wire name which conditions hang on it, and what each asks of
    which others.
    """

    conditional: tuple[Input, ...]
    paired: tuple[Input, ...]
    demands: Mapping[str, Iterable[_Demand]]

    @classmethod
    def between(cls, inputs: tuple[Input, ...]) -> Conditions:
        """The conditions between inputs."""
        return cls(
            tuple(each for each in inputs if each.required_when or each.forbidden_when),
            tuple(each for each in inputs if len(each.wire_names) > 1),
            _demands(inputs),
        )

    def hold(self, wire: Mapping[str, Any]) -> bool:
        """Whether a body breaks none of them."""
        if not self.demands:
            return True
        whole = self._with_files(wire) if self.paired else wire
        for name, demands in self.demands.items():
            found = whole.get(name)
            if found is None:
                continue
            for condition, to_set, to_leave in demands:
                if condition.is_met_by(found):
                    for other in to_set:
                        if not (whole.get(other) or _is_set(whole.get(other))):
                            return False
                    for other in to_leave:
                        if whole.get(other) or _is_set(whole.get(other)):
                            return False
        return True

    def broken(self, wire: Mapping[str, Any], *, in_python: bool) -> Iterator[Problem]:
        """What a body breaks, in the words of Python or of bodies."""
        whole = self._with_files(wire)
        for described in self.conditional:
            value = whole.get(described.wire_name)
            if _is_set(value):
                for condition in described.forbidden_when:
                    if condition.holds(whole):
                        text = str(condition) if in_python else condition.wire_text
                        yield Problem(
                            described.name,
                            described.wire_name,
                            wire.get(described.wire_name),
                            f"must not be given when {text}",
                            in_body=not in_python,
                        )
            else:
                for condition in described.required_when:
                    if condition.holds(whole):
                        text = str(condition) if in_python else condition.wire_text
                        what = (
                            described.expected if in_python else described.expected_wire
                        )
                        yield Problem(
                            described.name,
                            described.wire_name,
                            None,
                            f"is required when {text}: {what}",
                            in_body=not in_python,
                        )

    def _with_files(self, wire: Mapping[str, Any]) -> Mapping[str, Any]:
        """A body in which the URLs of a file input stand under the input's own name."""
        urls = {
            each.wire_name: wire[name]
            for each in self.paired
            for name in reversed(each.wire_names)
            if _is_set(wire.get(name))
        }
        return {**wire, **urls} if urls else wire


def _demands(inputs: Iterable[Input]) -> Mapping[str, Iterable[_Demand]]:
    demands: dict[str, dict[tuple[str, ...], _Demand]] = {}

    def demand_of(condition: Condition) -> _Demand:
        same = demands.setdefault(condition.wire_name, {})
        return same.setdefault(condition.wire_values, _Demand(condition, [], []))

    for each in inputs:
        for condition in each.required_when:
            demand_of(condition).to_set.append(each.wire_name)
        for condition in each.forbidden_when:
            demand_of(condition).to_leave.append(each.wire_name)
    return {name: tuple(same.values()) for name, same in demands.items()}


def _is_set(value: object) -> bool:
    return value not in _NOTHING


def _text(name: str, values: tuple[object, ...]) -> str:
    if not values:
        return f"{name} is given"
    return f"{name} is {' or '.join(map(repr, values))}"
