"""Outside text, made safe to print: labels, help, server messages and results cannot
move the cursor, colour the terminal or break a line.
"""

from __future__ import annotations

import re

_ESCAPE_SEQUENCE = re.compile(
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?)"
)
_UNPRINTABLE = re.compile(
    "["
    r"\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters, but tab and line feed
    r"\u202a-\u202e\u2066-\u2069"  # they turn the direction of the text that follows
    r"\ud800-\udfff"  # halves of characters, which no terminal can be sent
    "]"
)
_UNTRANSLATED_HELP = re.compile(r"[a-z0-9_-]+-help")
_UNTRANSLATED_LABEL = re.compile(r"[a-z0-9]+([-_][a-z0-9]+)+")


def block(text: str) -> str:
    """A text of several lines, without escape sequences; every other character that
    would do something rather than show something is shown as U+FFFD.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _UNPRINTABLE.sub("\ufffd", _ESCAPE_SEQUENCE.sub("", lines))


def one_line(text: str, longest: int = 10_000) -> str:
    """The same on one line of at most `longest` characters, cut with `…`."""
    line = " ".join(block(text).split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def help_of(text: str) -> str:
    """A specification's help on one line; empty where it is an untranslated key
    (`guidancescale-help`).
    """
    line = one_line(text)
    return "" if _UNTRANSLATED_HELP.fullmatch(line) else line


def label_of(text: str, name: str) -> str:
    """A specification's label on one line; empty where it is an untranslated key
    (`select-model`) or says no more than the input's own name.
    """
    line = one_line(text)
    is_key = _UNTRANSLATED_LABEL.fullmatch(line) is not None
    return "" if is_key else beyond(name, line)


def beyond(name: str, text: str) -> str:
    """A text on one line; empty where it says no more than the name it belongs to."""
    line = one_line(text)
    return "" if _letters(line) == _letters(name) else line


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()
