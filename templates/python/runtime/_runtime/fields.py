"""What the module of a model is written with: a decorator for its request class, and
one field specifier for each kind of input.

    @request("wiro/instant-id")
    class InstantId(Request):
        steps: int | Unset = integer("steps", "--steps", default=20)

A statement says what a caller writes and of which type, the wire name, the flag, the
default (UNSET: nothing is sent; without one the caller must give a value), the
constraints and the words: `sample` is a value that is only shown, `refused` a default
of the specification that its own constraints do not allow. The docstring below is the
help.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, dataclass
from typing import (
    Any,
    Literal,
    TypedDict,
    TypeVar,
    Unpack,
    dataclass_transform,
    get_args,
    get_origin,
)

from .conditions import Condition
from .files import FileLike, FilesLike
from .inputs import (
    UNSET,
    Files,
    FileUrl,
    Float,
    Input,
    Integer,
    Multiselect,
    Option,
    Select,
    Switch,
    Text,
    Unset,
)
from .prices import Prices
from .request import Request

__all__ = [
    "UNSET",
    "Condition",
    "FileLike",
    "FilesLike",
    "Request",
    "Unset",
    "file_url",
    "files",
    "integer",
    "multiselect",
    "number",
    "request",
    "select",
    "switch",
    "text",
]

_Made = TypeVar("_Made", bound=Request)


@dataclass(frozen=True, slots=True)
class _Declared:
    """The right-hand side of an input's statement; `labels` are those of the options in
    its annotation, None where it has none there.
    """

    kind: type[Input]
    wire_name: str
    flag: str
    default: object
    words: Mapping[str, Any]
    labels: Mapping[Any, str] | None = None

    def described(self, name: str, annotation: Any, owner: tuple[str, str]) -> Input:
        """The description of the input."""
        words = dict(self.words)
        if self.labels is not None:
            words["options"] = _options(annotation, self.labels)
        if self.default is MISSING:
            words["required"] = True
        else:
            words["default"] = self.default
        return self.kind(
            wire_name=self.wire_name, name=name, flag=self.flag, owner=owner, **words
        )


class _Words(TypedDict, total=False):
    """What a statement can say of an input of any kind."""

    required: bool
    required_when: tuple[Condition, ...]
    forbidden_when: tuple[Condition, ...]
    sample: str
    refused: str | None
    label: str


class _Lengths(_Words, total=False):
    min_length: int | None
    max_length: int | None


class _Text(_Lengths, total=False):
    numeric: bool
    fractional: bool


class _Bounds(_Words, total=False):
    minimum: float | None
    maximum: float | None
    step: float | None
    as_text: bool


class _Counts(_Words, total=False):
    min_items: int
    max_items: int | None


class _Files(_Words, total=False):
    many: bool
    companion: str | None
    companion_label: str


def text(
    wire_name: str, flag: str, *, default: Any = MISSING, **words: Unpack[_Text]
) -> Any:
    """Free text; a `numeric` one holds a whole number and takes an int, too, a
    `fractional` one any number.
    """
    return _Declared(Text, wire_name, flag, default, words)


def file_url(
    wire_name: str, flag: str, *, default: Any = MISSING, **words: Unpack[_Lengths]
) -> Any:
    """A text that is the URL of a file; what is no URL is uploaded first."""
    return _Declared(FileUrl, wire_name, flag, default, words)


def integer(
    wire_name: str, flag: str, *, default: Any = MISSING, **words: Unpack[_Bounds]
) -> Any:
    """A whole number within inclusive bounds; `as_text` is its form on the wire."""
    return _Declared(Integer, wire_name, flag, default, words)


def number(
    wire_name: str, flag: str, *, default: Any = MISSING, **words: Unpack[_Bounds]
) -> Any:
    """A number within inclusive bounds; `as_text` is its form on the wire."""
    return _Declared(Float, wire_name, flag, default, words)


def select(
    wire_name: str,
    flag: str,
    *,
    default: Any = MISSING,
    labels: Mapping[Any, str] | None = None,
    **words: Unpack[_Words],
) -> Any:
    """One of the options in the annotation's `Literal`; whole numbers travel as texts.
    `labels` are the words that people know options by.
    """
    return _Declared(Select, wire_name, flag, default, words, labels or {})


def multiselect(
    wire_name: str,
    flag: str,
    *,
    default: Any = MISSING,
    labels: Mapping[Any, str] | None = None,
    **words: Unpack[_Counts],
) -> Any:
    """Several of the options in the annotation's `Literal`, each once; `labels` are the
    words that people know options by.
    """
    return _Declared(Multiselect, wire_name, flag, default, words, labels or {})


def switch(
    wire_name: str,
    flag: str,
    *,
    default: Any = MISSING,
    on: str | int | None = None,
    off: str | int | None = None,
    labels: tuple[str, str] = ("", ""),
    **words: Unpack[_Words],
) -> Any:
    """True or False. On the wire they are the texts or numbers `on` and `off`, or
    without these JSON's booleans; `labels` are the words for both.
    """
    options = (Option(True, labels[0], on), Option(False, labels[1], off))
    return _Declared(Switch, wire_name, flag, default, {**words, "options": options})


def files(
    wire_name: str, flag: str, *, default: Any = MISSING, **words: Unpack[_Files]
) -> Any:
    """A file, or where `many` is set several. `companion` is the wire name that URLs
    travel under; None where that is the input's own.
    """
    return _Declared(Files, wire_name, flag, default, words)


@dataclass_transform(
    kw_only_default=True,
    frozen_default=True,
    field_specifiers=(
        text,
        file_url,
        integer,
        number,
        select,
        multiselect,
        switch,
        files,
    ),
)
def request(
    model: str, *, run_path: str | None = None, prices: Prices | None = None
) -> Callable[[type[_Made]], type[_Made]]:
    """Makes a request class of statements. `model` is the clean slug, `run_path` the
    path of a run below `/Run/` (None: the slug), `prices` what is known of prices.
    """

    def decorate(cls: type[_Made]) -> type[_Made]:
        inputs = tuple(_described(cls))
        # It is frozen by Request: what `frozen` would add fails for slots.
        made = dataclass(
            slots=True, kw_only=True, init=False, repr=False, unsafe_hash=True
        )(cls)
        made.MODEL = model
        made.RUN_PATH = model if run_path is None else run_path
        made.PRICES = prices
        made.INPUTS = inputs
        return made

    return decorate


def _described(cls: type[Request]) -> Iterator[Input]:
    """The descriptions of a class's inputs; what `dataclass` is to see takes the place
    of each right-hand side.
    """
    inputs = []
    for name, annotation in cls.__annotations__.items():
        declared = cls.__dict__.get(name)
        if isinstance(declared, _Declared):
            owner = (cls.__module__, cls.__qualname__)
            inputs.append(declared.described(name, annotation, owner))
            setattr(cls, name, dataclasses.field(default=declared.default))
    for described in inputs:
        for condition in (*described.required_when, *described.forbidden_when):
            condition.resolve(inputs)
    yield from inputs


def _options(annotation: Any, labels: Mapping[Any, str]) -> tuple[Option, ...]:
    """The options of a select: those of the `Literal` in its annotation."""
    return tuple(
        Option(
            value,
            labels.get(value, ""),
            str(value) if isinstance(value, int) else None,
        )
        for value in _literals(annotation)
    )


def _literals(annotation: Any) -> Iterator[Any]:
    if get_origin(annotation) is Literal:
        yield from get_args(annotation)
    else:
        for part in get_args(annotation):
            yield from _literals(part)
