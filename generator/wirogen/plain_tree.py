"""Plain trees: what a JSON or YAML text holds, every number as the text that it is."""

import json
import re
from decimal import Decimal
from typing import TypeAlias

Tree: TypeAlias = "dict[str, Tree] | list[Tree] | str | bool | None"
"""A mapping, a list or a scalar. Numbers are `Unquoted` texts."""


class Unquoted(str):
    """A scalar that stands in its text without quotes: a number in JSON, any plain
    scalar in YAML.
    """

    __slots__ = ()


_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?")
_LARGEST_EXPONENT = 307
"""Every double has a smaller one; nobody could send a number beyond."""


def number_in(text: str) -> Decimal | None:
    """The number that a text holds, as JSON or YAML write it; None if it holds none.

    NaN, infinity and numbers outside the range of a double are none.
    """
    return as_double(Decimal(text)) if _NUMBER.fullmatch(text) else None


def as_double(number: Decimal) -> Decimal | None:
    """The same number; None where it is outside the range of a double."""
    if not number.is_finite() or abs(number.adjusted()) > _LARGEST_EXPONENT:
        return None
    return number


def texts_in(text: str) -> tuple[str, ...] | None:
    """The texts of the JSON list that a text is; None where it is none, or has others
    than scalars in it. Numbers and booleans are the texts that they are written as.
    """
    if not (text.startswith("[") and text.endswith("]")):
        return None
    try:
        tree = json.loads(text, parse_int=str, parse_float=str, parse_constant=str)
    except (ValueError, RecursionError):
        return None
    texts = [*map(scalar_text, tree)]
    return None if None in texts else tuple(text for text in texts if text is not None)


def scalar_text(tree: Tree) -> str | None:
    """The text of a scalar (`true` for True); None for null, mappings and lists."""
    match tree:
        case bool():
            return "true" if tree else "false"
        case str():
            return str(tree)
        case _:
            return None


def json_text(tree: Tree, indent: str | None = None) -> str:
    """A tree as JSON: on one line, or one member a line with `indent` a level."""
    return _json(tree, indent, "\n")


def _json(tree: Tree, indent: str | None, line: str) -> str:
    inner = line + (indent or "")
    match tree:
        case dict():
            members = [
                f"{_json_string(key)}: {_json(value, indent, inner)}"
                for key, value in tree.items()
            ]
        case list():
            members = [_json(value, indent, inner) for value in tree]
        case Unquoted():
            return str(tree)
        case str():
            return _json_string(tree)
        case _:
            return json.dumps(tree)
    opening, closing = "{}" if isinstance(tree, dict) else "[]"
    if indent is None or not members:
        return f"{opening}{', '.join(members)}{closing}"
    return f"{opening}{inner}{f',{inner}'.join(members)}{line}{closing}"


def _json_string(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
