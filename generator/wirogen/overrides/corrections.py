"""What can be corrected about an input."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from wirogen.card import Condition, ModelId, NumberWire, Option
from wirogen.diagnostics import Span


class KindName(StrEnum):
    """The kinds that an input can be made, by the words that people write."""

    TEXT = "text"
    NUMBER = "number"
    INTEGER = "integer"
    SELECT = "select"
    MULTISELECT = "multiselect"
    SWITCH = "switch"
    FILE = "file"
    FILES = "files"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Correction:
    """`key` is the key that it is written under, `span` where it stands."""

    key: str
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Omit(_Correction):
    """The input is left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recast(_Correction):
    """The input is of another kind; what both kinds have stays."""

    kind: KindName


@dataclass(frozen=True, slots=True, kw_only=True)
class WireForm(_Correction):
    """A number travels as a JSON number, or as a text."""

    wire: NumberWire


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveOptions(_Correction):
    """A select does not have these options."""

    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AddOptions(_Correction):
    """A select has these options too."""

    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit(_Correction):
    """A bound, step or length, named by the key; None for no limit."""

    limit: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(_Correction):
    """Something about the input, named by the key, is so or is not: that it is
    required, that the sample of a text is its default (`always_send`), that a text is
    the URL of a file (`takes_file`).
    """

    answer: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Default(_Correction):
    """The input has another default; None for no default. A list of options is the
    JSON of a list.
    """

    default: str | None
    is_list: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Words(_Correction):
    """The label or help, named by the key, has other words."""

    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions(_Correction):
    """When the input must, or must not, be given; the key says which."""

    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rename(_Correction):
    """The input has another name in Python."""

    name: str


Correction = (
    Omit
    | Recast
    | WireForm
    | RemoveOptions
    | AddOptions
    | Limit
    | Answer
    | Default
    | Words
    | Conditions
    | Rename
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What is corrected about one input, in the order in which it is done, and why."""

    wire_name: str
    reason: str
    corrections: tuple[Correction, ...]
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelOverrides:
    """The entries of one model."""

    model: ModelId
    entries: tuple[Entry, ...]
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Overrides:
    """Every correction that a file holds; none where there is no file."""

    models: Mapping[ModelId, ModelOverrides] = field(default_factory=dict)

    def of(self, model: ModelId) -> tuple[Entry, ...]:
        """The entries of a model."""
        overrides = self.models.get(model)
        return overrides.entries if overrides else ()
