"""Files over HTTP: whole or in part, with what tells that they are still the same."""

import re
from dataclasses import dataclass

from starlette.datastructures import Headers


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """An answer with a file, or a part of one."""

    status: int
    headers: dict[str, str]
    content: bytes


_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")


def download(
    content: bytes, content_type: str, etag: str, asked: Headers, method: str
) -> Download:
    """What is answered to a request for a file: its headers `range`, `if-range` and
    `if-none-match` are honoured. Several ranges at once give the whole file.
    """
    quoted = f'"{etag}"'
    headers = {"content-type": _sendable(content_type), "etag": quoted}
    headers["accept-ranges"] = "bytes"
    known = [tag.strip() for tag in asked.get("if-none-match", "").split(",")]
    if quoted in known or "*" in known:
        return Download(status=304, headers=headers, content=b"")
    size = len(content)
    part = _asked_part(asked, quoted, size)
    if part is None:
        return _answer(200, headers, content, method)
    start, end = part
    if start >= end:
        headers["content-range"] = f"bytes */{size}"
        return _answer(416, headers, b"", method)
    headers["content-range"] = f"bytes {start}-{end - 1}/{size}"
    return _answer(206, headers, content[start:end], method)


def _answer(
    status: int, headers: dict[str, str], content: bytes, method: str
) -> Download:
    headers["content-length"] = str(len(content))
    return Download(
        status=status, headers=headers, content=b"" if method == "HEAD" else content
    )


def _asked_part(asked: Headers, etag: str, size: int) -> tuple[int, int] | None:
    """The first byte and the one behind the last; None for the whole file."""
    found = _RANGE.fullmatch(asked.get("range", "").strip())
    if found is None or asked.get("if-range", etag).strip() != etag:
        return None
    first, last = found[1], found[2]
    if first:
        end = int(last) + 1 if last else size
        is_nonsense = bool(last) and end <= int(first)
        return None if is_nonsense else (int(first), min(end, size))
    return (max(0, size - int(last)), size) if last else None


def _sendable(content_type: str) -> str:
    """A content type that a header can carry."""
    is_plain = content_type.isascii() and content_type.isprintable() and content_type
    return content_type if is_plain else "application/octet-stream"
