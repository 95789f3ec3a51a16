"""What a model's inputs are: one description per input, which checks its values and
turns them into wire values.

The statements of a request class are read into `INPUTS`; its checks, `to_wire`,
`from_wire`, the command line's flags and `show` all read that one list.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar, Final, final

from .conditions import Condition
from .docstrings import docstrings_of
from .errors import Problem
from .files import Upload, are_several, is_file_like, url_or_upload
from .near import nearest, nearest_spelling
from .numbers import (
    exact,
    fits_a_double,
    is_integer,
    is_multiple,
    is_number,
    is_within,
    nearest_multiple,
    number_in,
    number_text,
    plain_text,
)
from .plain_values import plain_value
from .shown import shown

WireValue = str | int | float | bool | None | Upload | list[Any] | dict[str, Any]
"""A value as a request carries it: JSON, or a file to upload (or a list of both)."""


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

    def __hash__(self) -> int:
        return hash(Unchecked)


def unchecked(value: Any) -> Any:
    """Lets one value through that the model's description does not know yet: it is sent
    as it is, as JSON.

    >>> InstantId(prompt="a portrait", scheduler=unchecked("BrandNewScheduler"))
    """
    return Unchecked(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Input(ABC):
    """One input: its wire name, its name in Python, its flag on the command line, and
    whether a body must have it.

    `default` is what is sent when the caller says nothing, a Python value, and UNSET
    where nothing is. `label`, `sample` and `help` are the specification's own words;
    the help stands in the source of the request class: `owner`, its module and name.
    `refused` is the specification's default where it does not allow that itself: it is
    never sent.
    """

    wire_name: str
    name: str
    flag: str
    label: str = ""
    sample: str = ""
    refused: str | None = None
    owner: tuple[str, str] = ("", "")
    default: Any = UNSET
    required: bool = False
    required_when: tuple[Condition, ...] = ()
    forbidden_when: tuple[Condition, ...] = ()

    takes_files: ClassVar[bool] = False
    """Whether a caller may give a file."""

    @property
    def help(self) -> str:
        """The docstring below the input's statement: paragraphs with a blank line
        between two; empty where it has none, or there is no source to read.
        """
        return docstrings_of(*self.owner).get(self.name, "")

    @property
    def must_be_given(self) -> bool:
        """Whether a caller must give it: it is required, and no default is sent."""
        return self.required and self.default is UNSET

    @property
    def takes_several_options(self) -> bool:
        """Whether its value is a list of options."""
        return False

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
        plain = self.plain(value)
        if self.accepts(plain):
            return None
        sentence = f"must be {self.expected}, not {self._shown(value)}"
        return self._problem(value, sentence, self.near(plain))

    def wire_problem(self, wire: object, wire_name: str) -> Problem | None:
        """What is wrong with the JSON value under one of the input's keys, or None."""
        if isinstance(wire, Unchecked) or self.accepts_wire(wire):
            return None
        sentence = f"must be {self.expected_wire}, not {self._shown(wire)}"
        near = self.near_wire(wire)
        return Problem(self.name, wire_name, wire, sentence, near, in_body=True)

    def _shown(self, value: object) -> str:
        text = shown(value, name=self.wire_name)
        is_whole = is_unicode(plain_value(value))
        return text if is_whole else f"{text}, which has half a character in it"

    def plain(self, value: object) -> object:
        """The plain value that a caller's value stands for: what is judged, kept and
        sent. `numpy.int64(5)` stands for 5, a member of an enum for its value.
        """
        return plain_value(value)

    def put(self, value: object, wire: dict[str, WireValue]) -> None:
        """Writes an allowed Python value into a request."""
        if isinstance(value, Unchecked):
            wire[self.wire_name] = value.value
        elif not isinstance(value, Unset):
            wire[self.wire_name] = self.encode(self.plain(value))

    def take(self, wire: Mapping[str, object]) -> object:
        """The Python value that a request's wire values hold for this input; UNSET
        where they hold none.
        """
        if self.wire_name not in wire:
            return UNSET
        value = wire[self.wire_name]
        return value if isinstance(value, Unchecked) else self.decode(value)

    def _problem(self, value: object, expected: str, suggestion: str = "") -> Problem:
        return Problem(self.name, self.wire_name, value, expected, suggestion)


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Input):
    """Free text. A `numeric` one holds a whole number (`seed`) and takes an int too, a
    `fractional` one any number.
    """

    numeric: bool = False
    fractional: bool = False
    min_length: int | None = None
    max_length: int | None = None

    @property
    def expected(self) -> str:
        """What is allowed."""
        kind = "a text or a whole number" if self.numeric else "a text"
        kind = "a text or a number" if self.fractional else kind
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

    @property
    def shortest(self) -> int:
        """The fewest characters that a caller may give: at least one where the text is
        required, for the service refuses an empty one.
        """
        return max(self.min_length or 0, int(self.required))

    def accepts(self, value: object) -> bool:
        """Whether a Python value is allowed."""
        is_whole = (self.numeric or self.fractional) and is_integer(value)
        if is_whole or (self.fractional and is_number(value)):
            return self.accepts_wire(self.encode(value))
        return self.accepts_wire(value)

    def problem(self, value: object) -> Problem | None:
        """What is wrong with a Python value, or None. A default of the specification is
        sent whatever lengths that gives.
        """
        if isinstance(value, str) and value == self.default:
            return None
        if isinstance(value, str) and not value and self.shortest:
            return self._problem(value, "must not be empty")
        return Input.problem(self, value)

    def encode(self, value: Any) -> WireValue:
        """The text, or that of a number."""
        return number_text(value) if isinstance(value, float) else str(value)

    def accepts_wire(self, wire: object) -> bool:
        """Whether a JSON value is allowed as it is."""
        return (
            isinstance(wire, str)
            and (self.min_length is None or len(wire) >= self.min_length)
            and (self.max_length is None or len(wire) <= self.max_length)
            and is_unicode(wire)
        )

    def decode(self, wire: Any) -> object:
        """The text."""
        return wire


@dataclass(frozen=True, slots=True, kw_only=True)
class FileUrl(Text):
    """A text that is the URL of a file: a path, bytes or an open file is uploaded first
    and its URL sent.
    """

    takes_files = True

    @property
    def expected(self) -> str:
        """What is allowed."""
        url = f"the URL of a file{self._length}"
        return f"{url}, or a path, bytes or an open binary file to upload"

    def accepts(self, value: object) -> bool:
        """Whether a Python value is allowed."""
        return is_file_like(value) and self.accepts_wire(self.encode(value))

    def encode(self, value: Any) -> WireValue:
        """The URL, or the file to upload before the request is sent; the default is the
        text that the specification gives, and no path.
        """
        is_default = isinstance(value, str) and value == self.default
        return value if is_default else url_or_upload(value)

    @property
    def expected_wire(self) -> str:
        """What is allowed in a body."""
        return f"the URL of a file{self._length}"

    def accepts_wire(self, wire: object) -> bool:
        """Whether a JSON value is allowed as it is; a file to upload is, too."""
        return isinstance(wire, Upload) or Text.accepts_wire(self, wire)


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(Input, ABC):
    """What whole and other numbers share: inclusive bounds, a step counted from zero or
    from the minimum, and the form on the wire.
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

    @property
    def _is_written_out(self) -> bool:
        """Whether a text must have no exponent: where there are limits it is judged
        digit by digit, by schemas as well.
        """
        limits = (self.minimum, self.maximum, self.step)
        return any(limit is not None for limit in limits)

    def accepts(self, value: object) -> bool:
        """Whether a Python value is allowed."""
        return (
            is_number(value)
            and self._allows(exact(value))
            and (not self.as_text or self.accepts_wire(self.encode(value)))
        )

    def accepts_wire(self, wire: object) -> bool:
        """Whether a JSON value is allowed as it is."""
        if not self.as_text:
            return self.accepts(wire)
        number = self._number_in(wire)
        return number is not None and self._allows(number)

    def _number_in(self, wire: object) -> Decimal | None:
        if not isinstance(wire, str):
            return None
        return number_in(wire, written_out=self._is_written_out)

    def _allows(self, number: Decimal) -> bool:
        return (
            self._is_of_kind(number)
            and is_within(number, self.minimum, self.maximum)
            and is_multiple(number, self.step, self.minimum)
        )

    @abstractmethod
    def _is_of_kind(self, number: Decimal) -> bool: ...

    def near(self, value: object) -> str:
        """The bound that a number lies beyond, or the number that a text holds, where
        the input allows it.
        """
        meant = self._meant(value)
        return plain_text(meant) if meant is not None and self.accepts(meant) else ""

    def _meant(self, value: object) -> float | None:
        if isinstance(value, str):
            number = number_in(value)
            return None if number is None else self._plain(number)
        if is_number(value):
            if self.minimum is not None and exact(value) < exact(self.minimum):
                return self.minimum
            if self.maximum is not None and exact(value) > exact(self.maximum):
                return self.maximum
        return None

    def near_wire(self, wire: object) -> str:
        """The same as a body carries it."""
        if not self.as_text:
            return self.near(wire)
        number = number_in(wire) if isinstance(wire, str) else None
        value = wire if number is None else self._plain(number)
        if self.accepts(value):
            return repr(self.encode(value))
        near = self.near(value)
        return repr(near) if near else ""

    @staticmethod
    def _plain(number: Decimal) -> int | float:
        """A number as Python has it: an int where it is whole."""
        is_whole = number == number.to_integral_value()
        return int(number) if is_whole else float(number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Integer(Number):
    """A whole number; as in JSON, `20.0` is whole, too."""

    @property
    def _noun(self) -> str:
        return "a whole number"

    @property
    def _is_written_out(self) -> bool:
        return True

    def _is_of_kind(self, number: Decimal) -> bool:
        return number == number.to_integral_value()

    def plain(self, value: object) -> object:
        """The whole number."""
        plain = plain_value(value)
        return int(plain) if isinstance(plain, float) and plain.is_integer() else plain

    def encode(self, value: Any) -> WireValue:
        """A JSON number, or its text."""
        return str(int(value)) if self.as_text else int(value)

    def decode(self, wire: Any) -> object:
        """The number."""
        return int(Decimal(wire)) if isinstance(wire, str) else int(wire)


@dataclass(frozen=True, slots=True, kw_only=True)
class Float(Number):
    """Any finite number."""

    @property
    def _noun(self) -> str:
        return "a number"

    def _is_of_kind(self, number: Decimal) -> bool:
        return fits_a_double(number)

    def plain(self, value: object) -> object:
        """The number; where there is a step, the multiple that a float means."""
        plain = plain_value(value)
        if self.step is None or not isinstance(plain, float) or not is_number(plain):
            return plain
        return nearest_multiple(plain, self.step, self.minimum)

    def accepts_wire(self, wire: object) -> bool:
        """Whether a JSON value is allowed as it is; a float is what it means."""
        if self.as_text or not is_number(wire):
            return Number.accepts_wire(self, wire)
        return self.accepts(self.plain(wire))

    def encode(self, value: Any) -> WireValue:
        """A JSON number, or the shortest text that reads back equal."""
        if not self.as_text:
            wire: WireValue = value
            return wire
        return number_text(value, written_out=self._is_written_out)

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
    wire: str | int | None = None

    @property
    def wire_value(self) -> str | int | bool:
        """What is sent for it."""
        return self.value if self.wire is None else self.wire


@dataclass(frozen=True, slots=True, kw_only=True)
class HasOptions(Input, ABC):
    """What selects share: options. Whole numbers among them are ints; on the wire they
    are texts.
    """

    options: tuple[Option, ...]

    def _nearest(self, value: object) -> Option | None:
        names: dict[str, Option] = {}
        for option in self.options:
            for name in (str(option.value), str(option.wire_value), option.label):
                if name:
                    names.setdefault(name.casefold(), option)
        is_plain = isinstance(value, str | bool) or is_number(value)
        text = str(value).casefold() if is_plain else ""
        begun = [name for name in names if len(text) > 2 and name.startswith(text)]
        return nearest(text, names) or next((names[name] for name in begun), None)

    def _listed(self, values: list[str | int | bool]) -> str:
        """The first dozen options, with their labels."""
        shown = [
            _option_shown(value, option.label)
            for value, option in zip(values[:12], self.options, strict=False)
        ]
        more = len(values) - len(shown)
        return ", ".join(shown) + (f" and {more} more" if more else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Select(HasOptions):
    """One of several options."""

    @property
    def expected(self) -> str:
        """What is allowed; the first dozen options where there are many."""
        return f"one of {self._listed([option.value for option in self.options])}"

    @property
    def expected_wire(self) -> str:
        """What is allowed in a body."""
        return f"one of {self._listed([option.wire_value for option in self.options])}"

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
        option = self._nearest(value)
        return repr(option.value) if option else ""

    def near_wire(self, wire: object) -> str:
        """The same as a body carries it."""
        option = self._nearest(wire)
        return repr(option.wire_value) if option else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch(Select):
    """A select of two opposite options, or a JSON boolean: True or False in Python."""

    @property
    def expected(self) -> str:
        """What is allowed."""
        return "True or False"


@dataclass(frozen=True, slots=True, kw_only=True)
class Multiselect(HasOptions):
    """Several of the options, each once, at least `min_items` and at most `max_items`:
    a list or a tuple, which is kept as a tuple. On the wire they are a list.
    """

    min_items: int = 0
    max_items: int | None = None

    @property
    def takes_several_options(self) -> bool:
        """They are a list."""
        return True

    @property
    def expected(self) -> str:
        """What is allowed; the first dozen options where there are many."""
        return f"a list of {self.some}"

    @property
    def some(self) -> str:
        """How many of which options."""
        return self._some([option.value for option in self.options])

    @property
    def expected_wire(self) -> str:
        """What is allowed in a body."""
        return f"a list of {self._some([each.wire_value for each in self.options])}"

    def _some(self, values: list[str | int | bool]) -> str:
        return f"{self.count} of {self._listed(values)}, each once"

    @property
    def count(self) -> str:
        """How many options may be given: `any`, `1 or more`, `1 to 3`."""
        least, most = self.min_items, self.max_items
        if most is None:
            return f"{least} or more" if least else "any"
        if not least:
            return f"at most {most}"
        return str(most) if least == most else f"{least} to {most}"

    def plain(self, value: object) -> object:
        """The options as a tuple."""
        return plain_values(value)

    def accepts(self, value: object) -> bool:
        """Whether a Python value is allowed."""
        return isinstance(value, tuple | list) and self._allows(
            self._found(value), len(value)
        )

    def encode(self, value: Any) -> WireValue:
        """The texts of the options."""
        return [option.wire_value for option in self._found(value)]

    def accepts_wire(self, wire: object) -> bool:
        """Whether a JSON value is allowed as it is."""
        return isinstance(wire, list) and self._allows(
            self._found(wire, in_body=True), len(wire)
        )

    def decode(self, wire: Any) -> object:
        """The options' values in Python."""
        return tuple(option.value for option in self._found(wire, in_body=True))

    def _found(self, values: Any, *, in_body: bool = False) -> list[Option]:
        """The options that values are; those that are none are left out."""
        options = {
            (type(value), value): option
            for option in self.options
            for value in [option.wire_value if in_body else option.value]
        }
        keys = (
            (type(value), value) for value in values if isinstance(value, str | int)
        )
        return [options[key] for key in keys if key in options]

    def near(self, value: object) -> str:
        """The options that are nearest to those that were given."""
        found = self._nearest_each(value)
        return repr(tuple(option.value for option in found)) if found else ""

    def near_wire(self, wire: object) -> str:
        """The same as a body carries it."""
        found = self._nearest_each(wire)
        return repr([option.wire_value for option in found]) if found else ""

    def _nearest_each(self, value: object) -> list[Option]:
        """None where a value has nothing near, and where they are too many or few."""
        values = [*value] if isinstance(value, tuple | list) else [value]
        near = dict.fromkeys(map(self._nearest, values))
        found = [option for option in near if option is not None]
        is_whole = None not in near and self._allows(found, len(found))
        return found if is_whole else []

    def _allows(self, found: list[Option], count: int) -> bool:
        """Whether so many values may be given, of which these options were found."""
        return (
            len(found) == len({*found}) == count
            and count >= self.min_items
            and (self.max_items is None or count <= self.max_items)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Files(Input):
    """A file, or where `many` is set several: URLs, paths, bytes or open binary files.

    URLs go into `companion` where there is one, joined by commas, and uploads into the
    input itself, which is sent empty where it is required and not used. Without a
    companion both go into the input: one alone as it is, several as a list.
    """

    takes_files = True

    many: bool = False
    companion: str | None = None
    companion_label: str = ""

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
        single = "a URL, a path, bytes or an open binary file"
        return f"{single}, or a list of these" if self.many else single

    @property
    def expected_wire(self) -> str:
        """What is allowed in a body."""
        return "the URL of a file" + (", or a list of these" if self.many else "")

    def accepts(self, value: object) -> bool:
        """Whether a Python value is allowed."""
        if are_several(value):
            return self.many and bool(value) and all(map(is_file_like, value))
        return is_file_like(value)

    def encode(self, value: Any) -> WireValue:
        """The one URL or file, or the list of them."""
        items = [*map(url_or_upload, value if are_several(value) else [value])]
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

    def plain(self, value: object) -> object:
        """One file as it is, several as a tuple."""
        return plain_values(value)

    def put(self, value: object, wire: dict[str, WireValue]) -> None:
        """Writes the files into the input and the URLs into its companion."""
        if self.companion is None or isinstance(value, Unset | Unchecked):
            Input.put(self, value, wire)
            return
        encoded = self.encode(self.plain(value))
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
        found = [wire[name] for name in self.wire_names if name in wire]
        values = [
            item
            for value in found
            for item in (value if isinstance(value, list) else [value])
            if item != ""
        ]
        if not found:
            return UNSET
        return values[0] if len(values) == 1 else tuple(values)


def nearest_name(name: str, names: Mapping[str, str]) -> str:
    """The known name that a misspelt one stands for, quoted; empty where none is near.
    `names` has the known ones by each of their spellings.
    """
    found = nearest_spelling(name, names)
    return "" if found is None else repr(found)


def plain_values(value: object) -> object:
    """The plain value, of several values a tuple of theirs."""
    plain = plain_value(value)
    return tuple(map(plain_value, plain)) if are_several(plain) else plain


def _same(option: object, value: object) -> bool:
    return type(option) is type(value) and option == value


def _option_shown(value: str | int | bool, label: str) -> str:
    says_more = label and label.casefold() != str(value).casefold()
    return f"{value!r} ({label})" if says_more else repr(value)


def is_unicode(value: object) -> bool:
    """False for a text with half a character (a lone surrogate), which no request can
    carry.
    """
    try:
        return not isinstance(value, str) or value.encode() is not None
    except UnicodeEncodeError:
        return False
