"""JSON as people read it: indented, and with every invisible character escaped."""

import json

from wirogen.characters import INVISIBLE
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
    return "\n".join(INVISIBLE.sub(lambda found: _escaped(found[0]), x) for x in lines)


def _escaped(character: str) -> str:
    return json.dumps(character)[1:-1]
