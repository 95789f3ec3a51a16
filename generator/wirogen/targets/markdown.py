"""Cards → the plan of a reference page for each model.

A page tells a model's inputs and shows the smallest request in Python, on the command
line and with curl. Its texts are on one line and printable; they are outside text, and
become Markdown only through the filters of `wirogen.render.markdown`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import assert_never
from urllib.parse import quote

from wirogen.card import (
    Card,
    Choice,
    File,
    Flag,
    FreeText,
    Input,
    Number,
    NumberWire,
    Unknown,
)
from wirogen.contract import Json
from wirogen.contract.naming import file_stem, flag_names, names_of
from wirogen.contract.texts import help_line, label_line, one_line
from wirogen.contract.values import (
    Role,
    fields_of,
    holds_whole_number,
    is_required,
    is_switch,
    labels_of,
    opposites,
    python_value,
    role_of_default,
    takes_file,
    wire_value,
)
from wirogen.targets.examples import Example, body_of, example_of
from wirogen.targets.python import module_path, plan_module
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
    pages: tuple[Page, ...]


def plan_page(card: Card, package: str) -> Page:
    """The page of a model, for a client that is the package of this dotted name."""
    model = card.model
    names = names_of(card)
    switches = frozenset(one.wire_name for one in fields_of(card) if is_switch(one))
    flags = flag_names(names, switches)
    example = example_of(card)
    return Page(
        path=f"{file_stem(model.owner)}/{file_stem(model.name)}.md",
        up="../index.md",
        model=str(model),
        title=one_line(card.title) or str(model),
        summary=one_line(card.summary),
        inputs=tuple(
            _entry(card, given, names[given.wire_name], flags[given.wire_name])
            for given in fields_of(card)
        ),
        python=_python(card, package, names, example),
        command=_command(card, package, flags, example),
        curl=CurlExample(
            url=_RUN + quote(card.run_path, safe="/", errors="replace"),
            body=body_of(card, example),
        ),
    )


def plan_page_index(pages: Sequence[Page], package: str) -> PageIndex:
    """The index of an output's pages."""
    return PageIndex(path="index.md", package=_dotted(package), pages=tuple(pages))


def _entry(card: Card, given: Input, name: str, flag: str) -> InputEntry:
    kind = given.kind
    options = kind.options if isinstance(kind, Choice) and not is_switch(given) else ()
    return InputEntry(
        wire_name=given.wire_name,
        name=name,
        flag=flag,
        label=label_line(given),
        help=help_line(given.help),
        takes=_takes(given),
        is_required=is_required(card, given) and not _has_default(card, given),
        default=_default_shown(given) if _has_default(card, given) else None,
        about=" ".join(_about(card, given)),
        options=tuple(
            OptionRow(value=value, label=one_line("; ".join(words)))
            for value, words in labels_of(options).items()
        ),
    )


def _has_default(card: Card, given: Input) -> bool:
    return role_of_default(card, given) is Role.DEFAULT


def _default_shown(given: Input) -> str:
    """A default as a caller would write it."""
    default = given.default or ""
    match given.kind:
        case FreeText():
            return shortened(default)
        case Flag():
            return "true" if wire_value(given, default) else "false"
        case Choice() if pair := opposites(given):
            return "true" if default == pair[0] else "false"
        case _:
            return default


def _takes(given: Input) -> str:
    """What a caller gives, in words."""
    match given.kind:
        case FreeText() as kind:
            whole = "text or whole number" if holds_whole_number(given) else "text"
            noun = "URL of a file" if takes_file(given) else whole
            return f"{noun} {lengths_told(kind)}".strip()
        case Unknown() | Choice(values=()):
            return "text"
        case Flag():
            return "true or false"
        case Choice():
            return "true or false" if is_switch(given) else "one of its options"
        case Number(integer=integer) as kind:
            noun = "whole number" if integer else "number"
            return f"{noun} {limits_told(kind)}".strip()
        case File(many=many):
            return "files or their URLs" if many else "file or its URL"
    assert_never(given.kind)


def _about(card: Card, given: Input) -> Iterator[str]:
    words = filter(None, (label_line(given), help_line(given.help)))
    yield from {told.casefold(): told for told in map(_sentence, words)}.values()
    yield from conditions_told(given)
    if is_required(card, given) and _has_default(card, given):
        yield "A body must have it."
    match given.kind:
        case File(companion=str(companion)):
            yield f"In a body, URLs go into {one_line(companion)}."
        case Number(wire=NumberWire.TEXT):
            yield "In a body it is a text."
        case Choice() if pair := opposites(given):
            yield f"In a body it is {one_line(pair[0])} or {one_line(pair[1])}."
        case _:
            pass
    if role_of_default(card, given) is Role.REFUSED:
        shown = shortened(one_line(given.default or ""))
        yield f"The specification's default {shown!r} is not allowed: it is not sent."


def _sentence(told: str) -> str:
    return told if told.endswith((".", "!", "?")) else f"{told}."


# --- examples -----------------------------------------------------------------------


def _python(
    card: Card, package: str, names: dict[str, str], example: Example
) -> PythonExample:
    class_name = plan_module(card).class_name
    values = tuple(
        (Name(names[given.wire_name]), python_value(given, example[given.wire_name]))
        for given in fields_of(card)
        if given.wire_name in example
    )
    module = module_path(card.model).removesuffix(".py").replace("/", ".")
    return PythonExample(
        package=_dotted(package),
        module=_dotted(f"{package}.{module}"),
        class_name=class_name,
        request=Call(class_name, (), values),
    )


def _dotted(name: str) -> tuple[Name, ...]:
    return tuple(map(Name, name.split(".")))


def _command(
    card: Card, package: str, flags: dict[str, str], example: Example
) -> tuple[tuple[str, ...], ...]:
    """The words of a command, line by line."""
    lines: list[tuple[str, ...]] = [
        ("python", "-m", package, "run", str(card.model)),
    ]
    for given in fields_of(card):
        if given.wire_name in example:
            flag, text = flags[given.wire_name], example[given.wire_name]
            lines.append(_flag(given, flag, text))
    return tuple(lines)


def _flag(given: Input, flag: str, text: str) -> tuple[str, ...]:
    if is_switch(given):
        yes = (opposites(given) or ("true",))[0]
        return (flag if text == yes else f"--no-{flag.removeprefix('--')}",)
    match given.kind:
        case Number():
            value = str(wire_value(given, text))
        case FreeText() | Unknown() | Choice(values=()) if text.startswith("@"):
            value = f"@{text}"
        case _:
            value = text
    return (f"{flag}={value}",) if value.startswith("-") else (flag, value)
