"""A Card as YAML: our own format, one file a model, made to be reviewed.

The same Card always gives the same text. One fact stands on a line where it fits, an
option with its label among them; long texts are block scalars. Every text that YAML
readers would take for something else (`on`, `16:9`, `1_000`) is quoted.
"""

import json
import re
from collections.abc import Iterator

from wirogen.card import Card
from wirogen.characters import INVISIBLE
from wirogen.own_format.tree import card_tree
from wirogen.plain_tree import Tree, Unquoted, scalar_text

WIDTH = 88
"""How long a line of a text may be where it can be broken."""

FLOW_WIDTH = 120
"""How long a line with a whole option, or another item of a list, may be."""


def card_yaml(card: Card, schema: str | None = None) -> str:
    """A Card as YAML.

    `schema` is where editors find the JSON Schema of the format, as seen from the
    folder of the file; it is written into the first line.
    """
    modeline = [f"# yaml-language-server: $schema={schema}"] if schema else []
    lines = [*modeline, *_mapping(card_tree(card), 0)]
    return "".join(f"{line}\n" for line in lines)


_ESCAPED = re.compile(rf"(?![\t\n]){INVISIBLE.pattern}|(?<=#)#(?=[A-Za-z]*\[)")
"""What YAML does not allow as it is, takes for a line end, or hides from a reviewer;
and what the log of a runner would take for a command (`##[error]`).
"""

_PLAIN = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`](?:[^\s]| (?! |#))*")
_NOT_PLAIN = re.compile(r": |:\Z| \Z")
_NOT_PLAIN_IN_FLOW = re.compile(r"[\[\]{},:?]")
_NUMBER_OR_DATE = re.compile(
    r"[-+.]?[0-9][-+.:_ 0-9a-fxotz]*|[-+]?\.(?:inf|nan)", re.IGNORECASE
)
_OTHER_THAN_TEXT = frozenset(
    {"", "~", "null", "true", "false", "yes", "no", "on", "off", "y", "n", "=", "<<"}
)
_NOT_IN_BLOCK = re.compile(r"\A\s|[^\S\n](?:\n|\Z)|\n\n\Z|(?:\A|\s)::")
"""White space at the beginning, at the end of a line, or lines at the end; and what a
log would take for a command at the beginning of a line.
"""

_BREAK = re.compile(r"(?<=[^\s]) (?=[^\s])")
_LONGEST_KEY = 100


def _mapping(tree: dict[str, Tree], indent: int) -> Iterator[str]:
    for key, value in tree.items():
        yield from _entry(key, value, indent)


def _entry(key: str, value: Tree, indent: int) -> Iterator[str]:
    margin = " " * indent
    head = f"{margin}{_scalar(key)}:"
    if len(head) > _LONGEST_KEY:
        yield f"{margin}? {_scalar(key)}"
        head = f"{margin}:"
    match value:
        case dict() if value:
            yield head
            yield from _mapping(value, indent + 2)
        case list() if value:
            yield from _list(head, value, indent + 2)
        case _:
            yield from _leaf(head, value, indent + 2)


def _list(head: str, items: list[Tree], indent: int) -> Iterator[str]:
    """A list of scalars on the line of its key if it fits, else an item a line."""
    is_flat = not any(isinstance(item, dict | list) for item in items)
    flow = _flow(items)
    if is_flat and flow is not None and len(head) + 1 + len(flow) <= FLOW_WIDTH:
        yield f"{head} {flow}"
        return
    yield head
    for item in items:
        yield from _item(item, indent)


def _item(item: Tree, indent: int) -> Iterator[str]:
    dash = f"{' ' * indent}-"
    flow = _flow(item)
    if flow is not None and len(dash) + 1 + len(flow) <= FLOW_WIDTH:
        yield f"{dash} {flow}"
    elif isinstance(item, dict):
        first, *rest = _mapping(item, indent + 2)
        yield f"{dash} {first.lstrip(' ')}"
        yield from rest
    else:
        yield from _leaf(dash, item, indent + 2)


def _flow(tree: Tree) -> str | None:
    """A tree on one line; None where a text in it has several."""
    match tree:
        case dict():
            members = [(_flow(key), _flow(value)) for key, value in tree.items()]
            parts = [
                f"{key}: {value}" for key, value in members if None not in (key, value)
            ]
            return None if len(parts) < len(tree) else f"{{{', '.join(parts)}}}"
        case list():
            items = [flow for flow in map(_flow, tree) if flow is not None]
            return None if len(items) < len(tree) else f"[{', '.join(items)}]"
        case str() if "\n" in tree:
            return None
        case _:
            return _scalar(tree, in_flow=True)


def _leaf(head: str, value: Tree, indent: int) -> Iterator[str]:
    """A scalar (or an empty mapping or list) behind its key or dash."""
    if isinstance(value, str) and _can_be_block(value):
        margin = " " * indent
        if "\n" in value:
            yield f"{head} |" if value.endswith("\n") else f"{head} |-"
            lines = value.removesuffix("\n").split("\n")
            yield from (f"{margin}{line}" if line else "" for line in lines)
            return
        if len(head) + 1 + len(value) > WIDTH:
            yield f"{head} >-"
            yield from (f"{margin}{line}" for line in _wrapped(value, WIDTH - indent))
            return
    yield f"{head} {_flow(value) if isinstance(value, dict | list) else _scalar(value)}"


def _can_be_block(text: str) -> bool:
    """Whether a block scalar gives the text back, and shows all of it."""
    return not (
        isinstance(text, Unquoted)
        or _NOT_IN_BLOCK.search(text)
        or _ESCAPED.search(text)
    )


def _wrapped(text: str, width: int) -> Iterator[str]:
    """The lines of a text that are joined by one blank each; no line if it has none."""
    line = ""
    for part in _BREAK.split(text):
        if line and len(line) + 1 + len(part) > width:
            yield line
            line = part
        else:
            line = f"{line} {part}" if line else part
    yield line


def _scalar(scalar: Tree, *, in_flow: bool = False) -> str:
    text = scalar_text(scalar) or ""
    if not isinstance(scalar, str) or isinstance(scalar, Unquoted):
        return text
    if _is_plain(text) and not (in_flow and _NOT_PLAIN_IN_FLOW.search(text)):
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return _ESCAPED.sub(_escape, quoted)


def _escape(found: re.Match[str]) -> str:
    number = ord(found[0])
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def _is_plain(text: str) -> bool:
    return (
        _PLAIN.fullmatch(text) is not None
        and not _NOT_PLAIN.search(text)
        and not _ESCAPED.search(text)
        and not _NUMBER_OR_DATE.fullmatch(text)
        and text.lower() not in _OTHER_THAN_TEXT
    )
