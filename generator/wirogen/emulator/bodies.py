"""The bodies of requests: JSON, multipart forms and URL-encoded forms."""

import json
import math
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, NoReturn
from urllib.parse import parse_qsl, unquote

from wirogen.plain_tree import number_in

MOST_BYTES: Final = 512 * 1024 * 1024
"""What a request may hold. The service's own limit is 100 MB a file."""


class Unreadable(Exception):
    """A body makes no sense; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentFile:
    """A file of a multipart form."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Body:
    """The fields of a request in the order in which they came. A form may have several
    of one name, texts and files; the values of a JSON body are any JSON.
    """

    fields: tuple[tuple[str, Any], ...] = ()
    is_form: bool = False

    def values(self, name: str) -> list[Any]:
        """All that was sent under a name."""
        return [value for key, value in self.fields if key == name]

    def value(self, name: str) -> Any:
        """What was sent under a name last; None without it."""
        return next(iter(self.values(name)[::-1]), None)

    def text(self, name: str) -> str:
        """A value as text, empty where it is none."""
        value = self.value(name)
        return as_text(value) or ""

    def number(self, name: str, *, default: int, most: int) -> int:
        """A whole number from 0 to `most`, or `default` where there is none."""
        number = number_in(self.text(name).strip())
        if number is None or number < 0 or number != number.to_integral_value():
            return default
        return int(min(number, Decimal(most)))


def as_text(value: Any) -> str | None:
    """A scalar as a form would carry it; None for anything else."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return value
        case int() | float():
            return json.dumps(value)
        case _:
            return None


def read_body(content: bytes, content_type: str) -> Body:
    """The fields of a body. Raises Unreadable.

    What calls itself a form and is a JSON object is read as one: the service's own
    examples (`curl -H "Content-Type: multipart/form-data" -d '{…}'`) send that.
    """
    kind = content_type.partition(";")[0].strip().lower()
    if not content.strip():
        return Body()
    if content.lstrip()[:1] == b"{":
        return _json_body(content)
    if kind == "multipart/form-data":
        return Body(_multipart_fields(content, _boundary(content_type)), is_form=True)
    if kind == "application/x-www-form-urlencoded":
        return Body(tuple(_urlencoded_fields(content)), is_form=True)
    return _json_body(content)


def _json_body(content: bytes) -> Body:
    try:
        found = json.loads(
            content.decode("utf-8-sig"), parse_float=_finite, parse_constant=_not_json
        )
    except (ValueError, RecursionError):
        raise Unreadable("The request body is not JSON") from None
    if not isinstance(found, dict):
        raise Unreadable("The request body must be a JSON object")
    if not _is_shallow(found):
        raise Unreadable("The request body is nested too deeply")
    return Body(tuple(found.items()))


def _is_shallow(tree: Any) -> bool:
    level = [tree]
    for _ in range(_DEEPEST):
        level = [
            child
            for value in level
            if isinstance(value, dict | list)
            for child in (value.values() if isinstance(value, dict) else value)
        ]
    return not level


def _finite(text: str) -> float:
    number = float(text)
    return number if math.isfinite(number) else _not_json(text)


def _not_json(text: str) -> NoReturn:
    raise ValueError(text)


def _urlencoded_fields(content: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            content.decode(),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=10_000,
        )
    except ValueError:
        raise Unreadable("The request body is not a form") from None


_QUOTED = r'"((?:[^"\\]|\\.)*)"'
_NAME = re.compile(rf";\s*name=(?:{_QUOTED}|([^\s;]+))", re.IGNORECASE)
_FILE_NAME = re.compile(rf";\s*filename=(?:{_QUOTED}|([^\s;]+))", re.IGNORECASE)
_FILE_NAME_UTF8 = re.compile(r";\s*filename\*=utf-8''([^\s;]+)", re.IGNORECASE)
_BOUNDARY = re.compile(r';\s*boundary=(?:"([^"]+)"|([^\s;]+))', re.IGNORECASE)
_MOST_HEADERS = 16_384
_DEEPEST = 64


def _boundary(content_type: str) -> bytes:
    found = _BOUNDARY.search(content_type)
    if found is None:
        raise Unreadable("The form's boundary is missing")
    return (found[1] or found[2]).encode("latin-1", "replace")


def _multipart_fields(content: bytes, boundary: bytes) -> tuple[tuple[str, Any], ...]:
    delimiter = b"--" + boundary
    start = (
        0 if content.startswith(delimiter) else content.find(b"\r\n" + delimiter) + 2
    )
    if start == 1:
        raise Unreadable("The form does not begin with its boundary")
    fields: list[tuple[str, Any]] = []
    while True:
        start += len(delimiter)
        if content[start : start + 2] == b"--":
            return tuple(fields)
        line_end = content.find(b"\r\n", start, start + 256)
        end = content.find(b"\r\n" + delimiter, max(line_end, start))
        if line_end < 0 or end < 0:
            raise Unreadable("The form ends in the middle")
        fields.append(_part(content, line_end, end))
        start = end + 2


def _part(content: bytes, start: int, end: int) -> tuple[str, Any]:
    """A part from the line end before its headers to its own end."""
    blank = content.find(b"\r\n\r\n", start, min(start + _MOST_HEADERS, end + 4))
    if blank < 0:
        raise Unreadable("A part of the form has no headers")
    headers = _headers(content[start:blank])
    disposition = headers.get("content-disposition", "")
    name = _parameter(_NAME, disposition)
    if name is None:
        raise Unreadable("A part of the form has no name")
    value = content[blank + 4 : end]
    file_name = _file_name(disposition)
    if file_name is None or not (file_name or value):  # a browser's empty file input
        return name, _decoded(value)
    content_type = headers.get("content-type", "application/octet-stream")
    return name, SentFile(name=file_name, content_type=content_type, content=value)


def _headers(text: bytes) -> dict[str, str]:
    lines = (line.partition(":") for line in _decoded(text).split("\r\n"))
    return {name.strip().lower(): value.strip() for name, _, value in lines}


def _file_name(disposition: str) -> str | None:
    extended = _FILE_NAME_UTF8.search(disposition)
    if extended is not None:
        return unquote(extended[1], errors="replace")
    return _parameter(_FILE_NAME, disposition)


def _parameter(pattern: re.Pattern[str], header: str) -> str | None:
    found = pattern.search(header)
    if found is None:
        return None
    if found[1] is None:
        return found[2]
    text = re.sub(r'\\(["\\])', r"\1", found[1])
    for code, character in (("%22", '"'), ("%0D", "\r"), ("%0A", "\n")):
        text = text.replace(code, character)
    return text


def _decoded(text: bytes) -> str:
    try:
        return text.decode()
    except UnicodeDecodeError:
        raise Unreadable("A text of the form is not UTF-8") from None
