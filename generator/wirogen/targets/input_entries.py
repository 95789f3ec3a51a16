"""An input as pages of a reference tell it: what it takes, what becomes of it when
nothing is said, and all that is to be known beyond that.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from wirogen.contract import (
    Files,
    FileUrl,
    HasBounds,
    HasOptions,
    Input,
    Multiselect,
    Number,
    Select,
    Shape,
    Switch,
    Text,
    Unknown,
    Value,
    WholeNumber,
)
from wirogen.contract.texts import one_line
from wirogen.targets.texts import (
    conditions_words,
    counts_words,
    lengths_words,
    limits_words,
    shortened,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionRow:
    """An option of a select: its wire value, and the words for it."""

    value: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InputEntry:
    """An input: its wire name, its name in Python, its flag, what it takes and what
    becomes of it when nothing is said.

    `default` is None where there is none; `notes` holds what is to be known beyond
    label and help, and `about` all three; `options` is empty where there is no choice,
    or one between true and false only.
    """

    wire_name: str
    name: str
    flag: str
    label: str
    help: str
    takes: str
    is_required: bool
    default: str | None
    about: str
    notes: str
    options: tuple[OptionRow, ...]


def input_entry(field: Input) -> InputEntry:
    """What pages tell of an input."""
    notes = tuple(_notes(field))
    return InputEntry(
        wire_name=field.wire_name,
        name=field.name,
        flag=field.flag,
        label=field.label,
        help=one_line(field.help),
        takes=_takes(field.shape),
        is_required=field.must_be_set,
        default=_shown(field.shape, field.default) if field.default else None,
        about=" ".join((*_words(field), *notes)),
        notes=" ".join(notes),
        options=_options(field.shape),
    )


def _options(shape: Shape) -> tuple[OptionRow, ...]:
    match shape:
        case HasOptions(options=options):
            return tuple(
                OptionRow(value=each.wire, label=one_line("; ".join(each.labels)))
                for each in options
            )
        case _:
            return ()


def _shown(shape: Shape, default: Value) -> str:
    """A default as a caller would write it."""
    match shape:
        case Text() | FileUrl() | Unknown():
            return shortened(default.text)
        case Switch():
            return "true" if default.python else "false"
        case Multiselect() if isinstance(default.python, tuple):
            return ", ".join(map(str, default.python))
        case _:
            return default.text


def _takes(shape: Shape) -> str:
    """What a caller gives, in words."""
    match shape:
        case Text(numeric=numeric, fractional=fractional):
            noun = "text or whole number" if numeric else "text"
            noun = "text or number" if fractional else noun
            return f"{noun} {lengths_words(shape)}".strip()
        case FileUrl():
            return f"URL of a file {lengths_words(shape)}".strip()
        case Unknown():
            return "text"
        case Switch():
            return "true or false"
        case Select():
            return "one of its options"
        case Multiselect():
            return f"{counts_words(shape)} of its options, each once"
        case WholeNumber():
            return f"whole number {limits_words(shape)}".strip()
        case Number():
            return f"number {limits_words(shape)}".strip()
        case Files(many=many):
            return "files or their URLs" if many else "file or its URL"
    assert_never(shape)


def _words(field: Input) -> Iterator[str]:
    sentences = map(_sentence, filter(None, (field.label, one_line(field.help))))
    yield from {each.casefold(): each for each in sentences}.values()


def _notes(field: Input) -> Iterator[str]:
    yield from conditions_words(field)
    if field.required and field.default:
        yield "A body must have it."
    match field.shape:
        case Files(companion=str(companion)):
            yield one_line(f"In a body, URLs go into {companion}.")
        case HasBounds(as_text=True):
            yield "In a body it is a text."
        case Switch(on=on, off=off, is_boolean=False):
            yield one_line(f"In a body it is {on} or {off}.")
        case Multiselect():
            yield "In a body it is a list, by analogy: no document tells."
        case _:
            pass
    if field.refused is not None:
        shown = shortened(one_line(field.refused))
        yield f"The specification's default {shown!r} is not allowed: it is not sent."


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
