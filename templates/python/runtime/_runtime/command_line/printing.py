"""Where the command line's output goes: results to standard output, everything else to
standard error.
"""

from __future__ import annotations

import io
import json
import os
import sys
from contextlib import suppress
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from ..client.redaction import redacted
from .terminal_text import block


def result(text: str) -> None:
    """Prints a part of the result."""
    click.echo(block(text))


def document(value: object) -> None:
    """Prints the one JSON document that `--json` promises, in ASCII, so that any
    terminal and any pipe can carry it.
    """
    click.echo(json.dumps(value, indent=2, default=_as_json))


class JsonItems:
    """A JSON array that is printed item by item, each on a line of its own, whose end
    is printed with it: what else is told stands on lines of its own, too.
    """

    def __init__(self) -> None:
        self._is_empty = True

    def tell(self, item: object) -> None:
        """Prints the next item."""
        begin = "[\n " if self._is_empty else ","
        self._is_empty = False
        click.echo(begin + json.dumps(item, default=_as_json))

    def close(self) -> None:
        """Prints the end of the array."""
        click.echo("[]" if self._is_empty else "]")


def note(text: str) -> None:
    """Tells something beside the result; nobody listening is no reason to stop."""
    with suppress(BrokenPipeError):
        click.echo(without_keys(block(text)), err=True)


def without_keys(text: str) -> str:
    """A text in which the keys of the environment do not stand."""
    names = ("WIRO_API_KEY", "WIRO_API_SECRET")
    return redacted(text, tuple(os.environ.get(name, "").strip() for name in names))


def take_any_character() -> None:
    """Makes output escape what its encoding does not have, in place of raising."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def close_quietly() -> None:
    """Lets go of a standard output that nobody reads any more, so that Python does not
    complain when it ends.
    """
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _as_json(value: object) -> Any:
    match value:
        case Decimal():
            return f"{value:f}"
        case Path():
            return str(value)
        case timedelta():
            return value.total_seconds()
        case _:
            return repr(value)
