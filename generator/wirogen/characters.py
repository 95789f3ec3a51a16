"""Characters that show nothing, or act upon whatever shows them."""

import json
import re

INVISIBLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ud800-\uf8ff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff"
    "\U000e0000-\U0010ffff]"
)
"""Control, formatting, private and half characters, and those that show nothing. The
list is fixed, so that it is the same on every Python.
"""


def visible(text: str) -> str:
    r"""A text with every invisible character as an escape: `\x1b`, `\n`."""
    return INVISIBLE.sub(lambda found: escape(found[0]), text)


_NAMED = {"\t": "\\t", "\n": "\\n", "\r": "\\r"}


def escape(character: str) -> str:
    r"""A character as Python's escape for it: `\x1b`, `\n`."""
    if character in _NAMED:
        return _NAMED[character]
    number = ord(character)
    if number < 0x100:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def json_escape(found: re.Match[str]) -> str:
    r"""A character that was found, as JSON's escape for it: `\u001b`."""
    return json.dumps(found[0])[1:-1]


def shortened(text: str, most: int = 60) -> str:
    """A text as far as a message shows it."""
    return text if len(text) <= most else f"{text[:most]}…"


def quoted(text: str) -> str:
    """A text as far as a message shows it, in quotes."""
    return repr(shortened(text))
