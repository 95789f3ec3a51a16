"""The neutral model of a Wiro model: what its specification says, and nothing of
Python.

A Card keeps what the source gives, as the text that the source gives it: a default of
`5.0` is `"5.0"`, one of `on` is `"on"`. Equality ignores where a thing was read. Facts
about the service are in the project's `wiro-api.md`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from urllib.parse import unquote

from wirogen.diagnostics import Span
from wirogen.plain_tree import texts_in

COMMON_INPUTS = ("callbackUrl", "projectid")
"""What every run takes; no model has inputs of these names."""

_NOWHERE = Span("")
_NOT_IN_A_SLUG = re.compile(r"[^a-z0-9]+")
_NOT_IN_A_SEGMENT = re.compile(r"[/\\\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_DEEPEST_ENCODING = 8


def clean_slug(text: str) -> str:
    """One part of a clean slug: lower case, every run of other characters than a-z and
    0-9 one hyphen, none at the ends.

    `Virtual Try-On` → `virtual-try-on`, `FLUX.2-dev` → `flux-2-dev`. This holds for all
    82 models known.
    """
    return _NOT_IN_A_SLUG.sub("-", text.lower()).strip("-")


def clean_glob(text: str) -> str:
    """A glob over clean slugs, from a glob or a slug, which may be raw: `Wiro/*` →
    `wiro/*`, `alibaba/wan 2.6` → `alibaba/wan-2-6`.
    """
    if any(character in text for character in "*?["):
        return text.lower()
    return "/".join(clean_slug(part) for part in text.split("/", 1))


@dataclass(frozen=True, slots=True, order=True)
class ModelId:
    """The clean slug of a model, `wiro/instant-id`: what identifies it and joins its
    sources.
    """

    owner: str
    name: str

    @classmethod
    def parse(cls, slug: str) -> "ModelId":
        """The identity that a raw or clean slug names (`alibaba/wan 2.6` →
        `alibaba/wan-2-6`).

        Raises ValueError where the slug is not an owner and a name, both with a letter
        or digit in them.
        """
        owner, slash, name = slug.partition("/")
        model = cls(clean_slug(owner), clean_slug(name))
        if not (slash and model.owner and model.name):
            raise ValueError(f"{slug!r} is not a model's slug: expected `owner/model`")
        return model

    def __str__(self) -> str:
        return f"{self.owner}/{self.name}"


@dataclass(frozen=True, slots=True)
class RunPath:
    """The path of a run below `/Run/`, not percent-encoded: two segments."""

    owner: str
    name: str

    @classmethod
    def parse(cls, text: str) -> "RunPath":
        """The path that a text is.

        Raises ValueError, with what is wrong, unless it has exactly two segments that
        are not empty, not `.` or `..`, and hold no control character, no separator and
        no half of a surrogate pair, as they are and percent-decoded at any depth:
        anything else could lead to another address. The generated clients refuse the
        same.
        """
        segments = text.split("/")
        if len(segments) != 2:
            raise ValueError("it has to be an owner and a name, `owner/model`")
        for segment in segments:
            for form in _decodings(segment):
                if form in ("", ".", ".."):
                    raise ValueError(f"it has the segment {form!r}")
                if found := _NOT_IN_A_SEGMENT.search(form):
                    raise ValueError(f"it has {found[0]!r} in a segment")
        return cls(*segments)

    def __str__(self) -> str:
        return f"{self.owner}/{self.name}"


def _decodings(segment: str) -> Iterator[str]:
    """A segment as it is, and percent-decoded until nothing changes.

    Raises ValueError where that takes longer than anybody means it to.
    """
    for _ in range(_DEEPEST_ENCODING):
        yield segment
        decoded = unquote(segment)
        if decoded == segment:
            return
        segment = decoded
    raise ValueError(f"it is percent-encoded more than {_DEEPEST_ENCODING - 1} times")


@dataclass(frozen=True, slots=True)
class Extra:
    """Something that a source says and that wirogen keeps without interpreting it
    (`triggerwords`, `readme`).

    `text` is the text of the source; JSON text where the source has more than a scalar.
    """

    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One option of a select. `value` is what goes over the wire; None where the source
    gives null or nothing.
    """

    value: str | None
    label: str = ""
    description: str = ""
    extras: tuple[Extra, ...] = ()


class NumberWire(StrEnum):
    """The form of a number in a request: a JSON number (`20`) or a text (`"5.0"`)."""

    NUMBER = "number"
    TEXT = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Any text. The lengths are those of the source; some sources write a numeric range
    into them (`seed`).
    """

    min_length: Decimal | None = None
    max_length: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number; bounds are inclusive, and a value is a multiple of `step` (counted from
    zero, as JSON Schema does).
    """

    integer: bool
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    step: Decimal | None = None
    wire: NumberWire = NumberWire.NUMBER


@dataclass(frozen=True, slots=True, kw_only=True)
class HasOptions:
    """What selects share: the options in the order of the source, which may repeat
    some, give null for some, or list none.
    """

    options: tuple[Option, ...] = ()

    @property
    def values(self) -> tuple[str, ...]:
        """The values that can be sent: each once, without nulls, in the order of the
        source.
        """
        return tuple(
            dict.fromkeys(
                option.value for option in self.options if option.value is not None
            )
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Select(HasOptions):
    """One of the options."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Multiselect(HasOptions):
    """Several of the options, at least `min_items` and at most `max_items`, each once.

    Its default and its sample are the JSON of a list, `["rock", "jazz"]`, where the
    source gives one; a source may write one option alone, or several with commas.
    """

    min_items: Decimal | None = None
    max_items: Decimal | None = None

    def chosen(self, text: str) -> tuple[str, ...] | None:
        """The options that a text of the source names: the JSON of a list, one option
        alone, or several with commas between them; none where it is blank. None where
        it names others.
        """
        named = (texts_in(text), (text,), tuple(map(str.strip, text.split(","))))
        options = set(self.values)
        fitting = (each for each in named if each is not None and set(each) <= options)
        return next(fitting, () if not text.strip() else None)


SPELLINGS = (("true", "false"), ("on", "off"), ("yes", "no"), ("1", "0"), ("y", "n"))
"""How sources spell a boolean, True first: the one table for all of them."""


def truth_of(text: str) -> bool | None:
    """What a spelling of a boolean says, whatever its case; None for any other text."""
    folded = text.strip().lower()
    pair = next((pair for pair in SPELLINGS if folded in pair), None)
    return None if pair is None else folded == pair[0]


@dataclass(frozen=True, slots=True)
class Switch:
    """A boolean. `wire` are the texts for True and for False in a request, or the
    numbers 1 and 0; None where it is a JSON boolean (selects of `true` and `false` are
    selects).
    """

    wire: tuple[str, str] | tuple[int, int] | None = None

    @classmethod
    def sent_as(cls, text: str) -> "Switch":
        """The switch that a request sends as this text, in the text's own case."""
        for pair in SPELLINGS:
            for case in (str.lower, str.capitalize, str.upper):
                wire = case(pair[0]), case(pair[1])
                if text in wire:
                    return cls(wire)
        return cls()

    @classmethod
    def sent_as_number(cls) -> "Switch":
        """The switch that a request sends as the number 1 or 0."""
        return cls((1, 0))


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One or several files, each an upload or a URL.

    `companion` is the wire name of the field that takes the URLs; None where URLs go
    into the input itself.
    """

    many: bool
    companion: str | None = None


@dataclass(frozen=True, slots=True)
class Unknown:
    """An input of a type that wirogen does not know; it is treated as free text."""


Kind = Text | Number | Select | Multiselect | Switch | File | Unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """Holds when another input has one of `values`, or, where `values` is empty, when
    it is given at all.
    """

    wire_name: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrections:
    """What people settled in `specs/overrides.yaml` and no source says.

    `rename` is the name that generated code uses in place of the one derived from the
    wire name; `always_send` makes the sample of a free text its default; `takes_file`
    says whether a free text is the URL of a file (None: by its name). The conditions
    are those under which the input must or must not be given.
    """

    rename: str | None = None
    always_send: bool = False
    takes_file: bool | None = None
    required_when: tuple[Condition, ...] = ()
    forbidden_when: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One input of a model.

    `type` is the source's own word for its type (`textarea`, `selectwithcover`,
    `string`); `required` is None where the source does not say (model cards never do).
    `default` is the value that the source calls its default, allowed or not: what
    becomes of it is decided in `wirogen.contract`. `sample` is another value that the
    source shows, such as the one in a card's Run request where it differs from the
    default.
    Both are None where the source gives none.
    """

    wire_name: str
    kind: Kind
    type: str = ""
    label: str = ""
    help: str = ""
    required: bool | None = None
    default: str | None = None
    sample: str | None = None
    extras: tuple[Extra, ...] = ()
    corrections: Corrections = Corrections()
    span: Span = field(default=_NOWHERE, compare=False, repr=False)


PRICE_METHODS: Mapping[str, str] = {
    "cpr": "a run",
    "cp-promptlength": "for each character of the prompt",
    "cpo": "for each output",
    "cp-outputVideoLength": "for each second of video",
    "cp-audiosecondslength": "for each second of audio",
    "cp-pixel": "for the first megapixel",
    "cps": "for each second of processing",
    "cpt": "for each token",
    "cp-realtimeturn": "for each turn of the session",
    "cp-readoutput": "by what the output says",
}
"""What the service charges for, in its words and in ours (wiro-api.md, Prices)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """One row of a model's price table: it applies to requests that have all of
    `inputs` (none: to every request).

    `method` is one of `PRICE_METHODS`, or one that is not known; amounts are US
    dollars.
    """

    inputs: tuple[tuple[str, str], ...] = ()
    method: str
    price: Decimal
    price_extra: Decimal | None = None
    price_input: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """What a run costs. Without a table it is the elapsed seconds times `per_second`
    (US dollars).
    """

    table: tuple[Price, ...] = ()
    per_second: Decimal | None = None
    approximate: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """A task status that the specification lists; `completed` where it says that
    polling can stop.
    """

    name: str
    completed: bool
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The specification that a Card was read from: its file as the user named it, and
    its format's name.
    """

    file: str
    format: str


_NO_SOURCE = Source(file="", format="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """Everything that is known of a model.

    `raw_slug` is the slug as the source writes it (`wiro/FLUX.2-dev`); `run_path` the
    path of a run below `/Run/`, not percent-encoded, as the source gives it (readers
    give no Card whose path is not a `RunPath`). `inputs` is None where the source does
    not tell them (Tool/Detail with `parameters: null`), which is not the same as having
    none.
    """

    model: ModelId
    raw_slug: str
    run_path: str
    title: str = ""
    summary: str = ""
    cover: str = ""
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    inputs: tuple[Input, ...] | None = ()
    prices: Prices | None = None
    statuses: tuple[Status, ...] = ()
    extras: tuple[Extra, ...] = ()
    source: Source = field(default=_NO_SOURCE, compare=False, repr=False)
    run_path_span: Span = field(default=_NOWHERE, compare=False, repr=False)
    span: Span = field(default=_NOWHERE, compare=False, repr=False)

    def input(self, wire_name: str) -> Input | None:
        """The input of that wire name, or None."""
        return next(
            (known for known in self.inputs or () if known.wire_name == wire_name), None
        )
