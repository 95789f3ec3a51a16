"""What the service says about the inputs of a run, judged by its model's Card alone.

Every scalar is judged as the text that a form would carry, as the service takes the
same inputs from JSON and from forms: `20` and `"20"` are one number. Keys that are no
inputs are taken without a word.
"""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, assert_never
from urllib.parse import urlsplit

from wirogen.card import (
    Card,
    Condition,
    File,
    HasOptions,
    Input,
    Multiselect,
    Number,
    Select,
    Switch,
    Text,
    Unknown,
)
from wirogen.contract import required_names
from wirogen.emulator.bodies import Body, SentFile, as_text
from wirogen.plain_tree import number_in

MOST_FILE_BYTES: Final = 100 * 1024 * 1024

_MOST_OPTIONS_TOLD = 20


def complaints(card: Card, body: Body) -> list[str]:
    """The messages that the service answers a run with; none where it takes it."""
    run = _Run(card, body)
    required = required_names(card)
    return [
        f"Request parameter [{field.wire_name}] {complaint}"
        for field in card.inputs or ()
        for complaint in run.complaints(field, field.wire_name in required)
    ]


def items_of(card: Card, body: Body, wire_name: str) -> list[Any]:
    """The files and URLs that were sent for a file input, its companion's included."""
    return _Run(card, body).items(wire_name)


class _Run:
    """The inputs of one run, with the file inputs that take URLs in a field of their
    own.
    """

    def __init__(self, card: Card, body: Body) -> None:
        self._card = card
        self._body = body
        self._companion = {
            field.wire_name: url_field
            for field in card.inputs or ()
            if isinstance(field.kind, File)
            and (url_field := _url_field(card, field.kind, field.wire_name))
        }
        self._file_of = {of: name for name, of in self._companion.items()}

    def complaints(self, field: Input, required: bool) -> Iterator[str]:
        if not self._is_set(field.wire_name):
            if required or self._holds_any(field.corrections.required_when):
                yield "required"
            return
        if self._holds_any(field.corrections.forbidden_when):
            yield "not allowed here"
        yield from self._complaints_of_values(field)

    def items(self, wire_name: str) -> list[Any]:
        own = [item for v in self._body.values(wire_name) for item in _each(v)]
        companion = self._companion.get(wire_name, "")
        urls = [url for v in self._body.values(companion) for url in _each(v)]
        if self._takes_several(wire_name):
            urls = [one for url in urls for one in _parted(url)]
        return [item for item in (*own, *urls) if item not in (None, "")]

    def _takes_several(self, wire_name: str) -> bool:
        field = self._card.input(wire_name)
        return field is not None and isinstance(field.kind, File) and field.kind.many

    def _is_set(self, wire_name: str) -> bool:
        name = self._file_of.get(wire_name, wire_name)
        if name in self._companion:
            return bool(self.items(name))
        values = [item for v in self._body.values(name) for item in _each(v)]
        if "" in values and self._has_empty_option(name):
            return True
        return any(value not in (None, "") for value in values)

    def _has_empty_option(self, wire_name: str) -> bool:
        field = self._card.input(wire_name)
        return (
            field is not None
            and isinstance(field.kind, HasOptions)
            and "" in field.kind.values
        )

    def _holds_any(self, conditions: tuple[Condition, ...]) -> bool:
        return any(self._holds(condition) for condition in conditions)

    def _holds(self, condition: Condition) -> bool:
        if not self._is_set(condition.wire_name):
            return False
        if not condition.values:
            return True
        field = self._card.input(condition.wire_name)
        values = self._body.values(condition.wire_name)
        if field is None or not isinstance(field.kind, Multiselect):
            return as_text(values[-1] if values else None) in condition.values
        carried = (as_text(item) for value in values for item in _each(value))
        return any(text in condition.values for text in carried)

    def _complaints_of_values(self, field: Input) -> Iterator[str]:
        if isinstance(field.kind, File):
            yield from _file_complaints(field.kind, self.items(field.wire_name))
        elif field.wire_name not in self._file_of:  # else judged with its file input
            yield from _complaints_of_value(
                field.kind, self._body.values(field.wire_name)
            )


def _complaints_of_value(
    kind: Text | Number | Select | Multiselect | Switch | Unknown, values: list[Any]
) -> Iterator[str]:
    """What is wrong with what was sent under a name: the last value counts, but of
    several options each does.
    """
    value = values[-1]
    text = as_text(value)
    match kind:
        case Text():
            if text is None or isinstance(value, bool):
                yield "must be a text"
            else:
                yield from _length_complaints(kind, text)
        case Number():
            is_bool = isinstance(value, bool)
            yield from _number_complaints(kind, None if is_bool else text)
        case Select(values=options):
            if text is None or (options and text not in options):
                yield f"must be one of {_listed(kind)}"
        case Multiselect():
            yield from _several_complaints(kind, values)
        case Switch():
            words = tuple(map(str, kind.wire or ("true", "false")))
            if text not in words:
                yield f"must be {words[0]} or {words[1]}"
        case Unknown():
            return
        case _:
            assert_never(kind)


def _several_complaints(kind: Multiselect, values: list[Any]) -> Iterator[str]:
    """What is wrong with several options: a list in JSON, one field each in a form."""
    carried = [item for value in values for item in _each(value)]
    texts = [as_text(item) for item in carried if item not in (None, "")]
    if "" in kind.values:
        texts = [as_text(item) for item in carried]
    if kind.values and not {*texts} <= {*kind.values}:
        yield f"must be of {_listed(kind)}"
    if len({*texts}) < len(texts):
        yield "must name each option once"
    least, most = kind.min_items, kind.max_items
    if len(texts) < (least or 0) or (most is not None and len(texts) > most):
        yield f"{_range(least, most)} options"


def _each(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _url_field(card: Card, kind: File, wire_name: str) -> str:
    """The field that takes the URLs of a file input: the one that is told, else the one
    that nobody lists; empty where that is an input of its own.
    """
    unlisted = f"{wire_name}Url"
    return kind.companion or ("" if card.input(unlisted) else unlisted)


def _parted(urls: Any) -> list[Any]:
    """The addresses of a text that joins several by commas."""
    return urls.split(",") if isinstance(urls, str) else [urls]


def _length_complaints(kind: Text, text: str) -> Iterator[str]:
    least, most = kind.min_length, kind.max_length
    if (least is not None and len(text) < least) or (
        most is not None and len(text) > most
    ):
        yield f"{_range(least, most)} characters long"


def _number_complaints(kind: Number, text: str | None) -> Iterator[str]:
    number = number_in((text or "").strip())
    if number is None:
        yield "must be a number"
        return
    if kind.integer and number != number.to_integral_value():
        yield "must be an integer"
    if (kind.minimum is not None and number < kind.minimum) or (
        kind.maximum is not None and number > kind.maximum
    ):
        yield _range(kind.minimum, kind.maximum)
    elif kind.step and not any(
        (Fraction(number) - start) % Fraction(kind.step) == 0
        for start in (0, Fraction(kind.minimum or 0))
    ):
        yield f"must be a multiple of {kind.step}"


def _range(least: Decimal | None, most: Decimal | None) -> str:
    if least is None:
        return f"must be at most {most}"
    if most is None:
        return f"must be at least {least}"
    return f"must be between {least} and {most}"


def _listed(kind: HasOptions) -> str:
    listed = ", ".join(kind.values[:_MOST_OPTIONS_TOLD])
    return f"{listed}, …" if len(kind.values) > _MOST_OPTIONS_TOLD else listed


def _file_complaints(kind: File, items: list[Any]) -> Iterator[str]:
    if len(items) > 1 and not kind.many:
        yield "takes one file"
    if not all(isinstance(item, SentFile) or _is_url(item) for item in items):
        yield "must be a file or a URL"
    files = [item for item in items if isinstance(item, SentFile)]
    if any(len(file.content) > MOST_FILE_BYTES for file in files):
        yield "must be at most 100 MB"


def _is_url(item: Any) -> bool:
    """Whether an item is an address."""
    if not isinstance(item, str):
        return False
    try:
        parts = urlsplit(item.strip())
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)
