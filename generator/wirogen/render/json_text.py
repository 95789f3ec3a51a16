"""JSON as people read it: indented, and with every invisible character escaped."""

import json

from wirogen.characters import INVISIBLE, json_escape
from wirogen.contract import Json


def json_text(value: Json) -> str:
    """A value on as many lines as it has parts, in two columns' steps."""
    text = json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False)
    return _visible(text)


def json_line(value: Json) -> str:
    """A value on one line."""
    return _visible(json.dumps(value, ensure_ascii=False, allow_nan=False))


def _visible(text: str) -> str:
    lines = text.split("\n")
    return "\n".join(INVISIBLE.sub(json_escape, x) for x in lines)
