"""Plans' expressions as Python text, in black's own style.

`tests/render` proves with black that this style is black's: nothing is formatted again
after it was printed.
"""

import math
import unicodedata
from typing import assert_never

from wirogen.targets.syntax import (
    Call,
    Constant,
    Expression,
    Items,
    Mapping,
    Name,
    Subscript,
    Union,
)

LINE_LENGTH = 88
_UNICODE = unicodedata.ucd_3_2_0
"""A version that every Python has: a newer one would escape less, and so give other
bytes on a newer Python.
"""

_WIDE_SYMBOLS = "⌚⌛◽◾☰☱☲☳☴☵☶☷♈♉♊♋♌♍♎♏♐♑♒♓"
"""What became two columns wide after Unicode 3.2."""

_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


class Code:
    """Text that may stand in a program. Templates print nothing else.

    It is no `str`, so that no text becomes code by accident: only the filters of
    `wirogen.render` and Jinja's own joining of template text make it.
    """

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def __str__(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return f"Code({self._text!r})"


def literal(value: Constant) -> str:
    """A constant as black writes it: the quote that needs fewer escapes, double if
    equal, lower-case escapes for all that does not print as one character.

    Raises ValueError for a number that Python has no words for.
    """
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"no program can say {value}")
    if not isinstance(value, str):
        return repr(value).replace("e+", "e")
    quote = "'" if value.count('"') > value.count("'") else '"'
    if value.isascii() and value.isprintable():
        plain = value.replace("\\", "\\\\").replace(quote, f"\\{quote}")
        return f"{quote}{plain}{quote}"
    return quote + "".join(_escaped(character, quote) for character in value) + quote


def expression(value: Expression, *, indent: int, before: int, after: int = 0) -> str:
    """An expression in black's style.

    It begins in column `before` of a line that is indented by `indent`, and `after`
    characters follow it on its last line.
    """
    line = _line(value)
    if before + _width(line) + after <= LINE_LENGTH:
        return line
    inner = indent + 4
    match value:
        case Call(function, positional, keywords):
            items = [_item(part, "", inner) for part in positional]
            items += [_item(part, f"{name.text}=", inner) for name, part in keywords]
            return _exploded(f"{function.text}(", items, ")", indent)
        case Items(parts):
            return _exploded(
                "(", [_item(part, "", inner) for part in parts], ")", indent
            )
        case Mapping(pairs):
            items = [_item(part, f"{_line(key)}: ", inner) for key, part in pairs]
            return _exploded("{", items, "}", indent)
        case Subscript(name, parts):
            if len(parts) == 1:
                padding = " " * inner
                only = expression(parts[0], indent=inner, before=inner)
                return f"{name.text}[\n{padding}{only}\n{' ' * indent}]"
            items = [_item(part, "", inner) for part in parts]
            return _exploded(f"{name.text}[", items, "]", indent)
        case Union(members):
            padding = "\n" + " " * inner
            if inner + _width(line) <= LINE_LENGTH:
                return f"({padding}{line}\n{' ' * indent})"
            shown = [expression(part, indent=inner, before=inner) for part in members]
            return f"({padding}{f'{padding}| '.join(shown)}\n{' ' * indent})"
        case Name() | str() | int() | float() | None:
            return line
    assert_never(value)


def field(
    name: Name, annotation: Expression, default: Expression, *, indent: int
) -> str:
    """A field of a class with its annotation and, unless it is None, its default."""
    padding = "\n" + " " * indent
    given = "" if default is None else f" = {_line(default)}"
    line = f"{name.text}: {_line(annotation)}"
    if indent + _width(line) + _width(given) <= LINE_LENGTH:
        return line + given
    if default is not None and indent + _width(line) + len(" = (") <= LINE_LENGTH:
        return f"{line} = ({padding}    {_line(default)}{padding})"
    wrapped = expression(annotation, indent=indent, before=LINE_LENGTH)
    return f"{name.text}: {wrapped}{given}"


def assignment(name: str, value: Constant, *, indent: int) -> str:
    """A constant of a class with its value, in parentheses where only that fits."""
    line = f"{name} = {literal(value)}"
    wrapped = indent + 4 + _width(literal(value))
    if indent + _width(line) <= LINE_LENGTH or wrapped > LINE_LENGTH:
        return line
    padding = "\n" + " " * indent
    return f"{name} = ({padding}    {literal(value)}{padding})"


def import_line(module: str, names: tuple[str, ...]) -> str:
    """An import of names, one a line where one line does not hold them."""
    line = f"from {module} import {', '.join(names)}"
    if len(line) <= LINE_LENGTH:
        return line
    return _exploded(f"from {module} import (", list(names), ")", 0)


def docstring(text: str) -> str:
    """A docstring whose value is exactly `text`: a text in the plan's normal form."""
    body = text.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    if body.startswith('"') or (body.endswith('"') and "\n" not in body):
        raise ValueError(f"not the normal form of a docstring: {text!r}")
    return f'"""{body}"""'


def _line(value: Expression) -> str:
    match value:
        case Name(text):
            return text
        case Call(function, positional, keywords):
            arguments = [_line(part) for part in positional]
            arguments += [f"{name.text}={_line(part)}" for name, part in keywords]
            return f"{function.text}({', '.join(arguments)})"
        case Items((only,)):
            return f"({_line(only)},)"
        case Items(parts):
            return f"({', '.join(_line(part) for part in parts)})"
        case Mapping(pairs):
            shown = (f"{_line(key)}: {_line(part)}" for key, part in pairs)
            return f"{{{', '.join(shown)}}}"
        case Subscript(name, parts):
            return f"{name.text}[{', '.join(_line(part) for part in parts)}]"
        case Union(members):
            return " | ".join(_line(member) for member in members)
        case str() | int() | float() | None:
            return literal(value)
    assert_never(value)


def _width(text: str) -> int:
    """How many columns a text takes, as black counts them."""
    if text.isascii():
        return len(text)
    return sum(map(_columns, text))


def _columns(character: str) -> int:
    wide = _UNICODE.east_asian_width(character) in "WF" or character in _WIDE_SYMBOLS
    return 2 if wide else 1


def _item(value: Expression, prefix: str, indent: int) -> str:
    before = indent + _width(prefix)
    return prefix + expression(value, indent=indent, before=before, after=1)


def _exploded(opening: str, items: list[str], closing: str, indent: int) -> str:
    if not items:
        return f"{opening}{closing}"
    padding = "\n" + " " * (indent + 4)
    return f"{opening}{padding}{f',{padding}'.join(items)},\n{' ' * indent}{closing}"


def _escaped(character: str, quote: str) -> str:
    if character == quote:
        return f"\\{quote}"
    if character in _ESCAPES:
        return _ESCAPES[character]
    if character.isascii() and character.isprintable():
        return character
    if _UNICODE.category(character)[0] in "LNPS":
        return character
    number = ord(character)
    if number <= 0xFF:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"
