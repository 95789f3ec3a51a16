"""The Contract of a model: what its Card means to a caller, every question answered.

Neutral of language, but for the names that every output shares: the Python name and the
flag of an input, the class and the module of a model.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias

from wirogen import card

Json: TypeAlias = (
    "str | int | float | bool | tuple[Json, ...] | Mapping[str, Json] | None"
)
"""A JSON value. Plans hold it and nobody changes it."""

PythonScalar: TypeAlias = str | int | float | bool
"""A single value as a caller writes it in Python."""

PythonValue: TypeAlias = PythonScalar | tuple[str | int, ...]
"""A value as a caller writes it in Python; a tuple of the options of a multiselect."""


LONGER_THAN_ANY_TEXT = 100_000
"""Characters; a greater length is the range of a number, which some sources write into
the lengths of a text (`seed`).
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Any text; with `numeric` a whole number, too, which travels as its digits, with
    `fractional` any number. The lengths are those of the source.
    """

    numeric: bool = False
    fractional: bool = False
    min_length: Decimal | None = None
    max_length: Decimal | None = None

    @property
    def has_range_as_length(self) -> bool:
        """Whether its lengths are the range of a number."""
        return self.max_length is not None and self.max_length > LONGER_THAN_ANY_TEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class HasBounds:
    """What numbers share: inclusive bounds, and the step that they are multiples of
    (None: any). With `as_text` they travel as texts.
    """

    minimum: Decimal | None = None
    maximum: Decimal | None = None
    step: Decimal | None = None
    as_text: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeNumber(HasBounds):
    """A whole number; its step is whole, too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(HasBounds):
    """Any number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """True or False. `on` and `off` are what they are on the wire: JSON booleans, the
    numbers 1 and 0, or the two options of a select; the labels are empty where the
    source has none.
    """

    on: bool | int | str = True
    off: bool | int | str = False
    on_label: str = ""
    off_label: str = ""

    @property
    def is_boolean(self) -> bool:
        """Whether it is a JSON boolean on the wire."""
        return isinstance(self.on, bool)


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One option: `value` in Python, a number where all options are whole numbers;
    `wire` in a request; `labels` are the different words for it.
    """

    value: str | int
    wire: str
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HasOptions:
    """What selects share: options, each listed once, at least one."""

    options: tuple[Option, ...]

    @property
    def of_integers(self) -> bool:
        """Whether the options are ints in Python."""
        return isinstance(self.options[0].value, int)


@dataclass(frozen=True, slots=True, kw_only=True)
class Select(HasOptions):
    """One of the options."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Multiselect(HasOptions):
    """Several of the options, each once: at least `min_items`, at most `max_items`
    (None: all of them). On the wire they are a list.
    """

    min_items: int = 0
    max_items: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """One or several files, each an upload or a URL.

    `companion` is the wire name of the field that takes the URLs, and `companion_label`
    its label; None where URLs go into the input itself. `companion_required` says
    whether the source requires that field, too.
    """

    many: bool
    companion: str | None = None
    companion_label: str = ""
    companion_required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FileUrl:
    """The URL of a file, in a text of these lengths."""

    min_length: Decimal | None = None
    max_length: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Unknown:
    """Any text: an input of a type that wirogen does not know, or a select that lists
    no options.
    """


Shape = (
    Text
    | WholeNumber
    | Number
    | Switch
    | Select
    | Multiselect
    | Files
    | FileUrl
    | Unknown
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A value that an input allows: as the specification writes it (several options as
    the JSON of a list), as a caller writes it in Python, and as a request carries it.
    """

    text: str
    python: PythonValue
    wire: Json

    @classmethod
    def of_text(cls, text: str) -> "Value":
        """A text, which is the same everywhere."""
        return cls(text=text, python=text, wire=text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """Holds when another input has one of some values, or, without any, when it has a
    value at all.

    `name` and `values` are Python's words for the other input and its values,
    `wire_name` and `texts` the specification's.
    """

    name: str
    values: tuple[PythonScalar, ...] = ()
    wire_name: str
    texts: tuple[str, ...] = ()

    def holds(self, values: Mapping[str, Value]) -> bool:
        """Whether it holds where inputs have these values, by their wire names. The
        case of a text does not matter, and neither does the form of a number; of
        several options one is enough.
        """
        value = values.get(self.wire_name)
        if value is None or not self.texts:
            return value is not None and value.wire not in ("", ())
        match value.python:
            case tuple():
                texts = {text.lower() for text in self.texts}
                return any(str(option).lower() in texts for option in value.python)
            case bool():
                return value.python in self.values
            case str():
                return value.text.lower() in {text.lower() for text in self.texts}
            case number:
                return number in self.values


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One input that a caller can set.

    `required` says whether a request must carry it; `default` is what a request carries
    when the caller leaves it out (None: nothing). `refused` is a default of the
    specification that the input's own constraints do not allow: never sent. `samples`
    are values that the specification shows and nobody sends, the likeliest first.
    `label` is one line; `help` is paragraphs, a blank line between two. `own_name` is
    the Python name that it would have without its neighbours. `required_when` is empty
    where it is required anyway. `source` is the Card's input.
    """

    wire_name: str
    name: str
    own_name: str
    flag: str
    shape: Shape
    label: str = ""
    help: str = ""
    required: bool = False
    default: Value | None = None
    refused: str | None = None
    samples: tuple[str, ...] = ()
    required_when: tuple[Condition, ...] = ()
    forbidden_when: tuple[Condition, ...] = ()
    source: card.Input = field(compare=False)

    @property
    def is_sent(self) -> bool:
        """Whether a request carries it though the caller leaves it out."""
        return self.default is not None

    @property
    def must_be_set(self) -> bool:
        """Whether a caller cannot leave it out."""
        return self.required and self.default is None

    @property
    def wire_names(self) -> tuple[str, ...]:
        """The keys of a request that it has: its own, and its companion's."""
        match self.shape:
            case Files(companion=str(companion)):
                return self.wire_name, companion
            case _:
                return (self.wire_name,)

    @property
    def required_names(self) -> tuple[str, ...]:
        """The keys of `wire_names` that the service requires of a request."""
        own = (self.wire_name,) if self.required else ()
        match self.shape:
            case Files(companion=str(companion), companion_required=True):
                return *own, companion
            case _:
                return own


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """A model, as its callers meet it.

    `module` is the module of its class below the package (`("wiro", "instant_id")`);
    `file_stem` the path of its other files, without ending (`wiro/instant-id`). `title`
    and `summary` are one line; `raw_slug` is the slug as the source writes it. `inputs`
    is None where the source does not list them. `source` is the Card.
    """

    model: card.ModelId
    raw_slug: str
    run_path: card.RunPath
    class_name: str
    module: tuple[str, str]
    file_stem: str
    title: str = ""
    summary: str = ""
    prices: card.Prices | None = None
    inputs: tuple[Input, ...] | None = ()
    source: card.Card = field(compare=False)

    @property
    def listed(self) -> tuple[Input, ...]:
        """The inputs; none where the source does not list them."""
        return self.inputs or ()

    def input(self, wire_name: str) -> Input | None:
        """The input of that wire name, or None."""
        return next((one for one in self.listed if one.wire_name == wire_name), None)
