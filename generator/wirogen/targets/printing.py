"""Plans' expressions as Python text, in black's own style.

`tests/render` proves with black that this style is black's: nothing is formatted again
after it was printed.
"""

import math
import unicodedata
from typing import assert_never

from wirogen.characters import INVISIBLE, escape
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


def literal(value: Constant) -> str:
    """A constant as black writes it: the quote that needs fewer escapes, double if
    equal, lower-case escapes for all that does not print as one character.

    Raises ValueError for a number that Python has no words for.
    """
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"{value} cannot be a Python literal")
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


def annotation(value: Expression, *, indent: int, split: bool) -> str:
    """The annotation of a field, on several lines where `split` is set."""
    if not split:
        return _line(value)
    return expression(value, indent=indent, before=LINE_LENGTH)


def argument(keyword: Name | None, value: Expression, *, indent: int) -> str:
    """An argument of a call that stands on a line of its own, but for its comma."""
    return _item(value, f"{keyword.text}=" if keyword else "", indent)


def argument_line(keyword: Name | None, value: Expression) -> str:
    """An argument of a call whose line holds all of them."""
    return (f"{keyword.text}=" if keyword else "") + _line(value)


def width_of(keyword: Name | None, value: Expression) -> int:
    """The columns of an argument, or without a keyword of any expression, on a line."""
    return _width(argument_line(keyword, value))


def import_line(module: str, names: tuple[str, ...]) -> str:
    """An import of names, one a line where one line does not hold them."""
    line = f"from {module} import {', '.join(names)}"
    if len(line) <= LINE_LENGTH:
        return line
    return _exploded(f"from {module} import (", list(names), ")", 0)


def docstring(text: str) -> str:
    """A docstring whose value is exactly `text`, which is not empty."""
    escaped = (
        line if line.isprintable() and line.isascii() else "".join(map(_shown, line))
        for line in text.replace("\\", "\\\\").split("\n")
    )
    body = "\n".join(escaped)
    if text.startswith('"') or text.endswith('"') or '"""' in text:
        body = body.replace('"', '\\"')
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
    if character in {quote, "\\"}:
        return f"\\{character}"
    return _shown(character)


def _shown(character: str) -> str:
    """A character as it is where it shows something, else its escape."""
    if character.isascii() and character.isprintable():
        return character
    is_visible = _UNICODE.category(character)[0] in "LNPS"
    if is_visible and not INVISIBLE.match(character):
        return character
    return escape(character)
