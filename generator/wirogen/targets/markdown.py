"""Contracts → the plan of a reference page for each model.

A page tells a model's inputs and shows the smallest request in Python, on the command
line and with curl, as far as the package has what that takes. Its texts are on one line
and printable; they are outside text, and become Markdown only through the filters of
`wirogen.render.markdown`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wirogen.contract import (
    Contract,
    FileUrl,
    HasBounds,
    Input,
    Json,
    PythonValue,
    Switch,
    Text,
    Unknown,
    Value,
)
from wirogen.targets.entries import Entry
from wirogen.targets.examples import Example, body_of, example_of, run_url
from wirogen.targets.input_entries import InputEntry, input_entry
from wirogen.targets.runtime import WHOLE, Runtime
from wirogen.targets.syntax import Call, Expression, Items, Name


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
    """The page of one model, as its template sees it; `up` leads to the index.
    `has_client` and `has_command` say whether the package can run the model.
    """

    path: str
    up: str
    model: str
    title: str
    summary: str
    inputs: tuple[InputEntry, ...]
    has_client: bool
    has_command: bool
    python: PythonExample
    command: tuple[tuple[str, ...], ...]
    curl: CurlExample


@dataclass(frozen=True, slots=True, kw_only=True)
class PageIndex:
    """The list of all pages of an output."""

    path: str
    package: tuple[Name, ...]
    pages: tuple[Entry, ...]


def plan_page(contract: Contract, package: str, runtime: Runtime = WHOLE) -> Page:
    """The page of a model, for a client that is the package of this dotted name and
    uses such a runtime.
    """
    example = example_of(contract)
    return Page(
        path=f"{contract.file_stem}.md",
        up="../index.md",
        model=str(contract.model),
        title=contract.title or str(contract.model),
        summary=contract.summary,
        inputs=tuple(map(input_entry, contract.listed)),
        has_client="client" in runtime.rooms,
        has_command="cli" in runtime.rooms,
        python=_python(contract, package, example),
        command=_command(contract, package, example),
        curl=CurlExample(
            url=run_url(contract),
            body=body_of(contract, example),
        ),
    )


def plan_page_index(pages: Sequence[Entry], package: str) -> PageIndex:
    """The index of an output's pages."""
    return PageIndex(path="index.md", package=_dotted(package), pages=tuple(pages))


# --- examples -----------------------------------------------------------------------


def _python(contract: Contract, package: str, example: Example) -> PythonExample:
    class_name = Name(contract.class_name)
    values = tuple(
        (Name(field.name), _expression(example[field.wire_name].python))
        for field in contract.listed
        if field.wire_name in example
    )
    return PythonExample(
        package=_dotted(package),
        module=_dotted(".".join((package, *contract.module))),
        class_name=class_name,
        request=Call(class_name, (), values),
    )


def _expression(value: PythonValue) -> Expression:
    return Items(value) if isinstance(value, tuple) else value


def _dotted(name: str) -> tuple[Name, ...]:
    return tuple(map(Name, name.split(".")))


def _command(
    contract: Contract, package: str, example: Example
) -> tuple[tuple[str, ...], ...]:
    """The words of a command, line by line."""
    flags = (
        words
        for field in contract.listed
        if field.wire_name in example
        for words in _flags(field, example[field.wire_name])
    )
    return ("python", "-m", package, "run", str(contract.model)), *flags


def _flags(field: Input, value: Value) -> Iterator[tuple[str, ...]]:
    """The flag of an input, once for each option of a multiselect."""
    if isinstance(value.wire, tuple):
        for option in value.wire:
            yield _flag(field, Value.of_text(str(option)))
    else:
        yield _flag(field, value)


def _flag(field: Input, value: Value) -> tuple[str, ...]:
    flag, text = field.flag, value.text
    match field.shape:
        case Switch():
            return (flag if value.python else f"--no-{flag.removeprefix('--')}",)
        case HasBounds():
            text = str(value.wire)
        case Text() | FileUrl() | Unknown() if text.startswith("@"):
            text = f"@{text}"
        case _:
            pass
    return (f"{flag}={text}",) if text.startswith("-") else (flag, text)
