"""The base of every request class."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

from .errors import InvalidRequest, Problem
from .inputs import Input, Unchecked, WireValue, nearest_name
from .prices import Prices

COMMON_INPUTS = ("callbackUrl", "projectid")
"""Keys that every model's run takes beside its own inputs; they belong to the run, not
to the request.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request for one model: frozen, checked when it is made, and ready to be sent.

    Making one raises `InvalidRequest` with everything that is wrong with it. `MODEL` is
    the model's clean slug, `RUN_PATH` the path of a run below `/Run/` (not percent-
    encoded), `INPUTS` what is known of each input, `PRICES` what is known of its prices
    (None: nothing).
    """

    MODEL: ClassVar[str]
    RUN_PATH: ClassVar[str]
    INPUTS: ClassVar[tuple[Input, ...]]
    PRICES: ClassVar[Prices | None] = None

    _wire: Mapping[str, Any] | None = field(
        default=None, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        problems = [
            problem
            for known in self.INPUTS
            if (problem := known.problem(getattr(self, known.name)))
        ]
        _refuse(
            self.MODEL, problems or [*_broken_conditions(self.INPUTS, self.to_wire())]
        )

    def to_wire(self) -> dict[str, WireValue]:
        """The request's body: wire names and values, in the model's own order; unset
        inputs are left out.

        Files to upload stand in it as `Upload` values. A request made by `from_wire`
        gives back what it was made from.
        """
        if self._wire is not None:
            return dict(self._wire)
        wire: dict[str, WireValue] = {}
        for known in self.INPUTS:
            known.put(getattr(self, known.name), wire)
        return wire

    @classmethod
    def from_wire(cls, wire: Mapping[str, Any]) -> Self:
        """The request that a body holds. JSON values are judged as they are and nothing
        is filled in.

        Raises InvalidRequest with every problem, unknown keys among them; `callbackUrl`
        and `projectid` are let through, and so is a value that `unchecked` holds, under
        any name. Files to upload stand in a body as they do in `to_wire`.
        `from_wire(body).to_wire()` equals `body`.
        """
        _refuse(cls.MODEL, [*_form_problems(wire)])
        _refuse(cls.MODEL, [*_wire_problems(cls.INPUTS, wire)])
        request = object.__new__(cls)
        for known in cls.INPUTS:
            object.__setattr__(request, known.name, known.take(wire))
        object.__setattr__(request, "_wire", _bare(wire))
        return request


def _refuse(model: str, problems: list[Problem]) -> None:
    if problems:
        raise InvalidRequest(model, problems)


def _bare(wire: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value.value if isinstance(value, Unchecked) else value
        for name, value in wire.items()
    }


def _form_problems(wire: object) -> Iterator[Problem]:
    """What keeps a value from being a body at all."""
    if not isinstance(wire, Mapping):
        kind = type(wire).__name__
        yield Problem("", "", wire, f"a body is a mapping of wire names, not a {kind}")
        return
    for name in wire:
        if not isinstance(name, str):
            yield Problem("", "", name, f"a wire name is a text, not {name!r}")


def _wire_problems(
    inputs: tuple[Input, ...], wire: Mapping[str, Any]
) -> Iterator[Problem]:
    names = [name for known in inputs for name in known.wire_names]
    for known in inputs:
        given = [name for name in known.wire_names if name in wire]
        if known.required and not _holds(wire, known):
            yield Problem(
                known.name, known.wire_name, None, f"is required: {known.expected}"
            )
        yield from (
            problem for name in given if (problem := known.wire_problem(wire[name]))
        )
    callback = wire.get("callbackUrl", "")
    if not isinstance(callback, str | Unchecked):
        yield Problem("", "callbackUrl", callback, "must be a URL")
    for name in wire:
        known_name = name in names or name in COMMON_INPUTS
        if not (known_name or isinstance(wire[name], Unchecked)):
            yield Problem(
                "",
                name,
                wire[name],
                "is not an input of this model",
                nearest_name(name, names),
            )
    yield from _broken_conditions(inputs, _bare(wire))


def _holds(wire: Mapping[str, Any], known: Input) -> bool:
    """Whether a body has an input's own key, or a URL under its companion's."""
    companions = known.wire_names[1:]
    return known.wire_name in wire or any(wire.get(name) for name in companions)


def _broken_conditions(
    inputs: tuple[Input, ...], wire: Mapping[str, Any]
) -> Iterator[Problem]:
    told = _with_companions(inputs, wire)
    for known in inputs:
        given = told.get(known.wire_name) not in (None, "", [])
        for condition in known.required_when:
            if not given and condition.holds(told):
                yield Problem(
                    known.name,
                    known.wire_name,
                    None,
                    f"is required when {condition}: {known.expected}",
                )
        for condition in known.forbidden_when:
            if given and condition.holds(told):
                value = wire.get(known.wire_name)
                yield Problem(
                    known.name,
                    known.wire_name,
                    value,
                    f"must not be given when {condition}",
                )


def _with_companions(
    inputs: tuple[Input, ...], wire: Mapping[str, Any]
) -> dict[str, Any]:
    """A body in which the URLs of a file input stand under the input's own name."""
    told = dict(wire)
    for known in inputs:
        values = [wire.get(name) for name in known.wire_names]
        given = [value for value in values if value not in (None, "", [])]
        if given:
            told[known.wire_name] = given[0]
    return told
