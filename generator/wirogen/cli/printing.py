"""The one door through which commands print; it knows who reads.

Names and texts of specifications, folders and answers come from strangers. To a
terminal they are shown without anything that it would act upon; in a log, which a
runner of jobs may read for commands, none of their lines is one.
"""

import io
import os
import re
import stat
import sys
from enum import Enum, auto
from typing import TextIO

import click

from wirogen.characters import INVISIBLE, json_escape, visible

_COMMAND = re.compile(r"^(\s*)::")
_COMMAND_ANYWHERE = re.compile(r"##(?=[A-Za-z]*\[)")
"""How GitHub's runners know a command (`::error …` after white space, `##[error]…`
anywhere in a line), Azure's (`##vso[…`) and TeamCity (`##teamcity[…`).
"""


class Reader(Enum):
    """Who reads a stream: a person, whoever opens the file, or anything else, such as
    the runner of a job.
    """

    TERMINAL = auto()
    FILE = auto()
    LOG = auto()


def say(
    text: str = "",
    *,
    err: bool = False,
    end: str = "\n",
    mark: str = "",
    colour: str = "",
) -> None:
    """Prints lines for people. `mark` stands in the text; its first occurrence is shown
    in a colour where there are any.
    """
    shown = harmless(text, _reader(err=err))
    if mark:
        shown = shown.replace(mark, click.style(mark, fg=colour, bold=True), 1)
    _print(shown + end, err=err)


def say_patch(text: str) -> None:
    """Prints a patch. A file has it as it is; elsewhere what would act upon a reader is
    made harmless, and such a line does not apply.
    """
    reader = _reader(err=False)
    _print(text if reader is Reader.FILE else harmless(text, reader), err=False)


def say_json(text: str) -> None:
    """Prints JSON, whose strings a program reads as they are."""
    escaped = "\n".join(INVISIBLE.sub(json_escape, line) for line in text.split("\n"))
    escaped = _COMMAND_ANYWHERE.sub(r"#\\u0023", escaped)
    if not _is_fit(escaped, sys.stdout):
        escaped = re.sub(r"[^\x00-\x7f]", json_escape, escaped)
    _print(escaped if escaped.endswith("\n") else f"{escaped}\n", err=False)


def say_over(text: str) -> None:
    """Writes over the line of a terminal that a command tells its progress on."""
    _print(f"\r{text}", err=True)


def say_document(text: str) -> None:
    """Prints a text that is harmless by itself, and that programs take as it is."""
    _print(text if text.endswith("\n") else f"{text}\n", err=False)


def harmless(text: str, reader: Reader) -> str:
    """Lines of other people's text, as they may be shown to a reader."""
    lines = ("\t".join(map(visible, x.split("\t"))) for x in text.split("\n"))
    if reader is Reader.TERMINAL:
        return "\n".join(lines)
    return "\n".join(
        _COMMAND.sub(r"\1: :", _COMMAND_ANYWHERE.sub("# #", line)) for line in lines
    )


def _reader(*, err: bool) -> Reader:
    stream = sys.stderr if err else sys.stdout
    if stream.isatty() and not os.environ.get("GITHUB_ACTIONS"):
        return Reader.TERMINAL
    try:
        is_file = stat.S_ISREG(os.fstat(stream.fileno()).st_mode)
    except (OSError, io.UnsupportedOperation):
        return Reader.LOG
    return Reader.FILE if is_file else Reader.LOG


def _print(text: str, *, err: bool) -> None:
    """Writes a text, with escapes for what the stream's encoding does not have."""
    stream = sys.stderr if err else sys.stdout
    if not _is_fit(text, stream):
        encoding = stream.encoding
        text = text.encode(encoding, "backslashreplace").decode(encoding)
    click.echo(text, err=err, nl=False)


def _is_fit(text: str, stream: TextIO) -> bool:
    try:
        text.encode(stream.encoding or "utf-8")
    except UnicodeEncodeError:
        return False
    return True
