"""What a model's inputs are: one description per input, which checks its values and
turns them into wire values.

A request class lists the descriptions of its inputs in `INPUTS`; its checks, `to_wire`,
`from_wire`, the command line's flags and `show` all read that one list.
"""

from __future__ import annotations

import difflib
import math
import re
import sys
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, TypeGuard, final

from ._errors import Problem
from ._files import Upload, is_file_like, url_or_upload

WireValue = str | int | float | bool | None | Upload | list[Any] | dict[str, Any]
"""A value as a request carries it: JSON, or a file to upload (or a list of both)."""

_NUMBER = re.compile(
    r"[+-]?([0-9]{1,99}(\.[0-9]{0,99})?|\.[0-9]{1,99})([eE][+-]?[0-9]{1,4})?"
)


_MOST_BITS = 14_000
"""Those of a number of 4,200 digits; Python refuses to write one of more than 4,300."""


@final
class Unset:
    """The type of `UNSET`."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "UNSET"

    def __bool__(self) -> bool:
        return False

    def __reduce__(self) -> str:
        return "UNSET"


UNSET: Final = Unset()
"""The value of an input that is not sent."""


@dataclass(frozen=True, slots=True)
class Unchecked:
    """A value that is sent as it is; made by `unchecked`."""

    value: Any


def unchecked(value: Any) -> Any:
    """Lets one value through that the model's description does not know yet: it is sent
    as it is, as JSON.

    >>> InstantId(prompt="a portrait", scheduler=unchecked("BrandNewScheduler"))
    """
    return Unchecked(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """Holds when the input `wire_name` has one of `values`, or, without values, when it
    is given and not empty.
    """

    wire_name: str
    values: tuple[str, ...] = ()

    def holds(self, wire: Mapping[str, object]) -> bool:
        """Whether it holds for a request's wire values."""
        given = wire.get(self.wire_name)
        if not self.values:
            return given not in (None, "", [])
        return any(_is_called(given, value) for value in self.values)

    def __str__(self) -> str:
        if not self.values:
            return f"{self.wire_name} is given"
        return (
            f"{self.wire_name} is {' or '.join(repr(value) for value in self.values)}"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Input(ABC):
    """One input: its wire name, its name in Python, its flag on the command line, and
    whether it must be given.

    `label` and `help` are the specification's own words.
    """

    wire_name: str
    name: str
    flag: str
    label: str = ""
    help: str = ""
    required: bool = False
    required_when: tuple[Condition, ...] = ()
    forbidden_when: tuple[Condition, ...] = ()

    @property
    def wire_names(self) -> tuple[str, ...]:
        """Every key of the request that belongs to this input."""
        return (self.wire_name,)

    @property
    @abstractmethod
    def expected(self) -> str:
        """What is allowed, as the rest of a sentence that begins with `must be`."""

    @property
    def expected_wire(self) -> str:
        """What is allowed in a body, as the rest of the same sentence."""
        return self.expected

    @abstractmethod
    def accepts(self, value: object) -> bool:
        """Whether a Python value is allowed."""

    @abstractmethod
    def encode(self, value: Any) -> WireValue:
        """The wire value of an allowed Python value."""

    @abstractmethod
    def accepts_wire(self, wire: object) -> bool:
        """Whether a JSON value is allowed as it is."""

    @abstractmethod
    def decode(self, wire: Any) -> object:
        """The Python value of an allowed wire value."""

    def near(self, value: object) -> str:  # noqa: ARG002 - for those that override it
        """What the caller may have meant, as Python would write it; empty where nothing
        is near.
        """
        return ""

    def near_wire(self, wire: object) -> str:
        """What a body was meant to carry; empty where nothing is near."""
        return self.near(wire)

    def problem(self, value: object) -> Problem | None:
        """What is wrong with a Python value, or None."""
        if isinstance(value, Unchecked):
            return None
        if isinstance(value, Unset):
            return (
                self._problem(value, f"is required: {self.expected}")
                if self.required
                else None
            )
        if self.accepts(value):
            return None
        sentence = f"must be {self.expected}, not {_shown(value)}"
        return self._problem(value, sentence, self.near(value))

    def wire_problem(self, wire: object) -> Problem | None:
        """What is wrong with a JSON value, or None."""
        if isinstance(wire, Unchecked) or self.accepts_wire(wire):
            return None
        sentence = f"must be {self.expected_wire}, not {_shown(wire)}"
        return self._problem(wire, sentence, self.near_wire(wire))

    def put(self, value: object, wire: dict[str, WireValue]) -> None:
        """Writes an allowed Python value into a request."""
        if isinstance(value, Unchecked):
            wire[self.wire_name] = value.value
        elif not isinstance(value, Unset):
            wire[self.wire_name] = self.encode(value)

    def take(self, wire: Mapping[str, object]) -> object:
        """The Python value that a request's wire values hold for this input; UNSET
        where they hold none.
        """
        if self.wire_name not in wire:
            return UNSET
        given = wire[self.wire_name]
        return given if isinstance(given, Unchecked) else self.decode(given)

    def _problem(self, value: object, expected: str, suggestion: str = "") -> Problem:
        return Problem(self.name, self.wire_name, value, expected, suggestion)


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Input):
    """Free text. A `numeric` one holds a whole number (`seed`) and takes an int too."""

    numeric: bool = False
    min_length: int | None = None
    max_length: int | None = None

    @property
    def expected(self) -> str:
        """What is allowed."""
        kind = "a text or a whole number" if self.numeric else "a text"
        return f"{kind}{self._length}"

    @property
    def _length(self) -> str:
        if self.min_length and self.max_length is not None:
            return f" of {self.min_length} to {self.max_length} characters"
        if self.min_length:
            return f" of {self.min_length} or more characters"
        if self.max_length is not None:
            return f" of at most {self.max_length} characters"
        return ""

    def accepts(self, value: object) -> bool:
        """Whether a Python value is allowed."""
        return self.accepts_wire(
            str(value) if self.numeric and _is_integer(value) else value
        )

    def encode(self, value: Any) -> WireValue:
        """The text."""
        return str(value)

    def accepts_wire(self, wire: object) -> bool:
        """Whether a JSON value is allowed as it is."""
        return (
            isinstance(wire, str)
            and _within(len(wire), self.min_length, self.max_length)
            and _is_unicode(wire)
        )

    def decode(self, wire: Any) -> object:
        """The text."""
        return wire


@dataclass(frozen=True, slots=True, kw_only=True)
class FileUrl(Text):
    """A text that is the URL of a file: a path, bytes or an open file is uploaded first
    and its URL sent.
    """

    @property
    def expected(self) -> str:
        """What is allowed."""
        url = f"the URL of a file{self._length}"
        return f"{url}, or a path, bytes or an open binary file to upload"

    def accepts(self, value: object) -> bool:
        """Whether a Python value is allowed."""
        return is_file_like(value) and self.accepts_wire(self.encode(value))

    def encode(self, value: Any) -> WireValue:
        """The URL, or the file to upload before the request is sent."""
        return url_or_upload(value)

    @property
    def expected_wire(self) -> str:
        """What is allowed in a body."""
        return f"the URL of a file{self._length}"

    def accepts_wire(self, wire: object) -> bool:
        """Whether a JSON value is allowed as it is; a file to upload is, too."""
        return isinstance(wire, Upload) or Text.accepts_wire(self, wire)


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(Input, ABC):
    """What whole and other numbers share: inclusive bounds, a step counted from zero,
    and the form on the wire.
    """

    minimum: float | None = None
    maximum: float | None = None
    step: float | None = None
    as_text: bool = False

    @property
    def expected(self) -> str:
        """What is allowed."""
        step = "" if self.step in {None, 1} else f", in steps of {self.step}"
        if self.minimum is not None and self.maximum is not None:
            return f"{self._noun} from {self.minimum} to {self.maximum}{step}"
        if self.minimum is not None:
            return f"{self._noun} of {self.minimum} or more{step}"
        if self.maximum is not None:
            return f"{self._noun} of at most {self.maximum}{step}"
        return f"{self._noun}{step}"

    @property
    @abstractmethod
    def _noun(self) -> str: ...

    @property
    def expected_wire(self) -> str:
        """What is allowed in a body."""
        return f"{self.expected}, as a text" if self.as_text else self.expected

    def accepts_wire(self, wire: object) -> bool:
        """Whether a JSON value is allowed as it is."""
        if not self.as_text:
            return self.accepts(wire)
        return (
            isinstance(wire, str)
            and _NUMBER.fullmatch(wire) is not None
            and self.accepts(self.decode(wire))
        )

    def _allows(self, number: float) -> bool:
        return _within(number, self.minimum, self.maximum) and _is_multiple(
            number, self.step
        )

    def near(self, value: object) -> str:
        """The bound that a number lies beyond, or the number that a text holds."""
        if (
            isinstance(value, str)
            and _NUMBER.fullmatch(value)
            and self.accepts(number := _number(value))
        ):
            return _plain(number)
        if _is_number(value):
            if self.minimum is not None and value < self.minimum:
                return _plain(self.minimum)
            if self.maximum is not None and value > self.maximum:
                return _plain(self.maximum)
        return ""

    def near_wire(self, wire: object) -> str:
        """The same as a body carries it."""
        if not self.as_text:
            return self.near(wire)
        if self.accepts(wire):
            return repr(self.encode(wire))
        is_number = isinstance(wire, str) and _NUMBER.fullmatch(wire)
        near = self.near(self.decode(wire) if is_number else wire)
        return repr(near) if near else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Integer(Number):
    """A whole number."""

    @property
    def _noun(self) -> str:
        return "a whole number"

    def accepts(self, value: object) -> bool:
        """Whether a Python value is allowed; as in JSON, `20.0` is whole, too."""
        return _is_number(value) and value == int(value) and self._allows(value)

    def encode(self, value: Any) -> WireValue:
        """A JSON number, or its text."""
        return str(int(value)) if self.as_text else int(value)

    def decode(self, wire: Any) -> object:
        """The number."""
        number = _number(wire) if isinstance(wire, str) else wire
        whole = isinstance(number, float) and number.is_integer()
        return int(number) if whole else number


@dataclass(frozen=True, slots=True, kw_only=True)
class Float(Number):
    """Any finite number."""

    @property
    def _noun(self) -> str:
        return "a number"

    def accepts(self, value: object) -> bool:
        """Whether a Python value is allowed."""
        return _is_number(value) and _fits_a_float(value) and self._allows(value)

    def encode(self, value: Any) -> WireValue:
        """A JSON number, or the shortest text that reads back equal."""
        return number_text(value) if self.as_text else value

    def decode(self, wire: Any) -> object:
        """The number."""
        return float(wire)


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a select: its value in Python and the label that people know it by.

    `wire` is its value on the wire; None where that is the same as in Python.
    """

    value: str | int | bool
    label: str = ""
    wire: str | None = None

    @property
    def wire_value(self) -> str | int | bool:
        """What is sent for it."""
        return self.value if self.wire is None else self.wire


@dataclass(frozen=True, slots=True, kw_only=True)
class Select(Input):
    """One of several options. Selects of whole numbers take ints; on the wire they are
    texts.
    """

    options: tuple[Option, ...]

    @property
    def expected(self) -> str:
        """What is allowed; the first dozen options where there are many."""
        return self._one_of([option.value for option in self.options])

    @property
    def expected_wire(self) -> str:
        """What is allowed in a body."""
        return self._one_of([option.wire_value for option in self.options])

    def accepts(self, value: object) -> bool:
        """Whether a Python value is allowed."""
        return any(_same(option.value, value) for option in self.options)

    def encode(self, value: Any) -> WireValue:
        """The option's text."""
        return next(
            option.wire_value for option in self.options if _same(option.value, value)
        )

    def accepts_wire(self, wire: object) -> bool:
        """Whether a JSON value is allowed as it is."""
        return any(_same(option.wire_value, wire) for option in self.options)

    def decode(self, wire: Any) -> object:
        """The option's value in Python."""
        return next(
            option.value for option in self.options if _same(option.wire_value, wire)
        )

    def near(self, value: object) -> str:
        """The option whose value or label is nearest to what was given."""
        nearest = self._nearest(value)
        return repr(nearest.value) if nearest else ""

    def near_wire(self, wire: object) -> str:
        """The same as a body carries it."""
        nearest = self._nearest(wire)
        return repr(nearest.wire_value) if nearest else ""

    def _nearest(self, value: object) -> Option | None:
        names: dict[str, Option] = {}
        for option in self.options:
            for name in (str(option.value), str(option.wire_value), option.label):
                if name:
                    names.setdefault(name.casefold(), option)
        is_plain = isinstance(value, str | bool) or _is_number(value)
        text = str(value).casefold() if is_plain else ""
        close = difflib.get_close_matches(text, names, n=1, cutoff=0.6)
        begun = [name for name in names if len(text) > 2 and name.startswith(text)]
        return next((names[name] for name in (*close, *begun)), None)

    def _one_of(self, values: list[str | int | bool]) -> str:
        shown = [
            _option_shown(value, option.label)
            for value, option in zip(values[:12], self.options, strict=False)
        ]
        more = len(values) - len(shown)
        return f"one of {', '.join(shown)}" + (f" and {more} more" if more else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch(Select):
    """A select of two opposite options, or a JSON boolean: True or False in Python."""

    @property
    def expected(self) -> str:
        """What is allowed."""
        return "True or False"


@dataclass(frozen=True, slots=True, kw_only=True)
class Files(Input):
    """A file, or where `many` is set several: URLs, paths, bytes or open binary files.

    URLs go into `companion` where there is one, joined by commas, and uploads into the
    input itself, which is sent empty where it is required and not used. Without a
    companion both go into the input: one alone as it is, several as a list.
    """

    many: bool = False
    companion: str | None = None

    @property
    def wire_names(self) -> tuple[str, ...]:
        """The input and its companion."""
        return (
            (self.wire_name,)
            if self.companion is None
            else (self.wire_name, self.companion)
        )

    @property
    def expected(self) -> str:
        """What is allowed."""
        one = "a URL, a path, bytes or an open binary file"
        return f"{one}, or a list of these" if self.many else one

    @property
    def expected_wire(self) -> str:
        """What is allowed in a body."""
        return "the URL of a file" + (", or a list of these" if self.many else "")

    def accepts(self, value: object) -> bool:
        """Whether a Python value is allowed."""
        if isinstance(value, list | tuple):
            return (
                self.many and bool(value) and all(is_file_like(item) for item in value)
            )
        return is_file_like(value)

    def encode(self, value: Any) -> WireValue:
        """The one URL or file, or the list of them."""
        items = [
            url_or_upload(item)
            for item in (value if isinstance(value, list | tuple) else [value])
        ]
        return items[0] if len(items) == 1 else items

    def accepts_wire(self, wire: object) -> bool:
        """Whether a JSON value is allowed as it is: a text or a file to upload, or
        a list of these where several files are.
        """
        if isinstance(wire, list):
            texts = all(isinstance(item, str | Upload) for item in wire)
            return self.many and bool(wire) and texts
        return isinstance(wire, str | Upload)

    def decode(self, wire: Any) -> object:
        """The text or texts."""
        return wire

    def put(self, value: object, wire: dict[str, WireValue]) -> None:
        """Writes the files into the input and the URLs into its companion."""
        if self.companion is None or isinstance(value, Unset | Unchecked):
            Input.put(self, value, wire)
            return
        encoded = self.encode(value)
        items = encoded if isinstance(encoded, list) else [encoded]
        uploads = [item for item in items if isinstance(item, Upload)]
        urls = [item for item in items if isinstance(item, str)]
        if uploads or self.required:
            wire[self.wire_name] = uploads[0] if len(uploads) == 1 else uploads or ""
        if len(urls) == 1:
            wire[self.companion] = urls[0]
        elif urls:
            wire[self.companion] = ",".join(url.replace(",", "%2C") for url in urls)

    def take(self, wire: Mapping[str, object]) -> object:
        """The Python value of the input and its companion together; UNSET where neither
        is given.
        """
        given = [wire[name] for name in self.wire_names if name in wire]
        values = [
            item
            for value in given
            for item in (value if isinstance(value, list) else [value])
            if item != ""
        ]
        if not given:
            return UNSET
        return values[0] if len(values) == 1 else values


def nearest_name(name: str, known: Iterable[str]) -> str:
    """The known name nearest to a misspelt one, quoted; empty where none is near."""
    folded = {_folded(candidate): candidate for candidate in known}
    close = difflib.get_close_matches(_folded(name), folded, n=1, cutoff=0.6)
    return repr(folded[close[0]]) if close else ""


def number_text(value: float) -> str:
    """The shortest text that reads back equal, as a person would write it: `5.0`,
    `0.8`, `10000000000000000.0`.
    """
    text = repr(float(value) if value == float(value) else value)
    if "e" not in text:
        return text
    plain = format(Decimal(text), "f")
    return text if len(plain) > 24 else plain if "." in plain else f"{plain}.0"


def _is_called(given: object, value: str) -> bool:
    """Whether a wire value is the one that a condition writes as a text; case does not
    matter, and neither does the form of a number.
    """
    if _is_number(given):
        return _NUMBER.fullmatch(value) is not None and given == _number(value)
    return isinstance(given, str | bool) and str(given).lower() == value.lower()


def _folded(name: str) -> str:
    return name.replace("_", "").replace("-", "").casefold()


def _same(option: object, value: object) -> bool:
    return type(option) is type(value) and option == value


def _is_integer(value: object) -> TypeGuard[int]:
    """Whether a value is a whole number, and one that Python can write as digits."""
    if not isinstance(value, int) or isinstance(value, bool):
        return False
    return value.bit_length() <= _MOST_BITS


def _is_number(value: object) -> TypeGuard[int | float]:
    return _is_integer(value) or (isinstance(value, float) and math.isfinite(value))


def _fits_a_float(number: float) -> bool:
    return abs(number) <= sys.float_info.max


def _within(number: float, minimum: float | None, maximum: float | None) -> bool:
    return (minimum is None or number >= minimum) and (
        maximum is None or number <= maximum
    )


def _is_multiple(number: float, step: float | None) -> bool:
    return step is None or Fraction(repr(number)) % Fraction(repr(step)) == 0


def _number(text: str) -> float:
    return int(text) if re.fullmatch(r"[+-]?\d+", text) else float(text)


def _plain(number: float) -> str:
    return (
        str(number)
        if isinstance(number, int)
        else str(int(number)) if number == int(number) else number_text(number)
    )


def _option_shown(value: str | int | bool, label: str) -> str:
    says_more = label and label.casefold() != str(value).casefold()
    return f"{value!r} ({label})" if says_more else repr(value)


def _shown(value: object) -> str:
    try:
        text = repr(value)
    except ValueError:
        text = "a number of too many digits"
    except Exception:  # it is of a class of the caller's
        text = f"<{type(value).__name__}>"
    shown = text if len(text) <= 80 else f"{text[:77]}..."
    return shown if _is_unicode(value) else f"{shown}, which has half a character in it"


def _is_unicode(value: object) -> bool:
    """False for a text with half a character (a lone surrogate), which no request can
    carry.
    """
    try:
        return not isinstance(value, str) or value.encode() is not None
    except UnicodeEncodeError:
        return False
