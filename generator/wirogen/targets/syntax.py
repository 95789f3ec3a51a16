"""The little Python that a plan is made of.

Names are trusted: they come from wirogen itself or through `wirogen.contract`. All
other text is a constant and can only ever be printed as a literal.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

Constant = str | int | float | bool | None
"""A literal; texts of a specification are nothing else."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name that stands for itself; `text` is an identifier."""

    text: str

    def __post_init__(self) -> None:
        if not (self.text.isidentifier() and self.text.isascii()):
            raise ValueError(f"{self.text!r} is not an identifier")


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a function or class by its name."""

    function: Name
    positional: tuple["Expression", ...] = ()
    keywords: tuple[tuple[Name, "Expression"], ...] = ()


@dataclass(frozen=True, slots=True)
class Items:
    """A tuple of expressions."""

    items: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Mapping:
    """A dict."""

    items: tuple[tuple["Expression", "Expression"], ...]


@dataclass(frozen=True, slots=True)
class Subscript:
    """A generic with its arguments: `Literal["a", "b"]`."""

    name: Name
    arguments: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Union:
    """Types of which a value has one: `int | Unset`."""

    members: tuple["Expression", ...]


Expression = Constant | Name | Call | Items | Mapping | Subscript | Union


def names_in(expression: Expression) -> Iterator[str]:
    """Every name that an expression uses, so that its module can import them."""
    if isinstance(expression, Name):
        yield expression.text
    for part in _parts(expression):
        yield from names_in(part)


def _parts(expression: Expression) -> tuple[Expression, ...]:
    match expression:
        case Call(function, positional, keywords):
            return (function, *positional, *(value for _, value in keywords))
        case Items(parts) | Union(parts):
            return parts
        case Mapping(pairs):
            return tuple(part for pair in pairs for part in pair)
        case Subscript(name, parts):
            return (name, *parts)
        case Name() | str() | int() | float() | None:
            return ()
    assert_never(expression)


def call(function: str, *positional: Expression, **keywords: Expression) -> Call:
    """A call, written as Python writes it."""
    named = tuple((Name(name), value) for name, value in keywords.items())
    return Call(Name(function), positional, named)
