"""Names that the service gives to files, made safe for any machine."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from ..files import ending_of

LONGEST_NAME: Final = 180
"""Bytes; the usual limit is 255, and a number may be added to a name."""
_LONGEST_ENDING = 16
_DEVICE = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])", re.IGNORECASE
)
_NOT_IN_A_NAME = re.compile(r'[<>:"|?*]')
_INVISIBLE: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def safe_name(name: str, content_type: str = "") -> str:
    """A name that a file of the service can have on any machine, inside its folder.

    Only what follows the last slash or backslash counts; control and formatting
    characters, dots and blanks at the ends, a leading hyphen, the names of Windows
    devices and over-long names do not survive. `output`, with the usual ending of the
    content type, where nothing is left.
    """
    last = re.split(r"[/\\]", name)[-1]
    visible = "".join(c for c in last if unicodedata.category(c) not in _INVISIBLE)
    plain = _NOT_IN_A_NAME.sub("_", unicodedata.normalize("NFC", visible))
    kept = _shortened(plain.rstrip(" .").lstrip(" .-"))
    safe = kept or f"output{ending_of(content_type)}"
    is_device = _DEVICE.fullmatch(safe.partition(".")[0].strip())
    return f"_{safe}" if is_device else safe


def _shortened(name: str) -> str:
    """A name cut to what a file system takes, its ending kept."""
    stem, dot, ending = name.rpartition(".")
    if not stem or len(ending.encode()) > _LONGEST_ENDING:
        stem, dot, ending = name, "", ""
    room = LONGEST_NAME - len(f"{dot}{ending}".encode())
    kept = stem.encode()[:room].decode("utf-8", "ignore").rstrip(" .")
    return f"{kept}{dot}{ending}"
