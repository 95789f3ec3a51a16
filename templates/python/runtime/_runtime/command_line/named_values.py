"""What a command line names rather than says: `@file`, `-`, a file of JSON, and
`NAME=VALUE`.
"""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path
from typing import Any, Final, NoReturn

from ..shown import shown

_LONGEST: Final = 80


class Unreadable(Exception):
    """What was named cannot be read; the message says what and why."""


class Texts:
    """Reads the texts that flags name; standard input is given out once."""

    def __init__(self) -> None:
        self._stdin_is_read = False

    def named(self, text: str) -> str:
        """The text of the file for `@file`, of standard input for `-`, `@…` for `@@…`,
        else the text itself.

        The line end that closes a file is not part of its text. Raises Unreadable.
        """
        if text == "-":
            return _without_last_line_end(self.stdin())
        if text.startswith("@@"):
            return text[1:]
        if text.startswith("@"):
            try:
                return _without_last_line_end(self.file(text[1:]))
            except Unreadable as why:
                typed = text if len(text) < _LONGEST else "@…"
                hint = f"where that text itself is meant, write @{typed}"
                raise Unreadable(f"{why}; {hint}") from None
        try:
            text.encode()
        except UnicodeEncodeError:
            raise Unreadable("must be UTF-8") from None
        return text

    def stdin(self) -> str:
        """Standard input to its end. Raises Unreadable, also when it is read twice."""
        if self._stdin_is_read:
            raise Unreadable("standard input (-) can be read only once")
        self._stdin_is_read = True
        return _decoded(sys.stdin.buffer.read(), "standard input")

    def file(self, name: str) -> str:
        """The text of a file. Raises Unreadable."""
        try:
            return _decoded(Path(name).read_bytes(), shown(name))
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise Unreadable(f"cannot read {shown(name)}: {reason}") from None

    def json_object(self, name: str) -> dict[str, Any]:
        """The JSON object in a file, or in standard input (`-`). Raises Unreadable."""
        text = self.stdin() if name == "-" else self.file(name)
        where = "standard input" if name == "-" else shown(name)
        try:
            found = json_value(text)
        except json.JSONDecodeError as error:
            at = f"line {error.lineno}, column {error.colno}"
            raise Unreadable(f"{where} is not JSON: {error.msg} at {at}") from None
        except (ValueError, RecursionError) as error:
            raise Unreadable(f"{where} is not JSON: {error}") from None
        if not isinstance(found, dict):
            raise Unreadable(
                f"{where} must hold a JSON object of wire names and values"
            )
        return found


def assignment(text: str) -> tuple[str, Any]:
    """The name and the value of `NAME=VALUE`: JSON where the value is JSON, else text.

    Raises Unreadable.
    """
    name, equals, value = text.partition("=")
    if not (name and equals):
        raise Unreadable(f"must be NAME=VALUE, not {shown(text)}")
    try:
        return name, json_value(value)
    except (ValueError, RecursionError):
        return name, value


def json_value(text: str) -> Any:
    """A JSON value. Raises ValueError, RecursionError, and Unreadable for a key that
    stands twice in one object: it is not known which one is meant.
    """
    return json.loads(
        text,
        parse_float=_finite,
        parse_constant=_not_json,
        object_pairs_hook=_each_key_once,
    )


def _finite(text: str) -> float:
    number = float(text)
    return number if math.isfinite(number) else _not_json(text)


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Unreadable(f"the key {shown(twice)} stands twice in one object")
    return found


def _not_json(text: str) -> NoReturn:
    raise ValueError(f"{text} is not a number that JSON can carry")


def _decoded(text: bytes, where: str) -> str:
    try:
        return text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(f"{where} is not UTF-8 (byte {error.start})") from None


def _without_last_line_end(text: str) -> str:
    return text.removesuffix("\n").removesuffix("\r")
