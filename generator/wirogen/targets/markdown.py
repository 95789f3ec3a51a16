"""Contracts → the plan of a reference page for each model.

A page tells a model's inputs and shows the smallest request in Python, on the command
line and with curl. Its texts are on one line and printable; they are outside text, and
become Markdown only through the filters of `wirogen.render.markdown`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import assert_never
from urllib.parse import quote

from wirogen.contract import (
    Contract,
    Files,
    FileUrl,
    Input,
    Json,
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
from wirogen.targets.entries import Entry
from wirogen.targets.examples import Example, body_of, example_of
from wirogen.targets.syntax import Call, Expression, Name
from wirogen.targets.texts import (
    conditions_told,
    lengths_told,
    limits_told,
    shortened,
)

_RUN = "https://api.wiro.ai/v1/Run/"


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionRow:
    """An option of a select: its wire value, and the words for it."""

    value: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InputEntry:
    """An input: its wire name, its name in Python, its flag, what it takes and what
    becomes of it when nothing is said.

    `default` is None where there is none; `about` holds label, help and all that is to
    be known beyond them; `options` is empty where there is no choice, or one between
    true and false only.
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
    options: tuple[OptionRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PythonExample:
    """A request in Python: where the classes are, and the call that makes it."""

    package: tuple[Name, ...]
    module: tuple[Name, ...]
    class_name: Name
    request: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class CurlExample:
    """A request with curl: its address and its body."""

    url: str
    body: Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The page of one model, as its template sees it; `up` leads to the index."""

    path: str
    up: str
    model: str
    title: str
    summary: str
    inputs: tuple[InputEntry, ...]
    python: PythonExample
    command: tuple[tuple[str, ...], ...]
    curl: CurlExample


@dataclass(frozen=True, slots=True, kw_only=True)
class PageIndex:
    """The list of all pages of an output."""

    path: str
    package: tuple[Name, ...]
    pages: tuple[Entry, ...]


def plan_page(contract: Contract, package: str) -> Page:
    """The page of a model, for a client that is the package of this dotted name."""
    example = example_of(contract)
    return Page(
        path=f"{contract.file_stem}.md",
        up="../index.md",
        model=str(contract.model),
        title=contract.title or str(contract.model),
        summary=contract.summary,
        inputs=tuple(map(_entry, contract.listed)),
        python=_python(contract, package, example),
        command=_command(contract, package, example),
        curl=CurlExample(
            url=_RUN + quote(str(contract.run_path), safe="/", errors="replace"),
            body=body_of(contract, example),
        ),
    )


def plan_page_index(pages: Sequence[Entry], package: str) -> PageIndex:
    """The index of an output's pages."""
    return PageIndex(path="index.md", package=_dotted(package), pages=tuple(pages))


def _entry(field: Input) -> InputEntry:
    return InputEntry(
        wire_name=field.wire_name,
        name=field.name,
        flag=field.flag,
        label=field.label,
        help=one_line(field.help),
        takes=_takes(field.shape),
        is_required=field.must_be_set,
        default=_shown(field.shape, field.default) if field.default else None,
        about=" ".join(_about(field)),
        options=_options(field.shape),
    )


def _options(shape: Shape) -> tuple[OptionRow, ...]:
    match shape:
        case Select(options=options):
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
        case _:
            return default.text


def _takes(shape: Shape) -> str:
    """What a caller gives, in words."""
    match shape:
        case Text(numeric=numeric):
            noun = "text or whole number" if numeric else "text"
            return f"{noun} {lengths_told(shape)}".strip()
        case FileUrl():
            return f"URL of a file {lengths_told(shape)}".strip()
        case Unknown():
            return "text"
        case Switch():
            return "true or false"
        case Select():
            return "one of its options"
        case WholeNumber():
            return f"whole number {limits_told(shape)}".strip()
        case Number():
            return f"number {limits_told(shape)}".strip()
        case Files(many=many):
            return "files or their URLs" if many else "file or its URL"
    assert_never(shape)


def _about(field: Input) -> Iterator[str]:
    sentences = map(_sentence, filter(None, (field.label, one_line(field.help))))
    yield from {each.casefold(): each for each in sentences}.values()
    yield from conditions_told(field)
    if field.required and field.default:
        yield "A body must have it."
    match field.shape:
        case Files(companion=str(companion)):
            yield f"In a body, URLs go into {one_line(companion)}."
        case WholeNumber(as_text=True) | Number(as_text=True):
            yield "In a body it is a text."
        case Switch(on=str(on), off=str(off)):
            yield f"In a body it is {one_line(on)} or {one_line(off)}."
        case _:
            pass
    if field.refused is not None:
        shown = shortened(one_line(field.refused))
        yield f"The specification's default {shown!r} is not allowed: it is not sent."


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


# --- examples -----------------------------------------------------------------------


def _python(contract: Contract, package: str, example: Example) -> PythonExample:
    class_name = Name(contract.class_name)
    values = tuple(
        (Name(field.name), example[field.wire_name].python)
        for field in contract.listed
        if field.wire_name in example
    )
    return PythonExample(
        package=_dotted(package),
        module=_dotted(".".join((package, *contract.module))),
        class_name=class_name,
        request=Call(class_name, (), values),
    )


def _dotted(name: str) -> tuple[Name, ...]:
    return tuple(map(Name, name.split(".")))


def _command(
    contract: Contract, package: str, example: Example
) -> tuple[tuple[str, ...], ...]:
    """The words of a command, line by line."""
    flags = (
        _flag(field, example[field.wire_name])
        for field in contract.listed
        if field.wire_name in example
    )
    return ("python", "-m", package, "run", str(contract.model)), *flags


def _flag(field: Input, value: Value) -> tuple[str, ...]:
    flag, text = field.flag, value.text
    match field.shape:
        case Switch():
            return (flag if value.python else f"--no-{flag.removeprefix('--')}",)
        case WholeNumber() | Number():
            text = str(value.wire)
        case Text() | FileUrl() | Unknown() if text.startswith("@"):
            text = f"@{text}"
        case _:
            pass
    return (f"{flag}={text}",) if text.startswith("-") else (flag, text)
