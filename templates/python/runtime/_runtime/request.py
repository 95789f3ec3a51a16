"""The base of every request class."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import FrozenInstanceError, dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Final, Self, TypeVar

from .conditions import Conditions
from .errors import InvalidRequest, Problem
from .files import is_url
from .inputs import (
    UNSET,
    Input,
    Multiselect,
    Text,
    Unchecked,
    WireValue,
    nearest_name,
)
from .plain_values import plain_value
from .prices import Prices
from .quick_checks import Check, Checks, quick_decoders, quick_encoders
from .shown import shown

COMMON_INPUTS = ("callbackUrl", "projectid")
"""Keys that every model's run takes beside its own inputs; they belong to the run, not
to the request.
"""


class Request:
    """A request for one model: frozen, checked when it is made, and ready to be sent.

    Making one raises `InvalidRequest` with everything that is wrong with it. `MODEL` is
    the model's clean slug, `RUN_PATH` the path of a run below `/Run/` (not percent-
    encoded), `INPUTS` what is known of each input, `PRICES` what is known of its prices
    (None: nothing).
    """

    __slots__ = ("_body", "_values")

    MODEL: ClassVar[str]
    RUN_PATH: ClassVar[str]
    INPUTS: ClassVar[tuple[Input, ...]]
    PRICES: ClassVar[Prices | None] = None

    _body: dict[str, Any]
    _values: Mapping[str, Any]
    _WAYS: ClassVar[_Ways]

    def __init__(self, /, **values: Any) -> None:
        ways = self._WAYS
        body = ways.body.copy()
        encoders = ways.encoders
        try:
            for name, value in values.items():
                encode, wire_name = encoders[name][type(value)]
                wire = body[wire_name] = encode(value)
                if wire is None:
                    break
            else:
                if ways.needed <= values.keys() and ways.conditions.hold(body):
                    if len(body) != ways.size:
                        body = ways.ordered(body)
                    _keep_body(self, body)
                    _keep_values(self, ways.kept(values) if ways.several else values)
                    return
        except KeyError:
            pass  # an unknown name, or a value of a type that is asked about below
        self._check(values)

    def _check(self, values: Mapping[str, Any]) -> None:
        """Makes the request of values that are not plainly allowed."""
        ways = self._WAYS
        _refuse_names(type(self), values)
        whole = {**ways.defaults, **values}
        problems = (field.problem(whole[field.name]) for field in self.INPUTS)
        _refuse(self.MODEL, [*filter(None, problems)])
        body: dict[str, Any] = {}
        for field in self.INPUTS:
            field.put(whole[field.name], body)
            whole[field.name] = field.plain(whole[field.name])
        _refuse(self.MODEL, [*ways.conditions.broken(body, in_python=True)])
        _keep_body(self, ways.ordered(body))
        _keep_values(self, whole)

    if not TYPE_CHECKING:

        def __setattr__(self, name: str, value: object) -> None:
            raise FrozenInstanceError(f"cannot assign to field {name!r}")

        def __delattr__(self, name: str) -> None:
            raise FrozenInstanceError(f"cannot delete field {name!r}")

        def __getattr__(self, name: str) -> Any:
            """An input's value when it is first read: as the caller gave it, or as the
            body holds it.
            """
            field = self._WAYS.inputs.get(name)
            if field is None:
                kind = type(self).__name__
                raise AttributeError(f"{kind!r} has no attribute {name!r}")
            values = self._values
            value = values[name] if name in values else field.take(self._body)
            self._WAYS.keepers[name](self, value)
            return value

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, _handler: object) -> Any:
        from .pydantic_fields import core_schema  # noqa: PLC0415 - pydantic asks for it

        return core_schema(cls)

    @classmethod
    def __get_pydantic_json_schema__(cls, _schema: object, _handler: object) -> Any:
        from .body_schemas import body_schema  # noqa: PLC0415 - pydantic asks for it

        return body_schema(cls)

    def __repr__(self) -> str:
        values = (
            f"{each.name}={_shown(each, getattr(self, each.name))}"
            for each in self.INPUTS
        )
        return f"{type(self).__qualname__}({', '.join(values)})"

    def __reduce__(self) -> tuple[Any, ...]:
        values = {field.name: getattr(self, field.name) for field in self.INPUTS}
        return _restored, (type(self), values, self._body)

    def to_wire(self) -> dict[str, WireValue]:
        """The request's body: wire names and values, in the model's own order; unset
        inputs are left out.

        Files to upload stand in it as `Upload` values. A request made by `from_wire`
        gives back what it was made from.
        """
        return self._WAYS.copied(self._body)

    @classmethod
    def from_wire(cls, wire: Mapping[str, Any]) -> Self:
        """The request that a body holds. JSON values are judged as they are and nothing
        is filled in.

        Raises InvalidRequest with every problem, unknown keys among them; `callbackUrl`
        and `projectid` are let through, and so is a value that `unchecked` holds, under
        any name. Files to upload stand in a body as they do in `to_wire`.
        `from_wire(body).to_wire()` equals `body`.
        """
        ways = cls._WAYS
        if type(wire) is dict and ways.are_plain(wire):
            return _restored(cls, {}, ways.copied(wire))
        _refuse(cls.MODEL, [*_form_problems(wire)])
        plain = {name: _plain(value) for name, value in wire.items()}
        bare = _bare(plain)
        problems = [*_wire_problems(cls.INPUTS, plain)]
        broken = ways.conditions.broken(bare, in_python=False)
        _refuse(cls.MODEL, [*problems, *broken])
        values = {field.name: field.take(plain) for field in cls.INPUTS}
        return _restored(cls, values, bare)


_LONGEST_SHOWN: Final = 300
"""Characters of one value in the repr of a request."""

_Made = TypeVar("_Made", bound=Request)
_Keep = Callable[[Request, Any], None]

_keep_body: _Keep = Request.__dict__["_body"].__set__
_keep_values: _Keep = Request.__dict__["_values"].__set__


def _restored(cls: type[_Made], values: Mapping[str, Any], body: Any) -> _Made:
    """A request of values that were judged before; those that are missing are in its
    body.
    """
    made = object.__new__(cls)
    _keep_body(made, body)
    _keep_values(made, values)
    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ways:
    """What making requests of one class needs, worked out once.

    `body` is what is sent when the caller gives nothing, of `size` keys, those of
    `needed` inputs among them, which the caller must give, and `sent` without these;
    `blank` has every key, in
    the model's own order, and nothing under it. `keepers` write a value into a request,
    `lists` are the keys that may hold a list, `several` the names of multiselects. The
    quick checks of `encoders` and
    `decoders` are empty where a request has to be judged as a whole.
    """

    body: dict[str, Any]
    size: int
    sent: Mapping[str, Any]
    blank: dict[str, Any]
    defaults: Mapping[str, Any]
    needed: frozenset[str]
    required: frozenset[str]
    inputs: Mapping[str, Input]
    keepers: Mapping[str, _Keep]
    lists: tuple[str, ...]
    several: tuple[str, ...]
    conditions: Conditions
    encoders: Mapping[str, Mapping[type, tuple[Check, str]]]
    decoders: Mapping[str, Checks]

    def are_plain(self, wire: dict[str, Any]) -> bool:
        """Whether a body is plainly allowed."""
        if not self.required <= wire.keys():
            return False
        decoders = self.decoders
        try:
            for name, value in wire.items():
                if decoders[name][type(value)](value) is None:
                    return False
        except KeyError:
            return False
        return self.conditions.hold(wire)

    def copied(self, body: dict[str, Any]) -> dict[str, Any]:
        """A body of its own; lists of files are whose the body is."""
        copy = body.copy()
        for name in self.lists:
            if name in copy:
                copy[name] = _own(copy[name])
        return copy

    def kept(self, values: dict[str, Any]) -> dict[str, Any]:
        """Values of which nobody else can change any: a list of options is a tuple."""
        for name in self.several:
            if type(values.get(name)) is list:
                values[name] = tuple(values[name])
        return values

    def ordered(self, body: dict[str, Any]) -> dict[str, Any]:
        """A body in the model's own order."""
        whole = self.blank | body
        if len(whole) == len(body):
            return whole
        return {name: wire for name, wire in whole.items() if wire is not UNSET}


class _WaysOfClass:
    """Works the ways of a request class out when they are first asked for."""

    def __get__(self, request: Request | None, cls: type[Request]) -> _Ways:
        ways = _ways_of(cls)
        type.__setattr__(cls, "_WAYS", ways)
        return ways


if not TYPE_CHECKING:
    Request._WAYS = _WaysOfClass()  # noqa: SLF001 - one module


def _ways_of(cls: type[Request]) -> _Ways:
    inputs = cls.INPUTS
    needed = {field.name for field in inputs if field.must_be_given}
    body: dict[str, Any] = {}
    sent: dict[str, Any] = {}
    for field in inputs:
        if field.name in needed:
            body |= dict.fromkeys(field.wire_names, "")
        field.put(field.default, body)
        field.put(field.default, sent)
    plain = inputs if all(map(_is_default_allowed, inputs)) else ()
    return _Ways(
        body=body,
        size=len(body),
        sent=sent,
        blank={name: UNSET for field in inputs for name in field.wire_names},
        defaults={i.name: i.default for i in inputs if i.name not in needed},
        needed=frozenset(needed),
        required=frozenset(field.wire_name for field in inputs if field.required),
        inputs={field.name: field for field in inputs},
        keepers={field.name: cls.__dict__[field.name].__set__ for field in inputs},
        lists=tuple(
            name
            for field in inputs
            if isinstance(field, Multiselect) or getattr(field, "many", False)
            for name in field.wire_names
        ),
        several=tuple(each.name for each in inputs if isinstance(each, Multiselect)),
        conditions=Conditions.between(inputs),
        encoders={
            field.name: {
                kind: (check, field.wire_names[-1])
                for kind, check in quick_encoders(field).items()
            }
            for field in plain
        },
        decoders={
            name: quick_decoders(field) for field in plain for name in field.wire_names
        },
    )


def filled(cls: type[_Made], body: Mapping[str, Any]) -> _Made:
    """The request that a body and the defaults make together: judged as the constructor
    judges, of JSON values. A file is a URL: no text of a body becomes the path of a
    file on this machine, also where the request is replaced or copied.

    Raises InvalidRequest with everything that is wrong with it.
    """
    if not isinstance(body, Mapping):
        return cls.from_wire(body)
    ways = cls._WAYS
    whole = {**ways.blank, **ways.sent, **body}
    whole = {name: wire for name, wire in whole.items() if wire is not UNSET}
    problems = [
        Problem(field.name, name, whole[name], sentence, in_body=True)
        for field in cls.INPUTS
        for name in field.wire_names
        if (sentence := _unfit_for_callers(field, whole.get(name)))
    ]
    try:
        made = cls.from_wire(whole)
    except InvalidRequest as refused:
        raise InvalidRequest(cls.MODEL, [*problems, *refused.problems]) from None
    _refuse(cls.MODEL, problems)
    return made


def _unfit_for_callers(field: Input, wire: object) -> str:
    """What is wrong with a value that a body may hold, and that a caller may not give;
    empty where nothing is.
    """
    if wire == "" and isinstance(field, Text) and field.problem(""):
        return "must not be empty"
    texts = wire if isinstance(wire, list) else [wire]
    if field.takes_files and any(
        isinstance(text, str) and text and not is_url(text) for text in texts
    ):
        return f"must be {field.expected_wire}, not {shown(wire)}"
    return ""


def _is_default_allowed(field: Input) -> bool:
    return field.default is UNSET or field.problem(field.default) is None


def _refuse_names(cls: type[Request], values: Mapping[str, Any]) -> None:
    """Raises TypeError for what is misspelt or missing, as Python does."""
    ways = cls._WAYS
    call = f"{cls.__name__}.__init__()"
    for name in values:
        if name not in ways.keepers:
            near = nearest_name(name, _spellings(ways.inputs.values()))
            hint = f"; did you mean {near}?" if near else ""
            raise TypeError(f"{call} got an unexpected keyword argument {name!r}{hint}")
    missing = [
        repr(name) for name in ways.keepers if name in ways.needed - values.keys()
    ]
    if missing:
        count = f"{len(missing)} required keyword-only argument"
        plural = "s" if len(missing) > 1 else ""
        raise TypeError(f"{call} missing {count}{plural}: {', '.join(missing)}")


def _spellings(inputs: Iterable[Input]) -> dict[str, str]:
    """The names of inputs in Python, by themselves and by the wire names."""
    names = {field.name: field.name for field in inputs}
    return names | {field.wire_name: field.name for field in inputs}


def _shown(field: Input, value: object) -> str:
    return shown(value, name=field.wire_name, longest=_LONGEST_SHOWN)


def _refuse(model: str, problems: list[Problem]) -> None:
    if problems:
        raise InvalidRequest(model, problems)


def _bare(wire: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value.value if isinstance(value, Unchecked) else value
        for name, value in wire.items()
    }


def _plain(value: object) -> object:
    if isinstance(value, list):
        return [*map(plain_value, value)]
    return plain_value(value)


def _own(value: Any) -> Any:
    """A value that nobody else changes: lists of files are the caller's."""
    return value.copy() if isinstance(value, list) else value


def _form_problems(wire: object) -> Iterator[Problem]:
    """What keeps a value from being a body at all."""
    if not isinstance(wire, Mapping):
        kind = type(wire).__name__
        yield Problem("", "", wire, f"a body is a mapping of wire names, not a {kind}")
        return
    for name in wire:
        if not isinstance(name, str):
            yield Problem("", "", name, f"a wire name is a text, not {shown(name)}")


def _wire_problems(
    inputs: tuple[Input, ...], wire: Mapping[str, Any]
) -> Iterator[Problem]:
    names = [name for field in inputs for name in field.wire_names]
    for field in inputs:
        present = [name for name in field.wire_names if name in wire]
        if field.required and not _holds(wire, field):
            sentence = f"is required: {field.expected_wire}"
            yield Problem(field.name, field.wire_name, None, sentence, in_body=True)
        yield from (
            problem
            for name in present
            if (problem := field.wire_problem(wire[name], name))
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
                nearest_name(name, dict(zip(names, names, strict=True))),
            )


def _holds(wire: Mapping[str, Any], field: Input) -> bool:
    """Whether a body has an input's own key, or a URL under its companion's."""
    companions = field.wire_names[1:]
    return field.wire_name in wire or any(wire.get(name) for name in companions)
