"""When an input must be set, or must not, because of what another one is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, final

from .errors import Problem
from .numbers import exact, is_number, number_in

if TYPE_CHECKING:
    from .inputs import Input


@final
class Condition:
    """Holds when the input `name` has one of `values`, or, without values, when it is
    set and not empty. Both are Python's: `Condition("multi_shot", True)`.
    """

    __slots__ = ("_folded", "name", "values", "wire_name", "wire_values")

    def __init__(self, name: str, *values: str | float | bool) -> None:
        self.name = name
        self.values = values
        self.wire_name = name
        self._put(map(str, values))

    def _put(self, wire_values: Iterable[str]) -> None:
        self.wire_values = tuple(wire_values)
        self._folded = frozenset(value.lower() for value in self.wire_values)

    def resolve(self, inputs: Iterable[Input]) -> None:
        """Finds out what the condition means in a body of these inputs."""
        for other in inputs:
            if other.name == self.name:
                self.wire_name = other.wire_name
                self._put(
                    str(other.encode(value)) if other.accepts(value) else str(value)
                    for value in self.values
                )

    def holds(self, wire: Mapping[str, object]) -> bool:
        """Whether it holds for a request's wire values."""
        found = wire.get(self.wire_name)
        if not self.values:
            return _is_set(found)
        if isinstance(found, str):
            return found.lower() in self._folded
        return any(_is_written(found, value) for value in self.wire_values)

    def __str__(self) -> str:
        return _text(self.name, self.values)

    @property
    def wire_text(self) -> str:
        """The condition in the words of a body."""
        return _text(self.wire_name, self.wire_values)


@dataclass(frozen=True, slots=True)
class Conditions:
    """The conditions between the inputs of a model. `conditional` are the inputs that
    have some, `paired` those whose URLs travel under another key than their own.
    """

    conditional: tuple[Input, ...]
    paired: tuple[Input, ...]

    @classmethod
    def between(cls, inputs: tuple[Input, ...]) -> Conditions:
        """The conditions between inputs."""
        return cls(
            tuple(each for each in inputs if each.required_when or each.forbidden_when),
            tuple(each for each in inputs if len(each.wire_names) > 1),
        )

    def hold(self, wire: Mapping[str, Any]) -> bool:
        """Whether a body breaks none of them."""
        if not self.conditional:
            return True
        whole = self._with_files(wire) if self.paired else wire
        for described in self.conditional:
            is_set = _is_set(whole.get(described.wire_name))
            conditions = described.forbidden_when if is_set else described.required_when
            for condition in conditions:
                if condition.holds(whole):
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
                        )
            else:
                for condition in described.required_when:
                    if condition.holds(whole):
                        text = str(condition) if in_python else condition.wire_text
                        yield Problem(
                            described.name,
                            described.wire_name,
                            None,
                            f"is required when {text}: {described.expected}",
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


def _is_set(value: object) -> bool:
    return value not in (None, "", [])


def _is_written(found: object, value: str) -> bool:
    """Whether a wire value is the one that a condition writes as a text; case does not
    matter, and neither does the form of a number.
    """
    if found == value:
        return True
    if is_number(found):
        return number_in(value) == exact(found)
    return isinstance(found, str | bool) and str(found).lower() == value.lower()


def _text(name: str, values: tuple[object, ...]) -> str:
    if not values:
        return f"{name} is given"
    return f"{name} is {' or '.join(map(repr, values))}"
